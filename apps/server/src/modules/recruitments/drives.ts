import type { PersonActor } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import { isRealDay, toDistrictDate } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import { isUniqueViolation, type Trx } from "#kernel/db.ts";
import { AppError, requireText } from "#kernel/errors.ts";
import { emitEvent } from "#kernel/events.ts";
import { createId } from "#kernel/ids.ts";
import { applyTransition } from "#kernel/transitions.ts";
import { requireLeader } from "#modules/teams/index.ts";
import type { RecruitmentsError } from "./errors.ts";
import { createJoinCode } from "./join-code.ts";
import { applicationStates, driveStates } from "./state.ts";
import type { RecruitedGroup } from "./vocabulary.ts";

const mostDays = 400;
const dayMs = 86_400_000;

export type NewDrive = {
  teamId: string;
  audience: RecruitedGroup;
  about: string;
  wanted: number;
  applyUntilOn: string;
  servesFromOn: string;
  servesUntilOn: string;
};

const requireDays = (input: NewDrive, today: string): void => {
  const { applyUntilOn, servesFromOn, servesUntilOn } = input;
  if (
    ![applyUntilOn, servesFromOn, servesUntilOn].every(isRealDay) ||
    applyUntilOn < today ||
    servesFromOn > servesUntilOn ||
    applyUntilOn > servesUntilOn ||
    Date.parse(servesUntilOn) - Date.parse(servesFromOn) > mostDays * dayMs
  )
    throw new AppError<RecruitmentsError>("recruitments.days", {
      fields: { applyUntilOn: "recruitments.days" },
    });
};

/**
 * The leader of a verified team looks for people of a group (Y-21, K-05): the drive gets a code for posters, one at a time for
 * each group.
 * @throws AppError `recruitments.team_not_working` | `recruitments.days` | `recruitments.about_short` | `recruitments.one_open`
 */
export const openDrive = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: NewDrive,
): Promise<{ id: string; code: string }> => {
  const team = await requireLeader(trx, actor, input.teamId);
  if (team.status !== "verified")
    throw new AppError<RecruitmentsError>("recruitments.team_not_working", { status: 409 });
  const now = context.clock.now();
  requireDays(input, toDistrictDate(now));
  const about = requireText<RecruitmentsError>("recruitments.about_short", input.about, { field: "about" });
  const id = createId(context.clock);
  const code = createJoinCode();
  try {
    await trx
      .insertInto("recruitments")
      .values({
        id,
        team_id: team.id,
        code,
        audience: input.audience,
        about,
        wanted: input.wanted,
        apply_until_on: input.applyUntilOn,
        serves_from_on: input.servesFromOn,
        serves_until_on: input.servesUntilOn,
        status: "open",
        status_changed_at: now,
        created_at: now,
      })
      .execute();
  } catch (error) {
    if (isUniqueViolation(error, "recruitments_one_open"))
      throw new AppError<RecruitmentsError>("recruitments.one_open", {
        status: 409,
        fields: { audience: "recruitments.one_open" },
        cause: error,
      });
    throw error;
  }
  await recordAudit(trx, context, {
    actor,
    action: "recruitments.open",
    unitId: team.unit_id,
    record: { table: "recruitments", id },
    requestId: context.requestId,
  });
  return { id, code };
};

/**
 * The leader ends a drive; whoever has no answer yet is declined with his words, so that nobody waits for ever.
 * @throws AppError `recruitments.not_found` | `recruitments.reason_needed` | `state.conflict`
 */
export const closeDrive = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { teamId: string; recruitmentId: string; reason?: string | undefined },
): Promise<void> => {
  const team = await requireLeader(trx, actor, input.teamId);
  // Its row is taken: an application that is on its way is seen below or refused.
  const drive = await trx
    .selectFrom("recruitments")
    .select("id")
    .where("id", "=", input.recruitmentId)
    .where("team_id", "=", team.id)
    .forUpdate()
    .executeTakeFirst();
  if (drive === undefined) throw new AppError<RecruitmentsError>("recruitments.not_found", { status: 404 });
  const waiting = await trx
    .selectFrom("recruitment_applications")
    .select("id")
    .where("recruitment_id", "=", drive.id)
    .where("status", "=", "applied")
    .orderBy("id")
    .execute();
  const reason = requireText<RecruitmentsError>("recruitments.reason_needed", input.reason, {
    least: waiting.length === 0 ? 0 : 5,
  });
  const now = context.clock.now();
  // The function is generic over all modules' tables.
  await applyTransition(trx as never, {
    machine: driveStates,
    table: "recruitments",
    id: drive.id,
    event: "close",
    now,
  });
  for (const { id } of waiting) {
    await applyTransition(trx as never, {
      machine: applicationStates,
      table: "recruitment_applications",
      id,
      event: "decline",
      now,
      set: { decision_reason: reason },
    });
    await emitEvent(trx, context.clock, "recruitments.decided", { applicationId: id });
  }
  for (const record of [
    { table: "recruitments", id: drive.id },
    ...waiting.map(({ id }) => ({ table: "recruitment_applications", id })),
  ])
    await recordAudit(trx, context, {
      actor,
      action: "recruitments.close",
      unitId: team.unit_id,
      record,
      requestId: context.requestId,
    });
};
