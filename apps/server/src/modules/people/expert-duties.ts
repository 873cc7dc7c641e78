import { addDays } from "#kernel/clock.ts";
import type { Actor } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import type { ActContext } from "#kernel/context.ts";
import { type Db, isUniqueViolation, type Trx } from "#kernel/db.ts";
import { readPage } from "#kernel/read-page.ts";
import { AppError } from "#kernel/errors.ts";
import { createId } from "#kernel/ids.ts";
import { getMaskedNames } from "#modules/identity/index.ts";
import { type Scope, withinScope } from "#modules/organisations/index.ts";
import type { PeopleError } from "./errors.ts";
import { expertFieldName } from "./experts.ts";
import type { DutyKind } from "./expert-states.ts";

const isMonday = (day: string): boolean => new Date(`${day}T00:00:00Z`).getUTCDay() === 1;

/**
 * Puts an expert on the roster of a week: only one who is appointed in some field over the whole week and not away.
 * @throws AppError `people.expert_not_found` | `people.duty_week` | `people.duty_term` | `people.duty_away` | `people.duty_twice`
 */
export const setDuty = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { expertId: string; kind: DutyKind; weekStartsOn: string },
): Promise<string> => {
  if (!isMonday(input.weekStartsOn))
    throw new AppError<PeopleError>("people.duty_week", { fields: { weekStartsOn: "people.duty_week" } });
  const expert = await trx
    .selectFrom("experts as expert")
    .leftJoin("expert_profiles as profile", "profile.expert_id", "expert.id")
    .select(["expert.id", "expert.unit_id", "profile.away_from", "profile.away_until"])
    .where("expert.id", "=", input.expertId)
    .executeTakeFirst();
  if (expert === undefined) throw new AppError<PeopleError>("people.expert_not_found", { status: 404 });
  const weekEnds = addDays(input.weekStartsOn, 6);
  const term = await trx
    .selectFrom("expert_terms")
    .select("id")
    .where("expert_id", "=", expert.id)
    .where("starts_on", "<=", input.weekStartsOn)
    .where("ends_on", ">=", weekEnds)
    .where((eb) => eb.or([eb("ended_on", "is", null), eb("ended_on", ">", weekEnds)]))
    .executeTakeFirst();
  if (term === undefined)
    throw new AppError<PeopleError>("people.duty_term", { fields: { expertId: "people.duty_term" } });
  if (
    expert.away_from !== null &&
    expert.away_until !== null &&
    expert.away_from <= weekEnds &&
    expert.away_until >= input.weekStartsOn
  )
    throw new AppError<PeopleError>("people.duty_away", { fields: { expertId: "people.duty_away" } });
  const id = createId(context.clock);
  try {
    await trx
      .insertInto("expert_duties")
      .values({
        id,
        unit_id: expert.unit_id,
        expert_id: expert.id,
        kind: input.kind,
        week_starts_on: input.weekStartsOn,
        set_by_person_id: actor.kind === "person" ? actor.personId : null,
        created_at: context.clock.now(),
      })
      .execute();
  } catch (error) {
    if (isUniqueViolation(error, "expert_duties_once"))
      throw new AppError<PeopleError>("people.duty_twice", { status: 409, cause: error });
    throw error;
  }
  await recordAudit(trx, context, {
    actor,
    action: "people.set_duty",
    unitId: expert.unit_id,
    record: { table: "expert_duties", id },
    requestId: context.requestId,
  });
  return id;
};

/** Takes a week off the roster. @throws AppError `people.duty_not_found` (404) */
export const removeDuty = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  dutyId: string,
): Promise<void> => {
  const row = await trx
    .deleteFrom("expert_duties")
    .where("id", "=", dutyId)
    .returning("unit_id")
    .executeTakeFirst();
  if (row === undefined) throw new AppError<PeopleError>("people.duty_not_found", { status: 404 });
  await recordAudit(trx, context, {
    actor,
    action: "people.set_duty",
    unitId: row.unit_id,
    record: { table: "expert_duties", id: dutyId },
    reason: "撤下排班",
    requestId: context.requestId,
  });
};

export type DutyView = {
  id: string;
  expertId: string;
  publicTitle: string;
  name: string;
  fieldNames: readonly string[];
  kind: DutyKind;
  weekStartsOn: string;
  weekEndsOn: string;
  unitId: string;
  unitName: string;
  unitPath: string;
};

const select = (db: Db | Trx) =>
  db
    .selectFrom("expert_duties as duty")
    .innerJoin("experts as expert", "expert.id", "duty.expert_id")
    .innerJoin("org_units as unit", "unit.id", "duty.unit_id")
    .select([
      "duty.id",
      "duty.expert_id",
      "duty.kind",
      "duty.week_starts_on",
      "duty.unit_id",
      "expert.public_title",
      "expert.person_id",
      "unit.name as unit_name",
      "unit.path as unit_path",
    ]);

/** Who is on duty, week by week from the given day's week on. */
export const listDuties = async (
  db: Db | Trx,
  context: Pick<ActContext, "cipher">,
  filter: { scope: Scope; from: string; page: number; size: number },
): Promise<{ rows: readonly DutyView[]; total: number }> => {
  const base = select(db)
    .where(withinScope("unit.path", filter.scope))
    .where("duty.week_starts_on", ">=", addDays(filter.from, -6));
  const { rows, total } = await readPage(
    base,
    (query) =>
      query
        .orderBy("duty.week_starts_on")
        .orderBy("duty.kind")
        .orderBy("expert.public_title")
        .orderBy("duty.id"),
    filter,
  );
  if (rows.length === 0) return { rows: [], total };
  const names = await getMaskedNames(
    db,
    context.cipher,
    rows.map((row) => row.person_id),
  );
  const terms = await db
    .selectFrom("expert_terms")
    .select(["expert_id", "field"])
    .where(
      "expert_id",
      "in",
      rows.map((row) => row.expert_id),
    )
    .where("ended_on", "is", null)
    .where("ends_on", ">=", filter.from)
    .orderBy("field")
    .execute();
  return {
    total,
    rows: rows.map((row) => ({
      id: row.id,
      expertId: row.expert_id,
      publicTitle: row.public_title,
      name: names.get(row.person_id) ?? "",
      fieldNames: [
        ...new Set(
          terms.filter((term) => term.expert_id === row.expert_id).map((term) => expertFieldName(term.field)),
        ),
      ],
      kind: row.kind,
      weekStartsOn: row.week_starts_on,
      weekEndsOn: addDays(row.week_starts_on, 6),
      unitId: row.unit_id,
      unitName: row.unit_name,
      unitPath: row.unit_path,
    })),
  };
};

/** @throws AppError `people.duty_not_found` (404) */
export const getDutyPath = async (db: Db | Trx, dutyId: string): Promise<string> => {
  const row = await select(db).where("duty.id", "=", dutyId).executeTakeFirst();
  if (row === undefined) throw new AppError<PeopleError>("people.duty_not_found", { status: 404 });
  return row.unit_path;
};
