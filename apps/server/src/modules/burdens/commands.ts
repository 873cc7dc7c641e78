import type { PersonActor } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Trx } from "#kernel/db.ts";
import { createId } from "#kernel/ids.ts";
import "./tables.ts";

/** Sets how many minutes of typing a week may ask of each unit at and below one. Earlier limits stay readable. */
export const setBurdenLimit = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { unitId: string; minutes: number; reason: string },
): Promise<string> => {
  const id = createId(context.clock);
  const reason = input.reason.trim();
  await trx
    .insertInto("burden_limits")
    .values({
      id,
      unit_id: input.unitId,
      minutes: input.minutes,
      reason,
      set_by_person_id: actor.personId,
      set_at: context.clock.now(),
    })
    .execute();
  await recordAudit(trx, context, {
    actor,
    action: "burdens.set_limit",
    unitId: input.unitId,
    record: { table: "burden_limits", id },
    reason,
    requestId: context.requestId,
  });
  return id;
};
