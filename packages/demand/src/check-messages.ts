import { dayNumber } from "./days.ts";
import { DemandError } from "./errors.ts";
import type { Message } from "./messages.ts";

/** Refuses messages that are not what their type says: they come from files. Rows count from 1. */
export const checkMessages = (messages: readonly Message[], limit: number): void => {
  if (messages.length > limit)
    throw new DemandError("demand.too_many_messages", { count: messages.length, limit });
  const ids = new Set<string>();
  for (const [at, message] of messages.entries()) {
    const row = at + 1;
    if (typeof message.id !== "string" || message.id === "" || /[\t\n\r]/u.test(message.id))
      throw new DemandError("demand.message_invalid", { row, field: "id", wanted: "不含制表符和换行的文字" });
    if (ids.has(message.id)) throw new DemandError("demand.id_repeated", { id: message.id });
    ids.add(message.id);
    for (const field of ["text", "title", "place", "audience", "date", "person"] as const) {
      const value: unknown = message[field];
      if (value === undefined && field !== "text") continue;
      if (typeof value !== "string")
        throw new DemandError("demand.message_invalid", { row, field, wanted: "文字" });
      if (!value.isWellFormed()) throw new DemandError("demand.text_broken_unicode", { row, field });
    }
    if (message.date !== undefined && dayNumber(message.date) === undefined)
      throw new DemandError("demand.date_invalid", { row, date: message.date });
  }
};
