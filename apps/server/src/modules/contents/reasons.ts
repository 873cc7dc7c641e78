import { AppError } from "#kernel/errors.ts";
import type { ContentsError } from "./errors.ts";

/** What was typed, without blanks around it. @throws AppError `contents.reason_needed` on the field where it is too short */
export const requireReason = (typed: string, least = 2, field = "reason"): string => {
  const reason = typed.trim();
  if (reason.length < least)
    throw new AppError<ContentsError>("contents.reason_needed", {
      fields: { [field]: "contents.reason_needed" },
    });
  return reason;
};
