import assert from "node:assert/strict";
import { test } from "node:test";
import { systemActor } from "#kernel/actor.ts";
import { toCsv } from "#kernel/csv.ts";
import { inTransaction } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { toXlsx } from "#kernel/xlsx-export.ts";
import {
  applyCodeTable,
  listCodeSchemes,
  openCodeTable,
  previewCodeTable,
} from "#modules/organisations/index.ts";
import { databaseSuite } from "#test/support/database.ts";
import { startTestServer } from "#test/support/server.ts";
import { buildBody, buildDraft, buildPublished, buildStudio } from "./builders.ts";
import { describeCodes } from "./classification.ts";
import { beginCorrection, createDraft, saveDraft } from "./drafts.ts";
import { dropVersion } from "./reviews.ts";

const actor = systemActor("test");
const refused = (code: string) => (error: unknown) => {
  assert.ok(error instanceof AppError, String(error));
  assert.equal(error.code, code);
  return true;
};
const csv = (header: readonly string[], ...rows: readonly (readonly string[])[]): Buffer =>
  Buffer.from(toCsv(header, rows));
const header = ["代码", "名称", "上级代码", "旧代码", "说明"];

databaseSuite("classification", (database) => {
  test("the slots of the standards are there and empty: no row of a standard is ours", async () => {
    await using server = await startTestServer(database());
    const tables = await listCodeSchemes(server.context.db);
    const slot = (scheme: string, version: string) =>
      tables.find((table) => table.scheme === scheme && table.version === version)?.rowCount;
    for (const [scheme, version] of [
      ["gbt-32844", "2025"],
      ["gbt-32844", "2016"],
      ["gbt-41555", "2022"],
      ["gbt-13745", "2009"],
    ] as const)
      assert.equal(slot(scheme, version), 0, scheme);
  });

  test("a file is previewed row by row with its errors; with one error nothing is written", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    const key = { scheme: "test-preview", version: "1" };
    await inTransaction(context.db, (trx) =>
      openCodeTable(trx, context, actor, { ...key, name: "测试分类", source: "测试", validFrom: undefined }),
    );
    const bytes = csv(
      header,
      ["A", "甲类", "", "", ""],
      ["A1", "甲一", "A", "", "一条说明"],
      ["A1", "又一个甲一", "A", "", ""],
      ["", "没有代码", "", "", ""],
      ["B 1", "代码里有空格", "", "", ""],
      ["C", "", "没有的上级", "", ""],
      ["D", "丁", "E", "", ""],
      ["E", "戊", "D", "X9", ""],
    );
    const preview = await previewCodeTable(context.db, { ...key, bytes, previousVersion: undefined });
    assert.deepEqual(
      preview.rows.map((row) => row.errors.join("；")),
      [
        "",
        "",
        "代码与第 3 行重复",
        "缺代码",
        "代码只能用字母、数字和 . / _ -，最多 40 个字符",
        "缺名称；上级代码“没有的上级”不在文件里",
        "上级代码绕成了圈",
        "上级代码绕成了圈；有旧代码，要先选它属于哪一版",
      ],
    );
    await assert.rejects(
      inTransaction(context.db, (trx) =>
        applyCodeTable(trx, context, actor, {
          ...key,
          bytes,
          previousVersion: undefined,
          fileHash: preview.fileHash,
        }),
      ),
      refused("organisations.code_table_errors"),
    );
    const headless = await previewCodeTable(context.db, {
      ...key,
      bytes: csv(["甲", "乙"], ["1", "2"]),
      previousVersion: undefined,
    });
    assert.deepEqual(headless.fileErrors, ["第一行要有“代码”和“名称”这样的列名。"]);
  });

  test("an edition with its mapping shows old codes of items under their new names: split, merged, ended", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    const load = async (
      version: string,
      previousVersion: string | undefined,
      bytes: Buffer,
    ): Promise<void> => {
      const key = { scheme: "test-map", version };
      await inTransaction(context.db, async (trx) => {
        await openCodeTable(trx, context, actor, {
          ...key,
          name: `测试分类 ${version}`,
          source: "测试",
          validFrom: undefined,
        });
        const preview = await previewCodeTable(trx, { ...key, bytes, previousVersion });
        assert.equal(preview.counts.errors, 0, JSON.stringify(preview));
        await applyCodeTable(trx, context, actor, {
          ...key,
          bytes,
          previousVersion,
          fileHash: preview.fileHash,
        });
      });
    };
    await load(
      "2016",
      undefined,
      csv(header, ["01", "图书", "", "", ""], ["02", "报刊", "", "", ""], ["03", "磁带", "", "", ""]),
    );
    const sheet = await toXlsx(
      [
        ["A1", "纸质读物", "", "01、02", ""],
        ["A2", "电子读物", "", "01", ""],
      ],
      {
        sheet: "代码",
        columns: header.map((title, index) => ({
          header: title,
          value: (row: string[]) => row[index] ?? "",
        })),
      },
    );
    const studio = await buildStudio(context);
    const coded = (code: string) => ({ classification: [{ scheme: "test-map", version: "2016", code }] });
    const draft = await buildDraft(context, studio, coded("01"));
    await assert.rejects(
      buildDraft(context, studio, coded("09")),
      refused("contents.classification_unknown"),
    );
    const before = await describeCodes(context.db, coded("01").classification);
    assert.deepEqual([before[0]?.name, before[0]?.successors], ["图书", []]);
    await load("2025", "2016", sheet);
    const names = async (code: string) =>
      (await describeCodes(context.db, coded(code).classification))[0]?.successors.map(
        (one) => `${one.version} ${one.code} ${one.name}`,
      );
    assert.deepEqual(await names("01"), ["2025 A1 纸质读物", "2025 A2 电子读物"]);
    assert.deepEqual(await names("02"), ["2025 A1 纸质读物"]);
    assert.deepEqual(await names("03"), []);
    const kept = await context.db
      .selectFrom("content_versions")
      .select("content")
      .where("id", "=", draft.versionId)
      .executeTakeFirstOrThrow();
    assert.deepEqual(kept.content.classification, coded("01").classification);
    const other = await previewCodeTable(context.db, {
      scheme: "test-map",
      version: "2016",
      bytes: csv(header, ["01", "图书", "", "", ""]),
      previousVersion: undefined,
    });
    assert.match(other.fileErrors.join(""), /这一版已经导入过/u);
  });

  test("an identifier has a form and belongs to one item: of many who claim it at once one has it", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    const studio = await buildStudio(context);
    for (const wrong of ["有中文", "a b c d e f", "abc", "-abcdef", "abcdef."])
      await assert.rejects(
        buildDraft(context, studio, { resourceCode: wrong }),
        refused("contents.resource_code_form"),
      );
    const code = "TEST.41132/000123-X";
    const claims = await Promise.allSettled(
      Array.from({ length: 8 }, () => buildDraft(context, studio, { resourceCode: code })),
    );
    assert.equal(claims.filter((claim) => claim.status === "fulfilled").length, 1);
    for (const claim of claims)
      if (claim.status === "rejected") refused("contents.resource_code_taken")(claim.reason);
  });

  test("an identifier stays with its item through a correction, and is free again when the only draft is dropped", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    const studio = await buildStudio(context);
    const out = await buildPublished(context, studio, { resourceCode: "TEST.41132/7" });
    const correction = await inTransaction(context.db, (trx) =>
      beginCorrection(trx, context, studio.author, { contentId: out.contentId, notice: "更正一处数字" }),
    );
    await inTransaction(context.db, (trx) =>
      saveDraft(trx, context, studio.author, {
        versionId: correction.versionId,
        baseRevision: 1,
        body: buildBody(),
      }),
    );
    // The correction left it out, but what is published still shows it.
    const claim = () =>
      inTransaction(context.db, (trx) =>
        createDraft(trx, context, studio.author, {
          unitId: studio.unit.id,
          body: buildBody({ resourceCode: "TEST.41132/7" }),
        }),
      );
    await assert.rejects(claim(), refused("contents.resource_code_taken"));
    const draft = await buildDraft(context, studio, { resourceCode: "TEST.41132/8" });
    await inTransaction(context.db, (trx) =>
      dropVersion(trx, context, studio.author, { versionId: draft.versionId, reason: "不做了" }),
    );
    await buildDraft(context, studio, { resourceCode: "TEST.41132/8" });
  });
});
