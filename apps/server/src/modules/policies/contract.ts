import Type from "typebox";
import { type PolicyStatus, policyStates } from "./state.ts";
import {
  type Applicant,
  applicantCodes,
  type Level,
  levelCodes,
  type Matter,
  matterCodes,
} from "./vocabulary.ts";

const closed = { additionalProperties: false } as const;
const id = Type.String({ pattern: "^[0-9a-f-]{36}$", title: "编号" });
const text = Type.String();
const nullableText = Type.Union([text, Type.Null()]);
const moment = Type.Unsafe<Date>({ type: "string", format: "date-time" });
const day = (title: string) => Type.String({ format: "date", title });
const nullableDay = (title: string) => Type.Union([day(title), Type.Null()]);
const level = Type.Unsafe<Level>({ type: "string", enum: [...levelCodes], title: "层级" });
const matter = Type.Unsafe<Matter>({ type: "string", enum: [...matterCodes], title: "哪方面" });
const applicant = Type.Unsafe<Applicant>({ type: "string", enum: [...applicantCodes], title: "写给谁" });
const status = Type.Unsafe<PolicyStatus>({
  type: "string",
  enum: [...policyStates.states],
  title: "状态",
});
const reason = Type.String({ minLength: 2, maxLength: 200, pattern: "\\S", title: "原因" });

export const idParams = Type.Object({ id });
export const idAnswer = Type.Object({ id: text });

const point = Type.Object(
  {
    text: Type.String({ minLength: 6, maxLength: 200, pattern: "\\S", title: "要点" }),
    clause: Type.String({ minLength: 2, maxLength: 60, pattern: "\\S", title: "在第几条" }),
    matter,
    appliesTo: Type.Array(applicant, { minItems: 1, maxItems: 10, title: "写给谁" }),
  },
  closed,
);
const told = {
  title: Type.String({ minLength: 4, maxLength: 120, pattern: "\\S", title: "文件名称" }),
  documentNo: Type.Union([Type.String({ minLength: 2, maxLength: 60, title: "文号" }), Type.Null()]),
  issuer: Type.String({ minLength: 2, maxLength: 100, pattern: "\\S", title: "发布单位" }),
  level,
  issuedOn: day("发布日期"),
  effectiveOn: nullableDay("施行日期"),
  endedOn: nullableDay("失效日期"),
  officialUrl: Type.String({ pattern: "^https?://\\S+$", maxLength: 500, title: "官方网址" }),
  lookedUpOn: day("查阅日期"),
  summary: Type.String({ minLength: 6, maxLength: 200, pattern: "\\S", title: "一句话说明" }),
  points: Type.Array(point, { minItems: 1, maxItems: 30, title: "要点" }),
};
export const changeBody = Type.Object(told, closed);
export const policyBody = Type.Object({ unitId: id, ...told }, closed);
export const reasonBody = Type.Object({ reason }, closed);
export const endBody = Type.Object({ endedOn: day("最后一天"), reason }, closed);

const nextAction = Type.Object({
  action: text,
  label: text,
  allowed: Type.Boolean(),
  reason: Type.Optional(text),
});
const policyRow = {
  id,
  no: Type.Integer(),
  unitId: id,
  unitName: text,
  title: text,
  documentNo: nullableText,
  issuer: text,
  level,
  issuedOn: text,
  effectiveOn: nullableText,
  endedOn: nullableText,
  endReason: nullableText,
  officialUrl: text,
  lookedUpOn: text,
  summary: text,
  points: Type.Array(point),
  status,
  statusName: text,
  updatedAt: moment,
};
export const policyQuery = Type.Object(
  {
    page: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000, title: "页码" })),
    size: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, title: "每页条数" })),
    status: Type.Optional(status),
  },
  closed,
);
export const policyAnswer = Type.Object({ ...policyRow, nextActions: Type.Array(nextAction) });
export const policyPage = Type.Object({
  rows: Type.Array(policyAnswer),
  total: Type.Integer(),
  page: Type.Integer(),
  size: Type.Integer(),
});
