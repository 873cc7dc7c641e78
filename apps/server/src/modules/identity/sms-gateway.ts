import { AppError } from "#kernel/errors.ts";
import type { IdentityError } from "./messages.ts";
import type { MessageSender, TextMessage } from "./message-sender.ts";

const timeoutMs = 5_000;
const minuteMs = 60_000;

/** What is read of the provider's answer. */
const readOutcome = (body: unknown): { code: unknown; reason: string } => {
  if (typeof body !== "object" || body === null) return { code: undefined, reason: "no JSON object" };
  const { code, msg } = body as { code?: unknown; msg?: unknown }; // both are looked at before use
  return { code, reason: typeof msg === "string" ? msg : "" };
};

/** The provider's times are China's, `2026-12-01 09:00:00`. */
const toProviderTime = (at: Date): string =>
  new Date(at.getTime() + 8 * 60 * minuteMs).toISOString().slice(0, 19).replace("T", " ");

/**
 * Sends text messages through a provider that speaks the interface of 云片 (Yunpian), `POST /v2/sms/single_send.json` with
 * `apikey`, `mobile`, `text` and `uid` as a form, answered by `{"code": 0, "msg": …}`. The provider takes the same `uid` twice
 * and sends twice: a message whose first try was cut is looked up in its records (`get_record.json`) before it is sent again.
 * See docs/message-channels.md.
 * @throws AppError `identity.sms_failed` (503): refused, no answer in five seconds, or no answer that can be read
 */
export const createSmsGateway = (settings: { url: string; key: string }): MessageSender => {
  const failed = (cause: unknown): AppError =>
    new AppError<IdentityError>("identity.sms_failed", { status: 503, cause });
  const ask = async (url: string, form: Record<string, string>): Promise<unknown> => {
    try {
      const response = await fetch(url, {
        method: "POST",
        body: new URLSearchParams({ apikey: settings.key, ...form }),
        headers: { accept: "application/json;charset=utf-8" },
        // The key goes to this address and to no other.
        redirect: "error",
        signal: AbortSignal.timeout(timeoutMs),
      });
      return await response.json();
    } catch (cause) {
      throw failed(cause);
    }
  };
  const hasLeft = async ({ key, phone, triedSince }: TextMessage): Promise<boolean> => {
    if (triedSince === undefined) return false;
    const body = await ask(new URL("get_record.json", settings.url).href, {
      mobile: phone,
      start_time: toProviderTime(new Date(triedSince.getTime() - minuteMs)),
      end_time: toProviderTime(new Date(triedSince.getTime() + 24 * 60 * minuteMs)),
      page_size: "100",
    });
    // A refusal is an object with a code; records are a list.
    if (!Array.isArray(body)) throw failed(new Error(`provider: records ${readOutcome(body).reason}`));
    return body.some(
      (row: unknown) => typeof row === "object" && row !== null && "uid" in row && row.uid === key,
    );
  };
  return {
    name: "gateway",
    send: async (message) => {
      if (await hasLeft(message)) return;
      const { key, phone, text } = message;
      const answer = readOutcome(await ask(settings.url, { mobile: phone, text, uid: key }));
      if (answer.code !== 0) throw failed(new Error(`provider: ${String(answer.code)} ${answer.reason}`));
    },
  };
};
