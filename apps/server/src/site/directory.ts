// What the site shows of places and organisations, and where it comes from: the door of the module organisations.
import { toDistrictDate } from "#kernel/clock.ts";
import type { Db } from "#kernel/db.ts";
import {
  countPlacesByKind,
  findRootUnit,
  findUnit,
  listPlaces,
  listPublicOrganisations,
  listStreets,
  readHomePlaces,
  type Place,
  type PlaceFilter,
  type PlaceKind,
  type StationLevel,
} from "#modules/organisations/index.ts";

export type { PlaceKind };

export const placeKindNames: Readonly<Record<PlaceKind, string>> = {
  station: "站点",
  venue: "场馆",
  school: "学校",
  hospital: "医院",
  company: "企业",
  society: "社团与院所",
  park: "园区",
};

const stationTexts: Readonly<Record<StationLevel, string>> = {
  center: "区级站点",
  sub: "街道（镇）站点",
  station: "社区（村）站点",
};

export type PlaceView = {
  id: string;
  name: string;
  kind: PlaceKind;
  /** More exactly than the kind, where there is more to say. */
  kindText?: string | undefined;
  streetName?: string | undefined;
  address?: string | undefined;
  phone?: string | undefined;
  /** `周一至周五 9:00–17:00` */
  openingText?: string | undefined;
};

export type OrganisationView = { id: string; name: string; kindText: string; areaText: string };

export type StreetView = { id: string; name: string };

export type PageOf<Row> = { rows: readonly Row[]; total: number; page: number; pageCount: number };

function toPlaceView(place: Place): PlaceView {
  return {
    id: place.id,
    name: place.name,
    kind: place.kind,
    kindText: place.stationLevel === null ? undefined : stationTexts[place.stationLevel],
    streetName: place.streetName ?? undefined,
    address: place.address ?? undefined,
    phone: place.phone ?? undefined,
    openingText: place.openingHours ?? undefined,
  };
}

/** Reads for the pages of the site, as of one day. */
export function openDirectory(db: Db, now: Date) {
  const today = toDistrictDate(now);
  const places = async (
    filter: PlaceFilter,
    page: { page: number; size: number },
  ): Promise<PageOf<PlaceView>> => {
    const { rows, total } = await listPlaces(db, filter, { ...page, today });
    return { rows: rows.map(toPlaceView), total, page: page.page, pageCount: Math.ceil(total / page.size) };
  };
  return {
    places,
    place: async (id: string): Promise<PlaceView | undefined> =>
      (await places({ id }, { page: 1, size: 1 })).rows[0],
    firstPlaces: async (filter: PlaceFilter, count: number): Promise<readonly PlaceView[]> =>
      (await places(filter, { page: 1, size: count })).rows,
    home: async (kinds: readonly PlaceKind[], each: number) => {
      const { rows, total } = await readHomePlaces(db, { kinds, each, today });
      return { places: rows.map(toPlaceView), total };
    },
    kinds: (filter: Omit<PlaceFilter, "kinds">) => countPlacesByKind(db, filter, today),
    streets: () => listStreets(db, today),
    organisations: async (
      filter: { q?: string; nonProfit?: "yes" },
      count: number,
    ): Promise<{ rows: readonly OrganisationView[]; total: number }> => {
      const { rows, total } = await listPublicOrganisations(db, filter, { page: 1, size: count });
      return {
        rows: rows.map((row) => ({
          id: row.id,
          name: row.name,
          kindText: row.kindName,
          areaText: row.areaName,
        })),
        total,
      };
    },
    /** The unit that runs this installation, with what its record says. */
    controller: async () => {
      const root = await findRootUnit(db);
      const unit = root === undefined ? undefined : await findUnit(db, root.id, today);
      if (unit === undefined) return undefined;
      return { name: unit.name, address: unit.address ?? undefined, phone: unit.phone ?? undefined };
    },
  };
}
