import assert from "node:assert/strict";
import { test } from "node:test";
import type { Role } from "#kernel/actor.ts";
import { databaseSuite } from "#test/support/database.ts";
import { startTestServer } from "#test/support/server.ts";
import { buildArea, buildCookie, buildPerson, buildPhone, callApi, grantBody } from "./builders.ts";
import { roleNames } from "./policy.ts";

databaseSuite("twelve hand-written policy cells", (database) => {
  // Who (role at the street, or nothing) · may do what · about whom. Read by a person, not derived from policy.ts.
  const cells: readonly [
    who: Role | "resident",
    act: "list" | "create" | "grant" | "disable",
    where: "own" | "below" | "sister" | "above",
    status: number,
  ][] = [
    ["org_admin", "list", "own", 200],
    ["org_admin", "create", "below", 200],
    ["org_admin", "create", "sister", 403],
    ["org_admin", "grant", "above", 403],
    ["org_admin", "disable", "below", 200],
    ["system_admin", "create", "own", 200],
    ["system_admin", "grant", "own", 403],
    ["security_admin", "grant", "below", 200],
    ["security_admin", "create", "own", 403],
    ["audit_admin", "list", "own", 403],
    ["dispatcher", "grant", "own", 403],
    ["resident", "list", "own", 403],
  ];
  for (const [who, act, where, status] of cells) {
    test(`${who === "resident" ? "居民" : roleNames[who]} · ${act} · ${where} → ${status}`, async () => {
      await using server = await startTestServer(database());
      const area = await buildArea(server, who === "resident" ? "volunteer" : who);
      const unit = { own: area.street, below: area.community, sister: area.sister, above: area.root }[where];
      const cookie =
        who === "resident"
          ? await buildCookie(server.context, (await buildPerson(server.context)).id)
          : area.cookie;
      const target = await buildPerson(server.context, { unitId: unit.id });
      const answer =
        act === "list"
          ? await callApi(server, cookie, "GET", "/api/people")
          : act === "create"
            ? await callApi(server, cookie, "POST", "/api/people", {
                fullName: "演示新人",
                phone: buildPhone(),
                unitId: unit.id,
              })
            : act === "grant"
              ? await callApi(
                  server,
                  cookie,
                  "POST",
                  `/api/people/${target.id}/grants`,
                  grantBody("volunteer", unit),
                )
              : await callApi(server, cookie, "POST", `/api/people/${target.id}/disable`, {
                  reason: "不再任职",
                });
      assert.equal(answer.statusCode, status, answer.body);
    });
  }
});
