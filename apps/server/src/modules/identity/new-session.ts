import type { FastifyReply, FastifyRequest } from "fastify";
import type { Config } from "#kernel/config.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Db, Trx } from "#kernel/db.ts";
import { hashToken, readSessionToken, sessionCookieName, writeSessionCookie } from "./session-cookie.ts";
import { endRequestSession, openSession } from "./sessions.ts";

/**
 * The person whom an answer signs in, whichever way it happened (password, code, passkey, single sign-on): the owner of the
 * session whose cookie the answer sets. Undefined for every other answer, and where a guardian gives the device to a child:
 * what lies on the device is not the child's.
 */
export const findSignedInBy = async (
  db: Db,
  config: Config,
  reply: FastifyReply,
): Promise<string | undefined> => {
  const header = reply.getHeader("set-cookie");
  const cookies = Array.isArray(header) ? header : typeof header === "string" ? [header] : [];
  const prefix = `${sessionCookieName(config)}=`;
  const value = cookies.findLast((cookie) => cookie.startsWith(prefix))?.slice(prefix.length);
  const token = decodeURIComponent(value?.split(";", 1)[0] ?? "").split(".", 1)[0] ?? "";
  if (!/^[A-Za-z0-9_-]{20,100}$/u.test(token)) return undefined;
  const row = await db
    .selectFrom("auth_sessions")
    .select("user_id")
    .where("token", "=", hashToken(token))
    .where("method", "<>", "guardian")
    .executeTakeFirst();
  return row?.user_id;
};

/**
 * Gives the device of this request to a child: the session that it came with ends, one of the child begins. The caller has
 * made sure that the child is the actor's and that there is a consent.
 */
export const giveDevice = async (
  trx: Trx,
  context: ActContext & { config: Config },
  visit: { request: FastifyRequest; reply: FastifyReply },
  childPersonId: string,
): Promise<void> => {
  const { request, reply } = visit;
  await endRequestSession(trx, readSessionToken(request, context.config));
  const { token } = await openSession(trx, context, childPersonId, {
    method: "guardian",
    userAgent: request.headers["user-agent"],
  });
  writeSessionCookie(reply, context.config, token);
};

/** On how many devices a person is signed in. */
export const countSessionsOf = async (db: Db | Trx, personId: string): Promise<number> => {
  const { count } = await db
    .selectFrom("auth_sessions")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("user_id", "=", personId)
    .executeTakeFirstOrThrow();
  return count;
};
