import { sql } from "kysely";
import type { ActContext } from "#kernel/context.ts";
import type { Db, Trx } from "#kernel/db.ts";
import { readPage } from "#kernel/read-page.ts";
import { AppError } from "#kernel/errors.ts";
import { getMaskedNames } from "#modules/identity/index.ts";
import { listVisitTitles } from "#modules/orders/index.ts";
import { type Scope, withinScope } from "#modules/organisations/index.ts";
import { listTeamsById } from "#modules/teams/index.ts";
import type { ClaimsError } from "./errors.ts";
import type { ClaimKind, ClaimStatus } from "./state.ts";

export type ClaimView = {
  id: string;
  /** Number of the claim as people read it. */
  no: string;
  visitTitle: string;
  personId: string;
  /** Masked. */
  name: string;
  teamId: string;
  teamName: string;
  unitId: string;
  unitName: string;
  kind: ClaimKind;
  body: string | null;
  wasInsured: boolean;
  paperIds: readonly string[];
  status: ClaimStatus;
  dueAt: Date | null;
  /** How often nobody acted in time. */
  takeOvers: number;
  paidFen: number | null;
  reason: string | null;
  createdAt: Date;
};

const selectClaims = (db: Db | Trx) =>
  db
    .selectFrom("insurance_claims as one")
    .innerJoin("org_units as unit", "unit.id", "one.owner_unit_id")
    .selectAll("one")
    .select([
      "unit.name as unit_name",
      sql<
        string[]
      >`array(select p.id from claim_papers p where p.claim_id = one.id order by p.created_at, p.id)`.as(
        "paper_ids",
      ),
    ]);
type Row = Awaited<ReturnType<ReturnType<typeof selectClaims>["executeTakeFirstOrThrow"]>>;

const toViews = async (
  db: Db | Trx,
  context: Pick<ActContext, "cipher">,
  rows: readonly Row[],
): Promise<readonly ClaimView[]> => {
  const titles = await listVisitTitles(
    db,
    rows.map((row) => row.visit_id),
  );
  const teams = await listTeamsById(
    db,
    rows.map((row) => row.team_id),
  );
  const teamNames = new Map(teams.map((team) => [team.id, team.name]));
  const names = await getMaskedNames(
    db,
    context.cipher,
    rows.map((row) => row.person_id),
  );
  return rows.map((row) => ({
    id: row.id,
    no: `理赔 ${row.claim_no}`,
    visitTitle: titles.get(row.visit_id) ?? "",
    personId: row.person_id,
    name: names.get(row.person_id) ?? "",
    teamId: row.team_id,
    teamName: teamNames.get(row.team_id) ?? "",
    unitId: row.owner_unit_id,
    unitName: row.unit_name,
    kind: row.kind,
    body: row.body_sealed === null ? null : context.cipher.decrypt(row.body_sealed),
    wasInsured: row.was_insured,
    paperIds: row.paper_ids,
    status: row.status,
    dueAt: row.due_at,
    takeOvers: row.take_overs,
    paidFen: row.paid_fen,
    reason: row.decision_reason,
    createdAt: row.created_at,
  }));
};

/** Where a claim lies. @throws AppError `claims.not_found` (404) */
export const getClaimPlace = async (
  db: Db | Trx,
  id: string,
): Promise<{ unitId: string; unitPath: string }> => {
  const row = await db
    .selectFrom("insurance_claims as one")
    .innerJoin("org_units as unit", "unit.id", "one.owner_unit_id")
    .select(["unit.id as unitId", "unit.path as unitPath"])
    .where("one.id", "=", id)
    .executeTakeFirst();
  if (row === undefined) throw new AppError<ClaimsError>("claims.not_found", { status: 404 });
  return row;
};

/** Claims of the units in scope, what has to be done first. */
export const listClaims = async (
  db: Db | Trx,
  context: Pick<ActContext, "cipher">,
  filter: { scope: Scope; status?: ClaimStatus | undefined; page: number; size: number },
): Promise<{ rows: readonly ClaimView[]; total: number }> => {
  const { status } = filter;
  const found = selectClaims(db)
    .where(withinScope("unit.path", filter.scope))
    .$if(status !== undefined, (query) => query.where("one.status", "=", status ?? "filed"));
  const { rows, total } = await readPage(
    found,
    (query) =>
      query
        .orderBy(sql`one.due_at nulls last`)
        .orderBy("one.created_at", "desc")
        .orderBy("one.id"),
    filter,
  );
  return { rows: await toViews(db, context, rows), total };
};

/** A volunteer's own claims, the newest first. */
export const listOwnClaims = async (
  db: Db | Trx,
  context: Pick<ActContext, "cipher">,
  personId: string,
): Promise<readonly ClaimView[]> =>
  toViews(
    db,
    context,
    await selectClaims(db)
      .where("one.person_id", "=", personId)
      .orderBy("one.created_at", "desc")
      .limit(50)
      .execute(),
  );

/** How many lie with the office in the area, and when the first is due. */
export const countOpenClaims = async (
  db: Db | Trx,
  scope: Scope,
): Promise<{ count: number; dueAt: Date | undefined }> => {
  const row = await db
    .selectFrom("insurance_claims as one")
    .innerJoin("org_units as unit", "unit.id", "one.owner_unit_id")
    .select([sql<number>`count(*)`.as("count"), sql<Date | null>`min(one.due_at)`.as("due")])
    .where(withinScope("unit.path", scope))
    .where("one.due_at", "is not", null)
    .executeTakeFirstOrThrow();
  return { count: row.count, dueAt: row.due ?? undefined };
};
