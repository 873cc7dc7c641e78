import { sql } from "kysely";
import type { Context } from "#kernel/context.ts";
import { type Db, inTransaction, type Trx } from "#kernel/db.ts";
import type { FieldCipher } from "#kernel/encryption.ts";
import { AppError } from "#kernel/errors.ts";
import { createId } from "#kernel/ids.ts";
import { applyTransition, defineStates } from "#kernel/transitions.ts";
import { canSendMessages, messageSenderOf, type MessageSender } from "./message-sender.ts";
import { createWechatSender, type WechatOutcome, type WechatSender } from "./wechat-sender.ts";

export type MessageStatus = "waiting" | "sent" | "stuck";
export type MessageEvent = "send" | "give_up";
export const messageStates = defineStates<MessageStatus, MessageEvent>(
  { waiting: { send: "sent", give_up: "stuck" }, sent: {}, stuck: {} },
  ["send", "give_up"],
);

export type QueuedMessage = {
  /** `orders.notice:<id>`: the same key twice is one message, for ever. */
  key: string;
  phone: string;
  text: string;
  /** The account it is for: one that is bound to WeChat is told there. */
  personId?: string | undefined;
  /** Waits until then, such as the morning. */
  notBefore?: Date | undefined;
  /** At most so many whose key begins like this to the person in a day; what is over stays on his own pages. */
  mostADay?: { keys: string; count: number } | undefined;
};

/** Messages of one kind to one person are counted one after the other: two at once would each count the other as not written. */
const isOverCap = async (trx: Trx, now: Date, { personId, mostADay }: QueuedMessage): Promise<boolean> => {
  if (mostADay === undefined || personId === undefined) return false;
  await sql`select pg_advisory_xact_lock(hashtext('identity.message_cap'), hashtext(${personId}))`.execute(
    trx,
  );
  const { count } = await trx
    .selectFrom("text_messages")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("person_id", "=", personId)
    .where(sql<boolean>`starts_with(message_key, ${mostADay.keys})`)
    .where("created_at", ">", new Date(now.getTime() - 86_400_000))
    .executeTakeFirstOrThrow();
  return count >= mostADay.count;
};

/**
 * Puts a message into the outbox in the caller's transaction: it exists exactly if the act does. Returns whether it
 * waits now; false where this installation sends no messages, where the key was used before, or the day's cap is reached.
 */
export const queueMessage = async (trx: Trx, context: Context, message: QueuedMessage): Promise<boolean> => {
  if (!canSendMessages(context)) return false;
  const now = context.clock.now();
  if (await isOverCap(trx, now, message)) return false;
  const added = await trx
    .insertInto("text_messages")
    .values({
      id: createId(context.clock),
      message_key: message.key,
      person_id: message.personId ?? null,
      content_sealed: context.cipher.encrypt(JSON.stringify({ phone: message.phone, text: message.text })),
      status: "waiting",
      status_changed_at: now,
      channel: null,
      leased_until: null,
      next_try_at: message.notBefore ?? now,
      last_problem: null,
      created_at: now,
    })
    .onConflict((conflict) => conflict.constraint("text_messages_key_key").doNothing())
    .executeTakeFirst();
  return added.numInsertedOrUpdatedRows === 1n;
};

/**
 * A try that is not heard of again is over after this. The longest is six calls of five seconds each: WeChat's token and
 * message, both once more where the token was refused, then the records of the SMS provider and its message.
 */
const leaseMs = 45_000;
const mostAttempts = 6;
/** WeChat holds a key for ten minutes: tries after 0, 1 and 5 minutes are within it. */
const mostWechatAttempts = 3;
/** Until the next try after so many failures: 1, 4, 9, 16, 25 minutes. */
const pauseMs = (attempts: number): number => attempts * attempts * 60_000;

type Taken = {
  id: string;
  message_key: string;
  person_id: string | null;
  content_sealed: Buffer | null;
  attempts: number;
  created_at: Date;
};

/**
 * Takes one due message for a while: the try is counted and committed before anything leaves, so that whoever comes
 * after a killed worker knows that it may have left.
 */
const takeMessage = async (context: Context, lease: number): Promise<Taken | undefined> => {
  const now = context.clock.now();
  const { rows } = await sql<Taken>`
    update text_messages set attempts = attempts + 1, leased_until = ${new Date(now.getTime() + lease)}
    where id = (
      select id from text_messages
      where status = 'waiting' and next_try_at <= ${now} and (leased_until is null or leased_until <= ${now})
      order by next_try_at, id limit 1 for update skip locked)
    returning id, message_key, person_id, content_sealed, attempts, created_at`.execute(context.db);
  return rows[0];
};

const settle = async (
  context: Context,
  message: Taken,
  outcome: { event: MessageEvent; channel?: "sms" | "wechat"; problem?: string },
): Promise<void> => {
  try {
    await inTransaction(context.db, (trx) =>
      applyTransition(trx as never, {
        machine: messageStates,
        table: "text_messages",
        id: message.id,
        event: outcome.event,
        now: context.clock.now(),
        set: {
          leased_until: null,
          last_problem: outcome.problem ?? null,
          channel: outcome.channel ?? null,
          ...(outcome.event === "send" ? { content_sealed: null } : {}),
        },
      }),
    ); // the function is generic over all modules' tables
  } catch (error) {
    // Slower than its lease: another worker found it sent, or it was erased with its account.
    if (!(error instanceof AppError) || !["state.conflict", "state.not_found"].includes(error.code))
      throw error;
  }
};

const putOff = async (context: Context, message: Taken, problem: string, most: number): Promise<void> => {
  if (message.attempts >= most) {
    context.log.error({ message: message.message_key, problem }, "a message was given up");
    await settle(context, message, { event: "give_up", problem });
    return;
  }
  await context.db
    .updateTable("text_messages")
    .set({
      leased_until: null,
      last_problem: problem,
      next_try_at: new Date(context.clock.now().getTime() + pauseMs(message.attempts)),
    })
    .where("id", "=", message.id)
    .where("status", "=", "waiting")
    .execute();
};

const openidOf = async (context: Context, personId: string | null): Promise<string | undefined> => {
  if (personId === null) return undefined;
  const row = await context.db
    .selectFrom("wechat_bindings")
    .select("openid_sealed")
    .where("person_id", "=", personId)
    .executeTakeFirst();
  return row === undefined ? undefined : context.cipher.decrypt(row.openid_sealed);
};

const wechatSenders = new WeakMap<Context, WechatSender>();

/** The service account of this installation, if one is set; a demonstration reaches nobody. */
export const wechatSenderOf = (context: Context): WechatSender | undefined => {
  if (context.config.wechat === undefined || context.config.demo) return undefined;
  const made = wechatSenders.get(context) ?? createWechatSender(context.config.wechat, context.clock);
  wechatSenders.set(context, made);
  return made;
};

type Content = { phone: string; text: string };

/** Number and words of a message, as {@link queueMessage} sealed them. */
export const readContent = (cipher: FieldCipher, sealed: Buffer): Content =>
  JSON.parse(cipher.decrypt(sealed)) as Content; // written by queueMessage

const tryWechat = async (
  context: Context,
  message: Taken,
  content: Content,
): Promise<WechatOutcome | undefined> => {
  const wechat = wechatSenderOf(context);
  if (wechat === undefined) return undefined;
  const openid = await openidOf(context, message.person_id);
  if (openid === undefined) return undefined;
  return wechat.send({
    key: message.message_key,
    openid,
    text: content.text,
    at: message.created_at,
    url: new URL("/me", context.config.publicUrl).href,
  });
};

const sendOne = async (context: Context, sender: MessageSender, message: Taken): Promise<boolean> => {
  if (message.content_sealed === null) throw new Error(`a waiting message has content: ${message.id}`);
  const content = readContent(context.cipher, message.content_sealed);
  const told = await tryWechat(context, message, content);
  if (told?.state === "sent") {
    await settle(context, message, { event: "send", channel: "wechat" });
    return true;
  }
  if (told?.state === "again") {
    await putOff(context, message, told.problem, mostWechatAttempts);
    return false;
  }
  if (told?.state === "off")
    context.log.error({ message: message.message_key, problem: told.problem }, "WeChat sends no messages");
  try {
    await sender.send({
      ...content,
      key: message.message_key,
      triedSince: message.attempts > 1 ? message.created_at : undefined,
    });
  } catch (error) {
    await putOff(context, message, String(error).slice(0, 300), mostAttempts);
    return false;
  }
  await settle(context, message, { event: "send", channel: "sms" });
  return true;
};

/**
 * Sends what waits, each message under its key. A worker may be killed at any point: before the try is counted the
 * message waits; after it the next worker waits for the end of the lease, and the channel is told that it may have left.
 * Returns how many went out.
 */
export const sendMessages = async (
  context: Context,
  options: { limit?: number; leaseMs?: number; sender?: MessageSender } = {},
): Promise<number> => {
  const sender = options.sender ?? messageSenderOf(context);
  let sent = 0;
  for (let count = 0; count < (options.limit ?? 100); count += 1) {
    const message = await takeMessage(context, options.leaseMs ?? leaseMs);
    if (message === undefined) break;
    if (await sendOne(context, sender, message)) sent += 1;
  }
  return sent;
};

/** How many messages were given up since a moment. */
export const countStuckMessages = async (db: Db, since: Date): Promise<number> => {
  const { count } = await db
    .selectFrom("text_messages")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("status", "=", "stuck")
    .where("status_changed_at", ">", since)
    .executeTakeFirstOrThrow();
  return count;
};

const stuckKeptMs = 3 * 86_400_000;
const logKeptMs = 190 * 86_400_000;

/** Number and words of what never left go after three days, the keys of what left after 190. */
export const clearOldMessages = async (context: Context): Promise<void> => {
  const before = (ms: number): Date => new Date(context.clock.now().getTime() - ms);
  await context.db
    .updateTable("text_messages")
    .set({ content_sealed: null })
    .where("status", "=", "stuck")
    .where("content_sealed", "is not", null)
    .where("status_changed_at", "<", before(stuckKeptMs))
    .execute();
  await context.db
    .deleteFrom("text_messages")
    .where("status", "in", ["sent", "stuck"])
    .where("status_changed_at", "<", before(logKeptMs))
    .execute();
};
