import Type, { type Static } from "typebox";
import type { UnitKind } from "#kernel/tables.ts";
import { id, idPattern, nextAction, pageQuery } from "./contract.ts";
import { type OrganisationKind, organisationKindCodes } from "./organisation-kinds.ts";
import { organisationStates, type OrganisationStatus } from "./state.ts";
import { unitKindCodes } from "./unit-kinds.ts";

const closed = { additionalProperties: false } as const;
const text = Type.String();
const optionalText = Type.Union([text, Type.Null()]);

export const organisationKind = Type.Unsafe<OrganisationKind>({
  type: "string",
  enum: [...organisationKindCodes],
  title: "单位种类",
});
const status = Type.Unsafe<OrganisationStatus>({ type: "string", enum: [...organisationStates.states] });

export const organisationQuery = Type.Object(
  {
    ...pageQuery,
    status: Type.Optional(Type.String({ maxLength: 120, title: "状态" })),
    kind: Type.Optional(organisationKind),
    nonProfit: Type.Optional(Type.Literal("yes")),
    unit: Type.Optional(id),
  },
  closed,
);
export type OrganisationQuery = Static<typeof organisationQuery>;

export const organisationRow = Type.Object({
  id,
  receiptNo: text,
  kind: organisationKind,
  kindName: text,
  name: text,
  creditCode: text,
  nonProfit: Type.Boolean(),
  purpose: text,
  homeUnitId: id,
  homeUnitName: text,
  homeUnitPath: text,
  address: text,
  status,
  statusName: text,
  statusChangedAt: text,
  unitId: Type.Union([id, Type.Null()]),
  hasProof: Type.Boolean(),
  createdAt: text,
});
export const organisationPage = Type.Object({
  rows: Type.Array(organisationRow),
  total: Type.Integer(),
  page: Type.Integer(),
  size: Type.Integer(),
});
export const organisationDetail = Type.Object({
  ...organisationRow.properties,
  contact: Type.Object({ name: text, phone: text }),
  history: Type.Array(
    Type.Object({
      at: text,
      event: text,
      eventName: text,
      toStatus: text,
      reason: optionalText,
      personId: optionalText,
    }),
  ),
  nextActions: Type.Array(nextAction),
});
export const verifyBody = Type.Object(
  {
    unitId: Type.Optional(id),
    unitKind: Type.Optional(
      Type.Unsafe<UnitKind>({
        type: "string",
        enum: unitKindCodes.filter((code) => !["committee", "street", "town"].includes(code)),
        title: "单位类别",
      }),
    ),
  },
  closed,
);
export const reasonBody = Type.Object(
  { reason: Type.String({ minLength: 1, maxLength: 500, title: "原因" }) },
  closed,
);
export const reviewAnswer = Type.Object({ id, status, unitId: Type.Union([id, Type.Null()]) });
export const contactAnswer = Type.Object({ name: text, phone: text });

// ---- the registration's pages: one question a page ----
const registration = {
  kind: organisationKind,
  name: Type.String({ minLength: 2, maxLength: 80, pattern: "\\S.*\\S", title: "单位名称" }),
  // Not called a code: the kernel does not show fields with "code" in their name again, as they may be secrets.
  creditNo: Type.String({ minLength: 1, maxLength: 40, title: "统一社会信用代码" }),
  homeUnitId: Type.String({ pattern: idPattern, title: "所在街道（镇）、园区或社区（村）" }),
  address: Type.String({ minLength: 4, maxLength: 120, title: "详细地址" }),
  purpose: Type.String({ minLength: 10, maxLength: 500, title: "想做哪些科普" }),
  nonProfit: Type.Unsafe<"yes" | "no">({ type: "string", enum: ["yes", "no"], title: "是不是非营利单位" }),
  contactName: Type.String({ minLength: 2, maxLength: 30, title: "联系人姓名" }),
  contactPhone: Type.String({ minLength: 1, maxLength: 30, title: "联系电话" }),
  consent: Type.Optional(Type.Literal("yes", { title: "同意" })),
};
export const registrationSteps = {
  kind: Type.Object({ kind: registration.kind }, closed),
  identity: Type.Object({ name: registration.name, creditNo: registration.creditNo }, closed),
  place: Type.Object({ homeUnitId: registration.homeUnitId, address: registration.address }, closed),
  purpose: Type.Object({ purpose: registration.purpose, nonProfit: registration.nonProfit }, closed),
  contact: Type.Object(
    {
      contactName: registration.contactName,
      contactPhone: registration.contactPhone,
      consent: registration.consent,
    },
    closed,
  ),
} as const;
export const statusBody = Type.Object(
  {
    receiptNo: Type.String({ minLength: 1, maxLength: 40, title: "回执编号" }),
    phone: Type.String({ minLength: 1, maxLength: 30, title: "联系电话" }),
  },
  closed,
);
const { consent: _consent, ...answers } = registration;
// `fixCode` is a secret: it is not shown again after a refusal.
export const fixBody = Type.Object(
  { ...answers, fixCode: Type.String({ minLength: 1, maxLength: 20, title: "办理码" }) },
  closed,
);
export const withdrawBody = Type.Object(
  { fixCode: Type.String({ minLength: 1, maxLength: 20, title: "办理码" }) },
  closed,
);
