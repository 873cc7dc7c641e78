import type { ActContext } from "#kernel/context.ts";
import type { Db, Trx } from "#kernel/db.ts";

/** Answers of an order that is not sent yet, by field name. */
export type DraftAnswers = Readonly<Partial<Record<DraftField, string>>>;
type DraftField = "item" | "details" | "audience" | "placeUnitId" | "address" | "wantedOn" | "wantedHalf";

export const readDraft = async (
  db: Db | Trx,
  context: Pick<ActContext, "cipher">,
  personId: string,
): Promise<DraftAnswers> => {
  const row = await db
    .selectFrom("order_drafts")
    .select("answers_sealed")
    .where("person_id", "=", personId)
    .executeTakeFirst();
  // Written by saveDraft alone.
  return row === undefined ? {} : (JSON.parse(context.cipher.decrypt(row.answers_sealed)) as DraftAnswers);
};

/** Keeps the answers of one page beside those of the others; an answer that was taken away is gone. */
export const saveDraft = async (
  trx: Trx,
  context: Pick<ActContext, "clock" | "cipher">,
  input: {
    personId: string;
    fields: readonly DraftField[];
    answers: Readonly<Partial<Record<DraftField, string | undefined>>>;
  },
): Promise<void> => {
  const before = await readDraft(trx, context, input.personId);
  const after: Partial<Record<DraftField, string>> = { ...before };
  for (const field of input.fields) {
    const value = input.answers[field];
    if (value === undefined) delete after[field];
    else after[field] = value;
  }
  const sealed = context.cipher.encrypt(JSON.stringify(after));
  await trx
    .insertInto("order_drafts")
    .values({ person_id: input.personId, answers_sealed: sealed, updated_at: context.clock.now() })
    .onConflict((conflict) =>
      conflict.column("person_id").doUpdateSet({ answers_sealed: sealed, updated_at: context.clock.now() }),
    )
    .execute();
};

export const deleteDraft = async (trx: Trx, personId: string): Promise<void> => {
  await trx.deleteFrom("order_drafts").where("person_id", "=", personId).execute();
};
