import assert from "node:assert/strict";
import { test } from "node:test";
import { askerWords, eventNames, questionStates, statusNames } from "./state.ts";

/** Every state × event as a person decided it; "-" is refused. */
const expected = {
  //          assign      draft      return      send        close        withdraw
  received: ["assigned", "-", "-", "-", "no_expert", "withdrawn"],
  assigned: ["assigned", "drafted", "-", "-", "no_expert", "withdrawn"],
  drafted: ["-", "-", "assigned", "answered", "-", "withdrawn"],
  answered: ["-", "-", "-", "-", "-", "-"],
  no_expert: ["-", "-", "-", "-", "-", "-"],
  withdrawn: ["-", "-", "-", "-", "-", "-"],
} as const;

test("each state takes the events that a person decided, and no other", () => {
  for (const state of questionStates.states)
    assert.deepEqual(
      questionStates.events.map((event) => questionStates.next(state, event) ?? "-"),
      expected[state],
      state,
    );
});

test("every state and event has words for staff and for the asker", () => {
  for (const state of questionStates.states) assert.ok(statusNames[state] && askerWords[state], state);
  for (const event of questionStates.events) assert.ok(eventNames[event], event);
});
