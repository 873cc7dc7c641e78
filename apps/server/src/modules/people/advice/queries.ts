import type { Db, Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { type Scope, withinScope } from "#modules/organisations/index.ts";
import type { PeopleError } from "../errors.ts";
import { toPaperNo } from "./papers.ts";
import type { AdviceStatus } from "./state.ts";

export type AdvicePaperView = {
  id: string;
  no: string;
  title: string;
  body: string;
  publicTitle: string;
  unitName: string;
  ownerUnitId: string;
  ownerUnitName: string;
  ownerPath: string;
  requestTitle: string | null;
  status: AdviceStatus;
  dueAt: Date | null;
  passUps: number;
  /** The draft of an answer is the unit's own until the second person confirms it. */
  reply: string | null;
  reason: string | null;
  submittedBy: string;
  draftedBy: string | null;
  createdAt: Date;
};

const selectPapers = (db: Db | Trx) =>
  db
    .selectFrom("advice_papers as paper")
    .innerJoin("experts as expert", "expert.id", "paper.expert_id")
    .innerJoin("org_units as unit", "unit.id", "paper.unit_id")
    .innerJoin("org_units as owner", "owner.id", "paper.owner_unit_id")
    .leftJoin("advice_requests as request", "request.id", "paper.request_id");

/** Where a paper lies. @throws AppError `people.advice_not_found` (404) */
export const getPaperPath = async (db: Db | Trx, id: string): Promise<string> => {
  const row = await selectPapers(db).select("owner.path").where("paper.id", "=", id).executeTakeFirst();
  if (row === undefined) throw new AppError<PeopleError>("people.advice_not_found", { status: 404 });
  return row.path;
};

/** Papers that lie with units in scope, or of one person: what is due first on top. */
export const listPapers = async (
  db: Db | Trx,
  filter: {
    scope: Scope;
    status?: AdviceStatus | undefined;
    waiting?: "yes" | undefined;
    personId?: string | undefined;
    page: number;
    size: number;
  },
): Promise<{ rows: readonly AdvicePaperView[]; total: number }> => {
  const found = selectPapers(db)
    .where(withinScope("owner.path", filter.scope))
    .$if(filter.status !== undefined, (query) =>
      query.where("paper.status", "=", filter.status ?? "submitted"),
    )
    .$if(filter.waiting !== undefined, (query) => query.where("paper.due_at", "is not", null))
    .$if(filter.personId !== undefined, (query) =>
      query.where("paper.submitted_by_person_id", "=", filter.personId ?? ""),
    );
  const { total } = await found
    .select((eb) => eb.fn.countAll<number>().as("total"))
    .executeTakeFirstOrThrow();
  const rows = await found
    .selectAll("paper")
    .select([
      "expert.public_title",
      "unit.name as unit_name",
      "owner.name as owner_name",
      "owner.path as owner_path",
      "request.title as request_title",
    ])
    .orderBy("paper.due_at", (order) => order.asc().nullsLast())
    .orderBy("paper.created_at", "desc")
    .orderBy("paper.id")
    .limit(filter.size)
    .offset((filter.page - 1) * filter.size)
    .execute();
  return {
    total,
    rows: rows.map((row) => ({
      id: row.id,
      no: toPaperNo(row.paper_no),
      title: row.title,
      body: row.body,
      publicTitle: row.public_title,
      unitName: row.unit_name,
      ownerUnitId: row.owner_unit_id,
      ownerUnitName: row.owner_name,
      ownerPath: row.owner_path,
      requestTitle: row.request_title,
      status: row.status,
      dueAt: row.due_at,
      passUps: row.pass_ups,
      reply: row.reply,
      reason: row.reason,
      submittedBy: row.submitted_by_person_id,
      draftedBy: row.drafted_by_person_id,
      createdAt: row.created_at,
    })),
  };
};
