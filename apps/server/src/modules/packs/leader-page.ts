import type { Static } from "typebox";
import type { PersonActor } from "#kernel/actor.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { Context } from "#kernel/context.ts";
import { createRecordedCache } from "#kernel/recorded-cache.ts";
import { listWaiting } from "#kernel/waiting.ts";
import { getUnit } from "#modules/organisations/index.ts";
import type { overviewAnswer } from "./contract.ts";
import { readOverview } from "./overview.ts";

export type LeaderPage = { unitPath: string; page: Static<typeof overviewAnswer> };

const cache = createRecordedCache<LeaderPage>();

const makeLeaderPage = async (
  context: Context,
  { unitId, actor, now }: { unitId: string; actor: PersonActor; now: Date },
): Promise<LeaderPage> => {
  const unit = await getUnit(context.db, unitId, toDistrictDate(now));
  const overview = await readOverview(context.db, { unit, now });
  const waiting = await listWaiting(context, actor);
  return {
    unitPath: unit.path,
    page: {
      ...overview,
      counts: [...overview.counts],
      red: [...overview.red],
      figures: [...overview.figures],
      milestones: [...overview.milestones],
      waiting: waiting.map(({ title, count, href, dueAt }) => ({
        title,
        count,
        href,
        dueAt: dueAt ?? null,
      })),
    },
  };
};

/**
 * A leader's page with the path of its unit, which the caller authorises. It is kept until the ledger grows or the minute
 * is over: acts are in the ledger, but a due time passes and minutes of typing come in without one.
 */
export const readLeaderPage = (
  context: Context,
  { unitId, actor }: { unitId: string; actor: PersonActor },
): Promise<LeaderPage> => {
  const now = context.clock.now();
  const minute = Math.floor(now.getTime() / 60_000);
  // What waits depends on what a session may see, and that on its second factor.
  const key = `${unitId} ${actor.sessionId} ${actor.secondFactor} ${minute}`;
  return cache.read(context.db, key, () => makeLeaderPage(context, { unitId, actor, now }));
};
