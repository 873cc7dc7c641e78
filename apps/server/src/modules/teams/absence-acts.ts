import type { PersonActor } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import { isRealDay, toDistrictDate } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { createId } from "#kernel/ids.ts";
import { requireLeader } from "./commands.ts";
import type { TeamsError } from "./errors.ts";

const mostDays = 200;
const dayMs = 86_400_000;

/** Whether two days are a span that is not over and no longer than a leader may write down. */
export const isSpanAhead = (span: { fromOn: string; untilOn: string }, today: string): boolean => {
  const { fromOn, untilOn } = span;
  return (
    isRealDay(fromOn) &&
    isRealDay(untilOn) &&
    fromOn <= untilOn &&
    untilOn >= today &&
    Date.parse(untilOn) - Date.parse(fromOn) <= mostDays * dayMs
  );
};

const isOverlap = (error: unknown): boolean =>
  error instanceof Error && "constraint" in error && error.constraint === "team_absences_no_overlap";

/**
 * The leader says from when to when the team does not come (Y-21); it is offered nothing on those days. Visits that stand are
 * kept: the team gives them back itself.
 * @throws AppError `teams.absence_days` | `teams.absence_overlap` | `teams.absence_reason` | `teams.not_leader`
 */
export const addAbsence = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { teamId: string; fromOn: string; untilOn: string; reason: string },
): Promise<string> => {
  const team = await requireLeader(trx, actor, input.teamId);
  const { fromOn, untilOn } = input;
  const refuse = (field: string, code: TeamsError): AppError<TeamsError> =>
    new AppError<TeamsError>(code, { fields: { [field]: code } });
  if (!isSpanAhead(input, toDistrictDate(context.clock.now()))) throw refuse("untilOn", "teams.absence_days");
  const reason = input.reason.trim();
  if (reason.length < 2) throw refuse("reason", "teams.absence_reason");
  const id = createId(context.clock);
  try {
    await trx
      .insertInto("team_absences")
      .values({
        id,
        team_id: team.id,
        from_on: fromOn,
        until_on: untilOn,
        reason,
        created_at: context.clock.now(),
      })
      .execute();
  } catch (error) {
    if (isOverlap(error))
      throw new AppError<TeamsError>("teams.absence_overlap", {
        status: 409,
        fields: { fromOn: "teams.absence_overlap" },
        cause: error,
      });
    throw error;
  }
  await recordAudit(trx, context, {
    actor,
    action: "teams.edit",
    unitId: team.unit_id,
    record: { table: "team_absences", id },
    requestId: context.requestId,
  });
  return id;
};

/** The team comes after all. @throws AppError `teams.absence_not_found` (404) | `teams.not_leader` */
export const removeAbsence = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { teamId: string; absenceId: string },
): Promise<void> => {
  const team = await requireLeader(trx, actor, input.teamId);
  const gone = await trx
    .deleteFrom("team_absences")
    .where("id", "=", input.absenceId)
    .where("team_id", "=", team.id)
    .returning("id")
    .executeTakeFirst();
  if (gone === undefined) throw new AppError<TeamsError>("teams.absence_not_found", { status: 404 });
  await recordAudit(trx, context, {
    actor,
    action: "teams.edit",
    unitId: team.unit_id,
    record: { table: "team_absences", id: gone.id },
    requestId: context.requestId,
  });
};
