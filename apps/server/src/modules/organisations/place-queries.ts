import { sql } from "kysely";
import type { Db, Trx } from "#kernel/db.ts";
import type { UnitKind } from "#kernel/tables.ts";
import { containing, type Page } from "./listing.ts";
import type { StationLevel } from "./unit-kinds.ts";

/** Kinds that people can go to, in the public directory. */
export const placeKinds = [
  "station",
  "venue",
  "school",
  "hospital",
  "company",
  "society",
  "park",
] as const satisfies readonly UnitKind[];
export type PlaceKind = (typeof placeKinds)[number];

export type Place = {
  id: string;
  name: string;
  kind: PlaceKind;
  stationLevel: StationLevel | null;
  streetId: string | null;
  streetName: string | null;
  address: string | null;
  phone: string | null;
  openingHours: string | null;
};
export type PlaceFilter = { id?: string; streetId?: string; kinds?: readonly PlaceKind[]; q?: string };

/** Places open on `today`, with the street or town they lie in. */
const places = (db: Db | Trx, filter: PlaceFilter, today: string) => {
  let query = db
    .selectFrom("org_units as u")
    .leftJoin("org_units as s", (join) =>
      join.on(sql<boolean>`s.kind in ('street', 'town') and s.path @> u.path`),
    )
    .where("u.kind", "in", [
      ...(filter.kinds === undefined || filter.kinds.length === 0 ? placeKinds : filter.kinds),
    ])
    .where("u.valid_from", "<=", today)
    .where((eb) => eb.or([eb("u.valid_to", "is", null), eb("u.valid_to", ">", today)]))
    // A suspended or withdrawn organisation is not shown, though its unit and facts stay.
    .where(
      sql<boolean>`(not exists (select 1 from organisations o where o.unit_id = u.id) or exists (select 1 from organisations o where o.unit_id = u.id and o.status = 'verified'))`,
    );
  if (filter.id !== undefined) query = query.where("u.id", "=", filter.id);
  if (filter.streetId !== undefined) query = query.where("s.id", "=", filter.streetId);
  const text = filter.q?.trim() ?? "";
  if (text !== "")
    query = query.where((eb) =>
      eb.or([eb("u.name_search", "like", containing(text)), eb("u.address", "like", containing(text))]),
    );
  return query;
};

/** Public directory of stations, venues and other places by street, in pinyin order; a page at a time. */
export const listPlaces = async (
  db: Db | Trx,
  filter: PlaceFilter,
  options: Page & { today: string },
): Promise<{ rows: Place[]; total: number }> => {
  const total = await places(db, filter, options.today)
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .executeTakeFirstOrThrow();
  const rows = await places(db, filter, options.today)
    .select([
      "u.id",
      "u.name",
      "u.kind",
      "u.station_level",
      "u.address",
      "u.phone",
      "u.opening_hours",
      "s.id as street_id",
      "s.name as street_name",
    ])
    .orderBy("u.name_sort")
    .orderBy("u.id")
    .limit(options.size)
    .offset((options.page - 1) * options.size)
    .execute();
  return {
    total: total.count,
    rows: rows.map((row) => ({
      id: row.id,
      name: row.name,
      // The query asks for these kinds only.
      kind: row.kind as PlaceKind,
      stationLevel: row.station_level,
      streetId: row.street_id,
      streetName: row.street_name,
      address: row.address,
      phone: row.phone,
      openingHours: row.opening_hours,
    })),
  };
};

type HomeRow = {
  places: readonly Place[] | null;
  total: number;
};

/**
 * The first `each` places of some kinds in pinyin order, with the street or town of each, and how many places of all
 * kinds there are: what the home page shows, in one statement, because that page is asked for most.
 */
export const readHomePlaces = async (
  db: Db | Trx,
  options: { kinds: readonly PlaceKind[]; each: number; today: string },
): Promise<{ rows: readonly Place[]; total: number }> => {
  const { kinds, each, today } = options;
  const found = await sql<HomeRow>`
    with open_units as materialized (
      select id, name, name_sort, kind, path, station_level, address, phone, opening_hours from org_units u
      where (kind = any(${[...placeKinds]}::text[]) or kind in ('street', 'town'))
        and valid_from <= ${today} and (valid_to is null or valid_to > ${today})
        and (select count(*) = 0 or bool_or(o.status = 'verified') from organisations o where o.unit_id = u.id)),
    numbered as (
      select u.*, row_number() over (partition by kind order by name_sort, id) as place_no from open_units u
      where kind not in ('street', 'town'))
    select
      (select count(*) from numbered) as total,
      (select json_agg(json_build_object('id', n.id, 'name', n.name, 'kind', n.kind, 'stationLevel', n.station_level, 'streetId', s.id,
          'streetName', s.name, 'address', n.address, 'phone', n.phone, 'openingHours', n.opening_hours)
          order by array_position(${[...kinds]}::text[], n.kind), n.place_no)
        from numbered n left join open_units s on s.kind in ('street', 'town') and s.path @> n.path
        where n.kind = any(${[...kinds]}::text[]) and n.place_no <= ${each}) as places`.execute(db);
  const row = found.rows[0];
  return { rows: row?.places ?? [], total: row?.total ?? 0 };
};

/** How many places of each kind the other filters leave; kinds with none are left out. */
export const countPlacesByKind = async (
  db: Db | Trx,
  filter: Omit<PlaceFilter, "kinds">,
  today: string,
): Promise<{ kind: PlaceKind; count: number }[]> => {
  const rows = await places(db, filter, today)
    .select(["u.kind", (eb) => eb.fn.countAll<number>().as("count")])
    .groupBy("u.kind")
    .execute();
  return placeKinds.flatMap((kind) => {
    const found = rows.find((row) => row.kind === kind);
    return found === undefined ? [] : [{ kind, count: found.count }];
  });
};

/** Open streets and towns in pinyin order, for choosing where one lives. */
export const listStreets = async (
  db: Db | Trx,
  today: string,
): Promise<{ id: string; name: string; kind: "street" | "town" }[]> => {
  const rows = await db
    .selectFrom("org_units")
    .select(["id", "name", "kind"])
    .where("kind", "in", ["street", "town"])
    .where("valid_from", "<=", today)
    .where((eb) => eb.or([eb("valid_to", "is", null), eb("valid_to", ">", today)]))
    .orderBy("name_sort")
    .execute();
  return rows.map(({ id, name, kind }) => ({ id, name, kind: kind === "town" ? "town" : "street" }));
};

/** Streets, towns, parks and what lies in them where an organisation can be at home, each with its street in front. */
export const listHomeUnits = async (db: Db | Trx, today: string): Promise<{ id: string; name: string }[]> => {
  const rows = await db
    .selectFrom("org_units as u")
    .leftJoin("org_units as p", "p.id", "u.parent_id")
    .select(["u.id", "u.name", "u.kind", "p.name as parent_name"])
    .where("u.kind", "in", ["street", "town", "park", "community", "village"])
    .where("u.valid_from", "<=", today)
    .where((eb) => eb.or([eb("u.valid_to", "is", null), eb("u.valid_to", ">", today)]))
    .orderBy(sql`case when u.kind in ('community', 'village') then p.name_sort else u.name_sort end`)
    .orderBy(sql`nlevel(u.path)`)
    .orderBy("u.name_sort")
    .execute();
  return rows.map((row) => ({
    id: row.id,
    name:
      row.kind === "community" || row.kind === "village"
        ? `${row.parent_name ?? ""} · ${row.name}`
        : row.name,
  }));
};
