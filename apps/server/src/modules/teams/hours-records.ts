import { sql } from "kysely";
import type { Db, Trx } from "#kernel/db.ts";

/** A record of hours as a certificate lists it. */
export type CertifiableHours = {
  id: string;
  kind: "credited" | "added";
  minutes: number;
  day: string;
  teamId: string;
  teamName: string;
  visitId: string | null;
  reason: string | null;
};

/** The units that recorded hours of a person which stand: whoever recorded certifies (谁记录、谁证明). */
export const listRecordingUnits = async (
  db: Db | Trx,
  personId: string,
): Promise<readonly { unitId: string; unitName: string; credited: number; added: number }[]> =>
  db
    .selectFrom("service_hours as hours")
    .innerJoin("volunteer_teams as team", "team.id", "hours.team_id")
    .innerJoin("org_units as unit", "unit.id", "team.unit_id")
    .select([
      "team.unit_id as unitId",
      "unit.name as unitName",
      sql<number>`coalesce(sum(hours.minutes) filter (where hours.kind = 'credited'), 0)`.as("credited"),
      sql<number>`coalesce(sum(hours.minutes) filter (where hours.kind = 'added'), 0)`.as("added"),
    ])
    .where("hours.person_id", "=", personId)
    .where("hours.status", "=", "standing")
    .groupBy(["team.unit_id", "unit.name"])
    .orderBy("unit.name")
    .execute();

/** What stands of a person's hours that teams of one unit recorded in a period, oldest first. */
export const listCertifiableHours = async (
  db: Db | Trx,
  input: { personId: string; unitId: string; from: string; to: string },
): Promise<readonly CertifiableHours[]> =>
  db
    .selectFrom("service_hours as hours")
    .innerJoin("volunteer_teams as team", "team.id", "hours.team_id")
    .select([
      "hours.id",
      "hours.kind",
      "hours.minutes",
      "hours.worked_on as day",
      "hours.team_id as teamId",
      "team.name as teamName",
      "hours.visit_id as visitId",
      "hours.reason",
    ])
    .where("hours.person_id", "=", input.personId)
    .where("team.unit_id", "=", input.unitId)
    .where("hours.status", "=", "standing")
    .where("hours.worked_on", ">=", input.from)
    .where("hours.worked_on", "<=", input.to)
    .orderBy("hours.worked_on")
    .orderBy("hours.id")
    .execute();

/** Those of the given records that do not stand any more, or that a later record corrects. */
export const listCorrectedHours = async (
  db: Db | Trx,
  ids: readonly string[],
): Promise<readonly string[]> => {
  if (ids.length === 0) return [];
  const rows = await db
    .selectFrom("service_hours as hours")
    .select("hours.id")
    .where("hours.id", "in", [...ids])
    .where((eb) =>
      eb.or([
        eb("hours.status", "<>", "standing"),
        eb.exists(
          eb
            .selectFrom("service_hours as later")
            .select("later.id")
            .whereRef("later.corrects_id", "=", "hours.id"),
        ),
      ]),
    )
    .execute();
  return rows.map((row) => row.id);
};
