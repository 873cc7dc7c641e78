import Type from "typebox";
import type { AppealStatus, AssessmentStatus, SchemeStatus } from "./state.ts";

const closed = { additionalProperties: false } as const;
const id = Type.String({ pattern: "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$" });
const text = Type.String();
const nullableText = Type.Union([Type.String(), Type.Null()]);
const moment = Type.Unsafe<Date>({ type: "string", format: "date-time" });
const nullableMoment = Type.Union([moment, Type.Null()]);
const oneOf = <T extends string>(codes: readonly T[], title = "") =>
  Type.Unsafe<T>({ type: "string", enum: [...codes], title });

const schemeStatuses = ["draft", "published", "retired"] as const satisfies readonly SchemeStatus[];
const assessmentStatuses = ["open", "frozen", "published"] as const satisfies readonly AssessmentStatus[];
const appealStatuses = ["filed", "upheld", "dismissed"] as const satisfies readonly AppealStatus[];
const itemKinds = ["facts", "inspected"] as const;

export const idParams = Type.Object({ id });
export const noParams = Type.Object({ no: Type.Integer({ minimum: 1, maximum: 2_147_483_647 }) });
export const idAnswer = Type.Object({ id });
export const emptyBody = Type.Object({}, closed);
export const listQuery = Type.Object({
  page: Type.Optional(Type.Integer({ minimum: 1, default: 1 })),
  size: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
  sort: Type.Optional(Type.String({ maxLength: 30 })),
});
const nextAction = Type.Object({
  action: text,
  label: text,
  allowed: Type.Boolean(),
  reason: Type.Optional(text),
});

export const schemeBody = Type.Object(
  {
    unitId: Type.String({ maxLength: 40, title: "由哪个单位考核" }),
    code: Type.String({ pattern: "^[a-z][a-z0-9-]{1,30}$", title: "代码" }),
    title: Type.String({ minLength: 4, maxLength: 80, title: "名称" }),
    items: Type.Array(
      Type.Object(
        {
          title: Type.String({ maxLength: 80, title: "项目" }),
          kind: oneOf(itemKinds, "怎么算"),
          points: Type.Number({ title: "分值" }),
          factKind: Type.Optional(Type.String({ maxLength: 80, title: "事实种类" })),
          target: Type.Optional(Type.Number({ maximum: 1_000_000_000, title: "满分要多少" })),
          criterion: Type.Optional(Type.String({ maxLength: 500, title: "评分标准" })),
        },
        closed,
      ),
      { maxItems: 60, title: "项目" },
    ),
  },
  closed,
);
/** What travels beside the table of items. */
export const schemeImportBody = Type.Object(
  {
    unitId: schemeBody.properties.unitId,
    code: schemeBody.properties.code,
    title: schemeBody.properties.title,
  },
  closed,
);
const schemeRow = {
  id,
  unitId: id,
  unitName: text,
  code: text,
  version: Type.Integer(),
  title: text,
  status: oneOf(schemeStatuses),
  statusName: text,
  itemCount: Type.Integer(),
  fullPoints: text,
  createdAt: moment,
};
export const schemePage = Type.Object({
  rows: Type.Array(Type.Object(schemeRow)),
  total: Type.Integer(),
  page: Type.Integer(),
  size: Type.Integer(),
  factKinds: Type.Array(Type.Object({ kind: text, name: text, measure: text })),
});
const itemRow = Type.Object({
  id,
  position: Type.Integer(),
  title: text,
  kind: oneOf(itemKinds),
  points: text,
  factKind: nullableText,
  factKindName: nullableText,
  measure: nullableText,
  target: nullableText,
  criterion: nullableText,
});
export const schemeAnswer = Type.Object({
  ...schemeRow,
  items: Type.Array(itemRow),
  nextActions: Type.Array(nextAction),
});

export const assessmentBody = Type.Object(
  {
    unitId: Type.String({ maxLength: 40, title: "由哪个单位考核" }),
    schemeId: Type.String({ maxLength: 40, title: "评分办法" }),
    year: Type.Integer({ minimum: 2000, maximum: 2100, title: "年度" }),
    unitIds: Type.Array(id, { maxItems: 300, title: "考核哪些单位" }),
  },
  closed,
);
const assessmentRow = {
  id,
  no: Type.Integer(),
  unitId: id,
  unitName: text,
  schemeId: id,
  schemeTitle: text,
  schemeVersion: Type.Integer(),
  year: Type.Integer(),
  status: oneOf(assessmentStatuses),
  statusName: text,
  unitCount: Type.Integer(),
  openAppeals: Type.Integer(),
};
export const assessmentPage = Type.Object({
  rows: Type.Array(Type.Object(assessmentRow)),
  total: Type.Integer(),
  page: Type.Integer(),
  size: Type.Integer(),
});
export const assessmentAnswer = Type.Object({
  ...assessmentRow,
  computedAt: nullableMoment,
  frozenAt: nullableMoment,
  frozenHash: nullableText,
  publishedHref: nullableText,
  mayExport: Type.Boolean(),
  items: Type.Array(itemRow),
  scores: Type.Array(
    Type.Object({
      unitId: id,
      unitName: text,
      points: text,
      grade: text,
      lines: Type.Array(
        Type.Object({
          id,
          itemId: id,
          input: nullableText,
          factCount: Type.Union([Type.Integer(), Type.Null()]),
          note: nullableText,
          points: text,
          appealed: Type.Boolean(),
          factsHref: nullableText,
          mayAppeal: Type.Boolean(),
          mayJudge: Type.Boolean(),
        }),
      ),
    }),
  ),
  appeals: Type.Array(
    Type.Object({
      id,
      lineId: id,
      unitName: text,
      itemTitle: text,
      reason: text,
      evidenceLink: nullableText,
      status: oneOf(appealStatuses),
      statusName: text,
      inputBefore: nullableText,
      pointsBefore: text,
      inputAfter: nullableText,
      pointsAfter: nullableText,
      decision: nullableText,
      createdAt: moment,
      mayDecide: Type.Boolean(),
    }),
  ),
  nextActions: Type.Array(nextAction),
});
export const recomputedAnswer = Type.Object({
  lines: Type.Integer(),
  differing: Type.Integer(),
  hash: text,
  frozenHash: nullableText,
  appealed: Type.Integer(),
});
export const computeAnswer = Type.Object({ id, lines: Type.Integer() });
export const freezeAnswer = Type.Object({ id, hash: text });
export const judgeBody = Type.Object(
  {
    share: Type.Number({ title: "得到满分的百分之几" }),
    note: Type.String({ maxLength: 500, title: "看到了什么" }),
  },
  closed,
);
export const appealBody = Type.Object(
  {
    reason: Type.String({ maxLength: 2_000, title: "理由" }),
    evidenceLink: Type.Optional(Type.String({ maxLength: 300, title: "佐证在本系统里的地址" })),
  },
  closed,
);
export const upholdBody = Type.Object(
  {
    decision: Type.String({ maxLength: 1_000, title: "复议意见" }),
    correctedInput: Type.Optional(Type.Number({ maximum: 1_000_000_000, title: "更正后的数" })),
  },
  closed,
);
export const dismissBody = Type.Object(
  { decision: Type.String({ maxLength: 1_000, title: "复议意见" }) },
  closed,
);
