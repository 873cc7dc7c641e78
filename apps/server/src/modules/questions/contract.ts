import Type from "typebox";
import { audiences, type Audience } from "#kernel/audiences.ts";
import { expertFields, type ExpertField } from "#modules/people/index.ts";
import { cardStates, type CardStatus } from "./card-state.ts";
import { questionStates, type QuestionStatus } from "./state.ts";

const closed = { additionalProperties: false } as const;
const text = Type.String();
const id = Type.String({ pattern: "^[0-9a-f-]{36}$", title: "编号" });
const oneOf = <T extends string>(values: readonly T[], title: string) =>
  Type.Unsafe<T>({ type: "string", enum: [...values], title });
const nullable = <T extends ReturnType<typeof Type.String>>(schema: T) => Type.Union([schema, Type.Null()]);
const audience = oneOf<Audience>(audiences, "人群");
const status = oneOf<QuestionStatus>(questionStates.states, "状态");
const cardStatus = oneOf<CardStatus>(cardStates.states, "状态");
// The keys of the literal are the fields by construction.
const field = oneOf<ExpertField>(Object.keys(expertFields) as ExpertField[], "领域");

export const askQuery = Type.Object({
  article: Type.Optional(Type.String({ maxLength: 12 })),
  q: Type.Optional(Type.String({ maxLength: 50 })),
  audience: Type.Optional(Type.String({ maxLength: 20 })),
  topic: Type.Optional(Type.String({ maxLength: 60 })),
});
export const askBody = Type.Object(
  {
    text: Type.Optional(Type.String({ maxLength: 2000, title: "问题" })),
    audience: Type.Optional(audience),
    topic: Type.Optional(Type.String({ maxLength: 41, title: "主题" })),
    article: Type.Optional(Type.String({ maxLength: 12, title: "文章" })),
    way: Type.Optional(oneOf(["code", "phone"] as const, "怎么答复")),
    phone: Type.Optional(Type.String({ maxLength: 30, title: "手机号" })),
    consent: Type.Optional(Type.Literal("yes", { title: "同意" })),
  },
  closed,
);
export const codeQuery = Type.Object({ code: Type.Optional(Type.String({ maxLength: 40 })) });
export const idParams = Type.Object({ id });
export const emptyBody = Type.Object({}, closed);

export const listQuery = Type.Object(
  {
    page: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000, title: "页码" })),
    size: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, title: "每页条数" })),
    status: Type.Optional(status),
    field: Type.Optional(field),
    audience: Type.Optional(audience),
    overdue: Type.Optional(Type.Literal("yes")),
    q: Type.Optional(Type.String({ maxLength: 60, title: "查找" })),
  },
  closed,
);

const questionRow = {
  id,
  status,
  statusName: text,
  askedText: text,
  audience: Type.Union([audience, Type.Null()]),
  topicCode: nullable(text),
  topicName: nullable(text),
  contact: oneOf(["account", "phone", "code"] as const, "怎么答复"),
  unitId: id,
  unitName: text,
  expertTitle: nullable(text),
  fieldName: nullable(text),
  askedAt: text,
  dueAt: text,
  endedAt: nullable(text),
  overdue: Type.Boolean(),
};

export const listAnswer = Type.Object({
  rows: Type.Array(Type.Object(questionRow)),
  total: Type.Integer(),
  page: Type.Integer(),
  size: Type.Integer(),
});
export const questionAnswer = Type.Object({
  ...questionRow,
  article: Type.Union([Type.Object({ no: Type.Integer(), title: text }), Type.Null()]),
  hasPhoto: Type.Boolean(),
  voiceSeconds: Type.Union([Type.Integer(), Type.Null()]),
  isHeard: Type.Boolean(),
  heardByName: nullable(text),
  askerName: nullable(text),
  helperName: nullable(text),
  expertId: nullable(text),
  field: nullable(text),
  answer: nullable(text),
  draftedByName: nullable(text),
  draftedAt: nullable(text),
  checkedByName: nullable(text),
  returnReason: nullable(text),
  closedReason: nullable(text),
  /** Of the card that was written from it. */
  cardStatus: Type.Union([cardStatus, Type.Null()]),
  nextActions: Type.Array(
    Type.Object({
      action: text,
      label: text,
      allowed: Type.Boolean(),
      reason: Type.Optional(text),
    }),
  ),
});
export const okAnswer = Type.Object({ id: text });
export const assignBody = Type.Object({ field, expertId: id }, closed);
export const draftBody = Type.Object(
  { answer: Type.String({ minLength: 1, maxLength: 3000, title: "答复" }) },
  closed,
);
export const hearBody = Type.Object(
  { text: Type.String({ minLength: 1, maxLength: 2000, title: "听到的话" }) },
  closed,
);
export const reasonBody = Type.Object(
  { reason: Type.String({ minLength: 1, maxLength: 500, title: "原因" }) },
  closed,
);
export const matchQuery = Type.Object({ field }, closed);
export const matchAnswer = Type.Object({
  rows: Type.Array(
    Type.Object({
      id,
      publicTitle: text,
      unitName: text,
      isSenior: Type.Boolean(),
      onDuty: Type.Boolean(),
      openCount: Type.Integer(),
      openLimit: Type.Integer(),
      free: Type.Boolean(),
      reason: nullable(text),
    }),
  ),
  nobody: nullable(text),
});
export const cardBody = Type.Object(
  {
    title: Type.String({ minLength: 1, maxLength: 100, title: "标题" }),
    question: Type.String({ minLength: 1, maxLength: 1000, title: "问题" }),
    answer: Type.String({ minLength: 1, maxLength: 4000, title: "答复" }),
    audience: Type.Optional(audience),
    topic: Type.Optional(Type.String({ maxLength: 41, title: "主题" })),
  },
  closed,
);
export const cardQuery = Type.Object(
  {
    page: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000, title: "页码" })),
    size: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, title: "每页条数" })),
    status: Type.Optional(cardStatus),
  },
  closed,
);
export const cardPage = Type.Object({
  rows: Type.Array(
    Type.Object({
      id,
      no: Type.Integer(),
      questionId: id,
      title: text,
      question: text,
      answer: text,
      audience: Type.Union([audience, Type.Null()]),
      topicCode: nullable(text),
      fieldName: nullable(text),
      expertTitle: nullable(text),
      status: cardStatus,
      statusName: text,
      decisionReason: nullable(text),
      unitId: id,
      unitName: text,
      publishedAt: nullable(text),
      nextActions: Type.Array(
        Type.Object({ action: text, label: text, allowed: Type.Boolean(), reason: Type.Optional(text) }),
      ),
    }),
  ),
  total: Type.Integer(),
  page: Type.Integer(),
  size: Type.Integer(),
});
export const publicCardsQuery = Type.Object({
  q: Type.Optional(Type.String({ maxLength: 60, title: "找什么" })),
  page: Type.Optional(Type.String({ maxLength: 4 })),
});
export const cardParams = Type.Object({ no: Type.String({ pattern: "^[1-9]\\d{0,8}$" }) });
export const contactAnswer = Type.Object({ phone: text });
