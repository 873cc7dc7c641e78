import assert from "node:assert/strict";
import { test } from "node:test";
import { systemActor } from "#kernel/actor.ts";
import { inTransaction } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { type BuiltUnit, buildUnit } from "#test/support/builders.ts";
import { databaseSuite } from "#test/support/database.ts";
import { startTestServer } from "#test/support/server.ts";
import { closeUnit } from "#modules/organisations/index.ts";
import { buildArea, buildCookie, buildPerson, callApi, grantBody } from "./builders.ts";
import { grantRole } from "./grants.ts";

databaseSuite("roles with terms", (database) => {
  test("a role opens its unit and below, and ends at midnight of its last day by the district's clock", async () => {
    await using server = await startTestServer(database(), { now: "2026-11-23T08:00:00Z" });
    const unit = await buildUnit(server.context.db);
    const person = await buildPerson(server.context, {
      roles: [{ role: "org_admin", unitId: unit.id, endsOn: "2026-11-23" }],
    });
    const cookie = await buildCookie(server.context, person.id);
    const roles = async () => (await callApi(server, cookie, "GET", "/api/me")).json().grants.length;
    assert.equal(await roles(), 1);
    for (let minute = 0; minute < 7 * 60 + 40; minute += 25) {
      server.clock.advanceMs(25 * 60_000);
      await roles();
    }
    server.clock.set("2026-11-23T15:59:59Z");
    assert.equal(await roles(), 1);
    server.clock.set("2026-11-23T16:00:00Z");
    assert.equal(await roles(), 0);
  });

  test("a role at a closed unit gives nothing", async () => {
    await using server = await startTestServer(database());
    const { cookie, street } = await buildArea(server, "org_admin");
    assert.equal((await callApi(server, cookie, "GET", "/api/people")).statusCode, 200);
    await server.context.db
      .updateTable("org_units")
      .set({ valid_to: "2026-11-23" })
      .where("id", "=", street.id)
      .execute();
    assert.equal((await callApi(server, cookie, "GET", "/api/people")).statusCode, 403);
  });

  test("a unit where somebody still holds a role cannot be closed", async () => {
    await using server = await startTestServer(database());
    const { db } = server.context;
    const unit = await buildUnit(db);
    await buildPerson(server.context, { roles: [{ role: "volunteer", unitId: unit.id }] });
    await assert.rejects(
      inTransaction(db, (trx) => closeUnit(trx, server.context, systemActor("test"), { unitId: unit.id })),
      (error: unknown) => error instanceof AppError && error.code === "organisations.in_use",
    );
  });

  test("an administrator gives roles at his unit and below, and nowhere else; the refusal is audited", async () => {
    await using server = await startTestServer(database());
    const { cookie, street, community, sister, root, admin } = await buildArea(server, "org_admin");
    const person = await buildPerson(server.context, { unitId: street.id });
    const give = async (unit: BuiltUnit) =>
      (await callApi(server, cookie, "POST", `/api/people/${person.id}/grants`, grantBody("volunteer", unit)))
        .statusCode;
    assert.deepEqual(
      [await give(street), await give(community), await give(sister), await give(root)],
      [200, 200, 403, 403],
    );
    const denied = await server.context.db
      .selectFrom("audit_entries")
      .select("reason")
      .where("actor_person_id", "=", admin.id)
      .where("outcome", "=", "denied")
      .execute();
    assert.deepEqual(
      denied.map((entry) => entry.reason),
      ["policy.outside_area", "policy.outside_area"],
    );
  });

  test("nobody gives himself a role, and an organisation's administrator none of the three powers; both refusals are audited", async () => {
    await using server = await startTestServer(database());
    const { cookie, street, admin } = await buildArea(server, "org_admin");
    const person = await buildPerson(server.context, { unitId: street.id });
    for (const role of ["system_admin", "security_admin", "audit_admin"] as const) {
      const refused = await callApi(
        server,
        cookie,
        "POST",
        `/api/people/${person.id}/grants`,
        grantBody(role, street),
      );
      assert.deepEqual(
        [refused.statusCode, refused.json().error.code],
        [403, "identity.grant_role_not_yours"],
      );
    }
    const self = await callApi(
      server,
      cookie,
      "POST",
      `/api/people/${admin.id}/grants`,
      grantBody("expert", street),
    );
    assert.deepEqual([self.statusCode, self.json().error.code], [403, "identity.self_grant"]);
    const denied = await server.context.db
      .selectFrom("audit_entries")
      .select("reason")
      .where("actor_person_id", "=", admin.id)
      .where("outcome", "=", "denied")
      .execute();
    assert.equal(denied.length, 4);
  });

  test("two roles at two units do not add up: the role that may give must itself reach the unit", async () => {
    await using server = await startTestServer(database());
    const { street, sister, admin } = await buildArea(server, "org_admin");
    await inTransaction(server.context.db, async (trx) =>
      grantRole(trx, server.context, systemActor("test"), {
        personId: admin.id,
        role: "security_admin",
        unitId: sister.id,
        reason: "任命",
      }),
    );
    const cookie = await buildCookie(server.context, admin.id);
    const person = await buildPerson(server.context);
    const give = async (unit: BuiltUnit) =>
      callApi(server, cookie, "POST", `/api/people/${person.id}/grants`, grantBody("audit_admin", unit));
    const refused = await give(street);
    assert.deepEqual([refused.statusCode, refused.json().error.code], [403, "policy.outside_area"]);
    assert.equal((await give(sister)).statusCode, 200);
  });

  test("without the second factor staff roles open nothing", async () => {
    await using server = await startTestServer(database());
    const { cookie } = await buildArea(server, "org_admin", "open");
    const refused = await callApi(server, cookie, "GET", "/api/people");
    assert.deepEqual([refused.statusCode, refused.json().error.code], [403, "policy.second_factor"]);
  });

  test("the same role at the same unit is held once at a time, also when given by ten at once", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    const unit = await buildUnit(context.db);
    const person = await buildPerson(context);
    const results = await Promise.allSettled(
      Array.from({ length: 10 }, async () =>
        inTransaction(context.db, async (trx) =>
          grantRole(trx, context, systemActor("test"), {
            personId: person.id,
            role: "expert",
            unitId: unit.id,
            reason: "聘任",
          }),
        ),
      ),
    );
    const refusals = results.flatMap((result) =>
      result.status === "rejected" && result.reason instanceof AppError ? [result.reason.code] : [],
    );
    assert.deepEqual(
      [results.filter((result) => result.status === "fulfilled").length, new Set(refusals)],
      [1, new Set(["identity.grant_overlap"])],
    );
  });

  test("of the three powers one person gets one, also when all are given at once at different units", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    for (let round = 0; round < 5; round += 1) {
      const units = await Promise.all([buildUnit(context.db), buildUnit(context.db), buildUnit(context.db)]);
      const person = await buildPerson(context);
      const powers = ["system_admin", "security_admin", "audit_admin"] as const;
      const results = await Promise.allSettled(
        powers.map(async (role, index) =>
          inTransaction(context.db, async (trx) =>
            grantRole(trx, context, systemActor("test"), {
              personId: person.id,
              role,
              unitId: units[index]?.id ?? "",
              reason: "任命",
            }),
          ),
        ),
      );
      assert.equal(results.filter((result) => result.status === "fulfilled").length, 1);
      for (const result of results)
        if (result.status === "rejected")
          assert.equal((result.reason as AppError).code, "identity.three_powers");
    }
    // Control: the constraint and not the command holds this.
    const { rows } = await database().pool.query(
      "select 1 from pg_constraint where conname = 'role_grants_three_powers' and contype = 'x'",
    );
    assert.equal(rows.length, 1);
  });

  test("after a power has ended another may be held; not on days that overlap", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    const unit = await buildUnit(context.db);
    const person = await buildPerson(context, {
      roles: [{ role: "audit_admin", unitId: unit.id, endsOn: "2026-11-30" }],
    });
    const give = async (startsOn: string) =>
      inTransaction(context.db, async (trx) =>
        grantRole(trx, context, systemActor("test"), {
          personId: person.id,
          role: "system_admin",
          unitId: unit.id,
          startsOn,
          reason: "接任",
        }),
      );
    await assert.rejects(give("2026-11-30"), { code: "identity.three_powers" });
    await give("2026-12-01");
  });

  test("a disabled person gets no role and a term in the past is refused", async () => {
    await using server = await startTestServer(database());
    const { cookie, street } = await buildArea(server, "org_admin");
    const person = await buildPerson(server.context, { unitId: street.id });
    const past = await callApi(
      server,
      cookie,
      "POST",
      `/api/people/${person.id}/grants`,
      grantBody("expert", street, { startsOn: "2026-01-01", endsOn: "2026-11-22" }),
    );
    assert.deepEqual([past.statusCode, past.json().error.fields.endsOn !== undefined], [422, true]);
    assert.equal(
      (await callApi(server, cookie, "POST", `/api/people/${person.id}/disable`, { reason: "离职停用" }))
        .statusCode,
      200,
    );
    const refused = await callApi(
      server,
      cookie,
      "POST",
      `/api/people/${person.id}/grants`,
      grantBody("expert", street),
    );
    assert.deepEqual([refused.statusCode, refused.json().error.code], [409, "identity.person_disabled"]);
  });
});
