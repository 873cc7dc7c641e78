import type { UnitKind } from "#kernel/tables.ts";

export type StationLevel = "center" | "sub" | "station";

type KindRule = { name: string; parents: readonly UnitKind[] };

const districtParts: readonly UnitKind[] = [
  "committee",
  "department",
  "park",
  "street",
  "town",
  "community",
  "village",
];

/** What each kind of unit is called and under which kinds it may stand: committee → departments, parks, streets and towns → communities and villages. */
export const unitKinds: Readonly<Record<UnitKind, KindRule>> = {
  committee: { name: "委员会", parents: [] },
  department: { name: "部门", parents: ["committee"] },
  park: { name: "园区", parents: ["committee"] },
  street: { name: "街道", parents: ["committee"] },
  town: { name: "镇", parents: ["committee"] },
  community: { name: "社区", parents: ["street", "town", "park"] },
  village: { name: "村", parents: ["street", "town"] },
  school: { name: "学校", parents: districtParts },
  kindergarten: { name: "幼儿园", parents: districtParts },
  venue: { name: "场馆", parents: districtParts },
  hospital: { name: "医院", parents: districtParts },
  company: { name: "企业", parents: districtParts },
  society: { name: "社团与院所", parents: districtParts },
  station: { name: "站点", parents: ["committee", "park", "street", "town", "community", "village"] },
};

// The keys of the table are the kinds by construction.
export const unitKindCodes = Object.keys(unitKinds) as UnitKind[];

export const stationLevels: Readonly<Record<StationLevel, { name: string; rank: number }>> = {
  center: { name: "中心", rank: 0 },
  sub: { name: "所", rank: 1 },
  station: { name: "站", rank: 2 },
};

export const mayStandUnder = (kind: UnitKind, parent: UnitKind): boolean =>
  unitKinds[kind].parents.includes(parent);

export const unitKindByName = (text: string): UnitKind | undefined =>
  unitKindCodes.find((code) => code === text || unitKinds[code].name === text);

export const stationLevelByName = (text: string): StationLevel | undefined =>
  (["center", "sub", "station"] as const).find(
    (level) => level === text || stationLevels[level].name === text,
  );
