import type { PersonActor } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Trx } from "#kernel/db.ts";
import { AppError, requireText } from "#kernel/errors.ts";
import { createId } from "#kernel/ids.ts";
import { isSpanAhead } from "./absence-acts.ts";
import { requireLeader } from "./commands.ts";
import type { TeamsError } from "./errors.ts";
import type { HalfDay } from "./terms.ts";

const isOverlap = (error: unknown): boolean =>
  error instanceof Error && "constraint" in error && error.constraint === "team_terms_no_overlap";

/**
 * The leader says at which half days the team comes in a term (Y-21); while the term runs these stand in place of the usual ones.
 * @throws AppError `teams.term_days` | `teams.term_name` | `teams.times` | `teams.term_overlap` | `teams.not_leader`
 */
export const addTerm = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { teamId: string; name: string; fromOn: string; untilOn: string; times: readonly HalfDay[] },
): Promise<string> => {
  const team = await requireLeader(trx, actor, input.teamId);
  const { fromOn, untilOn } = input;
  const refuse = (field: string, code: TeamsError, status = 422): AppError<TeamsError> =>
    new AppError<TeamsError>(code, { status, fields: { [field]: code } });
  if (!isSpanAhead(input, toDistrictDate(context.clock.now())))
    throw refuse("termUntilOn", "teams.term_days");
  const name = requireText<TeamsError>("teams.term_name", input.name, { least: 2, field: "name" });
  if (input.times.length === 0) throw refuse("days", "teams.times");
  const id = createId(context.clock);
  try {
    await trx
      .insertInto("team_terms")
      .values({
        id,
        team_id: team.id,
        name,
        from_on: fromOn,
        until_on: untilOn,
        created_at: context.clock.now(),
      })
      .execute();
  } catch (error) {
    if (isOverlap(error)) throw refuse("termFromOn", "teams.term_overlap", 409);
    throw error;
  }
  await trx
    .insertInto("team_term_times")
    .values(input.times.map((time) => ({ term_id: id, ...time })))
    .execute();
  await recordAudit(trx, context, {
    actor,
    action: "teams.edit",
    unitId: team.unit_id,
    record: { table: "team_terms", id },
    requestId: context.requestId,
  });
  return id;
};

/** The term does not hold after all. @throws AppError `teams.term_not_found` (404) | `teams.not_leader` */
export const removeTerm = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { teamId: string; termId: string },
): Promise<void> => {
  const team = await requireLeader(trx, actor, input.teamId);
  const gone = await trx
    .deleteFrom("team_terms")
    .where("id", "=", input.termId)
    .where("team_id", "=", team.id)
    .returning("id")
    .executeTakeFirst();
  if (gone === undefined) throw new AppError<TeamsError>("teams.term_not_found", { status: 404 });
  await recordAudit(trx, context, {
    actor,
    action: "teams.edit",
    unitId: team.unit_id,
    record: { table: "team_terms", id: gone.id },
    requestId: context.requestId,
  });
};
