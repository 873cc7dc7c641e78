import type { Db } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { findClaimByNo, findVerdict, type PublicVerdict } from "#modules/rumours/index.ts";

/** The verdict that a claim's number leads to, through merges. @throws AppError `rumours.not_found` (404) */
export const findVerdictByNo = async (db: Db, no: string, now: Date): Promise<PublicVerdict> => {
  const claim = await findClaimByNo(db, Number(no));
  const verdict = claim === undefined ? undefined : await findVerdict(db, claim.id, now);
  if (verdict === undefined) throw new AppError("rumours.not_found", { status: 404 });
  return verdict;
};
