import { recordAct } from "#kernel/audit.ts";
import { sql } from "kysely";
import type { Actor } from "#kernel/actor.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import { type Db, isUniqueViolation, type Trx } from "#kernel/db.ts";
import { AppError, requireText } from "#kernel/errors.ts";
import { recordFacts } from "#kernel/facts.ts";
import { createId } from "#kernel/ids.ts";
import { type Scope, withinScope } from "#modules/organisations/index.ts";
import type { PlansError } from "./errors.ts";

export type LineView = {
  id: string;
  unitId: string;
  unitName: string;
  unitPath: string;
  year: number;
  title: string;
  amount: number;
  spent: number;
  documentTitle: string;
  documentNo: string | null;
};

const selectLines = (db: Db | Trx) =>
  db
    .selectFrom("budget_lines as line")
    .innerJoin("org_units as unit", "unit.id", "line.unit_id")
    .select([
      "line.id",
      "line.unit_id as unitId",
      "unit.name as unitName",
      "unit.path as unitPath",
      "line.year",
      "line.title",
      "line.amount",
      sql<number>`coalesce((select sum(s.amount) from budget_spendings s where s.line_id = line.id and s.cancelled_at is null), 0)`.as(
        "spent",
      ),
      "line.document_title as documentTitle",
      "line.document_no as documentNo",
    ]);

/** @throws AppError `plans.line_not_found` (404) */
export const getLine = async (db: Db | Trx, id: string): Promise<LineView> => {
  const row = await selectLines(db).where("line.id", "=", id).executeTakeFirst();
  if (row === undefined) throw new AppError<PlansError>("plans.line_not_found", { status: 404 });
  return row;
};

export const listLines = async (
  db: Db | Trx,
  filter: { scope: Scope; year: number; unitId?: string | undefined },
): Promise<readonly LineView[]> =>
  selectLines(db)
    .where(withinScope("unit.path", filter.scope))
    .where("line.year", "=", filter.year)
    .$if(filter.unitId !== undefined, (query) => query.where("line.unit_id", "=", filter.unitId ?? ""))
    .orderBy("unit.path")
    .orderBy("line.created_at")
    .execute();

/** Streets and towns of a scope without a budget line in a year: red (K-06). */
export const listUnbudgeted = async (
  db: Db | Trx,
  filter: { scope: Scope; year: number },
): Promise<readonly { id: string; name: string }[]> =>
  db
    .selectFrom("org_units as unit")
    .select(["unit.id", "unit.name"])
    .where(withinScope("unit.path", filter.scope))
    .where("unit.kind", "in", ["street", "town"])
    .where("unit.valid_to", "is", null)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom("budget_lines as line")
            .select("line.id")
            .whereRef("line.unit_id", "=", "unit.id")
            .where("line.year", "=", filter.year),
        ),
      ),
    )
    .orderBy("unit.name_sort")
    .execute();

/** @throws AppError `plans.line_amount` | `plans.line_exists` | `plans.line_document` */
export const addLine = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: {
    unitId: string;
    year: number;
    title: string;
    amount: number;
    documentTitle: string;
    documentNo?: string | undefined;
  },
): Promise<string> => {
  if (!(input.amount > 0))
    throw new AppError<PlansError>("plans.line_amount", { fields: { amount: "plans.line_amount" } });
  if (input.documentTitle.trim().length < 4)
    throw new AppError<PlansError>("plans.line_document", {
      fields: { documentTitle: "plans.line_document" },
    });
  const id = createId(context.clock);
  try {
    await trx
      .insertInto("budget_lines")
      .values({
        id,
        unit_id: input.unitId,
        year: input.year,
        title: input.title.trim(),
        amount: input.amount,
        document_title: input.documentTitle.trim(),
        document_no: input.documentNo?.trim() ?? null,
        created_by_person_id: actor.kind === "person" ? actor.personId : null,
        created_at: context.clock.now(),
      })
      .execute();
  } catch (error) {
    if (isUniqueViolation(error, "budget_lines_title_key"))
      throw new AppError<PlansError>("plans.line_exists", { status: 409, cause: error });
    throw error;
  }
  const today = toDistrictDate(context.clock.now());
  await recordFacts(trx, context.clock, [
    {
      kind: "plans.budget_line",
      // It counts in the year that it is for.
      occurredOn: today.startsWith(String(input.year)) ? today : `${input.year}-01-01`,
      unitId: input.unitId,
      quantity: 1,
      measure: "条",
      source: { table: "budget_lines", id },
    },
  ]);
  await recordAct(trx, context, actor, {
    action: "plans.add_budget_line",
    unitId: input.unitId,
    table: "budget_lines",
    id,
  });
  return id;
};

export type NewSpending = {
  lineId: string;
  amount: number;
  spentOn: string;
  purpose: string;
  taskId?: string | undefined;
  evidenceId?: string | undefined;
  overReason?: string | undefined;
};

/**
 * Books what was spent on a line. More than the line holds is refused unless somebody says why; the line is locked, so
 * that two who book at once cannot both take the rest.
 * @throws AppError `plans.over_line` | `plans.line_amount` | `plans.evidence_day`
 */
export const recordSpending = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: NewSpending,
): Promise<string> => {
  if (!(input.amount > 0))
    throw new AppError<PlansError>("plans.line_amount", { fields: { amount: "plans.line_amount" } });
  if (input.spentOn > toDistrictDate(context.clock.now()))
    throw new AppError<PlansError>("plans.evidence_day", { fields: { spentOn: "plans.evidence_day" } });
  await trx.selectFrom("budget_lines").select("id").where("id", "=", input.lineId).forUpdate().execute();
  const line = await getLine(trx, input.lineId);
  const overReason = input.overReason?.trim() ?? "";
  const isOver = line.spent + input.amount > line.amount;
  if (isOver && overReason.length < 5)
    throw new AppError<PlansError>("plans.over_line", {
      status: 409,
      fields: { overReason: "plans.over_line" },
      values: { left: Math.max(0, Math.round((line.amount - line.spent) * 100) / 100) },
    });
  const id = createId(context.clock);
  await trx
    .insertInto("budget_spendings")
    .values({
      id,
      line_id: line.id,
      amount: input.amount,
      spent_on: input.spentOn,
      purpose: input.purpose.trim(),
      task_id: input.taskId ?? null,
      evidence_id: input.evidenceId ?? null,
      over_reason: isOver ? overReason : null,
      recorded_by_person_id: actor.kind === "person" ? actor.personId : null,
      created_at: context.clock.now(),
      cancelled_at: null,
      cancelled_reason: null,
    })
    .execute();
  await recordAct(trx, context, actor, {
    action: "plans.record_spending",
    unitId: line.unitId,
    table: "budget_spendings",
    id,
    reason: isOver ? overReason : undefined,
  });
  return id;
};

/** Takes a booking back with a reason; it stays to be read. @throws AppError `plans.spending_not_found` | `plans.reason_needed` */
export const cancelSpending = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { id: string; reason: string },
): Promise<void> => {
  const reason = requireText<PlansError>("plans.reason_needed", input.reason);
  const row = await trx
    .updateTable("budget_spendings")
    .set({ cancelled_at: context.clock.now(), cancelled_reason: reason })
    .where("id", "=", input.id)
    .where("cancelled_at", "is", null)
    .returning("line_id")
    .executeTakeFirst();
  if (row === undefined) throw new AppError<PlansError>("plans.spending_not_found", { status: 404 });
  const line = await getLine(trx, row.line_id);
  await recordAct(trx, context, actor, {
    action: "plans.cancel_spending",
    unitId: line.unitId,
    table: "budget_spendings",
    id: input.id,
    reason,
  });
};

export type SpendingView = {
  id: string;
  lineId: string;
  amount: number;
  spentOn: string;
  purpose: string;
  taskId: string | null;
  taskCode: string | null;
  overReason: string | null;
  cancelledReason: string | null;
};

export const listSpendings = async (
  db: Db | Trx,
  lineIds: readonly string[],
): Promise<readonly SpendingView[]> => {
  if (lineIds.length === 0) return [];
  return db
    .selectFrom("budget_spendings as spending")
    .leftJoin("plan_tasks as task", "task.id", "spending.task_id")
    .select([
      "spending.id",
      "spending.line_id as lineId",
      "spending.amount",
      "spending.spent_on as spentOn",
      "spending.purpose",
      "spending.task_id as taskId",
      "task.code as taskCode",
      "spending.over_reason as overReason",
      "spending.cancelled_reason as cancelledReason",
    ])
    .where("spending.line_id", "in", [...lineIds])
    .orderBy("spending.spent_on", "desc")
    .orderBy("spending.id")
    .execute();
};

/** The unit of the line that a booking is on. */
export const getSpendingLine = async (db: Db | Trx, spendingId: string): Promise<LineView> => {
  const row = await db
    .selectFrom("budget_spendings")
    .select("line_id")
    .where("id", "=", spendingId)
    .executeTakeFirst();
  if (row === undefined) throw new AppError<PlansError>("plans.spending_not_found", { status: 404 });
  return getLine(db, row.line_id);
};
