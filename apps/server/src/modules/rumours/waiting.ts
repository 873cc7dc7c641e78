import { sql } from "kysely";
import { toDistrictDate } from "#kernel/clock.ts";
import type { WaitingItem, WaitingSource } from "#kernel/waiting.ts";
import { withinScope } from "#modules/organisations/index.ts";
import { findSigningTerm } from "#modules/people/index.ts";
import { rumoursPaths, toDeskPath } from "./paths.ts";
import { listUnansweredReturns } from "./returns.ts";
import { countSignatures, isSigned } from "./signing.ts";

/** What waits at the rumour desk for this person: claims to take up, words to sign in his fields, verdicts ready to come out. */
export const listRumoursWaiting: WaitingSource = async ({ db, policy, clock }, actor) => {
  const items: WaitingItem[] = [];
  const work = policy.scopeOf(actor, "rumours.work");
  if (work === "everywhere" || work.length > 0) {
    const open = await db
      .selectFrom("claims as claim")
      .innerJoin("org_units as unit", "unit.id", "claim.unit_id")
      .innerJoin("claim_reports as report", "report.claim_id", "claim.id")
      .select((eb) => [
        eb.fn.count<number>("claim.id").distinct().as("count"),
        eb.fn.min("report.due_at").as("due"),
      ])
      .where("claim.status", "=", "open")
      .where("report.status", "=", "waiting")
      .where(withinScope("unit.path", work))
      .executeTakeFirstOrThrow();
    items.push({
      kind: "rumours.open",
      title: "等待认领的谣言线索",
      href: `${rumoursPaths.workbench}?status=open`,
      count: open.count,
      // min() over no rows is null, whatever its type says.
      ...(open.count === 0 ? {} : { dueAt: new Date(open.due) }),
    });
    const returned = await listUnansweredReturns(db, clock.now());
    const back = await db
      .selectFrom("claims as claim")
      .innerJoin("org_units as unit", "unit.id", "claim.unit_id")
      .select((eb) => eb.fn.countAll<number>().as("count"))
      .where("claim.id", "=", sql<string>`any(${[...returned]}::uuid[])`)
      .where(withinScope("unit.path", work))
      .executeTakeFirstOrThrow();
    items.push({
      kind: "rumours.returned",
      title: "查清了又传起来的说法",
      href: `${rumoursPaths.workbench}?status=answered&returned=yes`,
      count: back.count,
    });
    const stuck = await db
      .selectFrom("verdict_notices as notice")
      .innerJoin("claims as claim", "claim.id", "notice.claim_id")
      .innerJoin("org_units as unit", "unit.id", "claim.unit_id")
      .select((eb) => eb.fn.countAll<number>().as("count"))
      .where("notice.status", "=", "stuck")
      .where(withinScope("unit.path", work))
      .executeTakeFirstOrThrow();
    items.push({
      kind: "rumours.stuck",
      title: "短信没发出去的告知",
      href: `${rumoursPaths.workbench}?status=answered`,
      count: stuck.count,
    });
  }
  const sign = policy.scopeOf(actor, "rumours.sign");
  const publish = policy.scopeOf(actor, "rumours.publish");
  const signing = await db
    .selectFrom("verdicts as verdict")
    .innerJoin("claims as claim", "claim.id", "verdict.claim_id")
    .innerJoin("org_units as unit", "unit.id", "claim.unit_id")
    .select([
      "verdict.id",
      "verdict.claim_id",
      "verdict.field",
      "verdict.title",
      "verdict.round_no",
      "unit.path",
    ])
    .where("verdict.status", "=", "signing")
    .where((eb) => eb.or([withinScope("unit.path", sign), withinScope("unit.path", publish)]))
    .orderBy("verdict.status_changed_at")
    .limit(50)
    .execute();
  for (const verdict of signing) {
    const decided = policy.decide(actor, "rumours.publish", { unitPath: verdict.path }).ok;
    if (decided && isSigned(await countSignatures(db, verdict)))
      items.push({
        kind: "rumours.publish",
        title: `签好字可以发布：${verdict.title}`,
        href: toDeskPath(verdict.claim_id),
        count: 1,
      });
    if (!policy.decide(actor, "rumours.sign", { unitPath: verdict.path }).ok) continue;
    const day = toDistrictDate(clock.now());
    const term = await findSigningTerm(db, { personId: actor.personId, field: verdict.field, day });
    const done = await db
      .selectFrom("verdict_signatures")
      .select("id")
      .where("verdict_id", "=", verdict.id)
      .where("round_no", "=", verdict.round_no)
      .where("person_id", "=", actor.personId)
      .executeTakeFirst();
    const wrote = await db
      .selectFrom("verdict_authors")
      .select("person_id")
      .where("verdict_id", "=", verdict.id)
      .where("person_id", "=", actor.personId)
      .executeTakeFirst();
    if (term !== undefined && done === undefined && wrote === undefined)
      items.push({
        kind: "rumours.sign",
        title: `请您签字：${verdict.title}`,
        href: toDeskPath(verdict.claim_id),
        count: 1,
      });
  }
  return items;
};
