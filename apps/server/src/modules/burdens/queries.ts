import { addDays } from "#kernel/clock.ts";
import type { Clock } from "#kernel/clock.ts";
import type { Db, Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import {
  type FormBurden,
  listFormBurdens,
  listUnitBurdens,
  type UnitBurden,
  weekOf,
} from "#kernel/form-burden.ts";
import { actName } from "#kernel/plain-names.ts";
import { type Scope, withinScope } from "#modules/organisations/index.ts";
import type { BurdensError } from "./messages.ts";
import "./tables.ts";

/** Minutes a week where nobody has set a limit: half an hour (J12; the project's own number). */
export const usualLimitMinutes = 30;

const longestWeeks = 53;

export type Weeks = { from: string; to: string };

const shift = (monday: string, weeks: number): string => addDays(monday, weeks * 7);

/** Noon of a calendar day in the district, so that it falls into its own week whatever the zone of the machine. */
const noonOf = (day: string): Date => new Date(`${day}T04:00:00Z`);

/**
 * The weeks asked for, as Mondays; the last four unless told.
 * @throws AppError `burdens.period_reversed` | `burdens.period_long` (422)
 */
export const toWeeks = (
  clock: Clock,
  query: { from?: string | undefined; to?: string | undefined },
): Weeks => {
  const to = query.to === undefined ? weekOf(clock.now()) : weekOf(noonOf(query.to));
  const from = query.from === undefined ? shift(to, -3) : weekOf(noonOf(query.from));
  const refuse = (code: BurdensError): AppError =>
    new AppError<BurdensError>(code, { status: 422, fields: { from: code } });
  if (from > to) throw refuse("burdens.period_reversed");
  if (from < shift(to, 1 - longestWeeks)) throw refuse("burdens.period_long");
  return { from, to };
};

export type UnitBurdenView = UnitBurden & { minutes: number; limitMinutes: number; over: boolean };
export type FormBurdenView = FormBurden & { formName: string; minutes: number; secondsEach: number };

const toMinutes = (seconds: number): number => Math.ceil(seconds / 60);

/** The limit in force for each unit: the nearest one at or above it, the latest of equally near ones. */
export const limitsOf = async (
  db: Db | Trx,
  unitIds: readonly string[],
): Promise<ReadonlyMap<string, number>> => {
  if (unitIds.length === 0) return new Map();
  const rows = await db
    .selectFrom("org_units as unit")
    .innerJoin("org_units as above", (join) => join.on("unit.path", "<@", (eb) => eb.ref("above.path")))
    .innerJoin("burden_limits as limit", "limit.unit_id", "above.id")
    .where("unit.id", "in", [...unitIds])
    .distinctOn("unit.id")
    .select(["unit.id as unitId", "limit.minutes as minutes"])
    .orderBy("unit.id")
    .orderBy((eb) => eb.fn("nlevel", ["above.path"]), "desc")
    .orderBy("limit.set_at", "desc")
    .orderBy("limit.id", "desc")
    .execute();
  return new Map(rows.map((row) => [row.unitId, row.minutes]));
};

/** Minutes of typing by unit and week within the scope, newest week and heaviest first, each beside its limit. */
export const listBurdens = async (
  db: Db | Trx,
  filter: Weeks & { scope: Scope },
): Promise<readonly UnitBurdenView[]> => {
  const rows = await listUnitBurdens(db, filter);
  const limits = await limitsOf(db, [...new Set(rows.map((row) => row.unitId))]);
  return rows.map((row) => {
    const minutes = toMinutes(row.seconds);
    const limitMinutes = limits.get(row.unitId) ?? usualLimitMinutes;
    return { ...row, minutes, limitMinutes, over: minutes > limitMinutes };
  });
};

/** Which forms ask most within the scope, over all units together: the ones to shorten or to derive. */
export const listBurdensByForm = async (
  db: Db | Trx,
  filter: Weeks & { scope: Scope },
): Promise<readonly FormBurdenView[]> =>
  (await listFormBurdens(db, filter)).map((row) => ({
    ...row,
    formName: actName(row.form),
    minutes: toMinutes(row.seconds),
    secondsEach: Math.round(row.seconds / row.forms),
  }));

export type BurdenLimitView = {
  id: string;
  unitId: string;
  unitName: string;
  minutes: number;
  reason: string;
  setAt: Date;
};

/** Limits set for units within the scope, newest first. */
export const listBurdenLimits = async (db: Db | Trx, scope: Scope): Promise<readonly BurdenLimitView[]> => {
  const limits = db
    .selectFrom("burden_limits as limit")
    .innerJoin("org_units as unit", "unit.id", "limit.unit_id")
    .select([
      "limit.id as id",
      "limit.unit_id as unitId",
      "unit.name as unitName",
      "limit.minutes as minutes",
      "limit.reason as reason",
      "limit.set_at as setAt",
    ])
    .orderBy("limit.set_at", "desc")
    .orderBy("limit.id", "desc")
    .limit(500);
  return limits.where(withinScope("unit.path", scope)).execute();
};

/** The whole of what typing was asked of a unit and those below it in one week. */
export const sumBurden = async (
  db: Db | Trx,
  filter: { scope: Scope; week: string },
): Promise<{ minutes: number; forms: number; units: number; over: number }> => {
  const rows = await listBurdens(db, { scope: filter.scope, from: filter.week, to: filter.week });
  return {
    minutes: toMinutes(rows.reduce((sum, row) => sum + row.seconds, 0)),
    forms: rows.reduce((sum, row) => sum + row.forms, 0),
    units: rows.length,
    over: rows.filter((row) => row.over).length,
  };
};
