import Type from "typebox";
import { type ExpertActKind, expertActKindCodes } from "#modules/people/index.ts";
import {
  type HonorariumStatus,
  honorariumStates,
  type ReviewOutcome,
  type ReviewStatus,
  reviewStates,
  type SchemeStatus,
  schemeStates,
} from "./state.ts";

const closed = { additionalProperties: false } as const;
const id = Type.String({ pattern: "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", title: "编号" });
const text = Type.String();
const nullableText = Type.Union([Type.String(), Type.Null()]);
const count = Type.Integer();
const day = (title: string) => Type.String({ pattern: "^20\\d{2}-\\d{2}-\\d{2}$", title });
const month = Type.String({ pattern: "^20\\d{2}-(0[1-9]|1[0-2])$", title: "月份" });
const oneOf = <T extends string>(codes: readonly T[], title: string) =>
  Type.Unsafe<T>({ type: "string", enum: [...codes], title });
const status = oneOf<HonorariumStatus>(honorariumStates.states, "状态");
const schemeStatus = oneOf<SchemeStatus>(schemeStates.states, "状态");
const reviewStatus = oneOf<ReviewStatus>(reviewStates.states, "状态");
const outcome = oneOf<ReviewOutcome>(["renew", "end"], "结论");
const kind = oneOf<ExpertActKind>(expertActKindCodes, "做了什么");
const paging = {
  page: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000, title: "页码" })),
  size: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, title: "每页条数" })),
  sort: Type.Optional(Type.String({ maxLength: 30 })),
};
const nextActions = Type.Array(
  Type.Object({ action: text, label: text, allowed: Type.Boolean(), reason: Type.Optional(text) }),
);
const listOf = <T extends ReturnType<typeof Type.Object>>(row: T) =>
  Type.Object({ rows: Type.Array(row), total: count, page: count, size: count });

export const idParams = Type.Object({ id });
export const idAnswer = Type.Object({ id });
export const noBody = Type.Object({}, closed);
export const reasonBody = Type.Object(
  { reason: Type.String({ minLength: 1, maxLength: 200, title: "原因" }) },
  closed,
);

const filters = {
  status: Type.Optional(status),
  month: Type.Optional(month),
  expertId: Type.Optional(id),
};
export const honorariaQuery = Type.Object({ ...paging, ...filters }, closed);
export const honorariaExportQuery = Type.Object(filters, closed);
const honorariumRow = Type.Object({
  id,
  expertId: id,
  publicTitle: text,
  name: text,
  unitId: id,
  unitName: text,
  kind,
  kindName: text,
  recordTitle: text,
  recordHref: nullableText,
  happenedOn: text,
  yuan: Type.Number({ description: "From the scheme in force on the day of the act." }),
  schemeVersion: count,
  status,
  statusName: text,
  decisionReason: nullableText,
  paidOn: nullableText,
  voucher: nullableText,
  nextActions,
});
export const honorariaPage = Type.Object({
  rows: Type.Array(honorariumRow),
  total: count,
  page: count,
  size: count,
  sumYuan: Type.Number({ description: "Of all rows that the filter finds." }),
});
export const drawBody = Type.Object(
  { unitId: Type.Unsafe<string>({ ...id, title: "哪个单位" }), month },
  closed,
);
export const drawAnswer = Type.Object({ drawn: count, known: count, unpaid: count });
const ids = Type.Array(id, { minItems: 1, maxItems: 100, title: "哪几笔" });
export const approveBody = Type.Object({ ids }, closed);
export const payBody = Type.Object(
  {
    ids,
    paidOn: day("哪天发放"),
    voucher: Type.String({ minLength: 1, maxLength: 60, title: "付款凭证号" }),
  },
  closed,
);
export const idsAnswer = Type.Object({ ids: Type.Array(id) });

export const schemesQuery = Type.Object({ ...paging, status: Type.Optional(schemeStatus) }, closed);
export const schemesPage = listOf(
  Type.Object({
    id,
    unitId: id,
    unitName: text,
    versionNo: count,
    startsOn: text,
    rates: Type.Array(Type.Object({ kind, kindName: text, yuan: Type.Number() })),
    document: text,
    status: schemeStatus,
    statusName: text,
    decisionReason: nullableText,
    nextActions,
  }),
);
const yuan = (title: string) =>
  Type.Optional(Type.String({ pattern: "^[0-9]{1,4}$", title: `${title}（元）` }));
export const schemeBody = Type.Object(
  {
    unitId: Type.Unsafe<string>({ ...id, title: "哪个单位" }),
    startsOn: day("从哪天的工作起算"),
    document: Type.String({ minLength: 1, maxLength: 120, title: "依据的文件" }),
    scienceCheck: yuan("科学性审核"),
    verdict: yuan("辟谣结论签字"),
    answer: yuan("答复提问"),
    visit: yuan("上门服务"),
    lecture: yuan("主讲活动"),
  },
  closed,
);

export const reviewsQuery = Type.Object({ ...paging, status: Type.Optional(reviewStatus) }, closed);
const actCounts = Type.Array(Type.Object({ kind, kindName: text, count }));
export const reviewsPage = listOf(
  Type.Object({
    id,
    expertId: id,
    publicTitle: text,
    name: text,
    unitId: id,
    unitName: text,
    year: count,
    counts: actCounts,
    dutyWeeks: count,
    countedUntil: text,
    opinion: text,
    outcome,
    outcomeName: text,
    renewUntil: nullableText,
    document: nullableText,
    status: reviewStatus,
    statusName: text,
    decisionReason: nullableText,
    nextActions,
  }),
);
const year = Type.String({ pattern: "^20\\d{2}$", title: "哪一年" });
export const yearQuery = Type.Object({ year }, closed);
export const yearAnswer = Type.Object({ counts: actCounts, dutyWeeks: count, countedUntil: text });
export const reviewBody = Type.Object(
  {
    expertId: Type.Unsafe<string>({ ...id, title: "哪位专家" }),
    year,
    opinion: Type.String({ minLength: 1, maxLength: 500, title: "评议意见" }),
    outcome,
    renewUntil: Type.Optional(day("续聘到哪天")),
    document: Type.Optional(Type.String({ maxLength: 120, title: "续聘文件" })),
  },
  closed,
);
