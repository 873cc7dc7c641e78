import type { PersonActor } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import { isUniqueViolation, type Trx } from "#kernel/db.ts";
import { AppError, requireText } from "#kernel/errors.ts";
import { emitEvent } from "#kernel/events.ts";
import { recordFacts } from "#kernel/facts.ts";
import { createId } from "#kernel/ids.ts";
import { applyTransition } from "#kernel/transitions.ts";
import {
  admitMember,
  getTeam,
  type Half,
  isMember,
  requireLeader,
  requireOneself,
} from "#modules/teams/index.ts";
import type { RecruitmentsError } from "./errors.ts";
import { getDriveByCode } from "./queries.ts";
import { applicationStates } from "./state.ts";

declare module "#kernel/events.ts" {
  interface Events {
    "recruitments.decided": { applicationId: string };
  }
}

const refuse = (code: RecruitmentsError, status = 409, field?: string): AppError<RecruitmentsError> =>
  new AppError<RecruitmentsError>(code, {
    status,
    ...(field === undefined ? {} : { fields: { [field]: code } }),
  });

/**
 * A resident applies with the code of a drive (Y-21, K-05) and says at which half days he can come.
 * @returns the application's id
 * @throws AppError `recruitments.code_unknown` | `recruitments.full` | `recruitments.past` | `recruitments.closed` |
 *   `recruitments.times` | `recruitments.member_already` | `recruitments.applied_already`
 */
export const applyToDrive = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { code: string; days: readonly number[]; halves: readonly Half[]; words?: string | undefined },
): Promise<string> => {
  requireOneself(actor);
  const now = context.clock.now();
  const drive = await getDriveByCode(trx, input.code, now);
  // A drive that ends at the same time: the share lock waits for it, and then it is closed.
  const held = await trx
    .selectFrom("recruitments")
    .select("status")
    .where("id", "=", drive.id)
    .forShare()
    .executeTakeFirstOrThrow();
  const standing = held.status === "closed" ? "closed" : drive.standing;
  if (standing !== "open") throw refuse(`recruitments.${standing}`);
  const { personId } = actor;
  if (await isMember(trx, { teamId: drive.teamId, personId })) throw refuse("recruitments.member_already");
  if (input.days.length === 0) throw refuse("recruitments.times", 422, "days");
  if (input.halves.length === 0) throw refuse("recruitments.times", 422, "halves");
  const words = input.words?.trim() ?? "";
  const id = createId(context.clock);
  try {
    await trx
      .insertInto("recruitment_applications")
      .values({
        id,
        recruitment_id: drive.id,
        person_id: personId,
        words_sealed: words === "" ? null : context.cipher.encrypt(words),
        days: [...new Set(input.days)],
        halves: [...new Set(input.halves)],
        status: "applied",
        status_changed_at: now,
        decision_reason: null,
        created_at: now,
      })
      .execute();
  } catch (error) {
    if (isUniqueViolation(error, "recruitment_applications_once"))
      throw new AppError<RecruitmentsError>("recruitments.applied_already", { status: 409, cause: error });
    throw error;
  }
  await recordAudit(trx, context, {
    actor,
    action: "recruitments.apply",
    unitId: drive.unitId,
    record: { table: "recruitment_applications", id },
    requestId: context.requestId,
  });
  return id;
};

/** The resident takes it back; his words go. @throws AppError `recruitments.application_not_found` | `state.conflict` */
export const withdrawApplication = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  applicationId: string,
): Promise<void> => {
  requireOneself(actor);
  const row = await trx
    .selectFrom("recruitment_applications")
    .select("id")
    .where("id", "=", applicationId)
    .where("person_id", "=", actor.personId)
    .executeTakeFirst();
  if (row === undefined) throw refuse("recruitments.application_not_found", 404);
  await applyTransition(trx as never, {
    machine: applicationStates,
    table: "recruitment_applications",
    id: row.id,
    event: "withdraw",
    now: context.clock.now(),
    set: { words_sealed: null },
  }); // the function is generic over all modules' tables
  await recordAudit(trx, context, {
    actor,
    action: "recruitments.withdraw",
    record: { table: "recruitment_applications", id: row.id },
    requestId: context.requestId,
  });
};

/**
 * A place of the drive, taken in the statement that looks whether one is left: PostgreSQL looks again at the row that the
 * other left, so of two that want the last place one gets none.
 * @throws AppError `recruitments.full` | `recruitments.closed`
 */
export const takePlace = async (trx: Trx, recruitmentId: string): Promise<void> => {
  const taken = await trx
    .updateTable("recruitments")
    .set((eb) => ({ admitted: eb("admitted", "+", 1) }))
    .where("id", "=", recruitmentId)
    .where("status", "=", "open")
    .whereRef("admitted", "<", "wanted")
    .returning("id")
    .executeTakeFirst();
  if (taken !== undefined) return;
  const { status } = await trx
    .selectFrom("recruitments")
    .select("status")
    .where("id", "=", recruitmentId)
    .executeTakeFirstOrThrow();
  throw refuse(status === "closed" ? "recruitments.closed" : "recruitments.full");
};

/**
 * The leader admits, while places are left, or declines with a reason; who is admitted is a member from then on.
 * @throws AppError `recruitments.application_not_found` | `recruitments.reason_needed` | `recruitments.full` |
 *   `recruitments.member_already` | `state.conflict` | `teams.not_leader`
 */
export const decideApplication = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: {
    teamId: string;
    applicationId: string;
    decision: "admit" | "decline";
    reason?: string | undefined;
  },
): Promise<void> => {
  await requireLeader(trx, actor, input.teamId);
  const team = await getTeam(trx, input.teamId);
  const row = await trx
    .selectFrom("recruitment_applications as one")
    .innerJoin("recruitments as drive", "drive.id", "one.recruitment_id")
    .select(["one.id", "one.person_id", "one.recruitment_id"])
    .where("one.id", "=", input.applicationId)
    .where("drive.team_id", "=", team.id)
    .executeTakeFirst();
  if (row === undefined) throw refuse("recruitments.application_not_found", 404);
  const reason = requireText<RecruitmentsError>("recruitments.reason_needed", input.reason, {
    least: input.decision === "decline" ? 5 : 0,
  });
  const now = context.clock.now();
  await applyTransition(trx as never, {
    machine: applicationStates,
    table: "recruitment_applications",
    id: row.id,
    event: input.decision,
    now,
    set: { decision_reason: reason === "" ? null : reason },
  }); // the function is generic over all modules' tables
  if (input.decision === "admit") {
    if (await isMember(trx, { teamId: team.id, personId: row.person_id }))
      throw refuse("recruitments.member_already");
    await takePlace(trx, row.recruitment_id);
    await admitMember(trx, context, actor, { team, personId: row.person_id });
    await recordFacts(trx, context.clock, [
      {
        kind: "recruitments.admitted",
        occurredOn: toDistrictDate(now),
        unitId: team.unitId,
        quantity: 1,
        measure: "人",
        source: { table: "recruitment_applications", id: row.id },
      },
    ]);
  }
  await emitEvent(trx, context.clock, "recruitments.decided", { applicationId: row.id });
  await recordAudit(trx, context, {
    actor,
    action: "recruitments.decide",
    unitId: team.unitId,
    record: { table: "recruitment_applications", id: row.id },
    requestId: context.requestId,
  });
};
