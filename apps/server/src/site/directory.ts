// What the site shows of organisations, stations and venues; filled from the door of the module organisations.

export type PlaceKind =
  | "station"
  | "venue"
  | "school"
  | "hospital"
  | "company"
  | "society"
  | "park"
  | "institute";

export const placeKindNames: Readonly<Record<PlaceKind, string>> = {
  station: "站点",
  venue: "场馆",
  school: "学校",
  hospital: "医院",
  company: "企业",
  society: "社会团体",
  park: "园区",
  institute: "科研院所",
};

export type PlaceView = {
  id: string;
  name: string;
  kind: PlaceKind;
  /** The kind as its own people say it: 新时代文明实践站, 党群服务中心. */
  kindText?: string | undefined;
  streetName?: string | undefined;
  address?: string | undefined;
  phone?: string | undefined;
  /** `周一至周五 9:00–17:00` */
  openingText?: string | undefined;
};

export type OrganisationView = {
  id: string;
  name: string;
  kindText: string;
  areaText?: string | undefined;
  text?: string | undefined;
  phone?: string | undefined;
  website?: string | undefined;
};

export type StreetView = { id: string; name: string };

export type PageOf<Row> = { rows: readonly Row[]; total: number; page: number; pageCount: number };
