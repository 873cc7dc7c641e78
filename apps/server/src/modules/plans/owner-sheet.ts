import type { Actor } from "#kernel/actor.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Db, Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { readSheetFile } from "#kernel/sheet-reader.ts";
import { toXlsx } from "#kernel/xlsx-export.ts";
import { getDocument } from "./documents.ts";
import type { PlansError } from "./errors.ts";
import { createUnitMatcher, ownersOf } from "./owners.ts";
import { listTasks, listTaskUnits } from "./queries.ts";
import { setTaskUnits } from "./tasks.ts";

const headers = ["编号", "任务", "牵头单位", "配合单位"] as const;

/** The table of who does what, in the form in which it is read again (Q-14: import = export). */
export const exportOwners = async (db: Db, documentId: string): Promise<Buffer> => {
  const tasks = await listTasks(db, { documentId });
  const units = Map.groupBy(
    await listTaskUnits(
      db,
      tasks.map((task) => task.id),
    ),
    (unit) => unit.taskId,
  );
  const namesOf = (taskId: string, part: "lead" | "support"): string =>
    (units.get(taskId) ?? [])
      .filter((unit) => unit.part === part)
      .map((unit) => unit.unitName)
      .join("、");
  return toXlsx(tasks, {
    sheet: "任务分工",
    columns: [
      { header: headers[0], value: (task) => task.code, width: 10 },
      { header: headers[1], value: (task) => task.title, width: 40 },
      { header: headers[2], value: (task) => namesOf(task.id, "lead"), width: 30 },
      { header: headers[3], value: (task) => namesOf(task.id, "support"), width: 60 },
    ],
  });
};

const namesIn = (cell: string | undefined): readonly string[] =>
  (cell ?? "")
    .split(/[、,，;；\n]/)
    .map((name) => name.trim())
    .filter((name) => name !== "");

/**
 * Sets owners from a table (.xlsx or .csv) with the columns of the export; all rows or none.
 * @throws AppError `plans.owner_rows` with the first thing that was not found
 */
export const importOwners = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { documentId: string; bytes: Buffer },
): Promise<number> => {
  const [head, ...rows] = await readSheetFile(input.bytes);
  const at = (header: string): number => head?.cells.findIndex((cell) => cell.trim() === header) ?? -1;
  const [code, lead, support] = [at(headers[0]), at(headers[2]), at(headers[3])];
  const wrong: string[] = [];
  if (code < 0 || lead < 0) wrong.push("第 1 行要有“编号”和“牵头单位”两列");
  const document = await getDocument(trx, input.documentId);
  const tasks = new Map((await listTasks(trx, { documentId: document.id })).map((task) => [task.code, task]));
  const match = await createUnitMatcher(trx, document.unitPath, toDistrictDate(context.clock.now()));
  const planned = [];
  for (const row of code < 0 || lead < 0 ? [] : rows) {
    const name = row.cells[code]?.trim() ?? "";
    if (name === "") continue;
    const task = tasks.get(name);
    if (task === undefined) {
      wrong.push(`第 ${row.line} 行没有编号为“${name}”的任务`);
      continue;
    }
    const owners = ownersOf(
      { leadNames: namesIn(row.cells[lead]), supportNames: support < 0 ? [] : namesIn(row.cells[support]) },
      match,
    );
    if (owners.unknown.length > 0) wrong.push(`第 ${row.line} 行没有叫“${owners.unknown[0] ?? ""}”的单位`);
    planned.push({ taskId: task.id, units: owners.units });
  }
  if (wrong.length > 0)
    throw new AppError<PlansError>("plans.owner_rows", {
      fields: { file: "plans.owner_rows" },
      values: { count: wrong.length, first: wrong[0] ?? "" },
    });
  for (const one of planned) await setTaskUnits(trx, context, actor, one);
  return planned.length;
};
