import assert from "node:assert/strict";
import { test } from "node:test";
import { capabilities, permissionOf, refusalOf } from "./capability.ts";

test("a page is offered when one of its actions is open, else there is a sentence", () => {
  const [action] = capabilities.ledger;
  assert.deepEqual(permissionOf({ actions: [action] }, "ledger"), { ok: true });
  const refused = permissionOf({ actions: ["something.else"] }, "ledger");
  assert.ok(!refused.ok && refused.reason.includes("联系"));
});

test("a step that is closed always has a reason to read", () => {
  assert.equal(refusalOf({ action: "a", label: "核验", allowed: true, reason: "不会显示" }), undefined);
  assert.equal(
    refusalOf({ action: "a", label: "核验", allowed: false, reason: "已经核验过了" }),
    "已经核验过了",
  );
  for (const reason of [undefined, ""])
    assert.match(refusalOf({ action: "a", label: "核验", allowed: false, reason }) ?? "", /不能核验/);
});
