import type { Actor } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Trx } from "#kernel/db.ts";
import { AppError, requireText } from "#kernel/errors.ts";
import { emitEvent } from "#kernel/events.ts";
import { recordFacts } from "#kernel/facts.ts";
import { invalidatePages } from "#kernel/page-cache.ts";
import type { UnitKind } from "#kernel/tables.ts";
import { applyTransition } from "#kernel/transitions.ts";
import type { OrganisationsError } from "./errors.ts";
import {
  beginOrganisationAct,
  type OrganisationAnswers,
  recordOrganisationEvent,
  replaceAnswers,
} from "./organisation-commands.ts";
import { organisationKinds } from "./organisation-kinds.ts";
import { type OrganisationEvent, organisationStates, type OrganisationStatus } from "./state.ts";
import { createUnit } from "./unit-commands.ts";

export type ReviewResult = { id: string; status: OrganisationStatus; unitId: string | null };

type Act = { organisationId: string; event: OrganisationEvent; action: string; reason?: string | undefined };

/**
 * One step of the life cycle: compare-and-set first, so that of two reviewers at once one wins and the other reads
 * `state.conflict`; `effect` then runs while the winner holds the row.
 */
const takeStep = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  act: Act,
  effect: (
    row: Awaited<ReturnType<typeof beginOrganisationAct>>,
    eventId: string,
    from: OrganisationStatus,
  ) => Promise<string | null>,
): Promise<ReviewResult> => {
  const begun = await beginOrganisationAct(trx, context, act.organisationId);
  const { from, to } = await applyTransition(trx as never, {
    machine: organisationStates,
    table: "organisations",
    id: act.organisationId,
    event: act.event,
    now: context.clock.now(),
  }); // the function is generic over all modules' tables
  const eventId = await recordOrganisationEvent(trx, context, actor, {
    organisationId: act.organisationId,
    event: act.event,
    from,
    to,
    reason: act.reason,
  });
  const unitId = await effect(begun, eventId, from);
  await recordAudit(trx, context, {
    actor,
    action: act.action,
    unitId: begun.home.id,
    record: { table: "organisations", id: act.organisationId },
    beforeHash: begun.beforeHash,
    requestId: context.requestId,
  });
  await invalidatePages(trx);
  return { id: act.organisationId, status: to, unitId };
};

const requireReason = (reason: string): string =>
  requireText<OrganisationsError>("organisations.reason_needed", reason);

/** Marks that somebody is looking at it. @throws AppError `organisations.not_found` | `state.conflict` */
export const beginReview = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { organisationId: string },
): Promise<ReviewResult> =>
  takeStep(
    trx,
    context,
    actor,
    { ...input, event: "begin_review", action: "organisations.review" },
    async ({ row }) => row.unit_id,
  );

const linkUnit = async (trx: Trx, unitId: string, home: { path: string }, today: string): Promise<string> => {
  const unit = await trx
    .selectFrom("org_units")
    .select(["id", "path", "kind", "valid_to"])
    .where("id", "=", unitId)
    .executeTakeFirst();
  const refused = new AppError<OrganisationsError>("organisations.link_unit", {
    fields: { unitId: "organisations.link_unit" },
  });
  if (unit === undefined || unit.kind === "committee" || (unit.valid_to !== null && unit.valid_to <= today))
    throw refused;
  if (unit.path !== home.path && !unit.path.startsWith(`${home.path}.`)) throw refused;
  const taken = await trx
    .selectFrom("organisations")
    .select("id")
    .where("unit_id", "=", unitId)
    .where("status", "in", ["verified", "suspended"])
    .executeTakeFirst();
  if (taken !== undefined) throw refused;
  return unit.id;
};

/**
 * Confirms that the organisation is what it says, and gives it its place in the tree: a new unit under its street, or
 * an existing one (`unitId`). Records the fact and tells later modules (`organisations.verified`).
 * @throws AppError `state.conflict` | `organisations.link_unit` | `organisations.sibling_name`
 */
export const verifyOrganisation = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { organisationId: string; unitId?: string; unitKind?: UnitKind },
): Promise<ReviewResult> =>
  takeStep(
    trx,
    context,
    actor,
    { organisationId: input.organisationId, event: "verify", action: "organisations.review" },
    async ({ row, home }) => {
      const today = toDistrictDate(context.clock.now());
      const unitId =
        input.unitId === undefined
          ? (
              await createUnit(trx, context, actor, {
                kind: input.unitKind ?? organisationKinds[row.kind].unitKind,
                name: row.name,
                parentId: home.id,
                address: row.address,
                description: row.purpose.slice(0, 500),
              })
            ).id
          : await linkUnit(trx, input.unitId, home, today);
      await trx
        .updateTable("organisations")
        .set({ unit_id: unitId, updated_at: context.clock.now() })
        .where("id", "=", row.id)
        .execute();
      const fact = {
        occurredOn: today,
        unitId,
        quantity: 1,
        measure: "家",
        source: { table: "organisations", id: row.id },
      };
      await recordFacts(trx, context.clock, [
        { ...fact, kind: "organisations.verified", planTags: ["G-04"] },
        ...(row.non_profit
          ? [{ ...fact, kind: "organisations.non_profit_verified", planTags: ["K-03"] }]
          : []),
      ]);
      await emitEvent(trx, context.clock, "organisations.verified", { organisationId: row.id, unitId });
      return unitId;
    },
  );

type Refusal = (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { organisationId: string; reason: string },
) => Promise<ReviewResult>;

/** A step that does not verify: with a reason that the applicant reads, and an event that tells of it. */
const refuseBy =
  (event: "return" | "reject", told: "organisations.returned" | "organisations.rejected"): Refusal =>
  (trx, context, actor, { organisationId, reason }) =>
    takeStep(
      trx,
      context,
      actor,
      { organisationId, event, action: "organisations.review", reason: requireReason(reason) },
      async ({ row }) => {
        await emitEvent(trx, context.clock, told, { organisationId: row.id });
        return row.unit_id;
      },
    );

/** Sends it back to be completed; the applicant reads the reason. @throws AppError `organisations.reason_needed` | `state.conflict` */
export const returnOrganisation = refuseBy("return", "organisations.returned");

/** Ends it without verification; the applicant reads the reason. @throws as returnOrganisation */
export const rejectOrganisation = refuseBy("reject", "organisations.rejected");

/** Takes a verified organisation out of the public register for the time being. @throws as returnOrganisation */
export const suspendOrganisation = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { organisationId: string; reason: string },
): Promise<ReviewResult> =>
  takeStep(
    trx,
    context,
    actor,
    {
      organisationId: input.organisationId,
      event: "suspend",
      action: "organisations.suspend",
      reason: requireReason(input.reason),
    },
    async ({ row }, eventId) => {
      if (row.unit_id === null) throw new Error("a verified organisation has a unit");
      await recordFacts(trx, context.clock, [
        {
          kind: "organisations.suspended",
          occurredOn: toDistrictDate(context.clock.now()),
          unitId: row.unit_id,
          quantity: 1,
          measure: "次",
          source: { table: "organisation_events", id: eventId },
        },
      ]);
      await emitEvent(trx, context.clock, "organisations.suspended", {
        organisationId: row.id,
        unitId: row.unit_id,
      });
      return row.unit_id;
    },
  );

/** Puts a suspended organisation back. @throws AppError `state.conflict` */
export const reinstateOrganisation = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { organisationId: string },
): Promise<ReviewResult> =>
  takeStep(
    trx,
    context,
    actor,
    { organisationId: input.organisationId, event: "reinstate", action: "organisations.suspend" },
    async ({ row }, eventId) => {
      if (row.unit_id === null) throw new Error("a suspended organisation has a unit");
      await recordFacts(trx, context.clock, [
        {
          kind: "organisations.reinstated",
          occurredOn: toDistrictDate(context.clock.now()),
          unitId: row.unit_id,
          quantity: 1,
          measure: "次",
          source: { table: "organisation_events", id: eventId },
        },
      ]);
      await emitEvent(trx, context.clock, "organisations.reinstated", {
        organisationId: row.id,
        unitId: row.unit_id,
      });
      return row.unit_id;
    },
  );

/** The applicant sends a returned application again, corrected. @throws AppError `state.conflict` | as submitOrganisation */
export const resubmitOrganisation = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { organisationId: string; answers: OrganisationAnswers; proofFileId?: string | undefined },
): Promise<ReviewResult> =>
  takeStep(
    trx,
    context,
    actor,
    { organisationId: input.organisationId, event: "resubmit", action: "organisations.submit" },
    async ({ row }) => {
      await replaceAnswers(trx, context, input);
      await emitEvent(trx, context.clock, "organisations.submitted", { organisationId: row.id });
      return row.unit_id;
    },
  );

/** The organisation takes itself back; a verified one leaves the register. @throws AppError `state.conflict` */
export const withdrawOrganisation = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { organisationId: string },
): Promise<ReviewResult> =>
  takeStep(
    trx,
    context,
    actor,
    { ...input, event: "withdraw", action: "organisations.withdraw" },
    async ({ row }, _eventId, from) => {
      if ((from === "verified" || from === "suspended") && row.unit_id !== null) {
        await recordFacts(trx, context.clock, [
          {
            kind: "organisations.left",
            occurredOn: toDistrictDate(context.clock.now()),
            unitId: row.unit_id,
            quantity: 1,
            measure: "家",
            source: { table: "organisations", id: row.id },
          },
        ]);
      }
      await emitEvent(trx, context.clock, "organisations.withdrawn", {
        organisationId: row.id,
        unitId: row.unit_id,
      });
      return row.unit_id;
    },
  );
