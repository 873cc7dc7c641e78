import Type from "typebox";
import { type Audience, audiences } from "#kernel/audiences.ts";
import { type Pillar, pillarCodes, type PillarFilter, pillarFilterCodes } from "#kernel/pillars.ts";
import {
  comparisonCodes,
  documentLevelCodes,
  evidenceKindCodes,
  frequencyCodes,
  subjectCodes,
} from "./vocabulary.ts";
import type { Comparison, DocumentLevel, EvidenceKind, Frequency, Subject, TaskPart } from "./vocabulary.ts";

export const closed = { additionalProperties: false } as const;
export const id = Type.String({ pattern: "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$" });
export const text = Type.String();
export const nullableText = Type.Union([Type.String(), Type.Null()]);
export const nullableNumber = Type.Union([Type.Number(), Type.Null()]);
export const nullableId = Type.Union([id, Type.Null()]);
export const day = (title: string) => Type.String({ pattern: "^\\d{4}-\\d{2}-\\d{2}$", title });
const reason = Type.String({ minLength: 5, maxLength: 300, title: "原因" });
export const oneOf = <T extends string>(codes: readonly T[], title: string) =>
  Type.Unsafe<T>({ type: "string", enum: [...codes], title });
export const moment = Type.Unsafe<Date>({ type: "string", format: "date-time" });
const several = <T extends string>(codes: readonly T[], title: string) =>
  Type.Array(oneOf(codes, title), { maxItems: codes.length });
const level = oneOf<DocumentLevel>(documentLevelCodes, "哪一级");
export const year = Type.Integer({ minimum: 2000, maximum: 2100, title: "年份" });

export const idParams = Type.Object({ id });
export const idAnswer = Type.Object({ id });
export const emptyBody = Type.Object({}, closed);
export const reasonBody = Type.Object({ reason }, closed);
export const pageQuery = {
  page: Type.Optional(Type.Integer({ minimum: 1, default: 1 })),
  size: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
};

// Documents and clauses

export const statusText = { status: text, statusName: text };
const documentRow = {
  id,
  unitId: id,
  unitName: text,
  level: text,
  levelName: text,
  title: text,
  documentNo: nullableText,
  issuer: nullableText,
  issuedOn: nullableText,
  validFrom: nullableText,
  validTo: nullableText,
  version: Type.Integer(),
  replacesId: nullableId,
  ...statusText,
  filename: text,
  textHash: text,
  sentenceCount: Type.Integer(),
  taskCount: Type.Integer(),
  createdAt: moment,
};
export const documentList = Type.Object({ rows: Type.Array(Type.Object(documentRow)) });
const sentence = Type.Object({ id: text, role: text, text });
const clause = {
  id,
  nodeId: text,
  parentId: nullableId,
  level: Type.Integer(),
  kind: text,
  numbering: nullableText,
  heading: nullableText,
  sentences: Type.Array(sentence),
};
const taskUnit = Type.Object({
  unitId: id,
  unitName: text,
  part: text,
  partName: text,
  printedName: nullableText,
  adoption: Type.Union([
    Type.Object({ id, documentTitle: text, documentNo: nullableText, adoptedOn: text }),
    Type.Null(),
  ]),
});
const taskRow = {
  id,
  code: text,
  title: text,
  documentId: id,
  clauseId: id,
  clauseNo: nullableText,
  startsOn: text,
  dueOn: text,
  audiences: Type.Array(text),
  pillars: Type.Array(text),
  ...statusText,
  missing: nullableText,
  /** The first target in words: `32 个里 20 个达到`. */
  progressText: nullableText,
  trend: nullableText,
  units: Type.Array(taskUnit),
  unadopted: Type.Integer(),
};
export const nextAction = Type.Object({
  action: text,
  label: text,
  allowed: Type.Boolean(),
  reason: Type.Optional(text),
});
export const documentAnswer = Type.Object({
  ...documentRow,
  diagnostics: Type.Array(
    Type.Object({ code: text, severity: text, line: Type.Integer(), nodeId: nullableText, sentence: text }),
  ),
  clauses: Type.Array(Type.Object(clause)),
  tasks: Type.Array(Type.Object(taskRow)),
  suggestions: Type.Array(
    Type.Object({
      clauseId: id,
      nodeId: text,
      code: text,
      title: text,
      dueOn: nullableText,
      audiences: Type.Array(text),
      pillars: Type.Array(text),
      units: Type.Array(Type.Object({ unitId: id, part: text })),
      unknownNames: Type.Array(text),
      targets: Type.Integer(),
    }),
  ),
  pillarCounts: Type.Array(
    Type.Object({ pillar: text, name: text, tasks: Type.Integer(), onTrack: Type.Integer() }),
  ),
  nextActions: Type.Array(nextAction),
});
export const pillarQuery = Type.Object({ unit: Type.Optional(id) }, closed);
const pillarTotals = { tasks: Type.Integer(), activities: Type.Integer(), contents: Type.Integer() };
export const pillarAnswer = Type.Object({
  rows: Type.Array(
    Type.Object({
      pillar: oneOf<PillarFilter>(pillarFilterCodes, "四个方面"),
      name: text,
      ...pillarTotals,
    }),
  ),
  /** Records, each once: one may carry more than one pillar, so the rows may come to more. */
  records: Type.Object(pillarTotals),
});
export const importBody = Type.Object(
  {
    unitId: id,
    level,
    title: Type.Optional(Type.String({ minLength: 2, maxLength: 200, title: "标题" })),
    documentNo: Type.Optional(Type.String({ maxLength: 60, title: "文号" })),
    issuedOn: Type.Optional(day("成文日期")),
    validFrom: Type.Optional(day("有效期从")),
    validTo: Type.Optional(day("有效期到")),
    replacesId: Type.Optional(id),
  },
  closed,
);
const part = oneOf<TaskPart>(["lead", "support"], "牵头还是配合");
const unitsInput = Type.Array(Type.Object({ unitId: id, part }, closed), { maxItems: 400 });
export const tasksBody = Type.Object(
  {
    tasks: Type.Array(
      Type.Object(
        {
          clauseId: id,
          code: Type.String({ maxLength: 8, title: "编号" }),
          title: Type.String({ maxLength: 120, title: "任务" }),
          dueOn: Type.Optional(day("完成日期")),
          audiences: Type.Optional(several<Audience>(audiences, "人群")),
          pillars: Type.Optional(several<Pillar>(pillarCodes, "四个方面")),
          units: Type.Optional(unitsInput),
        },
        closed,
      ),
      { minItems: 1, maxItems: 500 },
    ),
  },
  closed,
);
export const tasksAnswer = Type.Object({ ids: Type.Array(id) });
/** What the tree suggests, taken as it is, with one unit that leads what names nobody. */
export const suggestedBody = Type.Object(
  { clauseIds: Type.Array(id, { minItems: 1, maxItems: 500 }), defaultLeadUnitId: Type.Optional(id) },
  closed,
);
export const suggestedAnswer = Type.Object({
  tasks: Type.Integer(),
  targets: Type.Integer(),
  withoutStart: Type.Integer(),
});
export const cloneBody = Type.Object(
  {
    title: Type.String({ minLength: 2, maxLength: 200, title: "新方案标题" }),
    validFrom: day("从哪天"),
    validTo: day("到哪天"),
  },
  closed,
);
export const ownersAnswer = Type.Object({ tasks: Type.Integer() });
export const crosswalkAnswer = Type.Object({
  documents: Type.Array(Type.Object({ id, title: text, levelName: text })),
  /** Clauses of upper documents with what carries them out; none is a gap. */
  upper: Type.Array(
    Type.Object({
      documentId: id,
      clauseId: id,
      nodeId: text,
      heading: text,
      tasks: Type.Array(Type.Object({ linkId: id, taskId: nullableId, code: nullableText, title: text })),
    }),
  ),
  /** Tasks of the plan whose clause is beside no upper clause. */
  unlinked: Type.Array(Type.Object({ id, code: text, title: text, clauseId: id })),
});
export const linkBody = Type.Object(
  { clauseId: id, upperClauseId: id, note: Type.Optional(Type.String({ maxLength: 200, title: "说明" })) },
  closed,
);

// Tasks

export const taskQuery = Type.Object({
  ...pageQuery,
  sort: Type.Optional(Type.String({ maxLength: 30 })),
  document: Type.Optional(id),
  unit: Type.Optional(id),
  status: Type.Optional(oneOf(["done", "on_track", "at_risk", "behind", "none"] as const, "状态")),
  pillar: Type.Optional(oneOf<PillarFilter>(pillarFilterCodes, "四个方面")),
  audience: Type.Optional(oneOf<Audience>(audiences, "人群")),
  q: Type.Optional(Type.String({ maxLength: 60 })),
});
export const taskPage = Type.Object({
  rows: Type.Array(Type.Object(taskRow)),
  total: Type.Integer(),
  page: Type.Integer(),
  size: Type.Integer(),
});
const unitProgress = Type.Object({
  unitId: id,
  unitName: text,
  value: Type.Number(),
  /** Where the facts of this unit are listed. */
  factsHref: nullableText,
  ...statusText,
});
const target = Type.Object({
  id,
  title: text,
  goalText: text,
  subjectName: text,
  source: text,
  missing: nullableText,
  from: text,
  to: text,
  value: nullableNumber,
  goal: Type.Number(),
  expected: nullableNumber,
  measure: text,
  baseline: nullableNumber,
  ...statusText,
  /** Whether a survey's sample can be read for it. */
  takesSurvey: Type.Boolean(),
  /** The survey behind the figure: a share in per cent with its 95 % interval, and what the rule says of the target. */
  estimate: Type.Union([
    Type.Object({
      id,
      title: text,
      surveyedOn: text,
      scoringRule: text,
      respondents: Type.Integer(),
      share: Type.Number(),
      lower: Type.Number(),
      upper: Type.Number(),
      outcomeName: text,
      probability: Type.Number(),
      respondentsToDecide: nullableNumber,
    }),
    Type.Null(),
  ]),
  /** Where the facts of this figure are listed. */
  factsHref: nullableText,
  units: Type.Array(unitProgress),
  /** Where it will probably end if months go on as they went, with a 95 % interval. */
  forecast: Type.Union([
    Type.Object({ low: Type.Number(), middle: Type.Number(), high: Type.Number() }),
    Type.Null(),
  ]),
});
export const taskAnswer = Type.Object({
  ...taskRow,
  documentTitle: text,
  clauseHeading: nullableText,
  sentences: Type.Array(sentence),
  asOf: text,
  targets: Type.Array(target),
  indicators: Type.Array(
    Type.Object({
      id,
      code: text,
      version: Type.Integer(),
      name: text,
      measure: text,
      filterText: text,
      months: Type.Array(Type.Object({ month: text, value: Type.Number(), factsHref: text })),
    }),
  ),
  upper: Type.Array(Type.Object({ documentTitle: text, nodeId: text, heading: text })),
  evidence: Type.Array(
    Type.Object({
      linkId: id,
      id,
      title: text,
      kindName: text,
      happenedOn: text,
      unitName: text,
      removedReason: nullableText,
    }),
  ),
  nextActions: Type.Array(nextAction),
});
export const asOfQuery = Type.Object({ asOf: Type.Optional(day("哪天")) });
export const taskBody = Type.Object(
  {
    code: Type.String({ maxLength: 8, title: "编号" }),
    title: Type.String({ maxLength: 120, title: "任务" }),
    startsOn: day("开始"),
    dueOn: day("完成"),
    audiences: several<Audience>(audiences, "人群"),
    pillars: several<Pillar>(pillarCodes, "四个方面"),
  },
  closed,
);
export const unitsBody = Type.Object({ units: unitsInput }, closed);
export const estimateBody = Type.Object(
  {
    title: Type.String({ maxLength: 120, title: "调查名称" }),
    surveyedOn: day("调查结束的日期"),
    scoringRule: Type.String({ maxLength: 60, title: "计分规则和版本" }),
  },
  closed,
);
export const targetBody = Type.Object(
  {
    title: Type.String({ minLength: 2, maxLength: 120, title: "目标" }),
    taskIndicatorId: Type.Optional(id),
    comparison: oneOf<Comparison>(comparisonCodes, "比较"),
    value: Type.Number({ minimum: 0, title: "目标值" }),
    measure: Type.String({ minLength: 1, maxLength: 20, title: "计量单位" }),
    subject: oneOf<Subject>(subjectCodes, "谁来达到"),
    frequency: Type.Optional(oneOf<Frequency>(frequencyCodes, "多久一次")),
    baseline: Type.Optional(
      Type.Object({ value: Type.Number({ minimum: 0, title: "起点" }), on: day("起点日期") }, closed),
    ),
  },
  closed,
);
export const indicatorBody = Type.Object(
  {
    indicatorCode: Type.String({ minLength: 3, maxLength: 80, title: "指标" }),
    audience: Type.Optional(oneOf<Audience>(audiences, "人群")),
    topic: Type.Optional(Type.String({ maxLength: 60, title: "主题" })),
  },
  closed,
);
export const adoptBody = Type.Object(
  {
    unitId: id,
    documentTitle: Type.String({ maxLength: 120, title: "文件名" }),
    documentNo: Type.Optional(Type.String({ maxLength: 60, title: "文号" })),
    adoptedOn: day("纳入日期"),
  },
  closed,
);

// Evidence

export const evidenceQuery = Type.Object({
  ...pageQuery,
  sort: Type.Optional(oneOf(["happenedOn", "-happenedOn"], "排序")),
  unit: Type.Optional(id),
  task: Type.Optional(id),
  q: Type.Optional(Type.String({ maxLength: 60 })),
});
const evidenceRow = {
  id,
  unitId: id,
  unitName: text,
  kind: text,
  kindName: text,
  title: text,
  happenedOn: text,
  countText: nullableText,
  hasFile: Type.Boolean(),
  record: Type.Union([Type.Object({ title: text, href: nullableText }), Type.Null()]),
};
export const evidencePage = Type.Object({
  rows: Type.Array(Type.Object(evidenceRow)),
  total: Type.Integer(),
  page: Type.Integer(),
  size: Type.Integer(),
});
export const evidenceBody = Type.Object(
  {
    unitId: id,
    kind: oneOf<EvidenceKind>(evidenceKindCodes, "材料种类"),
    title: Type.String({ maxLength: 120, title: "材料名称" }),
    happenedOn: day("哪天"),
    /** A record of the system in place of a file. */
    factId: Type.Optional(id),
    quantity: Type.Optional(Type.String({ pattern: "^\\d{1,9}(\\.\\d{1,2})?$", title: "人数单上的数" })),
    measure: Type.Optional(Type.String({ maxLength: 20, title: "计量单位" })),
    signedByPost: Type.Optional(Type.String({ maxLength: 40, title: "签字的岗位" })),
    taskId: Type.Optional(id),
    milestoneId: Type.Optional(id),
    checklistItemId: Type.Optional(id),
  },
  closed,
);
export const useBody = Type.Object(
  {
    taskId: Type.Optional(id),
    milestoneId: Type.Optional(id),
    checklistItemId: Type.Optional(id),
    note: Type.Optional(Type.String({ maxLength: 200, title: "说明" })),
  },
  closed,
);
