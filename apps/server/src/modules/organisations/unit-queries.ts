import { sql } from "kysely";
import type { Db, Trx } from "#kernel/db.ts";
import type { UnitKind } from "#kernel/tables.ts";
import { containing, type Page, type Scope, withinScope } from "./listing.ts";
import type { StationLevel } from "./unit-kinds.ts";
import { stationLevels, unitKinds } from "./unit-kinds.ts";
import { getUnitRow } from "./unit-tree.ts";

export type UnitView = {
  id: string;
  name: string;
  kind: UnitKind;
  kindName: string;
  path: string;
  parentId: string | null;
  parentName: string | null;
  depth: number;
  regionCode: string | null;
  stationLevel: StationLevel | null;
  stationLevelName: string | null;
  stationOf: string | null;
  phone: string | null;
  address: string | null;
  openingHours: string | null;
  description: string;
  validFrom: string;
  validTo: string | null;
  childCount: number;
};

const baseQuery = (db: Db | Trx, today: string) =>
  db
    .selectFrom("org_units as u")
    .leftJoin("org_units as p", "p.id", "u.parent_id")
    .selectAll("u")
    .select("p.name as parent_name")
    .select(sql<number>`nlevel(u.path)`.as("depth"))
    .select(
      sql<number>`(select count(*) from org_units c where c.parent_id = u.id and (c.valid_to is null or c.valid_to > ${today}))`.as(
        "child_count",
      ),
    );

type Row = Awaited<ReturnType<ReturnType<typeof baseQuery>["executeTakeFirstOrThrow"]>>;

const toUnitView = (row: Row): UnitView => ({
  id: row.id,
  name: row.name,
  kind: row.kind,
  kindName: unitKinds[row.kind].name,
  path: row.path,
  parentId: row.parent_id,
  parentName: row.parent_name,
  depth: row.depth,
  regionCode: row.region_code,
  stationLevel: row.station_level,
  stationLevelName: row.station_level === null ? null : stationLevels[row.station_level].name,
  stationOf: row.station_of,
  phone: row.phone,
  address: row.address,
  openingHours: row.opening_hours,
  description: row.description,
  validFrom: row.valid_from,
  validTo: row.valid_to,
  childCount: row.child_count,
});

/** One unit by id, closed ones too; undefined where there is none. `today` decides which children count. */
export const findUnit = async (
  db: Db | Trx,
  unitId: string,
  today: string,
): Promise<UnitView | undefined> => {
  const row = await baseQuery(db, today).where("u.id", "=", unitId).executeTakeFirst();
  return row === undefined ? undefined : toUnitView(row);
};

/** One unit by id. @throws AppError `organisations.unit_not_found` (404) */
export const getUnit = async (db: Db | Trx, unitId: string, today: string): Promise<UnitView> => {
  await getUnitRow(db, unitId);
  return toUnitView(await baseQuery(db, today).where("u.id", "=", unitId).executeTakeFirstOrThrow());
};

/** The root of the tree (the committee), undefined in an empty installation. */
export const findRootUnit = async (
  db: Db | Trx,
): Promise<{ id: string; path: string; name: string } | undefined> =>
  db.selectFrom("org_units").select(["id", "path", "name"]).where("parent_id", "is", null).executeTakeFirst();

export type UnitFilter = {
  q?: string;
  kinds?: readonly UnitKind[];
  parentId?: string;
  /** The unit and all below it. */
  underPath?: string;
  areaSetId?: string;
  /** open (default): there on `today`; closed: no longer; all. */
  state?: "open" | "closed" | "all";
};

const sortColumns = {
  name: "u.name_sort",
  kind: "u.kind",
  validFrom: "u.valid_from",
  path: "u.path",
} as const;
export type UnitSort = { by: keyof typeof sortColumns; direction: "asc" | "desc" };

const filtered = (db: Db | Trx, options: { filter: UnitFilter; scope: Scope; today: string }) => {
  const { filter, scope, today } = options;
  let query = baseQuery(db, today).where(withinScope("u.path", scope));
  const state = filter.state ?? "open";
  const isOpen = sql<boolean>`(u.valid_from <= ${today} and (u.valid_to is null or u.valid_to > ${today}))`;
  if (state === "open") query = query.where(isOpen);
  if (state === "closed") query = query.where(sql<boolean>`not ${isOpen}`);
  if (filter.kinds !== undefined && filter.kinds.length > 0)
    query = query.where("u.kind", "in", [...filter.kinds]);
  if (filter.parentId !== undefined) query = query.where("u.parent_id", "=", filter.parentId);
  if (filter.underPath !== undefined) query = query.where(withinScope("u.path", [filter.underPath]));
  if (filter.areaSetId !== undefined) {
    // A member stands for everything below it.
    query = query.where(
      sql<boolean>`exists (select 1 from area_set_members m join org_units mu on mu.id = m.unit_id where m.area_set_id = ${filter.areaSetId}
        and daterange(m.valid_from, m.valid_to) @> ${today}::date and u.path <@ mu.path)`,
    );
  }
  const text = filter.q?.trim() ?? "";
  // Contains it (name, pinyin, initials, code), or is written nearly like it.
  if (text !== "")
    query = query.where(
      sql<boolean>`(u.name_search like ${containing(text)} or u.region_code like ${`${text.replaceAll(/\D/g, "") || "x"}%`} or u.name % ${text})`,
    );
  return query;
};

/**
 * Units that the scope lets see, a page at a time.
 * @returns the page's rows and how many there are in all
 */
export const listUnits = async (
  db: Db | Trx,
  filter: UnitFilter,
  options: Page & { scope: Scope; today: string; sort?: UnitSort },
): Promise<{ rows: UnitView[]; total: number }> => {
  const base = filtered(db, { filter, scope: options.scope, today: options.today });
  const total = await db
    .selectFrom(base.as("one"))
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .executeTakeFirstOrThrow();
  const sort = options.sort ?? { by: "path", direction: "asc" };
  const text = filter.q?.trim() ?? "";
  // Searched and not sorted: the nearest name first.
  const ranked =
    text === "" || options.sort !== undefined ? base : base.orderBy(sql`similarity(u.name, ${text})`, "desc");
  const rows = await ranked
    .orderBy(sortColumns[sort.by], sort.direction)
    .orderBy("u.id")
    .limit(options.size)
    .offset((options.page - 1) * options.size)
    .execute();
  return { rows: rows.map(toUnitView), total: total.count };
};

export type TreeNode = Pick<
  UnitView,
  "id" | "name" | "kind" | "kindName" | "path" | "parentId" | "childCount"
>;

/**
 * The open tree below `rootPath` (default: from the root), `depth` levels, in pinyin order among siblings; a flat list
 * with `parentId`, parents before children.
 */
export const getTree = async (
  db: Db | Trx,
  options: { scope: Scope; today: string; rootPath?: string; depth?: number },
): Promise<TreeNode[]> => {
  let query = filtered(db, { filter: {}, scope: options.scope, today: options.today });
  if (options.rootPath !== undefined) query = query.where(withinScope("u.path", [options.rootPath]));
  if (options.depth !== undefined) {
    const floor = options.rootPath === undefined ? 0 : options.rootPath.split(".").length - 1;
    query = query.where(sql<boolean>`nlevel(u.path) <= ${floor + options.depth}`);
  }
  const rows = await query.orderBy("depth").orderBy("u.name_sort").orderBy("u.id").execute();
  return rows.map(toUnitView).map(({ id, name, kind, kindName, path, parentId, childCount }) => ({
    id,
    name,
    kind,
    kindName,
    path,
    parentId,
    childCount,
  }));
};

type UnitStep = { id: string; name: string; path: string; kind: UnitKind };

/** From the root down to the unit itself. */
export const listAncestors = async (db: Db | Trx, path: string): Promise<UnitStep[]> =>
  db
    .selectFrom("org_units")
    .select(["id", "name", "path", "kind"])
    .where(sql<boolean>`path @> ${path}::ltree`)
    .orderBy(sql`nlevel(path)`)
    .execute();

/** The unit and everything below it, closed ones left out. */
export const listDescendants = async (db: Db | Trx, path: string, today: string): Promise<UnitStep[]> =>
  db
    .selectFrom("org_units")
    .select(["id", "name", "path", "kind"])
    .where(sql<boolean>`path <@ ${path}::ltree`)
    .where((eb) => eb.or([eb("valid_to", "is", null), eb("valid_to", ">", today)]))
    .orderBy("path")
    .execute();
