import assert from "node:assert/strict";
import { test } from "node:test";
import { backgroundChance } from "./background.ts";

test("what general Chinese says often has the greater chance, what it never says none", () => {
  assert.ok(backgroundChance("的") > backgroundChance("砷"));
  assert.ok(backgroundChance("手 机") > backgroundChance("亚 硝"));
  assert.equal(backgroundChance("龘 龘"), 0);
  for (const gram of ["的", "我 们", "为什么"])
    assert.ok(backgroundChance(gram) > 0 && backgroundChance(gram) < 1);
});
