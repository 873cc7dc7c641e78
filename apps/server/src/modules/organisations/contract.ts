import Type, { type Static } from "typebox";
import type { UnitKind } from "#kernel/tables.ts";
import { unitKindCodes } from "./unit-kinds.ts";

const closed = { additionalProperties: false } as const;
export const idPattern = "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$";
export const id = Type.String({ pattern: idPattern, title: "编号" });
export const date = Type.String({ format: "date", pattern: "^(19|20)\\d\\d-", title: "日期" });
const nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()]);
const text = Type.String();

export const idParams = Type.Object({ id });
export const nextAction = Type.Object({
  action: text,
  label: text,
  allowed: Type.Boolean(),
  reason: Type.Optional(text),
});
export type NextAction = Static<typeof nextAction>;

export const pageQuery = {
  page: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000, title: "页码" })),
  size: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, title: "每页条数" })),
  sort: Type.Optional(Type.String({ maxLength: 40, title: "排序" })),
  q: Type.Optional(Type.String({ maxLength: 60, title: "查找" })),
};

const unitKind = Type.Unsafe<UnitKind>({ type: "string", enum: [...unitKindCodes], title: "类别" });
const stationLevel = Type.Union([Type.Literal("center"), Type.Literal("sub"), Type.Literal("station")], {
  title: "站点级别",
});
const regionCode = Type.String({ pattern: "^[0-9]{12}$", title: "区划代码（12 位数字）" });
const unitName = Type.String({ minLength: 2, maxLength: 80, pattern: "\\S.*\\S", title: "单位名称" });
const phone = Type.String({ maxLength: 40, pattern: "^[0-9+()（）\\- 转、]*$", title: "电话" });
const address = Type.String({ maxLength: 120, title: "地址" });
const openingHours = Type.String({ maxLength: 120, title: "开放时间" });
const description = Type.String({ maxLength: 500, title: "说明" });

export const unitQuery = Type.Object(
  {
    ...pageQuery,
    kind: Type.Optional(Type.String({ maxLength: 200, title: "类别" })),
    parentId: Type.Optional(id),
    underId: Type.Optional(id),
    areaSetId: Type.Optional(id),
    state: Type.Optional(Type.Union([Type.Literal("open"), Type.Literal("closed"), Type.Literal("all")])),
  },
  closed,
);
export type UnitQuery = Static<typeof unitQuery>;

export const unitRow = Type.Object({
  id,
  name: text,
  kind: unitKind,
  kindName: text,
  path: text,
  parentId: nullable(id),
  parentName: nullable(text),
  depth: Type.Integer(),
  regionCode: nullable(text),
  stationLevel: nullable(stationLevel),
  stationLevelName: nullable(text),
  stationOf: nullable(id),
  phone: nullable(text),
  address: nullable(text),
  openingHours: nullable(text),
  description: text,
  validFrom: text,
  validTo: nullable(text),
  childCount: Type.Integer(),
});
export const unitPage = Type.Object({
  rows: Type.Array(unitRow),
  total: Type.Integer(),
  page: Type.Integer(),
  size: Type.Integer(),
});

export const treeQuery = Type.Object(
  { rootId: Type.Optional(id), depth: Type.Optional(Type.Integer({ minimum: 1, maximum: 12 })) },
  closed,
);
export const treeAnswer = Type.Object({
  nodes: Type.Array(
    Type.Object({
      id,
      name: text,
      kind: unitKind,
      kindName: text,
      path: text,
      parentId: nullable(id),
      childCount: Type.Integer(),
    }),
  ),
});

const named = Type.Object({ id, name: text });
const station = Type.Object({ id, name: text, level: stationLevel, phone: nullable(text) });
export const unitDetail = Type.Object({
  ...unitRow.properties,
  ancestors: Type.Array(named),
  areaSets: Type.Array(
    Type.Object({ id, scheme: text, name: text, validFrom: text, validTo: nullable(text) }),
  ),
  regionCodes: Type.Array(Type.Object({ regionCode: text, validFrom: text, validTo: nullable(text) })),
  station: nullable(station),
  takeOver: Type.Array(station),
  servingAreas: Type.Array(Type.Object({ id, name: text, validFrom: text, validTo: nullable(text) })),
  peopleCount: nullable(Type.Integer()),
  uses: Type.Array(Type.Object({ name: text, label: text, count: Type.Integer() })),
  nextActions: Type.Array(nextAction),
});

export const newUnit = Type.Object(
  {
    kind: unitKind,
    name: unitName,
    parentId: id,
    regionCode: Type.Optional(regionCode),
    stationLevel: Type.Optional(stationLevel),
    stationOf: Type.Optional(id),
    phone: Type.Optional(phone),
    address: Type.Optional(address),
    openingHours: Type.Optional(openingHours),
    description: Type.Optional(description),
    validFrom: Type.Optional(date),
  },
  closed,
);
export const unitChange = Type.Object(
  {
    name: Type.Optional(unitName),
    parentId: Type.Optional(id),
    regionCode: Type.Optional(nullable(regionCode)),
    stationOf: Type.Optional(nullable(id)),
    phone: Type.Optional(nullable(phone)),
    address: Type.Optional(nullable(address)),
    openingHours: Type.Optional(nullable(openingHours)),
    description: Type.Optional(description),
  },
  closed,
);
export const closing = Type.Object({ validTo: Type.Optional(date) }, closed);
export const unitReference = Type.Object({ id, path: text, name: text });
export const created = Type.Object({ id });

const period = { validFrom: Type.Optional(date), validTo: Type.Optional(date) };
export const newAreaSet = Type.Object(
  {
    scheme: Type.Optional(Type.String({ pattern: "^[a-z][a-z_]{1,39}$", title: "划分" })),
    name: Type.String({ minLength: 2, maxLength: 40, pattern: "\\S.*\\S", title: "片区名称" }),
    description: Type.Optional(description),
    ...period,
  },
  closed,
);
export const newAreaMember = Type.Object({ unitId: id, ...period }, closed);
export const areaMemberEnd = Type.Object({ validTo: date }, closed);
export const areaMemberParams = Type.Object({ id, memberId: id });
export const newStationArea = Type.Object({ unitId: id, ...period }, closed);
export const areaSetList = Type.Object({
  rows: Type.Array(
    Type.Object({
      id,
      scheme: text,
      name: text,
      description: text,
      validFrom: text,
      validTo: nullable(text),
      memberCount: Type.Integer(),
      members: Type.Array(
        Type.Object({ id, unitId: id, unitName: text, validFrom: text, validTo: nullable(text) }),
      ),
    }),
  ),
});
