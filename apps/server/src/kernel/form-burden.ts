import { sql } from "kysely";
import { type Actor, type Grant, isAtOrBelow, staffRoles } from "./actor.ts";
import { mondayOf, toDistrictDate } from "./clock.ts";
import type { Db, Trx } from "./db.ts";
import { isId } from "./ids.ts";
import type { ActionRule } from "./policy.ts";

/** A pause longer than this is not typing (docs/adr/0014). */
export const idleCapSeconds = 60;

/** Nobody types longer into one form; a larger claim is a clock that was wrong. */
const longestSeconds = 4 * 3_600;

/** Header in which the workbench says how long its form was typed into, pauses capped. */
export const formSecondsHeader = "x-form-seconds";

/** Monday of the district's week that holds the moment, as YYYY-MM-DD. */
export const weekOf = (at: Date): string => mondayOf(toDistrictDate(at));

/** How many answers a form carries: every filled field, every element of a list. */
export const countFields = (body: unknown): number => {
  if (body === null || body === undefined || body === "") return 0;
  if (typeof body !== "object") return 1;
  return Object.values(body).reduce<number>((sum, value) => sum + countFields(value), 0);
};

/**
 * Seconds of typing of a form of the portal, from its key: the key is a UUID of version 7 made when the form was shown
 * (`createId`), so nothing has to be kept for it. Without a script pauses cannot be seen: each answer counts for at most
 * one of `idleCapSeconds`.
 */
export const secondsSinceShown = (key: unknown, fields: number, now: Date): number | undefined => {
  if (!isId(key) || key[14] !== "7") return undefined;
  const shownAt = Number.parseInt(key.replaceAll("-", "").slice(0, 12), 16);
  const seconds = (now.getTime() - shownAt) / 1000;
  if (seconds < 0 || seconds > 86_400) return undefined;
  return Math.min(Math.round(seconds), fields * idleCapSeconds, longestSeconds);
};

/** What the workbench measured; a value that cannot be is no measurement. */
export const claimedSeconds = (header: unknown): number | undefined => {
  if (typeof header !== "string" || !/^\d{1,6}$/.test(header)) return undefined;
  return Math.min(Number(header), longestSeconds);
};

/**
 * The unit that was asked: the deepest one for which the actor holds a staff role that opens the act, at or above the
 * unit of the record. None for residents, volunteers, helpers, and while acting for somebody.
 */
export const askedUnit = (
  actor: Actor,
  rule: ActionRule | undefined,
  recordPath: string | undefined,
): string | undefined => {
  if (actor.kind !== "person" || actor.onBehalfOf !== undefined) return undefined;
  if (rule === undefined || !("scope" in rule)) return undefined;
  const deepest = actor.grants
    .filter(({ role }) => staffRoles.has(role) && rule.allow.includes(role))
    .filter(({ unitPath }) => recordPath === undefined || isAtOrBelow(recordPath, unitPath))
    .reduce<Grant | undefined>(
      (found, grant) =>
        found === undefined || grant.unitPath.split(".").length > found.unitPath.split(".").length
          ? grant
          : found,
      undefined,
    );
  return deepest?.unitId;
};

/**
 * Adds one sent form to its unit's week. The last statement of the act: the row is held only until the commit, and a
 * repetition of the same key, which runs no act, adds nothing.
 */
export const addFormBurden = async (
  trx: Trx,
  sent: { unitId: string; at: Date; form: string; fields: number; seconds: number },
): Promise<void> => {
  await sql`
    insert into form_burden_weeks as kept (unit_id, week_starts_on, form, forms, fields, seconds)
    select id, ${weekOf(sent.at)}, ${sent.form}, 1, ${sent.fields}, ${sent.seconds} from org_units where id = ${sent.unitId}
    on conflict (unit_id, week_starts_on, form) do update
      set forms = kept.forms + 1, fields = kept.fields + excluded.fields, seconds = kept.seconds + excluded.seconds
  `.execute(trx);
};

export type UnitBurden = {
  unitId: string;
  unitName: string;
  week: string;
  forms: number;
  fields: number;
  seconds: number;
};
export type FormBurden = { form: string; units: number; forms: number; fields: number; seconds: number };
type BurdenFilter = { scope: "everywhere" | readonly string[]; from: string; to: string };

const within = (db: Db | Trx, { scope, from, to }: BurdenFilter) => {
  const weeks = db
    .selectFrom("form_burden_weeks as burden")
    .innerJoin("org_units as unit", "unit.id", "burden.unit_id")
    .where("burden.week_starts_on", ">=", from)
    .where("burden.week_starts_on", "<=", to);
  return scope === "everywhere"
    ? weeks
    : weeks.where(sql<boolean>`unit.path <@ any(${sql.val([...scope])}::ltree[])`);
};

/** Totals of each unit and week within the scope, most seconds first. `from` and `to` are Mondays, both included. */
export const listUnitBurdens = async (db: Db | Trx, filter: BurdenFilter): Promise<readonly UnitBurden[]> => {
  return within(db, filter)
    .select(({ fn }) => [
      "burden.unit_id as unitId",
      "unit.name as unitName",
      "burden.week_starts_on as week",
      fn.sum<number>("burden.forms").as("forms"),
      fn.sum<number>("burden.fields").as("fields"),
      fn.sum<number>("burden.seconds").as("seconds"),
    ])
    .groupBy(["burden.unit_id", "unit.name", "unit.name_sort", "burden.week_starts_on"])
    .orderBy("burden.week_starts_on", "desc")
    .orderBy("seconds", "desc")
    .orderBy("unit.name_sort")
    .execute();
};

/** Which forms ask most, over the units of the scope: those are to be shortened or derived. */
export const listFormBurdens = async (db: Db | Trx, filter: BurdenFilter): Promise<readonly FormBurden[]> => {
  return within(db, filter)
    .select(({ fn }) => [
      "burden.form as form",
      fn.count<number>("burden.unit_id").distinct().as("units"),
      fn.sum<number>("burden.forms").as("forms"),
      fn.sum<number>("burden.fields").as("fields"),
      fn.sum<number>("burden.seconds").as("seconds"),
    ])
    .groupBy("burden.form")
    .orderBy("seconds", "desc")
    .orderBy("burden.form")
    .execute();
};
