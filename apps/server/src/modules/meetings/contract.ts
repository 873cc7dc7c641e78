import Type from "typebox";
import type { IssueStatus, MeetingStatus, ReportStatus, ResolutionStatus } from "./state.ts";
import {
  type AgendaKind,
  type IssueCategory,
  issueCategoryCodes,
  type IssueKind,
  issueKindCodes,
  type Outcome,
  outcomeCodes,
  type Presence,
  presenceCodes,
} from "./vocabulary.ts";

const closed = { additionalProperties: false } as const;
const id = Type.String({ pattern: "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$" });
const text = Type.String();
const nullableText = Type.Union([Type.String(), Type.Null()]);
const moment = Type.Unsafe<Date>({ type: "string", format: "date-time" });
const nullableMoment = Type.Union([moment, Type.Null()]);
const day = (title: string) => Type.String({ pattern: "^\\d{4}-\\d{2}-\\d{2}$", title });
const oneOf = <T extends string>(codes: readonly T[], title = "") =>
  Type.Unsafe<T>({ type: "string", enum: [...codes], title });

const issueStatuses = [
  "open",
  "on_agenda",
  "resolved",
  "answered",
  "merged",
] as const satisfies readonly IssueStatus[];
const meetingStatuses = [
  "planned",
  "under_way",
  "closed",
  "cancelled",
] as const satisfies readonly MeetingStatus[];
const resolutionStatuses = ["open", "reported", "done"] as const satisfies readonly ResolutionStatus[];
const reportStatuses = ["waiting", "accepted", "returned"] as const satisfies readonly ReportStatus[];
const agendaKindCodes = ["overdue", "issue", "topic", "undone"] as const satisfies readonly AgendaKind[];

export const idParams = Type.Object({ id });
export const idAnswer = Type.Object({ id });
export const emptyBody = Type.Object({}, closed);
const pageQuery = {
  page: Type.Optional(Type.Integer({ minimum: 1, default: 1 })),
  size: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
  sort: Type.Optional(Type.String({ maxLength: 30 })),
};
const listOf = <T extends Type.TProperties>(row: T) =>
  Type.Object({
    rows: Type.Array(Type.Object(row)),
    total: Type.Integer(),
    page: Type.Integer(),
    size: Type.Integer(),
  });
const nextAction = Type.Object({
  action: text,
  label: text,
  allowed: Type.Boolean(),
  reason: Type.Optional(text),
});

export const issueBody = Type.Object(
  {
    unitId: Type.String({ maxLength: 40, title: "哪个单位提的" }),
    kind: oneOf<IssueKind>(issueKindCodes, "是什么"),
    title: Type.String({ maxLength: 200, title: "一句话说清是什么事" }),
    body: Type.String({ maxLength: 4_000, title: "具体情况" }),
  },
  closed,
);
export const issueQuery = Type.Object({
  ...pageQuery,
  status: Type.Optional(oneOf(issueStatuses)),
  category: Type.Optional(oneOf<IssueCategory>(issueCategoryCodes)),
  q: Type.Optional(Type.String({ maxLength: 60 })),
});
export const classifyBody = Type.Object(
  { category: oneOf<IssueCategory>(issueCategoryCodes, "分类") },
  closed,
);
export const mergeBody = Type.Object(
  { intoId: Type.String({ maxLength: 40, title: "并入哪个议题" }) },
  closed,
);
export const answerBody = Type.Object({ answer: Type.String({ maxLength: 2_000, title: "答复" }) }, closed);

const issueRow = {
  id,
  no: Type.Integer(),
  unitId: id,
  unitName: text,
  kind: oneOf<IssueKind>(issueKindCodes),
  kindName: text,
  category: Type.Union([oneOf<IssueCategory>(issueCategoryCodes), Type.Null()]),
  categoryName: text,
  title: text,
  status: oneOf(issueStatuses),
  statusName: text,
  mergedCount: Type.Integer(),
  createdAt: moment,
};
export const issuePage = listOf(issueRow);
export const issueAnswer = Type.Object({
  ...issueRow,
  body: text,
  hasPhoto: Type.Boolean(),
  answer: nullableText,
  mergedIntoId: Type.Union([id, Type.Null()]),
  mergedIntoNo: Type.Union([Type.Integer(), Type.Null()]),
  similar: Type.Array(
    Type.Object({ id, no: Type.Integer(), title: text, unitName: text, likeness: Type.Number() }),
  ),
  nextActions: Type.Array(nextAction),
});

export const meetingBody = Type.Object(
  {
    unitId: Type.String({ maxLength: 40, title: "由哪个单位召集" }),
    title: Type.String({ minLength: 4, maxLength: 80, title: "会议名称" }),
    place: Type.String({ minLength: 1, maxLength: 80, title: "地点" }),
    heldAt: Type.String({ format: "date-time", title: "开会时间" }),
  },
  closed,
);
export const meetingQuery = Type.Object({ ...pageQuery, status: Type.Optional(oneOf(meetingStatuses)) });
const meetingRow = {
  id,
  no: Type.Integer(),
  unitId: id,
  unitName: text,
  title: text,
  place: text,
  heldAt: moment,
  status: oneOf(meetingStatuses),
  statusName: text,
  itemCount: Type.Integer(),
  overdueCount: Type.Integer(),
};
export const meetingPage = listOf(meetingRow);

const resolutionRow = {
  id,
  no: Type.Integer(),
  meetingId: id,
  meetingNo: Type.Integer(),
  body: text,
  unitId: id,
  unitName: text,
  dueOn: text,
  decidedOn: text,
  cites: nullableText,
  status: oneOf(resolutionStatuses),
  statusName: text,
  overdue: Type.Boolean(),
};
export const resolutionPage = listOf(resolutionRow);
export const resolutionQuery = Type.Object({
  ...pageQuery,
  standing: Type.Optional(oneOf(["overdue", "open", "reported", "done"] as const)),
});

export const meetingAnswer = Type.Object({
  ...meetingRow,
  minutes: nullableText,
  minutesHash: nullableText,
  agenda: Type.Array(
    Type.Object({
      id,
      position: Type.Integer(),
      kind: oneOf<AgendaKind>(agendaKindCodes),
      kindName: text,
      title: text,
      issueId: Type.Union([id, Type.Null()]),
      issueNo: Type.Union([Type.Integer(), Type.Null()]),
      resolutionId: Type.Union([id, Type.Null()]),
      resolutionNo: Type.Union([Type.Integer(), Type.Null()]),
      ownerName: nullableText,
      dueOn: nullableText,
      outcome: Type.Union([oneOf<Outcome>(outcomeCodes), Type.Null()]),
      outcomeName: nullableText,
      decision: nullableText,
    }),
  ),
  papers: Type.Array(Type.Object({ id, title: text, createdAt: moment })),
  attendance: Type.Array(
    Type.Object({ unitId: id, unitName: text, presence: oneOf<Presence>(presenceCodes), presenceName: text }),
  ),
  resolutions: Type.Array(Type.Object(resolutionRow)),
  nextActions: Type.Array(nextAction),
});
export const topicBody = Type.Object(
  { title: Type.String({ minLength: 4, maxLength: 80, title: "临时事项" }) },
  closed,
);
export const paperBody = Type.Object(
  { title: Type.String({ minLength: 2, maxLength: 80, title: "材料名称" }) },
  closed,
);
export const attendanceBody = Type.Object(
  {
    units: Type.Array(
      Type.Object({ unitId: id, presence: oneOf<Presence>(presenceCodes, "到会情况") }, closed),
      { minItems: 1, maxItems: 200, title: "到会单位" },
    ),
  },
  closed,
);
export const decideBody = Type.Object(
  {
    outcome: oneOf<Outcome>(outcomeCodes, "结果"),
    decision: Type.Optional(Type.String({ maxLength: 1_000, title: "决定或答复" })),
    ownerUnitId: Type.Optional(Type.String({ maxLength: 40, title: "责任单位" })),
    dueOn: Type.Optional(day("完成日期")),
    cites: Type.Optional(Type.String({ maxLength: 200, title: "依据的调研报告" })),
  },
  closed,
);
export const closeBody = Type.Object(
  { minutes: Type.String({ maxLength: 20_000, title: "会议纪要概述" }) },
  closed,
);
export const closeAnswer = Type.Object({ id, hash: text });

export const reportBody = Type.Object(
  {
    body: Type.String({ maxLength: 2_000, title: "做了什么" }),
    evidenceLink: Type.Optional(Type.String({ maxLength: 300, title: "佐证在本系统里的地址" })),
  },
  closed,
);
export const verdictBody = Type.Object(
  { reason: Type.Optional(Type.String({ maxLength: 300, title: "原因" })) },
  closed,
);
export const resolutionAnswer = Type.Object({
  ...resolutionRow,
  ownerRemindedAt: nullableMoment,
  chairRemindedAt: nullableMoment,
  reports: Type.Array(
    Type.Object({
      id,
      body: text,
      hasFile: Type.Boolean(),
      evidenceLink: nullableText,
      status: oneOf(reportStatuses),
      statusName: text,
      decisionReason: nullableText,
      createdAt: moment,
      decidedAt: nullableMoment,
    }),
  ),
  nextActions: Type.Array(nextAction),
});
