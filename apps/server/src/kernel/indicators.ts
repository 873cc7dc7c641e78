import { type RawBuilder, sql } from "kysely";
import type { Audience } from "./audiences.ts";
import { canonicalJson } from "./canonical-json.ts";
import { type Clock, toDistrictDate } from "./clock.ts";
import type { Db, Trx } from "./db.ts";
import { AppError } from "./errors.ts";
import { factKinds } from "./facts.ts";

/** Which facts count, beyond their kinds. `planTag` and `place` are read from facts, the others from their cells. */
export type IndicatorFilter = { audience?: Audience; topic?: string; planTag?: string; place?: string };

/** What a figure means, as data. A changed definition is a new version; figures made by the old one keep theirs. */
export type Indicator = {
  code: string;
  version: number;
  name: string;
  definition: string;
  factKinds: readonly string[];
  filter: IndicatorFilter;
  aggregate: "sum" | "count" | "distinct_sources";
  measure: string;
  validFrom: string;
};

export type IndicatorError = "indicators.not_found";

export type Period = { from: string; to: string };

const registered = new Map<string, Indicator>();
const keyOf = (indicator: { code: string; version: number }): string =>
  `${indicator.code}@${indicator.version}`;

/** Called by modules at composition; `seedIndicators` writes them to the database. */
export const registerIndicators = (indicators: readonly Indicator[]): void => {
  for (const indicator of indicators) registered.set(keyOf(indicator), indicator);
};

/** Every kind of fact has at least the sum of itself as a figure. */
const ofKinds = (today: string): readonly Indicator[] =>
  factKinds().map((kind) => ({
    code: kind.kind,
    version: 1,
    name: kind.name,
    definition: `${kind.from}时记一条；按发生日期合计，冲销的不计。`,
    factKinds: [kind.kind],
    filter: {},
    aggregate: "sum",
    measure: kind.measure,
    validFrom: today,
  }));

const meaningOf = (indicator: Indicator): string =>
  canonicalJson([
    indicator.factKinds,
    indicator.filter,
    indicator.aggregate,
    indicator.measure,
    indicator.definition,
  ]);

/**
 * Writes the registered definitions that the database does not hold yet; safe to repeat and on several nodes.
 * A definition that changed under an old version number is a programming mistake and stops the start.
 */
export const seedIndicators = async (trx: Db | Trx, clock: Clock): Promise<void> => {
  const own = [...registered.values()];
  const codes = new Set(own.map((indicator) => indicator.code));
  const all = [
    ...own,
    ...ofKinds(toDistrictDate(clock.now())).filter((indicator) => !codes.has(indicator.code)),
  ];
  if (all.length === 0) return;
  await trx
    .insertInto("indicators")
    .values(
      all.map((indicator) => ({
        code: indicator.code,
        version: indicator.version,
        name: indicator.name,
        definition: indicator.definition,
        fact_kinds: [...indicator.factKinds],
        filter: JSON.stringify(indicator.filter),
        aggregate: indicator.aggregate,
        measure: indicator.measure,
        valid_from: indicator.validFrom,
        created_at: clock.now(),
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const stored = new Map((await listIndicators(trx)).map((indicator) => [keyOf(indicator), indicator]));
  for (const indicator of own) {
    const found = stored.get(keyOf(indicator));
    if (found !== undefined && meaningOf(found) !== meaningOf(indicator))
      throw new Error(`indicator ${keyOf(indicator)} changed its meaning without a new version`);
  }
};

/** All definitions, newest version of each first. */
export const listIndicators = async (db: Db | Trx): Promise<readonly Indicator[]> => {
  const rows = await db
    .selectFrom("indicators")
    .selectAll()
    .orderBy("code")
    .orderBy("version", "desc")
    .execute();
  return rows.map((row): Indicator => ({
    code: row.code,
    version: row.version,
    name: row.name,
    definition: row.definition,
    factKinds: row.fact_kinds,
    filter: row.filter,
    aggregate: row.aggregate,
    measure: row.measure,
    validFrom: row.valid_from,
  }));
};

/** @throws AppError `indicators.not_found` */
export const getIndicator = async (db: Db | Trx, code: string, version: number): Promise<Indicator> => {
  const found = (await listIndicators(db)).find(
    (indicator) => indicator.code === code && indicator.version === version,
  );
  if (found === undefined) throw new AppError<IndicatorError>("indicators.not_found", { status: 404 });
  return found;
};

/** The conditions of an indicator on rows of `facts f`. */
export const factConditions = (indicator: Indicator, period: Period): RawBuilder<unknown> => {
  const { filter } = indicator;
  const conditions = [
    sql`f.kind = any(${[...indicator.factKinds]})`,
    sql`f.measure = ${indicator.measure}`,
    sql`f.occurred_on between ${period.from}::date and ${period.to}::date`,
  ];
  if (filter.audience !== undefined) conditions.push(sql`f.audience = ${filter.audience}`);
  if (filter.topic !== undefined) conditions.push(sql`f.topic = ${filter.topic}`);
  if (filter.place !== undefined) conditions.push(sql`f.place = ${filter.place}`);
  if (filter.planTag !== undefined) conditions.push(sql`f.plan_tags @> ${[filter.planTag]}`);
  return sql.join(conditions, sql` and `);
};

/** An original that no reversal takes back. */
const standing = sql`f.reverses_id is null and not exists (select 1 from facts r where r.reverses_id = f.id)`;

/** First and last whole month inside the period, as the first days; none where `from` > `to`. */
const wholeMonths = ({ from, to }: Period): { first: string; end: string } => {
  const monthStart = (date: Date): string => date.toISOString().slice(0, 8).concat("01");
  const start = new Date(`${from}T00:00:00Z`);
  if (start.getUTCDate() > 1) start.setUTCMonth(start.getUTCMonth() + 1, 1);
  const dayAfter = new Date(`${to}T00:00:00Z`);
  dayAfter.setUTCDate(dayAfter.getUTCDate() + 1);
  return { first: monthStart(start), end: monthStart(dayAfter) };
};

/**
 * What every unit itself contributes: `own (unit_id, quantity, fact_count)`. Whole months come from the monthly
 * cells, the days at both ends from the daily ones; a topic is in the daily cells only, a place or plan tag in the
 * facts only. 1,000,000 facts of a year are then some thousands of rows (measured in bench/facts.bench.ts).
 */
const ownFigures = (indicator: Indicator, period: Period): RawBuilder<unknown> => {
  const { filter } = indicator;
  if (indicator.aggregate === "distinct_sources")
    return sql`select f.unit_id, 0::numeric as quantity, 0::bigint as fact_count, f.source_table, f.source_id
      from facts f where ${factConditions(indicator, period)} and ${standing}`;
  if (filter.planTag !== undefined || filter.place !== undefined)
    return sql`select f.unit_id, sum(f.quantity) as quantity, sum(case when f.reverses_id is null then 1 else -1 end)::bigint as fact_count
      from facts f where ${factConditions(indicator, period)} group by f.unit_id`;
  const kinds = sql`c.kind = any(${[...indicator.factKinds]}) and c.measure = ${indicator.measure}`;
  const audience = filter.audience === undefined ? sql`` : sql` and c.audience = ${filter.audience}`;
  const topic = filter.topic === undefined ? sql`` : sql` and c.topic = ${filter.topic}`;
  const { first, end } = wholeMonths(period);
  const useMonths = filter.topic === undefined && first < end;
  const days = sql`c.occurred_on between ${period.from}::date and ${period.to}::date`;
  const edges = useMonths
    ? sql`${days} and not (c.occurred_on >= ${first}::date and c.occurred_on < ${end}::date)`
    : days;
  const daily = sql`select c.unit_id, c.quantity, c.fact_count from fact_cells c where ${kinds}${audience}${topic} and ${edges}`;
  const monthly = sql`select c.unit_id, c.quantity, c.fact_count from fact_month_cells c
    where ${kinds}${audience} and c.month >= ${first}::date and c.month < ${end}::date`;
  return sql`select unit_id, sum(quantity) as quantity, sum(fact_count)::bigint as fact_count
    from (${useMonths ? sql`${monthly} union all ${daily}` : daily}) cells group by unit_id`;
};

export type UnitFigure = {
  unitId: string;
  unitName: string;
  unitPath: string;
  parentId: string | null;
  value: number;
};

/**
 * The figure of every unit at and below `rootPath`, each with all units below it, in one statement.
 * @returns units in the order of the tree; a unit where nothing happened has 0
 */
export const rollUp = async (
  db: Db | Trx,
  indicator: Indicator,
  options: { rootPath: string; period: Period },
): Promise<readonly UnitFigure[]> => {
  const { rootPath, period } = options;
  const value =
    indicator.aggregate === "sum"
      ? sql`sum(o.quantity)`
      : indicator.aggregate === "count"
        ? sql`sum(o.fact_count)`
        : sql`count(distinct (o.source_table, o.source_id))`;
  const rows = await sql<{
    id: string;
    name: string;
    path: string;
    parent_id: string | null;
    value: number | null;
  }>`
    with own as (${ownFigures(indicator, period)}),
    up as (
      select a.id, ${value} as value
      from own o join org_units u on u.id = o.unit_id
      cross join lateral generate_series(nlevel(${rootPath}::ltree), nlevel(u.path)) as depth
      join org_units a on a.path = subpath(u.path, 0, depth)
      where u.path <@ ${rootPath}::ltree
      group by a.id)
    select u.id, u.name, u.path::text as path, u.parent_id, up.value
    from org_units u left join up on up.id = u.id
    where u.path <@ ${rootPath}::ltree order by u.path`.execute(db);
  return rows.rows.map((row) => ({
    unitId: row.id,
    unitName: row.name,
    unitPath: row.path,
    parentId: row.parent_id,
    value: row.value ?? 0,
  }));
};

/** One figure: a unit with everything below it. */
export const evaluate = async (
  db: Db | Trx,
  indicator: Indicator,
  options: { rootPath: string; period: Period },
): Promise<number> => {
  const { rootPath, period } = options;
  const value =
    indicator.aggregate === "sum"
      ? sql`sum(o.quantity)`
      : indicator.aggregate === "count"
        ? sql`sum(o.fact_count)`
        : sql`count(distinct (o.source_table, o.source_id))`;
  const found = await sql<{ value: number | null }>`
    with own as (${ownFigures(indicator, period)})
    select ${value} as value from own o join org_units u on u.id = o.unit_id where u.path <@ ${rootPath}::ltree`.execute(
    db,
  );
  return found.rows[0]?.value ?? 0;
};
