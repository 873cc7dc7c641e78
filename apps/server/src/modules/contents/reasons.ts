import { requireText } from "#kernel/errors.ts";
import type { ContentsError } from "./errors.ts";

/** What was typed, without blanks around it. @throws AppError `contents.reason_needed` on the field where it is too short */
export const requireReason = (typed: string, least = 2, field = "reason"): string =>
  requireText<ContentsError>("contents.reason_needed", typed, { least, field });
