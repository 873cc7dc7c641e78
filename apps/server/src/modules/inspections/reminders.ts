import { type Role, systemActor } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { Context } from "#kernel/context.ts";
import { inTransaction, type Trx } from "#kernel/db.ts";
import { findMobile, listHoldersAt, queueMessage } from "#modules/identity/index.ts";

const clockActor = systemActor("inspections.remind");
const dayMs = 86_400_000;
/** Days that a unit has after its reminder before the inspecting office hears of it. */
const officeAfterDays = 7;

const stages = {
  unit: {
    roles: ["street_liaison", "department_liaison", "org_admin"] as readonly Role[],
    words: (no: string, unit: string) =>
      `【湘江科普】${no}（${unit}）已过期限，请在“我的整改”里报告办理情况。`,
  },
  office: {
    roles: ["supervisor"] as readonly Role[],
    words: (no: string, unit: string) =>
      `【湘江科普】${no}逾期，已提醒${unit} ${officeAfterDays} 天，仍没有报告，请督办。`,
  },
} as const;
type Stage = keyof typeof stages;

const remindOne = async (trx: Trx, context: Context, stage: Stage): Promise<boolean> => {
  const now = context.clock.now();
  const row = await trx
    .selectFrom("rectifications as order")
    .innerJoin("inspections as inspection", "inspection.id", "order.inspection_id")
    .innerJoin("org_units as unit", "unit.id", "order.unit_id")
    .select([
      "order.id",
      "order.rectification_no",
      "order.unit_id",
      "unit.name as unit_name",
      "inspection.unit_id as office_id",
    ])
    .where("order.status", "=", "ordered")
    .where("order.due_on", "<", toDistrictDate(now))
    .$if(stage === "unit", (query) => query.where("order.unit_reminded_at", "is", null))
    .$if(stage === "office", (query) =>
      query
        .where("order.office_reminded_at", "is", null)
        .where("order.unit_reminded_at", "<=", new Date(now.getTime() - officeAfterDays * dayMs)),
    )
    .orderBy("order.due_on")
    .orderBy("order.id")
    .limit(1)
    .forUpdate("order")
    .skipLocked()
    .executeTakeFirst();
  if (row === undefined) return false;
  await trx
    .updateTable("rectifications")
    .set(stage === "unit" ? { unit_reminded_at: now } : { office_reminded_at: now })
    .where("id", "=", row.id)
    .execute();
  const unitId = stage === "unit" ? row.unit_id : row.office_id;
  const people = new Set<string>();
  for (const role of stages[stage].roles)
    for (const personId of await listHoldersAt(trx, context, { role, unitId })) people.add(personId);
  // A number and whose turn it is; what is to be put right stands on the page behind the sign-in.
  const text = stages[stage].words(`整改 ${row.rectification_no} 号`, row.unit_name);
  for (const personId of people) {
    const phone = await findMobile(trx, context.cipher, personId);
    // Who has no number gets no message: the list shows the same.
    if (phone !== undefined)
      await queueMessage(trx, context, {
        key: `inspections.remind:${row.id}:${stage}:${personId}`,
        phone,
        text,
        personId,
      });
  }
  await recordAudit(trx, context, {
    actor: clockActor,
    action: "inspections.remind",
    unitId,
    record: { table: "rectifications", id: row.id },
    reason: stage === "unit" ? "提醒整改单位" : "提醒检查单位",
  });
  return true;
};

/**
 * Reminds the unit of every order past its day, and seven days later the office that inspects: each once. Each is a
 * transaction of its own, taken with SKIP LOCKED, so that several nodes share the work. Returns how many were reminded of.
 */
export const remindLate = async (context: Context, limit = 500): Promise<number> => {
  let count = 0;
  for (const stage of ["unit", "office"] as const)
    while (count < limit && (await inTransaction(context.db, (trx) => remindOne(trx, context, stage))))
      count += 1;
  return count;
};
