import assert from "node:assert/strict";
import { test } from "node:test";
import { afterQuietHours } from "#kernel/quiet-hours.ts";
import { dueAt, nextWords } from "./deadlines.ts";
import { eventNames, orderStates, statusNames } from "./state.ts";

test("terminal are rated, not_ours, cannot and withdrawn, and nothing else", () => {
  assert.deepEqual(orderStates.states.filter((state) => orderStates.isTerminal(state)).sort(), [
    "cannot",
    "not_ours",
    "rated",
    "withdrawn",
  ]);
});

test("every state that is not over has a due time, every terminal one has none", () => {
  const now = new Date("2026-11-23T01:00:00Z");
  const visit = { startsAt: new Date("2026-11-24T01:00:00Z"), endsAt: new Date("2026-11-24T02:00:00Z") };
  for (const state of orderStates.states)
    assert.equal(dueAt(state, now, visit) === null, orderStates.isTerminal(state), state);
});

test("every state can be reached, has a name and words for the resident, and leads to an end", () => {
  const reached = new Set(["submitted"]);
  for (let round = 0; round < orderStates.states.length; round += 1)
    for (const state of orderStates.states)
      if (reached.has(state))
        for (const event of orderStates.eventsFrom(state)) {
          const next = orderStates.next(state, event);
          if (next !== undefined) reached.add(next);
        }
  assert.deepEqual([...reached].sort(), [...orderStates.states].sort());
  for (const state of orderStates.states) {
    assert.ok(statusNames[state].length > 0 && nextWords[state].length > 0);
    const seen = new Set([state]);
    for (const one of seen)
      for (const event of orderStates.eventsFrom(one)) {
        const next = orderStates.next(one, event);
        if (next !== undefined) seen.add(next);
      }
    assert.ok(
      [...seen].some((one) => orderStates.isTerminal(one)),
      `${state} leads nowhere`,
    );
  }
  for (const event of orderStates.events) assert.ok(eventNames[event].length > 0);
});

test("from done only the resident's word and the days without one lead on", () => {
  assert.deepEqual([...orderStates.eventsFrom("done")].sort(), ["confirm", "dispute"]);
});

test("no message rings between nine in the evening and eight in the morning", () => {
  const at = (text: string): string => afterQuietHours(new Date(text)).toISOString();
  assert.equal(at("2026-11-23T04:00:00Z"), "2026-11-23T04:00:00.000Z");
  assert.equal(at("2026-11-23T13:30:00Z"), "2026-11-24T00:00:00.000Z");
  assert.equal(at("2026-11-22T20:00:00Z"), "2026-11-23T00:00:00.000Z");
});
