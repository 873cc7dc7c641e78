import { type RawBuilder, sql } from "kysely";
import type { Actor } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Db, Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { createId } from "#kernel/ids.ts";
import { getPersonNames } from "#modules/identity/index.ts";
import { type Scope, withinScope } from "#modules/organisations/index.ts";
import type { PeopleError } from "./errors.ts";
import { expertFields, type ExpertField, isExpertField } from "./expert-fields.ts";

type ExpertTermView = {
  id: string;
  field: ExpertField;
  fieldName: string;
  canSign: boolean;
  startsOn: string;
  endsOn: string;
  document: string;
  endedOn: string | null;
  endReason: string | null;
  inForce: boolean;
};
export type ExpertView = {
  id: string;
  personId: string;
  name: string;
  publicTitle: string;
  unitId: string;
  unitName: string;
  unitPath: string;
  terms: readonly ExpertTermView[];
};

/**
 * Registers a person as an expert (科学传播专家) of a unit, or changes the words under the name.
 * @throws AppError `people.expert_title`
 */
export const registerExpert = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { personId: string; unitId: string; publicTitle: string },
): Promise<string> => {
  const publicTitle = input.publicTitle.trim();
  if (publicTitle.length < 2 || publicTitle.length > 60)
    throw new AppError<PeopleError>("people.expert_title", {
      fields: { publicTitle: "people.expert_title" },
    });
  const row = await trx
    .insertInto("experts")
    .values({
      id: createId(context.clock),
      person_id: input.personId,
      unit_id: input.unitId,
      public_title: publicTitle,
      created_at: context.clock.now(),
    })
    .onConflict((conflict) =>
      conflict.column("person_id").doUpdateSet({ public_title: publicTitle, unit_id: input.unitId }),
    )
    .returning("id")
    .executeTakeFirstOrThrow();
  await recordAudit(trx, context, {
    actor,
    action: "people.manage_experts",
    unitId: input.unitId,
    record: { table: "experts", id: row.id },
    requestId: context.requestId,
  });
  return row.id;
};

export type NewExpertTerm = {
  expertId: string;
  field: string;
  canSign: "yes" | "no";
  startsOn: string;
  endsOn: string;
  /** The document of the appointment. */
  document: string;
};

/**
 * Appoints an expert in a field for a term. Two terms of one field never overlap (the database refuses).
 * @throws AppError `people.expert_not_found` | `people.expert_field` | `people.expert_dates` | `people.expert_overlap`
 */
export const appointExpert = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: NewExpertTerm,
): Promise<string> => {
  if (!isExpertField(input.field))
    throw new AppError<PeopleError>("people.expert_field", { fields: { field: "people.expert_field" } });
  if (input.endsOn < input.startsOn)
    throw new AppError<PeopleError>("people.expert_dates", { fields: { endsOn: "people.expert_dates" } });
  // The expert's row first: two appointments at once are seen one after the other.
  const expert = await trx
    .selectFrom("experts")
    .select(["id", "unit_id"])
    .where("id", "=", input.expertId)
    .forUpdate()
    .executeTakeFirst();
  if (expert === undefined) throw new AppError<PeopleError>("people.expert_not_found", { status: 404 });
  const overlapping = await trx
    .selectFrom("expert_terms")
    .select("id")
    .where("expert_id", "=", expert.id)
    .where("field", "=", input.field)
    .where("starts_on", "<=", input.endsOn)
    .where(sql<boolean>`coalesce(ended_on, ends_on) >= ${input.startsOn}`)
    .executeTakeFirst();
  if (overlapping !== undefined)
    throw new AppError<PeopleError>("people.expert_overlap", {
      status: 409,
      fields: { startsOn: "people.expert_overlap" },
    });
  const id = createId(context.clock);
  await trx
    .insertInto("expert_terms")
    .values({
      id,
      expert_id: expert.id,
      field: input.field,
      can_sign: input.canSign === "yes",
      starts_on: input.startsOn,
      ends_on: input.endsOn,
      appointed_by_person_id: actor.kind === "person" ? actor.personId : expert.id,
      document: input.document.trim(),
      ended_on: null,
      end_reason: null,
      created_at: context.clock.now(),
    })
    .execute();
  await recordAudit(trx, context, {
    actor,
    action: "people.manage_experts",
    unitId: expert.unit_id,
    record: { table: "expert_terms", id },
    requestId: context.requestId,
  });
  return id;
};

/** Ends a term today, with the reason. @throws AppError `people.expert_not_found` | `people.expert_ended` */
export const endExpertTerm = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { expertId: string; termId: string; reason: string },
): Promise<void> => {
  const today = toDistrictDate(context.clock.now());
  const ended = await trx
    .updateTable("expert_terms")
    // A term that has not begun ends before it begins: it then holds on no day.
    .set({ ended_on: sql<string>`least(${today}::date, ends_on)`, end_reason: input.reason.trim() })
    .where("id", "=", input.termId)
    .where("expert_id", "=", input.expertId)
    .where("ended_on", "is", null)
    .returning("expert_id")
    .executeTakeFirst();
  if (ended === undefined) {
    const known = await trx
      .selectFrom("expert_terms")
      .select("id")
      .where("id", "=", input.termId)
      .executeTakeFirst();
    throw known === undefined
      ? new AppError<PeopleError>("people.expert_not_found", { status: 404 })
      : new AppError<PeopleError>("people.expert_ended", { status: 409 });
  }
  await recordAudit(trx, context, {
    actor,
    action: "people.manage_experts",
    record: { table: "expert_terms", id: input.termId },
    reason: input.reason,
    requestId: context.requestId,
  });
};

const appointedOn = (db: Db | Trx, day: string) =>
  db
    .selectFrom("expert_terms as term")
    .innerJoin("experts as expert", "expert.id", "term.expert_id")
    .innerJoin("org_units as unit", "unit.id", "expert.unit_id")
    .where("term.starts_on", "<=", day)
    .where("term.ends_on", ">=", day)
    .where((eb) => eb.or([eb("term.ended_on", "is", null), eb("term.ended_on", ">", day)]));

/** The term by which a person may sign in a field on a day; undefined where there is none in force. */
export const findSigningTerm = async (
  db: Db | Trx,
  input: { personId: string; field: string; day: string },
): Promise<{ id: string; expertId: string; publicTitle: string } | undefined> => {
  const row = await appointedOn(db, input.day)
    .select(["term.id", "term.expert_id", "expert.public_title"])
    .where("expert.person_id", "=", input.personId)
    .where("term.field", "=", input.field)
    .where("term.can_sign", "=", true)
    .executeTakeFirst();
  return row === undefined
    ? undefined
    : { id: row.id, expertId: row.expert_id, publicTitle: row.public_title };
};

export type AppointedExpert = {
  id: string;
  personId: string;
  publicTitle: string;
  unitId: string;
  unitPath: string;
  field: ExpertField;
};

/** The expert with this id, if appointed in the field on that day; the right to sign is not asked for. */
export const findAppointedExpert = async (
  db: Db | Trx,
  input: { expertId: string; field: string; day: string },
): Promise<AppointedExpert | undefined> => {
  const row = await appointedOn(db, input.day)
    .select(["expert.id", "expert.person_id", "expert.public_title", "expert.unit_id", "unit.path"])
    .where("expert.id", "=", input.expertId)
    .where("term.field", "=", input.field)
    .executeTakeFirst();
  if (row === undefined || !isExpertField(input.field)) return undefined;
  return {
    id: row.id,
    personId: row.person_id,
    publicTitle: row.public_title,
    unitId: row.unit_id,
    unitPath: row.path,
    field: input.field,
  };
};

/** Words under experts' names and the persons behind them, by expert. */
export const listExpertTitles = async (
  db: Db | Trx,
  expertIds: readonly string[],
): Promise<ReadonlyMap<string, { publicTitle: string; personId: string }>> => {
  if (expertIds.length === 0) return new Map();
  const rows = await db
    .selectFrom("experts")
    .select(["id", "public_title", "person_id"])
    .where("id", "in", [...expertIds])
    .execute();
  return new Map(rows.map((row) => [row.id, { publicTitle: row.public_title, personId: row.person_id }]));
};

/** The expert that a person is; undefined for everybody else. */
export const findExpertOf = async (db: Db | Trx, personId: string): Promise<string | undefined> => {
  const row = await db
    .selectFrom("experts")
    .select("id")
    .where("person_id", "=", personId)
    .executeTakeFirst();
  return row?.id;
};

/** How the public sees the experts behind the given terms: the words under the name, never the person's account. */
export const listTermTitles = async (
  db: Db | Trx,
  termIds: readonly string[],
): Promise<ReadonlyMap<string, { publicTitle: string; field: string; fieldName: string }>> => {
  if (termIds.length === 0) return new Map();
  const rows = await db
    .selectFrom("expert_terms as term")
    .innerJoin("experts as expert", "expert.id", "term.expert_id")
    .select(["term.id", "term.field", "expert.public_title"])
    .where("term.id", "in", [...termIds])
    .execute();
  return new Map(
    rows.map((row) => [
      row.id,
      {
        publicTitle: row.public_title,
        field: row.field,
        fieldName: expertFieldName(row.field),
      },
    ]),
  );
};

/**
 * The words under the name of the expert of a term and the term's field, as one value of another module's statement:
 * `{ public_title, field }`, null where there is no such term.
 */
export const termTitleOf = (termId: RawBuilder<unknown>) =>
  sql<{ public_title: string; field: string } | null>`(
    select json_build_object('public_title', expert.public_title, 'field', term.field)
    from expert_terms term join experts expert on expert.id = term.expert_id where term.id = ${termId})`;

export const expertFieldName = (field: string): string =>
  isExpertField(field) ? expertFields[field] : field;

/** Experts of the units in scope with all their terms, newest first. */
export const listExperts = async (
  db: Db | Trx,
  context: ActContext,
  filter: { scope: Scope; field?: string | undefined; page: number; size: number },
): Promise<{ rows: readonly ExpertView[]; total: number }> => {
  const today = toDistrictDate(context.clock.now());
  const base = db
    .selectFrom("experts as expert")
    .innerJoin("org_units as unit", "unit.id", "expert.unit_id")
    .where(withinScope("unit.path", filter.scope))
    .$if(filter.field !== undefined, (query) =>
      query.where((eb) =>
        eb.exists(
          eb
            .selectFrom("expert_terms as term")
            .select("term.id")
            .whereRef("term.expert_id", "=", "expert.id")
            .where("term.field", "=", filter.field ?? ""),
        ),
      ),
    );
  const { total } = await base.select((eb) => eb.fn.countAll<number>().as("total")).executeTakeFirstOrThrow();
  const experts = await base
    .select([
      "expert.id",
      "expert.person_id",
      "expert.public_title",
      "expert.unit_id",
      "unit.name as unit_name",
      "unit.path as unit_path",
    ])
    .orderBy("expert.created_at", "desc")
    .orderBy("expert.id")
    .limit(filter.size)
    .offset((filter.page - 1) * filter.size)
    .execute();
  if (experts.length === 0) return { rows: [], total };
  const names = await getPersonNames(
    db,
    context.cipher,
    experts.map((expert) => expert.person_id),
  );
  const terms = await db
    .selectFrom("expert_terms")
    .selectAll()
    .where(
      "expert_id",
      "in",
      experts.map((expert) => expert.id),
    )
    .orderBy("starts_on", "desc")
    .execute();
  const byExpert = Map.groupBy(terms, (term) => term.expert_id);
  return {
    total,
    rows: experts.map((expert) => ({
      id: expert.id,
      personId: expert.person_id,
      name: names.get(expert.person_id) ?? "",
      publicTitle: expert.public_title,
      unitId: expert.unit_id,
      unitName: expert.unit_name,
      unitPath: expert.unit_path,
      terms: (byExpert.get(expert.id) ?? []).map((term) => ({
        id: term.id,
        // Written only through appointExpert, which knows the fields.
        field: term.field as ExpertField,
        fieldName: expertFieldName(term.field),
        canSign: term.can_sign,
        startsOn: term.starts_on,
        endsOn: term.ends_on,
        document: term.document,
        endedOn: term.ended_on,
        endReason: term.end_reason,
        inForce:
          term.starts_on <= today &&
          term.ends_on >= today &&
          (term.ended_on === null || term.ended_on > today),
      })),
    })),
  };
};
