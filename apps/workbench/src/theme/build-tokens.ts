import type { Tokens } from "./parse-tokens.ts";

/** Put here by build.mjs from the portal's tokens.css. */
declare const __KEPU_TOKENS__: { light: Tokens; dark: Tokens };

export const lightTokens: Tokens = __KEPU_TOKENS__.light;
