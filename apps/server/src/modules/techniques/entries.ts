import type { PersonActor } from "#kernel/actor.ts";
import { auditOf } from "#kernel/audit.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Trx } from "#kernel/db.ts";
import { AppError, requireText } from "#kernel/errors.ts";
import { recordFacts, reverseFactsOf } from "#kernel/facts.ts";
import { createId } from "#kernel/ids.ts";
import { applyTransition } from "#kernel/transitions.ts";
import type { CommissionerField } from "#modules/commissioners/index.ts";
import type { TechniquesError } from "./errors.ts";
import { type EntryEvent, entryStates } from "./state.ts";
import type { EntryKind, Ground, Season } from "./vocabulary.ts";

export type EntryWords = {
  kind: EntryKind;
  field: CommissionerField;
  name: string;
  summary: string;
  seasons: readonly Season[];
  grounds: readonly Ground[];
  sourceTitle: string;
  sourcePlace: string;
};

const auditEntry = auditOf("technique_entries");

const readWords = (input: EntryWords) => {
  const wrong: Record<string, TechniquesError> = {};
  const lengthOf = (text: string): number => Array.from(text.trim()).length;
  if (lengthOf(input.name) < 2 || lengthOf(input.name) > 40) wrong["name"] = "techniques.name";
  if (lengthOf(input.summary) < 10 || lengthOf(input.summary) > 1_500)
    wrong["summary"] = "techniques.summary";
  if (lengthOf(input.sourceTitle) < 4) wrong["sourceTitle"] = "techniques.source";
  if (lengthOf(input.sourcePlace) < 2) wrong["sourcePlace"] = "techniques.source_place";
  if (input.seasons.length === 0) wrong["seasons"] = "techniques.fit";
  if (input.grounds.length === 0) wrong["grounds"] = "techniques.fit";
  const [first] = Object.values(wrong);
  if (first !== undefined) throw new AppError<TechniquesError>(first, { fields: wrong });
  return {
    kind: input.kind,
    field: input.field,
    name: input.name.trim(),
    summary: input.summary.trim(),
    seasons: [...new Set(input.seasons)],
    grounds: [...new Set(input.grounds)],
    source_title: input.sourceTitle.trim(),
    source_place: input.sourcePlace.trim(),
  };
};

const lockEntry = async (trx: Trx, entryId: string) => {
  const row = await trx
    .selectFrom("technique_entries")
    .select(["id", "unit_id", "field", "written_by_person_id"])
    .where("id", "=", entryId)
    .forUpdate()
    .executeTakeFirst();
  if (row === undefined) throw new AppError<TechniquesError>("techniques.not_found", { status: 404 });
  return row;
};

const move = (
  trx: Trx,
  context: ActContext,
  change: { id: string; event: EntryEvent; set: Record<string, unknown> },
) =>
  applyTransition(trx as never, {
    machine: entryStates,
    table: "technique_entries",
    id: change.id,
    event: change.event,
    now: context.clock.now(),
    set: change.set,
  }); // the function is generic over all modules' tables

/**
 * Writes an entry of the catalogue with its source (F-18); it waits for a second person.
 * @returns the entry's id
 * @throws AppError `techniques.name` | `techniques.summary` | `techniques.source` | `techniques.source_place` | `techniques.fit`
 */
export const writeEntry = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: EntryWords & { unitId: string },
): Promise<string> => {
  const words = readWords(input);
  const now = context.clock.now();
  const id = createId(context.clock);
  await trx
    .insertInto("technique_entries")
    .values({
      id,
      unit_id: input.unitId,
      ...words,
      status: "waiting",
      status_changed_at: now,
      written_by_person_id: actor.personId,
      decided_by_person_id: null,
      decision_reason: null,
      created_at: now,
    })
    .execute();
  await auditEntry(trx, context, { actor, id, unitId: input.unitId, action: "techniques.write" });
  return id;
};

/** Writes an entry anew that came back or was taken down; whoever does so is its writer now. @throws AppError as `writeEntry` · `state.conflict` */
export const rewriteEntry = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: EntryWords & { entryId: string },
): Promise<void> => {
  const words = readWords(input);
  const entry = await lockEntry(trx, input.entryId);
  await move(trx, context, {
    id: entry.id,
    event: "rewrite",
    set: {
      ...words,
      written_by_person_id: actor.personId,
      decided_by_person_id: null,
      decision_reason: null,
    },
  });
  await auditEntry(trx, context, {
    actor,
    id: entry.id,
    unitId: entry.unit_id,
    action: "techniques.rewrite",
  });
};

/**
 * A second person read the entry against its source and makes it public. The constraint `technique_entries_two_persons_check` keeps
 * the two apart where the code would not.
 * @throws AppError `techniques.not_found` | `techniques.same_person` (409) · `state.conflict`
 */
export const publishEntry = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  entryId: string,
): Promise<void> => {
  const entry = await lockEntry(trx, entryId);
  if (entry.written_by_person_id === actor.personId)
    throw new AppError<TechniquesError>("techniques.same_person", { status: 409 });
  await move(trx, context, {
    id: entry.id,
    event: "publish",
    set: { decided_by_person_id: actor.personId },
  });
  await recordFacts(trx, context.clock, [
    {
      kind: "techniques.published",
      occurredOn: toDistrictDate(context.clock.now()),
      unitId: entry.unit_id,
      quantity: 1,
      measure: "条",
      audience: "farmer",
      source: { table: "technique_entries", id: entry.id },
      planTags: ["F-18"],
    },
  ]);
  await auditEntry(trx, context, {
    actor,
    id: entry.id,
    unitId: entry.unit_id,
    action: "techniques.publish",
  });
};

/** An entry goes back to its writer, or a public one is taken down; both say why. @throws AppError `techniques.reason_needed` · `state.conflict` */
export const stopEntry = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { entryId: string; event: "return" | "withdraw"; reason: string },
): Promise<void> => {
  const reason = requireText<TechniquesError>("techniques.reason_needed", input.reason);
  const entry = await lockEntry(trx, input.entryId);
  await move(trx, context, {
    id: entry.id,
    event: input.event,
    set: { decided_by_person_id: actor.personId, decision_reason: reason },
  });
  if (input.event === "withdraw")
    await reverseFactsOf(trx, context.clock, { table: "technique_entries", id: entry.id });
  await auditEntry(trx, context, {
    actor,
    id: entry.id,
    unitId: entry.unit_id,
    action: `techniques.${input.event}`,
    reason,
  });
};
