import { createHash } from "node:crypto";
import { sql } from "kysely";
import type { Actor } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import type { Clock } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import { type Db, inTransaction, type Trx } from "#kernel/db.ts";
import { readPage } from "#kernel/read-page.ts";
import { AppError } from "#kernel/errors.ts";
import { createId } from "#kernel/ids.ts";
import { applyTransition } from "#kernel/transitions.ts";
import { listItemAddresses, toArticlePath } from "#modules/contents/index.ts";
import { type Scope, withinScope } from "#modules/organisations/index.ts";
import type { ChannelsError } from "./errors.ts";
import { dueDelivery, retryAt } from "./due.ts";
import { countScreenReceipts } from "./screens.ts";
import { type DeliveryEvent, deliveryStates, type DeliveryStatus } from "./state.ts";
import type { ChannelKind, DeliveryAct, Receipt } from "./tables.ts";

/** How a channel is asked what it shows now: the address is one of our own. */
export type LookAt = (path: string) => Promise<{ status: number; body: Buffer }>;

const minuteMs = 60_000;

/**
 * The channels an act concerns. Paper is hung up by people: it is a channel of an item only after somebody said so, and
 * then a recall must reach it.
 */
const listTargets = async (
  trx: Trx,
  input: { contentId: string; act: DeliveryAct },
): Promise<readonly { code: string }[]> => {
  const printed = trx
    .selectFrom("deliveries as earlier")
    .select("earlier.channel_code")
    .where("earlier.content_id", "=", input.contentId)
    .where("earlier.act", "=", "publish")
    .where("earlier.status", "=", "confirmed");
  // Confirmed or not: something may be under way at a platform.
  const outside = trx
    .selectFrom("outside_posts as post")
    .select("post.channel_code")
    .where("post.content_id", "=", input.contentId)
    .where("post.state", "<>", "gone");
  const channels = trx.selectFrom("channels").select("code").orderBy("code");
  return input.act === "publish"
    ? channels.where("is_open", "=", true).where("kind", "<>", "print").execute()
    : channels
        .where((eb) =>
          eb.or([
            eb("kind", "not in", ["print", "outside"]),
            eb("code", "in", printed),
            eb("code", "in", outside),
          ]),
        )
        .execute();
};

/** An item goes to every open channel, or leaves every channel it went to, in the transaction that reads the event. */
export const queueDeliveries = async (
  trx: Trx,
  clock: Clock,
  input: { contentId: string; versionId: string; act: DeliveryAct },
): Promise<void> => {
  const now = clock.now();
  const channels = await listTargets(trx, input);
  // What was still under way is overtaken: a publication that comes after the recall would undo it.
  const open = await trx
    .selectFrom("deliveries")
    .select("id")
    .where("content_id", "=", input.contentId)
    .where("status", "in", ["queued", "failing", "awaiting", "stuck"])
    // The same event again overtakes nothing of its own.
    .where((eb) => eb.or([eb("version_id", "<>", input.versionId), eb("act", "<>", input.act)]))
    .orderBy("id")
    .execute();
  for (const { id } of open) await changeDelivery(trx, clock, { id, event: "overtake" });
  const item = (await listItemAddresses(trx, [input.contentId])).get(input.contentId);
  if (channels.length === 0 || item === undefined) return;
  await trx
    .insertInto("deliveries")
    .values(
      channels.map(({ code }) => ({
        id: createId(clock),
        channel_code: code,
        content_id: input.contentId,
        unit_id: item.unitId,
        version_id: input.versionId,
        act: input.act,
        status: "queued" as const,
        status_changed_at: now,
        next_try_at: now,
        last_problem: null,
        receipt: null,
        created_at: now,
      })),
    )
    .onConflict((conflict) => conflict.constraint("deliveries_once").doNothing())
    .execute();
};

/** One step of a delivery's life. @throws AppError `state.conflict` */
export const changeDelivery = async (
  trx: Trx,
  clock: Clock,
  change: { id: string; event: DeliveryEvent; set?: Record<string, unknown> },
): Promise<void> => {
  await applyTransition(trx as never, {
    machine: deliveryStates,
    table: "deliveries",
    id: change.id,
    event: change.event,
    now: clock.now(),
    ...(change.set === undefined ? {} : { set: change.set }),
  }); // the function is generic over all modules' tables
};

type DueDelivery = {
  id: string;
  channel_code: string;
  kind: ChannelKind;
  target: string;
  content_id: string;
  version_id: string;
  act: DeliveryAct;
  attempts: number;
};

type Outcome =
  | { event: "confirm"; receipt: Receipt }
  | { event: "fail"; problem: string }
  | { event: "hand_over"; note: string };

const hashOf = (body: Buffer): string => createHash("sha256").update(body).digest("hex");

/** What the channel itself shows decides: the receipt holds the hash of the answer that was looked at. */
const lookAtPage = async (
  delivery: DueDelivery,
  no: number,
  parts: { lookAt: LookAt; now: Date },
): Promise<Outcome> => {
  const answer = await parts.lookAt(delivery.target.replace("{no}", String(no)));
  const receipt = { answerHash: hashOf(answer.body), httpStatus: answer.status, at: parts.now.toISOString() };
  const isShown = answer.status === 200;
  if (answer.status >= 500) return { event: "fail", problem: `页面答复 ${answer.status}` };
  if (isShown === (delivery.act === "publish")) return { event: "confirm", receipt };
  return {
    event: "fail",
    problem: delivery.act === "publish" ? `页面还没有（${answer.status}）` : "页面还在",
  };
};

const lookAtFeed = async (
  delivery: DueDelivery,
  no: number,
  parts: { lookAt: LookAt; now: Date },
): Promise<Outcome> => {
  const answer = await parts.lookAt(delivery.target);
  if (answer.status !== 200) return { event: "fail", problem: `订阅源答复 ${answer.status}` };
  // The address ends with the number: /articles/12 is not /articles/123.
  const isListed = new RegExp(`${toArticlePath(no)}(?!\\d)`, "u").test(answer.body.toString("utf8"));
  const receipt = { answerHash: hashOf(answer.body), httpStatus: answer.status, at: parts.now.toISOString() };
  if (isListed === (delivery.act === "publish")) return { event: "confirm", receipt };
  return { event: "fail", problem: delivery.act === "publish" ? "订阅源里还没有" : "订阅源里还在" };
};

const askScreens = async (trx: Trx, delivery: DueDelivery, now: Date): Promise<Outcome> => {
  const { screens, confirmed } = await countScreenReceipts(trx, {
    versionId: delivery.version_id,
    act: delivery.act,
  });
  if (confirmed >= screens) return { event: "confirm", receipt: { screens, at: now.toISOString() } };
  return { event: "hand_over", note: `${screens} 台终端中 ${confirmed} 台已回执` };
};

const attempt = async (
  trx: Trx,
  delivery: DueDelivery,
  parts: { lookAt: LookAt; now: Date; no: number | undefined },
): Promise<Outcome> => {
  const { now, no } = parts;
  if (no === undefined) return { event: "fail", problem: "没有找到这篇内容" };
  switch (delivery.kind) {
    case "page":
      return lookAtPage(delivery, no, parts);
    case "feed":
      return lookAtFeed(delivery, no, parts);
    case "screens":
      return askScreens(trx, delivery, now);
    case "print":
      return { event: "hand_over", note: delivery.act === "publish" ? "张贴后请确认" : "收回后请确认" };
    case "trial":
      return delivery.target === "down"
        ? { event: "fail", problem: "渠道不通" }
        : { event: "confirm", receipt: { note: "trial", at: now.toISOString() } };
    case "outside":
      throw new Error("a platform outside has a runner of its own");
    default: {
      const never: never = delivery.kind;
      return never;
    }
  }
};

const settle = async (trx: Trx, clock: Clock, delivery: DueDelivery, outcome: Outcome): Promise<void> => {
  const nowMs = clock.now().getTime();
  if (outcome.event === "confirm")
    return changeDelivery(trx, clock, {
      id: delivery.id,
      event: "confirm",
      set: { receipt: JSON.stringify(outcome.receipt), last_problem: null, attempts: delivery.attempts + 1 },
    });
  if (outcome.event === "hand_over")
    return changeDelivery(trx, clock, {
      id: delivery.id,
      event: "hand_over",
      set: { last_problem: outcome.note, next_try_at: new Date(nowMs + minuteMs) },
    });
  const next = retryAt(clock.now(), delivery.attempts);
  await changeDelivery(trx, clock, {
    id: delivery.id,
    event: "fail",
    set: {
      attempts: delivery.attempts + 1,
      last_problem: outcome.problem.slice(0, 200),
      next_try_at: next.at,
    },
  });
  if (next.isLast) await changeDelivery(trx, clock, { id: delivery.id, event: "give_up" });
};

/**
 * Works off what is due: each in its own transaction, taken with SKIP LOCKED, so that several nodes share the work and a
 * channel that is down holds up no other. Returns how many were tried.
 */
export const runDeliveries = async (
  parts: { db: Db; clock: Clock; lookAt: LookAt },
  limit = 50,
): Promise<number> => {
  const { db, clock, lookAt } = parts;
  for (let count = 0; count < limit; count += 1) {
    const worked = await inTransaction(db, async (trx) => {
      const now = clock.now();
      // Platforms outside are spoken to without a transaction: outside/deliver.ts.
      const delivery = await dueDelivery(trx, now).where("channel.kind", "<>", "outside").executeTakeFirst();
      if (delivery === undefined) return false;
      const no = (await listItemAddresses(trx, [delivery.content_id])).get(delivery.content_id)?.no;
      await settle(trx, clock, delivery, await attempt(trx, delivery, { lookAt, now, no }));
      return true;
    });
    if (!worked) return count;
  }
  return limit;
};

export type DeliveryView = {
  id: string;
  channel: string;
  channelName: string;
  kind: ChannelKind;
  contentId: string;
  no: number;
  title: string;
  act: DeliveryAct;
  status: DeliveryStatus;
  attempts: number;
  nextTryAt: Date;
  lastProblem: string | null;
  receipt: Receipt | null;
  createdAt: Date;
  statusChangedAt: Date;
  unitId: string;
  unitPath: string;
};

const deliveryRows = (db: Db | Trx) =>
  db
    .selectFrom("deliveries as delivery")
    .innerJoin("channels as channel", "channel.code", "delivery.channel_code")
    .innerJoin("org_units as unit", "unit.id", "delivery.unit_id")
    .selectAll("delivery")
    .select(["channel.name as channel_name", "channel.kind", "unit.path as unit_path"]);

const toViews = async (
  db: Db | Trx,
  rows: Awaited<ReturnType<ReturnType<typeof deliveryRows>["execute"]>>,
): Promise<readonly DeliveryView[]> => {
  const items = await listItemAddresses(db, [...new Set(rows.map((row) => row.content_id))]);
  return rows.flatMap((row) => {
    const item = items.get(row.content_id);
    if (item === undefined) return [];
    return [
      {
        id: row.id,
        channel: row.channel_code,
        channelName: row.channel_name,
        kind: row.kind,
        contentId: row.content_id,
        no: item.no,
        title: item.title,
        act: row.act,
        status: row.status,
        attempts: row.attempts,
        nextTryAt: row.next_try_at,
        lastProblem: row.last_problem,
        receipt: row.receipt,
        createdAt: row.created_at,
        statusChangedAt: row.status_changed_at,
        unitId: row.unit_id,
        unitPath: row.unit_path,
      },
    ];
  });
};

/** @throws AppError `channels.delivery_not_found` */
export const getDelivery = async (db: Db | Trx, id: string): Promise<DeliveryView> => {
  const [view] = await toViews(db, await deliveryRows(db).where("delivery.id", "=", id).execute());
  if (view === undefined) throw new AppError<ChannelsError>("channels.delivery_not_found", { status: 404 });
  return view;
};

export type DeliveryFilter = {
  scope: Scope;
  status?: DeliveryStatus | undefined;
  act?: DeliveryAct | undefined;
  contentId?: string | undefined;
};

/** Deliveries of items in scope, the newest first. */
export const listDeliveries = async (
  db: Db | Trx,
  filter: DeliveryFilter,
  options: { page: number; size: number },
): Promise<{ rows: readonly DeliveryView[]; total: number }> => {
  let base = deliveryRows(db).where(withinScope("unit.path", filter.scope));
  if (filter.status !== undefined) base = base.where("delivery.status", "=", filter.status);
  if (filter.act !== undefined) base = base.where("delivery.act", "=", filter.act);
  if (filter.contentId !== undefined) base = base.where("delivery.content_id", "=", filter.contentId);
  const { rows, total } = await readPage(
    base,
    (query) => query.orderBy("delivery.created_at", "desc").orderBy("delivery.id"),
    options,
  );
  return { rows: await toViews(db, rows), total };
};

/** Tries again what was given up. @throws AppError `state.conflict` */
export const retryDelivery = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  delivery: DeliveryView,
): Promise<void> => {
  await changeDelivery(trx, context.clock, {
    id: delivery.id,
    event: "retry",
    set: { attempts: 0, next_try_at: context.clock.now() },
  });
  await auditDelivery(trx, context, actor, { delivery, reason: "重试" });
};

/** A person says where posters of an item that is out were hung up; a recall will then ask for their removal. @throws AppError `channels.not_found` */
export const notePosters = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { contentId: string; versionId: string; unitId: string; note: string },
): Promise<string> => {
  const now = context.clock.now();
  const channel = await trx
    .selectFrom("channels")
    .select("code")
    .where("kind", "=", "print")
    .executeTakeFirst();
  if (channel === undefined) throw new AppError<ChannelsError>("channels.not_found", { status: 404 });
  const receipt: Receipt = {
    note: input.note.trim(),
    at: now.toISOString(),
    ...(actor.kind === "person" ? { confirmedBy: actor.personId } : {}),
  };
  const row = await trx
    .insertInto("deliveries")
    .values({
      id: createId(context.clock),
      channel_code: channel.code,
      content_id: input.contentId,
      unit_id: input.unitId,
      version_id: input.versionId,
      act: "publish",
      status: "confirmed",
      status_changed_at: now,
      next_try_at: now,
      last_problem: null,
      receipt: sql`${JSON.stringify(receipt)}::jsonb`,
      created_at: now,
    })
    // Hung up at a further place: the newest word stands.
    .onConflict((conflict) =>
      conflict.constraint("deliveries_once").doUpdateSet({ receipt: sql`${JSON.stringify(receipt)}::jsonb` }),
    )
    .returning("id")
    .executeTakeFirstOrThrow();
  await recordAudit(trx, context, {
    actor,
    action: "channels.act_on_delivery",
    unitId: input.unitId,
    record: { table: "deliveries", id: row.id },
    reason: input.note,
    requestId: context.requestId,
  });
  return row.id;
};

/** A person says that posters are up or down; only where no machine can see it. @throws AppError `channels.not_by_hand` | `state.conflict` */
export const confirmDelivery = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { delivery: DeliveryView; note: string },
): Promise<void> => {
  if (input.delivery.kind !== "print")
    throw new AppError<ChannelsError>("channels.not_by_hand", { status: 409 });
  const receipt: Receipt = {
    note: input.note.trim(),
    at: context.clock.now().toISOString(),
    ...(actor.kind === "person" ? { confirmedBy: actor.personId } : {}),
  };
  await changeDelivery(trx, context.clock, {
    id: input.delivery.id,
    event: "confirm",
    set: { receipt: JSON.stringify(receipt), last_problem: null },
  });
  await auditDelivery(trx, context, actor, { delivery: input.delivery, reason: input.note });
};

const auditDelivery = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  act: { delivery: DeliveryView; reason: string },
): Promise<void> => {
  await recordAudit(trx, context, {
    actor,
    action: "channels.act_on_delivery",
    unitId: act.delivery.unitId,
    record: { table: "deliveries", id: act.delivery.id },
    reason: act.reason,
    requestId: context.requestId,
  });
};

/** Recalls that some channel has not proved yet, a quarter of an hour after they began: the alarm. */
export const countUnclearedRecalls = async (db: Db | Trx, now: Date, scope: Scope): Promise<number> => {
  const { total } = await db
    .selectFrom("deliveries as delivery")
    .innerJoin("org_units as unit", "unit.id", "delivery.unit_id")
    .select((eb) => eb.fn.countAll<number>().as("total"))
    .where("delivery.act", "=", "recall")
    .where("delivery.status", "in", ["queued", "failing", "awaiting", "stuck"])
    .where("delivery.created_at", "<", new Date(now.getTime() - 15 * minuteMs))
    .where(withinScope("unit.path", scope))
    .executeTakeFirstOrThrow();
  return total;
};
