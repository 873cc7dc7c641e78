import type { Actor } from "#kernel/actor.ts";
import { auditOf, recordAudit } from "#kernel/audit.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { listStandingRecords } from "#kernel/fact-records.ts";
import { factKinds, recordFacts } from "#kernel/facts.ts";
import { createId } from "#kernel/ids.ts";
import { findCheckpointCovering, findLatestCheckpoint } from "#kernel/ledger.ts";
import { applyTransition } from "#kernel/transitions.ts";
import type { InspectionsError } from "./errors.ts";
import { writeLetters } from "./letters.ts";
import { deriveSeed, drawSample, hashPopulation } from "./sampling.ts";
import { type InspectionEvent, inspectionStates } from "./state.ts";

const refuseField = (field: string, code: InspectionsError): never => {
  throw new AppError<InspectionsError>(code, { fields: { [field]: code } });
};

/** The inspection, locked. @throws AppError `inspections.not_found` (404) */
export const lockInspection = async (trx: Trx, id: string) => {
  const row = await trx
    .selectFrom("inspections")
    .selectAll()
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  if (row === undefined) throw new AppError<InspectionsError>("inspections.not_found", { status: 404 });
  return row;
};

const audit = auditOf("inspections");

const move = async (
  trx: Trx,
  context: ActContext,
  change: { id: string; event: InspectionEvent; set?: Record<string, unknown> },
) =>
  applyTransition(trx as never, {
    machine: inspectionStates,
    table: "inspections",
    now: context.clock.now(),
    ...change,
  }); // the function is generic over all modules' tables

export type NewInspection = {
  unitId: string;
  title: string;
  periodFrom: string;
  periodTo: string;
  sampleSize: number;
  /** Kinds of facts behind which the records stand; empty: all. */
  factKinds: readonly string[];
  unitIds: readonly string[];
};

/**
 * Announces an inspection with its period, units, sample size, and the first half of the seed: the public checkpoint that
 * stands now, before the population can be known (M-03).
 * @throws AppError `inspections.period` | `inspections.units_needed` | `inspections.unknown_kind`
 */
export const announceInspection = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: NewInspection,
): Promise<string> => {
  if (input.periodTo < input.periodFrom) refuseField("periodTo", "inspections.period");
  const units = [...new Set(input.unitIds)];
  if (units.length === 0) refuseField("unitIds", "inspections.units_needed");
  const known = new Set(factKinds().map((kind) => kind.kind));
  if (input.factKinds.some((kind) => !known.has(kind))) refuseField("factKinds", "inspections.unknown_kind");
  const now = context.clock.now();
  const id = createId(context.clock);
  await trx
    .insertInto("inspections")
    .values({
      id,
      unit_id: input.unitId,
      title: input.title.trim(),
      period_from: input.periodFrom,
      period_to: input.periodTo,
      sample_size: input.sampleSize,
      fact_kinds: [...new Set(input.factKinds)],
      status: "announced",
      status_changed_at: now,
      announced_by_person_id: actor.kind === "person" ? actor.personId : null,
      announced_at: now,
      announced_note: (await findLatestCheckpoint(trx))?.note ?? "",
      population_count: null,
      population_hash: null,
      frozen_audit_id: null,
      drawn_note: null,
      seed: null,
      conclusion: null,
    })
    .execute();
  await trx
    .insertInto("inspection_units")
    .values(
      units.map((unitId) => ({
        inspection_id: id,
        unit_id: unitId,
        self_check: null,
        self_checked_at: null,
        letter: null,
      })),
    )
    .execute();
  await audit(trx, context, { actor, action: "inspections.announce", id, unitId: input.unitId });
  return id;
};

/**
 * An inspected unit says how it stands; until the population is frozen it may say it anew.
 * @throws AppError `inspections.not_inspected` | `inspections.self_check_short` | `inspections.self_check_over`
 */
export const fileSelfCheck = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { inspectionId: string; unitId: string; text: string },
): Promise<void> => {
  const text = input.text.trim();
  if (text.length < 5 || text.length > 5_000) refuseField("text", "inspections.self_check_short");
  const inspection = await lockInspection(trx, input.inspectionId);
  if (inspection.status !== "announced")
    throw new AppError<InspectionsError>("inspections.self_check_over", { status: 409 });
  const updated = await trx
    .updateTable("inspection_units")
    .set({ self_check: text, self_checked_at: context.clock.now() })
    .where("inspection_id", "=", inspection.id)
    .where("unit_id", "=", input.unitId)
    .returning("unit_id")
    .executeTakeFirst();
  if (updated === undefined)
    throw new AppError<InspectionsError>("inspections.not_inspected", { status: 409 });
  await audit(trx, context, {
    actor,
    action: "inspections.respond",
    id: inspection.id,
    unitId: input.unitId,
    reason: "自查",
  });
};

/**
 * Writes down which records may be drawn: all behind the period's standing facts, in one order, with their SHA-256, which
 * the audit entry carries into the ledger. Returns how many there are.
 * @throws AppError `inspections.period_open` | `inspections.population_empty` | `state.conflict`
 */
export const freezePopulation = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  inspectionId: string,
): Promise<number> => {
  const inspection = await lockInspection(trx, inspectionId);
  if (inspection.period_to >= toDistrictDate(context.clock.now()))
    throw new AppError<InspectionsError>("inspections.period_open", {
      status: 409,
      values: { day: inspection.period_to },
    });
  const units = await trx
    .selectFrom("inspection_units as inspected")
    .innerJoin("org_units as unit", "unit.id", "inspected.unit_id")
    .select("unit.path")
    .where("inspected.inspection_id", "=", inspection.id)
    .execute();
  const records = await listStandingRecords(trx, {
    from: inspection.period_from,
    to: inspection.period_to,
    unitPaths: units.map((unit) => unit.path),
    kinds: inspection.fact_kinds,
  });
  if (records.length === 0)
    throw new AppError<InspectionsError>("inspections.population_empty", { status: 409 });
  // In slices: one statement takes at most 65,535 parameters.
  for (let from = 0; from < records.length && inspection.status === "announced"; from += 5_000)
    await trx
      .insertInto("inspection_population")
      .values(
        records.slice(from, from + 5_000).map((record, index) => ({
          inspection_id: inspection.id,
          position: from + index,
          record_table: record.table,
          record_id: record.id,
          unit_id: record.unitId,
        })),
      )
      .execute();
  const hash = hashPopulation(records);
  await move(trx, context, {
    id: inspection.id,
    event: "freeze",
    set: { population_count: records.length, population_hash: hash },
  });
  const auditId = await audit(trx, context, {
    actor,
    action: "inspections.freeze",
    id: inspection.id,
    unitId: inspection.unit_id,
    reason: `总体 ${records.length} 条 SHA-256 ${hash}`,
  });
  await trx
    .updateTable("inspections")
    .set({ frozen_audit_id: auditId })
    .where("id", "=", inspection.id)
    .execute();
  return records.length;
};

/**
 * Draws the sample by the seed that the first checkpoint after the freeze gives. Nobody chooses anything here: drawn
 * again by anybody, it is the same.
 * @throws AppError `inspections.no_checkpoint` | `state.conflict`
 */
export const drawInspection = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  inspectionId: string,
): Promise<{ seed: string; count: number }> => {
  const inspection = await lockInspection(trx, inspectionId);
  const { frozen_audit_id: auditId, population_count: count, population_hash: populationHash } = inspection;
  if (inspection.status !== "frozen" || auditId === null || count === null || populationHash === null)
    throw new AppError("state.conflict", { status: 409 });
  const checkpoint = await findCheckpointCovering(trx, { table: "audit_entries", id: auditId });
  if (checkpoint === undefined)
    throw new AppError<InspectionsError>("inspections.no_checkpoint", { status: 409 });
  const seed = deriveSeed({
    announcedNote: inspection.announced_note,
    drawnNote: checkpoint.note,
    inspectionNo: inspection.inspection_no,
    populationHash,
  });
  const positions = drawSample(seed, count, inspection.sample_size);
  await move(trx, context, {
    id: inspection.id,
    event: "draw",
    set: { seed, drawn_note: checkpoint.note },
  });
  const samples = positions.map((position, index) => ({
    id: createId(context.clock),
    inspection_id: inspection.id,
    draw_no: index + 1,
    position,
    verdict: "waiting" as const,
    finding: null,
    checked_by_person_id: null,
    checked_at: null,
  }));
  await trx.insertInto("inspection_samples").values(samples).execute();
  for (const sample of samples)
    await recordAudit(trx, context, {
      actor,
      action: "inspections.draw",
      unitId: inspection.unit_id,
      record: { table: "inspection_samples", id: sample.id },
      requestId: context.requestId,
    });
  await audit(trx, context, {
    actor,
    action: "inspections.draw",
    id: inspection.id,
    unitId: inspection.unit_id,
    reason: `种子 ${seed}`,
  });
  return { seed, count: samples.length };
};

/**
 * What was seen on site for one record of the sample.
 * @throws AppError `inspections.sample_not_found` | `inspections.sample_over` | `inspections.finding_short`
 */
export const checkSample = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { sampleId: string; verdict: "sound" | "failed"; finding?: string | undefined },
): Promise<void> => {
  const finding = input.finding?.trim() ?? "";
  if (input.verdict === "failed" && finding.length < 5) refuseField("finding", "inspections.finding_short");
  const sample = await trx
    .selectFrom("inspection_samples")
    .select(["id", "inspection_id"])
    .where("id", "=", input.sampleId)
    .executeTakeFirst();
  if (sample === undefined)
    throw new AppError<InspectionsError>("inspections.sample_not_found", { status: 404 });
  const inspection = await lockInspection(trx, sample.inspection_id);
  if (inspection.status !== "drawn")
    throw new AppError<InspectionsError>("inspections.sample_over", { status: 409 });
  await trx
    .updateTable("inspection_samples")
    .set({
      verdict: input.verdict,
      finding: finding === "" ? null : finding,
      checked_by_person_id: actor.kind === "person" ? actor.personId : null,
      checked_at: context.clock.now(),
    })
    .where("id", "=", sample.id)
    .execute();
  await recordAudit(trx, context, {
    actor,
    action: "inspections.check",
    unitId: inspection.unit_id,
    record: { table: "inspection_samples", id: sample.id },
    requestId: context.requestId,
  });
};

/**
 * Feeds the result back: every sample is checked, every failed one has its order, and each unit gets its letter.
 * @throws AppError `inspections.unchecked` | `inspections.failed_without_order` | `inspections.conclusion_short` | `state.conflict`
 */
export const concludeInspection = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { inspectionId: string; conclusion: string },
): Promise<void> => {
  const conclusion = input.conclusion.trim();
  if (conclusion.length < 10) refuseField("conclusion", "inspections.conclusion_short");
  const inspection = await lockInspection(trx, input.inspectionId);
  if (inspection.status !== "drawn") throw new AppError("state.conflict", { status: 409 });
  const samples = await trx
    .selectFrom("inspection_samples as sample")
    .leftJoin("rectifications as order", "order.sample_id", "sample.id")
    .select(["sample.verdict", "order.id as orderId"])
    .where("sample.inspection_id", "=", inspection.id)
    .execute();
  const unchecked = samples.filter((sample) => sample.verdict === "waiting").length;
  if (unchecked > 0)
    throw new AppError<InspectionsError>("inspections.unchecked", {
      status: 409,
      values: { count: unchecked },
    });
  const without = samples.filter((sample) => sample.verdict === "failed" && sample.orderId === null).length;
  if (without > 0)
    throw new AppError<InspectionsError>("inspections.failed_without_order", {
      status: 409,
      values: { count: without },
    });
  await move(trx, context, { id: inspection.id, event: "conclude", set: { conclusion } });
  await writeLetters(trx, inspection.id);
  await recordFacts(trx, context.clock, [
    {
      kind: "inspections.concluded",
      occurredOn: toDistrictDate(context.clock.now()),
      unitId: inspection.unit_id,
      quantity: 1,
      measure: "次",
      source: { table: "inspections", id: inspection.id },
    },
  ]);
  await audit(trx, context, {
    actor,
    action: "inspections.conclude",
    id: inspection.id,
    unitId: inspection.unit_id,
  });
};
