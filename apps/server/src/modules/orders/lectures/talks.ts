import type { Actor, PersonActor } from "#kernel/actor.ts";
import { type Audience, audiences } from "#kernel/audiences.ts";
import { recordAudit } from "#kernel/audit.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import { type Db, isUniqueViolation, type Trx } from "#kernel/db.ts";
import { readPage } from "#kernel/read-page.ts";
import { AppError, requireText } from "#kernel/errors.ts";
import { createId } from "#kernel/ids.ts";
import { applyTransition } from "#kernel/transitions.ts";
import { listTopics } from "#modules/contents/index.ts";
import { type Scope, withinScope } from "#modules/organisations/index.ts";
import { findExpertOf, listExpertTitles, listStandings } from "#modules/people/index.ts";
import { type BadgeKind, listTeamsOf } from "#modules/teams/index.ts";
import type { OrdersError } from "../errors.ts";
import { setItemOpen, writeItem } from "../menu.ts";
import { talkPrefix } from "./lecturers.ts";
import { talkStates, type TalkStatus } from "./state.ts";

/** How long a talk may last, in minutes. */
export const talkMinutes = [30, 45, 60, 90, 120] as const;

export type NewTalk = {
  title: string;
  about: string;
  topic: string;
  audiences: readonly string[];
  minutes: number;
};

const refuse = (field: string, code: OrdersError, status = 422): AppError<OrdersError> =>
  new AppError<OrdersError>(code, { status, fields: { [field]: code } });
const isAudience = (text: string): text is Audience => audiences.some((one) => one === text);

const audit = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  act: { action: string; id: string; unitId: string; reason?: string },
): Promise<void> => {
  await recordAudit(trx, context, {
    actor,
    action: act.action,
    unitId: act.unitId,
    record: { table: "lecture_talks", id: act.id },
    ...(act.reason === undefined ? {} : { reason: act.reason }),
    requestId: context.requestId,
  });
};

/** The expert that acts for himself and belongs to the senior group. @throws AppError `orders.talk_senior` */
const requireSenior = async (trx: Trx, context: ActContext, actor: PersonActor) => {
  const expertId = actor.onBehalfOf === undefined ? await findExpertOf(trx, actor.personId) : undefined;
  const day = toDistrictDate(context.clock.now());
  const standing =
    expertId === undefined
      ? undefined
      : (await listStandings(trx, { expertIds: [expertId], day })).get(expertId);
  if (standing === undefined || !standing.isSenior || !standing.isAppointed)
    // Not a matter of roles: who is in the senior group and appointed changes with time.
    throw new AppError<OrdersError>("orders.talk_senior", { status: 409 });
  return standing;
};

/**
 * A senior expert offers a talk to the lecture group (老专家科普报告团, E-04); somebody else admits it.
 * @throws AppError `orders.talk_senior` | `orders.talk_title` | `orders.talk_about` | `orders.item_topic` | `orders.talk_audiences` |
 * `orders.talk_minutes` | `orders.talk_twice`
 */
export const offerTalk = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: NewTalk,
): Promise<string> => {
  const standing = await requireSenior(trx, context, actor);
  const title = requireText<OrdersError>("orders.talk_title", input.title, { least: 4, field: "title" });
  if (title.length > 40) throw refuse("title", "orders.talk_title");
  const about = requireText<OrdersError>("orders.talk_about", input.about, { least: 10, field: "about" });
  if (about.length > 200) throw refuse("about", "orders.talk_about");
  if (!(await listTopics(trx)).some((topic) => topic.code === input.topic))
    throw refuse("topic", "orders.item_topic");
  const listeners = input.audiences.filter(isAudience);
  if (listeners.length === 0 || listeners.length !== input.audiences.length)
    throw refuse("audiences", "orders.talk_audiences");
  if (!talkMinutes.some((minutes) => minutes === input.minutes))
    throw refuse("minutes", "orders.talk_minutes");
  const now = context.clock.now();
  const id = createId(context.clock);
  try {
    await trx
      .insertInto("lecture_talks")
      .values({
        id,
        expert_id: standing.expertId,
        submitted_by_person_id: actor.personId,
        unit_id: standing.unitId,
        title,
        about,
        topic: input.topic,
        audiences: listeners,
        minutes: input.minutes,
        status: "submitted",
        status_changed_at: now,
        item_code: null,
        decided_by_person_id: null,
        decision_reason: null,
        created_at: now,
      })
      .execute();
  } catch (error) {
    if (isUniqueViolation(error, "lecture_talks_once"))
      throw new AppError<OrdersError>("orders.talk_twice", {
        status: 409,
        fields: { title: "orders.talk_twice" },
        cause: error,
      });
    throw error;
  }
  await audit(trx, context, actor, { action: "orders.offer_talk", id, unitId: standing.unitId });
  return id;
};

const selectTalks = (db: Db | Trx) =>
  db
    .selectFrom("lecture_talks as talk")
    .innerJoin("org_units as unit", "unit.id", "talk.unit_id")
    .selectAll("talk")
    .select(["unit.name as unit_name", "unit.path as unit_path"]);
type Row = Awaited<ReturnType<ReturnType<typeof selectTalks>["executeTakeFirstOrThrow"]>>;

/** @throws AppError `orders.talk_not_found` (404) */
export const getTalk = async (db: Db | Trx, id: string): Promise<Row> => {
  const row = await selectTalks(db).where("talk.id", "=", id).executeTakeFirst();
  if (row === undefined) throw new AppError<OrdersError>("orders.talk_not_found", { status: 404 });
  return row;
};

/** The same, locked: of an admission and a withdrawal at once the second sees what the first has done. */
const lockTalk = async (trx: Trx, id: string): Promise<Row> => {
  await trx.selectFrom("lecture_talks").select("id").where("id", "=", id).forUpdate().execute();
  return getTalk(trx, id);
};

/**
 * Somebody else admits a talk: it becomes an item of the menu. Talks for youth always ask for the children's badge; the deciding
 * person adds what health and safety ask for.
 * @throws AppError `orders.talk_own` | `orders.talk_lecturer` | `orders.talk_team` | `orders.item_taken` | `state.conflict`
 */
export const admitTalk = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { id: string; badges: readonly BadgeKind[] },
): Promise<void> => {
  const talk = await lockTalk(trx, input.id);
  if (talk.submitted_by_person_id === actor.personId)
    throw new AppError<OrdersError>("orders.talk_own", { status: 403 });
  const day = toDistrictDate(context.clock.now());
  const standing = (await listStandings(trx, { expertIds: [talk.expert_id], day })).get(talk.expert_id);
  if (standing === undefined || !standing.isSenior || !standing.isAppointed)
    throw new AppError<OrdersError>("orders.talk_lecturer", { status: 409 });
  const teams = await listTeamsOf(trx, standing.personId);
  if (!teams.some((team) => team.status === "verified"))
    throw new AppError<OrdersError>("orders.talk_team", { status: 409 });
  const itemCode = `${talkPrefix}${talk.id.replaceAll("-", "").slice(-16)}`;
  const badges = new Set<BadgeKind>(input.badges);
  if (talk.audiences.includes("youth")) badges.add("children");
  await writeItem(trx, context, actor, {
    code: itemCode,
    title: talk.title,
    about: `${talk.about} 主讲：${standing.publicTitle}。`,
    kind: "talk",
    topic: talk.topic,
    audiences: talk.audiences,
    skill: "science-talk",
    badges: [...badges],
    effort: "light",
    demands: [],
    minutes: talk.minutes,
    volunteers: 1,
  });
  await applyTransition(trx as never, {
    machine: talkStates,
    table: "lecture_talks",
    id: talk.id,
    event: "admit",
    now: context.clock.now(),
    set: { item_code: itemCode, decided_by_person_id: actor.personId },
  }); // the function is generic over all modules' tables
  await audit(trx, context, actor, { action: "orders.decide_talk", id: talk.id, unitId: talk.unit_id });
};

/** Somebody else says no to a talk, with the reason. @throws AppError `orders.talk_own` | `orders.talk_reason` | `state.conflict` */
export const refuseTalk = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { id: string; reason: string },
): Promise<void> => {
  const reason = requireText<OrdersError>("orders.talk_reason", input.reason);
  const talk = await lockTalk(trx, input.id);
  if (talk.submitted_by_person_id === actor.personId)
    throw new AppError<OrdersError>("orders.talk_own", { status: 403 });
  await applyTransition(trx as never, {
    machine: talkStates,
    table: "lecture_talks",
    id: talk.id,
    event: "refuse",
    now: context.clock.now(),
    set: { decided_by_person_id: actor.personId, decision_reason: reason },
  }); // the function is generic over all modules' tables
  await audit(trx, context, actor, {
    action: "orders.decide_talk",
    id: talk.id,
    unitId: talk.unit_id,
    reason,
  });
};

/** The expert takes a talk back; it can no longer be ordered, orders of it go on. @throws AppError `orders.talk_not_found` | `state.conflict` */
export const withdrawTalk = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  id: string,
): Promise<void> => {
  const talk = await lockTalk(trx, id);
  if (talk.submitted_by_person_id !== actor.personId || actor.onBehalfOf !== undefined)
    throw new AppError<OrdersError>("orders.talk_not_found", { status: 404 });
  await applyTransition(trx as never, {
    machine: talkStates,
    table: "lecture_talks",
    id,
    event: "withdraw",
    now: context.clock.now(),
  }); // the function is generic over all modules' tables
  if (talk.item_code !== null) await setItemOpen(trx, context, actor, { code: talk.item_code, open: "no" });
  await audit(trx, context, actor, { action: "orders.offer_talk", id, unitId: talk.unit_id, reason: "收回" });
};

export type TalkView = {
  id: string;
  expertId: string;
  title: string;
  about: string;
  topic: string;
  audiences: readonly Audience[];
  minutes: number;
  publicTitle: string;
  unitId: string;
  unitName: string;
  unitPath: string;
  status: TalkStatus;
  itemCode: string | null;
  decisionReason: string | null;
  submittedBy: string;
};

/** Talks of the units in scope, or of one person, those to decide first. */
export const listTalks = async (
  db: Db | Trx,
  filter: {
    scope: Scope;
    status?: TalkStatus | undefined;
    personId?: string | undefined;
    page: number;
    size: number;
  },
): Promise<{ rows: readonly TalkView[]; total: number }> => {
  const found = selectTalks(db)
    .where(withinScope("unit.path", filter.scope))
    .$if(filter.status !== undefined, (query) =>
      query.where("talk.status", "=", filter.status ?? "submitted"),
    )
    .$if(filter.personId !== undefined, (query) =>
      query.where("talk.submitted_by_person_id", "=", filter.personId ?? ""),
    );
  const { rows, total } = await readPage(
    found,
    (query) =>
      query
        .orderBy((eb) => eb.case().when("talk.status", "=", "submitted").then(0).else(1).end())
        .orderBy("talk.created_at", "desc")
        .orderBy("talk.id"),
    filter,
  );
  const titles = await listExpertTitles(db, [...new Set(rows.map((row) => row.expert_id))]);
  return {
    total,
    rows: rows.map((row) => ({
      id: row.id,
      expertId: row.expert_id,
      title: row.title,
      about: row.about,
      topic: row.topic,
      audiences: row.audiences,
      minutes: row.minutes,
      publicTitle: titles.get(row.expert_id)?.publicTitle ?? "",
      unitId: row.unit_id,
      unitName: row.unit_name,
      unitPath: row.unit_path,
      status: row.status,
      itemCode: row.item_code,
      decisionReason: row.decision_reason,
      submittedBy: row.submitted_by_person_id,
    })),
  };
};

/** Talks that can be ordered now: admitted, and their item open. */
export const listOpenTalks = async (db: Db | Trx): Promise<readonly TalkView[]> => {
  const { rows } = await listTalks(db, { scope: "everywhere", status: "admitted", page: 1, size: 200 });
  const open = await db.selectFrom("service_items").select("code").where("is_open", "=", true).execute();
  const codes = new Set(open.map((item) => item.code));
  return rows.filter((talk) => talk.itemCode !== null && codes.has(talk.itemCode));
};
