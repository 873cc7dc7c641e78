import Type from "typebox";
import {
  type HelpSkill,
  helpSkillCodes,
  type IncentiveKind,
  incentiveKindCodes,
  type RequestStatus,
  type ReturneeKind,
  returneeKindCodes,
} from "./state.ts";

const closed = { additionalProperties: false } as const;
const id = Type.String({ pattern: "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$" });
const text = Type.String();
const nullableText = Type.Union([Type.String(), Type.Null()]);
const day = (title: string) => Type.String({ pattern: "^\\d{4}-\\d{2}-\\d{2}$", title });
const oneOf = <T extends string>(codes: readonly T[], title: string) =>
  Type.Unsafe<T>({ type: "string", enum: [...codes], title });
const skill = oneOf<HelpSkill>(helpSkillCodes, "要会什么");
const requestStatus = oneOf<RequestStatus>(["open", "matched", "helped", "closed"], "状态");
const pageQuery = {
  page: Type.Optional(Type.Integer({ minimum: 1, default: 1 })),
  size: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
  sort: Type.Optional(Type.String({ maxLength: 30 })),
};
const pageOf = <T extends Parameters<typeof Type.Array>[0]>(row: T) =>
  Type.Object({
    rows: Type.Array(row),
    total: Type.Integer(),
    page: Type.Integer(),
    size: Type.Integer(),
  });

export const idParams = Type.Object({ id });
export const idAnswer = Type.Object({ id });
export const emptyBody = Type.Object({}, closed);
export const offerQuery = Type.Object(pageQuery);
export const offerPage = pageOf(
  Type.Object({
    id,
    name: text,
    unitId: id,
    unitName: text,
    kindName: text,
    skillNames: Type.Array(text),
    hoursAMonth: Type.Integer(),
    helped: Type.Integer(),
    isBusy: Type.Boolean(),
    incentives: Type.Array(Type.Object({ kindName: text, title: text, document: text, givenOn: text })),
  }),
);
export const incentiveBody = Type.Object(
  {
    kind: oneOf<IncentiveKind>(incentiveKindCodes, "荣誉还是政策"),
    title: Type.String({ maxLength: 80, title: "是什么" }),
    document: Type.String({ maxLength: 120, title: "依据的文件" }),
    givenOn: day("哪天"),
  },
  closed,
);
export const requestQuery = Type.Object({ ...pageQuery, status: Type.Optional(requestStatus) });
export const requestPage = pageOf(
  Type.Object({
    id,
    unitId: id,
    unitName: text,
    skillName: text,
    wanted: text,
    untilOn: text,
    status: requestStatus,
    statusName: text,
    endReason: nullableText,
    helper: nullableText,
    matchStatusName: nullableText,
    reasons: Type.Array(text),
    nextActions: Type.Array(
      Type.Object({ action: text, label: text, allowed: Type.Boolean(), reason: Type.Optional(text) }),
    ),
  }),
);
export const requestBody = Type.Object(
  {
    unitId: Type.Unsafe<string>({ ...id, title: "哪个村" }),
    skill,
    wanted: Type.String({ maxLength: 300, title: "要什么帮助" }),
    untilOn: day("到哪天"),
  },
  closed,
);
export const fittingAnswer = Type.Object({
  rows: Type.Array(
    Type.Object({ id, name: text, unitName: text, reasons: Type.Array(text), hindrance: nullableText }),
  ),
});
export const proposeBody = Type.Object({ returneeId: Type.Unsafe<string>({ ...id, title: "请谁" }) }, closed);
export const reasonBody = Type.Object({ reason: Type.String({ maxLength: 300, title: "原因" }) }, closed);

const boxes = Type.Optional(
  Type.Union(
    [
      Type.String({ enum: [...helpSkillCodes] }),
      Type.Array(Type.String({ enum: [...helpSkillCodes] }), { maxItems: helpSkillCodes.length }),
    ],
    { title: "能帮什么" },
  ),
);
export const registerBody = Type.Object(
  {
    unitId: Type.String({ maxLength: 40, title: "老家或住的地方" }),
    kind: oneOf<ReturneeKind>(returneeKindCodes, "您是"),
    skills: boxes,
    hoursAMonth: Type.Integer({ minimum: 1, maximum: 200, title: "每月大概能帮几小时" }),
    about: Type.String({ maxLength: 500, title: "能帮什么" }),
    agrees: Type.Optional(oneOf(["yes"] as const, "同意")),
  },
  closed,
);
