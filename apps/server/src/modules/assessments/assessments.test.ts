import assert from "node:assert/strict";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { createSigner, formatVerifier } from "@kepu/transparency-log";
import { sql } from "kysely";
import readXlsxFile from "read-excel-file/node";
import { registerGuardedTables } from "#kernel/audit.ts";
import { createTestClock } from "#kernel/clock.ts";
import { AppError } from "#kernel/errors.ts";
import { readSheetFile } from "#kernel/sheet-reader.ts";
import { reverseFactsOf } from "#kernel/facts.ts";
import { verifyLedger } from "#kernel/ledger-verify.ts";
import { databaseSuite, type TestDatabase } from "#test/support/database.ts";
import { testCipher } from "#test/support/keys.ts";
import { startWorld, personActor } from "#test/support/whole-system.ts";
import { decideAppeal, fileAppeal } from "./appeals.ts";
import { bannedWords, findBannedWord } from "./banned.ts";
import { buildAppeal, buildAssessment, buildAssessmentWorld, buildFacts, buildScheme } from "./builders.ts";
import { gradeOf, pointsOf, pointsText } from "./compute.ts";
import { exportScores } from "./export.ts";
import { assessmentsModule } from "./index.ts";
import { assessmentsMessages } from "./messages.ts";
import { getAssessment, listAppeals, listLines } from "./queries.ts";
import {
  computeScores,
  freezeAssessment,
  judgeLine,
  listStoredLines,
  openAssessment,
  publishAssessment,
  recomputeScores,
} from "./scores.ts";
import { draftScheme, publishScheme } from "./schemes.ts";

const refused = (code: string) => (error: unknown) => {
  assert.ok(error instanceof AppError, String(error));
  assert.equal(error.code, code);
  return true;
};
const open = (database: TestDatabase) =>
  buildAssessmentWorld(database.db, {
    clock: createTestClock("2026-12-30T01:00:00Z"),
    cipher: testCipher,
  });

test("points are exact: full at the target, by proportion below, rounded half up, nothing below nothing", () => {
  const points = (input: string, target: string, fullPoints = 3_000) =>
    pointsOf({ input, target, fullPoints });
  assert.equal(points("7", "7"), 3_000);
  assert.equal(points("8", "7"), 3_000);
  assert.equal(points("3", "7"), 1_286, "30 × 3 ÷ 7 = 12.857…");
  assert.equal(points("0", "7"), 0);
  assert.equal(points("-2", "7"), 0);
  assert.equal(points("0.5000", "1.0000", 1), 1, "half a hundredth is rounded up");
  assert.equal(points("99999999999999.9999", "99999999999999.9999"), 3_000);
  assert.equal(pointsText(1_286), "12.86");
  assert.equal(pointsText(3_000), "30");
  assert.deepEqual(
    [gradeOf(45, 50), gradeOf(40, 50), gradeOf(31, 50), gradeOf(29, 50)],
    ["优秀", "良好", "合格", "需改进"],
  );
});

test("banned words are found as people read them", () => {
  for (const text of [
    "点赞数",
    "公众号转发量",
    "转 发 量",
    "轉發量",
    "转·发·量",
    "转\u200b发量",
    "网络投票",
    "ＡＰＰ登录天数",
    "干部学习时长",
    "Likes of the month",
    "channel.forwards",
    "日活跃用户",
  ])
    assert.ok(findBannedWord(text) !== undefined, text);
  for (const text of ["核验通过的服务队", "志愿服务时长（签到签退）", "办结的联席会议决议", "按时报送整改"])
    assert.equal(findBannedWord(text), undefined, text);
});

test("the database bans the same words as the command", () => {
  const migration = readFileSync(
    join(import.meta.dirname, "../../../migrations/0037_assessments_create.sql"),
    "utf8",
  );
  const list = /'\(([^']+)\)'/.exec(migration)?.[1]?.split("|") ?? [];
  assert.deepEqual(list, [...bannedWords]);
});

databaseSuite("schemes", (database) => {
  test("a banned metric is refused in title, item, criterion and kind of fact, by command and by the table itself", async () => {
    const world = await open(database());
    const { db, context, supervisor, act, root } = world;
    const draft = (change: { title?: string; item?: string; criterion?: string; factKind?: string }) =>
      act((trx) =>
        draftScheme(trx, context, supervisor, {
          unitId: root.id,
          code: "yearly",
          title: change.title ?? "街道评分办法",
          items: [
            change.factKind === undefined
              ? {
                  title: change.item ?? "年度计划落实",
                  kind: "inspected",
                  points: 10,
                  criterion: change.criterion ?? "按比例给分，看材料。",
                }
              : { title: "数量", kind: "facts", points: 10, factKind: change.factKind, target: 5 },
          ],
        }),
      );
    await assert.rejects(draft({ item: "公众号转发量" }), (error: unknown) => {
      refused("assessments.banned_metric")(error);
      assert.deepEqual((error as AppError).values, { word: "转发" });
      return true;
    });
    await assert.rejects(draft({ title: "点赞评分办法" }), refused("assessments.banned_metric"));
    await assert.rejects(
      draft({ criterion: "按 学 习 时 长 排序给分" }),
      refused("assessments.banned_metric"),
    );
    await assert.rejects(draft({ factKind: "channels.likes" }), refused("assessments.banned_metric"));
    assert.match(assessmentsMessages["assessments.banned_metric"], /政务移动互联网应用程序规范化管理办法/);

    const schemeId = await buildScheme(world, { published: false });
    const insert = (title: string, criterion: string, factKind: string | null = null) =>
      sql`insert into score_items (id, scheme_id, position, title, kind, full_points, criterion, fact_kind, target)
        values (gen_random_uuid(), ${schemeId}, 9, ${title}, ${factKind === null ? "inspected" : "facts"}, 100, ${factKind === null ? criterion : null}, ${factKind}, ${factKind === null ? null : 1})`.execute(
        db,
      );
    for (const word of bannedWords)
      await assert.rejects(insert(`看${word}多少`, "按比例给分"), /score_items_banned_check/, word);
    await assert.rejects(insert("项目", "按 转 发 给分"), /score_items_banned_check/);
    await assert.rejects(insert("项目", "", "channels.likes"), /score_items_banned_check/);
    await assert.rejects(
      db.updateTable("score_schemes").set({ title: "网络投票办法" }).where("id", "=", schemeId).execute(),
      /score_schemes_banned_check/,
    );
    await insert("志愿服务时长", "看签到签退的记录");
  });

  test("a published scheme never changes; its next version does not touch it; nobody publishes his own", async () => {
    const world = await open(database());
    const { db, context, supervisor, second, act } = world;
    const draft = await buildScheme(world, { code: "kept", published: false });
    await assert.rejects(
      act((trx) => publishScheme(trx, context, supervisor, draft)),
      refused("assessments.own_scheme"),
    );
    await act((trx) => publishScheme(trx, context, second, draft));
    await assert.rejects(
      db.updateTable("score_items").set({ full_points: 1 }).where("scheme_id", "=", draft).execute(),
      /never changes/,
    );
    await assert.rejects(
      db.updateTable("score_schemes").set({ title: "另一个名称" }).where("id", "=", draft).execute(),
      /never changes/,
    );
    const next = await buildScheme(world, { code: "kept" });
    const versions = await db
      .selectFrom("score_schemes")
      .select(["id", "version"])
      .where("code", "=", "kept")
      .orderBy("version")
      .execute();
    assert.deepEqual(versions, [
      { id: draft, version: 1 },
      { id: next, version: 2 },
    ]);
    await assert.rejects(
      act((trx) =>
        draftScheme(trx, context, supervisor, {
          unitId: world.root.id,
          code: "bad",
          title: "缺公式的办法",
          items: [{ title: "没有目标", kind: "facts", points: 10, factKind: "teams.verified" }],
        }),
      ),
      refused("assessments.item_formula"),
    );
    await assert.rejects(
      act((trx) =>
        openAssessment(trx, context, supervisor, {
          unitId: world.root.id,
          schemeId: draft,
          year: 2026,
          unitIds: [],
        }),
      ),
      refused("assessments.units_needed"),
    );
  });
});

databaseSuite("schemes over HTTP", (database) => {
  test("every door refuses it: the JSON API and the import answer with the word and the rule", async () => {
    await using world = await startWorld(database());
    const { root } = world.places;
    const actor = personActor(
      world.personId,
      [{ role: "supervisor", unitId: root.id, unitPath: root.path }],
      "with",
    );
    const answer = await world.ask(actor, {
      method: "POST",
      url: "/api/score-schemes",
      payload: {
        unitId: root.id,
        code: "by-forwards",
        title: "街道评分办法",
        items: [{ title: "转发量", kind: "inspected", points: 10, criterion: "转发越多分越高" }],
      },
    });
    assert.equal(answer.statusCode, 422);
    assert.match(answer.body, /“转发”不能用来打分/);
    assert.match(answer.body, /国务院办公厅/);
    // The import: a table that was written elsewhere meets the same rule, and a broken row is told by its number.
    const send = (rows: string, code = "by-table") =>
      world.ask(actor, {
        method: "POST",
        url: "/api/score-schemes/import",
        headers: { "content-type": "multipart/form-data; boundary=one" },
        payload: [
          ...Object.entries({ unitId: root.id, code, title: "街道评分办法" }).map(
            ([name, value]) => `--one\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
          ),
          `--one\r\ncontent-disposition: form-data; name="file"; filename="项目.csv"\r\ncontent-type: text/csv\r\n\r\n项目,怎么算,分值,事实种类,满分要多少,评分标准\n${rows}\r\n--one--\r\n`,
        ].join(""),
      });
    const imported = await send("文章转发量,现场评,10,,,转发越多分越高");
    assert.equal(imported.statusCode, 422, imported.body);
    assert.match(imported.body, /“转发”不能用来打分/);
    assert.match((await send("办结点单,由记录算,10,点赞,5,")).body, /第 2 行：系统里没有“点赞”这种事实/);
    const list = await world.ask(actor, { method: "GET", url: "/api/score-schemes" });
    assert.equal(list.json<{ total: number }>().total, 0);
    // What is fit goes in, and comes out as it went in.
    const fit = await send(
      "办结的点单,由记录算,10,orders.completed,5,\n台账,现场评,5.5,,,材料齐全、能对上记录",
    );
    assert.equal(fit.statusCode, 200, fit.body);
    const table = await world.ask(actor, {
      method: "GET",
      url: `/api/score-schemes/${fit.json<{ id: string }>().id}/items.xlsx`,
    });
    const rows = await readSheetFile(table.rawPayload);
    assert.deepEqual(rows.at(-1)?.cells, ["台账", "现场评", "5.5", "", "", "材料齐全、能对上记录"]);
    assert.equal(
      (
        await send(
          rows
            .slice(1)
            .map(({ cells }) => cells.join(","))
            .join("\n"),
          "by-export",
        )
      ).statusCode,
      200,
    );
    assert.ok(list.json<{ factKinds: { kind: string }[] }>().factKinds.length > 10);
  });
});

databaseSuite("scores", (database) => {
  test("scores come from the year's facts at the unit and below, and change with them until the year is frozen", async () => {
    const world = await open(database());
    const { db, context, supervisor, act, street, other } = world;
    const ids = await buildFacts(world, street.id, 3);
    const id = await buildAssessment(world, { to: "computed" });
    const scoreOf = async (unitId: string) =>
      (await listLines(db, { assessmentId: id, scope: "everywhere" })).find(
        (line) => line.unitId === unitId && line.factCount !== null,
      );
    assert.deepEqual(
      [
        (await scoreOf(street.id))?.input,
        (await scoreOf(street.id))?.points,
        (await scoreOf(other.id))?.points,
      ],
      ["3", 1_286, 0],
    );
    await act((trx) => reverseFactsOf(trx, context.clock, { table: "volunteer_teams", id: ids[0] ?? "" }));
    await act((trx) => computeScores(trx, context, supervisor, id));
    assert.deepEqual([(await scoreOf(street.id))?.input, (await scoreOf(street.id))?.factCount], ["2", 2]);
    await assert.rejects(
      act((trx) => freezeAssessment(trx, context, supervisor, id)),
      refused("assessments.unjudged"),
    );
    const waiting = (await listStoredLines(db, id)).filter((line) => line.input === null);
    const judge = (lineId: string, share: number) =>
      act((trx) => judgeLine(trx, context, supervisor, { lineId, share, note: "看过材料" }));
    await assert.rejects(judge(waiting[0]?.id ?? "", 100.5), refused("assessments.share"));
    await assert.rejects(judge(waiting[0]?.id ?? "", 33.333), refused("assessments.share"));
    await assert.rejects(
      judge((await scoreOf(street.id))?.id ?? "", 50),
      refused("assessments.not_inspected_item"),
    );
    for (const line of waiting) await judge(line.id, 66.67);
    // What was judged stays when facts are computed again.
    await act((trx) => computeScores(trx, context, supervisor, id));
    assert.equal((await listStoredLines(db, id)).filter((line) => line.points === 1_333).length, 2);
    await act((trx) => freezeAssessment(trx, context, supervisor, id));
    await assert.rejects(
      act((trx) => computeScores(trx, context, supervisor, id)),
      refused("assessments.frozen"),
    );
    await assert.rejects(judge(waiting[0]?.id ?? "", 100), refused("assessments.frozen"));
  });

  test("a frozen year computed again gives the same to the last digit, also after its facts were reversed", async () => {
    const world = await open(database());
    const { db, context, act, street } = world;
    const ids = await buildFacts(world, street.id, 5);
    const id = await buildAssessment(world);
    const assessment = await getAssessment(db, id);
    const before = await recomputeScores(db, assessment);
    assert.deepEqual([before.differing, before.hash], [[], assessment.frozenHash]);
    for (const factId of ids)
      await act((trx) => reverseFactsOf(trx, context.clock, { table: "volunteer_teams", id: factId }));
    const after = await recomputeScores(db, assessment);
    assert.deepEqual(after, before);
    const audit = await db
      .selectFrom("audit_entries")
      .select("reason")
      .where("action", "=", "assessments.freeze")
      .where("record_id", "=", id)
      .executeTakeFirstOrThrow();
    assert.ok(audit.reason?.includes(before.hash));
  });

  test("a frozen score is refused every change by SQL, and where the trigger is off the ledger names the row", async () => {
    registerGuardedTables(assessmentsModule.guardedTables ?? []);
    const world = await open(database());
    const { db, street } = world;
    await buildFacts(world, street.id, 3);
    const id = await buildAssessment(world);
    const [line] = await listStoredLines(db, id);
    assert.ok(line !== undefined);
    const change = (set: Record<string, unknown>) =>
      db.updateTable("score_lines").set(set).where("id", "=", line.id).execute();
    await assert.rejects(change({ points: 3_000 }), /upheld appeal only/);
    await assert.rejects(change({ input: "9" }), /upheld appeal only/);
    await assert.rejects(
      db.deleteFrom("score_lines").where("assessment_id", "=", id).execute(),
      /upheld appeal only/,
    );
    await assert.rejects(
      db.updateTable("assessments").set({ status: "open" }).where("id", "=", id).execute(),
      /stays frozen/,
    );
    await assert.rejects(
      db
        .updateTable("assessments")
        .set({ frozen_hash: "0".repeat(64) })
        .where("id", "=", id)
        .execute(),
      /stays frozen/,
    );
    const { appealId } = await buildAppeal(world, id);
    await assert.rejects(change({ points: 3_000, appeal_id: appealId }), /upheld appeal only/);
    const signer = createSigner("kepu.example/ledger", Buffer.alloc(32, 7));
    const namesLine = async (): Promise<boolean> => {
      const { problems } = await verifyLedger(db, {
        checkpointFolder: mkdtempSync(join(tmpdir(), "kepu-checkpoints-")),
        publicKey: formatVerifier(signer.verifier),
        cipher: testCipher,
        guarded: assessmentsModule.guardedTables ?? [],
      });
      return problems.some((problem) => JSON.stringify(problem).includes(line.id));
    };
    assert.equal(await namesLine(), false);
    await world.act(async (trx) => {
      await sql`set local session_replication_role = replica`.execute(trx);
      await sql`update score_lines set points = points + 1 where id = ${line.id}`.execute(trx);
    });
    assert.equal(await namesLine(), true);
  });

  test("an upheld appeal changes exactly one item and keeps what it was; a dismissed one changes nothing; then the year is published", async () => {
    const world = await open(database());
    const { db, context, supervisor, second, liaison, act, street, other } = world;
    await buildFacts(world, street.id, 3);
    await buildFacts(world, other.id, 7);
    const id = await buildAssessment(world);
    const before = await listStoredLines(db, id);
    const line = before.find((one) => one.unitId === street.id && one.factCount !== null);
    assert.ok(line !== undefined);
    const appeal = (lineId: string, reason = "有两支服务队的核验日期记错了年份。") =>
      act((trx) => fileAppeal(trx, context, liaison, { lineId, reason }));
    await assert.rejects(appeal(line.id, "太短"), refused("assessments.appeal_reason"));
    const appealId = await appeal(line.id);
    await assert.rejects(appeal(line.id), refused("assessments.appeal_open"));
    const decide = (verdict: "uphold" | "dismiss", one: string, correctedInput?: number, by = second) =>
      act((trx) =>
        decideAppeal(trx, context, by, {
          appealId: one,
          verdict,
          decision: "查了原始记录，情况属实。",
          correctedInput,
        }),
      );
    await assert.rejects(decide("uphold", appealId, 5, liaison), refused("assessments.own_appeal"));
    await assert.rejects(decide("uphold", appealId), refused("assessments.input_needed"));
    await assert.rejects(
      act((trx) => publishAssessment(trx, context, supervisor, id)),
      refused("assessments.appeal_waiting"),
    );
    await decide("uphold", appealId, 5);
    await assert.rejects(decide("dismiss", appealId), refused("assessments.appeal_not_found"));
    const after = await listStoredLines(db, id);
    const changed = after.filter((one, index) => JSON.stringify(one) !== JSON.stringify(before[index]));
    assert.deepEqual(
      changed.map((one) => [one.id, one.input, one.points]),
      [[line.id, "5.0000", 2_143]],
    );
    const [trace] = await listAppeals(db, { assessmentId: id, scope: "everywhere" });
    assert.deepEqual(
      [trace?.inputBefore, trace?.pointsBefore, trace?.inputAfter, trace?.pointsAfter, trace?.status],
      ["3", 1_286, "5", 2_143, "upheld"],
    );
    // The changed line too is what its input gives, computed again.
    assert.deepEqual((await recomputeScores(db, await getAssessment(db, id))).differing, []);
    const dismissed = await appeal(line.id, "还是觉得应当再高一些，请再看。");
    await decide("dismiss", dismissed);
    assert.deepEqual(await listStoredLines(db, id), after);
    await assert.rejects(
      db.updateTable("score_appeals").set({ points_after: 3_000 }).where("id", "=", appealId).execute(),
      /never changes/,
    );
    await act((trx) => publishAssessment(trx, context, supervisor, id));
    await assert.rejects(appeal(line.id), refused("assessments.frozen"));
    const rows = await readXlsxFile(await exportScores(db, await getAssessment(db, id)));
    const sheet = JSON.stringify(rows);
    assert.match(sheet, /奖惩建议/);
    assert.match(sheet, /21\.43/);
    assert.ok(sheet.includes(street.name) && sheet.includes(other.name));
    const facts = await db.selectFrom("facts").select("kind").where("source_id", "=", id).execute();
    assert.deepEqual(facts, [{ kind: "assessments.published" }]);
  });
});
