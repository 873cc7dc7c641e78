import { type RawBuilder, sql } from "kysely";
import type { Db, Trx } from "#kernel/db.ts";
import { readPage } from "#kernel/read-page.ts";
import { AppError } from "#kernel/errors.ts";
import { type Scope, withinScope } from "#modules/organisations/index.ts";
import type { PoliciesError } from "./errors.ts";
import type { PolicyStatus } from "./state.ts";
import type { PolicyPoint } from "./tables.ts";
import type { Applicant, Level, Matter } from "./vocabulary.ts";

export type PolicyView = {
  id: string;
  no: number;
  unitId: string;
  unitName: string;
  unitPath: string;
  title: string;
  documentNo: string | null;
  issuer: string;
  level: Level;
  issuedOn: string;
  effectiveOn: string | null;
  endedOn: string | null;
  endReason: string | null;
  officialUrl: string;
  lookedUpOn: string;
  summary: string;
  points: readonly PolicyPoint[];
  appliesTo: readonly Applicant[];
  matters: readonly Matter[];
  status: PolicyStatus;
  draftedByPersonId: string;
  publishedByPersonId: string | null;
  updatedAt: Date;
};

const policyRows = (db: Db | Trx) =>
  db
    .selectFrom("policies as policy")
    .innerJoin("org_units as unit", "unit.id", "policy.unit_id")
    .selectAll("policy")
    .select(["unit.name as unit_name", "unit.path as unit_path"]);

const toView = (row: Awaited<ReturnType<ReturnType<typeof policyRows>["execute"]>>[number]): PolicyView => ({
  id: row.id,
  no: row.policy_no,
  unitId: row.unit_id,
  unitName: row.unit_name,
  unitPath: row.unit_path,
  title: row.title,
  documentNo: row.document_no,
  issuer: row.issuer,
  level: row.level,
  issuedOn: row.issued_on,
  effectiveOn: row.effective_on,
  endedOn: row.ended_on,
  endReason: row.end_reason,
  officialUrl: row.official_url,
  lookedUpOn: row.looked_up_on,
  summary: row.summary,
  points: row.points,
  appliesTo: row.applies_to,
  matters: row.matters,
  status: row.status,
  draftedByPersonId: row.drafted_by_person_id,
  publishedByPersonId: row.published_by_person_id,
  updatedAt: row.updated_at,
});

/** @throws AppError `policies.not_found` */
export const getPolicy = async (db: Db | Trx, id: string): Promise<PolicyView> => {
  const row = await policyRows(db).where("policy.id", "=", id).executeTakeFirst();
  if (row === undefined) throw new AppError<PoliciesError>("policies.not_found", { status: 404 });
  return toView(row);
};

export const listPolicies = async (
  db: Db | Trx,
  filter: { scope: Scope; status?: PolicyStatus | undefined; page: number; size: number },
): Promise<{ rows: readonly PolicyView[]; total: number }> => {
  let base = policyRows(db).where(withinScope("unit.path", filter.scope));
  if (filter.status !== undefined) base = base.where("policy.status", "=", filter.status);
  const { rows, total } = await readPage(
    base,
    (query) => query.orderBy("policy.updated_at", "desc").orderBy("policy.id"),
    filter,
  );
  return { rows: rows.map(toView), total };
};

export type PublicFilter = {
  who?: Applicant | undefined;
  matter?: Matter | undefined;
  level?: Level | undefined;
};

/** A point counts for a reader only where it names him and is about what he asks: both in one point. */
const holdsPoint = (filter: PublicFilter): RawBuilder<boolean> => {
  const wanted = {
    ...(filter.who === undefined ? {} : { appliesTo: [filter.who] }),
    ...(filter.matter === undefined ? {} : { matter: filter.matter }),
  };
  return sql<boolean>`policy.points @> ${JSON.stringify([wanted])}::jsonb`;
};

/** What is published and in force at a day, newest first. It falls out by its date, whether or not anybody marked it. */
export const listInForce = async (
  db: Db | Trx,
  day: string,
  filter: PublicFilter,
): Promise<readonly PolicyView[]> => {
  let query = policyRows(db)
    .where("policy.status", "=", "published")
    .where((eb) => eb.or([eb("policy.ended_on", "is", null), eb("policy.ended_on", ">=", day)]));
  if (filter.who !== undefined || filter.matter !== undefined) query = query.where(holdsPoint(filter));
  if (filter.level !== undefined) query = query.where("policy.level", "=", filter.level);
  const rows = await query.orderBy("policy.issued_on", "desc").orderBy("policy.policy_no").execute();
  return rows.map(toView);
};

/** A published policy by its number, in force or ended. */
export const findPublished = async (db: Db | Trx, no: number): Promise<PolicyView | undefined> => {
  const row = await policyRows(db)
    .where("policy.status", "in", ["published", "ended"])
    .where("policy.policy_no", "=", no)
    .executeTakeFirst();
  return row === undefined ? undefined : toView(row);
};

/** Whether it is in force at a day. */
export const isInForce = (policy: PolicyView, day: string): boolean =>
  policy.status === "published" && (policy.endedOn === null || policy.endedOn >= day);

/** The points of a policy that speak to a reader, of the matters that he asks about (all where he names none). */
export const pointsFor = (
  policy: PolicyView,
  asked: { who: Applicant; matters: readonly Matter[] },
): readonly PolicyPoint[] =>
  policy.points.filter(
    (point) =>
      point.appliesTo.includes(asked.who) &&
      (asked.matters.length === 0 || asked.matters.includes(point.matter)),
  );
