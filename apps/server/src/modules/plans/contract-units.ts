import Type from "typebox";
import { checklistKindCodes, type ChecklistKind } from "./vocabulary.ts";
import {
  closed,
  day,
  id,
  moment,
  nextAction,
  nullableId,
  nullableNumber,
  nullableText,
  oneOf,
  pageQuery,
  statusText,
  text,
  year,
} from "./contract.ts";

// Work plans

export const workPlanQuery = Type.Object({
  ...pageQuery,
  sort: Type.Optional(Type.String({ maxLength: 30 })),
  unit: Type.Optional(id),
  year: Type.Optional(year),
  status: Type.Optional(oneOf(["draft", "submitted", "returned", "approved", "superseded"] as const, "状态")),
});
const workPlanRow = {
  id,
  documentId: id,
  documentTitle: text,
  unitId: id,
  unitName: text,
  year: Type.Integer(),
  version: Type.Integer(),
  ...statusText,
  amendReason: nullableText,
  decisionReason: nullableText,
  createdAt: moment,
};
export const workPlanPage = Type.Object({
  rows: Type.Array(Type.Object(workPlanRow)),
  total: Type.Integer(),
  page: Type.Integer(),
  size: Type.Integer(),
});
export const workPlanAnswer = Type.Object({
  ...workPlanRow,
  items: Type.Array(
    Type.Object({
      id,
      taskId: id,
      taskCode: text,
      title: text,
      clauseText: text,
      months: Type.Array(Type.Integer()),
      goal: nullableNumber,
      measure: nullableText,
      money: nullableNumber,
      note: nullableText,
      revision: Type.Integer(),
      /** What the unit itself has done, from facts. */
      value: nullableNumber,
      valueText: text,
      ...statusText,
    }),
  ),
  budget: Type.Object({ amount: Type.Number(), spent: Type.Number(), planned: Type.Number() }),
  nextActions: Type.Array(nextAction),
});
export const workPlanBody = Type.Object({ documentId: id, unitId: id, year }, closed);
export const itemBody = Type.Object(
  {
    title: Type.String({ minLength: 2, maxLength: 120, title: "做什么" }),
    months: Type.Array(Type.Integer({ minimum: 1, maximum: 12 }), { maxItems: 12, title: "哪几个月" }),
    goal: Type.Optional(Type.Number({ minimum: 0, title: "做到多少" })),
    measure: Type.Optional(Type.String({ maxLength: 20, title: "计量单位" })),
    money: Type.Optional(Type.Number({ minimum: 0, maximum: 1_000_000_000, title: "经费（元）" })),
    note: Type.Optional(Type.String({ maxLength: 300, title: "说明" })),
    revision: Type.Integer({ minimum: 1 }),
  },
  closed,
);
export const decideBody = Type.Object(
  { reason: Type.Optional(Type.String({ maxLength: 300, title: "原因" })) },
  closed,
);

// Budget

export const budgetQuery = Type.Object({ year: Type.Optional(year), unit: Type.Optional(id) });
export const budgetAnswer = Type.Object({
  year: Type.Integer(),
  rows: Type.Array(
    Type.Object({
      id,
      unitId: id,
      unitName: text,
      year: Type.Integer(),
      title: text,
      amount: Type.Number(),
      spent: Type.Number(),
      documentTitle: text,
      documentNo: nullableText,
      spendings: Type.Array(
        Type.Object({
          id,
          amount: Type.Number(),
          spentOn: text,
          purpose: text,
          taskCode: nullableText,
          overReason: nullableText,
          cancelledReason: nullableText,
        }),
      ),
    }),
  ),
  /** Streets and towns without a line: red. */
  unbudgeted: Type.Array(Type.Object({ id, name: text })),
});
export const lineBody = Type.Object(
  {
    unitId: id,
    year,
    title: Type.String({ minLength: 2, maxLength: 120, title: "经费名称" }),
    amount: Type.Number({ exclusiveMinimum: 0, maximum: 1_000_000_000, title: "金额（元）" }),
    documentTitle: Type.String({ maxLength: 120, title: "列在哪份预算文件" }),
    documentNo: Type.Optional(Type.String({ maxLength: 60, title: "文号" })),
  },
  closed,
);
export const spendingBody = Type.Object(
  {
    amount: Type.Number({ exclusiveMinimum: 0, maximum: 1_000_000_000, title: "金额（元）" }),
    spentOn: day("支出日期"),
    purpose: Type.String({ minLength: 2, maxLength: 200, title: "用途" }),
    taskId: Type.Optional(id),
    overReason: Type.Optional(Type.String({ maxLength: 300, title: "超支原因" })),
  },
  closed,
);

// Milestones and checklists

const evidenceUse = Type.Object({
  linkId: id,
  id,
  title: text,
  happenedOn: text,
  unitName: text,
  hasFile: Type.Boolean(),
  removedAt: Type.Union([moment, Type.Null()]),
  removedReason: nullableText,
});
export const milestoneList = Type.Object({
  /** The day on which the steps stand so. */
  asOf: text,
  rows: Type.Array(
    Type.Object({
      id,
      title: text,
      dueOn: text,
      unitName: text,
      taskId: nullableId,
      taskCode: nullableText,
      ...statusText,
      reachedOn: nullableText,
      links: Type.Array(evidenceUse),
    }),
  ),
});
export const milestoneBody = Type.Object(
  {
    title: Type.String({ minLength: 2, maxLength: 120, title: "节点" }),
    dueOn: day("到哪天"),
    unitId: id,
    taskId: Type.Optional(id),
  },
  closed,
);
export const checklistList = Type.Object({
  rows: Type.Array(
    Type.Object({
      id,
      title: text,
      kindName: text,
      unitName: text,
      source: nullableText,
      items: Type.Integer(),
      done: Type.Integer(),
    }),
  ),
});
export const checklistAnswer = Type.Object({
  id,
  title: text,
  kind: text,
  kindName: text,
  unitName: text,
  source: nullableText,
  items: Type.Array(
    Type.Object({
      id,
      code: text,
      title: text,
      ownerName: nullableText,
      dueOn: nullableText,
      needed: Type.Integer(),
      ...statusText,
      links: Type.Array(evidenceUse),
    }),
  ),
});
export const checklistBody = Type.Object(
  {
    unitId: id,
    kind: oneOf<ChecklistKind>(checklistKindCodes, "哪一种"),
    title: Type.String({ minLength: 2, maxLength: 120, title: "清单名称" }),
    source: Type.Optional(Type.String({ maxLength: 200, title: "依据" })),
    items: Type.Array(
      Type.Object(
        {
          code: Type.String({ minLength: 1, maxLength: 20, title: "编号" }),
          title: Type.String({ minLength: 2, maxLength: 200, title: "要求" }),
          ownerUnitId: Type.Optional(id),
          dueOn: Type.Optional(day("到哪天")),
          needed: Type.Optional(Type.Integer({ minimum: 1, maximum: 20, title: "要几份材料" })),
        },
        closed,
      ),
      { minItems: 1, maxItems: 300 },
    ),
  },
  closed,
);
