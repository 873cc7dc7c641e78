import Type from "typebox";
import { faceFields } from "#kernel/face-photo.ts";
import {
  type CommissionerField,
  commissionerFieldCodes,
  type ContractStatus,
  type LogStatus,
} from "./state.ts";

export const closed = { additionalProperties: false } as const;
export const id = Type.String({ pattern: "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$" });
export const text = Type.String();
export const nullableText = Type.Union([Type.String(), Type.Null()]);
const moment = Type.Unsafe<Date>({ type: "string", format: "date-time" });
export const day = (title: string) => Type.String({ pattern: "^\\d{4}-\\d{2}-\\d{2}$", title });
export const oneOf = <T extends string>(codes: readonly T[], title: string) =>
  Type.Unsafe<T>({ type: "string", enum: [...codes], title });
export const field = oneOf<CommissionerField>(commissionerFieldCodes, "方向");
const logStatus = oneOf<LogStatus>(["reported", "confirmed", "disputed"], "状态");

export const idParams = Type.Object({ id });
export const idAnswer = Type.Object({ id });
export const pageQuery = {
  page: Type.Optional(Type.Integer({ minimum: 1, default: 1 })),
  size: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
  sort: Type.Optional(Type.String({ maxLength: 30 })),
};
export const listQuery = Type.Object(pageQuery);
export const logQuery = Type.Object({ ...pageQuery, status: Type.Optional(logStatus) });
export const scoreQuery = Type.Object({
  ...pageQuery,
  year: Type.Optional(Type.Integer({ minimum: 2000, maximum: 2100 })),
});
export const pageOf = <T extends Parameters<typeof Type.Array>[0]>(row: T) =>
  Type.Object({
    rows: Type.Array(row),
    total: Type.Integer(),
    page: Type.Integer(),
    size: Type.Integer(),
  });

export const contractBody = Type.Object(
  {
    phone: Type.String({ minLength: 5, maxLength: 30, title: "他的手机号" }),
    unitId: Type.Unsafe<string>({ ...id, title: "哪个镇街" }),
    field,
    bases: Type.String({ minLength: 2, maxLength: 300, title: "服务哪些农户、基地" }),
    document: Type.String({ minLength: 2, maxLength: 120, title: "聘任文件" }),
    startsOn: day("从哪天"),
    endsOn: day("到哪天"),
  },
  closed,
);
export const reasonBody = Type.Object(
  { reason: Type.String({ minLength: 1, maxLength: 300, title: "原因" }) },
  closed,
);
export const contractPage = pageOf(
  Type.Object({
    id,
    name: text,
    unitId: id,
    unitName: text,
    fieldName: text,
    bases: text,
    document: text,
    startsOn: text,
    endsOn: text,
    status: oneOf<ContractStatus>(["in_force", "ended"], "状态"),
    statusName: text,
    endReason: nullableText,
  }),
);
export const logPage = pageOf(
  Type.Object({
    id,
    name: text,
    unitId: id,
    unitName: text,
    fieldName: text,
    visitedAt: moment,
    place: text,
    advice: text,
    fromOrder: Type.Boolean(),
    status: logStatus,
    statusName: text,
    confirmedByName: nullableText,
    decisionReason: nullableText,
    photoIds: Type.Array(id),
  }),
);
export const scorePage = pageOf(
  Type.Object({
    personId: id,
    name: text,
    unitId: id,
    unitName: text,
    score: Type.Integer({ description: "Confirmed visits, of one farmer and day one." }),
    farmers: Type.Integer(),
    unconfirmed: Type.Integer({ description: "Written down and not confirmed: count nothing." }),
  }),
);

export const photoParams = Type.Object({ id, photoId: id });
export const photoBody = Type.Object(faceFields, closed);
export const logBody = Type.Object(
  {
    ...faceFields,
    contractId: Type.Unsafe<string>({ ...id, title: "哪份聘任" }),
    day: day("哪天去的"),
    time: Type.String({ pattern: "^([01]\\d|2[0-3]):[0-5]\\d$", title: "几点到的" }),
    place: Type.String({ minLength: 2, maxLength: 100, title: "在哪里" }),
    advice: Type.String({ minLength: 1, maxLength: 500, title: "看了什么、出了什么主意" }),
    farmerName: Type.String({ minLength: 1, maxLength: 30, title: "农户怎么称呼" }),
    farmerPhone: Type.Optional(Type.String({ maxLength: 30, title: "农户的手机号" })),
    orderId: Type.Optional(Type.Unsafe<string>({ ...id, title: "哪个点单" })),
  },
  closed,
);
export const ownQuery = Type.Object({ order: Type.Optional(id) });
export const codeBody = Type.Object(
  { code: Type.String({ minLength: 1, maxLength: 20, title: "确认码" }) },
  closed,
);
export const emptyBody = Type.Object({}, closed);
