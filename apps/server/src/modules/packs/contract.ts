import Type from "typebox";
import { type PackStatus, packStates } from "./state.ts";

const closed = { additionalProperties: false } as const;
const id = Type.String({ pattern: "^[0-9a-f-]{36}$", title: "编号" });
const text = Type.String();
const nullable = Type.Union([text, Type.Null()]);
const count = Type.Integer();
const nullableCount = Type.Union([count, Type.Null()]);
const moment = Type.Unsafe<Date>({ type: "string", format: "date-time" });
const statuses = ["behind", "at_risk", "on_track", "done", "none"] as const;
const progressStatus = Type.Unsafe<(typeof statuses)[number]>({
  type: "string",
  enum: [...statuses],
  title: "进展",
});

const milestoneStates = ["reached", "overdue", "soon", "ahead"] as const;
const milestoneState = Type.Unsafe<(typeof milestoneStates)[number]>({
  type: "string",
  enum: [...milestoneStates],
});

export const idParams = Type.Object({ id });
export const idAnswer = Type.Object({ id: text });
export const pageQuery = Type.Object(
  {
    page: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000, title: "页码" })),
    size: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, title: "每页条数" })),
  },
  closed,
);

const pack = Type.Object({
  id,
  unitId: id,
  unitName: text,
  documentId: id,
  title: text,
  asOf: text,
  status: Type.Unsafe<PackStatus>({ type: "string", enum: [...packStates.states] }),
  statusName: text,
  byteCount: nullableCount,
  fileCount: nullableCount,
  manifestHash: nullable,
  failure: nullable,
  askedAt: moment,
});
export const packAnswer = pack;
export const packPage = Type.Object({ rows: Type.Array(pack), total: count, page: count, size: count });
export const packBody = Type.Object(
  {
    title: Type.String({ minLength: 4, maxLength: 120, pattern: "\\S", title: "名称" }),
    asOf: Type.Optional(Type.String({ format: "date", title: "数字截至哪天" })),
  },
  closed,
);

export const unitQuery = Type.Object({ unit: id }, closed);
export const tasksQuery = Type.Object({ unit: id, status: Type.Optional(progressStatus) }, closed);
const task = Type.Object({
  taskId: id,
  code: text,
  title: text,
  status: progressStatus,
  statusName: text,
  lead: text,
  dueOn: text,
  figureText: text,
  href: text,
});
export const tasksAnswer = Type.Object({ rows: Type.Array(task) });
export const overviewAnswer = Type.Object({
  unitId: id,
  unitName: text,
  asOf: text,
  plan: Type.Union([Type.Object({ id, title: text, validTo: nullable }), Type.Null()]),
  counts: Type.Array(Type.Object({ status: progressStatus, name: text, count })),
  red: Type.Array(task),
  redCount: count,
  figures: Type.Array(
    Type.Object({
      title: text,
      valueText: text,
      goalText: text,
      interval: nullable,
      status: progressStatus,
      statusName: text,
      href: text,
    }),
  ),
  figureCount: count,
  milestones: Type.Array(
    Type.Object({
      title: text,
      unitName: text,
      dueOn: text,
      state: milestoneState,
      stateName: text,
      href: text,
    }),
  ),
  notAdopted: count,
  waiting: Type.Array(
    Type.Object({ title: text, count, href: text, dueAt: Type.Union([moment, Type.Null()]) }),
  ),
  burden: Type.Object({
    minutes: count,
    forms: count,
    units: count,
    over: count,
    limitMinutes: count,
  }),
});
export const reportQuery = Type.Object(
  {
    year: Type.Optional(Type.Integer({ minimum: 2000, maximum: 2100, title: "年度" })),
  },
  closed,
);
