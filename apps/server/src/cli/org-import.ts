import { basename } from "node:path";
import { parseArgs } from "node:util";
import { systemActor } from "#kernel/actor.ts";
import { inTransaction } from "#kernel/db.ts";
import { createId } from "#kernel/ids.ts";
import {
  applyUnitImport,
  importHomeOf,
  type ImportPreview,
  parseUnitImport,
  previewUnitImport,
} from "#modules/organisations/index.ts";
import type { System } from "#server/compose.ts";
import { type Command, type Io, withSystem, readGiven, wrongUse } from "#server/command-line.ts";

export const usage = `org import <文件.xlsx|文件.csv>  核对单位表，列出要增加、修改的行和每一处错误，不写入
  --apply                没有错误时写入（要么全部写入，要么都不写）`;

const actionNames = { create: "增加", update: "修改", unchanged: "不变", error: "有错" } as const;

const show = (preview: ImportPreview, io: Io): void => {
  for (const sentence of preview.fileErrors) io.stdout(`✗ ${sentence}\n`);
  for (const column of preview.ignoredColumns) io.stdout(`- 没有用到的列：${column}\n`);
  for (const row of preview.rows) {
    if (row.action === "unchanged") continue;
    io.stdout(
      `第 ${row.line} 行 ${actionNames[row.action]} ${row.values.kind ?? ""} ${row.values.name ?? ""}\n`,
    );
    for (const error of row.errors) io.stdout(`    ${error.column}：${error.sentence}\n`);
  }
  const { create, update, unchanged, error } = preview.counts;
  io.stdout(
    `共 ${preview.rows.length} 行：增加 ${create}，修改 ${update}，不变 ${unchanged}，有错 ${error}\n`,
  );
};

/**
 * The command on a composed system: preview, and with `apply` the writing of it.
 * @returns 0 done, 1 the file has errors
 */
export const importUnitsFrom = async (
  system: Pick<System, "context">,
  file: { name: string; bytes: Buffer },
  options: { apply: "yes" | "no"; io: Io },
): Promise<number> => {
  const { db, clock, cipher } = system.context;
  const { io } = options;
  const act = { clock, cipher, requestId: `kepu-org-import-${createId(clock)}` };
  const actor = systemActor("kepu org import");
  const parsed = await parseUnitImport(file.bytes);
  const preview = await inTransaction(db, async (trx) => {
    const home = await importHomeOf(trx, "everywhere");
    return previewUnitImport(trx, act, actor, {
      file: parsed,
      filename: file.name,
      unitId: home.id,
      scope: "everywhere",
    });
  });
  show(preview, io);
  if (preview.counts.error > 0 || preview.fileErrors.length > 0) {
    io.stdout("✗ 什么都没有写入。请按提示改好文件，再运行一次。\n");
    return 1;
  }
  if (options.apply === "no") {
    io.stdout("这是预览，什么都没有写入。加上 --apply 写入。\n");
    return 0;
  }
  await inTransaction(db, (trx) =>
    applyUnitImport(trx, act, actor, { importId: preview.importId, scope: "everywhere" }),
  );
  io.stdout("✓ 已写入\n");
  return 0;
};

export const run: Command["run"] = async (argv, io) => {
  const { positionals, values } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: { apply: { type: "boolean", default: false } },
  });
  const [path] = positionals;
  if (path === undefined) {
    io.stderr(`${usage}\n`);
    return wrongUse;
  }
  const bytes = await readGiven(path, io);
  if (bytes === undefined) return wrongUse;
  return withSystem(io, (system) =>
    importUnitsFrom(system, { name: basename(path), bytes }, { apply: values.apply ? "yes" : "no", io }),
  );
};
