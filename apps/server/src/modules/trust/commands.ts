import type { Actor } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { type FactError, reverseFact } from "#kernel/facts.ts";
import { invalidatePages } from "#kernel/page-cache.ts";

/**
 * Takes a fact back with a reason (冲销); figures move at once, the fact itself stays readable.
 * @throws AppError `facts.not_found` | `facts.not_reversible` | `facts.already_reversed`
 */
export const reverseFactWithReason = async (
  trx: Trx,
  context: ActContext,
  act: { actor: Actor; factId: string; reason: string },
): Promise<{ factId: string; reversalId: string }> => {
  const fact = await trx
    .selectFrom("facts")
    .select("unit_id")
    .where("id", "=", act.factId)
    .executeTakeFirst();
  if (fact === undefined) throw new AppError<FactError>("facts.not_found", { status: 404 });
  const reversalId = await reverseFact(trx, context.clock, act.factId);
  await recordAudit(trx, context, {
    actor: act.actor,
    action: "trust.reverse_fact",
    unitId: fact.unit_id,
    record: { table: "facts", id: act.factId },
    reason: act.reason,
    requestId: context.requestId,
  });
  // Public pages show figures.
  await invalidatePages(trx);
  return { factId: act.factId, reversalId };
};
