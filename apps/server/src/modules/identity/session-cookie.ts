import { createHash, createHmac } from "node:crypto";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Config } from "#kernel/config.ts";

/** Absolute limits of a session, and how long it may lie idle; elders are not signed out in the middle of things. */
export const sessionLimits = {
  staff: { idleMs: 30 * 60_000, absoluteMs: 12 * 3_600_000 },
  resident: { idleMs: 30 * 86_400_000, absoluteMs: 180 * 86_400_000 },
} as const;

const isHttps = (config: Config): boolean => config.publicUrl.startsWith("https:");

/** `__Host-` binds the cookie to this very host and to https (RFC 6265bis §4.1.3.2); over http browsers refuse it. */
export const sessionCookieName = (config: Config): string =>
  isHttps(config) ? "__Host-kepu_session" : "kepu_session";

export const cookieAttributes = (config: Config) => ({
  httpOnly: true,
  secure: isHttps(config),
  sameSite: "lax" as const,
  path: "/",
});

/** What better-auth signs its cookies with; the key of the token itself is its 190 random bits. */
export const authSecret = (config: Config): string =>
  createHmac("sha256", config.secret).update("better-auth").digest("base64url");

/** How a session's token stands in the table. */
export const hashToken = (token: string): string => createHash("sha256").update(token).digest("hex");

const sign = (config: Config, token: string): string =>
  createHmac("sha256", authSecret(config)).update(token).digest("base64");

/** Writes the cookie as better-auth reads it: `token.signature`. */
export const writeSessionCookie = (reply: FastifyReply, config: Config, token: string): void => {
  reply.setCookie(sessionCookieName(config), `${token}.${sign(config, token)}`, {
    ...cookieAttributes(config),
    maxAge: sessionLimits.resident.absoluteMs / 1000,
  });
};

export const clearSessionCookie = (reply: FastifyReply, config: Config): void => {
  reply.clearCookie(sessionCookieName(config), cookieAttributes(config));
};

/**
 * The token of the request's cookie. The signature is not looked at: the token is found in the database by its hash or
 * not at all, and so a new signing key signs nobody out.
 */
export const readSessionToken = (request: FastifyRequest, config: Config): string | undefined => {
  const value = request.cookies[sessionCookieName(config)];
  const token = value?.split(".", 1)[0];
  return token !== undefined && /^[A-Za-z0-9_-]{20,100}$/.test(token) ? token : undefined;
};
