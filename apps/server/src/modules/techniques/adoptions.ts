import { isAtOrBelow, type PersonActor } from "#kernel/actor.ts";
import { auditOf } from "#kernel/audit.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import { isUniqueViolation, type Trx } from "#kernel/db.ts";
import { AppError, requireText } from "#kernel/errors.ts";
import { recordFacts } from "#kernel/facts.ts";
import { createId } from "#kernel/ids.ts";
import { applyTransition } from "#kernel/transitions.ts";
import { listAreasServed } from "#modules/commissioners/index.ts";
import { listStreets } from "#modules/organisations/index.ts";
import { requireOneself } from "#modules/teams/index.ts";
import type { TechniquesError } from "./errors.ts";
import { adoptionStates } from "./state.ts";
import { type ConfirmedBy, type Outcome, seasonOf } from "./vocabulary.ts";

const auditAdoption = auditOf("technique_adoptions");

const refuse = (code: TechniquesError, status = 422, field?: string): AppError<TechniquesError> =>
  new AppError<TechniquesError>(code, {
    status,
    ...(field === undefined ? {} : { fields: { [field]: code } }),
  });

/**
 * A farmer says “我用了”: he used an entry of the catalogue this season, in a street or town of which somebody confirms it. It counts
 * nothing before. Of one entry in one season he says so once (`technique_adoptions_once`).
 * @returns the adoption's id
 * @throws AppError `techniques.not_found` where the entry is not public | `techniques.town` | `techniques.adopted_already` (409)
 */
export const adoptEntry = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { entryNo: number; unitId: string },
): Promise<string> => {
  requireOneself(actor);
  const now = context.clock.now();
  const today = toDistrictDate(now);
  // Shared: an entry is not taken down between the look and the write.
  const entry = await trx
    .selectFrom("technique_entries")
    .select("id")
    .where("entry_no", "=", input.entryNo)
    .where("status", "=", "published")
    .forShare()
    .executeTakeFirst();
  if (entry === undefined) throw refuse("techniques.not_found", 404);
  if (!(await listStreets(trx, today)).some((street) => street.id === input.unitId))
    throw refuse("techniques.town", 422, "unitId");
  const { year, season } = seasonOf(today);
  const id = createId(context.clock);
  try {
    await trx
      .insertInto("technique_adoptions")
      .values({
        id,
        entry_id: entry.id,
        person_id: actor.personId,
        unit_id: input.unitId,
        season_year: year,
        season,
        reported_on: today,
        status: "reported",
        status_changed_at: now,
        confirmed_by: null,
        decided_by_person_id: null,
        decision_reason: null,
        created_at: now,
      })
      .execute();
  } catch (error) {
    if (isUniqueViolation(error, "technique_adoptions_once"))
      throw new AppError<TechniquesError>("techniques.adopted_already", {
        status: 409,
        fields: { unitId: "techniques.adopted_already" },
        cause: error,
      });
    throw error;
  }
  await auditAdoption(trx, context, { actor, id, unitId: input.unitId, action: "techniques.adopt" });
  return id;
};

const lockAdoption = async (trx: Trx, adoptionId: string) => {
  const row = await trx
    .selectFrom("technique_adoptions as one")
    .innerJoin("org_units as unit", "unit.id", "one.unit_id")
    .select([
      "one.id",
      "one.person_id",
      "one.unit_id",
      "one.reported_on",
      "one.status",
      "one.outcome",
      "unit.path as unit_path",
    ])
    .where("one.id", "=", adoptionId)
    .forUpdate("one")
    .executeTakeFirst();
  if (row === undefined) throw refuse("techniques.adoption_not_found", 404);
  return row;
};

const requireOwn = async (trx: Trx, actor: PersonActor, adoptionId: string) => {
  requireOneself(actor);
  const row = await lockAdoption(trx, adoptionId);
  if (row.person_id !== actor.personId) throw refuse("techniques.adoption_not_found", 404);
  return row;
};

/** The farmer takes back what nobody confirmed yet. @throws AppError `techniques.adoption_not_found` · `state.conflict` */
export const takeBackAdoption = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  adoptionId: string,
): Promise<void> => {
  const row = await requireOwn(trx, actor, adoptionId);
  await applyTransition(trx as never, {
    machine: adoptionStates,
    table: "technique_adoptions",
    id: row.id,
    event: "take_back",
    now: context.clock.now(),
  }); // the function is generic over all modules' tables
  await auditAdoption(trx, context, {
    actor,
    id: row.id,
    unitId: row.unit_id,
    action: "techniques.take_back",
  });
};

/**
 * After it was confirmed the farmer says how it went, once; his words are sealed and only counted by the closed answer in public.
 * @throws AppError `techniques.adoption_not_found` | `techniques.outcome_early` | `techniques.outcome_given` (409)
 */
export const tellOutcome = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { adoptionId: string; outcome: Outcome; note?: string | undefined },
): Promise<void> => {
  const row = await requireOwn(trx, actor, input.adoptionId);
  if (row.status !== "confirmed") throw refuse("techniques.outcome_early", 409);
  if (row.outcome !== null) throw refuse("techniques.outcome_given", 409);
  const note = input.note?.trim() ?? "";
  await trx
    .updateTable("technique_adoptions")
    .set({
      outcome: input.outcome,
      outcome_note_sealed: note === "" ? null : context.cipher.encrypt(note),
      outcome_at: context.clock.now(),
    })
    .where("id", "=", row.id)
    .execute();
  await auditAdoption(trx, context, {
    actor,
    id: row.id,
    unitId: row.unit_id,
    action: "techniques.outcome",
  });
};

export type AdoptionDecision = { event: "confirm" } | { event: "dispute"; reason: string };

/**
 * Somebody else confirms that the farmer used it, or says why not: a person of the town, or a commissioner whose contract for that
 * area is in force. Compare-and-set: of two who decide at once one wins, and it is one fact.
 * @throws AppError `techniques.own_adoption` (403) | `techniques.not_commissioner` (403) | `techniques.reason_needed` · `state.conflict`
 */
export const decideAdoption = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { adoptionId: string; by: ConfirmedBy } & AdoptionDecision,
): Promise<void> => {
  const row = await lockAdoption(trx, input.adoptionId);
  if (row.person_id === actor.personId) throw refuse("techniques.own_adoption", 403);
  const now = context.clock.now();
  if (input.by === "commissioner") {
    requireOneself(actor);
    const areas = await listAreasServed(trx, { personId: actor.personId, day: toDistrictDate(now) });
    if (!areas.some((area) => isAtOrBelow(row.unit_path, area)))
      throw refuse("techniques.not_commissioner", 403);
  }
  const reason =
    input.event === "dispute" ? requireText<TechniquesError>("techniques.reason_needed", input.reason) : null;
  await applyTransition(trx as never, {
    machine: adoptionStates,
    table: "technique_adoptions",
    id: row.id,
    event: input.event,
    now,
    set: {
      decided_by_person_id: actor.personId,
      decision_reason: reason,
      confirmed_by: input.event === "confirm" ? input.by : null,
    },
  }); // the function is generic over all modules' tables
  if (input.event === "confirm")
    await recordFacts(trx, context.clock, [
      {
        kind: "techniques.adopted",
        occurredOn: row.reported_on,
        unitId: row.unit_id,
        quantity: 1,
        measure: "户次",
        audience: "farmer",
        source: { table: "technique_adoptions", id: row.id },
        planTags: ["F-18"],
      },
    ]);
  await auditAdoption(trx, context, {
    actor,
    id: row.id,
    unitId: row.unit_id,
    action: `techniques.${input.event}`,
    ...(reason === null ? {} : { reason }),
  });
};
