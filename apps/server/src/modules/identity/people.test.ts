import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { AppError } from "#kernel/errors.ts";
import { databaseSuite } from "#test/support/database.ts";
import { readSheetFile } from "#kernel/sheet-reader.ts";
import { startTestServer } from "#test/support/server.ts";
import { buildArea, buildCookie, buildPerson, buildPhone, callApi } from "./builders.ts";
import { registerHandoverSource } from "./handover.ts";

databaseSuite("people and handover", (database) => {
  test("the list shows people of the area only, masked; opening one is recorded as a reading", async () => {
    await using server = await startTestServer(database());
    const { cookie, street, sister, admin } = await buildArea(server, "org_admin");
    const mine = await buildPerson(server.context, { fullName: "演示李四", unitId: street.id });
    const other = await buildPerson(server.context, { fullName: "演示王五", unitId: sister.id });
    const list = (await callApi(server, cookie, "GET", "/api/people?size=200")).json();
    assert.deepEqual(new Set(list.rows.map((row: { id: string }) => row.id)), new Set([mine.id, admin.id]));
    assert.ok(!JSON.stringify(list).includes(mine.phone) && !JSON.stringify(list).includes("演示李四"));
    const file = await callApi(server, cookie, "GET", "/api/people/export.xlsx");
    const sheet = await readSheetFile(file.rawPayload);
    assert.equal(sheet.length, 3);
    assert.ok(!JSON.stringify(sheet).includes(mine.phone) && !JSON.stringify(sheet).includes("演示李四"));
    const detail = await callApi(server, cookie, "GET", `/api/people/${mine.id}`);
    assert.equal(detail.json().name, "演示李四");
    assert.equal((await callApi(server, cookie, "GET", `/api/people/${other.id}`)).statusCode, 404);
    const reads = await server.context.db
      .selectFrom("audit_entries")
      .select("record_id")
      .where("actor_person_id", "=", admin.id)
      .where("outcome", "=", "read")
      .execute();
    assert.deepEqual(
      reads.map((entry) => entry.record_id),
      [mine.id],
    );
  });

  test("people are found by whole name, whole number and beginning of the account name", async () => {
    await using server = await startTestServer(database());
    const { cookie, street } = await buildArea(server, "org_admin");
    const person = await buildPerson(server.context, {
      fullName: "演示孙悟空",
      unitId: street.id,
      username: `find.${randomUUID().slice(0, 8)}`,
    });
    const username =
      (
        await server.context.db
          .selectFrom("auth_users")
          .select("username")
          .where("id", "=", person.id)
          .executeTakeFirstOrThrow()
      ).username ?? "";
    const find = async (q: string) =>
      (await callApi(server, cookie, "GET", `/api/people?q=${encodeURIComponent(q)}`))
        .json()
        .rows.map((row: { id: string }) => row.id);
    for (const q of ["演示孙悟空", person.phone, `+86 ${person.phone}`, username.slice(0, 10)])
      assert.deepEqual(await find(q), [person.id], q);
    assert.deepEqual(await find("演示孙"), []);
    assert.deepEqual(await find("%"), []);
  });

  test("a new colleague is opened with a name and a number; a number in use is refused beside its field", async () => {
    await using server = await startTestServer(database());
    const { cookie, street, sister } = await buildArea(server, "org_admin");
    const phone = buildPhone();
    const made = await callApi(server, cookie, "POST", "/api/people", {
      fullName: "演示赵六",
      phone,
      unitId: street.id,
    });
    assert.equal(made.statusCode, 200, made.body);
    const again = await callApi(server, cookie, "POST", "/api/people", {
      fullName: "演示赵七",
      phone,
      unitId: street.id,
    });
    assert.deepEqual([again.statusCode, Object.keys(again.json().error.fields)], [422, ["phone"]]);
    assert.equal(
      (
        await callApi(server, cookie, "POST", "/api/people", {
          fullName: "演示赵八",
          phone: buildPhone(),
          unitId: sister.id,
        })
      ).statusCode,
      403,
    );
    const common = await callApi(server, cookie, "POST", "/api/people", {
      fullName: "演示赵九",
      phone: buildPhone(),
      unitId: street.id,
      username: `u${phone}`,
      password: "password123456",
    });
    assert.deepEqual([common.statusCode, Object.keys(common.json().error.fields)], [422, ["password"]]);
    for (const extra of [{ status: "disabled" }, { role: "system_admin" }, { pseudonym: "x" }])
      assert.ok(
        (
          await callApi(server, cookie, "POST", "/api/people", {
            fullName: "演示赵十",
            phone: buildPhone(),
            unitId: street.id,
            ...extra,
          })
        ).statusCode >= 400,
      );
  });

  test("an account with a role outside the administrator's area is not his to stop", async () => {
    await using server = await startTestServer(database());
    const { cookie, street, sister } = await buildArea(server, "org_admin");
    const person = await buildPerson(server.context, {
      unitId: street.id,
      roles: [{ role: "expert", unitId: sister.id }],
    });
    assert.equal(
      (await callApi(server, cookie, "POST", `/api/people/${person.id}/disable`, { reason: "想停就停" }))
        .statusCode,
      403,
    );
  });

  test("a handover moves every module's work, ends roles and sessions, and happens whole or not at all", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    const { cookie, street, sister } = await buildArea(server, "org_admin");
    const leaving = await buildPerson(context, {
      unitId: street.id,
      roles: [
        { role: "dispatcher", unitId: street.id },
        { role: "expert", unitId: sister.id },
      ],
    });
    const coming = await buildPerson(context, { unitId: street.id });
    let fails = true;
    const work = new Map([[leaving.id, 3]]);
    registerHandoverSource({
      name: `test.tasks.${randomUUID()}`,
      title: "测试任务",
      count: async (_trx, move) => work.get(move.fromPersonId) ?? 0,
      move: async (_trx, _context, move) => {
        if (fails) throw new AppError("identity.handover_receiver", { status: 409 });
        work.set(move.toPersonId, work.get(move.fromPersonId) ?? 0);
        work.delete(move.fromPersonId);
        return work.get(move.toPersonId) ?? 0;
      },
    });
    const leavingCookie = await buildCookie(context, leaving.id);
    const hand = async (more: object = {}) =>
      callApi(server, cookie, "POST", `/api/people/${leaving.id}/handover`, {
        toPersonId: coming.id,
        unitId: street.id,
        reason: "调离岗位",
        ...more,
      });
    const counts = (answer: { items: { title: string; count: number }[] }) =>
      Object.fromEntries(answer.items.map((item) => [item.title, item.count]));
    const preview = (await hand({ preview: true })).json();
    assert.deepEqual(
      [preview.done, counts(preview)["测试任务"], counts(preview)["岗位（交出后结束）"]],
      [false, 3, 1],
    );
    assert.equal((await hand()).statusCode, 409);
    assert.equal(
      (await callApi(server, leavingCookie, "GET", "/api/me")).json().grants.length,
      2,
      "a failed handover must leave everything",
    );
    fails = false;
    const done = await hand();
    assert.equal(done.statusCode, 200, done.body);
    assert.deepEqual([...work], [[coming.id, 3]]);
    assert.equal((await callApi(server, leavingCookie, "GET", "/api/me")).statusCode, 401);
    const left = await context.db
      .selectFrom("role_grants")
      .select("role")
      .where("person_id", "=", leaving.id)
      .where("ended_at", "is", null)
      .execute();
    assert.deepEqual(left, [{ role: "expert" }], "roles elsewhere are not this unit's to end");
  });

  test("sessions are listed and ended by their owner only", async () => {
    await using server = await startTestServer(database());
    const [mine, other] = [await buildPerson(server.context), await buildPerson(server.context)];
    const [here, there, foreign] = [
      await buildCookie(server.context, mine.id),
      await buildCookie(server.context, mine.id),
      await buildCookie(server.context, other.id),
    ];
    const rows: { id: string; current: boolean }[] = (
      await callApi(server, here, "GET", "/api/sessions")
    ).json().rows;
    assert.equal(rows.length, 2);
    const away = rows.find((row) => !row.current)?.id ?? "";
    assert.equal((await callApi(server, foreign, "DELETE", `/api/sessions/${away}`)).statusCode, 404);
    assert.equal((await callApi(server, here, "DELETE", `/api/sessions/${away}`)).statusCode, 200);
    assert.deepEqual(
      [
        (await callApi(server, there, "GET", "/api/me")).statusCode,
        (await callApi(server, here, "GET", "/api/me")).statusCode,
      ],
      [401, 200],
    );
  });
});
