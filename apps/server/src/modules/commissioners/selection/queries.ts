import { sql } from "kysely";
import type { ActContext } from "#kernel/context.ts";
import type { Db, Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { type Scope, withinScope } from "#modules/organisations/index.ts";
import type { CommissionersError } from "../errors.ts";
import type { ApplicationStatus, CallStatus } from "../state.ts";

const selectCalls = (db: Db | Trx) =>
  db
    .selectFrom("commissioner_calls as call")
    .innerJoin("org_units as unit", "unit.id", "call.unit_id")
    .select([
      "call.id",
      "call.call_no as no",
      "call.unit_id as unitId",
      "unit.name as unitName",
      "unit.path as unitPath",
      "call.field",
      "call.title",
      "call.bases",
      "call.seats",
      "call.apply_until_on as applyUntilOn",
      "call.starts_on as startsOn",
      "call.ends_on as endsOn",
      "call.status",
      "call.end_reason as endReason",
      sql<number>`(select count(*)::int from commissioner_reviewers r where r.call_id = call.id)`.as(
        "reviewers",
      ),
      sql<number>`(select count(*)::int from commissioner_applications a where a.call_id = call.id and a.status <> 'withdrawn')`.as(
        "applications",
      ),
      sql<number>`(select count(*)::int from commissioner_applications a where a.call_id = call.id and a.status = 'selected')`.as(
        "selected",
      ),
    ]);
export type CallView = Awaited<ReturnType<ReturnType<typeof selectCalls>["executeTakeFirstOrThrow"]>>;

/** @throws AppError `commissioners.call_not_found` (404) */
export const getCall = async (db: Db | Trx, id: string): Promise<CallView> => {
  const row = await selectCalls(db).where("call.id", "=", id).executeTakeFirst();
  if (row === undefined)
    throw new AppError<CommissionersError>("commissioners.call_not_found", { status: 404 });
  return row;
};

/** Calls that take applications on a day, the next deadline first; for everybody. */
export const listOpenCalls = async (db: Db | Trx, today: string): Promise<readonly CallView[]> =>
  selectCalls(db)
    .where("call.status", "=", "open")
    .where("call.apply_until_on", ">=", today)
    .orderBy("call.apply_until_on")
    .orderBy("call.id")
    .limit(50)
    .execute();

type Page = { page: number; size: number };

export const listCalls = async (
  db: Db | Trx,
  filter: { scope: Scope; status?: CallStatus | undefined },
  page: Page,
): Promise<{ rows: readonly CallView[]; total: number }> => {
  const { status } = filter;
  const narrowed = selectCalls(db)
    .where(withinScope("unit.path", filter.scope))
    .$if(status !== undefined, (query) => query.where("call.status", "=", status ?? "open"));
  const { total } = await db
    .selectFrom(narrowed.clearSelect().select("call.id").as("found"))
    .select((eb) => eb.fn.countAll<number>().as("total"))
    .executeTakeFirstOrThrow();
  const rows = await narrowed
    .orderBy("call.created_at", "desc")
    .orderBy("call.id")
    .limit(page.size)
    .offset((page.page - 1) * page.size)
    .execute();
  return { rows, total };
};

const selectApplications = (db: Db | Trx) =>
  db
    .selectFrom("commissioner_applications as application")
    .innerJoin("commissioner_calls as call", "call.id", "application.call_id")
    .innerJoin("org_units as unit", "unit.id", "call.unit_id")
    .leftJoin("org_units as nominator", "nominator.id", "application.nominated_by_unit_id")
    .leftJoin("commissioner_contracts as contract", "contract.application_id", "application.id")
    .select([
      "application.id",
      "application.call_id as callId",
      "call.title",
      "call.field",
      "call.status as callStatus",
      "call.apply_until_on as applyUntilOn",
      "call.bases",
      "call.starts_on as startsOn",
      "call.ends_on as endsOn",
      "call.unit_id as unitId",
      "unit.name as unitName",
      "unit.path as unitPath",
      "application.person_id as personId",
      "nominator.name as nominatedBy",
      "application.status",
      "application.decision_reason as decisionReason",
      sql<boolean>`contract.id is not null`.as("hasContract"),
      sql<number>`(select count(*)::int from commissioner_reviews r where r.application_id = application.id and not r.conflict)`.as(
        "scored",
      ),
      sql<number>`(select count(*)::int from commissioner_reviews r where r.application_id = application.id and r.conflict)`.as(
        "recused",
      ),
      sql<
        number | null
      >`(select round(avg(r.skill + r.practice + r.plan), 1)::float8 from commissioner_reviews r where r.application_id = application.id and not r.conflict)`.as(
        "score",
      ),
    ]);
export type ApplicationView = Awaited<
  ReturnType<ReturnType<typeof selectApplications>["executeTakeFirstOrThrow"]>
>;

/** @throws AppError `commissioners.application_not_found` (404) */
export const getApplicationView = async (db: Db | Trx, id: string): Promise<ApplicationView> => {
  const row = await selectApplications(db).where("application.id", "=", id).executeTakeFirst();
  if (row === undefined)
    throw new AppError<CommissionersError>("commissioners.application_not_found", { status: 404 });
  return row;
};

/** What somebody applied for, or was nominated for, newest first. */
export const listOwnApplications = async (
  db: Db | Trx,
  personId: string,
): Promise<readonly ApplicationView[]> =>
  selectApplications(db)
    .where("application.person_id", "=", personId)
    .orderBy("application.created_at", "desc")
    .orderBy("application.id")
    .limit(50)
    .execute();

/** Applications of an area, of one call where it is asked for: the best average first. */
export const listApplications = async (
  db: Db | Trx,
  filter: { scope: Scope; callId?: string | undefined; status?: ApplicationStatus | undefined },
  page: Page,
): Promise<{ rows: readonly ApplicationView[]; total: number }> => {
  const { callId, status } = filter;
  const narrowed = selectApplications(db)
    .where(withinScope("unit.path", filter.scope))
    .$if(callId !== undefined, (query) => query.where("application.call_id", "=", callId ?? ""))
    .$if(status !== undefined, (query) => query.where("application.status", "=", status ?? "applied"));
  const { total } = await db
    .selectFrom(narrowed.clearSelect().select("application.id").as("found"))
    .select((eb) => eb.fn.countAll<number>().as("total"))
    .executeTakeFirstOrThrow();
  const rows = await narrowed
    .orderBy("call.created_at", "desc")
    .orderBy(sql`score desc nulls last`)
    .orderBy("application.id")
    .limit(page.size)
    .offset((page.page - 1) * page.size)
    .execute();
  return { rows, total };
};

/** Applications whose deadline for applying is over and that nobody decided yet. */
export const countToDecide = async (
  db: Db | Trx,
  input: { scope: Scope; today: string },
): Promise<number> => {
  const row = await db
    .selectFrom("commissioner_applications as application")
    .innerJoin("commissioner_calls as call", "call.id", "application.call_id")
    .innerJoin("org_units as unit", "unit.id", "call.unit_id")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where(withinScope("unit.path", input.scope))
    .where("application.status", "=", "applied")
    .where("call.status", "=", "open")
    .where("call.apply_until_on", "<", input.today)
    .executeTakeFirstOrThrow();
  return row.count;
};

export type ToReview = ApplicationView & {
  statement: string;
  /** The reviewer's own word: none yet, stepped back, or scored. */
  own: "none" | "conflict" | "scored";
};

/** What a reviewer is to score, with what the applicant says; of others' scores nothing. */
export const listToReview = async (
  db: Db | Trx,
  context: Pick<ActContext, "cipher">,
  input: { reviewerId: string; today: string },
): Promise<readonly ToReview[]> => {
  const rows = await selectApplications(db)
    .innerJoin("commissioner_reviewers as reviewer", "reviewer.call_id", "call.id")
    .leftJoin("commissioner_reviews as own", (join) =>
      join
        .onRef("own.application_id", "=", "application.id")
        .on("own.reviewer_person_id", "=", input.reviewerId),
    )
    .select(["application.statement_sealed", "own.conflict"])
    .where("reviewer.person_id", "=", input.reviewerId)
    .where("application.status", "=", "applied")
    .where("call.status", "=", "open")
    .where("call.apply_until_on", "<", input.today)
    .orderBy("application.id")
    .limit(100)
    .execute();
  return rows.map(({ statement_sealed: sealed, conflict, ...row }) => ({
    ...row,
    statement: sealed === null ? "" : context.cipher.decrypt(sealed),
    own: conflict === null ? "none" : conflict ? "conflict" : "scored",
  }));
};

/** The scores of an application with their comments, without the reviewers' names. */
export const listReviews = async (db: Db | Trx, applicationId: string) => {
  const rows = await db
    .selectFrom("commissioner_reviews")
    .select(["skill", "practice", "plan", "comment"])
    .where("application_id", "=", applicationId)
    .where("conflict", "=", false)
    .orderBy("created_at")
    .orderBy("reviewer_person_id")
    .execute();
  // A review without a conflict has all four: commissioner_reviews_scored_check.
  return rows.map(({ skill, practice, plan, comment }) => ({
    skill: skill ?? 0,
    practice: practice ?? 0,
    plan: plan ?? 0,
    comment: comment ?? "",
  }));
};

/** What an applicant says of himself; empty where it was erased. */
export const readStatement = async (
  db: Db | Trx,
  context: Pick<ActContext, "cipher">,
  applicationId: string,
): Promise<string> => {
  const { statement_sealed: sealed } = await db
    .selectFrom("commissioner_applications")
    .select("statement_sealed")
    .where("id", "=", applicationId)
    .executeTakeFirstOrThrow();
  return sealed === null ? "" : context.cipher.decrypt(sealed);
};
