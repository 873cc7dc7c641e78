import type { Context } from "#kernel/context.ts";
import type { Clock } from "#kernel/clock.ts";
import type { Db } from "#kernel/db.ts";
import type { FieldCipher } from "#kernel/encryption.ts";
import { AppError } from "#kernel/errors.ts";
import { createId } from "#kernel/ids.ts";
import type { IdentityError } from "./messages.ts";
import { maskPhone } from "./phone.ts";
import { createSmsGateway } from "./sms-gateway.ts";

export type TextMessage = {
  /** Names this message for ever: the same key twice reaches the receiver once, whatever was cut between. */
  key: string;
  phone: string;
  text: string;
  /** Since when it may have left already: an earlier try was cut before anybody heard how it ended. */
  triedSince?: Date | undefined;
};

/** Sends a text message; an SMS gateway is one of these. */
export type MessageSender = { name: string; send: (message: TextMessage) => Promise<void> };

const keptMs = 3_600_000;

/** Writes messages, sealed, where the page /development/outbox shows them. */
export const createDevelopmentSender = (parts: {
  db: Db;
  clock: Clock;
  cipher: FieldCipher;
}): MessageSender => ({
  name: "development",
  send: async ({ key, phone, text }) => {
    const now = parts.clock.now();
    await parts.db
      .insertInto("development_messages")
      .values({
        id: createId(parts.clock),
        message_key: key,
        sealed: parts.cipher.encrypt(JSON.stringify({ phone, text })),
        created_at: now,
        expires_at: new Date(now.getTime() + keptMs),
      })
      .onConflict((conflict) => conflict.constraint("development_messages_key_key").doNothing())
      .execute();
  },
});

const noSender: MessageSender = {
  name: "none",
  send: async () => {
    throw new AppError<IdentityError>("identity.no_sms", { status: 409 });
  },
};

/** Whether messages go to the page of the development outbox: never in production. */
export const hasDevelopmentOutbox = (context: Context): boolean =>
  context.config.demo || context.config.environment !== "production";

const senders = new WeakMap<Context, MessageSender>();

/** An installation's SMS gateway takes the place of the local default. */
export const useMessageSender = (context: Context, sender: MessageSender): void => {
  senders.set(context, sender);
};

/** A demonstration rings nobody, whatever is set. */
const standardSender = (context: Context): MessageSender => {
  if (context.config.demo) return createDevelopmentSender(context);
  if (context.config.sms !== undefined) return createSmsGateway(context.config.sms);
  return hasDevelopmentOutbox(context) ? createDevelopmentSender(context) : noSender;
};

export const messageSenderOf = (context: Context): MessageSender =>
  senders.get(context) ?? standardSender(context);

/** Whether messages can leave at all. */
export const canSendMessages = (context: Context): boolean => messageSenderOf(context) !== noSender;

export type OutboxMessage = { id: string; phone: string; text: string; at: Date };

/** The latest messages of the development outbox, newest first, numbers masked. */
export const listDevelopmentMessages = async (parts: {
  db: Db;
  clock: Clock;
  cipher: FieldCipher;
}): Promise<readonly OutboxMessage[]> => {
  const rows = await parts.db
    .selectFrom("development_messages")
    .selectAll()
    .where("expires_at", ">", parts.clock.now())
    .orderBy("created_at", "desc")
    .orderBy("id", "desc")
    .limit(30)
    .execute();
  return rows.map((row) => {
    const { phone, text } = JSON.parse(parts.cipher.decrypt(row.sealed)) as { phone: string; text: string }; // written above
    return { id: row.id, phone: maskPhone(phone), text, at: row.created_at };
  });
};
