import { systemActor } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { ActContext, Context } from "#kernel/context.ts";
import { type Db, inTransaction, type Trx } from "#kernel/db.ts";
import { createId } from "#kernel/ids.ts";
import type { Role } from "#kernel/actor.ts";
import { findMobile, listHoldersAt, queueMessage } from "#modules/identity/index.ts";
import { toResolutionNo } from "./vocabulary.ts";

const clockActor = systemActor("meetings.remind");
const dayMs = 86_400_000;
/** Days that an owner has after his reminder before the chair hears of it. */
export const chairAfterDays = 7;

const stages = {
  owner: {
    roles: ["street_liaison", "department_liaison", "org_admin"] as readonly Role[],
    words: (no: string, unit: string) =>
      `【湘江科普】${no}（${unit}）已过完成日期，请在“我的决议”里报告进展。`,
  },
  chair: {
    roles: ["supervisor"] as readonly Role[],
    words: (no: string, unit: string) =>
      `【湘江科普】${no}逾期，已提醒${unit} ${chairAfterDays} 天，仍没有报告，请督办。`,
  },
} as const;
type Stage = keyof typeof stages;

const remindOne = async (trx: Trx, context: ActContext, stage: Stage): Promise<boolean> => {
  const now = context.clock.now();
  const row = await trx
    .selectFrom("joint_resolutions as resolution")
    .innerJoin("joint_meetings as meeting", "meeting.id", "resolution.meeting_id")
    .innerJoin("org_units as owner", "owner.id", "resolution.owner_unit_id")
    .select([
      "resolution.id",
      "resolution.resolution_no",
      "resolution.owner_unit_id",
      "owner.name as owner_name",
      "meeting.unit_id as chair_unit_id",
    ])
    .where("resolution.status", "=", "open")
    .where("resolution.due_on", "<", toDistrictDate(now))
    .$if(stage === "owner", (query) => query.where("resolution.owner_reminded_at", "is", null))
    .$if(stage === "chair", (query) =>
      query
        .where("resolution.chair_reminded_at", "is", null)
        .where("resolution.owner_reminded_at", "<=", new Date(now.getTime() - chairAfterDays * dayMs)),
    )
    .orderBy("resolution.due_on")
    .orderBy("resolution.id")
    .limit(1)
    .forUpdate("resolution")
    .skipLocked()
    .executeTakeFirst();
  if (row === undefined) return false;
  await trx
    .updateTable("joint_resolutions")
    .set(stage === "owner" ? { owner_reminded_at: now } : { chair_reminded_at: now })
    .where("id", "=", row.id)
    .execute();
  const unitId = stage === "owner" ? row.owner_unit_id : row.chair_unit_id;
  const people = new Set<string>();
  for (const role of stages[stage].roles)
    for (const personId of await listHoldersAt(trx, context, { role, unitId })) people.add(personId);
  for (const personId of people)
    await trx
      .insertInto("resolution_notices")
      .values({
        id: createId(context.clock),
        resolution_id: row.id,
        stage,
        person_id: personId,
        body: stages[stage].words(toResolutionNo(row.resolution_no), row.owner_name),
        status: "waiting",
        created_at: now,
        settled_at: null,
      })
      .onConflict((conflict) => conflict.constraint("resolution_notices_once").doNothing())
      .execute();
  await recordAudit(trx, context, {
    actor: clockActor,
    action: "meetings.remind",
    unitId,
    record: { table: "joint_resolutions", id: row.id },
    reason: stage === "owner" ? "提醒责任单位" : "提醒牵头单位",
  });
  return true;
};

/**
 * Reminds the owner of every resolution past its day, and seven days later the chair: each once, each in a transaction
 * of its own, taken with SKIP LOCKED, so that several nodes share the work. Returns how many reminders were written.
 */
export const remindOverdue = async (parts: { db: Db } & ActContext, limit = 500): Promise<number> => {
  let count = 0;
  for (const stage of ["owner", "chair"] as const)
    while (count < limit && (await inTransaction(parts.db, (trx) => remindOne(trx, parts, stage))))
      count += 1;
  return count;
};

/** Hands what waits to the outbox: the reminder is settled and the message waits, or neither. */
export const sendReminders = async (context: Context, limit = 100): Promise<number> => {
  let count = 0;
  for (; count < limit; count += 1) {
    const isDone = await inTransaction(context.db, async (trx) => {
      const notice = await trx
        .selectFrom("resolution_notices")
        .select(["id", "person_id", "body"])
        .where("status", "=", "waiting")
        .orderBy("created_at")
        .orderBy("id")
        .limit(1)
        .forUpdate()
        .skipLocked()
        .executeTakeFirst();
      if (notice === undefined) return true;
      const phone = await findMobile(trx, context.cipher, notice.person_id);
      const rings =
        phone !== undefined &&
        (await queueMessage(trx, context, {
          key: `meetings.reminder:${notice.id}`,
          phone,
          text: notice.body,
          personId: notice.person_id,
        }));
      await trx
        .updateTable("resolution_notices")
        .set({ status: rings ? "sent" : "kept", settled_at: context.clock.now() })
        .where("id", "=", notice.id)
        .execute();
      return false;
    });
    if (isDone) break;
  }
  return count;
};
