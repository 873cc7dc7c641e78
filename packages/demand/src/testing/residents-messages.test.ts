import assert from "node:assert/strict";
import { test } from "node:test";
import { readIssues, readNoise } from "./fixture-issues.ts";
import { buildMessages } from "./residents-messages.ts";

test("the fixture has about forty issues, each with wordings of its own, and noise", () => {
  const issues = readIssues();
  assert.equal(issues.length, 41);
  assert.equal(new Set(issues.map(({ id }) => id)).size, issues.length);
  for (const issue of issues) {
    assert.ok(issue.weight > 0 && issue.problems.length >= 3 && issue.asks.length >= 2, issue.id);
    assert.ok(issue.places.length >= 1, issue.id);
  }
  const noise = readNoise();
  assert.ok(noise.places.length > 50 && noise.subjects.length > 150 && noise.singles.length > 80);
});

test("the same seed gives the same 2,000 messages, another seed others", () => {
  const messages = buildMessages(1);
  assert.deepEqual(messages, buildMessages(1));
  assert.notDeepEqual(messages, buildMessages(2));
  assert.equal(messages.length, 2_000);
  assert.equal(new Set(messages.map(({ id }) => id)).size, 2_000);
  assert.deepEqual(
    messages.map(({ date }) => date),
    messages.map(({ date }) => date).sort(),
  );
});

test("every issue recurs, noise is a large part, and few messages are the same word for word", () => {
  const messages = buildMessages(1);
  const sizes = new Map<string | null, number>();
  for (const { issue } of messages) sizes.set(issue, (sizes.get(issue) ?? 0) + 1);
  assert.equal(sizes.size, 42);
  assert.ok(Math.min(...sizes.values()) >= 6);
  assert.ok((sizes.get(null) ?? 0) > 700);
  assert.ok(new Set(messages.map(({ text }) => text)).size > 1_900);
});

test("odd and even issues share nothing but the noise", () => {
  const odd = new Set(buildMessages(1, { issues: "odd" }).map(({ issue }) => issue));
  const even = new Set(buildMessages(1, { issues: "even" }).map(({ issue }) => issue));
  assert.deepEqual(
    [...odd].filter((issue) => even.has(issue)),
    [null],
  );
});
