import Type, { type Static } from "typebox";
import { audiences } from "#kernel/audiences.ts";
import { type Pillar, pillarCodes, type PillarFilter, pillarFilterCodes } from "#kernel/pillars.ts";
import { contentBodySchema } from "./body.ts";
import { type VersionEvent, versionStates, type VersionStatus } from "./state.ts";
import {
  contentKindCodes,
  pitchStatuses,
  type RenditionForm,
  renditionFormCodes,
  stageCodes,
  topicKinds,
} from "./vocabulary.ts";

const closed = { additionalProperties: false } as const;
export const id = Type.String({
  pattern: "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
  title: "编号",
});
const text = Type.String();
/** A moment; the handler gives a Date, the wire has ISO 8601. */
export const moment = Type.Unsafe<Date>({ type: "string", format: "date-time" });
const nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()]);
/** fast-json-stringify picks the branch of a union by validation, and a Date is no string: so no union here. */
const optionalMoment = Type.Unsafe<Date | null>({ type: "string", format: "date-time", nullable: true });
const oneOf = <T extends string>(values: readonly T[], title: string) =>
  Type.Unsafe<T>({ type: "string", enum: [...values], title });
// Keys of object literals are their codes by construction.
const codesOf = <T extends object>(names: T) => Object.keys(names) as (keyof T & string)[];

export const idParams = Type.Object({ id });
export const codeParams = Type.Object({ code: Type.String({ maxLength: 60, title: "主题代码" }) });
export const okAnswer = Type.Object({ id: text });
const pageQuery = {
  page: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000, title: "页码" })),
  size: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, title: "每页条数" })),
  sort: Type.Optional(Type.String({ maxLength: 40, title: "排序" })),
  q: Type.Optional(Type.String({ maxLength: 60, title: "查找" })),
};
const pageOf = <T extends ReturnType<typeof Type.Object>>(row: T) =>
  Type.Object({ rows: Type.Array(row), total: Type.Integer(), page: Type.Integer(), size: Type.Integer() });

const kind = oneOf(contentKindCodes, "形式");
const pillar = oneOf<Pillar>(pillarCodes, "四个方面");
export const pillarsBody = Type.Object(
  { pillars: Type.Array(pillar, { maxItems: 4, title: "四个方面" }) },
  closed,
);
const audience = oneOf(audiences, "人群");
const status = Type.Unsafe<VersionStatus>({ type: "string", enum: [...versionStates.states] });

export const studioQuery = Type.Object(
  {
    ...pageQuery,
    status: Type.Optional(Type.String({ maxLength: 160, title: "状态" })),
    kind: Type.Optional(kind),
    audience: Type.Optional(audience),
    topic: Type.Optional(Type.String({ maxLength: 41, title: "主题" })),
    pillar: Type.Optional(oneOf<PillarFilter>(pillarFilterCodes, "四个方面")),
    mine: Type.Optional(Type.Literal("yes")),
  },
  closed,
);
export type StudioQuery = Static<typeof studioQuery>;
export const studioRow = Type.Object({
  contentId: id,
  no: Type.Integer(),
  versionId: id,
  versionNo: Type.Integer(),
  kind,
  title: text,
  audiences: Type.Array(audience),
  topics: Type.Array(text),
  status,
  statusName: text,
  statusChangedAt: moment,
  publishAt: optionalMoment,
  embargoUntil: optionalMoment,
  expiresAt: optionalMoment,
  publishedAt: optionalMoment,
  unitId: id,
  unitName: text,
  isCorrection: Type.Boolean(),
  aiShare: text,
  pillars: Type.Array(pillar),
});
export const studioPage = pageOf(studioRow);

const finding = Type.Object({
  rule: text,
  weight: oneOf(["must", "look"] as const, "轻重"),
  place: text,
  sentence: text,
});
const nextAction = Type.Object({
  action: Type.Unsafe<VersionEvent | "edit" | "correct">({ type: "string" }),
  label: text,
  allowed: Type.Boolean(),
  reason: Type.Optional(text),
});
const bodyOut = contentBodySchema;

export const versionDetail = Type.Object({
  id,
  contentId: id,
  no: Type.Integer(),
  versionNo: Type.Integer(),
  status,
  statusName: text,
  statusChangedAt: moment,
  roundNo: Type.Integer(),
  revision: Type.Integer(),
  content: bodyOut,
  pillars: Type.Array(pillar),
  pillarsSetByPerson: Type.Boolean(),
  contentHash: Type.Optional(text),
  correctionNotice: nullable(text),
  embargoUntil: optionalMoment,
  publishAt: optionalMoment,
  expiresAt: optionalMoment,
  publishedAt: optionalMoment,
  unitId: id,
  unitName: text,
  unitPath: text,
  steps: Type.Array(
    Type.Object({
      id,
      roundNo: Type.Integer(),
      stage: text,
      stageName: text,
      decision: oneOf(["wrote", "passed", "returned"] as const, "结论"),
      personName: text,
      personId: id,
      expertTitle: Type.Optional(text),
      reason: nullable(text),
      contentHash: Type.Optional(text),
      renditions: Type.Array(oneOf(renditionFormCodes, "样式")),
      decidedAt: moment,
    }),
  ),
  versions: Type.Array(
    Type.Object({ id, versionNo: Type.Integer(), status, statusName: text, createdAt: moment }),
  ),
  findings: Type.Array(finding),
  lock: Type.Optional(Type.Object({ personId: id, personName: text, takenAt: moment })),
  sideCopies: Type.Array(
    Type.Object({ id, personName: text, createdAt: moment, baseRevision: Type.Integer(), content: bodyOut }),
  ),
  recall: Type.Optional(Type.Object({ reason: text, recalledAt: moment })),
  nextActions: Type.Array(nextAction),
});

export const createBody = Type.Object({ unitId: id, content: contentBodySchema }, closed);
export const draftAnswer = Type.Object({
  contentId: id,
  versionId: id,
  contentNo: Type.Integer(),
  revision: Type.Integer(),
});
export const saveBody = Type.Object(
  { baseRevision: Type.Integer({ minimum: 1, title: "修订号" }), content: contentBodySchema },
  closed,
);
export const saveAnswer = Type.Object({
  outcome: oneOf(["saved", "kept_beside"] as const, "结果"),
  revision: Type.Integer(),
  sideCopyId: Type.Optional(id),
});
export const precheckBody = Type.Object({ content: contentBodySchema }, closed);
export const precheckAnswer = Type.Object({
  findings: Type.Array(finding),
  reading: Type.Object({ average: Type.Number(), longest: Type.Integer(), sentences: Type.Integer() }),
});
export const lockBody = Type.Object({ takeOver: oneOf(["yes", "no"] as const, "接手") }, closed);
export const lockAnswer = Type.Object({ heldUntil: moment });
export const noticeBody = Type.Object(
  { notice: Type.String({ minLength: 1, maxLength: 300, title: "更正说明" }) },
  closed,
);
export const reasonBody = Type.Object(
  { reason: Type.String({ minLength: 1, maxLength: 500, title: "原因" }) },
  closed,
);
export const stepAnswer = Type.Object({ versionId: id, status });
export const signBody = Type.Object(
  {
    stage: oneOf(stageCodes, "环节"),
    decision: oneOf(["pass", "return"] as const, "结论"),
    reason: Type.Optional(Type.String({ maxLength: 1000, title: "原因" })),
    contentHash: Type.String({ pattern: "^[0-9a-f]{64}$", title: "文字校验码" }),
    renditions: Type.Optional(
      Type.Array(Type.Unsafe<RenditionForm>({ type: "string", enum: [...renditionFormCodes] }), {
        maxItems: 8,
        title: "看过的样式",
      }),
    ),
  },
  closed,
);
const momentIn = (title: string) => Type.String({ format: "date-time", title });
export const scheduleBody = Type.Object(
  {
    publishAt: momentIn("发布时间"),
    embargoUntil: Type.Optional(momentIn("禁发到")),
    expiresAt: Type.Optional(momentIn("下架时间")),
  },
  closed,
);
const namedCode = { scheme: text, version: text, code: text, name: text };
export const codesAnswer = Type.Object({
  rows: Type.Array(
    Type.Object({ ...namedCode, schemeName: text, successors: Type.Array(Type.Object(namedCode)) }),
  ),
});
export const comment = Type.Object({
  id,
  blockNo: nullable(Type.Integer()),
  quote: text,
  remark: text,
  personName: text,
  createdAt: moment,
  resolvedAt: optionalMoment,
});
export const commentsAnswer = Type.Object({ rows: Type.Array(comment) });
export const commentBody = Type.Object(
  {
    blockNo: nullable(Type.Integer({ minimum: 0, maximum: 2_000, title: "段落" })),
    quote: Type.String({ maxLength: 200, title: "引文" }),
    remark: Type.String({ minLength: 1, maxLength: 1000, title: "批注" }),
  },
  closed,
);
export const commentParams = Type.Object({ id, commentId: id });

export const pitchQuery = Type.Object(
  {
    ...pageQuery,
    status: Type.Optional(oneOf(codesOf(pitchStatuses), "状态")),
    audience: Type.Optional(audience),
  },
  closed,
);
export const pitchBody = Type.Object(
  {
    unitId: id,
    title: Type.String({ minLength: 2, maxLength: 60, title: "选题" }),
    reason: Type.String({ minLength: 2, maxLength: 500, title: "理由" }),
    audience,
    topic: Type.String({ maxLength: 41, title: "主题" }),
    kind,
    sourceUrl: Type.Optional(Type.String({ pattern: "^https?://", maxLength: 500, title: "来源网址" })),
    sourceTitle: Type.Optional(Type.String({ minLength: 1, maxLength: 200, title: "来源标题" })),
    sourcePublisher: Type.Optional(Type.String({ minLength: 1, maxLength: 100, title: "来源单位" })),
    sourceDate: Type.Optional(
      Type.String({ pattern: "^20[0-9]{2}-[01][0-9]-[0-3][0-9]$", format: "date", title: "来源日期" }),
    ),
  },
  closed,
);
export const pitchRow = Type.Object({
  id,
  unitId: id,
  unitName: text,
  unitPath: text,
  title: text,
  reason: text,
  audience,
  topic: text,
  topicName: text,
  kind,
  sourceUrl: nullable(text),
  sourceTitle: nullable(text),
  sourcePublisher: nullable(text),
  sourceDate: nullable(text),
  status: oneOf(codesOf(pitchStatuses), "状态"),
  contentId: nullable(id),
  createdAt: moment,
});
export const pitchPage = pageOf(pitchRow);
export const decideBody = Type.Object(
  {
    decision: oneOf(["accept", "drop", "reopen"] as const, "决定"),
    reason: Type.Optional(Type.String({ maxLength: 200, title: "原因" })),
  },
  closed,
);

export const topicBody = Type.Object(
  {
    parentCode: nullable(Type.String({ pattern: "^[a-z][a-z0-9-]{1,40}$", title: "上级主题" })),
    name: Type.String({ minLength: 2, maxLength: 20, title: "名称" }),
    about: Type.String({ maxLength: 80, title: "说明" }),
    synonyms: Type.Array(Type.String({ minLength: 1, maxLength: 20 }), { maxItems: 30, title: "同义词" }),
    kind: oneOf(codesOf(topicKinds), "类别"),
    motif: Type.String({ pattern: "^[a-z]{2,20}$", title: "图案" }),
    sortNo: Type.Optional(Type.Integer({ minimum: 0, maximum: 9_999, title: "次序" })),
  },
  closed,
);
export const topicRow = Type.Object({
  code: text,
  parentCode: nullable(text),
  name: text,
  about: text,
  synonyms: Type.Array(text),
  kind: oneOf(codesOf(topicKinds), "类别"),
  motif: text,
  sortNo: Type.Integer(),
});
export const topicsAnswer = Type.Object({ rows: Type.Array(topicRow) });
export const gapAnswer = Type.Object({
  topics: Type.Array(topicRow),
  cells: Type.Array(Type.Object({ topic: text, audience, kind, count: Type.Integer() })),
  /** Industry chains with what is out at them and below, each item once. */
  chains: Type.Array(Type.Object({ topic: text, count: Type.Integer() })),
  chainMinimum: Type.Integer(),
});
export const chainMinimumBody = Type.Object(
  { amount: Type.Integer({ minimum: 0, maximum: 999, title: "最少篇数" }) },
  closed,
);
export const wordsAnswer = Type.Object({
  rows: Type.Array(
    Type.Object({
      list: oneOf(["sensitive", "mistyped", "hard"] as const, "词表"),
      word: text,
      advice: text,
    }),
  ),
});
export const wordsBody = Type.Object(
  {
    list: oneOf(["sensitive", "mistyped", "hard"] as const, "词表"),
    lines: Type.String({ maxLength: 200_000, title: "词表" }),
  },
  closed,
);
export const reportQuery = Type.Object(
  { ...pageQuery, status: Type.Optional(oneOf(["open", "corrected", "kept"] as const, "状态")) },
  closed,
);
export const reportPage = pageOf(
  Type.Object({
    id,
    contentId: id,
    no: Type.Integer(),
    title: text,
    remark: text,
    status: oneOf(["open", "corrected", "kept"] as const, "状态"),
    answer: nullable(text),
    createdAt: moment,
    unitId: id,
  }),
);
export const settleBody = Type.Object(
  {
    decision: oneOf(["correct", "keep"] as const, "处理"),
    answer: Type.String({ minLength: 1, maxLength: 500, title: "答复" }),
  },
  closed,
);

export const mediaLimits = {
  kinds: ["jpeg", "png", "webp", "gif", "pdf", "mp3", "mp4", "vtt"],
  maxBytes: 60 * 1024 * 1024,
} as const;
export const fileBody = Type.Object({ unitId: id });
export const importBytes = 20 * 1024 * 1024;
export const importAnswer = Type.Object({
  contentId: id,
  contentNo: Type.Integer(),
  title: text,
  lost: Type.Array(text, { description: "What could not be kept, in sentences." }),
});
export const fileAnswer = Type.Object({ id, mediaType: text, byteCount: Type.Integer() });
