import type { FastifyReply, FastifyRequest } from "fastify";
import type { Actor } from "./actor.ts";
import type { Context } from "./context.ts";
import { AppError, type MessageBook } from "./errors.ts";
import type { FormState, PageView, Visit } from "./http-types.ts";

export type HttpOptions = {
  context: Context;
  messages: MessageBook;
  resolveActor: (request: FastifyRequest, reply: FastifyReply) => Promise<Actor>;
  /** Refuses what a child's session may not open, or not now. */
  admitChild: (request: FastifyRequest) => Promise<void>;
  /** The whole HTML document of a page. */
  renderDocument: (view: PageView, visit: Visit) => string;
  /** The page of an error: status, a sentence, and the number to quote. */
  renderError: (
    error: { status: number; sentence: string; requestId: string; code: string },
    visit: Visit,
  ) => PageView;
  onResponse?: (request: FastifyRequest, reply: FastifyReply) => void;
};

/** Status and code of anything thrown; unknown errors are 500 and their words stay in the log. */
export const toAppError = (error: unknown): AppError => {
  if (error instanceof AppError) return error;
  const status =
    error instanceof Error && "statusCode" in error && typeof error.statusCode === "number"
      ? error.statusCode
      : 500;
  if (status === 413) return new AppError("http.too_large", { status: 413, cause: error });
  if (status === 415) return new AppError("http.media_type", { status: 415, cause: error });
  if (status === 404) return new AppError("http.not_found", { status: 404, cause: error });
  if (status >= 400 && status < 500) return new AppError("http.bad_request", { status, cause: error });
  return new AppError("http.unexpected", { status: 500, cause: error });
};

/** The state in which a refused form is shown again. Passwords, codes and files are never sent back. */
export const toFormState = (body: unknown, error: AppError, messages: MessageBook): FormState => {
  const values: Record<string, string | readonly string[]> = {};
  if (typeof body === "object" && body !== null) {
    for (const [name, value] of Object.entries(body)) {
      if (/password|code|secret/i.test(name) && !/region_?code/i.test(name)) continue;
      if (typeof value === "string" || typeof value === "number" || typeof value === "boolean")
        values[name] = String(value);
      if (Array.isArray(value)) values[name] = value.map(String);
    }
  }
  const errors = Object.fromEntries(
    Object.entries(error.fields).map(([field, code]) => [
      field,
      messages.has(code) ? messages.field(code) : code,
    ]),
  );
  return {
    values,
    errors,
    ...(Object.keys(errors).length === 0 ? { summary: messages.sentence(error) } : {}),
  };
};
