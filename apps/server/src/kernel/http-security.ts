import type { FastifyRequest } from "fastify";
import type { Config } from "./config.ts";
import { AppError } from "./errors.ts";

/** Nothing inline, nothing from elsewhere: an injected script or style has no way to run or load. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "img-src 'self' data:",
  "style-src 'self'",
  "script-src 'self'",
  "connect-src 'self'",
  "media-src 'self'",
  "font-src 'self'",
  "manifest-src 'self'",
  "worker-src 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join("; ");

export const securityHeaders = (config: Config): Readonly<Record<string, string>> => ({
  "content-security-policy": contentSecurityPolicy,
  "x-content-type-options": "nosniff",
  "referrer-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(self), microphone=(self), geolocation=(self), payment=()",
  "x-frame-options": "DENY",
  ...(config.publicUrl.startsWith("https:")
    ? { "strict-transport-security": "max-age=31536000; includeSubDomains" }
    : {}),
});

/** The workbench's policy: as the portal's, with a style nonce for Ant Design. */
export const workbenchContentSecurityPolicy = (nonce: string): string =>
  contentSecurityPolicy
    .replace("style-src 'self'", `style-src 'self' 'nonce-${nonce}'`)
    .replace("img-src 'self' data:", "img-src 'self' data: blob:");

const safeMethods = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Refuses a write that another site's page sent (CSRF). Browsers say where a request comes from in Sec-Fetch-Site,
 * older ones in Origin or Referer; a write that says nothing is refused too. No token is needed then, and forms work
 * without a session.
 */
export const requireSameSite = (request: FastifyRequest, publicUrl: string): void => {
  if (!safeMethods.has(request.method)) requireSamePage(request, publicUrl);
};

/** The same for a reading that begins something for the person who asks. */
export const requireSamePage = (request: FastifyRequest, publicUrl: string): void => {
  const site = request.headers["sec-fetch-site"];
  if (site !== undefined) {
    if (site === "same-origin" || site === "none") return;
    throw new AppError("http.cross_site", { status: 403 });
  }
  const origin = request.headers.origin ?? request.headers.referer;
  if (origin !== undefined && URL.canParse(origin)) {
    const { host } = new URL(origin);
    if (host === request.headers.host || host === new URL(publicUrl).host) return;
  }
  throw new AppError("http.cross_site", { status: 403 });
};
