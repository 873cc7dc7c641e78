// What a child's own session may open, and for how long (Y-00): a list of what it may, everything else is for grown-ups.
import type { FastifyRequest } from "fastify";
import type { Context } from "#kernel/context.ts";
import { AppError } from "#kernel/errors.ts";
import { contentsPaths, type LiveCard, listLive } from "#modules/contents/index.ts";
import { identityPaths } from "#modules/identity/index.ts";
import { type ChildTime, findChildTime, type PeopleError, spendChildTime } from "#modules/people/index.ts";
import { questionsPaths } from "#modules/questions/index.ts";
import { readersPaths } from "#modules/readers/index.ts";
import { rumoursPaths } from "#modules/rumours/index.ts";
import { paths, zonePath } from "#site/paths.ts";
import { type AgeBand, ageBands } from "#site/zones/youth-questions.ts";

/** The youngest age that a band is meant for. */
const youngestOf = (band: AgeBand): number => Number(band.split("-")[0]);

/** The bands that a child of this age may read: its own and the younger ones, its own last; below six the first alone. */
export const bandsFor = (age: number): readonly [AgeBand, ...AgeBand[]] => {
  const [first, ...others] = ageBands;
  return [first, ...others.filter((band) => youngestOf(band) <= age)];
};

export const ownBand = (age: number): AgeBand => bandsFor(age).at(-1) ?? ageBands[0];

/** A child's own band, or a younger one that it chose. */
export const bandOfChild = ({ age }: Pick<ChildTime, "age">, chosen: AgeBand | undefined): AgeBand =>
  chosen !== undefined && bandsFor(age).includes(chosen) ? chosen : ownBand(age);

/** What to do when something happens is read at any hour and after the day's minutes. */
const emergencyTopics: ReadonlySet<string> = new Set(["safety", "first-aid", "disaster-risk"]);
const isForEmergencies = ({ topics }: Pick<LiveCard, "topics">): boolean =>
  topics.some((topic) => emergencyTopics.has(topic));

/** Whether an item is meant for a child of this age; what names no age is for grown-ups, but for what helps in an emergency. */
export const fitsAge = (card: Pick<LiveCard, "ageBands" | "topics">, age: number): boolean =>
  card.ageBands.length === 0
    ? isForEmergencies(card)
    : card.ageBands.some((band) => bandsFor(age).includes(band));

/** Pages that take the day's minutes. */
const counted: ReadonlySet<string> = new Set([
  zonePath("youth"),
  `${zonePath("youth")}/band/:band`,
  readersPaths.saved,
  questionsPaths.ask,
  questionsPaths.received,
  questionsPaths.own,
]);

/** Pages that are open at any hour: signing in and out, help, how the page looks, what is kept on the device. */
const alwaysOpen: ReadonlySet<string> = new Set([
  paths.mode,
  paths.display,
  paths.help,
  paths.offline,
  paths.offlineItems,
  paths.about,
  paths.accessibility,
  paths.privacy,
  paths.manifest,
  contentsPaths.media,
  "/sw.js",
]);
const openBelow = [
  identityPaths.signIn,
  identityPaths.signOut,
  rumoursPaths.list,
  "/assets",
  "/icons",
] as const;

/** What a child may send; what it has begun to write is taken in whatever the hour. */
const sent: ReadonlySet<string> = new Set([
  readersPaths.savedAdd,
  readersPaths.savedRemove,
  questionsPaths.ask,
  "/my/questions/:id/withdraw",
]);

const isAtOrBelow = (pattern: string, path: string): boolean =>
  pattern === path || pattern.startsWith(`${path}/`);

const refuse = (code: PeopleError, values: Record<string, string | number> = {}): AppError =>
  new AppError<PeopleError>(code, { status: 403, values });

const requireTime = ({ state, limit }: ChildTime): void => {
  if (state === "up") throw refuse("people.child_time_up", { minutes: limit.minutesPerDay });
  if (state === "closed")
    throw refuse("people.child_closed", { opens: limit.opensHour, closes: limit.closesHour });
};

const children = new WeakMap<FastifyRequest, ChildTime>();

/** The child of a request that was let in by time or age; undefined for everybody else and for pages that are open to all. */
export const childOf = (request: FastifyRequest): ChildTime | undefined => children.get(request);

/**
 * Lets a child's session in, or says kindly why not. What is open at any hour is neither counted nor looked at.
 * @throws AppError `people.child_elsewhere` | `people.child_not_for_age` | `people.child_time_up` | `people.child_closed` (403)
 */
export const createChildAdmission =
  (context: Context) =>
  async (request: FastifyRequest): Promise<void> => {
    const { db, clock } = context;
    const pattern = request.routeOptions.url ?? "";
    if (alwaysOpen.has(pattern) || openBelow.some((path) => isAtOrBelow(pattern, path))) return;
    const { actor } = request;
    if (actor.kind !== "person") return;
    const time = await findChildTime(db, context, actor.personId);
    if (time === undefined) throw refuse("people.child_elsewhere");
    children.set(request, time);
    if (request.method === "POST") {
      if (!sent.has(pattern)) throw refuse("people.child_elsewhere");
      return;
    }
    const isArticle = isAtOrBelow(pattern, contentsPaths.article);
    if (!isArticle && !counted.has(pattern)) throw refuse("people.child_elsewhere");
    if (isArticle) {
      const card = await findCard(context, request);
      // One that is not out: its page says so.
      if (card === undefined) return;
      if (!fitsAge(card, time.age)) throw refuse("people.child_not_for_age");
      if (isForEmergencies(card)) return;
    }
    requireTime(time);
    // A page that the browser fetches ahead is not read.
    if (request.headers["sec-purpose"] === undefined) await spendChildTime(db, { clock }, actor.personId);
  };

const findCard = async ({ db, clock }: Context, request: FastifyRequest): Promise<LiveCard | undefined> => {
  const no = Number((request.params as { no?: string }).no);
  if (!Number.isInteger(no) || no < 1 || no > 999_999_999) return undefined;
  const { rows } = await listLive(db, clock.now(), { filter: { nos: [no] }, page: 1, size: 1 });
  return rows[0];
};
