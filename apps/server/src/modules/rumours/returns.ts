import { hasReturned } from "@kepu/claim-matching";
import { sql } from "kysely";
import { systemActor } from "#kernel/actor.ts";
import type { Context } from "#kernel/context.ts";
import { type Db, inTransaction, type Trx } from "#kernel/db.ts";
import { invalidatePages } from "#kernel/page-cache.ts";
import { lockClaims, noteAct } from "./claim-rows.ts";
import { limits } from "./vocabulary.ts";

/** A checked claim that is asked about again after it had been quiet. */
export type ReturnView = {
  /** Its first report after the quiet time. */
  since: Date;
  /** Reports since then. */
  reports: number;
  quietDays: number;
};

const dayMs = 86_400_000;

/** Which claims with a verdict are back: at least so many reports within the window, after at least so many quiet days. */
export const listReturned = async (
  db: Db | Trx,
  now: Date,
  claimIds?: readonly string[],
): Promise<ReadonlyMap<string, ReturnView>> => {
  if (claimIds?.length === 0) return new Map();
  const from = new Date(now.getTime() - limits.returnWindowDays * dayMs);
  const rows = await db
    .selectFrom("claim_reports as report")
    .innerJoin("verdicts as verdict", (join) =>
      join.onRef("verdict.claim_id", "=", "report.claim_id").on("verdict.status", "=", "published"),
    )
    .select([
      "verdict.claim_id",
      sql<Date[]>`array_agg(report.created_at order by report.created_at)`.as("times"),
    ])
    .$if(claimIds !== undefined, (query) => query.where("verdict.claim_id", "in", [...(claimIds ?? [])]))
    // The few that were asked about lately, before all their reports are read.
    .where(
      sql<boolean>`verdict.claim_id in (select recent.claim_id from claim_reports recent
        where recent.created_at >= ${from} group by recent.claim_id having count(*) >= ${limits.returnLeast})`,
    )
    .groupBy("verdict.claim_id")
    .execute();
  return new Map(
    rows.flatMap((row): [string, ReturnView][] => {
      const times = row.times.map((time) => time.getTime());
      const isBack = hasReturned(times, {
        now: now.getTime(),
        windowMs: limits.returnWindowDays * dayMs,
        quietMs: limits.returnQuietDays * dayMs,
        least: limits.returnLeast,
      });
      const recent = times.filter((time) => time >= from.getTime() && time <= now.getTime());
      const last = times.filter((time) => time < from.getTime()).at(-1);
      const [first] = recent;
      if (!isBack || first === undefined || last === undefined) return [];
      return [
        [
          row.claim_id,
          {
            since: new Date(first),
            reports: recent.length,
            quietDays: Math.floor((first - last) / dayMs),
          },
        ],
      ];
    }),
  );
};

/** Writes each return once into its claim's history and lets the portal's pages say it. */
export const noteReturns = async ({ db, clock, cipher }: Context): Promise<number> => {
  const returned = await listReturned(db, clock.now());
  if (returned.size === 0) return 0;
  const lastNoted = new Map(
    (
      await db
        .selectFrom("claim_acts")
        .select(["claim_id", (eb) => eb.fn.max("acted_at").as("acted_at")])
        .where("claim_id", "in", [...returned.keys()])
        .where("act", "=", "returned")
        .groupBy("claim_id")
        .execute()
    ).map((act) => [act.claim_id, act.acted_at]),
  );
  const news = [...returned].filter(([claimId, { since }]) => {
    const last = lastNoted.get(claimId);
    return last === undefined || last < since;
  });
  let noted = 0;
  for (const [claimId, back] of news)
    noted += await inTransaction(db, async (trx) => {
      // Two nodes that look at once: the second waits here and finds the first one's line.
      await lockClaims(trx, [claimId]);
      const known = await trx
        .selectFrom("claim_acts")
        .select("id")
        .where("claim_id", "=", claimId)
        .where("act", "=", "returned")
        .where("acted_at", ">=", back.since)
        .executeTakeFirst();
      if (known !== undefined) return 0;
      const claim = await trx
        .selectFrom("claims")
        .select(["id", "unit_id"])
        .where("id", "=", claimId)
        .executeTakeFirstOrThrow();
      await noteAct(trx, { clock, cipher, requestId: "rumours.watch" }, systemActor("rumours.watch"), {
        claim,
        act: "returned",
        action: "rumours.watch",
        reason: `${back.quietDays} 天没人问，又有 ${back.reports} 人次问`,
      });
      await invalidatePages(trx);
      return 1;
    });
  return noted;
};

/** Claims that are back and that nobody at the desk has done anything about since. */
export const listUnansweredReturns = async (db: Db, now: Date): Promise<readonly string[]> => {
  const returned = await listReturned(db, now);
  if (returned.size === 0) return [];
  const acts = await db
    .selectFrom("claim_acts")
    .select(["claim_id", "acted_at"])
    .where("claim_id", "in", [...returned.keys()])
    .where("person_id", "is not", null)
    .execute();
  const notes = await db
    .selectFrom("claim_notes")
    .select(["claim_id", "created_at as acted_at"])
    .where("claim_id", "in", [...returned.keys()])
    .execute();
  return [...returned].flatMap(([claimId, { since }]) =>
    [...acts, ...notes].some((act) => act.claim_id === claimId && act.acted_at >= since) ? [] : [claimId],
  );
};
