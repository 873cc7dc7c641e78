import { randomInt } from "node:crypto";
import type { Actor } from "#kernel/actor.ts";
import { hashRow, recordAudit } from "#kernel/audit.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import { isUniqueViolation, type Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { emitEvent } from "#kernel/events.ts";
import { createId } from "#kernel/ids.ts";
import { invalidatePages } from "#kernel/page-cache.ts";
import { isCreditCode, normaliseCreditCode } from "./credit-code.ts";
import type { OrganisationsError } from "./errors.ts";
import { nameKeys } from "./name-keys.ts";
import type { OrganisationKind } from "./organisation-kinds.ts";
import type { OrganisationEvent, OrganisationStatus } from "./state.ts";
import { getUnitRow } from "./unit-tree.ts";

declare module "#kernel/events.ts" {
  interface Events {
    "organisations.submitted": { organisationId: string };
    "organisations.verified": { organisationId: string; unitId: string };
    "organisations.returned": { organisationId: string };
    "organisations.rejected": { organisationId: string };
    "organisations.suspended": { organisationId: string; unitId: string };
    "organisations.reinstated": { organisationId: string; unitId: string };
    "organisations.withdrawn": { organisationId: string; unitId: string | null };
  }
}

export type OrganisationAnswers = {
  kind: OrganisationKind;
  name: string;
  creditCode: string;
  nonProfit: boolean;
  purpose: string;
  /** Street, town, park, community or village where it is. */
  homeUnitId: string;
  address: string;
  contactName: string;
  contactPhone: string;
};

/** Letters and digits that are not mistaken for one another when read out. */
const receiptAlphabet = "23456789ABCDEFGHJKMNPQRSTUVWXY";
const createReceiptNo = (today: string): string =>
  `DJ${today.slice(2).replaceAll("-", "")}${Array.from({ length: 6 }, () => receiptAlphabet[randomInt(receiptAlphabet.length)]).join("")}`;

export const normalisePhone = (text: string): string => text.normalize("NFKC").replaceAll(/[\s-]/g, "");
export const isContactPhone = (text: string): boolean => /^1[3-9]\d{9}$|^0\d{9,11}$/.test(text);

const homeKinds: ReadonlySet<string> = new Set(["street", "town", "park", "community", "village"]);

const toColumns = async (trx: Trx, context: ActContext, answers: OrganisationAnswers) => {
  const creditCode = normaliseCreditCode(answers.creditCode);
  const phone = normalisePhone(answers.contactPhone);
  const home = await trx
    .selectFrom("org_units")
    .select(["id", "kind", "valid_to"])
    .where("id", "=", answers.homeUnitId)
    .executeTakeFirst();
  const fields: Record<string, OrganisationsError> = {};
  if (!isCreditCode(creditCode)) fields["creditNo"] = "organisations.credit_code_wrong";
  if (!isContactPhone(phone)) fields["contactPhone"] = "organisations.phone_wrong";
  if (
    home === undefined ||
    !homeKinds.has(home.kind) ||
    (home.valid_to !== null && home.valid_to <= toDistrictDate(context.clock.now()))
  )
    fields["homeUnitId"] = "organisations.home_unit";
  const first = Object.values(fields)[0];
  if (first !== undefined) throw new AppError<OrganisationsError>(first, { fields });
  const name = answers.name.trim();
  const keys = nameKeys(name);
  return {
    kind: answers.kind,
    name,
    name_sort: keys.nameSort,
    name_search: keys.nameSearch,
    credit_code: creditCode,
    non_profit: answers.nonProfit,
    purpose: answers.purpose.trim(),
    home_unit_id: answers.homeUnitId,
    address: answers.address.trim(),
    contact_name: context.cipher.encrypt(answers.contactName.trim()),
    contact_phone: context.cipher.encrypt(phone),
    contact_phone_index: context.cipher.blindIndex("organisations.phone", phone),
    updated_at: context.clock.now(),
  };
};

const refusingTakenCode = async <T>(work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    if (isUniqueViolation(error, "organisations_credit_code_key"))
      throw new AppError<OrganisationsError>("organisations.credit_code_taken", {
        status: 409,
        fields: { creditNo: "organisations.credit_code_taken" },
        cause: error,
      });
    throw error;
  }
};

export const recordOrganisationEvent = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  entry: {
    organisationId: string;
    event: OrganisationEvent | "submit";
    from: OrganisationStatus | null;
    to: OrganisationStatus;
    reason?: string | undefined;
  },
): Promise<string> => {
  const id = createId(context.clock);
  await trx
    .insertInto("organisation_events")
    .values({
      id,
      organisation_id: entry.organisationId,
      at: context.clock.now(),
      event: entry.event,
      from_status: entry.from,
      to_status: entry.to,
      reason: entry.reason ?? null,
      actor_kind: actor.kind,
      actor_person_id: actor.kind === "person" ? actor.personId : null,
    })
    .execute();
  return id;
};

/**
 * Registers an organisation that asks to take part (G-04); it waits for verification.
 * @returns its id and the receipt number by which it can be asked for
 * @throws AppError `organisations.credit_code_wrong` | `organisations.credit_code_taken` | `organisations.phone_wrong` | `organisations.home_unit`
 */
export const submitOrganisation = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { answers: OrganisationAnswers; proofFileId?: string | undefined },
): Promise<{ id: string; receiptNo: string }> => {
  const now = context.clock.now();
  const id = createId(context.clock);
  const receiptNo = createReceiptNo(toDistrictDate(now));
  const columns = await toColumns(trx, context, input.answers);
  await refusingTakenCode(() =>
    trx
      .insertInto("organisations")
      .values({
        ...columns,
        id,
        receipt_no: receiptNo,
        proof_file_id: input.proofFileId ?? null,
        status: "submitted",
        status_changed_at: now,
        unit_id: null,
        created_at: now,
      })
      .execute(),
  );
  await recordOrganisationEvent(trx, context, actor, {
    organisationId: id,
    event: "submit",
    from: null,
    to: "submitted",
  });
  await recordAudit(trx, context, {
    actor,
    action: "organisations.submit",
    unitId: columns.home_unit_id,
    record: { table: "organisations", id },
    reason: "contact consent 1",
    requestId: context.requestId,
  });
  await emitEvent(trx, context.clock, "organisations.submitted", { organisationId: id });
  return { id, receiptNo };
};

/** The row that an act is about to change, with its hash before. @throws AppError `organisations.not_found` (404) */
export const beginOrganisationAct = async (trx: Trx, context: ActContext, organisationId: string) => {
  const row = await trx
    .selectFrom("organisations")
    .selectAll()
    .where("id", "=", organisationId)
    .executeTakeFirst();
  if (row === undefined) throw new AppError<OrganisationsError>("organisations.not_found", { status: 404 });
  const home = await getUnitRow(trx, row.home_unit_id);
  return {
    row,
    home,
    beforeHash: await hashRow(trx, context.cipher, { table: "organisations", id: row.id }),
  };
};

/** Writes new answers over a returned application; the status is changed by the caller. */
export const replaceAnswers = async (
  trx: Trx,
  context: ActContext,
  input: { organisationId: string; answers: OrganisationAnswers; proofFileId?: string | undefined },
): Promise<void> => {
  const columns = await toColumns(trx, context, input.answers);
  await refusingTakenCode(() =>
    trx
      .updateTable("organisations")
      .set({ ...columns, ...(input.proofFileId === undefined ? {} : { proof_file_id: input.proofFileId }) })
      .where("id", "=", input.organisationId)
      .execute(),
  );
  await invalidatePages(trx);
};
