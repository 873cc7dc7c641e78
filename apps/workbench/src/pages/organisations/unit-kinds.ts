const districtParts = ["committee", "department", "park", "street", "town", "community", "village"];

/** Names of the kinds, and under which kinds each may stand; the server decides again. */
const kinds: Readonly<Record<string, { name: string; parents: readonly string[] }>> = {
  committee: { name: "委员会", parents: [] },
  department: { name: "部门", parents: ["committee"] },
  park: { name: "园区", parents: ["committee"] },
  street: { name: "街道", parents: ["committee"] },
  town: { name: "镇", parents: ["committee"] },
  community: { name: "社区", parents: ["street", "town", "park"] },
  village: { name: "村", parents: ["street", "town"] },
  school: { name: "学校", parents: districtParts },
  venue: { name: "场馆", parents: districtParts },
  hospital: { name: "医院", parents: districtParts },
  company: { name: "企业", parents: districtParts },
  society: { name: "社团与院所", parents: districtParts },
  station: { name: "站点", parents: ["committee", "park", "street", "town", "community", "village"] },
};

export const unitKindName = (kind: string): string => kinds[kind]?.name ?? kind;

export const unitKindOptions = Object.entries(kinds).map(([value, { name }]) => ({ value, label: name }));

export const kindsUnder = (parentKind: string): string[] =>
  Object.entries(kinds)
    .filter(([, kind]) => kind.parents.includes(parentKind))
    .map(([code]) => code);

export const mayStandUnder = (kind: string, parentKind: string): boolean =>
  kinds[kind]?.parents.includes(parentKind) ?? false;

export const stationLevels = [
  { value: "center", label: "中心" },
  { value: "sub", label: "所" },
  { value: "station", label: "站" },
];
