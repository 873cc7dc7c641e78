import { type RawBuilder, sql } from "kysely";
import { type Clock, toDistrictDate } from "#kernel/clock.ts";
import type { Db } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import type { Period } from "#kernel/indicators.ts";
import type { TrustError } from "./messages.ts";

export type Scope = "everywhere" | readonly string[];
export type Page = { page: number; size: number };

/** Condition "the unit whose path is in `column` lies at or below one of the actor's units". An empty scope sees nothing. */
export const withinScope = (column: string, scope: Scope): RawBuilder<boolean> => {
  if (scope === "everywhere") return sql<boolean>`true`;
  if (scope.length === 0) return sql<boolean>`false`;
  return sql<boolean>`${sql.ref(column)} <@ any(${[...scope]}::ltree[])`;
};

export type UnitRef = { id: string; name: string; path: string };

/** @throws AppError `trust.unit_not_found` */
export const getUnitRef = async (db: Db, id: string): Promise<UnitRef> => {
  const row = await db
    .selectFrom("org_units")
    .select(["id", "name", "path"])
    .where("id", "=", id)
    .executeTakeFirst();
  if (row === undefined) throw new AppError<TrustError>("trust.unit_not_found", { status: 404 });
  return row;
};

/**
 * The unit that is meant where the address names none: the actor's highest one.
 * @throws AppError `trust.no_unit`
 */
export const findTopUnit = async (db: Db, scope: Scope): Promise<UnitRef> => {
  const rows = await sql<UnitRef>`
    select id, name, path::text as path from org_units u where ${withinScope("u.path", scope)} order by nlevel(path), path limit 1`.execute(
    db,
  );
  const row = rows.rows[0];
  if (row === undefined) throw new AppError<TrustError>("trust.no_unit", { status: 404 });
  return row;
};

/**
 * The period asked for; from the first of January to today unless told.
 * @throws AppError `trust.period_reversed`
 */
export const toPeriod = (
  clock: Clock,
  query: { from?: string | undefined; to?: string | undefined },
): Period => {
  const today = toDistrictDate(clock.now());
  const to = query.to ?? today;
  const from = query.from ?? `${to.slice(0, 4)}-01-01`;
  if (from > to)
    throw new AppError<TrustError>("trust.period_reversed", {
      status: 422,
      fields: { from: "trust.period_reversed" },
    });
  return { from, to };
};
