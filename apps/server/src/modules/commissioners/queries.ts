import { sql } from "kysely";
import type { ActContext } from "#kernel/context.ts";
import type { Db, Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { listVisitNeeds, type VisitNeed } from "#modules/orders/index.ts";
import { type Scope, withinScope } from "#modules/organisations/index.ts";
import type { CommissionersError } from "./errors.ts";
import type { LogStatus } from "./state.ts";

const selectContracts = (db: Db | Trx) =>
  db
    .selectFrom("commissioner_contracts as contract")
    .innerJoin("org_units as unit", "unit.id", "contract.unit_id")
    .select([
      "contract.id",
      "contract.person_id as personId",
      "contract.unit_id as unitId",
      "unit.name as unitName",
      "unit.path as unitPath",
      "contract.field",
      "contract.bases",
      "contract.document",
      "contract.starts_on as startsOn",
      "contract.ends_on as endsOn",
      "contract.status",
      "contract.end_reason as endReason",
    ]);
export type ContractView = Awaited<ReturnType<ReturnType<typeof selectContracts>["executeTakeFirstOrThrow"]>>;

/** @throws AppError `commissioners.contract_not_found` (404) */
export const getContract = async (db: Db | Trx, id: string): Promise<ContractView> => {
  const row = await selectContracts(db).where("contract.id", "=", id).executeTakeFirst();
  if (row === undefined)
    throw new AppError<CommissionersError>("commissioners.contract_not_found", { status: 404 });
  return row;
};

export const listOwnContracts = async (db: Db | Trx, personId: string): Promise<readonly ContractView[]> =>
  selectContracts(db)
    .where("contract.person_id", "=", personId)
    .orderBy("contract.ends_on", "desc")
    .orderBy("contract.id")
    .execute();

/** Paths of the areas for which a person's contracts are in force on a day. */
export const listAreasServed = async (
  db: Db | Trx,
  input: { personId: string; day: string },
): Promise<readonly string[]> =>
  (await listOwnContracts(db, input.personId))
    .filter((one) => one.status === "in_force" && one.startsOn <= input.day && input.day <= one.endsOn)
    .map((one) => one.unitPath);

type Page = { page: number; size: number };

export const listContracts = async (
  db: Db | Trx,
  filter: { scope: Scope },
  page: Page,
): Promise<{ rows: readonly ContractView[]; total: number }> => {
  const narrowed = selectContracts(db).where(withinScope("unit.path", filter.scope));
  const { total } = await db
    .selectFrom(narrowed.clearSelect().select("contract.id").as("found"))
    .select((eb) => eb.fn.countAll<number>().as("total"))
    .executeTakeFirstOrThrow();
  const rows = await narrowed
    .orderBy("contract.created_at", "desc")
    .orderBy("contract.id")
    .limit(page.size)
    .offset((page.page - 1) * page.size)
    .execute();
  return { rows, total };
};

const selectLogs = (db: Db | Trx) =>
  db
    .selectFrom("commissioner_logs as log")
    .innerJoin("commissioner_contracts as contract", "contract.id", "log.contract_id")
    .innerJoin("org_units as unit", "unit.id", "contract.unit_id")
    .select([
      "log.id",
      "contract.person_id as personId",
      "contract.unit_id as unitId",
      "unit.name as unitName",
      "unit.path as unitPath",
      "contract.field",
      "log.order_id as orderId",
      "log.visited_at as visitedAt",
      "log.place",
      "log.advice",
      "log.status",
      "log.confirmed_by as confirmedBy",
      "log.decision_reason as decisionReason",
      sql<boolean>`log.code_sealed is not null`.as("hasCode"),
      sql<
        string[]
      >`array(select p.id from commissioner_photos p where p.log_id = log.id order by p.created_at, p.id)`.as(
        "photoIds",
      ),
    ]);
export type LogView = Awaited<ReturnType<ReturnType<typeof selectLogs>["executeTakeFirstOrThrow"]>>;

/** @throws AppError `commissioners.log_not_found` (404) */
export const getLog = async (db: Db | Trx, id: string): Promise<LogView> => {
  const row = await selectLogs(db).where("log.id", "=", id).executeTakeFirst();
  if (row === undefined)
    throw new AppError<CommissionersError>("commissioners.log_not_found", { status: 404 });
  return row;
};

/** Visits that a commissioner wrote down, or that a farmer had, newest first. */
export const listLogsOf = async (
  db: Db | Trx,
  who: { commissionerId: string } | { farmerId: string },
): Promise<readonly LogView[]> =>
  selectLogs(db)
    .where((eb) =>
      "commissionerId" in who
        ? eb("contract.person_id", "=", who.commissionerId)
        : eb("log.farmer_person_id", "=", who.farmerId),
    )
    .orderBy("log.visited_at", "desc")
    .orderBy("log.id")
    .limit(100)
    .execute();

export const listLogs = async (
  db: Db | Trx,
  filter: { scope: Scope; status?: LogStatus | undefined },
  page: Page,
): Promise<{ rows: readonly LogView[]; total: number }> => {
  const { status } = filter;
  const narrowed = selectLogs(db)
    .where(withinScope("unit.path", filter.scope))
    .$if(status !== undefined, (query) => query.where("log.status", "=", status ?? "reported"));
  const { total } = await db
    .selectFrom(narrowed.clearSelect().select("log.id").as("found"))
    .select((eb) => eb.fn.countAll<number>().as("total"))
    .executeTakeFirstOrThrow();
  const rows = await narrowed
    .orderBy("log.visited_at", "desc")
    .orderBy("log.id")
    .limit(page.size)
    .offset((page.page - 1) * page.size)
    .execute();
  return { rows, total };
};

type ScoreView = {
  personId: string;
  unitId: string;
  unitName: string;
  /** Visits that the farmer confirmed, of each farmer and day one: the score. */
  score: number;
  farmers: number;
  /** Written down and not confirmed: count nothing. */
  unconfirmed: number;
};

/** The year's score of every commissioner: confirmed visits alone, of one farmer and day one. */
export const listScores = async (
  db: Db | Trx,
  filter: { scope: Scope; year: number; personId?: string },
): Promise<readonly ScoreView[]> =>
  db
    .selectFrom("commissioner_logs as log")
    .innerJoin("commissioner_contracts as contract", "contract.id", "log.contract_id")
    .innerJoin("org_units as unit", "unit.id", "contract.unit_id")
    .select([
      "contract.person_id as personId",
      "contract.unit_id as unitId",
      "unit.name as unitName",
      sql<number>`count(distinct (log.farmer_index, (log.visited_at at time zone 'Asia/Shanghai')::date)) filter (where log.status = 'confirmed')`.as(
        "score",
      ),
      sql<number>`count(distinct log.farmer_index) filter (where log.status = 'confirmed')`.as("farmers"),
      sql<number>`count(*) filter (where log.status <> 'confirmed')`.as("unconfirmed"),
    ])
    .where(withinScope("unit.path", filter.scope))
    .where(sql<boolean>`extract(year from log.visited_at at time zone 'Asia/Shanghai') = ${filter.year}`)
    .$if(filter.personId !== undefined, (query) =>
      query.where("contract.person_id", "=", filter.personId ?? ""),
    )
    .groupBy(["contract.person_id", "contract.unit_id", "unit.name"])
    .orderBy("score", "desc")
    .orderBy("contract.person_id")
    .execute();

/** Ordered visits for which the commissioner's contract was matched and no visit is written down yet. */
export const listRequests = async (
  db: Db | Trx,
  personId: string,
): Promise<readonly (VisitNeed & { contractId: string })[]> => {
  const rows = await db
    .selectFrom("commissioner_requests as request")
    .innerJoin("commissioner_contracts as contract", "contract.id", "request.contract_id")
    .select(["request.order_id", "request.contract_id"])
    .where("contract.person_id", "=", personId)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom("commissioner_logs as log")
            .select("log.id")
            .whereRef("log.order_id", "=", "request.order_id"),
        ),
      ),
    )
    .orderBy("request.created_at", "desc")
    .limit(50)
    .execute();
  const needs = await listVisitNeeds(
    db,
    rows.map((row) => row.order_id),
  );
  return rows.flatMap((row) => {
    const need = needs.get(row.order_id);
    return need === undefined ? [] : [{ ...need, contractId: row.contract_id }];
  });
};

/** What the farmer's message says; undefined where there is nothing to send any more. */
export const readCodeMessage = async (
  db: Db | Trx,
  context: Pick<ActContext, "cipher">,
  logId: string,
): Promise<{ phone: string; code: string; place: string } | undefined> => {
  const row = await db
    .selectFrom("commissioner_logs")
    .select(["farmer_phone_sealed", "code_sealed", "place"])
    .where("id", "=", logId)
    .executeTakeFirst();
  if (row === undefined || row.farmer_phone_sealed === null || row.code_sealed === null) return undefined;
  return {
    phone: context.cipher.decrypt(row.farmer_phone_sealed),
    code: context.cipher.decrypt(row.code_sealed),
    place: row.place,
  };
};
