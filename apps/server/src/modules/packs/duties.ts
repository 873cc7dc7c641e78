import type { PersonActor } from "#kernel/actor.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { Context } from "#kernel/context.ts";
import { weekOf } from "#kernel/form-burden.ts";
import { listWaiting, type WaitingItem } from "#kernel/waiting.ts";
import { listBurdens, usualLimitMinutes } from "#modules/burdens/index.ts";
import { getUnit } from "#modules/organisations/index.ts";
import {
  findPlanInForce,
  listTasks,
  listTaskUnits,
  progressStatusNames,
  type ProgressStatus,
  readProgress,
  toTaskPath,
} from "#modules/plans/index.ts";
import { readFacts } from "#modules/trust/index.ts";
import { numberText } from "./content.ts";

/** Days ahead in which a deadline is told. */
const soonDays = 60;
const shownFacts = 5;

export type DutyTask = {
  code: string;
  title: string;
  href: string;
  dueOn: string;
  status: ProgressStatus;
  statusName: string;
  figureText: string | null;
};
export type UnitDuties = {
  unitId: string;
  unitName: string;
  /** Tasks that are late, at risk, or end soon. */
  due: readonly DutyTask[];
  /** What was recorded this week by what people did anyway. */
  filled: {
    facts: number;
    latest: readonly { text: string; on: string; href: string | null }[];
    tasks: readonly DutyTask[];
  };
  /** What only the unit itself can give: its own document, or evidence where nothing is recorded. */
  asked: readonly { text: string; href: string }[];
  burden: { minutes: number; limitMinutes: number };
};
export type Duties = { waiting: readonly WaitingItem[]; units: readonly UnitDuties[] };

const readUnit = async (context: Context, unitId: string): Promise<UnitDuties> => {
  const { db, clock } = context;
  const now = clock.now();
  const today = toDistrictDate(now);
  const week = weekOf(now);
  const soon = toDistrictDate(new Date(now.getTime() + soonDays * 86_400_000));
  const unit = await getUnit(db, unitId, today);
  const document = await findPlanInForce(db);
  const tasks = document === undefined ? [] : await listTasks(db, { documentId: document.id, unitId });
  const progress = await readProgress(db, { tasks, asOf: today });
  const parts = (
    await listTaskUnits(
      db,
      tasks.map(({ id }) => id),
    )
  ).filter((part) => part.unitId === unitId);
  const standing = tasks.map((task) => {
    const state = progress.get(task.id);
    // Where each unit has to reach it, the unit's own standing is told and not the district's.
    const targets = (state?.targets ?? []).map((target) => ({
      target,
      own: target.units.find((one) => one.unitId === unitId),
    }));
    const first = targets.find(({ own }) => own !== undefined) ?? targets[0];
    // A goal of the whole district is late for all who have a part in it, however much each did.
    const ownGoal = first === undefined || first.target.target.subject === "area" ? undefined : first.own;
    const status = ownGoal?.status ?? state?.status ?? "none";
    const value = first?.own?.value ?? first?.target.value ?? null;
    return {
      sources: targets.map(({ target }) => target.source),
      view: {
        code: task.code,
        title: task.title,
        href: toTaskPath(task.id),
        dueOn: task.dueOn,
        status,
        statusName: progressStatusNames[status],
        figureText:
          first === undefined || value === null
            ? null
            : `${first.target.target.title}：${numberText(value)} ${first.target.target.measure}`,
      } satisfies DutyTask,
    };
  });
  const facts = await readFacts(
    db,
    { underPath: unit.path, from: week, to: today },
    { scope: "everywhere", page: 1, size: shownFacts },
  );
  const burden = (await listBurdens(db, { scope: [unit.path], from: week, to: week })).find(
    (row) => row.unitId === unitId,
  );
  const notAdopted = new Set(parts.filter(({ adoption }) => adoption === null).map(({ taskId }) => taskId));
  return {
    unitId,
    unitName: unit.name,
    due: standing
      .map(({ view }) => view)
      .filter(
        ({ status, dueOn }) =>
          status === "behind" ||
          status === "at_risk" ||
          (status !== "done" && dueOn >= today && dueOn <= soon),
      ),
    filled: {
      facts: facts.total,
      latest: facts.rows.map((fact) => ({
        text: `${fact.kindName} ${numberText(fact.quantity)} ${fact.measure}：${fact.record.title}`,
        on: fact.occurredOn,
        href: fact.record.href,
      })),
      tasks: standing.filter(({ sources }) => sources.includes("facts")).map(({ view }) => view),
    },
    asked: [
      ...tasks
        .filter(({ id }) => notAdopted.has(id))
        .map((task) => ({ text: `把“${task.code} ${task.title}”列入本单位文件`, href: toTaskPath(task.id) })),
      ...standing
        .filter(({ sources }) => sources.includes("none"))
        .map(({ view }) => ({ text: `给“${view.code} ${view.title}”附佐证材料`, href: view.href })),
    ],
    burden: { minutes: burden?.minutes ?? 0, limitMinutes: burden?.limitMinutes ?? usualLimitMinutes },
  };
};

/** What a liaison has on hand: what waits and by when, what filled itself, what only the unit can give. */
export const readDuties = async (context: Context, actor: PersonActor): Promise<Duties> => {
  const unitIds = new Set(
    actor.grants
      .filter(({ role }) => role === "street_liaison" || role === "department_liaison")
      .map(({ unitId }) => unitId),
  );
  const units: UnitDuties[] = [];
  for (const unitId of unitIds) units.push(await readUnit(context, unitId));
  return { waiting: await listWaiting(context, actor), units };
};
