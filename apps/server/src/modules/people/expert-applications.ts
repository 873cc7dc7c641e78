import type { PersonActor } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import { type Db, isUniqueViolation, type Trx } from "#kernel/db.ts";
import { readPage } from "#kernel/read-page.ts";
import { AppError } from "#kernel/errors.ts";
import { createId } from "#kernel/ids.ts";
import { applyTransition } from "#kernel/transitions.ts";
import { getPersonNames } from "#modules/identity/index.ts";
import { findRootUnit, type Scope, withinScope } from "#modules/organisations/index.ts";
import type { PeopleError } from "./errors.ts";
import { isExpertField } from "./expert-fields.ts";
import { setSenior } from "./expert-profiles.ts";
import { type ApplicationStatus, applicationStates } from "./expert-states.ts";
import { appointExpert, expertFieldName, findExpertOf, registerExpert } from "./experts.ts";

export type ExpertApplication = {
  publicTitle: string;
  fields: readonly string[];
  /** What the person will do: talks, checking claims, reviewing texts, answering questions. */
  offers: string;
  proof: string;
  proofFileId?: string | undefined;
  senior: "yes" | "no";
};

/**
 * A person applies to be an expert, with fields and proof (U-01); somebody else admits him.
 * @throws AppError `people.expert_title` | `people.expert_field` | `people.application_offers` | `people.application_proof` | `people.application_waiting`
 */
export const applyAsExpert = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: ExpertApplication,
): Promise<string> => {
  if (actor.onBehalfOf !== undefined) throw new AppError<PeopleError>("people.not_while_helping");
  const wrong: Record<string, PeopleError> = {};
  const lengthOf = (text: string): number => text.trim().length;
  if (lengthOf(input.publicTitle) < 2 || lengthOf(input.publicTitle) > 60)
    wrong["publicTitle"] = "people.expert_title";
  if (input.fields.length === 0 || input.fields.length > 5 || !input.fields.every(isExpertField))
    wrong["fields"] = "people.application_fields";
  if (lengthOf(input.offers) < 2) wrong["offers"] = "people.application_offers";
  if (lengthOf(input.proof) < 5) wrong["proof"] = "people.application_proof";
  const [first] = Object.values(wrong);
  if (first !== undefined) throw new AppError<PeopleError>(first, { fields: wrong });
  const root = await findRootUnit(trx);
  if (root === undefined) throw new Error("an application needs the district's root unit");
  const now = context.clock.now();
  const id = createId(context.clock);
  try {
    await trx
      .insertInto("expert_applications")
      .values({
        id,
        person_id: actor.personId,
        unit_id: root.id,
        public_title: input.publicTitle.trim(),
        fields: [...new Set(input.fields)],
        offers: input.offers.trim(),
        proof: input.proof.trim(),
        proof_file_id: input.proofFileId ?? null,
        is_senior: input.senior === "yes",
        status: "submitted",
        status_changed_at: now,
        decided_by_person_id: null,
        decision_reason: null,
        created_at: now,
      })
      .execute();
  } catch (error) {
    if (isUniqueViolation(error, "expert_applications_one_waiting"))
      throw new AppError<PeopleError>("people.application_waiting", { status: 409, cause: error });
    throw error;
  }
  await recordAudit(trx, context, {
    actor,
    action: "people.apply_expert",
    unitId: root.id,
    record: { table: "expert_applications", id },
    requestId: context.requestId,
  });
  return id;
};

const lock = async (trx: Trx, id: string) => {
  const row = await trx
    .selectFrom("expert_applications")
    .selectAll()
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  if (row === undefined) throw new AppError<PeopleError>("people.application_not_found", { status: 404 });
  return row;
};

export type Admission =
  | { decision: "admit"; endsOn: string; document: string; canSign: "yes" | "no" }
  | { decision: "refuse"; reason: string };

/**
 * Somebody else admits a person as an expert of the unit, in every field asked for, until a day; or says why not.
 * @throws AppError `people.application_own` (403) | `people.application_reason` · those of appointExpert · `state.conflict`
 */
export const decideApplication = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { id: string } & Admission,
): Promise<void> => {
  const row = await lock(trx, input.id);
  if (row.person_id === actor.personId)
    throw new AppError<PeopleError>("people.application_own", { status: 403 });
  const reason = input.decision === "refuse" ? input.reason.trim() : null;
  if (reason !== null && reason.length < 5)
    throw new AppError<PeopleError>("people.application_reason", {
      fields: { reason: "people.application_reason" },
    });
  await applyTransition(trx as never, {
    machine: applicationStates,
    table: "expert_applications",
    id: row.id,
    event: input.decision,
    now: context.clock.now(),
    set: { decided_by_person_id: actor.personId, decision_reason: reason },
  }); // the function is generic over all modules' tables
  if (input.decision === "admit") {
    // Who is registered already keeps his unit and the words under his name: those are whoever's who manages experts.
    const expertId =
      (await findExpertOf(trx, row.person_id)) ??
      (await registerExpert(trx, context, actor, {
        personId: row.person_id,
        unitId: row.unit_id,
        publicTitle: row.public_title,
      }));
    for (const field of row.fields)
      await appointExpert(trx, context, actor, {
        expertId,
        field,
        canSign: input.canSign,
        startsOn: toDistrictDate(context.clock.now()),
        endsOn: input.endsOn,
        document: input.document,
      });
    if (row.is_senior) await setSenior(trx, context, actor, { expertId, senior: "yes" });
  }
  await recordAudit(trx, context, {
    actor,
    action: "people.decide_application",
    unitId: row.unit_id,
    record: { table: "expert_applications", id: row.id },
    reason: reason ?? undefined,
    requestId: context.requestId,
  });
};

/** The applicant takes it back. @throws AppError `people.application_not_found` · `state.conflict` */
export const withdrawApplication = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  id: string,
): Promise<void> => {
  const row = await lock(trx, id);
  if (row.person_id !== actor.personId || actor.onBehalfOf !== undefined)
    throw new AppError<PeopleError>("people.application_not_found", { status: 404 });
  await applyTransition(trx as never, {
    machine: applicationStates,
    table: "expert_applications",
    id: row.id,
    event: "withdraw",
    now: context.clock.now(),
  }); // the function is generic over all modules' tables
  await recordAudit(trx, context, {
    actor,
    action: "people.apply_expert",
    unitId: row.unit_id,
    record: { table: "expert_applications", id: row.id },
    reason: "本人撤回",
    requestId: context.requestId,
  });
};

export type ApplicationView = {
  id: string;
  personId: string;
  name: string;
  publicTitle: string;
  fieldNames: readonly string[];
  offers: string;
  proof: string;
  proofFileId: string | null;
  isSenior: boolean;
  status: ApplicationStatus;
  decisionReason: string | null;
  unitId: string;
  unitName: string;
  unitPath: string;
  createdAt: Date;
};

const select = (db: Db | Trx) =>
  db
    .selectFrom("expert_applications as one")
    .innerJoin("org_units as unit", "unit.id", "one.unit_id")
    .selectAll("one")
    .select(["unit.name as unit_name", "unit.path as unit_path"]);
type Row = Awaited<ReturnType<ReturnType<typeof select>["executeTakeFirstOrThrow"]>>;

const toViews = async (
  db: Db | Trx,
  context: Pick<ActContext, "cipher">,
  rows: readonly Row[],
): Promise<readonly ApplicationView[]> => {
  const names = await getPersonNames(
    db,
    context.cipher,
    rows.map((row) => row.person_id),
  );
  return rows.map((row) => ({
    id: row.id,
    personId: row.person_id,
    name: names.get(row.person_id) ?? "",
    publicTitle: row.public_title,
    fieldNames: row.fields.map(expertFieldName),
    offers: row.offers,
    proof: row.proof,
    proofFileId: row.proof_file_id,
    isSenior: row.is_senior,
    status: row.status,
    decisionReason: row.decision_reason,
    unitId: row.unit_id,
    unitName: row.unit_name,
    unitPath: row.unit_path,
    createdAt: row.created_at,
  }));
};

/** @throws AppError `people.application_not_found` (404) */
export const getApplication = async (
  db: Db | Trx,
  context: Pick<ActContext, "cipher">,
  id: string,
): Promise<ApplicationView> => {
  const [view] = await toViews(db, context, await select(db).where("one.id", "=", id).execute());
  if (view === undefined) throw new AppError<PeopleError>("people.application_not_found", { status: 404 });
  return view;
};

export const listApplications = async (
  db: Db | Trx,
  context: Pick<ActContext, "cipher">,
  filter: { scope: Scope; status?: ApplicationStatus | undefined; page: number; size: number },
): Promise<{ rows: readonly ApplicationView[]; total: number }> => {
  let base = select(db).where(withinScope("unit.path", filter.scope));
  if (filter.status !== undefined) base = base.where("one.status", "=", filter.status);
  const { rows, total } = await readPage(
    base,
    (query) =>
      query
        .orderBy((eb) => eb("one.status", "=", "submitted"), "desc")
        .orderBy("one.created_at", "desc")
        .orderBy("one.id"),
    filter,
  );
  return { rows: await toViews(db, context, rows), total };
};

/** A person's own applications, newest first. */
export const listOwnApplications = async (
  db: Db | Trx,
  context: Pick<ActContext, "cipher">,
  personId: string,
): Promise<readonly ApplicationView[]> =>
  toViews(
    db,
    context,
    await select(db).where("one.person_id", "=", personId).orderBy("one.created_at", "desc").execute(),
  );
