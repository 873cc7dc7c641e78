import type { FastifyReply } from "fastify";
import type { Config } from "#kernel/config.ts";
import type { Db } from "#kernel/db.ts";
import { hashToken, sessionCookieName } from "./session-cookie.ts";

/**
 * The person whom an answer signs in, whichever way it happened (password, code, passkey, single sign-on): the owner of the
 * session whose cookie the answer sets. Undefined for every other answer.
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
    .executeTakeFirst();
  return row?.user_id;
};
