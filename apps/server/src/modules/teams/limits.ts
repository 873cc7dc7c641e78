import type { PersonActor } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Db, Trx } from "#kernel/db.ts";
import { requireOneself } from "./commands.ts";
import type { Effort } from "./vocabulary.ts";

/** What a volunteer can manage, by his own word; nobody is asked for a reason or a diagnosis. */
export type Limits = { effort: Effort; visitsAWeek: number | null };

const noLimits: Limits = { effort: "normal", visitsAWeek: null };

export const findLimits = async (db: Db | Trx, personId: string): Promise<Limits> => {
  const row = await db
    .selectFrom("volunteer_limits")
    .select(["effort", "visits_a_week as visitsAWeek"])
    .where("person_id", "=", personId)
    .executeTakeFirst();
  return row ?? noLimits;
};

/** A volunteer says that he does lighter tasks only, or so many visits a week (E-03); what is agreed already stays. */
export const setLimits = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  limits: Limits,
): Promise<void> => {
  requireOneself(actor);
  const values = {
    effort: limits.effort,
    visits_a_week: limits.visitsAWeek,
    updated_at: context.clock.now(),
  };
  await trx
    .insertInto("volunteer_limits")
    .values({ person_id: actor.personId, ...values })
    .onConflict((conflict) => conflict.column("person_id").doUpdateSet(values))
    .execute();
  await recordAudit(trx, context, {
    actor,
    action: "teams.limits",
    record: { table: "volunteer_limits", id: actor.personId },
    requestId: context.requestId,
  });
};
