import { randomUUID } from "node:crypto";
import type { PersonActor } from "#kernel/actor.ts";
import type { Context } from "#kernel/context.ts";
import { inTransaction } from "#kernel/db.ts";
import { fileClaim } from "./commands.ts";
import { keepPapers } from "./papers.ts";

/** A claim of a volunteer about a visit to which he went, with one paper. */
export const buildClaim = async (
  context: Context,
  input: { volunteer: PersonActor; visitId: string },
): Promise<string> =>
  inTransaction(context.db, async (trx) => {
    const claimId = await fileClaim(trx, context, input.volunteer, {
      visitId: input.visitId,
      kind: "injury",
      body: "演示：搬展板下台阶时扭了脚，当天去了社区医院。",
    });
    await keepPapers(trx, context, input.volunteer, {
      claimId,
      requestId: randomUUID(),
      files: [
        {
          field: "paper",
          filename: "bill.pdf",
          declaredType: "application/pdf",
          bytes: Buffer.from("%PDF-1.4\n% 演示\n"),
        },
      ],
    });
    return claimId;
  });
