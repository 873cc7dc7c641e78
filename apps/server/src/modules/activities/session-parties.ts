import type { Db, Trx } from "#kernel/db.ts";
import { listExpertTitles } from "#modules/people/index.ts";

/** Who has to do with a session that a person registered for: the unit that holds it, the team that helps, who made it and who speaks. */
export type SessionParties = {
  sessionId: string;
  title: string;
  startsAt: Date;
  unitId: string;
  teamId: string | null;
  /** Who made the activity, and its speaker. */
  personIds: readonly string[];
};

const selectSessions = (db: Db | Trx) =>
  db
    .selectFrom("activity_sessions as session")
    .innerJoin("activities as activity", "activity.id", "session.activity_id")
    .select([
      "session.id",
      "activity.title",
      "session.starts_at",
      "activity.unit_id",
      "activity.team_id",
      "activity.expert_id",
      "activity.created_by_person_id",
    ]);

type Row = Awaited<ReturnType<ReturnType<typeof selectSessions>["execute"]>>[number];

const toParties = async (db: Db | Trx, rows: readonly Row[]): Promise<readonly SessionParties[]> => {
  const experts = await listExpertTitles(
    db,
    rows.flatMap((row) => row.expert_id ?? []),
  );
  return rows.map((row) => ({
    sessionId: row.id,
    title: row.title,
    startsAt: row.starts_at,
    unitId: row.unit_id,
    teamId: row.team_id,
    personIds: [row.created_by_person_id, ...[experts.get(row.expert_id ?? "")?.personId ?? []].flat()],
  }));
};

/** Sessions by id, for what points to them. */
export const listSessionParties = async (
  db: Db | Trx,
  sessionIds: readonly string[],
): Promise<ReadonlyMap<string, SessionParties>> => {
  if (sessionIds.length === 0) return new Map();
  const rows = await selectSessions(db)
    .where("session.id", "in", [...new Set(sessionIds)])
    .execute();
  return new Map((await toParties(db, rows)).map((one) => [one.sessionId, one]));
};

/** Sessions of the last year that a person registered for, the latest first, also those that were called off. */
export const listSessionsOf = async (
  db: Db | Trx,
  input: { personId: string; now: Date },
): Promise<readonly SessionParties[]> => {
  const rows = await selectSessions(db)
    .where("session.starts_at", ">", new Date(input.now.getTime() - 365 * 86_400_000))
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom("registrations as own")
          .select("own.id")
          .whereRef("own.pool_id", "=", "session.pool_id")
          .where("own.person_id", "=", input.personId),
      ),
    )
    .orderBy("session.starts_at", "desc")
    .orderBy("session.id")
    .limit(50)
    .execute();
  return toParties(db, rows);
};
