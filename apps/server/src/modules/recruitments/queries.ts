import { sql } from "kysely";
import { toDistrictDate } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Db, Trx } from "#kernel/db.ts";
import { readPage } from "#kernel/read-page.ts";
import { AppError } from "#kernel/errors.ts";
import { getPersonNames } from "#modules/identity/index.ts";
import type { Scope } from "#modules/organisations/index.ts";
import { type Half, listTeamIdsAt, listTeamsById } from "#modules/teams/index.ts";
import type { RecruitmentsError } from "./errors.ts";
import { parseJoinCode } from "./join-code.ts";
import { type ApplicationStatus, type DriveStanding, type DriveStatus, standingOf } from "./state.ts";
import type { RecruitedGroup } from "./vocabulary.ts";

export type DriveView = {
  id: string;
  code: string;
  teamId: string;
  teamName: string;
  /** What sort of team it is and what it does. */
  teamAbout: string;
  unitId: string;
  unitName: string;
  unitPath: string;
  audience: RecruitedGroup;
  about: string;
  wanted: number;
  admitted: number;
  /** Applications without an answer. */
  waiting: number;
  applyUntilOn: string;
  servesFromOn: string;
  servesUntilOn: string;
  status: DriveStatus;
  standing: DriveStanding;
  createdAt: Date;
};

const selectDrives = (db: Db | Trx) =>
  db
    .selectFrom("recruitments as drive")
    .selectAll("drive")
    .select(
      sql<number>`(select count(*) from recruitment_applications a where a.recruitment_id = drive.id and a.status = 'applied')`.as(
        "waiting",
      ),
    );
type Row = Awaited<ReturnType<ReturnType<typeof selectDrives>["executeTakeFirstOrThrow"]>>;

const toViews = async (db: Db | Trx, rows: readonly Row[], now: Date): Promise<readonly DriveView[]> => {
  const today = toDistrictDate(now);
  const teams = new Map(
    (
      await listTeamsById(
        db,
        rows.map((row) => row.team_id),
      )
    ).map((team) => [team.id, team]),
  );
  return rows.flatMap((row) => {
    const team = teams.get(row.team_id);
    if (team === undefined) return [];
    const drive = {
      id: row.id,
      code: row.code,
      teamId: row.team_id,
      teamName: team.name,
      teamAbout: team.about,
      unitId: team.unitId,
      unitName: team.unitName,
      unitPath: team.unitPath,
      audience: row.audience,
      about: row.about,
      wanted: row.wanted,
      admitted: row.admitted,
      waiting: row.waiting,
      applyUntilOn: row.apply_until_on,
      servesFromOn: row.serves_from_on,
      servesUntilOn: row.serves_until_on,
      // A team that works no longer takes nobody in.
      status: team.status === "verified" ? row.status : ("closed" as const),
      createdAt: row.created_at,
    };
    return [{ ...drive, standing: standingOf(drive, today) }];
  });
};

/** The drive with a code, however it was typed. @throws AppError `recruitments.code_unknown` (404) */
export const getDriveByCode = async (db: Db | Trx, typed: string, now: Date): Promise<DriveView> => {
  const code = parseJoinCode(typed);
  const row =
    code === undefined ? undefined : await selectDrives(db).where("code", "=", code).executeTakeFirst();
  const [drive] = row === undefined ? [] : await toViews(db, [row], now);
  if (drive === undefined)
    throw new AppError<RecruitmentsError>("recruitments.code_unknown", {
      status: 404,
      fields: { code: "recruitments.code_unknown" },
    });
  return drive;
};

/** Drives that take applications today, the newest first: what somebody without a code can choose from. */
export const listOpenDrives = async (db: Db | Trx, now: Date): Promise<readonly DriveView[]> => {
  const rows = await selectDrives(db)
    .where("status", "=", "open")
    .where("apply_until_on", ">=", toDistrictDate(now))
    .whereRef("admitted", "<", "wanted")
    .orderBy("created_at", "desc")
    .orderBy("id")
    .limit(50)
    .execute();
  return (await toViews(db, rows, now)).filter((drive) => drive.standing === "open");
};

/** A team's drives, the newest first. */
export const listDrivesOf = async (db: Db | Trx, teamId: string, now: Date): Promise<readonly DriveView[]> =>
  toViews(
    db,
    await selectDrives(db)
      .where("team_id", "=", teamId)
      .orderBy("created_at", "desc")
      .orderBy("id")
      .limit(50)
      .execute(),
    now,
  );

/** Drives of the teams whose station is in scope, the newest first. */
export const listDrives = async (
  db: Db | Trx,
  filter: { scope: Scope; audience?: RecruitedGroup | undefined; page: number; size: number },
  now: Date,
): Promise<{ rows: readonly DriveView[]; total: number }> => {
  const { audience } = filter;
  const found = selectDrives(db)
    .where("team_id", "in", listTeamIdsAt(db, filter.scope))
    .$if(audience !== undefined, (query) => query.where("audience", "=", audience ?? "resident"));
  const { rows, total } = await readPage(
    found,
    (query) => query.orderBy("created_at", "desc").orderBy("id"),
    filter,
  );
  return { rows: await toViews(db, rows, now), total };
};

export type ApplicationView = {
  id: string;
  recruitmentId: string;
  personId: string;
  name: string;
  words: string | null;
  times: readonly { weekday: number; half: Half }[];
  status: ApplicationStatus;
  decisionReason: string | null;
  createdAt: Date;
};

/** Applications to a team's drives, those without an answer first. Reading them is audited by the page. */
export const listApplications = async (
  db: Db | Trx,
  context: Pick<ActContext, "cipher">,
  teamId: string,
): Promise<readonly ApplicationView[]> => {
  const rows = await db
    .selectFrom("recruitment_applications as one")
    .innerJoin("recruitments as drive", "drive.id", "one.recruitment_id")
    .selectAll("one")
    .where("drive.team_id", "=", teamId)
    .where("one.status", "<>", "withdrawn")
    .orderBy(sql`one.status = 'applied'`, "desc")
    .orderBy("one.created_at")
    .limit(200)
    .execute();
  const names = await getPersonNames(
    db,
    context.cipher,
    rows.map((row) => row.person_id),
  );
  return rows.map((row) => ({
    id: row.id,
    recruitmentId: row.recruitment_id,
    personId: row.person_id,
    name: names.get(row.person_id) ?? "",
    words: row.words_sealed === null ? null : context.cipher.decrypt(row.words_sealed),
    times: row.days.flatMap((weekday) => row.halves.map((half) => ({ weekday, half }))),
    status: row.status,
    decisionReason: row.decision_reason,
    createdAt: row.created_at,
  }));
};

export type OwnApplication = {
  id: string;
  teamName: string;
  code: string;
  status: ApplicationStatus;
  decisionReason: string | null;
  words: string | null;
  createdAt: Date;
};

/** A person's own applications, the newest first. */
export const listOwnApplications = async (
  db: Db | Trx,
  context: Pick<ActContext, "cipher">,
  personId: string,
): Promise<readonly OwnApplication[]> => {
  const rows = await db
    .selectFrom("recruitment_applications as one")
    .innerJoin("recruitments as drive", "drive.id", "one.recruitment_id")
    .selectAll("one")
    .select(["drive.code", "drive.team_id"])
    .where("one.person_id", "=", personId)
    .orderBy("one.created_at", "desc")
    .orderBy("one.id")
    .limit(50)
    .execute();
  const teams = await listTeamsById(
    db,
    rows.map((row) => row.team_id),
  );
  const names = new Map(teams.map((team) => [team.id, team.name]));
  return rows.map((row) => ({
    id: row.id,
    teamName: names.get(row.team_id) ?? "",
    code: row.code,
    status: row.status,
    decisionReason: row.decision_reason,
    words: row.words_sealed === null ? null : context.cipher.decrypt(row.words_sealed),
    createdAt: row.created_at,
  }));
};
