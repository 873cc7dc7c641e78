import assert from "node:assert/strict";
import { before, test } from "node:test";
import { systemActor } from "#kernel/actor.ts";
import { registerGuardedTables } from "#kernel/audit.ts";
import { createTestClock } from "#kernel/clock.ts";
import { toCsv } from "#kernel/csv.ts";
import { inTransaction } from "#kernel/db.ts";
import { createFieldCipher } from "#kernel/encryption.ts";
import { AppError } from "#kernel/errors.ts";
import { databaseSuite } from "#test/support/database.ts";
import { applyUnitImport, previewUnitImport } from "./import-commands.ts";
import { importColumns, importHeaders, parseUnitImport } from "./import-parse.ts";
import { organisationsModule } from "./index.ts";
import { changeUnit, createUnit, type UnitReference } from "./unit-commands.ts";
import { exportUnits, toImportTemplate } from "./unit-export.ts";
import { listUnits } from "./unit-queries.ts";

const clock = createTestClock("2026-11-23T01:00:00Z");
const today = "2026-11-23";
const context = {
  clock,
  cipher: createFieldCipher(new Map([[1, Buffer.alloc(32, 2)]]), Buffer.alloc(32, 3)),
};
const actor = systemActor("test");
const titles = importColumns.map((column) => importHeaders[column].title);

const refusedWith =
  (code: string) =>
  (error: unknown): boolean =>
    error instanceof AppError && error.code === code;

/** A file with name, kind and parent, and what else each row brings. */
const fileOf = (rows: readonly Partial<Record<(typeof importColumns)[number], string>>[]): Buffer =>
  Buffer.from(
    toCsv(
      titles,
      rows.map((row) => importColumns.map((column) => row[column] ?? null)),
    ),
  );

databaseSuite("import of units", (database) => {
  let root: UnitReference;
  let street: UnitReference;

  before(async () => {
    registerGuardedTables(organisationsModule.guardedTables ?? []);
    const { db } = database();
    root = await inTransaction(db, (trx) =>
      createUnit(trx, context, actor, {
        kind: "committee",
        name: "测试区科普委员会",
        validFrom: "2026-01-01",
      }),
    );
    street = await inTransaction(db, (trx) =>
      createUnit(trx, context, actor, {
        kind: "street",
        name: "枫溪街道",
        parentId: root.id,
        validFrom: "2026-01-01",
      }),
    );
  });

  const preview = async (file: Buffer, scope: "everywhere" | string[] = "everywhere") => {
    const parsed = await parseUnitImport(file);
    return inTransaction(database().db, (trx) =>
      previewUnitImport(trx, context, actor, { file: parsed, filename: "单位.csv", unitId: root.id, scope }),
    );
  };
  const apply = (importId: string) =>
    inTransaction(database().db, (trx) =>
      applyUnitImport(trx, context, actor, { importId, scope: "everywhere" }),
    );
  const countUnits = async () =>
    (await listUnits(database().db, {}, { page: 1, size: 1, scope: "everywhere", today })).total;

  test("rows in any order make a tree, stations with their superiors, and only when applied", async () => {
    const file = fileOf([
      {
        name: "清泉社区科普站",
        kind: "站点",
        parent: "枫溪街道/清泉社区",
        stationLevel: "站",
        stationOf: "枫溪实践所",
      },
      {
        name: "清泉社区",
        kind: "社区",
        parent: "枫溪街道",
        regionCode: "990000000101",
        phone: "0000-88000001",
      },
      { name: "枫溪实践所", kind: "站点", parent: "枫溪街道", stationLevel: "所" },
    ]);
    const earlier = await countUnits();
    const shown = await preview(file);
    assert.deepEqual(shown.counts, { create: 3, update: 0, unchanged: 0, error: 0 });
    assert.equal(await countUnits(), earlier);
    await apply(shown.importId);
    assert.equal(await countUnits(), earlier + 3);
    const [station] = (
      await listUnits(
        database().db,
        { q: "清泉社区科普站" },
        { page: 1, size: 5, scope: "everywhere", today },
      )
    ).rows;
    assert.equal(station?.parentName, "清泉社区");
    assert.notEqual(station?.stationOf, null);
    // Applied again, and the same file again: nothing new.
    await apply(shown.importId);
    assert.equal(await countUnits(), earlier + 3);
    assert.deepEqual((await preview(file)).counts, { create: 0, update: 0, unchanged: 3, error: 0 });
  });

  test("every error has its line, its column and a sentence, and a file with errors writes nothing", async () => {
    const file = fileOf([
      { name: "好社区", kind: "社区", parent: "枫溪街道" },
      { name: "没有类别", parent: "枫溪街道" },
      { name: "错类别", kind: "星球", parent: "枫溪街道" },
      { name: "无上级社区", kind: "社区", parent: "不存在街道" },
      { name: "错代码社区", kind: "社区", parent: "枫溪街道", regionCode: "12" },
      { name: "错日期社区", kind: "社区", parent: "枫溪街道", validFrom: "2026-02-30" },
      { name: "错上级村", kind: "村", parent: "测试区科普委员会" },
      { name: "好社区", kind: "社区", parent: "枫溪街道" },
      { name: "无级别站", kind: "站点", parent: "枫溪街道" },
      { name: "长社区", kind: "社区", parent: "枫溪街道", description: "长".repeat(501) },
      { name: "挂在错行下的学校", kind: "学校", parent: "错代码社区" },
    ]);
    const earlier = await countUnits();
    const shown = await preview(file);
    assert.equal(shown.counts.error, 10);
    const errorsAt = (line: number) =>
      shown.rows.find((row) => row.line === line)?.errors.map((error) => error.column) ?? [];
    assert.deepEqual(errorsAt(2), []);
    assert.deepEqual(
      [3, 4, 5, 6, 7, 8, 9, 10, 11, 12].map((line) => errorsAt(line)[0]),
      [
        "类别",
        "类别",
        "上级单位",
        "区划代码",
        "启用日期",
        "上级单位",
        "单位名称",
        "站点级别",
        "说明",
        "上级单位",
      ],
    );
    for (const row of shown.rows) for (const error of row.errors) assert.match(error.sentence, /。$/);
    await assert.rejects(apply(shown.importId), refusedWith("organisations.import_has_errors"));
    assert.equal(await countUnits(), earlier);
  });

  test("rows that are each other's parents are named, not followed for ever", async () => {
    const shown = await preview(
      fileOf([
        { name: "甲站", kind: "站点", parent: "枫溪街道", stationLevel: "站", stationOf: "乙所" },
        { name: "乙所", kind: "站点", parent: "丙村", stationLevel: "所" },
        { name: "丙村", kind: "村", parent: "丙村" },
      ]),
    );
    assert.equal(shown.counts.create, 0);
    assert.equal(shown.counts.error, 3);
  });

  test("a changed cell is an update, an empty cell changes nothing", async () => {
    await apply(
      (
        await preview(
          fileOf([
            {
              name: "月塘社区",
              kind: "社区",
              parent: "枫溪街道",
              phone: "0000-88000002",
              address: "月塘路 1 号",
            },
          ]),
        )
      ).importId,
    );
    const shown = await preview(
      fileOf([{ name: "月塘社区", kind: "社区", parent: "枫溪街道", phone: "0000-88000003" }]),
    );
    assert.deepEqual(shown.counts, { create: 0, update: 1, unchanged: 0, error: 0 });
    await apply(shown.importId);
    const [unit] = (
      await listUnits(database().db, { q: "月塘社区" }, { page: 1, size: 5, scope: "everywhere", today })
    ).rows;
    assert.deepEqual([unit?.phone, unit?.address], ["0000-88000003", "月塘路 1 号"]);
  });

  test("somebody with a street cannot import outside it", async () => {
    const other = await inTransaction(database().db, (trx) =>
      createUnit(trx, context, actor, {
        kind: "street",
        name: "别处街道",
        parentId: root.id,
        validFrom: "2026-01-01",
      }),
    );
    const shown = await preview(
      fileOf([
        { name: "自己的社区", kind: "社区", parent: "枫溪街道" },
        { name: "别人的社区", kind: "社区", parent: "别处街道" },
        { name: "新的部门", kind: "部门", parent: "测试区科普委员会" },
      ]),
      [street.path],
    );
    assert.deepEqual(
      shown.rows.map((row) => row.action),
      ["create", "error", "error"],
    );
    assert.notEqual(other.path, street.path);
  });

  test("an apply after the tree has changed is refused as a whole", async () => {
    const shown = await preview(
      fileOf([
        { name: "抢先社区", kind: "社区", parent: "枫溪街道", phone: "0000-88000004" },
        { name: "同批社区", kind: "社区", parent: "枫溪街道" },
      ]),
    );
    await inTransaction(database().db, (trx) =>
      createUnit(trx, context, actor, {
        kind: "community",
        name: "抢先社区",
        parentId: street.id,
        validFrom: "2026-01-01",
      }),
    );
    const earlier = await countUnits();
    await assert.rejects(apply(shown.importId), refusedWith("organisations.import_stale"));
    assert.equal(await countUnits(), earlier);
  });

  test("ten applies at once write once", async () => {
    const shown = await preview(fileOf([{ name: "并发社区", kind: "社区", parent: "枫溪街道" }]));
    const earlier = await countUnits();
    const results = await Promise.all(Array.from({ length: 10 }, () => apply(shown.importId)));
    assert.equal(
      results.every((result) => result.status === "applied"),
      true,
    );
    assert.equal(await countUnits(), earlier + 1);
  });

  test("an old preview cannot be applied", async () => {
    const shown = await preview(fileOf([{ name: "过期社区", kind: "社区", parent: "枫溪街道" }]));
    clock.advanceMs(25 * 3_600_000);
    await assert.rejects(apply(shown.importId), refusedWith("organisations.import_not_found"));
    clock.set("2026-11-23T01:00:00Z");
  });

  test("headers by other names, an unknown column and GB18030 are understood; a missing column is said", async () => {
    // 机构名称,类型,上级,颜色 / 国标社区,社区,枫溪街道,红 in GBK, as Python's codec writes it.
    const gbk = Buffer.from(
      "bbfab9b9c3fbb3c62cc0e0d0cd2cc9cfbcb62cd1d5c9ab0ab9fab1eac9e7c7f82cc9e7c7f82cb7e3cfaabdd6b5c02cbaec0a",
      "hex",
    );
    const shown = await preview(gbk);
    assert.deepEqual(shown.counts, { create: 1, update: 0, unchanged: 0, error: 0 });
    assert.deepEqual(shown.ignoredColumns, ["颜色"]);
    const missing = await preview(Buffer.from("名称,类别\n甲社区,社区\n"));
    assert.match(missing.fileErrors.join(""), /上级单位/);
    await assert.rejects(apply(missing.importId), refusedWith("organisations.import_has_errors"));
    assert.match((await preview(Buffer.from("单位名称,类别,上级单位\n"))).fileErrors.join(""), /只有表头/);
    assert.match(
      (await preview(Buffer.from("名称,单位名称,类别,上级单位\n甲,乙,社区,枫溪街道\n"))).fileErrors.join(""),
      /不止一列/,
    );
  });

  test("hostile cells are row errors or plain text, never a failure", async () => {
    const parsed = await parseUnitImport(
      Buffer.from(
        '__proto__,constructor,单位名称,类别,上级单位,区划代码\nx,y,正常社区,社区,枫溪街道,1e309\nx,y,"<script>社区",社区,枫溪街道,\n',
      ),
    );
    assert.deepEqual(parsed.ignoredColumns, ["__proto__", "constructor"]);
    assert.equal(parsed.rows[0]?.errors[0]?.column, "区划代码");
    assert.deepEqual(parsed.rows[1]?.errors, []);
    assert.equal(Object.hasOwn(Object.prototype, "x"), false);
    // NUL and a lone surrogate as they come in UTF-16.
    const wide = Buffer.from(
      "\uFEFF单位名称,类别,上级单位\n坏\uD800社区,社区,枫溪街道\n空\0社区,社区,枫溪街道\n",
      "utf16le",
    );
    const shown = await preview(wide).catch((error: unknown) => error);
    if (shown instanceof AppError) assert.equal(shown.code, "sheet.encoding");
    else assert.equal((shown as Awaited<ReturnType<typeof preview>>).counts.error, 2);
  });

  test("what is exported imports again without a change, dangerous names and addresses included", async () => {
    const { db } = database();
    for (const [index, start] of ["=", "+", "-", "@", "＝", "＋", "－", "＠", "'="].entries()) {
      const unit = await inTransaction(db, (trx) =>
        createUnit(trx, context, actor, {
          kind: "community",
          name: `${start}危险社区${index}`,
          parentId: street.id,
          address: `${start}HYPERLINK("x")`,
          validFrom: "2026-01-01",
        }),
      );
      await inTransaction(db, (trx) =>
        changeUnit(trx, context, actor, { unitId: unit.id, change: { description: `${start}1+1` } }),
      );
    }
    const file = await exportUnits(db, { parentId: street.id }, { scope: "everywhere", today });
    const shown = await preview(file);
    assert.equal(
      shown.counts.unchanged,
      shown.rows.length,
      JSON.stringify(shown.rows.filter((row) => row.action !== "unchanged")),
    );
    assert.ok(shown.rows.length >= 9);
  });

  test("the template can be read, in both formats", async () => {
    for (const format of ["xlsx", "csv"] as const) {
      const parsed = await parseUnitImport(await toImportTemplate(format));
      assert.deepEqual([parsed.fileErrors, parsed.ignoredColumns, parsed.rows.length], [[], [], 2]);
    }
  });
});
