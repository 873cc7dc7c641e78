import type { Actor } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Db, Trx } from "#kernel/db.ts";
import { createId } from "#kernel/ids.ts";
import { type Scope, withinScope } from "#modules/organisations/index.ts";
import { writeHours } from "./hours.ts";

export type RosterTeam = { id: string; name: string; unitId: string };

/** Verified teams of that name at the units in scope. */
export const findRosterTeams = async (
  db: Db | Trx,
  input: { name: string; scope: Scope },
): Promise<readonly RosterTeam[]> =>
  db
    .selectFrom("volunteer_teams as team")
    .innerJoin("org_units as unit", "unit.id", "team.unit_id")
    .select(["team.id", "team.name", "team.unit_id as unitId"])
    .where("team.name", "=", input.name)
    .where("team.status", "=", "verified")
    .where(withinScope("unit.path", input.scope))
    .execute();

export const isMember = async (
  db: Db | Trx,
  input: { teamId: string; personId: string },
): Promise<boolean> => {
  const row = await db
    .selectFrom("team_members")
    .select("id")
    .where("team_id", "=", input.teamId)
    .where("person_id", "=", input.personId)
    .where("left_at", "is", null)
    .executeTakeFirst();
  return row !== undefined;
};

/** Added hours of a person in a team on a day that stand or wait. */
export const listAddedOn = async (
  db: Db | Trx,
  input: { personId: string; teamId: string; day: string },
): Promise<readonly { minutes: number; reason: string | null }[]> =>
  db
    .selectFrom("service_hours")
    .select(["minutes", "reason"])
    .where("person_id", "=", input.personId)
    .where("team_id", "=", input.teamId)
    .where("kind", "=", "added")
    .where("status", "in", ["proposed", "standing"])
    .where("worked_on", "=", input.day)
    .execute();

/** A member from a roster that the station confirmed (Y-21); who is in already stays as he is. */
export const admitMember = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { team: RosterTeam; personId: string },
): Promise<void> => {
  const id = createId(context.clock);
  const added = await trx
    .insertInto("team_members")
    .values({
      id,
      team_id: input.team.id,
      person_id: input.personId,
      joined_at: context.clock.now(),
      left_at: null,
    })
    .onConflict((conflict) =>
      conflict.columns(["team_id", "person_id"]).where("left_at", "is", null).doNothing(),
    )
    .executeTakeFirst();
  if (added.numInsertedOrUpdatedRows === 0n) return;
  await recordAudit(trx, context, {
    actor,
    action: "teams.member",
    unitId: input.team.unitId,
    record: { table: "team_members", id },
    requestId: context.requestId,
  });
};

/**
 * Hours of an earlier year from a sheet that one uploaded and the actor confirms: added hours (荣誉时长) from the beginning,
 * never credited ones. The database refuses where the two are one person, or either is the volunteer.
 */
export const writePastHours = async (
  trx: Trx,
  context: ActContext,
  actor: Actor & { personId: string },
  input: {
    team: RosterTeam;
    personId: string;
    day: string;
    minutes: number;
    reason: string;
    addedBy: string;
  },
): Promise<string> => {
  const { team, ...hours } = input;
  return writeHours(trx, context, actor, {
    hours: { ...hours, kind: "added", teamId: team.id, unitId: team.unitId, decidedBy: actor.personId },
    action: "teams.decide_hours",
  });
};
