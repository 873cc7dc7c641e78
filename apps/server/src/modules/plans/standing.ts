import type { Db } from "#kernel/db.ts";
import { createRecordedCache } from "#kernel/recorded-cache.ts";
import { listMilestones, type MilestoneView } from "./milestones.ts";
import { readProgress, type TaskProgress } from "./progress.ts";
import { listTaskIndicators, listTasks, listTaskUnits, type TaskUnitView, type TaskView } from "./queries.ts";
import { readTrends } from "./views.ts";

/** A whole plan on one day: its tasks, who does them, how they stand, whether they rise, its dated steps. */
export type Standing = {
  tasks: readonly TaskView[];
  parts: ReadonlyMap<string, readonly TaskUnitView[]>;
  progress: ReadonlyMap<string, TaskProgress>;
  trends: ReadonlyMap<string, string>;
  milestones: readonly MilestoneView[];
};

const makeStanding = async (db: Db, input: { documentId: string; asOf: string }): Promise<Standing> => {
  const { documentId, asOf } = input;
  const tasks = await listTasks(db, { documentId });
  const ids = tasks.map(({ id }) => id);
  const [first] = tasks;
  return {
    tasks,
    parts: Map.groupBy(await listTaskUnits(db, ids), ({ taskId }) => taskId),
    progress: await readProgress(db, { tasks, asOf }),
    trends:
      first === undefined
        ? new Map()
        : await readTrends(db, await listTaskIndicators(db, ids), { unitPath: first.unitPath, asOf }),
    milestones: await listMilestones(db, { documentId, today: asOf }),
  };
};

const cache = createRecordedCache<Standing>();

/**
 * How a plan stands on a day. Every fact and every act on a plan, a unit or evidence is in the ledger, so what was computed is
 * right until the ledger grows; then it is computed anew.
 */
export const readStanding = (db: Db, input: { documentId: string; asOf: string }): Promise<Standing> =>
  cache.read(db, `${input.documentId} ${input.asOf}`, () => makeStanding(db, input));
