import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { schemaText } from "./write-schema.ts";

test("design.schema.json, which editors read, is what the commands check", () => {
  const file = readFileSync(new URL("../../design.schema.json", import.meta.url), "utf8");
  assert.deepEqual(JSON.parse(file), JSON.parse(schemaText()));
});
