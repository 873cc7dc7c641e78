import type { Clock } from "./clock.ts";

export type WechatAccount = { url: string; appId: string; secret: string };
/** `code` is WeChat's `errcode`: 0 where it went well, NaN where no JSON object came back. */
export type WechatAnswer = { code: number; message: string; body: Readonly<Record<string, unknown>> };

const timeoutMs = 5_000;
/** A token is renewed before it ends: one that ends on its way is refused. */
const tokenMarginMs = 5 * 60_000;
const staleToken = new Set([40001, 40014, 42001]);

const readAnswer = (body: unknown): WechatAnswer => {
  if (typeof body !== "object" || body === null)
    return { code: Number.NaN, message: "no JSON object", body: {} };
  const { errcode, errmsg } = body as { errcode?: unknown; errmsg?: unknown }; // both are looked at before use
  return {
    // A token, an openid or a new draft comes without an errcode.
    code: typeof errcode === "number" ? errcode : 0,
    message: typeof errmsg === "string" ? errmsg : "",
    body: body as Record<string, unknown>, // an object, tested above
  };
};

export type WechatApi = {
  /** One call without a token. @throws where WeChat does not answer */
  ask: (path: string, body?: object) => Promise<WechatAnswer>;
  /** One call with the account's token; a token that WeChat calls stale is asked for anew, once. @throws where WeChat does not answer */
  call: (path: string, body: object | FormData) => Promise<WechatAnswer>;
};

/**
 * WeChat's interface for the account of one owner: tokens of `POST /cgi-bin/stable_token`, kept until shortly before their
 * end. See docs/message-channels.md and docs/outside-platforms.md.
 */
export const createWechatApi = (account: WechatAccount, clock: Clock): WechatApi => {
  let token: { text: string; until: number } | undefined;
  const send = async (path: string, body?: object | FormData): Promise<WechatAnswer> => {
    const response = await fetch(`${account.url}${path}`, {
      ...(body === undefined
        ? {}
        : { method: "POST", body: body instanceof FormData ? body : JSON.stringify(body) }),
      // A form names its own boundary.
      ...(body instanceof FormData ? {} : { headers: { "content-type": "application/json" } }),
      // The secret goes to this address and to no other.
      redirect: "error",
      signal: AbortSignal.timeout(timeoutMs),
    });
    return readAnswer(await response.json());
  };
  const takeToken = async (way: "kept" | "new"): Promise<string | WechatAnswer> => {
    const nowMs = clock.now().getTime();
    if (way === "kept" && token !== undefined && token.until > nowMs) return token.text;
    const answer = await send("/cgi-bin/stable_token", {
      grant_type: "client_credential",
      appid: account.appId,
      secret: account.secret,
      force_refresh: way === "new",
    });
    const { access_token: text, expires_in: seconds } = answer.body;
    if (answer.code !== 0 || typeof text !== "string" || typeof seconds !== "number") return answer;
    token = { text, until: nowMs + seconds * 1_000 - tokenMarginMs };
    return text;
  };
  const tryCall = async (path: string, body: object | FormData, way: "kept" | "new") => {
    const held = await takeToken(way);
    if (typeof held !== "string") return held.code === 0 ? { ...held, code: Number.NaN } : held;
    const mark = path.includes("?") ? "&" : "?";
    return send(`${path}${mark}access_token=${encodeURIComponent(held)}`, body);
  };
  return {
    ask: send,
    call: async (path, body) => {
      const answer = await tryCall(path, body, "kept");
      if (!staleToken.has(answer.code)) return answer;
      token = undefined;
      return tryCall(path, body, "new");
    },
  };
};
