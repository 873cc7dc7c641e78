import assert from "node:assert/strict";
import { test } from "node:test";
import { createTypingMeter, openMeter, typedSeconds } from "./typing-meter.ts";

test("thirty seconds of typing are thirty seconds", () => {
  const meter = createTypingMeter(1_000);
  for (let ms = 2_000; ms <= 31_000; ms += 1_000) meter.touch(ms);
  assert.equal(meter.seconds(31_000), 30);
});

test("a pause counts for a minute, however long it was, and a clock that goes back for nothing", () => {
  const meter = createTypingMeter(0);
  meter.touch(10_000);
  meter.touch(3_600_000);
  assert.equal(meter.seconds(3_605_000), 75);
  meter.touch(0);
  assert.equal(meter.seconds(5_000), 80);
});

test("only an open form has seconds; an act without a form has none", () => {
  const meter = openMeter("key-of-a-form");
  assert.equal(typedSeconds("key-of-a-form"), undefined);
  meter.open();
  meter.touch();
  assert.equal(typedSeconds("key-of-a-form"), 0);
  assert.equal(typedSeconds("another"), undefined);
  assert.equal(typedSeconds(null), undefined);
  meter.close();
  assert.equal(typedSeconds("key-of-a-form"), undefined);
});
