import { sql } from "kysely";
import type { Audience } from "#kernel/audiences.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Db, Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { meetsPillar, type Pillar, type PillarFilter } from "#kernel/pillars.ts";
import { parseEditionKey, toEditionKey } from "#modules/occasions/index.ts";
import { listHomeUnits, type Scope, withinScope } from "#modules/organisations/index.ts";
import type { ActivitiesError } from "./errors.ts";
import { parseRegistrationCode, toCodeIndex } from "./registration-code.ts";
import type { ActivityStatus, PoolStatus, RegistrationStatus, SessionStatus } from "./state.ts";
import type { ActivityKind, Entry } from "./vocabulary.ts";

export type SessionView = {
  id: string;
  status: SessionStatus;
  placeUnitId: string;
  placeName: string;
  address: string;
  startsAt: Date;
  endsAt: Date;
  endReason: string | null;
  seats:
    | {
        poolId: string;
        status: PoolStatus;
        capacity: number;
        taken: number;
        waiting: number;
        groupLimit: number;
        closesAt: Date;
      }
    | undefined;
};

export type ActivityView = {
  id: string;
  no: number;
  status: ActivityStatus;
  title: string;
  about: string;
  kind: ActivityKind;
  entry: Entry;
  topic: string;
  audiences: readonly Audience[];
  unitId: string;
  unitName: string;
  unitPath: string;
  teamId: string | null;
  expertId: string | null;
  phone: string | null;
  minors: boolean;
  pillars: readonly Pillar[];
  /** Key of the edition of a theme day that it hangs under. */
  occasion: string | null;
  endReason: string | null;
  createdAt: Date;
  updatedAt: Date;
  sessions: readonly SessionView[];
};

const selectActivities = (db: Db | Trx) =>
  db
    .selectFrom("activities as a")
    .innerJoin("org_units as u", "u.id", "a.unit_id")
    .selectAll("a")
    .select(["u.name as unit_name", "u.path as unit_path"]);
type ActivityRow = Awaited<ReturnType<ReturnType<typeof selectActivities>["executeTakeFirstOrThrow"]>>;

const listSessionsOf = async (
  db: Db | Trx,
  activityIds: readonly string[],
): Promise<ReadonlyMap<string, readonly SessionView[]>> => {
  if (activityIds.length === 0) return new Map();
  const rows = await db
    .selectFrom("activity_sessions as s")
    .innerJoin("org_units as place", "place.id", "s.place_unit_id")
    .leftJoin("seat_pools as pool", "pool.id", "s.pool_id")
    .selectAll("s")
    .select([
      "place.name as place_name",
      "pool.status as pool_status",
      "pool.capacity",
      "pool.seats_taken",
      "pool.group_limit",
      "pool.closes_at",
      sql<number>`(select coalesce(sum(r.people_count), 0)::int from registrations r where r.pool_id = s.pool_id and r.status = 'waiting')`.as(
        "waiting",
      ),
    ])
    .where("s.activity_id", "in", [...activityIds])
    .orderBy("s.starts_at")
    .orderBy("s.id")
    .execute();
  const views = rows.map((row) => {
    const view: SessionView = {
      id: row.id,
      status: row.status,
      placeUnitId: row.place_unit_id,
      placeName: row.place_name,
      address: row.address,
      startsAt: row.starts_at,
      endsAt: row.ends_at,
      endReason: row.end_reason,
      seats:
        row.pool_id === null || row.pool_status === null || row.closes_at === null
          ? undefined
          : {
              poolId: row.pool_id,
              status: row.pool_status,
              capacity: row.capacity ?? 0,
              taken: row.seats_taken ?? 0,
              waiting: row.waiting,
              groupLimit: row.group_limit ?? 1,
              closesAt: row.closes_at,
            },
    };
    return { activityId: row.activity_id, view };
  });
  return new Map(
    [...Map.groupBy(views, (one) => one.activityId)].map(([id, list]) => [id, list.map((one) => one.view)]),
  );
};

const toViews = async (db: Db | Trx, rows: readonly ActivityRow[]): Promise<readonly ActivityView[]> => {
  const sessions = await listSessionsOf(
    db,
    rows.map((row) => row.id),
  );
  return rows.map((row) => ({
    id: row.id,
    no: row.activity_no,
    status: row.status,
    title: row.title,
    about: row.about,
    kind: row.kind,
    entry: row.entry,
    topic: row.topic,
    audiences: row.audiences,
    unitId: row.unit_id,
    unitName: row.unit_name,
    unitPath: row.unit_path,
    teamId: row.team_id,
    expertId: row.expert_id,
    phone: row.phone,
    minors: row.minors,
    pillars: row.pillars,
    occasion:
      row.occasion_code === null || row.occasion_year === null
        ? null
        : toEditionKey(row.occasion_code, row.occasion_year),
    endReason: row.end_reason,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    sessions: sessions.get(row.id) ?? [],
  }));
};

/** @throws AppError `activities.not_found` */
export const getActivity = async (db: Db | Trx, id: string): Promise<ActivityView> => {
  const [view] = await toViews(db, await selectActivities(db).where("a.id", "=", id).execute());
  if (view === undefined) throw new AppError<ActivitiesError>("activities.not_found", { status: 404 });
  return view;
};

/** What the public may see under a number. @throws AppError `activities.not_found` */
export const getPublicActivity = async (db: Db | Trx, no: number): Promise<ActivityView> => {
  const rows = await selectActivities(db)
    .where("a.activity_no", "=", no)
    .where("a.status", "!=", "draft")
    .execute();
  const [view] = await toViews(db, rows);
  if (view === undefined) throw new AppError<ActivitiesError>("activities.not_found", { status: 404 });
  return view;
};

/** @throws AppError `activities.session_not_found` */
export const getSession = async (
  db: Db | Trx,
  sessionId: string,
): Promise<{ activity: ActivityView; session: SessionView }> => {
  const row = await db
    .selectFrom("activity_sessions")
    .select("activity_id")
    .where("id", "=", sessionId)
    .executeTakeFirst();
  const activity = row === undefined ? undefined : await getActivity(db, row.activity_id);
  const session = activity?.sessions.find((one) => one.id === sessionId);
  if (activity === undefined || session === undefined)
    throw new AppError<ActivitiesError>("activities.session_not_found", { status: 404 });
  return { activity, session };
};

/** Whether an activity `a` hangs under an edition; of a key that names none, no activity does. */
const hangsUnder = (key: string) => {
  const { code, year } = parseEditionKey(key) ?? { code: "", year: 0 };
  return sql<boolean>`(a.occasion_code = ${code} and a.occasion_year = ${year})`;
};

export type UpcomingFilter = {
  audience?: Audience | undefined;
  occasion?: string | undefined;
  /** Held at one of these places. */
  placeUnitIds?: readonly string[] | undefined;
};

/** What is to come and what is on, nearest first: an activity stands where its next session does. */
export const listUpcoming = async (
  db: Db | Trx,
  now: Date,
  filter: UpcomingFilter = {},
): Promise<readonly ActivityView[]> => {
  const rows = await selectActivities(db)
    .innerJoin(
      (eb) =>
        eb
          .selectFrom("activity_sessions")
          .select((inner) => ["activity_id", inner.fn.min("starts_at").as("next_at")])
          .where("status", "=", "planned")
          .where("ends_at", ">", now)
          .$if(filter.placeUnitIds !== undefined, (inner) =>
            inner.where("place_unit_id", "in", [...(filter.placeUnitIds ?? [])]),
          )
          .groupBy("activity_id")
          .as("next"),
      (join) => join.onRef("next.activity_id", "=", "a.id"),
    )
    .where("a.status", "in", ["published", "open", "closed"])
    .$if(filter.audience !== undefined, (query) =>
      query.where(sql<boolean>`${filter.audience ?? ""} = any(a.audiences)`),
    )
    .$if(filter.occasion !== undefined, (query) => query.where(hangsUnder(filter.occasion ?? "")))
    .orderBy("next.next_at")
    .orderBy("a.activity_no")
    .limit(200)
    .execute();
  return toViews(db, rows);
};

/** What was held lately, newest first. */
export const listHeldLately = async (
  db: Db | Trx,
  options: { size: number; occasion?: string | undefined },
): Promise<readonly ActivityView[]> => {
  const rows = await selectActivities(db)
    .where("a.status", "in", ["held", "reported"])
    .$if(options.occasion !== undefined, (query) => query.where(hangsUnder(options.occasion ?? "")))
    .orderBy("a.status_changed_at", "desc")
    .orderBy("a.activity_no", "desc")
    .limit(options.size)
    .execute();
  return toViews(db, rows);
};

/** What the public sees under editions, by key: the next session first, what was held last. */
export const listPublicUnder = async (
  db: Db | Trx,
  now: Date,
  keys: readonly string[],
): Promise<ReadonlyMap<string, readonly ActivityView[]>> => {
  if (keys.length === 0) return new Map();
  const rows = await selectActivities(db)
    .where(sql<boolean>`a.occasion_code || '.' || a.occasion_year = any(${[...keys]}::text[])`)
    .where("a.occasion_code", "is not", null)
    .where("a.status", "in", ["published", "open", "closed", "held", "reported"])
    .orderBy("a.activity_no")
    .execute();
  const nextAt = (activity: ActivityView): number =>
    activity.sessions
      .find((session) => session.status === "planned" && session.endsAt > now)
      ?.startsAt.getTime() ?? Number.POSITIVE_INFINITY;
  const views = (await toViews(db, rows)).toSorted((left, right) => {
    const [one, other] = [nextAt(left), nextAt(right)];
    return one === other ? 0 : one - other;
  });
  return Map.groupBy(views, (view) => view.occasion ?? "");
};

export type DeskFilter = {
  scope: Scope;
  status?: ActivityStatus | undefined;
  kind?: ActivityKind | undefined;
  entry?: Entry | undefined;
  audience?: Audience | undefined;
  unitPath?: string | undefined;
  pillar?: PillarFilter | undefined;
  q?: string | undefined;
  sort: "nextAt" | "-nextAt" | "createdAt" | "-createdAt";
};

/** The desk's list. By the next session, of those that are over by the last one. */
export const listActivities = async (
  db: Db | Trx,
  filter: DeskFilter,
  page: { page: number; size: number },
): Promise<{ rows: readonly ActivityView[]; total: number }> => {
  const text = filter.q?.trim() ?? "";
  const base = selectActivities(db)
    .where(withinScope("u.path", filter.scope))
    .$if(filter.status !== undefined, (query) => query.where("a.status", "=", filter.status ?? "draft"))
    .$if(filter.kind !== undefined, (query) => query.where("a.kind", "=", filter.kind ?? "talk"))
    .$if(filter.entry !== undefined, (query) => query.where("a.entry", "=", filter.entry ?? "community"))
    .$if(filter.audience !== undefined, (query) =>
      query.where(sql<boolean>`${filter.audience ?? ""} = any(a.audiences)`),
    )
    .$if(filter.unitPath !== undefined, (query) =>
      query.where(sql<boolean>`u.path <@ ${filter.unitPath ?? ""}::ltree`),
    )
    .$if(filter.pillar !== undefined, (query) =>
      query.where(meetsPillar("a.pillars", filter.pillar ?? "none")),
    )
    .$if(text !== "", (query) => query.where(sql<boolean>`position(${text} in a.title) > 0`));
  const { count } = await db
    .selectFrom(base.as("found"))
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .executeTakeFirstOrThrow();
  const direction = filter.sort.startsWith("-") ? "desc" : "asc";
  const nextAt = sql`(select max(s.starts_at) from activity_sessions s where s.activity_id = a.id)`;
  const rows = await base
    .orderBy(filter.sort.endsWith("nextAt") ? nextAt : sql`a.created_at`, (order) =>
      direction === "desc" ? order.desc().nullsLast() : order.asc().nullsLast(),
    )
    .orderBy("a.id")
    .limit(page.size)
    .offset((page.page - 1) * page.size)
    .execute();
  return { rows: await toViews(db, rows), total: count };
};

export type RegistrationRow = {
  id: string;
  queueNo: number;
  poolId: string;
  status: RegistrationStatus;
  peopleCount: number;
  minorsCount: number;
  audience: Audience | null;
  personId: string | null;
  answerBy: Date | null;
  createdAt: Date;
  contactName: string | undefined;
  contactPhone: string | undefined;
  code: string;
};

const openRow = (
  context: Pick<ActContext, "cipher">,
  row: {
    id: string;
    queue_no: number;
    pool_id: string;
    status: RegistrationStatus;
    people_count: number;
    minors_count: number;
    audience: Audience | null;
    person_id: string | null;
    answer_by: Date | null;
    created_at: Date;
    contact_name_sealed: Buffer | null;
    contact_phone_sealed: Buffer | null;
    code_sealed: Buffer;
  },
): RegistrationRow => {
  const open = (sealed: Buffer | null): string | undefined =>
    sealed === null ? undefined : context.cipher.decrypt(sealed);
  return {
    id: row.id,
    queueNo: row.queue_no,
    poolId: row.pool_id,
    status: row.status,
    peopleCount: row.people_count,
    minorsCount: row.minors_count,
    audience: row.audience,
    personId: row.person_id,
    answerBy: row.answer_by,
    createdAt: row.created_at,
    contactName: open(row.contact_name_sealed),
    contactPhone: open(row.contact_phone_sealed),
    code: context.cipher.decrypt(row.code_sealed),
  };
};

/** Everybody on a pool's lists, in their order. */
export const listRegistrations = async (
  db: Db | Trx,
  context: Pick<ActContext, "cipher">,
  poolId: string,
): Promise<readonly RegistrationRow[]> => {
  const rows = await db
    .selectFrom("registrations")
    .selectAll()
    .where("pool_id", "=", poolId)
    .orderBy("queue_no")
    .execute();
  return rows.map((row) => openRow(context, row));
};

/** @throws AppError `activities.code_unknown` */
export const getRegistration = async (
  db: Db | Trx,
  context: Pick<ActContext, "cipher">,
  id: string,
): Promise<RegistrationRow> => {
  const row = await db.selectFrom("registrations").selectAll().where("id", "=", id).executeTakeFirst();
  if (row === undefined) throw new AppError<ActivitiesError>("activities.code_unknown", { status: 404 });
  return openRow(context, row);
};

/** The registration that a code opens; undefined where there is none. */
export const findByCode = async (
  db: Db | Trx,
  context: Pick<ActContext, "cipher">,
  text: string,
): Promise<RegistrationRow | undefined> => {
  const code = parseRegistrationCode(text);
  if (code === undefined) return undefined;
  const row = await db
    .selectFrom("registrations")
    .selectAll()
    .where("code_index", "=", toCodeIndex(context.cipher, code))
    .executeTakeFirst();
  return row === undefined ? undefined : openRow(context, row);
};

/** How many groups stand before one on the waiting list. */
export const countAhead = async (db: Db | Trx, registration: RegistrationRow): Promise<number> => {
  const { count } = await db
    .selectFrom("registrations")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("pool_id", "=", registration.poolId)
    .where("status", "=", "waiting")
    .where("queue_no", "<", registration.queueNo)
    .executeTakeFirstOrThrow();
  return count;
};

/** The session that a pool belongs to; undefined where something else holds the pool. */
export const findSessionOfPool = async (
  db: Db | Trx,
  poolId: string,
): Promise<{ activity: ActivityView; session: SessionView } | undefined> => {
  const row = await db
    .selectFrom("activity_sessions")
    .select("id")
    .where("pool_id", "=", poolId)
    .executeTakeFirst();
  return row === undefined ? undefined : getSession(db, row.id);
};

/** The pool of a session; undefined where nobody registers. */
export const findSessionPool = async (db: Db | Trx, sessionId: string): Promise<string | undefined> =>
  (await getSession(db, sessionId)).session.seats?.poolId;

/** A person's own registrations, newest first. */
export const listOwnRegistrations = async (
  db: Db | Trx,
  context: Pick<ActContext, "cipher">,
  personId: string,
): Promise<readonly { registration: RegistrationRow; activity: ActivityView; session: SessionView }[]> => {
  const rows = await db
    .selectFrom("registrations")
    .selectAll()
    .where("person_id", "=", personId)
    .orderBy("created_at", "desc")
    .orderBy("id", "desc")
    .limit(50)
    .execute();
  const found = [];
  for (const row of rows) {
    const of = await findSessionOfPool(db, row.pool_id);
    if (of !== undefined) found.push({ registration: openRow(context, row), ...of });
  }
  return found;
};

/** Where somebody may say that a session is. */
export const listPlaces = async (db: Db | Trx, now: Date) => listHomeUnits(db, toDistrictDate(now));
