import { sql } from "kysely";
import type { ActContext } from "#kernel/context.ts";
import type { Db } from "#kernel/db.ts";
import { type RecordLink, resolveRecords } from "#kernel/records.ts";
import { getPersonNames } from "#modules/identity/index.ts";
import { type Scope, withinScope } from "#modules/organisations/index.ts";
import { type ExpertActKind, listExpertTitles } from "#modules/people/index.ts";
import type { HonorariumStatus, ReviewOutcome, ReviewStatus } from "./state.ts";
import type { ActCounts } from "./tables.ts";

type Filter = {
  scope: Scope;
  status?: HonorariumStatus | undefined;
  month?: string | undefined;
  expertId?: string | undefined;
  page: number;
  size: number;
};

export type HonorariumView = {
  id: string;
  expertId: string;
  publicTitle: string;
  name: string;
  unitId: string;
  unitName: string;
  unitPath: string;
  kind: ExpertActKind;
  record: RecordLink;
  happenedOn: string;
  amountFen: number;
  schemeVersion: number;
  status: HonorariumStatus;
  decisionReason: string | null;
  drawnBy: string;
  expertPersonId: string;
  paidOn: string | null;
  voucher: string | null;
};

/** Who experts are: the words under their names, and the names themselves. */
const describeExperts = async (
  db: Db,
  context: Pick<ActContext, "cipher">,
  expertIds: readonly string[],
): Promise<(expertId: string) => { publicTitle: string; personId: string; name: string }> => {
  const titles = await listExpertTitles(db, [...new Set(expertIds)]);
  const names = await getPersonNames(
    db,
    context.cipher,
    [...titles.values()].map((expert) => expert.personId),
  );
  return (expertId) => {
    const { publicTitle = "", personId = "" } = titles.get(expertId) ?? {};
    return { publicTitle, personId, name: names.get(personId) ?? "" };
  };
};

/** What entries and reviews say alike: whom they are about and where they lie. */
const toHead = (
  row: { id: string; expert_id: string; unit_id: string; unit_name: string; unit_path: string },
  expert: { publicTitle: string; personId: string; name: string },
) => ({
  id: row.id,
  expertId: row.expert_id,
  publicTitle: expert.publicTitle,
  name: expert.name,
  expertPersonId: expert.personId,
  unitId: row.unit_id,
  unitName: row.unit_name,
  unitPath: row.unit_path,
});

const entries = (db: Db, filter: Omit<Filter, "page" | "size">) =>
  db
    .selectFrom("honoraria as entry")
    .innerJoin("org_units as unit", "unit.id", "entry.unit_id")
    .where(withinScope("unit.path", filter.scope))
    .$if(filter.status !== undefined, (query) => query.where("entry.status", "=", filter.status ?? "drawn"))
    .$if(filter.month !== undefined, (query) =>
      query.where(sql<boolean>`to_char(entry.happened_on, 'YYYY-MM') = ${filter.month ?? ""}`),
    )
    .$if(filter.expertId !== undefined, (query) =>
      query.where("entry.expert_id", "=", filter.expertId ?? ""),
    );

/** The register, the newest act first, with its sum. */
export const listHonoraria = async (
  db: Db,
  context: Pick<ActContext, "cipher">,
  filter: Filter,
): Promise<{ rows: readonly HonorariumView[]; total: number; sumFen: number }> => {
  const { total, sumFen } = await entries(db, filter)
    .select((eb) => [
      eb.fn.countAll<number>().as("total"),
      sql<number>`coalesce(sum(entry.amount_fen), 0)::float8`.as("sumFen"),
    ])
    .executeTakeFirstOrThrow();
  const rows = await entries(db, filter)
    .innerJoin("honorarium_schemes as scheme", "scheme.id", "entry.scheme_id")
    .selectAll("entry")
    .select(["unit.name as unit_name", "unit.path as unit_path", "scheme.version_no"])
    .orderBy("entry.happened_on", "desc")
    .orderBy("entry.id")
    .limit(filter.size)
    .offset((filter.page - 1) * filter.size)
    .execute();
  if (rows.length === 0) return { rows: [], total, sumFen };
  const expertOf = await describeExperts(
    db,
    context,
    rows.map((row) => row.expert_id),
  );
  const linkOf = await resolveRecords(
    db,
    rows.map((row) => ({ table: row.source_table, id: row.source_id })),
  );
  return {
    total,
    sumFen,
    rows: rows.map((row) => ({
      ...toHead(row, expertOf(row.expert_id)),
      kind: row.act_kind,
      record: linkOf(row.source_table, row.source_id),
      happenedOn: row.happened_on,
      amountFen: row.amount_fen,
      schemeVersion: row.version_no,
      status: row.status,
      decisionReason: row.decision_reason,
      drawnBy: row.drawn_by_person_id,
      paidOn: row.paid_on,
      voucher: row.voucher,
    })),
  };
};

export type ReviewView = {
  id: string;
  expertId: string;
  publicTitle: string;
  name: string;
  expertPersonId: string;
  unitId: string;
  unitName: string;
  unitPath: string;
  year: number;
  counts: ActCounts;
  dutyWeeks: number;
  countedUntil: string;
  opinion: string;
  outcome: ReviewOutcome;
  renewUntil: string | null;
  document: string | null;
  status: ReviewStatus;
  decisionReason: string | null;
  writtenBy: string;
};

/** Yearly reviews, those of the newest year first. */
export const listReviews = async (
  db: Db,
  context: Pick<ActContext, "cipher">,
  filter: {
    scope: Scope;
    status?: ReviewStatus | undefined;
    expertId?: string | undefined;
    page: number;
    size: number;
  },
): Promise<{ rows: readonly ReviewView[]; total: number }> => {
  const found = db
    .selectFrom("appointment_reviews as review")
    .innerJoin("org_units as unit", "unit.id", "review.unit_id")
    .where(withinScope("unit.path", filter.scope))
    .$if(filter.status !== undefined, (query) =>
      query.where("review.status", "=", filter.status ?? "written"),
    )
    .$if(filter.expertId !== undefined, (query) =>
      query.where("review.expert_id", "=", filter.expertId ?? ""),
    );
  const { total } = await found
    .select((eb) => eb.fn.countAll<number>().as("total"))
    .executeTakeFirstOrThrow();
  const rows = await found
    .selectAll("review")
    .select(["unit.name as unit_name", "unit.path as unit_path"])
    .orderBy("review.year", "desc")
    .orderBy("review.created_at", "desc")
    .orderBy("review.id")
    .limit(filter.size)
    .offset((filter.page - 1) * filter.size)
    .execute();
  const expertOf = await describeExperts(
    db,
    context,
    rows.map((row) => row.expert_id),
  );
  return {
    total,
    rows: rows.map((row) => ({
      ...toHead(row, expertOf(row.expert_id)),
      year: row.year,
      counts: row.act_counts,
      dutyWeeks: row.duty_weeks,
      countedUntil: row.counted_until,
      opinion: row.opinion,
      outcome: row.outcome,
      renewUntil: row.renew_until,
      document: row.document,
      status: row.status,
      decisionReason: row.decision_reason,
      writtenBy: row.written_by_person_id,
    })),
  };
};
