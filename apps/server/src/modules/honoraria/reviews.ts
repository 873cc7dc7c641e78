import type { Actor } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import { isRealDay, toDistrictDate } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import { type Db, isUniqueViolation, type Trx } from "#kernel/db.ts";
import { AppError, requireText } from "#kernel/errors.ts";
import { recordFacts } from "#kernel/facts.ts";
import { createId } from "#kernel/ids.ts";
import { applyTransition } from "#kernel/transitions.ts";
import {
  countDutyWeeks,
  endExpertTerms,
  getExpertPlace,
  listExpertActs,
  renewExpert,
} from "#modules/people/index.ts";
import type { HonorariaError } from "./errors.ts";
import { refuse, requireOther, requirePerson, requireReason } from "./rules.ts";
import { type ReviewOutcome, reviewStates } from "./state.ts";
import type { ActCounts } from "./tables.ts";

const longestRenewalYears = 5;

export type NewReview = {
  expertId: string;
  year: number;
  opinion: string;
  outcome: ReviewOutcome;
  /** Until when he is appointed anew, and by which document; only with `renew`. */
  renewUntil?: string | undefined;
  document?: string | undefined;
};

export type YearOfActs = { counts: ActCounts; dutyWeeks: number; countedUntil: string };

/**
 * What an expert did in a year, as the records tell up to today; no number of it is typed.
 * @throws AppError `honoraria.review_year`
 */
export const countYear = async (
  db: Db | Trx,
  context: Pick<ActContext, "clock">,
  input: { expertId: string; year: number },
): Promise<YearOfActs> => {
  const today = toDistrictDate(context.clock.now());
  const thisYear = Number(today.slice(0, 4));
  if (input.year !== thisYear && input.year !== thisYear - 1) throw refuse("year", "honoraria.review_year");
  const from = `${input.year}-01-01`;
  const last = `${input.year}-12-31`;
  const countedUntil = last < today ? last : today;
  const acts = await listExpertActs(db, {
    scope: "everywhere",
    from,
    until: countedUntil,
    expertId: input.expertId,
  });
  const byKind = Map.groupBy(acts, (act) => act.kind);
  return {
    counts: Object.fromEntries([...byKind].map(([kind, group]) => [kind, group.length])),
    dutyWeeks: await countDutyWeeks(db, { expertId: input.expertId, from, until: countedUntil }),
    countedUntil,
  };
};

/**
 * Writes the review of an expert's year (年度评议), or writes anew one that was sent back.
 * @throws AppError `honoraria.review_year` | `honoraria.review_opinion` | `honoraria.review_until` | `honoraria.document` |
 * `honoraria.review_twice` | `honoraria.own` | `people.expert_not_found`
 */
export const writeReview = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: NewReview,
): Promise<string> => {
  const person = requirePerson(actor);
  const place = await getExpertPlace(trx, input.expertId);
  if (place.personId === person.personId)
    throw new AppError<HonorariaError>("honoraria.own", { status: 403 });
  const now = context.clock.now();
  const today = toDistrictDate(now);
  const opinion = requireText<HonorariaError>("honoraria.review_opinion", input.opinion, {
    field: "opinion",
  });
  const year = await countYear(trx, context, input);
  const renewal = toRenewal(input, today);
  const values = {
    act_counts: JSON.stringify(year.counts) as never, // a jsonb column takes its text
    duty_weeks: year.dutyWeeks,
    counted_until: year.countedUntil,
    opinion,
    outcome: input.outcome,
    renew_until: renewal?.until ?? null,
    document: renewal?.document ?? null,
    written_by_person_id: person.personId,
    decided_by_person_id: null,
    decision_reason: null,
  };
  const returned = await trx
    .selectFrom("appointment_reviews")
    .select("id")
    .where("expert_id", "=", input.expertId)
    .where("year", "=", input.year)
    .where("status", "=", "returned")
    .executeTakeFirst();
  const id = returned?.id ?? createId(context.clock);
  if (returned === undefined)
    try {
      await trx
        .insertInto("appointment_reviews")
        .values({
          id,
          expert_id: input.expertId,
          unit_id: place.unitId,
          year: input.year,
          status: "written",
          status_changed_at: now,
          created_at: now,
          ...values,
        })
        .execute();
    } catch (error) {
      if (isUniqueViolation(error, "appointment_reviews_once"))
        throw new AppError<HonorariaError>("honoraria.review_twice", {
          status: 409,
          fields: { year: "honoraria.review_twice" },
          cause: error,
        });
      throw error;
    }
  else
    await applyTransition(trx as never, {
      machine: reviewStates,
      table: "appointment_reviews",
      id,
      event: "rewrite",
      now,
      set: values,
    }); // the function is generic over all modules' tables
  await recordAudit(trx, context, {
    actor,
    action: "honoraria.review",
    unitId: place.unitId,
    record: { table: "appointment_reviews", id },
    requestId: context.requestId,
  });
  return id;
};

const toRenewal = (input: NewReview, today: string): { until: string; document: string } | undefined => {
  if (input.outcome === "end") return undefined;
  const until = input.renewUntil ?? "";
  const latest = `${Number(today.slice(0, 4)) + longestRenewalYears}-12-31`;
  if (!isRealDay(until) || until <= today || until > latest)
    throw refuse("renewUntil", "honoraria.review_until");
  const document = requireText<HonorariaError>("honoraria.document", input.document, {
    least: 2,
    field: "document",
  });
  return { until, document };
};

export type ReviewPlace = {
  id: string;
  unitId: string;
  unitPath: string;
  expertId: string;
  outcome: ReviewOutcome;
  renewUntil: string | null;
  document: string | null;
  opinion: string;
  writtenBy: string;
};

/** @throws AppError `honoraria.review_not_found` (404) */
export const getReviewPlace = async (db: Db | Trx, id: string): Promise<ReviewPlace> => {
  const row = await db
    .selectFrom("appointment_reviews as review")
    .innerJoin("org_units as unit", "unit.id", "review.unit_id")
    .select([
      "review.id",
      "review.unit_id as unitId",
      "unit.path as unitPath",
      "review.expert_id as expertId",
      "review.outcome",
      "review.renew_until as renewUntil",
      "review.document",
      "review.opinion",
      "review.written_by_person_id as writtenBy",
    ])
    .where("review.id", "=", id)
    .executeTakeFirst();
  if (row === undefined) throw new AppError<HonorariaError>("honoraria.review_not_found", { status: 404 });
  return row;
};

/**
 * A second person confirms a review, and the appointment follows: renewed until the day, or ended with the opinion as its reason.
 * @throws AppError `honoraria.second_person` | `honoraria.own` | `honoraria.review_nothing` | `state.conflict`
 */
export const confirmReview = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  id: string,
): Promise<void> => {
  const person = requirePerson(actor);
  const review = await getReviewPlace(trx, id);
  const { personId: expertPersonId } = await getExpertPlace(trx, review.expertId);
  requireOther(person, { madeByPersonId: review.writtenBy, expertPersonId });
  const now = context.clock.now();
  await applyTransition(trx as never, {
    machine: reviewStates,
    table: "appointment_reviews",
    id,
    event: "confirm",
    now,
    set: { decided_by_person_id: person.personId },
  }); // the function is generic over all modules' tables
  const { renewUntil, document, expertId } = review;
  const changed =
    renewUntil === null || document === null
      ? await endExpertTerms(trx, context, actor, {
          expertId,
          reason: `年度评议：${review.opinion}`.slice(0, 200),
        })
      : await renewExpert(trx, context, actor, { expertId, until: renewUntil, document });
  if (changed === 0) throw new AppError<HonorariaError>("honoraria.review_nothing", { status: 409 });
  await recordFacts(trx, context.clock, [
    {
      kind: "honoraria.reviewed",
      occurredOn: toDistrictDate(now),
      unitId: review.unitId,
      quantity: 1,
      measure: "人",
      source: { table: "appointment_reviews", id },
    },
  ]);
  await recordAudit(trx, context, {
    actor,
    action: "honoraria.confirm_review",
    unitId: review.unitId,
    record: { table: "appointment_reviews", id },
    requestId: context.requestId,
  });
};

/** Sends a review back to be written anew. @throws AppError `honoraria.second_person` | `honoraria.reason_needed` | `state.conflict` */
export const returnReview = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { id: string; reason: string },
): Promise<void> => {
  const person = requirePerson(actor);
  const reason = requireReason(input.reason);
  const review = await getReviewPlace(trx, input.id);
  requireOther(person, { madeByPersonId: review.writtenBy });
  await applyTransition(trx as never, {
    machine: reviewStates,
    table: "appointment_reviews",
    id: input.id,
    event: "return",
    now: context.clock.now(),
    set: { decided_by_person_id: person.personId, decision_reason: reason },
  }); // the function is generic over all modules' tables
  await recordAudit(trx, context, {
    actor,
    action: "honoraria.confirm_review",
    unitId: review.unitId,
    record: { table: "appointment_reviews", id: input.id },
    reason,
    requestId: context.requestId,
  });
};
