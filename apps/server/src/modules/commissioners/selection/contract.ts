import Type from "typebox";
import { closed, day, field, id, nullableText, oneOf, pageOf, pageQuery, text } from "../contract.ts";
import type { ApplicationStatus, CallStatus } from "../state.ts";

const callStatus = oneOf<CallStatus>(["open", "finished", "cancelled"], "状态");
const applicationStatus = oneOf<ApplicationStatus>(
  ["nominated", "applied", "selected", "passed_over", "withdrawn"],
  "状态",
);
const phone = Type.String({ minLength: 5, maxLength: 30, title: "他的手机号" });
const nextActions = Type.Array(
  Type.Object({ action: text, label: text, allowed: Type.Boolean(), reason: Type.Optional(text) }),
);

export const callQuery = Type.Object({ ...pageQuery, status: Type.Optional(callStatus) });
export const callBody = Type.Object(
  {
    unitId: Type.Unsafe<string>({ ...id, title: "哪个镇街" }),
    field,
    title: Type.String({ maxLength: 60, title: "名称" }),
    bases: Type.String({ minLength: 2, maxLength: 300, title: "服务哪些农户、基地" }),
    seats: Type.Integer({ minimum: 1, maximum: 20, title: "选几个人" }),
    applyUntilOn: day("申请到哪天"),
    startsOn: day("聘期从哪天"),
    endsOn: day("聘期到哪天"),
  },
  closed,
);
export const callPage = pageOf(
  Type.Object({
    id,
    title: text,
    unitId: id,
    unitName: text,
    fieldName: text,
    bases: text,
    seats: Type.Integer(),
    selected: Type.Integer(),
    applications: Type.Integer(),
    reviewers: Type.Integer(),
    applyUntilOn: text,
    startsOn: text,
    endsOn: text,
    status: callStatus,
    statusName: text,
    endReason: nullableText,
    nextActions,
  }),
);
export const reviewerBody = Type.Object({ phone }, closed);
export const nominateBody = Type.Object(
  {
    phone,
    unitId: Type.Unsafe<string>({ ...id, title: "哪个单位推荐" }),
    statement: Type.String({ maxLength: 1500, title: "他会什么、做过什么" }),
  },
  closed,
);
export const endBody = Type.Object(
  { reason: Type.Optional(Type.String({ maxLength: 300, title: "原因" })) },
  closed,
);

export const applicationQuery = Type.Object({
  ...pageQuery,
  call: Type.Optional(id),
  status: Type.Optional(applicationStatus),
});
export const applicationPage = pageOf(
  Type.Object({
    id,
    name: text,
    callId: id,
    title: text,
    unitId: id,
    unitName: text,
    fieldName: text,
    nominatedBy: nullableText,
    status: applicationStatus,
    statusName: text,
    scored: Type.Integer({ description: "Reviewers without a conflict who scored." }),
    recused: Type.Integer(),
    score: Type.Union([Type.Number(), Type.Null()], {
      description: "Average of the scores, of a hundred; null until two reviewers scored.",
    }),
    decisionReason: nullableText,
    term: text,
    bases: text,
    nextActions,
  }),
);
export const reviewsAnswer = Type.Object({
  statement: text,
  rows: Type.Array(
    Type.Object({ skill: Type.Integer(), practice: Type.Integer(), plan: Type.Integer(), comment: text }),
  ),
});
export const decideBody = Type.Object({ reason: Type.String({ maxLength: 300, title: "原因" }) }, closed);
export const appointBody = Type.Object(
  { document: Type.String({ minLength: 2, maxLength: 120, title: "聘任文件" }) },
  closed,
);

export const applyBody = Type.Object(
  { statement: Type.String({ maxLength: 1500, title: "会什么、做过什么、打算怎么服务" }) },
  closed,
);
const points = (most: number, title: string) => Type.Integer({ minimum: 0, maximum: most, title });
export const scoreBody = Type.Object(
  {
    skill: points(40, "专业能力"),
    practice: points(30, "下田、带农户的经历"),
    plan: points(30, "服务打算可行不可行"),
    comment: Type.String({ maxLength: 500, title: "为什么这样打分" }),
    declared: Type.Optional(oneOf(["yes"] as const, "没有利害关系")),
  },
  closed,
);
