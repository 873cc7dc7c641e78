import createClient from "openapi-fetch";
import type { paths } from "./__generated__/openapi.ts";
import { typedSeconds } from "../form/typing-meter.ts";
import { asProblem, offlineProblem, toProblem } from "./problem.ts";

/** The typed client over the server's OpenAPI document; pages call it through read() and write() only. */
export const client = createClient<paths>({ credentials: "same-origin" });

/** How long the form was typed into travels with its write, found by the key that both have. */
client.use({
  onRequest: ({ request }) => {
    const seconds = typedSeconds(request.headers.get("idempotency-key"));
    if (seconds !== undefined) request.headers.set("x-form-seconds", String(seconds));
    return request;
  },
});

type Sent<T> = Promise<{ data?: T; error?: unknown; response: Response }>;

/** Signed out meanwhile: a page that only reads goes to the sign-in and comes back to the same address. */
const goToSignIn = (): void => {
  const { pathname, search } = globalThis.location;
  globalThis.location.assign(`/sign-in?back=${encodeURIComponent(pathname + search)}`);
};

const answer = async <T>(sent: Sent<T>): Promise<T> => {
  const { data, error, response } = await sent.catch((thrown: unknown) => {
    throw thrown instanceof DOMException && thrown.name === "AbortError" ? thrown : asProblem(thrown);
  });
  if (response.ok && data !== undefined) return data;
  if (response.ok) throw offlineProblem();
  throw toProblem(response.status, error, response.headers.get("x-request-id") ?? "");
};

/** @throws Problem; a session that has ended leads to the sign-in. */
export const read = async <T>(sent: Sent<T>): Promise<T> => {
  try {
    return await answer(sent);
  } catch (thrown) {
    if (asProblem(thrown).status === 401) goToSignIn();
    throw thrown;
  }
};

/** @throws Problem. It never leaves the page: what was typed must stay, the form says how to sign in again. */
export const write = answer;

/** Headers of a write: the same key on every retry of the same form, so that the act happens once. */
export const keyed = (key: string): { "idempotency-key": string } => ({ "idempotency-key": key });
