import assert from "node:assert/strict";
import { test } from "node:test";
import { inspectionStates, rectificationStates } from "./state.ts";

test("an inspection goes one way, a rectification only back to where it is put right again", () => {
  assert.deepEqual(
    inspectionStates.states.map((state) => [state, inspectionStates.eventsFrom(state)]),
    [
      ["announced", ["freeze"]],
      ["frozen", ["draw"]],
      ["drawn", ["conclude"]],
      ["concluded", []],
    ],
  );
  assert.deepEqual(
    rectificationStates.states.map((state) => [
      state,
      rectificationStates
        .eventsFrom(state)
        .map((event) => `${event}→${rectificationStates.next(state, event)}`),
    ]),
    [
      ["ordered", ["report→reported"]],
      ["reported", ["return→ordered", "verify→verified"]],
      ["verified", ["close→closed"]],
      ["closed", []],
    ],
  );
});
