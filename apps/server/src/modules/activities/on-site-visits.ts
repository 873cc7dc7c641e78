import type { PersonActor } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Trx } from "#kernel/db.ts";
import { type LateSignOutcome, takeLateSign } from "#modules/orders/index.ts";
import type { LineAnswer, OnSiteOutcome, Sending } from "./on-site.ts";
import { type Flag, judgeTime } from "./on-site-time.ts";

/** One line made on a volunteer's device at an order's visit. */
export type VisitLine = {
  id: string;
  orderId: string;
  deviceAt: Date;
  kind: "visit_in" | "visit_out";
  code: string;
};

/** A clock that was moved can shift the moment of leaving and with it the hours: such a line is kept for people to judge. */
const unsure: readonly Flag[] = ["clock_changed", "time_impossible"];

/** Signs at the judged moment, and says what came of it. */
const apply = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  line: { kind: VisitLine["kind"]; orderId: string; code: string; at: Date; flags: readonly Flag[] },
): Promise<{ outcome: OnSiteOutcome; flags: readonly Flag[] }> => {
  if (line.kind === "visit_out" && line.flags.some((flag) => unsure.includes(flag)))
    return { outcome: "kept", flags: line.flags };
  const result: LateSignOutcome = await takeLateSign(trx, context, actor, {
    orderId: line.orderId,
    kind: line.kind === "visit_in" ? "in" : "out",
    code: line.code,
    at: line.at,
  });
  switch (result) {
    case "taken":
      return { outcome: "counted", flags: line.flags };
    case "known_already":
      return { outcome: "twice", flags: [...line.flags, "known_already"] };
    case "out_before_in":
    case "visit_over":
      return { outcome: "kept", flags: [...line.flags, result] };
    case "not_member":
    case "wrong_code":
    case "outside_time":
      return { outcome: "refused", flags: [...line.flags, result] };
    default: {
      const never: never = result;
      return never;
    }
  }
};

/** A signing out that came before its signing in is tried again once that is there. */
const applyWaiting = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  orderId: string,
): Promise<void> => {
  const waiting = await trx
    .selectFrom("on_site_events")
    .select(["id", "judged_at", "flags"])
    .where("order_id", "=", orderId)
    .where("by_person_id", "=", actor.personId)
    .where("kind", "=", "visit_out")
    .where("outcome", "=", "kept")
    .orderBy("judged_at")
    .orderBy("id")
    .execute();
  for (const line of waiting) {
    const flags = line.flags.filter((flag) => flag !== "out_before_in");
    const done = await apply(trx, context, actor, {
      kind: "visit_out",
      orderId,
      code: "",
      at: line.judged_at,
      flags,
    });
    await trx
      .updateTable("on_site_events")
      .set({ outcome: done.outcome, flags: [...done.flags] })
      .where("id", "=", line.id)
      .execute();
  }
};

/**
 * Takes a volunteer's line in; kept whatever comes of it. A line that came before changes nothing.
 */
export const takeVisitLine = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { line: VisitLine; sending: Sending },
): Promise<LineAnswer> => {
  const { line, sending } = input;
  const receivedAt = context.clock.now();
  const judged = judgeTime({
    deviceAt: line.deviceAt,
    deviceSentAt: sending.deviceSentAt,
    receivedAt,
    ticket: sending.ticket,
  });
  const inserted = await trx
    .insertInto("on_site_events")
    .values({
      id: line.id,
      kind: line.kind,
      session_id: null,
      order_id: line.orderId,
      registration_id: null,
      undoes_id: null,
      people_count: 0,
      audience: null,
      method: "code",
      device_id: sending.deviceId ?? null,
      device_at: line.deviceAt,
      device_sent_at: sending.deviceSentAt,
      received_at: receivedAt,
      judged_at: judged.at,
      by_person_id: actor.personId,
      outcome: "kept",
      flags: [...judged.flags],
    })
    .onConflict((conflict) => conflict.constraint("on_site_events_pkey").doNothing())
    .executeTakeFirst();
  if (inserted.numInsertedOrUpdatedRows === 0n) return knownLine(trx, line.id);
  const done = await apply(trx, context, actor, {
    kind: line.kind,
    orderId: line.orderId,
    code: line.code,
    at: judged.at,
    flags: judged.flags,
  });
  await trx
    .updateTable("on_site_events")
    .set({ outcome: done.outcome, flags: [...done.flags] })
    .where("id", "=", line.id)
    .execute();
  if (line.kind === "visit_in" && done.outcome === "counted")
    await applyWaiting(trx, context, actor, line.orderId);
  await recordAudit(trx, context, {
    actor,
    action: `activities.on_site_${line.kind}`,
    record: { table: "on_site_events", id: line.id },
    requestId: context.requestId,
  });
  return { id: line.id, outcome: done.outcome, flags: done.flags };
};

const knownLine = async (trx: Trx, id: string): Promise<LineAnswer> => {
  const row = await trx
    .selectFrom("on_site_events")
    .select("flags")
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
  return { id, outcome: "known", flags: row.flags };
};
