import { sql } from "kysely";
import type { Db, Trx } from "#kernel/db.ts";
import type { StationLevel } from "./unit-kinds.ts";

export type Station = {
  id: string;
  name: string;
  path: string;
  level: StationLevel;
  stationOf: string | null;
  phone: string | null;
  address: string | null;
  openingHours: string | null;
};

const openStations = (db: Db | Trx, today: string) =>
  db
    .selectFrom("org_units as s")
    .select([
      "s.id",
      "s.name",
      "s.path",
      "s.station_level",
      "s.station_of",
      "s.phone",
      "s.address",
      "s.opening_hours",
    ])
    .where("s.kind", "=", "station")
    .where("s.valid_from", "<=", today)
    .where((eb) => eb.or([eb("s.valid_to", "is", null), eb("s.valid_to", ">", today)]));

type Row = Awaited<ReturnType<ReturnType<typeof openStations>["executeTakeFirstOrThrow"]>>;

const toStation = (row: Row): Station => ({
  id: row.id,
  name: row.name,
  path: row.path,
  level: row.station_level ?? "station",
  stationOf: row.station_of,
  phone: row.phone,
  address: row.address,
  openingHours: row.opening_hours,
});

/** One open station, undefined where the unit is none. */
export const findStation = async (
  db: Db | Trx,
  stationId: string,
  today: string,
): Promise<Station | undefined> => {
  const row = await openStations(db, today).where("s.id", "=", stationId).executeTakeFirst();
  return row === undefined ? undefined : toStation(row);
};

/**
 * The station that serves a unit on a day (新时代文明实践中心、所、站, B-09): the one whose area is the unit itself or the
 * nearest unit above it. Undefined where nobody serves it: then a person has to decide, never a guess.
 */
export const findStationFor = async (
  db: Db | Trx,
  unitId: string,
  today: string,
): Promise<Station | undefined> => {
  const row = await openStations(db, today)
    .innerJoin("station_areas as a", "a.station_id", "s.id")
    .innerJoin("org_units as served", "served.id", "a.unit_id")
    .where(sql<boolean>`daterange(a.valid_from, a.valid_to) @> ${today}::date`)
    .where(sql<boolean>`served.path @> (select path from org_units where id = ${unitId})`)
    .orderBy(sql`nlevel(served.path)`, "desc")
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? undefined : toStation(row);
};

/**
 * Who takes over when a station does not answer in time: its superior, and that one's superior. Closed stations are
 * passed over. Superiors are of strictly higher level, so there are at most two.
 */
export const listTakeOverStations = async (
  db: Db | Trx,
  stationId: string,
  today: string,
): Promise<Station[]> => {
  const { rows } = await sql<Row & { step: number }>`
    with recursive chain as (
      select s.*, 0 as step from org_units s where s.id = ${stationId}
      union all
      select s.*, chain.step + 1 from org_units s join chain on s.id = chain.station_of where chain.step < 3
    )
    select id, name, path, station_level, station_of, phone, address, opening_hours, step from chain
    where step > 0 and valid_from <= ${today} and (valid_to is null or valid_to > ${today}) order by step`.execute(
    db,
  );
  return rows.map(toStation);
};

/** The station next above, which may take an order over (B-09). */
export const findTakeOverStation = async (
  db: Db | Trx,
  stationId: string,
  today: string,
): Promise<Station | undefined> => (await listTakeOverStations(db, stationId, today))[0];

/** The units a station serves on a day. */
export const listServingAreas = async (
  db: Db | Trx,
  stationId: string,
  today: string,
): Promise<{ id: string; name: string; validFrom: string; validTo: string | null }[]> =>
  db
    .selectFrom("station_areas as a")
    .innerJoin("org_units as u", "u.id", "a.unit_id")
    .select(["u.id", "u.name", "a.valid_from as validFrom", "a.valid_to as validTo"])
    .where("a.station_id", "=", stationId)
    .where(sql<boolean>`daterange(a.valid_from, a.valid_to) @> ${today}::date`)
    .orderBy("u.name_sort")
    .execute();
