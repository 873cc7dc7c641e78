import { recordAct } from "#kernel/audit.ts";
import type { Actor } from "#kernel/actor.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Db, Trx } from "#kernel/db.ts";
import { createId } from "#kernel/ids.ts";
import { getDocument } from "./documents.ts";
import { type EvidenceLinkView, listEvidenceLinks } from "./evidence.ts";
import { requireOpen } from "./tasks.ts";

export type MilestoneState = "reached" | "overdue" | "soon" | "ahead";
export const milestoneStateNames: Readonly<Record<MilestoneState, string>> = {
  reached: "已完成",
  overdue: "已过期",
  soon: "30 天内到期",
  ahead: "还没到时间",
};

export type MilestoneView = {
  id: string;
  documentId: string;
  taskId: string | null;
  taskCode: string | null;
  unitId: string;
  unitName: string;
  unitPath: string;
  title: string;
  dueOn: string;
  state: MilestoneState;
  reachedOn: string | null;
  /** All that was ever put to it, ended links too. */
  links: readonly EvidenceLinkView[];
};

/** Adds a dated step of the plan (Z-01). @throws AppError `plans.frozen` */
export const addMilestone = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { documentId: string; title: string; dueOn: string; unitId: string; taskId?: string | undefined },
): Promise<string> => {
  const document = await getDocument(trx, input.documentId);
  requireOpen(document);
  const id = createId(context.clock);
  await trx
    .insertInto("plan_milestones")
    .values({
      id,
      document_id: document.id,
      task_id: input.taskId ?? null,
      unit_id: input.unitId,
      title: input.title.trim(),
      due_on: input.dueOn,
      created_at: context.clock.now(),
    })
    .execute();
  await recordAct(trx, context, actor, {
    action: "plans.add_milestone",
    unitId: document.unitId,
    table: "plan_milestones",
    id,
  });
  return id;
};

const soonMs = 30 * 86_400_000;

/** Reached is what has evidence; nobody ticks it. */
const stateOf = (dueOn: string, reachedOn: string | null, today: string): MilestoneState => {
  if (reachedOn !== null) return "reached";
  if (dueOn < today) return "overdue";
  return Date.parse(dueOn) - Date.parse(today) <= soonMs ? "soon" : "ahead";
};

export const listMilestones = async (
  db: Db | Trx,
  filter: { documentId: string; today: string; id?: string | undefined },
): Promise<readonly MilestoneView[]> => {
  const rows = await db
    .selectFrom("plan_milestones as milestone")
    .innerJoin("org_units as unit", "unit.id", "milestone.unit_id")
    .leftJoin("plan_tasks as task", "task.id", "milestone.task_id")
    .select([
      "milestone.id",
      "milestone.document_id as documentId",
      "milestone.task_id as taskId",
      "task.code as taskCode",
      "milestone.unit_id as unitId",
      "unit.name as unitName",
      "unit.path as unitPath",
      "milestone.title",
      "milestone.due_on as dueOn",
    ])
    .where("milestone.document_id", "=", filter.documentId)
    .$if(filter.id !== undefined, (query) => query.where("milestone.id", "=", filter.id ?? ""))
    .orderBy("milestone.due_on")
    .orderBy("milestone.id")
    .execute();
  const links = await listEvidenceLinks(
    db,
    "milestone_id",
    rows.map((row) => row.id),
  );
  const byMilestone = Map.groupBy(links, (link) => link.useId);
  return rows.map((row) => {
    const own = byMilestone.get(row.id) ?? [];
    const reachedOn =
      own
        .filter((link) => link.removedAt === null)
        .map((link) => link.happenedOn)
        .toSorted()[0] ?? null;
    return { ...row, reachedOn, state: stateOf(row.dueOn, reachedOn, filter.today), links: own };
  });
};
