import assert from "node:assert/strict";
import { test } from "node:test";
import { appealStates, assessmentStates, schemeStates } from "./state.ts";

test("schemes, years and appeals go one way", () => {
  assert.deepEqual(
    schemeStates.states.map((state) => [state, schemeStates.eventsFrom(state)]),
    [
      ["draft", ["publish", "retire"]],
      ["published", ["retire"]],
      ["retired", []],
    ],
  );
  assert.deepEqual(
    assessmentStates.states.map((state) => [state, assessmentStates.eventsFrom(state)]),
    [
      ["open", ["freeze"]],
      ["frozen", ["publish"]],
      ["published", []],
    ],
  );
  assert.deepEqual(
    appealStates.states.map((state) => [state, appealStates.eventsFrom(state)]),
    [
      ["filed", ["uphold", "dismiss"]],
      ["upheld", []],
      ["dismissed", []],
    ],
  );
});
