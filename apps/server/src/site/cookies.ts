import type { Config } from "#kernel/config.ts";

/** Preferences of a reader: sent back to us alone, out of reach of scripts. */
export const cookieAttributes = (config: Config) => ({
  path: "/",
  httpOnly: true,
  sameSite: "lax" as const,
  secure: config.publicUrl.startsWith("https:"),
});
