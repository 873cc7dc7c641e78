import { randomBytes } from "node:crypto";
import type { ActContext } from "#kernel/context.ts";
import type { Db, Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { createId } from "#kernel/ids.ts";
import type { OrganisationsError } from "./errors.ts";
import type { OrganisationAnswers } from "./organisation-commands.ts";
import type { OrganisationKind } from "./organisation-kinds.ts";

/** Pages of the registration in their order; `proof` may be passed over. */
export const draftSteps = ["kind", "identity", "place", "purpose", "contact", "proof", "check"] as const;
export type DraftStep = (typeof draftSteps)[number];

/** What was typed so far, by field name of the forms. */
export type DraftAnswers = Partial<{
  kind: OrganisationKind;
  name: string;
  creditNo: string;
  homeUnitId: string;
  address: string;
  purpose: string;
  nonProfit: "yes" | "no";
  contactName: string;
  contactPhone: string;
  consent: "yes";
}>;

export type Draft = { id: string; answers: DraftAnswers; proofFileId: string | null };

export const draftDays = 7;

const indexOf = (context: ActContext, token: string): Buffer =>
  context.cipher.blindIndex("registration_draft", token);

/** Keeps the first answer; the token in the address is the only way back to it. */
export const createDraft = async (trx: Trx, context: ActContext, answers: DraftAnswers): Promise<string> => {
  const token = randomBytes(16).toString("hex");
  const now = context.clock.now();
  await trx
    .insertInto("registration_drafts")
    .values({
      id: createId(context.clock),
      token_index: indexOf(context, token),
      answers: context.cipher.encrypt(JSON.stringify(answers)),
      proof_file_id: null,
      created_at: now,
      updated_at: now,
    })
    .execute();
  return token;
};

/** The draft of a token. @throws AppError `organisations.draft_gone` (404) where it was sent, is too old, or never was */
export const getDraft = async (db: Db | Trx, context: ActContext, token: string): Promise<Draft> => {
  const row = await db
    .selectFrom("registration_drafts")
    .selectAll()
    .where("token_index", "=", indexOf(context, token))
    .executeTakeFirst();
  const oldest = context.clock.now().getTime() - draftDays * 86_400_000;
  if (row === undefined || row.updated_at.getTime() < oldest)
    throw new AppError<OrganisationsError>("organisations.draft_gone", { status: 404 });
  // Written by this module, in this shape.
  return {
    id: row.id,
    answers: JSON.parse(context.cipher.decrypt(row.answers)) as DraftAnswers,
    proofFileId: row.proof_file_id,
  };
};

/** Adds the answers of one page. @throws AppError `organisations.draft_gone` */
export const saveDraft = async (
  trx: Trx,
  context: ActContext,
  token: string,
  change: { answers?: DraftAnswers; proofFileId?: string },
): Promise<void> => {
  // Held until the end of the act: two pages sent at once both count.
  await trx
    .selectFrom("registration_drafts")
    .select("id")
    .where("token_index", "=", indexOf(context, token))
    .forUpdate()
    .executeTakeFirst();
  const draft = await getDraft(trx, context, token);
  await trx
    .updateTable("registration_drafts")
    .set({
      answers: context.cipher.encrypt(JSON.stringify({ ...draft.answers, ...change.answers })),
      updated_at: context.clock.now(),
      ...(change.proofFileId === undefined ? {} : { proof_file_id: change.proofFileId }),
    })
    .where("id", "=", draft.id)
    .execute();
};

export const deleteDraft = async (trx: Trx, draftId: string): Promise<void> => {
  await trx.deleteFrom("registration_drafts").where("id", "=", draftId).execute();
};

/** The first page whose answers are missing; undefined where all are there. */
export const firstMissingStep = (answers: DraftAnswers): DraftStep | undefined => {
  if (answers.kind === undefined) return "kind";
  if (answers.name === undefined || answers.creditNo === undefined) return "identity";
  if (answers.homeUnitId === undefined || answers.address === undefined) return "place";
  if (answers.purpose === undefined || answers.nonProfit === undefined) return "purpose";
  if (
    answers.contactName === undefined ||
    answers.contactPhone === undefined ||
    answers.consent === undefined
  )
    return "contact";
  return undefined;
};

/** All answers as the command takes them. @throws AppError `organisations.draft_incomplete` */
export const toAnswers = (answers: DraftAnswers): OrganisationAnswers => {
  const {
    kind,
    name,
    creditNo,
    homeUnitId,
    address,
    purpose,
    nonProfit,
    contactName,
    contactPhone,
    consent,
  } = answers;
  if (
    kind === undefined ||
    name === undefined ||
    creditNo === undefined ||
    homeUnitId === undefined ||
    address === undefined ||
    purpose === undefined ||
    nonProfit === undefined ||
    contactName === undefined ||
    contactPhone === undefined ||
    consent === undefined
  )
    throw new AppError<OrganisationsError>("organisations.draft_incomplete");
  return {
    kind,
    name,
    creditCode: creditNo,
    homeUnitId,
    address,
    purpose,
    nonProfit: nonProfit === "yes",
    contactName,
    contactPhone,
  };
};
