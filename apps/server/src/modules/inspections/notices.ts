import type { Actor } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { createId } from "#kernel/ids.ts";
import type { InspectionsError } from "./errors.ts";

/**
 * Sends a notice to units; it is received by a unit, not by persons, and nobody is ranked by it (O-06).
 * @throws AppError `inspections.notice_units`
 */
export const issueNotice = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: {
    unitId: string;
    title: string;
    body: string;
    receiveBy?: string | undefined;
    toUnitIds: readonly string[];
  },
): Promise<string> => {
  const to = [...new Set(input.toUnitIds)];
  if (to.length === 0)
    throw new AppError<InspectionsError>("inspections.notice_units", {
      fields: { toUnitIds: "inspections.notice_units" },
    });
  const id = createId(context.clock);
  await trx
    .insertInto("unit_notices")
    .values({
      id,
      unit_id: input.unitId,
      title: input.title.trim(),
      body: input.body.trim(),
      receive_by: input.receiveBy ?? null,
      issued_by_person_id: actor.kind === "person" ? actor.personId : null,
      issued_at: context.clock.now(),
    })
    .execute();
  await trx
    .insertInto("notice_receipts")
    .values(to.map((unitId) => ({ notice_id: id, unit_id: unitId, received_at: null })))
    .execute();
  await recordAudit(trx, context, {
    actor,
    action: "inspections.notice",
    unitId: input.unitId,
    record: { table: "unit_notices", id },
    requestId: context.requestId,
  });
  return id;
};

/**
 * A unit has received a notice; a second time changes nothing.
 * @throws AppError `inspections.notice_not_for_you`
 */
export const receiveNotice = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { noticeId: string; unitId: string },
): Promise<void> => {
  const now = context.clock.now();
  const first = await trx
    .updateTable("notice_receipts")
    .set({ received_at: now })
    .where("notice_id", "=", input.noticeId)
    .where("unit_id", "=", input.unitId)
    .where("received_at", "is", null)
    .returning("unit_id")
    .executeTakeFirst();
  if (first === undefined) {
    const known = await trx
      .selectFrom("notice_receipts")
      .select("unit_id")
      .where("notice_id", "=", input.noticeId)
      .where("unit_id", "=", input.unitId)
      .executeTakeFirst();
    if (known === undefined)
      throw new AppError<InspectionsError>("inspections.notice_not_for_you", { status: 409 });
    return;
  }
  await recordAudit(trx, context, {
    actor,
    action: "inspections.respond",
    unitId: input.unitId,
    record: { table: "unit_notices", id: input.noticeId },
    reason: "签收",
    requestId: context.requestId,
  });
};
