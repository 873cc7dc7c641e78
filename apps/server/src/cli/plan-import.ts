import { basename } from "node:path";
import { parseArgs } from "node:util";
import { systemActor } from "#kernel/actor.ts";
import { inTransaction, type Trx } from "#kernel/db.ts";
import { createId } from "#kernel/ids.ts";
import { findRootUnit, listUnits } from "#modules/organisations/index.ts";
import {
  applyProposal,
  bringIntoForce,
  documentLevelCodes,
  type DocumentLevel,
  getDocument,
  importDocument,
  type ProposedTask,
  proposeTasks,
  readPlan,
} from "#modules/plans/index.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { System } from "#server/compose.ts";
import { type Command, type Io, withSystem, readGiven, wrongUse } from "#server/command-line.ts";

export const usage = `plan import <文件>       把方案读成条款树和任务，先预览，不写入
  <文件>                   .docx、.txt 或 .md
  --apply                  写入：条款树、任务、分工和目标
  --in-force               写入后就施行（每项任务都要有牵头单位）
  --level district|city|province|national   哪一级的文件，默认 district（本区）；上级文件只导入条款
  --lead <单位名称>        原文没有写牵头单位的任务由谁牵头
  --from <日期> --to <日期> 原文没有写有效期时填写，如 2026-01-01`;

export type PlanImportOptions = {
  level: DocumentLevel;
  apply: "yes" | "no";
  inForce: "yes" | "no";
  lead?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
  io: Io;
};

/** Ends the transaction of a preview: nothing of it stays. */
class PreviewOnly extends Error {}

const showTasks = (tasks: readonly ProposedTask[], io: Io): void => {
  for (const task of tasks) {
    const targets = task.targets.length === 0 ? "" : `，目标 ${task.targets.length} 个`;
    const leads = task.units.filter((unit) => unit.part === "lead").length;
    io.stdout(`${task.code} ${task.title}（第 ${task.nodeId} 条${targets}，牵头 ${leads} 个）\n`);
    for (const name of task.unknownNames) io.stdout(`    - 没有叫“${name}”的单位，请在分工表里选\n`);
  }
};

const findLead = async (trx: Trx, name: string, today: string): Promise<string | undefined> => {
  const { rows } = await listUnits(trx, { q: name }, { page: 1, size: 20, scope: "everywhere", today });
  return rows.find((unit) => unit.name === name)?.id;
};

const write = async (
  trx: Trx,
  system: Pick<System, "context">,
  file: { name: string; bytes: Buffer },
  options: PlanImportOptions,
): Promise<number> => {
  const { clock, cipher } = system.context;
  const { io } = options;
  const context = { clock, cipher, requestId: `kepu-plan-import-${createId(clock)}` };
  const actor = systemActor("kepu plan import");
  const root = await findRootUnit(trx);
  if (root === undefined) {
    io.stderr("✗ 还没有单位。请先用 kepu org import 导入单位。\n");
    return 1;
  }
  const read = await readPlan(file);
  const documentId = await importDocument(trx, context, actor, {
    unitId: root.id,
    level: options.level,
    read,
    validFrom: options.from,
    validTo: options.to,
  });
  const document = await getDocument(trx, documentId);
  io.stdout(`${document.title}\n`);
  io.stdout(
    `${document.sentenceCount} 句，有效期 ${document.validFrom ?? "？"} 到 ${document.validTo ?? "？"}\n`,
  );
  for (const one of document.diagnostics) io.stdout(`  ! ${one.sentence}\n`);
  if (options.level !== "district") {
    if (options.inForce === "yes") await bringIntoForce(trx, context, actor, documentId);
    return 0;
  }
  let defaultLeadUnitId: string | undefined;
  if (options.lead !== undefined) {
    defaultLeadUnitId = await findLead(trx, options.lead, toDistrictDate(clock.now()));
    if (defaultLeadUnitId === undefined) {
      io.stderr(`✗ 没有叫“${options.lead}”的单位。请写全称。\n`);
      return wrongUse;
    }
  }
  const tasks = await proposeTasks(trx, { documentId, now: clock.now(), defaultLeadUnitId });
  showTasks(tasks, io);
  if (document.validFrom === null || document.validTo === null) {
    io.stdout("原文没有写清有效期，请加上 --from 和 --to。\n");
    return 1;
  }
  const made = await applyProposal(trx, context, actor, { documentId, tasks });
  io.stdout(`共 ${made.taskIds.length} 项任务，${made.targets} 个目标`);
  io.stdout(made.withoutStart === 0 ? "\n" : `；${made.withoutStart} 个比例目标没有起点，请在任务页补上\n`);
  if (options.inForce === "yes") await bringIntoForce(trx, context, actor, documentId);
  return 0;
};

/** The command on a composed system. @returns 0 done, 1 something is missing, 2 wrong use */
export const importPlanFrom = async (
  system: Pick<System, "context">,
  file: { name: string; bytes: Buffer },
  options: PlanImportOptions,
): Promise<number> => {
  let code = 0;
  try {
    await inTransaction(system.context.db, async (trx) => {
      code = await write(trx, system, file, options);
      if (options.apply === "no" || code !== 0) throw new PreviewOnly();
    });
  } catch (error) {
    if (!(error instanceof PreviewOnly)) throw error;
  }
  if (code !== 0) options.io.stdout("✗ 什么都没有写入。\n");
  else
    options.io.stdout(
      options.apply === "yes" ? "✓ 已写入\n" : "这是预览，什么都没有写入。加上 --apply 写入。\n",
    );
  return code;
};

const day = /^\d{4}-\d{2}-\d{2}$/;

export const run: Command["run"] = async (argv, io) => {
  const { positionals, values } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      apply: { type: "boolean", default: false },
      "in-force": { type: "boolean", default: false },
      level: { type: "string", default: "district" },
      lead: { type: "string" },
      from: { type: "string" },
      to: { type: "string" },
    },
  });
  const [path] = positionals;
  const level = documentLevelCodes.find((code) => code === values.level);
  const days = [values.from, values.to].filter((one) => one !== undefined);
  if (path === undefined || level === undefined || !days.every((one) => day.test(one))) {
    io.stderr(`${usage}\n`);
    return wrongUse;
  }
  const bytes = await readGiven(path, io);
  if (bytes === undefined) return wrongUse;
  return withSystem(io, (system) =>
    importPlanFrom(
      system,
      { name: basename(path), bytes },
      {
        level,
        apply: values.apply ? "yes" : "no",
        inForce: values["in-force"] ? "yes" : "no",
        lead: values.lead,
        from: values.from,
        to: values.to,
        io,
      },
    ),
  );
};
