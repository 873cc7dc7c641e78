import assert from "node:assert/strict";
import { test } from "node:test";
import type { Actor, Role } from "#kernel/actor.ts";
import { createPolicy } from "#kernel/policy.ts";
import { isCreditCode, normaliseCreditCode } from "./credit-code.ts";
import { organisationsPolicy } from "./policy.ts";
import { organisationStates } from "./state.ts";

test("every event in every state leads where the table says, written out by hand", () => {
  const expected = `
    submitted: begin_review>under_review verify>verified return>returned reject>rejected withdraw>withdrawn
    under_review: verify>verified return>returned reject>rejected withdraw>withdrawn
    returned: resubmit>submitted reject>rejected withdraw>withdrawn
    verified: suspend>suspended withdraw>withdrawn
    suspended: reinstate>verified withdraw>withdrawn
    rejected:
    withdrawn:`;
  const lines = expected.trim().split("\n");
  assert.equal(lines.length, organisationStates.states.length);
  for (const line of lines) {
    const [state = "", rest = ""] = line.trim().split(":");
    const allowed = new Map(
      rest
        .trim()
        .split(" ")
        .filter(Boolean)
        .map((pair) => pair.split(">") as [string, string]),
    ); // each pair has one arrow
    for (const event of organisationStates.events)
      assert.equal(
        organisationStates.next(state as (typeof organisationStates.states)[number], event),
        allowed.get(event),
        `${state} + ${event}`,
      ); // a line names a state
  }
});

test("credit codes with the right check digit are taken, all others refused", () => {
  // Check digits computed by a separate program with the written-out weights 1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28.
  const valid = [
    "92990101MA0000001U",
    "129901010000000024",
    "51990101ABCDEFGH3F",
    "52990101KLMNPQRT4A",
    "91990101UWXY00005M",
    "93990101000000000J",
  ];
  for (const code of valid) {
    assert.equal(isCreditCode(code), true, code);
    // Any single place changed is noticed: the weights are units modulo the prime 31.
    for (let at = 0; at < 18; at += 1) {
      const other = code[at] === "2" ? "3" : "2";
      assert.equal(isCreditCode(code.slice(0, at) + other + code.slice(at + 1)), false, `${code} at ${at}`);
    }
  }
  for (const wrong of [
    "",
    "1",
    "I".repeat(18),
    "9".repeat(17),
    "9".repeat(19),
    "91990101UWXY0000５",
    "<script>alert(1)</",
  ])
    assert.equal(isCreditCode(wrong), false, wrong);
});

test("a credit code typed with spaces, small or full-width letters is read as meant", () => {
  assert.equal(normaliseCreditCode(" 9299 0101 ma00 ００００１x "), "92990101MA0000001X");
});

const street = "1.2";
const personWith = (role: Role, unitPath: string, secondFactor: "passed" | "missing" = "passed"): Actor => ({
  kind: "person",
  personId: "p",
  sessionId: "s",
  secondFactor: secondFactor === "passed",
  grants: [{ role, unitId: "u", unitPath }],
});

test("twelve cells of the policy, read by a person", () => {
  const policy = createPolicy([organisationsPolicy]);
  const cells: readonly [Actor, string, string, string][] = [
    // The liaison of a street reviews what registers in the street and in its communities, and nowhere else.
    [personWith("street_liaison", street), "organisations.review", street, "yes"],
    [personWith("street_liaison", street), "organisations.review", "1.2.9", "yes"],
    [personWith("street_liaison", street), "organisations.review", "1.3", "policy.outside_area"],
    [personWith("street_liaison", street), "organisations.review", "1", "policy.outside_area"],
    // A path that merely begins with the same digits is somewhere else.
    [personWith("street_liaison", street), "organisations.review", "1.20", "policy.outside_area"],
    // Reading is not deciding: a supervisor sees the queue and may suspend, but does not verify.
    [personWith("supervisor", "1"), "organisations.review", street, "policy.role"],
    [personWith("supervisor", "1"), "organisations.suspend", street, "yes"],
    // A liaison does not change the tree; an organisation administrator does, below the own unit.
    [personWith("street_liaison", street), "organisations.create_unit", street, "policy.role"],
    [personWith("org_admin", street), "organisations.create_unit", "1.2.9", "yes"],
    // Volunteers and strangers have no part in it, nor staff without the second factor.
    [personWith("volunteer", "1"), "organisations.read_units", street, "policy.role"],
    [{ kind: "anonymous" }, "organisations.read_organisations", street, "policy.sign_in"],
    [personWith("org_admin", "1", "missing"), "organisations.import_units", "1", "policy.second_factor"],
  ];
  assert.equal(cells.length, 12);
  for (const [actor, action, unitPath, expected] of cells) {
    const decision = policy.decide(actor, action, { unitPath });
    assert.equal(decision.ok ? "yes" : decision.reason, expected, `${action} at ${unitPath}`);
  }
});
