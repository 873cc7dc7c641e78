import { sql } from "kysely";
import type { Actor } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import { isRealDay, toDistrictDate } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import { type Db, isUniqueViolation, type Trx } from "#kernel/db.ts";
import { AppError, requireText } from "#kernel/errors.ts";
import { createId } from "#kernel/ids.ts";
import { applyTransition } from "#kernel/transitions.ts";
import { type Scope, withinScope } from "#modules/organisations/index.ts";
import { type ExpertActKind, expertActKindCodes } from "#modules/people/index.ts";
import type { HonorariaError } from "./errors.ts";
import { refuse, requireOther, requirePerson, requireReason } from "./rules.ts";
import { schemeStates, type SchemeStatus } from "./state.ts";
import type { Rates } from "./tables.ts";

/** The most that one act is paid, in yuan. */
const mostYuan = 5000;

export type NewScheme = {
  unitId: string;
  startsOn: string;
  document: string;
  /** Whole yuan by kind of act; a kind that is absent is not paid. */
  yuan: Readonly<Partial<Record<ExpertActKind, number>>>;
};

/**
 * Proposes a version of a unit's rates; a second person approves it. It holds for acts from its first day until the next version.
 * @throws AppError `honoraria.scheme_rates` | `honoraria.scheme_day` | `honoraria.scheme_waiting` | `honoraria.document`
 */
export const proposeScheme = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: NewScheme,
): Promise<string> => {
  const { personId } = requirePerson(actor);
  const document = requireText<HonorariaError>("honoraria.document", input.document, {
    least: 2,
    field: "document",
  });
  const priced = expertActKindCodes.flatMap((kind) => {
    const yuan = input.yuan[kind];
    return yuan === undefined ? [] : [[kind, yuan] as const];
  });
  if (
    priced.length === 0 ||
    priced.some(([, yuan]) => !Number.isInteger(yuan) || yuan < 1 || yuan > mostYuan)
  )
    throw refuse("scienceCheck", "honoraria.scheme_rates");
  const now = context.clock.now();
  const { last, current } = await trx
    .selectFrom("honorarium_schemes")
    .select([
      sql<number>`coalesce(max(version_no), 0)`.as("last"),
      sql<string | null>`(max(starts_on) filter (where status = 'approved'))::text`.as("current"),
    ])
    .where("unit_id", "=", input.unitId)
    .executeTakeFirstOrThrow();
  if (
    !isRealDay(input.startsOn) ||
    input.startsOn < `${toDistrictDate(now).slice(0, 4)}-01-01` ||
    (current !== null && input.startsOn <= current)
  )
    throw refuse("startsOn", "honoraria.scheme_day");
  const id = createId(context.clock);
  try {
    await trx
      .insertInto("honorarium_schemes")
      .values({
        id,
        unit_id: input.unitId,
        version_no: last + 1,
        starts_on: input.startsOn,
        rates: JSON.stringify(Object.fromEntries(priced.map(([kind, yuan]) => [kind, yuan * 100]))) as never, // a jsonb column takes its text
        document,
        status: "proposed",
        status_changed_at: now,
        proposed_by_person_id: personId,
        decided_by_person_id: null,
        decision_reason: null,
        created_at: now,
      })
      .execute();
  } catch (error) {
    if (
      isUniqueViolation(error, "honorarium_schemes_one_proposed") ||
      isUniqueViolation(error, "honorarium_schemes_version_key")
    )
      throw new AppError<HonorariaError>("honoraria.scheme_waiting", { status: 409, cause: error });
    throw error;
  }
  await recordAudit(trx, context, {
    actor,
    action: "honoraria.propose_scheme",
    unitId: input.unitId,
    record: { table: "honorarium_schemes", id },
    requestId: context.requestId,
  });
  return id;
};

/** Whose scheme it is and who proposed it. @throws AppError `honoraria.scheme_not_found` (404) */
export const getSchemePlace = async (
  db: Db | Trx,
  id: string,
): Promise<{ unitId: string; unitPath: string; proposedBy: string }> => {
  const row = await db
    .selectFrom("honorarium_schemes as scheme")
    .innerJoin("org_units as unit", "unit.id", "scheme.unit_id")
    .select([
      "scheme.unit_id as unitId",
      "unit.path as unitPath",
      "scheme.proposed_by_person_id as proposedBy",
    ])
    .where("scheme.id", "=", id)
    .executeTakeFirst();
  if (row === undefined) throw new AppError<HonorariaError>("honoraria.scheme_not_found", { status: 404 });
  return row;
};

/**
 * A second person approves a version or turns it down.
 * @throws AppError `honoraria.second_person` | `honoraria.scheme_day` | `honoraria.reason_needed` | `state.conflict`
 */
export const decideScheme = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { id: string; decision: "approve" } | { id: string; decision: "refuse"; reason: string },
): Promise<void> => {
  const person = requirePerson(actor);
  const { unitId, proposedBy } = await getSchemePlace(trx, input.id);
  requireOther(person, { madeByPersonId: proposedBy });
  const reason = input.decision === "refuse" ? requireReason(input.reason) : null;
  try {
    await applyTransition(trx as never, {
      machine: schemeStates,
      table: "honorarium_schemes",
      id: input.id,
      event: input.decision,
      now: context.clock.now(),
      set: { decided_by_person_id: person.personId, decision_reason: reason },
    }); // the function is generic over all modules' tables
  } catch (error) {
    if (isUniqueViolation(error, "honorarium_schemes_one_a_day"))
      throw new AppError<HonorariaError>("honoraria.scheme_day", { status: 409, cause: error });
    throw error;
  }
  await recordAudit(trx, context, {
    actor,
    action: "honoraria.decide_scheme",
    unitId,
    record: { table: "honorarium_schemes", id: input.id },
    ...(reason === null ? {} : { reason }),
    requestId: context.requestId,
  });
};

export type SchemeView = {
  id: string;
  unitId: string;
  unitName: string;
  unitPath: string;
  versionNo: number;
  startsOn: string;
  rates: Rates;
  document: string;
  status: SchemeStatus;
  decisionReason: string | null;
  proposedBy: string;
};

/** Versions of the units in scope, the newest first. */
export const listSchemes = async (
  db: Db | Trx,
  filter: { scope: Scope; status?: SchemeStatus | undefined; page: number; size: number },
): Promise<{ rows: readonly SchemeView[]; total: number }> => {
  const found = db
    .selectFrom("honorarium_schemes as scheme")
    .innerJoin("org_units as unit", "unit.id", "scheme.unit_id")
    .where(withinScope("unit.path", filter.scope))
    .$if(filter.status !== undefined, (query) =>
      query.where("scheme.status", "=", filter.status ?? "proposed"),
    );
  const { total } = await found
    .select((eb) => eb.fn.countAll<number>().as("total"))
    .executeTakeFirstOrThrow();
  const rows = await found
    .select([
      "scheme.id",
      "scheme.unit_id as unitId",
      "unit.name as unitName",
      "unit.path as unitPath",
      "scheme.version_no as versionNo",
      "scheme.starts_on as startsOn",
      "scheme.rates",
      "scheme.document",
      "scheme.status",
      "scheme.decision_reason as decisionReason",
      "scheme.proposed_by_person_id as proposedBy",
    ])
    .orderBy("scheme.created_at", "desc")
    .orderBy("scheme.id")
    .limit(filter.size)
    .offset((filter.page - 1) * filter.size)
    .execute();
  return { rows, total };
};

type Price = { schemeId: string; fen: number };

/**
 * How an act is priced: by the nearest unit above the expert's that has approved rates, and of its versions by the one in force on the
 * act's day. `schemes` says whether there are any rates at all.
 */
export const loadPrices = async (
  trx: Trx,
  unitIds: readonly string[],
): Promise<{
  schemes: number;
  priceOf: (unitId: string, kind: ExpertActKind, day: string) => Price | undefined;
}> => {
  const rows =
    unitIds.length === 0
      ? []
      : await trx
          .selectFrom("org_units as unit")
          .innerJoin("org_units as above", (join) => join.on(sql<boolean>`unit.path <@ above.path`))
          .innerJoin("honorarium_schemes as scheme", "scheme.unit_id", "above.id")
          .select([
            "unit.id as unitId",
            "above.id as aboveId",
            "scheme.id as schemeId",
            "scheme.starts_on as startsOn",
            "scheme.rates",
          ])
          .where("unit.id", "in", [...unitIds])
          .where("scheme.status", "=", "approved")
          .orderBy(sql`nlevel(above.path)`, "desc")
          .orderBy("scheme.starts_on", "desc")
          .execute();
  const byUnit = Map.groupBy(rows, (row) => row.unitId);
  return {
    schemes: rows.length,
    priceOf: (unitId, kind, day) => {
      const own = byUnit.get(unitId) ?? [];
      const scheme = own.find((row) => row.aboveId === own[0]?.aboveId && row.startsOn <= day);
      const fen = scheme?.rates[kind];
      return scheme === undefined || fen === undefined ? undefined : { schemeId: scheme.schemeId, fen };
    },
  };
};
