import { recordAct } from "#kernel/audit.ts";
import { sql } from "kysely";
import type { Actor } from "#kernel/actor.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import { type Db, isUniqueViolation, type Trx } from "#kernel/db.ts";
import { AppError, requireText } from "#kernel/errors.ts";
import { recordFacts, reverseFactsOf } from "#kernel/facts.ts";
import { createId } from "#kernel/ids.ts";
import { applyTransition } from "#kernel/transitions.ts";
import { getUnit } from "#modules/organisations/index.ts";
import { getDocument } from "./documents.ts";
import type { PlansError } from "./errors.ts";
import { listTargets, listTasks, listTaskUnits, type TargetView } from "./queries.ts";
import { type WorkPlanEvent, type WorkPlanStatus, workPlanStates } from "./state.ts";
import { requireOpen } from "./tasks.ts";
import { subjectKinds } from "./vocabulary.ts";

export type WorkPlanView = {
  id: string;
  documentId: string;
  documentTitle: string;
  unitId: string;
  unitName: string;
  unitPath: string;
  year: number;
  version: number;
  amendReason: string | null;
  amendsId: string | null;
  status: WorkPlanStatus;
  decisionReason: string | null;
  createdAt: Date;
};

export const selectWorkPlans = (db: Db | Trx) =>
  db
    .selectFrom("work_plans as plan")
    .innerJoin("plan_documents as document", "document.id", "plan.document_id")
    .innerJoin("org_units as unit", "unit.id", "plan.unit_id")
    .select([
      "plan.id",
      "plan.document_id as documentId",
      "document.title as documentTitle",
      "plan.unit_id as unitId",
      "unit.name as unitName",
      "unit.path as unitPath",
      "plan.year",
      "plan.version",
      "plan.amend_reason as amendReason",
      "plan.amends_id as amendsId",
      "plan.status",
      "plan.decision_reason as decisionReason",
      "plan.created_at as createdAt",
    ]);

/** @throws AppError `plans.work_plan_not_found` (404) */
export const getWorkPlan = async (db: Db | Trx, id: string): Promise<WorkPlanView> => {
  const row = await selectWorkPlans(db).where("plan.id", "=", id).executeTakeFirst();
  if (row === undefined) throw new AppError<PlansError>("plans.work_plan_not_found", { status: 404 });
  return row;
};

const monthsOf = (target: TargetView | undefined, due: string, year: number): number[] => {
  switch (target?.frequency ?? null) {
    case "day":
    case "week":
    case "month":
      return [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
    case "quarter":
      return [3, 6, 9, 12];
    case "term":
      return [4, 10];
    case "half_year":
      return [6, 12];
    default:
      return [due.startsWith(String(year)) ? Number(due.slice(5, 7)) : 12];
  }
};

/** Targets that this unit itself has to reach; those of the whole area are nobody's own number. */
const ownTarget = (targets: readonly TargetView[]): TargetView | undefined =>
  targets.find((target) => target.subject !== "area" && target.subject !== "each_school");

/**
 * Drafts a unit's work plan of a year from the tree (O-04): its tasks, and those that every street or town has to do,
 * with the months and goals that the targets say. Money is left to the unit.
 * @throws AppError `plans.frozen` | `plans.nothing_to_plan` | `plans.work_plan_exists`
 */
export const draftWorkPlan = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { documentId: string; unitId: string; year: number },
): Promise<string> => {
  const document = await getDocument(trx, input.documentId);
  requireOpen(document);
  const unit = await getUnit(trx, input.unitId, toDistrictDate(context.clock.now()));
  const tasks = await listTasks(trx, { documentId: document.id });
  const ids = tasks.map((task) => task.id);
  const [parts, targets] = [await listTaskUnits(trx, ids), await listTargets(trx, ids)];
  const own = tasks.filter((task) => {
    const isDue = task.dueOn >= `${input.year}-01-01` && task.startsOn <= `${input.year}-12-31`;
    const hasPart = parts.some((part) => part.taskId === task.id && part.unitId === unit.id);
    const isForAll = targets.some(
      (target) => target.taskId === task.id && subjectKinds[target.subject]?.includes(unit.kind) === true,
    );
    return isDue && (hasPart || isForAll);
  });
  if (own.length === 0) throw new AppError<PlansError>("plans.nothing_to_plan");
  const id = await insertPlan(trx, context, actor, {
    documentId: document.id,
    unitId: unit.id,
    year: input.year,
    amends: undefined,
  });
  await trx
    .insertInto("work_plan_items")
    .values(
      own.map((task, index) => {
        const target = ownTarget(targets.filter((one) => one.taskId === task.id));
        return {
          id: createId(context.clock),
          work_plan_id: id,
          task_id: task.id,
          seq: index + 1,
          title: task.title,
          months: monthsOf(target, task.dueOn, input.year),
          goal: target?.value ?? null,
          measure: target?.measure ?? null,
          money: null,
          note: null,
          updated_at: context.clock.now(),
        };
      }),
    )
    .execute();
  return id;
};

const insertPlan = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: {
    documentId: string;
    unitId: string;
    year: number;
    amends: { id: string; version: number; reason: string } | undefined;
  },
): Promise<string> => {
  const id = createId(context.clock);
  const now = context.clock.now();
  const taken = await trx
    .selectFrom("work_plans")
    .select("id")
    .where("document_id", "=", input.documentId)
    .where("unit_id", "=", input.unitId)
    .where("year", "=", input.year)
    .where(
      "status",
      "in",
      input.amends === undefined
        ? ["draft", "submitted", "returned", "approved"]
        : ["draft", "submitted", "returned"],
    )
    .executeTakeFirst();
  const exists = (cause?: unknown): AppError =>
    new AppError<PlansError>("plans.work_plan_exists", { status: 409, values: { year: input.year }, cause });
  if (taken !== undefined) throw exists();
  try {
    await trx
      .insertInto("work_plans")
      .values({
        id,
        document_id: input.documentId,
        unit_id: input.unitId,
        year: input.year,
        version: (input.amends?.version ?? 0) + 1,
        amends_id: input.amends?.id ?? null,
        amend_reason: input.amends?.reason ?? null,
        status: "draft",
        status_changed_at: now,
        submitted_by_person_id: null,
        decided_by_person_id: null,
        decision_reason: null,
        created_by_person_id: actor.kind === "person" ? actor.personId : null,
        created_at: now,
      })
      .execute();
  } catch (error) {
    if (isUniqueViolation(error)) throw exists(error);
    throw error;
  }
  await recordAct(trx, context, actor, {
    action: input.amends === undefined ? "plans.draft_work_plan" : "plans.amend_work_plan",
    unitId: input.unitId,
    table: "work_plans",
    id,
    reason: input.amends?.reason,
  });
  return id;
};

export type ItemInput = {
  title: string;
  months: readonly number[];
  goal?: { value: number; measure: string } | undefined;
  money?: number | undefined;
  note?: string | undefined;
  /** As the writer saw it; somebody else's change in between is not overwritten. */
  revision: number;
};

const openItem = async (trx: Trx, itemId: string) => {
  const item = await trx
    .selectFrom("work_plan_items")
    .select(["id", "work_plan_id"])
    .where("id", "=", itemId)
    .forUpdate()
    .executeTakeFirst();
  if (item === undefined) throw new AppError<PlansError>("plans.work_plan_not_found", { status: 404 });
  const plan = await getWorkPlan(trx, item.work_plan_id);
  if (plan.status !== "draft" && plan.status !== "returned")
    throw new AppError<PlansError>("plans.work_plan_closed", { status: 409 });
  return plan;
};

/** The work plan that an item stands in. */
export const getItemPlan = async (db: Db | Trx, itemId: string): Promise<WorkPlanView> => {
  const item = await db
    .selectFrom("work_plan_items")
    .select("work_plan_id")
    .where("id", "=", itemId)
    .executeTakeFirst();
  if (item === undefined) throw new AppError<PlansError>("plans.work_plan_not_found", { status: 404 });
  return getWorkPlan(db, item.work_plan_id);
};

/** @throws AppError `plans.item_changed` (409: somebody else wrote first) | `plans.work_plan_closed` */
export const writeItem = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: ItemInput & { itemId: string },
): Promise<void> => {
  const plan = await openItem(trx, input.itemId);
  const written = await trx
    .updateTable("work_plan_items")
    .set((eb) => ({
      title: input.title.trim(),
      months: [...new Set(input.months)].toSorted((a, b) => a - b),
      goal: input.goal?.value ?? null,
      measure: input.goal?.measure ?? null,
      money: input.money ?? null,
      note: input.note?.trim() ?? null,
      revision: eb("revision", "+", 1),
      updated_at: context.clock.now(),
    }))
    .where("id", "=", input.itemId)
    .where("revision", "=", input.revision)
    .returning("id")
    .executeTakeFirst();
  if (written === undefined) throw new AppError<PlansError>("plans.item_changed", { status: 409 });
  await recordAct(trx, context, actor, {
    action: "plans.write_item",
    unitId: plan.unitId,
    table: "work_plans",
    id: plan.id,
  });
};

const move = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  act: {
    plan: WorkPlanView;
    event: WorkPlanEvent;
    set: Record<string, unknown>;
    reason?: string | undefined;
  },
): Promise<void> => {
  await applyTransition(trx as never, {
    machine: workPlanStates,
    table: "work_plans",
    id: act.plan.id,
    event: act.event,
    now: context.clock.now(),
    set: act.set,
  }); // the function is generic over all modules' tables
  await recordAct(trx, context, actor, {
    action: `plans.${act.event}_work_plan`,
    unitId: act.plan.unitId,
    table: "work_plans",
    id: act.plan.id,
    reason: act.reason,
  });
};

/** Hands a work plan in. @throws AppError `plans.item_months` (naming the first item without a month) | `state.conflict` */
export const submitWorkPlan = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  id: string,
): Promise<void> => {
  const plan = await getWorkPlan(trx, id);
  const bare = await trx
    .selectFrom("work_plan_items")
    .select("title")
    .where("work_plan_id", "=", id)
    .where(sql<boolean>`months = '{}'`)
    .orderBy("seq")
    .executeTakeFirst();
  if (bare !== undefined)
    throw new AppError<PlansError>("plans.item_months", { values: { title: bare.title } });
  await move(trx, context, actor, {
    plan,
    event: "submit",
    set: {
      submitted_by_person_id: actor.kind === "person" ? actor.personId : null,
      decided_by_person_id: null,
      decision_reason: null,
    },
  });
};

/**
 * The supervisor's word on a work plan. Approval is a fact; where the plan amends an approved one, that one and its fact
 * are superseded in the same act.
 * @throws AppError `plans.reason_needed` | `plans.second_person` | `state.conflict`
 */
export const decideWorkPlan = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { id: string; decision: "approve" | "return"; reason?: string | undefined },
): Promise<void> => {
  const reason = requireText<PlansError>("plans.reason_needed", input.reason, {
    least: input.decision === "return" ? 5 : 0,
  });
  const plan = await getWorkPlan(trx, input.id);
  const personId = actor.kind === "person" ? actor.personId : null;
  const { submitted_by_person_id: submitter } = await trx
    .selectFrom("work_plans")
    .select("submitted_by_person_id")
    .where("id", "=", plan.id)
    .forUpdate()
    .executeTakeFirstOrThrow();
  if (personId !== null && personId === submitter)
    throw new AppError<PlansError>("plans.second_person", { status: 403 });
  if (input.decision === "approve" && plan.amendsId !== null) {
    const before = await getWorkPlan(trx, plan.amendsId);
    await move(trx, context, actor, { plan: before, event: "supersede", set: {} });
    await reverseFactsOf(trx, context.clock, { table: "work_plans", id: before.id });
  }
  await move(trx, context, actor, {
    plan,
    event: input.decision,
    set: { decided_by_person_id: personId, decision_reason: reason === "" ? null : reason },
    reason: reason === "" ? undefined : reason,
  });
  if (input.decision === "approve")
    await recordFacts(trx, context.clock, [
      {
        kind: "plans.work_plan_approved",
        occurredOn: toDistrictDate(context.clock.now()),
        unitId: plan.unitId,
        quantity: 1,
        measure: "份",
        source: { table: "work_plans", id: plan.id },
      },
    ]);
};

/**
 * Begins a new version of an approved plan, with the reason; the approved one counts until the new one is approved.
 * @throws AppError `plans.reason_needed` | `plans.work_plan_not_approved` | `plans.work_plan_exists`
 */
export const amendWorkPlan = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { id: string; reason: string },
): Promise<string> => {
  const reason = requireText<PlansError>("plans.reason_needed", input.reason);
  const before = await getWorkPlan(trx, input.id);
  if (before.status !== "approved")
    throw new AppError<PlansError>("plans.work_plan_not_approved", { status: 409 });
  const id = await insertPlan(trx, context, actor, {
    documentId: before.documentId,
    unitId: before.unitId,
    year: before.year,
    amends: { id: before.id, version: before.version, reason },
  });
  const items = await trx
    .selectFrom("work_plan_items")
    .selectAll()
    .where("work_plan_id", "=", before.id)
    .execute();
  if (items.length > 0)
    await trx
      .insertInto("work_plan_items")
      .values(
        items.map((item) => ({
          ...item,
          id: createId(context.clock),
          work_plan_id: id,
          updated_at: context.clock.now(),
        })),
      )
      .execute();
  return id;
};
