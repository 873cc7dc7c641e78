import type { PersonActor } from "#kernel/actor.ts";
import type { Context } from "#kernel/context.ts";
import type { Db, Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import type { UploadedFile } from "#kernel/http-types.ts";
import { createId } from "#kernel/ids.ts";
import { cleanFile, markFileDeleted, storeFile } from "#kernel/stored-files.ts";
import type { ClaimsError } from "./errors.ts";

export const paperPurpose = "claims.paper";
export const maxPaperBytes = 10 * 1024 * 1024;
const mostPapers = 8;

/**
 * Keeps the papers that were sent with a claim; an image is drawn anew. Who may was asked before.
 * @throws AppError `claims.paper_missing` where the claim would have none | `claims.papers_full` and those of the file kernel
 */
export const keepPapers = async (
  trx: Trx,
  context: Context,
  actor: PersonActor,
  input: { claimId: string; files: readonly UploadedFile[]; requestId: string },
): Promise<void> => {
  const { count: had } = await trx
    .selectFrom("claim_papers")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("claim_id", "=", input.claimId)
    .executeTakeFirstOrThrow();
  const refuse = (code: ClaimsError) => new AppError<ClaimsError>(code, { fields: { paper: code } });
  // A form without a chosen file sends an empty one.
  const files = input.files.filter((file) => file.bytes.length > 0);
  if (had + files.length === 0) throw refuse("claims.paper_missing");
  if (had + files.length > mostPapers) throw refuse("claims.papers_full");
  for (const { field, bytes } of files) {
    const clean = await cleanFile(bytes, {
      kinds: ["jpeg", "png", "webp", "pdf"],
      maxBytes: maxPaperBytes,
    }).catch((cause: unknown) => {
      if (!(cause instanceof AppError)) throw cause;
      throw new AppError(cause.code, { fields: { [field]: cause.code }, values: cause.values, cause });
    });
    const fileId = await storeFile(trx, context, {
      clean,
      // The sender's own name of the file can hold a person's name: not kept.
      name: "claim-paper",
      purpose: paperPurpose,
      actor,
      requestId: input.requestId,
    });
    await trx
      .insertInto("claim_papers")
      .values({
        id: createId(context.clock),
        claim_id: input.claimId,
        file_id: fileId,
        created_at: context.clock.now(),
      })
      .execute();
  }
};

/** The file of one paper of a claim. @throws AppError `claims.paper_not_found` (404) */
export const getPaperFile = async (
  db: Db | Trx,
  input: { claimId: string; paperId: string },
): Promise<string> => {
  const row = await db
    .selectFrom("claim_papers")
    .select("file_id")
    .where("claim_id", "=", input.claimId)
    .where("id", "=", input.paperId)
    .executeTakeFirst();
  if (row === undefined) throw new AppError<ClaimsError>("claims.paper_not_found", { status: 404 });
  return row.file_id;
};

/** Takes a person's papers out of use; their bytes follow. */
export const dropPapersOf = async (
  trx: Trx,
  context: Pick<Context, "clock">,
  personId: string,
): Promise<void> => {
  const rows = await trx
    .selectFrom("claim_papers as paper")
    .innerJoin("insurance_claims as claim", "claim.id", "paper.claim_id")
    .select(["paper.id", "paper.file_id"])
    .where("claim.person_id", "=", personId)
    .execute();
  for (const row of rows) {
    await trx.deleteFrom("claim_papers").where("id", "=", row.id).execute();
    await markFileDeleted(trx, context.clock, row.file_id);
  }
};
