import assert from "node:assert/strict";
import { test } from "node:test";
import type { PersonActor } from "#kernel/actor.ts";
import { inTransaction } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { readSheetFile } from "#kernel/sheet-reader.ts";
import { findPersonByPhone, getPersonName } from "#modules/identity/index.ts";
import { buildActor, buildTeam } from "#modules/teams/builders.ts";
import { getTeam, listOwnHours } from "#modules/teams/index.ts";
import { buildUnit } from "#test/support/builders.ts";
import { databaseSuite } from "#test/support/database.ts";
import { startTestServer, type TestServer } from "#test/support/server.ts";
import { applyHistory, discardHistory, discardOldHistories, previewHistory } from "./commands.ts";
import { getHistory, listHistories } from "./queries.ts";
import { parseHistory, type SheetKind, sheetKinds, sheets, toTemplate } from "./sheets.ts";

const refusedWith = (code: string) => (error: unknown) => error instanceof AppError && error.code === code;

let number = 0;

const buildWorld = async (server: TestServer) => {
  const { context } = server;
  number += 1;
  const street = await buildUnit(context.db, { name: `演示街道${number}` });
  const team = await buildTeam(context.db, context, { homeUnitId: street.id, areaUnitId: street.id });
  const { name } = await getTeam(context.db, team.id);
  const uploader = await buildActor(context.db, context, "演示上传人");
  const second = await buildActor(context.db, context, "演示第二人");
  const preview = (kind: SheetKind, rows: readonly Record<string, string>[], actor: PersonActor = uploader) =>
    inTransaction(context.db, (trx) =>
      previewHistory(trx, context, actor, {
        kind,
        filename: "表.xlsx",
        unitId: street.id,
        scope: "everywhere",
        rows: rows.map((values, index) => ({ line: index + 2, values })),
      }),
    );
  const apply = (importId: string, actor: PersonActor = second) =>
    inTransaction(context.db, (trx) => applyHistory(trx, context, actor, { importId, scope: "everywhere" }));
  const read = (importId: string) => getHistory(context.db, context, { importId, scope: "everywhere" });
  return { context, street, team: { id: team.id, name }, uploader, second, preview, apply, read };
};

let phones = 0;
const nextPhone = (): string => {
  phones += 1;
  return `1980000${String(phones).padStart(4, "0")}`;
};

databaseSuite("past records", (database) => {
  test("a campus roster of thirty is previewed, written by a second person, and each is a member once", async () => {
    await using server = await startTestServer(database());
    const { context, team, preview, apply, read } = await buildWorld(server);
    const before = (await getTeam(context.db, team.id)).memberCount;
    const rows = Array.from({ length: 30 }, (_, index) => ({
      team: team.name,
      name: `演示学生${index + 1}`,
      phone: nextPhone(),
    }));
    const id = await preview("members", rows);
    assert.equal(
      (await getTeam(context.db, team.id)).memberCount,
      before,
      "nothing is written before it is confirmed",
    );
    assert.equal(await findPersonByPhone(context.db, context.cipher, rows[0]?.phone ?? ""), undefined);
    assert.deepEqual(
      (await read(id)).rows.map((row) => row.action),
      rows.map(() => "write"),
    );
    await apply(id);
    assert.equal((await getTeam(context.db, team.id)).memberCount, before + 30);
    const person = await findPersonByPhone(context.db, context.cipher, rows[4]?.phone ?? "");
    assert.equal(await getPersonName(context.db, context.cipher, person?.id ?? ""), "演示学生5");
    const again = await preview("members", rows);
    assert.ok((await read(again)).rows.every((row) => row.action === "skip"));
    await apply(again);
    assert.equal((await getTeam(context.db, team.id)).memberCount, before + 30);
    const kept = await context.db
      .selectFrom("history_imports")
      .select("rows_sealed")
      .where("id", "=", id)
      .executeTakeFirstOrThrow();
    assert.equal(kept.rows_sealed, null, "names and numbers of the sheet go when it is decided");
  });

  test("every wrong row is named with what is wrong, and nothing of the sheet is written while one is wrong", async () => {
    await using server = await startTestServer(database());
    const { context, team, preview, apply, read } = await buildWorld(server);
    const phone = nextPhone();
    const id = await preview("members", [
      { team: team.name, name: "演示甲", phone },
      { team: "没有的队", name: "演示乙", phone: nextPhone() },
      { team: team.name, name: "丙", phone: "138" },
      { team: team.name, name: "演示甲", phone },
    ]);
    const view = await read(id);
    assert.equal(view.errorCount, 3);
    assert.deepEqual(
      view.rows.map(({ line, errors }) => [line, errors.join("")]),
      [
        [2, ""],
        [3, "您负责的范围里没有已核验的“没有的队”。请核对队名，或先让队伍登记、核验。"],
        [4, "姓名要 2 到 40 个字。手机号要 11 位数字。"],
        [5, "和第 2 行重复。"],
      ],
    );
    await assert.rejects(apply(id), refusedWith("histories.has_errors"));
    assert.equal(await findPersonByPhone(context.db, context.cipher, phone), undefined);
  });

  test("what was wrong at the upload is still counted where it would be right by now: the page says what the confirmation does", async () => {
    await using server = await startTestServer(database());
    const { context, team, preview, apply, read } = await buildWorld(server);
    const stand = (status: "suspended" | "verified") =>
      context.db.updateTable("volunteer_teams").set({ status }).where("id", "=", team.id).execute();
    await stand("suspended");
    const id = await preview("members", [{ team: team.name, name: "演示新人", phone: nextPhone() }]);
    await stand("verified");
    const view = await read(id);
    assert.deepEqual([view.errorCount, view.rows.map((row) => row.action)], [1, ["write"]]);
    await assert.rejects(apply(id), refusedWith("histories.has_errors"));
  });

  test("past hours become added hours with both names, never credited; who uploads does not confirm", async () => {
    await using server = await startTestServer(database());
    const { context, team, uploader, second, preview, apply, read } = await buildWorld(server);
    const phone = nextPhone();
    const who = { team: team.name, name: "演示志愿者", phone };
    await apply(await preview("members", [who]));
    const person = await findPersonByPhone(context.db, context.cipher, phone);
    const volunteer = person?.id ?? "";
    const row = { ...who, day: "2025-10-18", hours: "3.5", reason: "科普日摊位，有签到表" };
    const id = await preview("hours", [row, { ...row, day: "2025/9/6", hours: "2" }]);
    await assert.rejects(apply(id, uploader), refusedWith("histories.second_person"));
    // Control: the database refuses it too, where the command would not.
    await assert.rejects(
      context.db
        .updateTable("history_imports")
        .set({ status: "applied", decided_by_person_id: uploader.personId, rows_sealed: null })
        .where("id", "=", id)
        .execute(),
      /history_imports_second_person_check/u,
    );
    await apply(id);
    const own = await listOwnHours(context.db, volunteer);
    assert.deepEqual([own.creditedMinutes, own.addedMinutes], [0, 330]);
    const written = await context.db
      .selectFrom("service_hours")
      .select(["kind", "status", "added_by_person_id", "decided_by_person_id"])
      .where("person_id", "=", volunteer)
      .execute();
    for (const one of written)
      assert.deepEqual(one, {
        kind: "added",
        status: "standing",
        added_by_person_id: uploader.personId,
        decided_by_person_id: second.personId,
      });
    const facts = await context.db
      .selectFrom("facts")
      .select(["kind", "quantity"])
      .where("kind", "like", "teams.hours%")
      .execute();
    assert.deepEqual([...new Set(facts.map((fact) => fact.kind))], ["teams.hours_added"]);
    await assert.rejects(apply(id), refusedWith("state.conflict"), "once");
    const wrong = await read(
      await preview("hours", [
        { ...row },
        { ...row, hours: "13" },
        { ...row, day: "2027-01-01" },
        { ...row, day: "2019-01-01" },
        { ...row, reason: "短" },
        { ...row, hours: "9", reason: "同一天的第二条，有照片" },
        { ...row, phone: nextPhone() },
        { ...row, name: "演示别人" },
      ]),
    );
    assert.deepEqual(
      wrong.rows.map(({ errors, action }) => errors.join("") || action),
      [
        "skip",
        "小时数要大于 0、不超过 12，例如 3.5。",
        "日期还没有到。",
        "只能补录 2023-01-01 以后的。",
        "请写明做了什么、凭什么认定（至少 5 个字）。",
        "加上已有的补录，这一天超过 12 小时。",
        "没有这位志愿者的账号。请先导入服务队名单。",
        "这个手机号登记的是另一个名字，请核对。",
      ],
    );
  });

  test("nobody brings in hours of his own, also as the one who confirms", async () => {
    await using server = await startTestServer(database());
    const { context, team, preview, apply, read } = await buildWorld(server);
    const phone = nextPhone();
    const who = { team: team.name, name: "演示自己", phone };
    await apply(await preview("members", [who]));
    const { id: self = "" } = (await findPersonByPhone(context.db, context.cipher, phone)) ?? {};
    const actor: PersonActor = {
      kind: "person",
      personId: self,
      sessionId: self,
      grants: [],
      secondFactor: false,
    };
    const row = { ...who, day: "2025-10-18", hours: "1", reason: "演示：自己的时长" };
    assert.match(
      (await read(await preview("hours", [row], actor))).rows[0]?.errors.join("") ?? "",
      /自己的时长/u,
    );
    await assert.rejects(apply(await preview("hours", [row]), actor), refusedWith("histories.stale"));
    assert.equal((await listOwnHours(context.db, self)).rows.length, 0);
  });

  test("past activities are facts of their own kinds with their count's origin; the same sheet twice adds nothing", async () => {
    await using server = await startTestServer(database());
    const { context, street, preview, apply, read } = await buildWorld(server);
    const row = {
      unit: street.name,
      title: "演示科普日",
      day: "2025-09-20",
      audience: "青少年",
      people: "320",
      counted: "签到表",
    };
    const rows = [row, { ...row, title: "演示讲座", audience: "公众", people: "0" }];
    await apply(await preview("activities", rows));
    await apply(await preview("activities", rows));
    const facts = await context.db
      .selectFrom("facts")
      .select(["kind", "quantity", "audience", "occurred_on"])
      .where("unit_id", "=", street.id)
      .where("kind", "like", "histories.%")
      .orderBy("kind")
      .orderBy("audience")
      .execute();
    assert.deepEqual(
      facts.map((fact) => [fact.kind, fact.quantity, fact.audience, fact.occurred_on]),
      [
        ["histories.activity", 1, "youth", "2025-09-20"],
        ["histories.activity", 1, null, "2025-09-20"],
        ["histories.people_attended", 320, "youth", "2025-09-20"],
      ],
    );
    const wrong = await read(
      await preview("activities", [
        { ...row, unit: "别的街道", people: "很多", audience: "大家", counted: "" },
      ]),
    );
    assert.equal(wrong.rows[0]?.errors.length, 4);
  });

  test("what changed between preview and confirmation stops all of it; a discarded or old sheet keeps no name", async () => {
    await using server = await startTestServer(database());
    const { context, team, uploader, preview, apply } = await buildWorld(server);
    const phones = [nextPhone(), nextPhone()];
    const id = await preview(
      "members",
      phones.map((phone) => ({ team: team.name, name: "演示新人", phone })),
    );
    await context.db
      .updateTable("volunteer_teams")
      .set({ status: "suspended" })
      .where("id", "=", team.id)
      .execute();
    await assert.rejects(apply(id), refusedWith("histories.stale"));
    assert.equal(await findPersonByPhone(context.db, context.cipher, phones[0] ?? ""), undefined);
    await context.db
      .updateTable("volunteer_teams")
      .set({ status: "verified" })
      .where("id", "=", team.id)
      .execute();
    await inTransaction(context.db, (trx) => discardHistory(trx, context, uploader, id));
    const old = await preview(
      "members",
      phones.map((phone) => ({ team: team.name, name: "演示新人", phone })),
    );
    server.clock.advanceMs(8 * 86_400_000);
    await assert.rejects(apply(old), refusedWith("histories.expired"));
    await discardOldHistories(context);
    const kept = await context.db
      .selectFrom("history_imports")
      .select("rows_sealed")
      .where("id", "in", [id, old])
      .execute();
    assert.deepEqual(
      kept.map((row) => row.rows_sealed),
      [null, null],
    );
  });

  test("a sheet that nobody confirmed within a week is given up by the job, once, on record; a younger one waits on", async () => {
    await using server = await startTestServer(database());
    const { context, team, preview } = await buildWorld(server);
    const upload = () => preview("members", [{ team: team.name, name: "演示新人", phone: nextPhone() }]);
    const old = await upload();
    server.clock.advanceMs(5 * 86_400_000);
    const young = await upload();
    server.clock.advanceMs(3 * 86_400_000);
    await discardOldHistories(context);
    await discardOldHistories(context);
    const statuses = await context.db
      .selectFrom("history_imports")
      .select(["id", "status", "decided_by_person_id"])
      .where("id", "in", [old, young])
      .execute();
    assert.deepEqual(
      new Map(statuses.map((row) => [row.id, [row.status, row.decided_by_person_id]])),
      new Map([
        [old, ["discarded", null]],
        [young, ["previewed", null]],
      ]),
    );
    const { rows } = await listHistories(context.db, context, {
      scope: "everywhere",
      status: "previewed",
      page: 1,
      size: 50,
    });
    assert.ok(
      rows.every((row) => row.id !== old),
      "nobody waits for it",
    );
    const entries = await context.db
      .selectFrom("audit_entries")
      .select(["action", "reason"])
      .where("record_id", "=", old)
      .where("action", "=", "histories.discard")
      .execute();
    assert.deepEqual(entries, [{ action: "histories.discard", reason: "一周没有人确认" }]);
  });
});

test("each template is read back by its own reader, also with other headings, and a missing column is named", async () => {
  for (const kind of sheetKinds)
    for (const format of ["xlsx", "csv"] as const) {
      const file = await toTemplate(kind, format);
      const [row] = await parseHistory(kind, file);
      assert.deepEqual(row?.values, sheets[kind].example);
      assert.equal((await readSheetFile(file))[0]?.cells.length, sheets[kind].columns.length);
    }
  const other = await parseHistory(
    "members",
    Buffer.from("队名,学生姓名,联系电话\n甲队,演示张三,１９９00000000\n"),
  );
  assert.deepEqual(other[0]?.values, { team: "甲队", name: "演示张三", phone: "19900000000" });
  await assert.rejects(
    parseHistory("members", Buffer.from("队名,姓名\n甲队,张三\n")),
    refusedWith("histories.columns"),
  );
  await assert.rejects(
    parseHistory("members", Buffer.from("队名,姓名,手机\n,,\n")),
    refusedWith("histories.empty"),
  );
});
