import { sql } from "kysely";
import type { ActContext } from "#kernel/context.ts";
import type { Db, Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { getMaskedNames, getPersonNames } from "#modules/identity/index.ts";
import { type Scope, withinScope } from "#modules/organisations/index.ts";
import { type Absence, listAbsences } from "./absences.ts";
import type { TeamsError } from "./errors.ts";
import { listTreats, type Treats } from "./pests/pests.ts";
import { listTerms, type Term } from "./terms.ts";
import type { BadgeStatus, HoursStatus, TeamStatus } from "./state.ts";
import type { BadgeKind, Effort, Half, Skill, TeamKind } from "./vocabulary.ts";

export type TeamView = {
  id: string;
  no: number;
  name: string;
  kind: TeamKind;
  about: string;
  status: TeamStatus;
  statusChangedAt: Date;
  decisionReason: string | null;
  unitId: string;
  unitName: string;
  unitPath: string;
  leaderPersonId: string;
  capacity: number;
  effort: Effort;
  insuranceUntil: string | null;
  areas: readonly { id: string; name: string; path: string }[];
  skills: readonly Skill[];
  times: readonly { weekday: number; half: Half }[];
  memberCount: number;
  createdAt: Date;
};

const selectTeams = (db: Db | Trx) =>
  db
    .selectFrom("volunteer_teams as team")
    .innerJoin("org_units as unit", "unit.id", "team.unit_id")
    .select([
      "team.id",
      "team.team_no",
      "team.name",
      "team.kind",
      "team.about",
      "team.status",
      "team.status_changed_at",
      "team.decision_reason",
      "team.unit_id",
      "unit.name as unit_name",
      "unit.path as unit_path",
      "team.leader_person_id",
      "team.capacity",
      "team.effort",
      "team.insurance_until",
      "team.created_at",
      sql<{ id: string; name: string; path: string }[]>`(
        select coalesce(json_agg(json_build_object('id', a.id, 'name', a.name, 'path', a.path::text) order by a.name_sort), '[]')
        from team_areas ta join org_units a on a.id = ta.unit_id where ta.team_id = team.id)`.as("areas"),
      sql<Skill[]>`array(select skill from team_skills s where s.team_id = team.id order by 1)`.as("skills"),
      sql<{ weekday: number; half: Half }[]>`(
        select coalesce(json_agg(json_build_object('weekday', t.weekday, 'half', t.half) order by t.weekday, t.half), '[]')
        from team_times t where t.team_id = team.id)`.as("times"),
      sql<number>`(select count(*) from team_members m where m.team_id = team.id and m.left_at is null)`.as(
        "member_count",
      ),
    ]);

type TeamRow = Awaited<ReturnType<ReturnType<typeof selectTeams>["executeTakeFirstOrThrow"]>>;

const toTeamView = (row: TeamRow): TeamView => ({
  id: row.id,
  no: row.team_no,
  name: row.name,
  kind: row.kind,
  about: row.about,
  status: row.status,
  statusChangedAt: row.status_changed_at,
  decisionReason: row.decision_reason,
  unitId: row.unit_id,
  unitName: row.unit_name,
  unitPath: row.unit_path,
  leaderPersonId: row.leader_person_id,
  capacity: row.capacity,
  effort: row.effort,
  insuranceUntil: row.insurance_until,
  areas: row.areas,
  skills: row.skills,
  times: row.times,
  memberCount: row.member_count,
  createdAt: row.created_at,
});

/** @throws AppError `teams.not_found` (404) */
export const getTeam = async (db: Db | Trx, teamId: string): Promise<TeamView> => {
  const row = await selectTeams(db).where("team.id", "=", teamId).executeTakeFirst();
  if (row === undefined) throw new AppError<TeamsError>("teams.not_found", { status: 404 });
  return toTeamView(row);
};

/** The teams with these ids. */
export const listTeamsById = async (db: Db | Trx, ids: readonly string[]): Promise<readonly TeamView[]> => {
  if (ids.length === 0) return [];
  return (
    await selectTeams(db)
      .where("team.id", "in", [...new Set(ids)])
      .execute()
  ).map(toTeamView);
};

/** Teams of which the person is a member now; those he leads first. */
export const listTeamsOf = async (db: Db | Trx, personId: string): Promise<readonly TeamView[]> => {
  const rows = await selectTeams(db)
    .where("team.status", "<>", "disbanded")
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom("team_members as member")
          .select("member.id")
          .whereRef("member.team_id", "=", "team.id")
          .where("member.person_id", "=", personId)
          .where("member.left_at", "is", null),
      ),
    )
    .orderBy(sql`team.leader_person_id = ${personId}`, "desc")
    .orderBy("team.name")
    .execute();
  return rows.map(toTeamView);
};

type TeamFilter = {
  scope: Scope;
  status?: TeamStatus | undefined;
  kind?: TeamKind | undefined;
  q?: string | undefined;
};

export const listTeams = async (
  db: Db | Trx,
  filter: TeamFilter,
  page: { page: number; size: number },
): Promise<{ rows: readonly TeamView[]; total: number }> => {
  const narrowed = selectTeams(db)
    .where(withinScope("unit.path", filter.scope))
    .$if(filter.status !== undefined, (query) => query.where("team.status", "=", filter.status ?? "verified"))
    .$if(filter.kind !== undefined, (query) => query.where("team.kind", "=", filter.kind ?? "community"))
    .$if(filter.q !== undefined, (query) =>
      query.where("team.name", "like", `%${(filter.q ?? "").replaceAll(/[\\%_]/g, "\\$&")}%`),
    );
  const { total } = await db
    .selectFrom(narrowed.clearSelect().select("team.id").as("found"))
    .select((eb) => eb.fn.countAll<number>().as("total"))
    .executeTakeFirstOrThrow();
  const rows = await narrowed
    .orderBy(sql`team.status = 'registered'`, "desc")
    .orderBy("team.created_at", "desc")
    .orderBy("team.id")
    .limit(page.size)
    .offset((page.page - 1) * page.size)
    .execute();
  return { rows: rows.map(toTeamView), total };
};

/** The teams whose station lies in scope. */
export const listTeamIdsAt = (db: Db | Trx, scope: Scope) =>
  db
    .selectFrom("volunteer_teams as team")
    .innerJoin("org_units as unit", "unit.id", "team.unit_id")
    .select("team.id")
    .where(withinScope("unit.path", scope));

/** How many teams of a status stand in an area. */
export const countTeams = async (db: Db | Trx, scope: Scope, status: TeamStatus): Promise<number> => {
  const row = await db
    .selectFrom("volunteer_teams as team")
    .innerJoin("org_units as unit", "unit.id", "team.unit_id")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where(withinScope("unit.path", scope))
    .where("team.status", "=", status)
    .executeTakeFirstOrThrow();
  return row.count;
};

/** A team that takes orders, with what decides whether it can take this one. */
export type WorkingTeam = {
  id: string;
  name: string;
  kind: TeamKind;
  leaderPersonId: string;
  capacity: number;
  effort: Effort;
  unitPath: string;
  areaPaths: readonly string[];
  skills: readonly Skill[];
  times: readonly { weekday: number; half: Half }[];
  memberCount: number;
  /** How many members hold each badge on the day. */
  badgeHolders: Readonly<Partial<Record<BadgeKind, number>>>;
  /** Which pests and crops it says it treats. */
  treats: Treats;
  /** Days on which it does not come, from the day on. */
  absences: readonly Absence[];
  /** Terms with a timetable of their own, from the day on. */
  terms: readonly Term[];
};

/** All verified teams, or the one asked for, as they stand on a day. */
export const listWorkingTeams = async (
  db: Db | Trx,
  input: { day: string; teamId?: string },
): Promise<readonly WorkingTeam[]> => {
  const rows = await selectTeams(db)
    .where("team.status", "=", "verified")
    .$if(input.teamId !== undefined, (query) => query.where("team.id", "=", input.teamId ?? ""))
    .orderBy("team.id")
    .execute();
  if (rows.length === 0) return [];
  const held = await sql<{ team_id: string; kind: BadgeKind; holders: number }>`
    select m.team_id, b.kind, count(distinct m.person_id) as holders
    from team_members m join volunteer_badges b on b.person_id = m.person_id and b.status = 'verified' and b.expires_on >= ${input.day}
    where m.left_at is null and m.team_id = any(${rows.map((row) => row.id)}) group by 1, 2`.execute(db);
  const absences = await listAbsences(db, { teamIds: rows.map((row) => row.id), from: input.day });
  const terms = await listTerms(db, { teamIds: rows.map((row) => row.id), from: input.day });
  const treats = await listTreats(
    db,
    rows.map((row) => row.id),
  );
  const byTeam = Map.groupBy(held.rows, (row) => row.team_id);
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    kind: row.kind,
    leaderPersonId: row.leader_person_id,
    capacity: row.capacity,
    effort: row.effort,
    unitPath: row.unit_path,
    areaPaths: row.areas.map((area) => area.path),
    skills: row.skills,
    times: row.times,
    memberCount: row.member_count,
    badgeHolders: Object.fromEntries((byTeam.get(row.id) ?? []).map(({ kind, holders }) => [kind, holders])),
    treats: treats.get(row.id) ?? { pestIds: [], crops: [] },
    absences: absences.get(row.id) ?? [],
    terms: terms.get(row.id) ?? [],
  }));
};

export type MemberView = { personId: string; name: string; joinedAt: Date; badges: readonly BadgeKind[] };

/** A team's members with the badges that hold on a day; names for the team's own people only. */
export const listMembers = async (
  db: Db | Trx,
  context: Pick<ActContext, "cipher">,
  input: { teamId: string; day: string; names: "full" | "masked" },
): Promise<readonly MemberView[]> => {
  const rows = await db
    .selectFrom("team_members as member")
    .select([
      "member.person_id",
      "member.joined_at",
      sql<BadgeKind[]>`array(select distinct kind from volunteer_badges b where b.person_id = member.person_id
        and b.status = 'verified' and b.expires_on >= ${input.day} order by 1)`.as("badges"),
    ])
    .where("member.team_id", "=", input.teamId)
    .where("member.left_at", "is", null)
    .orderBy("member.joined_at")
    .orderBy("member.id")
    .execute();
  const ids = rows.map((row) => row.person_id);
  const names =
    input.names === "full"
      ? await getPersonNames(db, context.cipher, ids)
      : await getMaskedNames(db, context.cipher, ids);
  return rows.map((row) => ({
    personId: row.person_id,
    name: names.get(row.person_id) ?? "",
    joinedAt: row.joined_at,
    badges: row.badges,
  }));
};

export type BadgeView = {
  id: string;
  personId: string;
  kind: BadgeKind;
  proof: string;
  proofFileId: string | null;
  expiresOn: string;
  status: BadgeStatus;
  decisionReason: string | null;
  unitId: string;
  unitName: string;
  unitPath: string;
  createdAt: Date;
};

const selectBadges = (db: Db | Trx) =>
  db
    .selectFrom("volunteer_badges as badge")
    .innerJoin("org_units as unit", "unit.id", "badge.unit_id")
    .select([
      "badge.id",
      "badge.person_id as personId",
      "badge.kind",
      "badge.proof",
      "badge.proof_file_id as proofFileId",
      "badge.expires_on as expiresOn",
      "badge.status",
      "badge.decision_reason as decisionReason",
      "badge.unit_id as unitId",
      "unit.name as unitName",
      "unit.path as unitPath",
      "badge.created_at as createdAt",
    ]);

export const listBadgesOf = async (db: Db | Trx, personId: string): Promise<readonly BadgeView[]> =>
  selectBadges(db).where("badge.person_id", "=", personId).orderBy("badge.created_at", "desc").execute();

/** @throws AppError `teams.badge_not_found` (404) */
export const getBadge = async (db: Db | Trx, badgeId: string): Promise<BadgeView> => {
  const row = await selectBadges(db).where("badge.id", "=", badgeId).executeTakeFirst();
  if (row === undefined) throw new AppError<TeamsError>("teams.badge_not_found", { status: 404 });
  return row;
};

export const listBadges = async (
  db: Db | Trx,
  filter: { scope: Scope; status?: BadgeStatus | undefined },
  page: { page: number; size: number },
): Promise<{ rows: readonly BadgeView[]; total: number }> => {
  const narrowed = selectBadges(db)
    .where(withinScope("unit.path", filter.scope))
    .$if(filter.status !== undefined, (query) =>
      query.where("badge.status", "=", filter.status ?? "submitted"),
    );
  const { total } = await db
    .selectFrom(narrowed.clearSelect().select("badge.id").as("found"))
    .select((eb) => eb.fn.countAll<number>().as("total"))
    .executeTakeFirstOrThrow();
  const rows = await narrowed
    .orderBy("badge.created_at", "desc")
    .orderBy("badge.id")
    .limit(page.size)
    .offset((page.page - 1) * page.size)
    .execute();
  return { rows, total };
};

export type HoursRow = {
  id: string;
  personId: string;
  teamId: string;
  teamName: string;
  kind: "credited" | "added";
  minutes: number;
  day: string;
  reason: string | null;
  status: HoursStatus;
  unitId: string;
  unitPath: string;
};

const selectHours = (db: Db | Trx) =>
  db
    .selectFrom("service_hours as hours")
    .innerJoin("volunteer_teams as team", "team.id", "hours.team_id")
    .innerJoin("org_units as unit", "unit.id", "team.unit_id")
    .select([
      "hours.id",
      "hours.person_id as personId",
      "hours.team_id as teamId",
      "team.name as teamName",
      "hours.kind",
      "hours.minutes",
      "hours.worked_on as day",
      "hours.reason",
      "hours.status",
      "team.unit_id as unitId",
      "unit.path as unitPath",
    ]);

export const getHours = async (db: Db | Trx, id: string): Promise<HoursRow> => {
  const row = await selectHours(db).where("hours.id", "=", id).executeTakeFirst();
  if (row === undefined) throw new AppError<TeamsError>("teams.hours_not_found", { status: 404 });
  return row;
};

/** Hours of one kind: there is no list that holds both. */
export const listHours = async (
  db: Db | Trx,
  filter: { scope: Scope; kind: "credited" | "added"; status?: HoursStatus | undefined },
  page: { page: number; size: number },
): Promise<{ rows: readonly HoursRow[]; total: number; minutes: number }> => {
  const narrowed = selectHours(db)
    .where(withinScope("unit.path", filter.scope))
    .where("hours.kind", "=", filter.kind)
    .$if(filter.status !== undefined, (query) =>
      query.where("hours.status", "=", filter.status ?? "standing"),
    );
  const sums = await db
    .selectFrom(narrowed.clearSelect().select("hours.minutes").as("found"))
    .select([sql<number>`count(*)`.as("total"), sql<number>`coalesce(sum(found.minutes), 0)`.as("minutes")])
    .executeTakeFirstOrThrow();
  const rows = await narrowed
    .orderBy("hours.worked_on", "desc")
    .orderBy("hours.id")
    .limit(page.size)
    .offset((page.page - 1) * page.size)
    .execute();
  return { rows, ...sums };
};

/** All that stands or waits of the same persons on the same days: what a pattern can lie between. */
export const listHoursBeside = async (
  db: Db | Trx,
  rows: readonly { personId: string; day: string }[],
): Promise<readonly HoursRow[]> => {
  if (rows.length === 0) return [];
  return selectHours(db)
    .where("hours.person_id", "in", [...new Set(rows.map((row) => row.personId))])
    .where("hours.worked_on", "in", [...new Set(rows.map((row) => row.day))])
    .where("hours.status", "in", ["standing", "proposed"])
    .execute();
};
