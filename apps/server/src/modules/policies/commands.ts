import type { Actor, PersonActor } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { createId } from "#kernel/ids.ts";
import { invalidatePages } from "#kernel/page-cache.ts";
import { applyTransition } from "#kernel/transitions.ts";
import type { PoliciesError } from "./errors.ts";
import { getPolicy } from "./queries.ts";
import { type PolicyEvent, policyStates } from "./state.ts";
import type { PolicyPoint } from "./tables.ts";
import type { Level } from "./vocabulary.ts";

export type PolicyInput = {
  title: string;
  documentNo: string | null;
  issuer: string;
  level: Level;
  issuedOn: string;
  effectiveOn: string | null;
  endedOn: string | null;
  officialUrl: string;
  lookedUpOn: string;
  summary: string;
  points: readonly PolicyPoint[];
};

const toColumns = (input: PolicyInput) => {
  if (input.endedOn !== null && input.endedOn < (input.effectiveOn ?? input.issuedOn))
    throw new AppError<PoliciesError>("policies.dates_turned", {
      fields: { endedOn: "policies.dates_turned" },
    });
  const points = input.points.map((point) => ({
    text: point.text.trim(),
    clause: point.clause.trim(),
    matter: point.matter,
    appliesTo: [...new Set(point.appliesTo)],
  }));
  return {
    title: input.title.trim(),
    document_no: input.documentNo,
    issuer: input.issuer.trim(),
    level: input.level,
    issued_on: input.issuedOn,
    effective_on: input.effectiveOn,
    ended_on: input.endedOn,
    official_url: input.officialUrl,
    looked_up_on: input.lookedUpOn,
    summary: input.summary.trim(),
    points: JSON.stringify(points),
    // One source: whom and what a policy is about is what its points say.
    applies_to: [...new Set(points.flatMap((point) => point.appliesTo))],
    matters: [...new Set(points.map((point) => point.matter))],
  };
};

const audit = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  act: { id: string; unitId: string; action: string; reason?: string | undefined },
): Promise<void> => {
  await recordAudit(trx, context, {
    actor,
    action: act.action,
    unitId: act.unitId,
    record: { table: "policies", id: act.id },
    reason: act.reason,
    requestId: context.requestId,
  });
};

/** Drafts a guide to a document. @throws AppError `policies.dates_turned` */
export const draftPolicy = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: PolicyInput & { unitId: string },
): Promise<string> => {
  const id = createId(context.clock);
  const now = context.clock.now();
  await trx
    .insertInto("policies")
    .values({
      id,
      unit_id: input.unitId,
      ...toColumns(input),
      end_reason: null,
      status: "draft",
      status_changed_at: now,
      drafted_by_person_id: actor.personId,
      published_by_person_id: null,
      created_at: now,
      updated_at: now,
    })
    .execute();
  await audit(trx, context, actor, { id, unitId: input.unitId, action: "policies.write" });
  return id;
};

/**
 * Changes a draft. Who changes it last counts as its author, so that nobody publishes his own words.
 * @throws AppError `policies.not_found` | `policies.not_a_draft` | `policies.dates_turned`
 */
export const changePolicy = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: PolicyInput & { id: string },
): Promise<void> => {
  const policy = await getPolicy(trx, input.id);
  const changed = await trx
    .updateTable("policies")
    .set({
      ...toColumns(input),
      drafted_by_person_id: actor.personId,
      updated_at: context.clock.now(),
    })
    .where("id", "=", policy.id)
    .where("status", "=", "draft")
    .executeTakeFirst();
  if (changed.numUpdatedRows === 0n)
    throw new AppError<PoliciesError>("policies.not_a_draft", { status: 409 });
  await audit(trx, context, actor, { id: policy.id, unitId: policy.unitId, action: "policies.write" });
};

const isTwoPeopleViolation = (error: unknown): boolean =>
  error instanceof Error && "constraint" in error && error.constraint === "policies_two_people";

const move = async (
  trx: Trx,
  context: ActContext,
  change: { id: string; event: PolicyEvent; set?: Record<string, unknown> },
): Promise<void> => {
  const now = context.clock.now();
  await applyTransition(trx as never, {
    machine: policyStates,
    table: "policies",
    id: change.id,
    event: change.event,
    now,
    set: { updated_at: now, ...change.set },
  }); // the function is generic over all modules' tables
};

/**
 * Publishes a guide that somebody else drafted: he has read it beside the official text. The database holds the rule
 * (`policies_two_people`), also when the author changes while it is being published.
 * @throws AppError `policies.not_found` | `policies.same_person` | `state.conflict`
 */
export const publishPolicy = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { id: string },
): Promise<void> => {
  const policy = await getPolicy(trx, input.id);
  try {
    await move(trx, context, {
      id: policy.id,
      event: "publish",
      set: { published_by_person_id: actor.personId },
    });
  } catch (error) {
    if (isTwoPeopleViolation(error))
      throw new AppError<PoliciesError>("policies.same_person", { status: 409 });
    throw error;
  }
  await audit(trx, context, actor, { id: policy.id, unitId: policy.unitId, action: "policies.publish" });
  await invalidatePages(trx);
};

/** Takes a published guide back to be corrected; it leaves the pages at once. @throws AppError `state.conflict` */
export const takeBackPolicy = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { id: string; reason: string },
): Promise<void> => {
  const policy = await getPolicy(trx, input.id);
  await move(trx, context, {
    id: policy.id,
    event: "take_back",
    set: { published_by_person_id: null },
  });
  await audit(trx, context, actor, {
    id: policy.id,
    unitId: policy.unitId,
    action: "policies.publish",
    reason: input.reason.trim(),
  });
  await invalidatePages(trx);
};

const setLastDay = async (
  trx: Trx,
  context: ActContext,
  id: string,
  set: { ended_on: string; end_reason: string },
): Promise<void> => {
  const changed = await trx
    .updateTable("policies")
    .set({ ...set, updated_at: context.clock.now() })
    .where("id", "=", id)
    .where("status", "=", "published")
    .executeTakeFirst();
  if (changed.numUpdatedRows === 0n) throw new AppError("state.conflict", { status: 409 });
};

/**
 * Marks that the document is no longer in force: its last day and why (replaced, repealed, run out). Its page stays and says so.
 * @throws AppError `policies.end_too_early` | `state.conflict`
 */
export const endPolicy = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { id: string; endedOn: string; reason: string },
): Promise<void> => {
  const policy = await getPolicy(trx, input.id);
  if (input.endedOn < (policy.effectiveOn ?? policy.issuedOn))
    throw new AppError<PoliciesError>("policies.end_too_early", {
      fields: { endedOn: "policies.end_too_early" },
    });
  const set = { ended_on: input.endedOn, end_reason: input.reason.trim() };
  // A last day that is still to come: it stays published and falls out by its date.
  if (input.endedOn >= toDistrictDate(context.clock.now())) await setLastDay(trx, context, policy.id, set);
  else await move(trx, context, { id: policy.id, event: "end", set });
  await audit(trx, context, actor, {
    id: policy.id,
    unitId: policy.unitId,
    action: "policies.publish",
    reason: input.reason.trim(),
  });
  await invalidatePages(trx);
};

/** Leaves a draft aside. @throws AppError `state.conflict` */
export const dropPolicy = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { id: string; reason: string },
): Promise<void> => {
  const policy = await getPolicy(trx, input.id);
  await move(trx, context, { id: policy.id, event: "drop" });
  await audit(trx, context, actor, {
    id: policy.id,
    unitId: policy.unitId,
    action: "policies.write",
    reason: input.reason.trim(),
  });
};
