import Type from "typebox";
import { audiences } from "#kernel/audiences.ts";
import { contentKindCodes } from "#modules/contents/index.ts";
import { expertFields } from "#modules/people/index.ts";
import { briefStates, collectionStates, pairStates, placementStates, submissionStates } from "./state.ts";
import { creditChoices, mediumCodes, pairSides, submissionKinds } from "./vocabulary.ts";

const closed = { additionalProperties: false } as const;
export const id = Type.String({
  pattern: "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
  title: "编号",
});
const text = Type.String();
const moment = Type.Unsafe<Date>({ type: "string", format: "date-time" });
const optionalMoment = Type.Unsafe<Date | null>({ type: "string", format: "date-time", nullable: true });
const nullableText = Type.Union([text, Type.Null()]);
const nullableInteger = Type.Union([Type.Integer(), Type.Null()]);
const oneOf = <T extends string>(values: readonly T[], title: string) =>
  Type.Unsafe<T>({ type: "string", enum: [...values], title });
// Keys of object literals are their codes by construction.
const codesOf = <T extends object>(names: T) => Object.keys(names) as (keyof T & string)[];
/** Text whose length counts without the blanks around it, as the table counts it. */
const line = (title: string, minLength: number, maxLength: number) =>
  Type.String({
    title,
    minLength,
    maxLength,
    pattern: minLength < 2 ? "\\S" : `^\\s*\\S[\\s\\S]{${minLength - 2},}\\S\\s*$`,
  });
const day = (title: string) => Type.String({ title, format: "date", pattern: "^(19|20)\\d\\d-" });
const audience = oneOf(audiences, "写给谁");
const field = oneOf(codesOf(expertFields), "领域");
const topic = Type.String({ title: "主题", pattern: "^[a-z][a-z0-9-]{1,40}$" });
const kind = oneOf(contentKindCodes, "形式");
const medium = oneOf(mediumCodes, "媒介");
const itemNo = Type.Integer({ title: "内容编号", minimum: 1, maximum: 999_999_999 });

export const idParams = Type.Object({ id });
export const noParams = Type.Object({ no: Type.String({ maxLength: 12 }) });
export const idAnswer = Type.Object({ id: text });
const pageQuery = {
  page: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000, title: "页码" })),
  size: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, title: "每页条数" })),
};
const pageOf = <T extends ReturnType<typeof Type.Object>>(row: T) =>
  Type.Object({ rows: Type.Array(row), total: Type.Integer(), page: Type.Integer(), size: Type.Integer() });
const pageParts = { total: Type.Integer(), page: Type.Integer(), size: Type.Integer() };

// Portal forms.
export const startBody = Type.Object(
  {
    kind: oneOf(codesOf(submissionKinds), "您有什么"),
    title: line("题目", 2, 60),
    audience,
    topic,
  },
  closed,
);
export const wordsBody = Type.Object({ words: line("您想说的话", 10, 8_000) }, closed);
export const sendBody = Type.Object(
  {
    /** `self`, or the id of a child of the family. */
    writer: Type.Union([Type.Literal("self"), id], { title: "谁写的" }),
    credit: Type.Optional(oneOf(codesOf(creditChoices), "怎样署名")),
    penName: Type.Optional(Type.String({ title: "笔名", maxLength: 20 })),
    agreed: Type.Optional(Type.Literal("yes", { title: "同意" })),
  },
  closed,
);
export const emptyBody = Type.Object({}, closed);
export const pairBody = Type.Object(
  {
    side: oneOf(["result", "creator"] as const, "您是哪一方"),
    title: line("题目", 2, 60),
    about: line("说明", 10, 1_000),
    field,
    topic,
    kind,
    creditedAs: line("署名", 1, 30),
  },
  closed,
);
export const yesBody = Type.Object({ otherId: id }, closed);
export const useBody = Type.Object(
  {
    className: line("班级", 1, 30),
    usedOn: day("上课日期"),
    pupilCount: Type.Integer({ title: "学生人数", minimum: 1, maximum: 300 }),
  },
  closed,
);
export const copyBody = Type.Object(
  { title: line("题目", 2, 60), words: Type.String({ title: "正文", maxLength: 20_000 }) },
  closed,
);
export const lessonsQuery = Type.Object({
  grade: Type.Optional(Type.String({ maxLength: 4 })),
  subject: Type.Optional(Type.String({ maxLength: 40 })),
  topic: Type.Optional(Type.String({ maxLength: 60 })),
  standard: Type.Optional(Type.String({ maxLength: 60 })),
});

// Workbench: contributions.
export const submissionQuery = Type.Object(
  {
    ...pageQuery,
    status: Type.Optional(oneOf(submissionStates.states, "状态")),
    mine: Type.Optional(Type.Literal("yes", { title: "只看配给我的" })),
  },
  closed,
);
export const submissionRow = Type.Object({
  id,
  no: Type.Integer(),
  unitId: id,
  unitName: text,
  status: oneOf(submissionStates.states, "状态"),
  statusName: text,
  statusChangedAt: moment,
  kindName: text,
  title: text,
  audience,
  topic: text,
  topicName: text,
  words: nullableText,
  isChild: Type.Boolean(),
  expertPersonId: nullableText,
  expertName: nullableText,
  expertField: nullableText,
  expertFieldName: nullableText,
  advice: nullableText,
  contentId: nullableText,
  contentNo: nullableInteger,
  studioStatus: nullableText,
  reason: nullableText,
  createdAt: moment,
});
export const submissionPage = pageOf(submissionRow);
export const giveBody = Type.Object({ expertPersonId: id, field }, closed);
export const adviceBody = Type.Object({ advice: line("意见", 2, 1_000) }, closed);
export const reasonBody = Type.Object({ reason: line("原因", 2, 500) }, closed);
export const draftAnswer = Type.Object({ contentId: id });

// Workbench: the pair board.
export const boardQuery = Type.Object(
  {
    ...pageQuery,
    side: Type.Optional(oneOf(codesOf(pairSides), "哪一边")),
    status: Type.Optional(oneOf(pairStates.states, "状态")),
  },
  closed,
);
export const boardRow = Type.Object({
  id,
  unitId: id,
  unitName: text,
  side: oneOf(codesOf(pairSides), "哪一边"),
  status: oneOf(pairStates.states, "状态"),
  statusName: text,
  title: text,
  about: text,
  fieldName: text,
  topicName: text,
  kind: text,
  fits: Type.Integer(),
  halfSaid: Type.Integer(),
  contentId: nullableText,
  createdAt: moment,
});
export const boardPage = pageOf(boardRow);

// Workbench: results.
export const briefQuery = Type.Object(
  {
    ...pageQuery,
    status: Type.Optional(oneOf(briefStates.states, "状态")),
    overdue: Type.Optional(Type.Literal("yes", { title: "只看超期的" })),
  },
  closed,
);
export const briefRow = Type.Object({
  id,
  unitId: id,
  unitName: text,
  status: oneOf(briefStates.states, "状态"),
  statusName: text,
  title: text,
  finding: text,
  foundBy: text,
  publishedIn: text,
  publishedOn: text,
  address: text,
  embargoUntil: optionalMoment,
  field: text,
  fieldName: text,
  topicName: text,
  audience,
  filedAt: moment,
  dueAt: moment,
  overdue: Type.Boolean(),
  checkNote: nullableText,
  articleContentId: nullableText,
  chartContentId: nullableText,
  articleNo: nullableInteger,
  chartNo: nullableInteger,
  publishedAt: optionalMoment,
  leadDays: Type.Union([Type.Number(), Type.Null()]),
  reason: nullableText,
});
export const briefPage = pageOf(briefRow);
export const briefBody = Type.Object(
  {
    unitId: id,
    title: line("题目", 2, 60),
    finding: line("发现了什么", 10, 2_000),
    foundBy: line("谁做的", 2, 120),
    publishedIn: line("发表在哪里", 2, 120),
    publishedOn: day("发表日期"),
    doi: Type.Optional(
      Type.String({ title: "DOI", pattern: "^10\\.[0-9]{4,9}/\\S{1,180}$", maxLength: 200 }),
    ),
    url: Type.Optional(Type.String({ title: "网址", pattern: "^https?://\\S+$", maxLength: 500 })),
    embargoUntil: Type.Optional(Type.String({ format: "date-time", title: "禁发到" })),
    field,
    topic,
    audience,
  },
  closed,
);
export const checkBody = Type.Object({ note: line("核对意见", 2, 1_000) }, closed);
export const briefDraftAnswer = Type.Object({ articleContentId: id, chartContentId: id });

// Workbench: collections.
export const collectionQuery = Type.Object(pageQuery, closed);
export const collectionPage = pageOf(
  Type.Object({
    id,
    no: Type.Integer(),
    unitId: id,
    unitName: text,
    status: oneOf(collectionStates.states, "状态"),
    statusName: text,
    title: text,
    introduction: text,
    publishedAt: optionalMoment,
    items: Type.Array(Type.Object({ no: Type.Integer(), title: text, live: Type.Boolean() })),
  }),
);
const collectionWords = {
  title: line("合集名", 2, 40),
  introduction: line("引言", 10, 600),
  nos: Type.Array(itemNo, { maxItems: 40, title: "内容编号" }),
};
export const collectionBody = Type.Object({ unitId: id, ...collectionWords }, closed);
export const collectionEditBody = Type.Object(collectionWords, closed);

// Workbench: placements.
export const placementQuery = Type.Object(
  { ...pageQuery, medium: Type.Optional(medium), contentId: Type.Optional(id) },
  closed,
);
export const placementRow = Type.Object({
  id,
  unitId: id,
  unitName: text,
  contentId: id,
  no: Type.Integer(),
  title: text,
  medium,
  mediumName: text,
  place: text,
  fromOn: text,
  toOn: text,
  plannedCount: Type.Integer(),
  doneCount: Type.Integer(),
  countedBy: oneOf(["receipts", "people"] as const, "怎样计数"),
  status: oneOf(placementStates.states, "状态"),
  reason: nullableText,
  proofs: Type.Array(Type.Object({ happenedOn: text, doneCount: Type.Integer(), evidence: text })),
});
export const placementPage = Type.Object({
  rows: Type.Array(placementRow),
  ...pageParts,
  sums: Type.Array(
    Type.Object({
      medium,
      mediumName: text,
      planned: Type.Integer(),
      done: Type.Integer(),
      count: Type.Integer(),
    }),
  ),
  coverage: Type.Array(
    Type.Object({
      subject: text,
      items: Type.Integer(),
      cells: Type.Array(Type.Object({ kind: text, planned: Type.Integer(), done: Type.Integer() })),
    }),
  ),
});
export const placementBody = Type.Object(
  {
    unitId: id,
    no: itemNo,
    medium,
    place: line("投放在哪里", 2, 60),
    fromOn: day("开始日期"),
    toOn: day("结束日期"),
    plannedCount: Type.Integer({ title: "计划次数", minimum: 1, maximum: 100_000 }),
  },
  closed,
);
export const proofBody = Type.Object(
  {
    happenedOn: day("投放日期"),
    doneCount: Type.Integer({ title: "实际次数", minimum: 1, maximum: 100_000 }),
    evidence: line("凭据", 4, 300),
  },
  closed,
);
export const proofAnswer = Type.Object({ id, outcome: oneOf(["confirmed", "known"] as const, "结果") });
export const publicServiceAnswer = Type.Object({
  rows: Type.Array(
    Type.Object({
      no: Type.Integer(),
      contentId: id,
      title: text,
      summary: text,
      kind,
      forms: Type.Object({
        elder: Type.Boolean(),
        poster: Type.Boolean(),
        radio: Type.Boolean(),
        video: Type.Boolean(),
        audio: Type.Boolean(),
      }),
      publishedAt: moment,
    }),
  ),
});

// Workbench: lessons in use.
export const lessonUseQuery = Type.Object({ ...pageQuery, contentId: Type.Optional(id) }, closed);
export const lessonUsePage = Type.Object({
  rows: Type.Array(
    Type.Object({
      id,
      unitId: id,
      unitName: text,
      contentId: id,
      no: Type.Integer(),
      title: text,
      className: text,
      usedOn: text,
      pupilCount: Type.Integer(),
    }),
  ),
  ...pageParts,
  pupils: Type.Integer(),
});
