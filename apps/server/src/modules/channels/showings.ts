import { sql } from "kysely";
import { type Actor, systemActor } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import { addDays, mondayOf, toDistrictDate } from "#kernel/clock.ts";
import type { ActContext, Context } from "#kernel/context.ts";
import { type Db, inTransaction, type Trx } from "#kernel/db.ts";
import { AppError, requireText } from "#kernel/errors.ts";
import { recordFacts } from "#kernel/facts.ts";
import { weekOf } from "#kernel/form-burden.ts";
import { createId } from "#kernel/ids.ts";
import { readPage } from "#kernel/read-page.ts";
import { applyTransition, type TransitionError } from "#kernel/transitions.ts";
import { type ContentKind, listItemAddresses, listLive } from "#modules/contents/index.ts";
import { getUnit, type Scope, withinScope } from "#modules/organisations/index.ts";
import type { ChannelsError } from "./errors.ts";
import { type ShowingEvent, showingStates, type ShowingStatus } from "./state.ts";

/** A showing is planned so far ahead, in weeks. */
const mostWeeksAhead = 26;
/** Days after the week in which a screen without a network may still say what it played. */
const graceDays = 2;
/** What a screen can play by itself: a film, a story told aloud, a picture story page by page. */
const filmKinds: ReadonlySet<ContentKind> = new Set(["video", "audio", "comic"]);

type NewShowing = {
  unitId: string;
  no: number;
  /** Any day of the week. */
  day: string;
  /** What brought it: planned anew, its week moves. */
  calledBy?: string;
};

/** Takes away what was planned by the same call and never played. */
const dropUnplayed = (trx: Trx, calledBy: string): Promise<{ id: string; unit_id: string }[]> =>
  trx
    .deleteFrom("film_showings")
    .where("called_by", "=", calledBy)
    .where("status", "=", "planned")
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom("film_plays as play")
            .select("play.showing_id")
            .whereRef("play.showing_id", "=", "film_showings.id"),
        ),
      ),
    )
    .returning(["id", "unit_id"])
    .execute();

/**
 * Plans a film for the screens of a unit's stations for one week (W-02). What was called by the same thing before moves to the new week.
 * @throws AppError `channels.film_not_live` | `channels.film_kind` | `channels.film_week` | `channels.film_known` | `channels.film_screens`
 */
export const planShowing = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: NewShowing,
): Promise<string> => {
  const now = context.clock.now();
  const refuse = (code: ChannelsError, field: string): AppError<ChannelsError> =>
    new AppError<ChannelsError>(code, { fields: { [field]: code } });
  const { rows } = await listLive(trx, now, { filter: { nos: [input.no] }, page: 1, size: 1 });
  const [item] = rows;
  if (item === undefined) throw refuse("channels.film_not_live", "no");
  if (!filmKinds.has(item.kind)) throw refuse("channels.film_kind", "no");
  const [week, today] = [mondayOf(input.day), toDistrictDate(now)];
  if (addDays(week, 6) < today || week > addDays(today, mostWeeksAhead * 7))
    throw refuse("channels.film_week", "day");
  const { path } = await getUnit(trx, input.unitId, today);
  const screen = await trx
    .selectFrom("screens as screen")
    .innerJoin("org_units as unit", "unit.id", "screen.unit_id")
    .select("screen.id")
    .where("screen.retired_at", "is", null)
    .where(withinScope("unit.path", [path]))
    .limit(1)
    .executeTakeFirst();
  if (screen === undefined) throw refuse("channels.film_screens", "unitId");
  const calledBy = input.calledBy ?? null;
  const moved = calledBy === null ? [] : await dropUnplayed(trx, calledBy);
  const id = createId(context.clock);
  const made = await trx
    .insertInto("film_showings")
    .values({
      id,
      content_id: item.contentId,
      unit_id: input.unitId,
      week_on: week,
      called_by: calledBy,
      status: "planned",
      status_changed_at: now,
      reason: null,
      planned_by_person_id: actor.kind === "person" ? actor.personId : null,
      created_at: now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (made.numInsertedOrUpdatedRows === 0n) throw refuse("channels.film_known", "day");
  // The last act on a row that the ledger guards is noted, or the row would be missed.
  for (const gone of moved)
    await recordAudit(trx, context, {
      actor,
      action: "channels.withdraw_film",
      unitId: gone.unit_id,
      record: { table: "film_showings", id: gone.id },
      reason: "时间改了，换到另一周",
      requestId: context.requestId,
    });
  await recordAudit(trx, context, {
    actor,
    action: "channels.plan_film",
    unitId: input.unitId,
    record: { table: "film_showings", id },
    requestId: context.requestId,
  });
  return id;
};

const move = async (
  trx: Trx,
  context: Pick<ActContext, "clock">,
  change: { id: string; event: ShowingEvent; set?: Record<string, unknown> },
): Promise<void> => {
  try {
    await applyTransition(trx as never, {
      machine: showingStates,
      table: "film_showings",
      now: context.clock.now(),
      ...change,
    }); // the function is generic over all modules' tables
  } catch (error) {
    const code: TransitionError = "state.conflict";
    if (error instanceof AppError && error.code === code)
      throw new AppError<ChannelsError>("channels.film_over", { status: 409, cause: error });
    throw error;
  }
};

/** The film is not to play any more; what was played is not counted. @throws AppError `channels.film_reason` | `channels.film_over` */
export const withdrawShowing = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { id: string; unitId: string; reason: string },
): Promise<void> => {
  const reason = requireText<ChannelsError>("channels.film_reason", input.reason);
  await move(trx, context, { id: input.id, event: "withdraw", set: { reason } });
  await recordAudit(trx, context, {
    actor,
    action: "channels.withdraw_film",
    unitId: input.unitId,
    record: { table: "film_showings", id: input.id },
    reason,
    requestId: context.requestId,
  });
};

export type ScreenFilm = { showingId: string; no: number; title: string; kind: ContentKind; until: string };

/** The films of this week for a screen: those of its own unit and of every unit above it; one that was recalled is not among them. */
export const listFilmsFor = async (
  db: Db | Trx,
  now: Date,
  screenId: string,
): Promise<readonly ScreenFilm[]> => {
  const week = weekOf(now);
  const rows = await db
    .selectFrom("film_showings as showing")
    .innerJoin("org_units as unit", "unit.id", "showing.unit_id")
    .innerJoin("screens as screen", (join) => join.on("screen.id", "=", screenId))
    .innerJoin("org_units as place", "place.id", "screen.unit_id")
    .select(["showing.id", "showing.content_id"])
    .where("showing.status", "=", "planned")
    .where("showing.week_on", "=", week)
    .where(sql<boolean>`place.path <@ unit.path`)
    .orderBy("showing.created_at")
    .orderBy("showing.id")
    .execute();
  if (rows.length === 0) return [];
  const contentIds = rows.map((row) => row.content_id);
  const live = await listLive(db, now, { filter: { contentIds }, page: 1, size: contentIds.length });
  const cards = new Map(live.rows.map((card) => [card.contentId, card]));
  return rows.flatMap((row) => {
    const card = cards.get(row.content_id);
    return card === undefined
      ? []
      : [{ showingId: row.id, no: card.no, title: card.title, kind: card.kind, until: addDays(week, 6) }];
  });
};

export type PlayedWord = { showingId: string; on: string; times: number };

/**
 * What a screen says it played. Only a showing that is its own, days of its week that are not ahead; the larger number of a day stands, so
 * that a report that comes twice, late or out of order changes nothing.
 */
export const notePlays = async (
  trx: Trx,
  now: Date,
  input: { screenId: string; played: readonly PlayedWord[] },
): Promise<void> => {
  const today = toDistrictDate(now);
  for (const { showingId, on, times } of input.played) {
    const showing = await trx
      .selectFrom("film_showings as showing")
      .innerJoin("org_units as unit", "unit.id", "showing.unit_id")
      .innerJoin("screens as screen", (join) => join.on("screen.id", "=", input.screenId))
      .innerJoin("org_units as place", "place.id", "screen.unit_id")
      .select("showing.week_on")
      .where("showing.id", "=", showingId)
      .where("showing.status", "=", "planned")
      .where(sql<boolean>`place.path <@ unit.path`)
      .forUpdate("showing")
      .executeTakeFirst();
    if (showing === undefined || on < showing.week_on || on > addDays(showing.week_on, 6) || on > today)
      continue;
    await trx
      .insertInto("film_plays")
      .values({ showing_id: showingId, screen_id: input.screenId, played_on: on, times, received_at: now })
      .onConflict((conflict) =>
        conflict.columns(["showing_id", "screen_id", "played_on"]).doUpdateSet({
          times: sql`greatest(film_plays.times, excluded.times)`,
          received_at: now,
        }),
      )
      .execute();
  }
};

/** Counts showings whose week is over by two days: how often their screens played them is one fact each. Returns how many. */
export const countShowings = async (context: Pick<Context, "db" | "clock" | "cipher">): Promise<number> => {
  const { db, clock } = context;
  const over = addDays(toDistrictDate(clock.now()), -7 - graceDays);
  const due = await db
    .selectFrom("film_showings")
    .select(["id", "unit_id", "week_on"])
    .where("status", "=", "planned")
    .where("week_on", "<=", over)
    .execute();
  for (const showing of due)
    await inTransaction(db, async (trx) => {
      await move(trx, context, { id: showing.id, event: "count" });
      const { times } = await trx
        .selectFrom("film_plays")
        .select((eb) => eb.fn.coalesce(eb.fn.sum<number>("times"), eb.lit(0)).as("times"))
        .where("showing_id", "=", showing.id)
        .executeTakeFirstOrThrow();
      if (times > 0)
        await recordFacts(trx, clock, [
          {
            kind: "channels.film_played",
            occurredOn: addDays(showing.week_on, 6),
            unitId: showing.unit_id,
            audience: "worker",
            planTags: ["W-02"],
            quantity: times,
            measure: "次",
            source: { table: "film_showings", id: showing.id },
          },
        ]);
      await recordAudit(trx, context, {
        actor: systemActor("channels.count_films"),
        action: "channels.count_film",
        unitId: showing.unit_id,
        record: { table: "film_showings", id: showing.id },
      });
    });
  return due.length;
};

export type ShowingView = {
  id: string;
  no: number;
  title: string;
  unitId: string;
  unitName: string;
  unitPath: string;
  weekOn: string;
  untilOn: string;
  byOrder: boolean;
  status: ShowingStatus;
  reason: string | null;
  plays: number;
  screens: number;
  /** Screens that have not played it although its week began, by name. */
  silent: readonly string[];
};

const showingRows = (db: Db | Trx) =>
  db
    .selectFrom("film_showings as showing")
    .innerJoin("org_units as unit", "unit.id", "showing.unit_id")
    .select([
      "showing.id",
      "showing.content_id",
      "showing.unit_id",
      "unit.name as unit_name",
      "unit.path as unit_path",
      "showing.week_on",
      "showing.called_by",
      "showing.status",
      "showing.reason",
      sql<number>`(select coalesce(sum(times), 0)::int from film_plays p where p.showing_id = showing.id)`.as(
        "plays",
      ),
      sql<{ name: string; played: boolean }[]>`(
        select coalesce(json_agg(json_build_object('name', s.name, 'played', exists (
            select 1 from film_plays p where p.showing_id = showing.id and p.screen_id = s.id)) order by s.name), '[]')
        from screens s join org_units place on place.id = s.unit_id
        where s.retired_at is null and place.path <@ unit.path)`.as("screens"),
    ]);

const toShowingViews = async (
  db: Db | Trx,
  now: Date,
  rows: Awaited<ReturnType<ReturnType<typeof showingRows>["execute"]>>,
): Promise<readonly ShowingView[]> => {
  const items = await listItemAddresses(
    db,
    rows.map((row) => row.content_id),
  );
  const today = toDistrictDate(now);
  return rows.map((row) => ({
    id: row.id,
    no: items.get(row.content_id)?.no ?? 0,
    title: items.get(row.content_id)?.title ?? "",
    unitId: row.unit_id,
    unitName: row.unit_name,
    unitPath: row.unit_path,
    weekOn: row.week_on,
    untilOn: addDays(row.week_on, 6),
    byOrder: row.called_by !== null,
    status: row.status,
    reason: row.reason,
    plays: row.plays,
    screens: row.screens.length,
    // On the first day there is still time.
    silent:
      row.status === "withdrawn" || row.week_on >= today
        ? []
        : row.screens.filter((screen) => !screen.played).map((screen) => screen.name),
  }));
};

/** @throws AppError `channels.film_not_found` */
export const getShowing = async (db: Db | Trx, now: Date, id: string): Promise<ShowingView> => {
  const row = await showingRows(db).where("showing.id", "=", id).executeTakeFirst();
  const [view] = row === undefined ? [] : await toShowingViews(db, now, [row]);
  if (view === undefined) throw new AppError<ChannelsError>("channels.film_not_found", { status: 404 });
  return view;
};

/** Showings of an area, the latest week first. */
export const listShowings = async (
  db: Db | Trx,
  now: Date,
  input: { scope: Scope; page: number; size: number },
): Promise<{ rows: readonly ShowingView[]; total: number }> => {
  const { rows, total } = await readPage(
    showingRows(db).where(withinScope("unit.path", input.scope)),
    (query) => query.orderBy("showing.week_on", "desc").orderBy("showing.id"),
    input,
  );
  return { rows: await toShowingViews(db, now, rows), total };
};

/** The newest item that a screen can play on these topics; undefined where there is none. */
export const findFilm = async (
  db: Db | Trx,
  now: Date,
  topics: readonly string[],
): Promise<{ no: number } | undefined> => {
  for (const kind of filmKinds) {
    const { rows } = await listLive(db, now, { filter: { topics, kind }, page: 1, size: 1 });
    if (rows[0] !== undefined) return { no: rows[0].no };
  }
  return undefined;
};
