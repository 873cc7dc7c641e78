import { type AppError, formatMessage } from "./errors.ts";
import sentences from "./start-messages.json" with { type: "json" };

const known: Readonly<Record<string, { zh: string; en: string }>> = sentences;

/** What a person at a terminal reads when a start or a command is refused; undefined for a code without a sentence. */
export const toStartSentence = (error: AppError): string | undefined => {
  const found = known[error.code];
  if (found === undefined) return undefined;
  const english = found.en === "" ? "" : `\n  ${formatMessage(found.en, error.values)} [${error.code}]`;
  return `${formatMessage(found.zh, error.values)}${english}`;
};
