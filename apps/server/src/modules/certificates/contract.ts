import Type from "typebox";
import type { CertificateKind, CertificateStanding, CertificateStatus } from "./state.ts";

const closed = { additionalProperties: false } as const;
const id = Type.String({ pattern: "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$" });
const text = Type.String();
const nullableText = Type.Union([Type.String(), Type.Null()]);
const nullableCount = Type.Union([Type.Integer(), Type.Null()]);
const moment = Type.Unsafe<Date>({ type: "string", format: "date-time" });
const nullableMoment = Type.Union([moment, Type.Null()]);
const day = (title: string) => Type.String({ pattern: "^\\d{4}-\\d{2}-\\d{2}$", title });
const oneOf = <T extends string>(codes: readonly T[], title: string) =>
  Type.Unsafe<T>({ type: "string", enum: [...codes], title });

export const idParams = Type.Object({ id });
export const requestBody = Type.Object(
  {
    unitId: Type.String({ maxLength: 40, title: "哪个单位出具" }),
    from: day("从哪天"),
    to: day("到哪天"),
    purpose: Type.Optional(Type.String({ maxLength: 100, title: "用途" })),
  },
  closed,
);
export const verifyQuery = Type.Object({
  no: Type.Optional(Type.String({ maxLength: 40 })),
  code: Type.Optional(Type.String({ maxLength: 20 })),
});

const status = oneOf<CertificateStatus>(["requested", "issued", "refused", "revoked"], "状态");
const standing = oneOf<CertificateStanding>(
  ["requested", "issued", "superseded", "refused", "revoked"],
  "现在的效力",
);
const kind = oneOf<CertificateKind>(["hours", "thanks"], "哪一种");
export const listQuery = Type.Object({
  page: Type.Optional(Type.Integer({ minimum: 1, default: 1 })),
  size: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
  sort: Type.Optional(Type.String({ maxLength: 30 })),
  status: Type.Optional(status),
  kind: Type.Optional(kind),
});
export const certificatePage = Type.Object({
  rows: Type.Array(
    Type.Object({
      id,
      kind,
      kindName: text,
      name: text,
      unitId: id,
      unitName: text,
      from: text,
      to: text,
      purpose: nullableText,
      no: nullableText,
      creditedMinutes: nullableCount,
      addedMinutes: nullableCount,
      status,
      standing,
      standingName: text,
      dueAt: nullableMoment,
      issuedAt: nullableMoment,
      decisionReason: nullableText,
      createdAt: moment,
    }),
  ),
  total: Type.Integer(),
  page: Type.Integer(),
  size: Type.Integer(),
});
export const reasonBody = Type.Object(
  { reason: Type.String({ minLength: 1, maxLength: 300, title: "原因" }) },
  closed,
);
export const thanksBody = Type.Object(
  {
    teamId: id,
    personId: id,
    from: day("从哪天"),
    to: day("到哪天"),
    words: Type.String({ minLength: 1, maxLength: 600, title: "感谢的话" }),
  },
  closed,
);
export const idAnswer = Type.Object({ id });
