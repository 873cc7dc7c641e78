import Type from "typebox";
import { type ClaimKind, claimKindCodes, type ClaimStatus, claimStates } from "./state.ts";

const closed = { additionalProperties: false } as const;
const id = Type.String({ pattern: "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$" });
const text = Type.String();
const nullableText = Type.Union([Type.String(), Type.Null()]);
const moment = Type.Unsafe<Date>({ type: "string", format: "date-time" });
const nullableMoment = Type.Unsafe<Date | null>({
  anyOf: [{ type: "string", format: "date-time" }, { type: "null" }],
});
const oneOf = <T extends string>(codes: readonly T[], title: string) =>
  Type.Unsafe<T>({ type: "string", enum: [...codes], title });
const status = oneOf<ClaimStatus>(claimStates.states, "状态");

export const idParams = Type.Object({ id });
export const paperParams = Type.Object({ id, paperId: id });
export const idAnswer = Type.Object({ id });
export const emptyBody = Type.Object({}, closed);
export const fileBody = Type.Object(
  {
    visitId: Type.Unsafe<string>({ ...id, title: "哪一次服务" }),
    kind: oneOf<ClaimKind>(claimKindCodes, "出了什么事"),
    body: Type.String({ minLength: 1, maxLength: 1_000, title: "怎么发生的" }),
  },
  closed,
);
export const reasonBody = Type.Object(
  { reason: Type.String({ minLength: 1, maxLength: 300, title: "原因" }) },
  closed,
);
export const payBody = Type.Object(
  { paidYuan: Type.String({ pattern: "^\\d{1,7}(\\.\\d{1,2})?$", title: "赔了多少元" }) },
  closed,
);
/** `123.4` yuan is 12,340 fen, without a floating point in between. */
export const toFen = (yuan: string): number => {
  const [whole = "0", part = ""] = yuan.split(".");
  return Number(whole) * 100 + Number(part.padEnd(2, "0"));
};
export const listQuery = Type.Object({
  page: Type.Optional(Type.Integer({ minimum: 1, default: 1 })),
  size: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
  sort: Type.Optional(Type.String({ maxLength: 30 })),
  status: Type.Optional(status),
});
export const claimPage = Type.Object({
  rows: Type.Array(
    Type.Object({
      id,
      no: text,
      visitTitle: text,
      name: text,
      teamId: id,
      teamName: text,
      unitId: id,
      unitName: text,
      kindName: text,
      body: nullableText,
      wasInsured: Type.Boolean(),
      paperIds: Type.Array(id),
      status,
      statusName: text,
      dueAt: nullableMoment,
      isLate: Type.Boolean(),
      paidYuan: nullableText,
      reason: nullableText,
      createdAt: moment,
    }),
  ),
  total: Type.Integer(),
  page: Type.Integer(),
  size: Type.Integer(),
});
