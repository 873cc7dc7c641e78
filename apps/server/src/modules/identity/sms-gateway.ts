import { AppError } from "#kernel/errors.ts";
import type { IdentityError } from "./messages.ts";
import type { MessageSender } from "./message-sender.ts";

const timeoutMs = 5_000;

/** What is read of the provider's answer. */
const readOutcome = (body: unknown): { code: unknown; reason: string } => {
  if (typeof body !== "object" || body === null) return { code: undefined, reason: "no JSON object" };
  const { code, msg } = body as { code?: unknown; msg?: unknown }; // both are looked at before use
  return { code, reason: typeof msg === "string" ? msg : "" };
};

/**
 * Sends text messages through a provider that speaks the interface of 云片 (Yunpian), `POST /v2/sms/single_send.json` with
 * `apikey`, `mobile` and `text` as a form, answered by `{"code": 0, "msg": …}`. See docs/message-channels.md.
 * @throws AppError `identity.sms_failed` (503): refused, no answer in five seconds, or no answer that can be read
 */
export const createSmsGateway = (settings: { url: string; key: string }): MessageSender => ({
  name: "gateway",
  send: async ({ phone, text }) => {
    const failed = (cause: unknown): AppError =>
      new AppError<IdentityError>("identity.sms_failed", { status: 503, cause });
    let answer: { code: unknown; reason: string };
    try {
      const response = await fetch(settings.url, {
        method: "POST",
        body: new URLSearchParams({ apikey: settings.key, mobile: phone, text }),
        headers: { accept: "application/json;charset=utf-8" },
        // The key goes to this address and to no other.
        redirect: "error",
        signal: AbortSignal.timeout(timeoutMs),
      });
      answer = readOutcome(await response.json());
    } catch (cause) {
      throw failed(cause);
    }
    if (answer.code !== 0) throw failed(new Error(`provider: ${String(answer.code)} ${answer.reason}`));
  },
});
