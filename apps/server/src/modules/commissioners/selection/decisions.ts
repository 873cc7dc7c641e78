import { recordAct } from "#kernel/audit.ts";
import type { PersonActor } from "#kernel/actor.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import { isUniqueViolation, type Trx } from "#kernel/db.ts";
import { AppError, requireText } from "#kernel/errors.ts";
import { emitEvent } from "#kernel/events.ts";
import { recordFacts } from "#kernel/facts.ts";
import { applyTransition } from "#kernel/transitions.ts";
import { signContract } from "../contracts.ts";
import type { CommissionersError } from "../errors.ts";
import { applicationStates, leastReviews, reviewPartCodes, reviewParts, type ReviewPart } from "../state.ts";
import { lockCall, requireReviewing } from "./calls.ts";

const getApplication = async (trx: Trx, applicationId: string) => {
  const row = await trx
    .selectFrom("commissioner_applications")
    .selectAll()
    .where("id", "=", applicationId)
    .executeTakeFirst();
  if (row === undefined)
    throw new AppError<CommissionersError>("commissioners.application_not_found", { status: 404 });
  return row;
};

type Scores = Readonly<Record<ReviewPart, number>>;

/**
 * A reviewer scores an application, or says that he has a conflict of interest and steps back; once. Nobody sees another's
 * scores before the town decides.
 * @throws AppError `commissioners.not_reviewer` | `commissioners.call_running` | `commissioners.call_closed` | `commissioners.conflict_known` |
 *   `commissioners.score_range` | `commissioners.review_comment` | `commissioners.reviewed_already` | `commissioners.application_not_found`
 */
export const reviewApplication = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { applicationId: string } & (
    | { conflict: true }
    | { conflict: false; scores: Scores; comment: string }
  ),
): Promise<void> => {
  if (actor.onBehalfOf !== undefined)
    throw new AppError<CommissionersError>("commissioners.not_while_helping", { status: 403 });
  const found = await getApplication(trx, input.applicationId);
  const call = await lockCall(trx, found.call_id);
  const reviewer = await trx
    .selectFrom("commissioner_reviewers")
    .select("person_id")
    .where("call_id", "=", call.id)
    .where("person_id", "=", actor.personId)
    .executeTakeFirst();
  if (reviewer === undefined)
    throw new AppError<CommissionersError>("commissioners.not_reviewer", { status: 404 });
  requireReviewing(call, context.clock.now());
  const { status } = await getApplication(trx, input.applicationId);
  if (status !== "applied")
    throw new AppError<CommissionersError>("commissioners.application_not_found", { status: 404 });
  if (!input.conflict) {
    if (found.nominated_by_person_id === actor.personId)
      throw new AppError<CommissionersError>("commissioners.conflict_known", {
        status: 409,
        fields: { conflict: "commissioners.conflict_known" },
      });
    for (const part of reviewPartCodes)
      if (
        !Number.isInteger(input.scores[part]) ||
        input.scores[part] < 0 ||
        input.scores[part] > reviewParts[part]
      )
        throw new AppError<CommissionersError>("commissioners.score_range", {
          fields: { [part]: "commissioners.score_range" },
        });
  }
  const comment = input.conflict
    ? null
    : requireText<CommissionersError>("commissioners.review_comment", input.comment, { field: "comment" });
  try {
    await trx
      .insertInto("commissioner_reviews")
      .values({
        application_id: found.id,
        reviewer_person_id: actor.personId,
        conflict: input.conflict,
        skill: input.conflict ? null : input.scores.skill,
        practice: input.conflict ? null : input.scores.practice,
        plan: input.conflict ? null : input.scores.plan,
        comment,
        created_at: context.clock.now(),
      })
      .execute();
  } catch (error) {
    if (isUniqueViolation(error, "commissioner_reviews_pkey"))
      throw new AppError<CommissionersError>("commissioners.reviewed_already", { status: 409, cause: error });
    throw error;
  }
  await recordAct(trx, context, actor, {
    action: input.conflict ? "commissioners.recuse" : "commissioners.review",
    unitId: call.unit_id,
    table: "commissioner_applications",
    id: found.id,
  });
};

/**
 * The town selects an applicant or passes him over, always with the reason. The call's row is held, so that two who decide at
 * once do not select more than there are seats.
 * @throws AppError `commissioners.own_application` | `commissioners.decider_reviewed` | `commissioners.too_few_reviews` |
 *   `commissioners.seats_taken` | `commissioners.reason_needed` | `commissioners.call_running` | `state.conflict`
 */
export const decideApplication = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { applicationId: string; event: "select" | "pass_over"; reason: string },
): Promise<void> => {
  const found = await getApplication(trx, input.applicationId);
  const call = await lockCall(trx, found.call_id);
  const now = context.clock.now();
  const reason = requireText<CommissionersError>("commissioners.reason_needed", input.reason);
  requireReviewing(call, now);
  if (found.person_id === actor.personId)
    throw new AppError<CommissionersError>("commissioners.own_application", { status: 403 });
  const reviews = await trx
    .selectFrom("commissioner_reviews")
    .select(["reviewer_person_id", "conflict"])
    .where("application_id", "=", found.id)
    .execute();
  if (reviews.some((one) => one.reviewer_person_id === actor.personId))
    throw new AppError<CommissionersError>("commissioners.decider_reviewed", { status: 403 });
  if (reviews.filter((one) => !one.conflict).length < leastReviews)
    throw new AppError<CommissionersError>("commissioners.too_few_reviews", { status: 409 });
  if (input.event === "select") {
    const { count } = await trx
      .selectFrom("commissioner_applications")
      .select((eb) => eb.fn.countAll<number>().as("count"))
      .where("call_id", "=", call.id)
      .where("status", "=", "selected")
      .executeTakeFirstOrThrow();
    if (count >= call.seats)
      throw new AppError<CommissionersError>("commissioners.seats_taken", { status: 409 });
  }
  await applyTransition(trx as never, {
    machine: applicationStates,
    table: "commissioner_applications",
    id: found.id,
    event: input.event,
    now,
    set: { decided_by_person_id: actor.personId, decision_reason: reason },
  }); // the function is generic over all modules' tables
  if (input.event === "select")
    await recordFacts(trx, context.clock, [
      {
        kind: "commissioners.selected",
        occurredOn: toDistrictDate(now),
        unitId: call.unit_id,
        quantity: 1,
        measure: "人次",
        source: { table: "commissioner_applications", id: found.id },
      },
    ]);
  await emitEvent(trx, context.clock, "commissioners.selection", { personId: found.person_id });
  await recordAct(trx, context, actor, {
    action: "commissioners.decide_application",
    unitId: call.unit_id,
    table: "commissioner_applications",
    id: found.id,
    reason,
  });
};

/**
 * The contract of a selected applicant: person, town, field, whom to serve and term stand in the call; only the document is new.
 * @throws AppError `commissioners.application_not_found` | `commissioners.appointed_already` and those of `signContract`
 */
export const appointSelected = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { applicationId: string; document: string },
): Promise<string> => {
  const found = await getApplication(trx, input.applicationId);
  const call = await lockCall(trx, found.call_id);
  if (found.status !== "selected")
    throw new AppError<CommissionersError>("commissioners.application_not_found", { status: 404 });
  const signed = await trx
    .selectFrom("commissioner_contracts")
    .select("id")
    .where("application_id", "=", found.id)
    .executeTakeFirst();
  if (signed !== undefined)
    throw new AppError<CommissionersError>("commissioners.appointed_already", { status: 409 });
  return signContract(trx, context, actor, {
    personId: found.person_id,
    unitId: call.unit_id,
    field: call.field,
    bases: call.bases,
    document: input.document,
    startsOn: call.starts_on,
    endsOn: call.ends_on,
    applicationId: found.id,
  });
};
