import type { PersonActor } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import { isRealDay, toDistrictDate } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Db, Trx } from "#kernel/db.ts";
import { AppError, requireText } from "#kernel/errors.ts";
import { createId } from "#kernel/ids.ts";
import { type Scope, withinScope } from "#modules/organisations/index.ts";
import type { PeopleError } from "../errors.ts";
import { isAddressee } from "./units.ts";

const dayMs = 86_400_000;
const longestDays = 180;

/**
 * A unit asks the senior experts for advice (E-02); they see it until its last day.
 * @throws AppError `people.advice_unit` | `people.advice_title` | `people.advice_question` | `people.advice_closes`
 */
export const askAdvice = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { unitId: string; title: string; question: string; closesOn: string },
): Promise<string> => {
  const now = context.clock.now();
  const today = toDistrictDate(now);
  const refuse = (field: string, code: PeopleError): AppError<PeopleError> =>
    new AppError<PeopleError>(code, { fields: { [field]: code } });
  if (!(await isAddressee(trx, input.unitId, today))) throw refuse("unitId", "people.advice_unit");
  const title = requireText<PeopleError>("people.advice_title", input.title, { least: 4, field: "title" });
  const question = requireText<PeopleError>("people.advice_question", input.question, {
    least: 10,
    field: "question",
  });
  const last = toDistrictDate(new Date(now.getTime() + longestDays * dayMs));
  if (!isRealDay(input.closesOn) || input.closesOn < today || input.closesOn > last)
    throw refuse("closesOn", "people.advice_closes");
  const id = createId(context.clock);
  await trx
    .insertInto("advice_requests")
    .values({
      id,
      unit_id: input.unitId,
      title,
      question,
      closes_on: input.closesOn,
      asked_by_person_id: actor.personId,
      asked_at: now,
    })
    .execute();
  await recordAudit(trx, context, {
    actor,
    action: "people.ask_advice",
    unitId: input.unitId,
    record: { table: "advice_requests", id },
    requestId: context.requestId,
  });
  return id;
};

export type AdviceRequestView = {
  id: string;
  title: string;
  question: string;
  unitId: string;
  unitName: string;
  closesOn: string;
  papers: number;
  answered: number;
};

/** What units in scope asked, the newest first, with the papers that came; with `openOn` those still open on a day. */
export const listAdviceRequests = async (
  db: Db | Trx,
  filter: { scope: Scope; openOn?: string | undefined; page: number; size: number },
): Promise<{ rows: readonly AdviceRequestView[]; total: number }> => {
  const found = db
    .selectFrom("advice_requests as request")
    .innerJoin("org_units as unit", "unit.id", "request.unit_id")
    .where(withinScope("unit.path", filter.scope))
    .$if(filter.openOn !== undefined, (query) => query.where("request.closes_on", ">=", filter.openOn ?? ""));
  const { total } = await found
    .select((eb) => eb.fn.countAll<number>().as("total"))
    .executeTakeFirstOrThrow();
  const rows = await found
    .select((eb) => [
      "request.id",
      "request.title",
      "request.question",
      "request.unit_id as unitId",
      "unit.name as unitName",
      "request.closes_on as closesOn",
      eb
        .selectFrom("advice_papers as paper")
        .whereRef("paper.request_id", "=", "request.id")
        .where("paper.status", "<>", "withdrawn")
        .select((inner) => inner.fn.countAll<number>().as("count"))
        .as("papers"),
      eb
        .selectFrom("advice_papers as paper")
        .whereRef("paper.request_id", "=", "request.id")
        .where("paper.status", "=", "answered")
        .select((inner) => inner.fn.countAll<number>().as("count"))
        .as("answered"),
    ])
    .orderBy("request.asked_at", "desc")
    .orderBy("request.id")
    .limit(filter.size)
    .offset((filter.page - 1) * filter.size)
    .execute();
  return {
    total,
    rows: rows.map((row) => ({ ...row, papers: row.papers ?? 0, answered: row.answered ?? 0 })),
  };
};
