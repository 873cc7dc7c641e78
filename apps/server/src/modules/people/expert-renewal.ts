import { sql } from "kysely";
import type { Actor } from "#kernel/actor.ts";
import { addDays, toDistrictDate } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Db, Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import type { PeopleError } from "./errors.ts";
import { lockExpert } from "./expert-profiles.ts";
import { appointExpert, endExpertTerm } from "./experts.ts";

export type ExpertPlace = { unitId: string; unitPath: string; personId: string; publicTitle: string };

/** Where an expert belongs and who he is. @throws AppError `people.expert_not_found` (404) */
export const getExpertPlace = async (db: Db | Trx, expertId: string): Promise<ExpertPlace> => {
  const row = await db
    .selectFrom("experts as expert")
    .innerJoin("org_units as unit", "unit.id", "expert.unit_id")
    .select([
      "expert.unit_id as unitId",
      "unit.path as unitPath",
      "expert.person_id as personId",
      "expert.public_title as publicTitle",
    ])
    .where("expert.id", "=", expertId)
    .executeTakeFirst();
  if (row === undefined) throw new AppError<PeopleError>("people.expert_not_found", { status: 404 });
  return row;
};

/** An appointment that ran out less than this ago is renewed by the review of its year. */
const renewableDays = 366;

/**
 * Appoints an expert anew in each of his fields until a day, from the end of the term he has there, or from today where it is over.
 * A field whose term runs longer already is left alone.
 * @returns how many fields were renewed
 * @throws AppError `people.expert_not_found`
 */
export const renewExpert = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { expertId: string; until: string; document: string },
): Promise<number> => {
  await lockExpert(trx, input.expertId);
  const today = toDistrictDate(context.clock.now());
  const terms = await trx
    .selectFrom("expert_terms")
    .select(["field", "can_sign as canSign", "ends_on as endsOn"])
    .distinctOn("field")
    .where("expert_id", "=", input.expertId)
    .where("ended_on", "is", null)
    .where("ends_on", ">=", addDays(today, -renewableDays))
    .orderBy("field")
    .orderBy("ends_on", "desc")
    .execute();
  const short = terms.filter(({ endsOn }) => endsOn < input.until);
  for (const { field, canSign, endsOn } of short) {
    const next = addDays(endsOn, 1);
    await appointExpert(trx, context, actor, {
      expertId: input.expertId,
      field,
      canSign: canSign ? "yes" : "no",
      startsOn: next < today ? today : next,
      endsOn: input.until,
      document: input.document,
    });
  }
  return short.length;
};

/** Ends every appointment of an expert that is in force or to come, with the reason; returns how many there were. */
export const endExpertTerms = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { expertId: string; reason: string },
): Promise<number> => {
  await lockExpert(trx, input.expertId);
  const today = toDistrictDate(context.clock.now());
  const terms = await trx
    .selectFrom("expert_terms")
    .select("id")
    .where("expert_id", "=", input.expertId)
    .where("ended_on", "is", null)
    .where("ends_on", ">=", today)
    .execute();
  for (const { id } of terms) await endExpertTerm(trx, context, actor, { ...input, termId: id });
  return terms.length;
};

/** In how many weeks of a year, up to a day, an expert stood on the roster. */
export const countDutyWeeks = async (
  db: Db | Trx,
  input: { expertId: string; from: string; until: string },
): Promise<number> => {
  const { weeks } = await db
    .selectFrom("expert_duties")
    .select(sql<number>`count(distinct week_starts_on)::int`.as("weeks"))
    .where("expert_id", "=", input.expertId)
    .where("week_starts_on", ">=", input.from)
    .where("week_starts_on", "<=", input.until)
    .executeTakeFirstOrThrow();
  return weeks;
};
