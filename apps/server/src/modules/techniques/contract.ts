import Type from "typebox";
import { type CommissionerField, commissionerFieldCodes } from "#modules/commissioners/index.ts";
import { type AdoptionStatus, adoptionStates, type EntryStatus, entryStates } from "./state.ts";
import {
  type EntryKind,
  entryKindCodes,
  type Ground,
  groundCodes,
  type Outcome,
  outcomeCodes,
  type Season,
  seasonCodes,
} from "./vocabulary.ts";

const closed = { additionalProperties: false } as const;
const id = Type.String({ pattern: "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$" });
const text = Type.String();
const nullableText = Type.Union([Type.String(), Type.Null()]);
const oneOf = <T extends string>(codes: readonly T[], title: string) =>
  Type.Unsafe<T>({ type: "string", enum: [...codes], title });
const someOf = <T extends string>(codes: readonly T[], title: string) =>
  Type.Array(oneOf(codes, title), { maxItems: codes.length, title });
const kind = oneOf<EntryKind>(entryKindCodes, "是什么");
const field = oneOf<CommissionerField>(commissionerFieldCodes, "方向");
const season = oneOf<Season>(seasonCodes, "季节");
const entryStatus = oneOf<EntryStatus>(entryStates.states, "状态");
const adoptionStatus = oneOf<AdoptionStatus>(adoptionStates.states, "状态");
const count = Type.Integer();

export const idParams = Type.Object({ id });
export const noParams = Type.Object({ no: Type.String({ pattern: "^[1-9]\\d{0,8}$" }) });
export const idAnswer = Type.Object({ id });
export const emptyBody = Type.Object({}, closed);
export const reasonBody = Type.Object(
  { reason: Type.String({ minLength: 1, maxLength: 300, title: "原因" }) },
  closed,
);
const words = {
  kind,
  field,
  name: Type.String({ minLength: 1, maxLength: 40, title: "名称" }),
  summary: Type.String({ minLength: 1, maxLength: 1_500, title: "是什么、怎么用" }),
  seasons: someOf<Season>(seasonCodes, "哪些季节"),
  grounds: someOf<Ground>(groundCodes, "适合什么地"),
  sourceTitle: Type.String({ minLength: 1, maxLength: 120, title: "出处" }),
  sourcePlace: Type.String({ minLength: 1, maxLength: 300, title: "在哪里查得到" }),
};
export const entryWords = Type.Object(words, closed);
export const newEntryBody = Type.Object(
  { unitId: Type.Unsafe<string>({ ...id, title: "哪个单位" }), ...words },
  closed,
);
export const adoptBody = Type.Object(
  { unitId: Type.Unsafe<string>({ ...id, title: "地在哪个镇街" }) },
  closed,
);
export const outcomeBody = Type.Object(
  {
    outcome: oneOf<Outcome>(outcomeCodes, "用得怎么样"),
    note: Type.Optional(Type.String({ maxLength: 300, title: "还想说的" })),
  },
  closed,
);
/** A choice that was left open comes as an empty text. */
const looseCode = Type.Optional(Type.String({ maxLength: 20 }));
export const publicQuery = Type.Object({
  kind: looseCode,
  field: looseCode,
  season: looseCode,
  page: looseCode,
});
/** The code that was chosen, if it is one of them. */
export const chosenOf = <T extends string>(codes: readonly T[], value: string | undefined): T | undefined =>
  codes.find((code) => code === value);

const pageQuery = {
  page: Type.Optional(Type.Integer({ minimum: 1, default: 1 })),
  size: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
  sort: Type.Optional(Type.String({ maxLength: 30 })),
};
export const entryQuery = Type.Object({
  ...pageQuery,
  status: Type.Optional(entryStatus),
  kind: Type.Optional(kind),
});
export const adoptionQuery = Type.Object({ ...pageQuery, status: Type.Optional(adoptionStatus) });
const pageOf = <T extends Parameters<typeof Type.Array>[0]>(row: T) =>
  Type.Object({ rows: Type.Array(row), total: count, page: count, size: count });
export const entryPage = pageOf(
  Type.Object({
    id,
    no: count,
    unitId: id,
    unitName: text,
    kind,
    kindName: text,
    field,
    fieldName: text,
    name: text,
    summary: text,
    seasons: Type.Array(season),
    grounds: Type.Array(oneOf<Ground>(groundCodes, "什么地")),
    sourceTitle: text,
    sourcePlace: text,
    status: entryStatus,
    statusName: text,
    reason: nullableText,
    adopted: count,
    good: count,
    fair: count,
    poor: count,
    nextActions: Type.Array(
      Type.Object({ action: text, label: text, allowed: Type.Boolean(), reason: Type.Optional(text) }),
    ),
  }),
);
export const adoptionPage = pageOf(
  Type.Object({
    id,
    entryName: text,
    name: text,
    unitId: id,
    unitName: text,
    seasonName: text,
    reportedOn: text,
    status: adoptionStatus,
    statusName: text,
    confirmedByName: nullableText,
    reason: nullableText,
    outcomeName: nullableText,
    outcomeNote: nullableText,
  }),
);
