import Type, { type Static } from "typebox";
import { audiences } from "#kernel/audiences.ts";
import { expertFields } from "#modules/people/index.ts";
import type { ReturnView } from "./returns.ts";
import { claimStates, type ClaimStatus, verdictStates, type VerdictStatus } from "./state.ts";
import { deskSourceCodes, limits } from "./vocabulary.ts";

const closed = { additionalProperties: false } as const;
export const id = Type.String({
  pattern: "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
  title: "编号",
});
const text = Type.String();
const moment = Type.Unsafe<Date>({ type: "string", format: "date-time" });
/** fast-json-stringify picks the branch of a union by validation, and a Date is no string: so no union here. */
const optionalMoment = Type.Unsafe<Date | null>({ type: "string", format: "date-time", nullable: true });
const nullableText = Type.Unsafe<string | null>({ type: "string", nullable: true });
const nullableNumber = Type.Unsafe<number | null>({ type: "number", nullable: true });
const oneOf = <T extends string>(values: readonly T[], title: string) =>
  Type.Unsafe<T>({ type: "string", enum: [...values], title });
const pageOf = <T extends ReturnType<typeof Type.Object>>(row: T) =>
  Type.Object({ rows: Type.Array(row), total: Type.Integer(), page: Type.Integer(), size: Type.Integer() });

// Keys of an object literal are its codes by construction.
const field = oneOf(Object.keys(expertFields) as (keyof typeof expertFields)[], "领域");
const claimStatus = Type.Unsafe<ClaimStatus>({ type: "string", enum: [...claimStates.states] });
const verdictStatus = Type.Unsafe<VerdictStatus>({ type: "string", enum: [...verdictStates.states] });
const day = Type.String({ pattern: "^\\d{4}-\\d{2}-\\d{2}$", title: "截至日期" });

export const idParams = Type.Object({ id });
export const photoParams = Type.Object({ id, photoId: id });
export const idAnswer = Type.Object({ id: text });
export const toldAnswer = Type.Object({ id: text, told: Type.Integer() });
export const reasonBody = Type.Object(
  { reason: Type.String({ minLength: 1, maxLength: 300, title: "原因" }) },
  closed,
);

// The portal.
export const askBody = Type.Object({
  /** May be missing where a picture came. */
  message: Type.Optional(Type.String({ maxLength: limits.message, title: "收到的话" })),
});
export const chooseBody = Type.Object({
  choice: Type.Optional(Type.String({ maxLength: 12, title: "哪一个" })),
});
export const contactBody = Type.Object({
  phone: Type.Optional(Type.String({ maxLength: 20, title: "手机号" })),
  contactAgreed: Type.Optional(Type.Literal("yes", { title: "同意" })),
  unitId: Type.Optional(id),
});
export const emptyBody = Type.Object({});
export const askedPhotoParams = Type.Object({
  number: Type.String({ maxLength: 40, title: "查询号" }),
  photoId: id,
});
export const numberParams = Type.Object({ number: Type.String({ maxLength: 40, title: "查询号" }) });
export const lookUpQuery = Type.Object({
  receipt: Type.Optional(Type.String({ maxLength: 60, title: "查询号" })),
});
export const listQuery = Type.Object({
  q: Type.Optional(Type.String({ maxLength: 60 })),
  rating: Type.Optional(Type.String({ maxLength: 40 })),
  page: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000 })),
});
export const noParams = Type.Object({ no: Type.String({ pattern: "^[1-9]\\d{0,8}$" }) });
export const monthParams = Type.Object({ month: Type.String({ pattern: "^\\d{4}-(0[1-9]|1[0-2])$" }) });

// The desk.
const triage = Type.Object({
  score: Type.Number(),
  spread: Type.Number(),
  harm: Type.Number(),
  locality: Type.Number(),
});
export const deskQuery = Type.Object(
  {
    page: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000, title: "页码" })),
    size: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, title: "每页条数" })),
    sort: Type.Optional(oneOf(["score", "-score", "firstAt", "-firstAt", "reports", "-reports"], "排序")),
    q: Type.Optional(Type.String({ maxLength: 60, title: "查找" })),
    status: Type.Optional(Type.String({ maxLength: 80, title: "状态" })),
    field: Type.Optional(field),
    returned: Type.Optional(Type.Literal("yes", { title: "又传起来的" })),
  },
  closed,
);
const returned = Type.Unsafe<ReturnView | null>({
  type: "object",
  nullable: true,
  required: ["since", "reports", "quietDays"],
  properties: {
    since: { type: "string", format: "date-time" },
    reports: { type: "integer" },
    quietDays: { type: "integer" },
  },
});
export const deskRow = Type.Object({
  id,
  no: Type.Integer(),
  title: text,
  described: Type.Boolean(),
  status: claimStatus,
  statusName: text,
  fieldName: nullableText,
  harm: nullableNumber,
  reports: Type.Integer(),
  waiting: Type.Integer(),
  wordings: Type.Integer(),
  firstAt: moment,
  dueAt: optionalMoment,
  triage,
  returned,
  assignedTo: nullableText,
  unitId: id,
  unitName: text,
  working: Type.Unsafe<VerdictStatus | null>({
    type: "string",
    enum: [...verdictStates.states, null],
    nullable: true,
  }),
});
export const deskPage = pageOf(deskRow);

export const sourceSchema = Type.Object(
  {
    publisher: Type.String({ minLength: 1, maxLength: 100, title: "发布单位" }),
    title: Type.String({ minLength: 1, maxLength: 200, title: "来源标题" }),
    date: Type.Optional(Type.String({ maxLength: 10, title: "来源日期" })),
    url: Type.Optional(Type.String({ maxLength: 500, title: "来源网址" })),
    seenOn: Type.Optional(Type.String({ maxLength: 10, title: "查阅日期" })),
  },
  closed,
);
export const verdictBody = Type.Object(
  {
    rating: Type.String({ maxLength: 40, title: "结论" }),
    title: Type.String({ minLength: 1, maxLength: 120, title: "说法" }),
    answer: Type.String({ maxLength: 200, title: "一句话结论" }),
    explanation: Type.String({ maxLength: 4_000, title: "解释" }),
    conditions: Type.String({ maxLength: 400, title: "什么条件下" }),
    advice: Type.String({ maxLength: 400, title: "怎么办" }),
    validOn: day,
    sources: Type.Array(sourceSchema, { maxItems: 20, title: "来源" }),
    changeNotice: Type.String({ maxLength: 300, title: "改了什么" }),
  },
  closed,
);
export const saveBody = Type.Object(
  { baseRevision: Type.Integer({ minimum: 1, title: "版次" }), body: verdictBody },
  closed,
);
export const savedAnswer = Type.Object({ id: text, revision: Type.Integer() });
export const signBody = Type.Object(
  {
    decision: oneOf(["agree", "dissent"], "意见"),
    reason: Type.Optional(Type.String({ maxLength: 1_000, title: "理由" })),
    contentHash: Type.String({ pattern: "^[0-9a-f]{64}$", title: "文字校验码" }),
  },
  closed,
);

const rating = Type.Object({ code: text, name: text, about: text, value: Type.Integer() });
export const ratingsAnswer = Type.Object({ rows: Type.Array(rating) });
export const ratingBody = Type.Object(
  {
    code: Type.String({ minLength: 2, maxLength: 30, title: "代码" }),
    name: Type.String({ minLength: 1, maxLength: 10, title: "名称" }),
    about: Type.String({ maxLength: 80, title: "意思" }),
    value: Type.Integer({ minimum: 1, maximum: 5, title: "可信程度" }),
  },
  closed,
);
const card = Type.Object({
  claimId: id,
  claimNo: Type.Integer(),
  versionNo: Type.Integer(),
  title: text,
  answer: text,
  rating,
  publishedAt: moment,
  asked: Type.Integer(),
});
const deskVerdict = Type.Object({
  id,
  versionNo: Type.Integer(),
  status: verdictStatus,
  statusName: text,
  revision: Type.Integer(),
  roundNo: Type.Integer(),
  field: text,
  fieldName: text,
  rating: text,
  title: text,
  answer: text,
  explanation: text,
  conditions: text,
  advice: text,
  validOn: text,
  sources: Type.Array(
    Type.Object({
      publisher: text,
      title: text,
      date: Type.Optional(text),
      url: Type.Optional(text),
      seenOn: Type.Optional(text),
    }),
  ),
  changeNotice: text,
  contentHash: nullableText,
  publishedAt: optionalMoment,
  authors: Type.Array(text),
  signatures: Type.Array(
    Type.Object({
      personName: text,
      publicTitle: text,
      decision: oneOf(["agree", "dissent"], "意见"),
      reason: nullableText,
      signedAt: moment,
      counts: Type.Boolean(),
    }),
  ),
  told: Type.Integer(),
});
export const deskDetail = Type.Object({
  id,
  no: Type.Integer(),
  title: nullableText,
  status: claimStatus,
  statusName: text,
  field: nullableText,
  fieldName: nullableText,
  harm: nullableNumber,
  unitId: id,
  unitName: text,
  mergedIntoId: nullableText,
  declineReason: nullableText,
  assignedTo: nullableText,
  createdAt: moment,
  triage,
  reports: Type.Integer(),
  waiting: Type.Integer(),
  sources: Type.Array(Type.Object({ source: text, count: Type.Integer() })),
  places: Type.Array(Type.Object({ unitName: text, count: Type.Integer() })),
  audiences: Type.Array(Type.Object({ audience: text, count: Type.Integer() })),
  dueAt: optionalMoment,
  wordings: Type.Array(
    Type.Object({ id: text, text, confirmed: Type.Boolean(), reports: Type.Integer(), createdAt: moment }),
  ),
  photos: Type.Array(Type.Object({ id, createdAt: moment, hasWords: Type.Boolean() })),
  returned,
  near: Type.Array(card),
  notes: Type.Array(Type.Object({ id, personName: text, note: text, createdAt: moment })),
  verdicts: Type.Array(deskVerdict),
  acts: Type.Array(Type.Object({ at: moment, title: text, personName: nullableText, reason: nullableText })),
  nextActions: Type.Array(
    Type.Object({ action: text, label: text, allowed: Type.Boolean(), reason: Type.Optional(text) }),
  ),
});
export type DeskDetailAnswer = Static<typeof deskDetail>;

export const intakeBody = Type.Object(
  {
    message: Type.String({ minLength: 1, maxLength: limits.message, title: "收到的话" }),
    source: oneOf(deskSourceCodes, "从哪里来"),
    unitId: id,
    audience: Type.Optional(oneOf(audiences, "人群")),
    phone: Type.Optional(Type.String({ maxLength: 20, title: "手机号" })),
    contactAgreed: Type.Optional(Type.Literal("yes", { title: "本人同意" })),
  },
  closed,
);
export const intakeAnswer = Type.Object({
  id: text,
  number: text,
  status: text,
  statusName: text,
  claimId: nullableText,
  /** The verdict's page, to be read out or printed, where there is one already. */
  page: nullableText,
});
export const takeUpBody = Type.Object(
  {
    title: Type.String({ minLength: 4, maxLength: 120, title: "说法" }),
    field,
    harm: Type.Number({ minimum: 0, maximum: 1, title: "危害" }),
    reason: Type.Optional(Type.String({ maxLength: 300, title: "说明" })),
  },
  closed,
);
export const mergeBody = Type.Object(
  {
    intoId: id,
    reason: Type.String({ minLength: 1, maxLength: 300, title: "原因" }),
  },
  closed,
);
export const splitBody = Type.Object(
  {
    wordings: Type.Array(Type.String({ pattern: "^[0-9a-f]{64}$" }), {
      minItems: 1,
      maxItems: 200,
      title: "传法",
    }),
    reason: Type.String({ minLength: 1, maxLength: 300, title: "原因" }),
  },
  closed,
);
export const transcribeBody = Type.Object(
  { text: Type.String({ minLength: 1, maxLength: limits.message, title: "图片里的字" }) },
  closed,
);
export const noteBody = Type.Object(
  { note: Type.String({ minLength: 2, maxLength: 2_000, title: "笔记" }) },
  closed,
);
