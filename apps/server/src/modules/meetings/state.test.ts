import assert from "node:assert/strict";
import { test } from "node:test";
import { issueStates, meetingStates, reportStates, resolutionStates } from "./state.ts";

test("every state and event of the joint meeting leads where the table says, and ended ones take no event", () => {
  const walk = <S extends string, E extends string>(machine: {
    states: readonly S[];
    eventsFrom: (state: S) => readonly E[];
    next: (state: S, event: E) => S | undefined;
  }) =>
    Object.fromEntries(
      machine.states.map((state) => [
        state,
        machine.eventsFrom(state).map((event) => `${event}→${machine.next(state, event)}`),
      ]),
    );
  assert.deepEqual(walk(issueStates), {
    open: ["put_on→on_agenda", "answer→answered", "merge→merged"],
    on_agenda: ["take_off→open", "resolve→resolved", "answer→answered", "merge→merged"],
    resolved: [],
    answered: [],
    merged: [],
  });
  assert.deepEqual(walk(meetingStates), {
    planned: ["begin→under_way", "cancel→cancelled"],
    under_way: ["close→closed"],
    closed: [],
    cancelled: [],
  });
  assert.deepEqual(walk(resolutionStates), {
    open: ["report→reported"],
    reported: ["accept→done", "return→open"],
    done: [],
  });
  assert.deepEqual(walk(reportStates), {
    waiting: ["accept→accepted", "return→returned"],
    accepted: [],
    returned: [],
  });
});
