import Type from "typebox";
import { type Audience, audiences } from "#kernel/audiences.ts";
import { type OccasionKind, occasionKindCodes } from "./rule.ts";

const closed = { additionalProperties: false } as const;
const text = Type.String();
const nullableText = Type.Union([text, Type.Null()]);
const day = Type.String({ format: "date", title: "日期" });
const moment = Type.Unsafe<Date>({ type: "string", format: "date-time" });
const kind = Type.Unsafe<OccasionKind>({ type: "string", enum: [...occasionKindCodes], title: "类别" });
const audience = Type.Unsafe<Audience>({ type: "string", enum: [...audiences], title: "人群" });
const reason = Type.String({ minLength: 2, maxLength: 200, pattern: "\\S", title: "原因" });
const monthDay = Type.String({ pattern: "^\\d{2}-\\d{2}$", title: "月-日" });

const rule = Type.Union([
  Type.Object({ kind: Type.Literal("fixed"), from: monthDay, to: monthDay }, closed),
  Type.Object(
    {
      kind: Type.Literal("weekday"),
      month: Type.Integer({ minimum: 1, maximum: 12, title: "月份" }),
      nth: Type.Integer({ minimum: 1, maximum: 4, title: "第几个" }),
      weekday: Type.Integer({ minimum: 0, maximum: 6, title: "周几" }),
      days: Type.Integer({ minimum: 1, maximum: 31, title: "天数" }),
    },
    closed,
  ),
  Type.Object({ kind: Type.Literal("announced") }, closed),
]);

export const codeParams = Type.Object({
  code: Type.String({ pattern: "^[a-z][a-z0-9-]{1,40}$", title: "代码" }),
});
export const idParams = Type.Object({ id: Type.String({ pattern: "^[0-9a-f-]{36}$", title: "编号" }) });
export const idAnswer = Type.Object({ id: text });
export const occasionQuery = Type.Object(
  {
    page: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000, title: "页码" })),
    size: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, title: "每页条数" })),
    kind: Type.Optional(kind),
  },
  closed,
);
export const occasionPage = Type.Object({
  rows: Type.Array(
    Type.Object({
      code: text,
      kind,
      kindName: text,
      name: text,
      about: text,
      advice: text,
      audiences: Type.Array(audience),
      topics: Type.Array(text),
      words: Type.Array(text),
      rule,
      ruleText: text,
      source: Type.Union([
        Type.Object({ publisher: text, title: text, date: nullableText, url: nullableText }),
        Type.Null(),
      ]),
      /** The last day of what is on today; null where nothing is. */
      onUntil: nullableText,
      /** The first day of the next time within a year that is known. */
      nextFrom: nullableText,
      updatedAt: moment,
      periods: Type.Array(
        Type.Object({
          id: text,
          startsOn: text,
          endsOn: text,
          isOn: Type.Boolean(),
          reason: text,
          endedOn: nullableText,
          endReason: nullableText,
        }),
      ),
    }),
  ),
  total: Type.Integer(),
  page: Type.Integer(),
  size: Type.Integer(),
});
export const occasionBody = Type.Object(
  {
    kind,
    name: Type.String({ minLength: 2, maxLength: 30, pattern: "\\S", title: "名称" }),
    about: Type.String({ minLength: 4, maxLength: 120, pattern: "\\S", title: "一句话说明" }),
    advice: Type.String({ minLength: 4, maxLength: 120, pattern: "\\S", title: "提醒的话" }),
    audiences: Type.Array(audience, { minItems: 1, maxItems: 5, title: "人群" }),
    topics: Type.Array(Type.String({ maxLength: 60 }), { maxItems: 10, title: "主题" }),
    words: Type.Array(Type.String({ maxLength: 20 }), { maxItems: 20, title: "关键词" }),
    rule,
    source: Type.Union([
      Type.Object(
        {
          publisher: Type.String({ minLength: 2, maxLength: 100, title: "发布单位" }),
          title: Type.String({ minLength: 2, maxLength: 200, title: "来源标题" }),
          date: Type.Union([day, Type.Null()]),
          url: Type.Union([
            Type.String({ pattern: "^https?://", maxLength: 500, title: "网址" }),
            Type.Null(),
          ]),
        },
        closed,
      ),
      Type.Null(),
    ]),
  },
  closed,
);
export const periodBody = Type.Object(
  {
    startsOn: Type.String({ format: "date", title: "开始日期" }),
    endsOn: Type.String({ format: "date", title: "结束日期" }),
    act: Type.Unsafe<"on" | "off">({ type: "string", enum: ["on", "off"], title: "打开还是停下" }),
    reason,
  },
  closed,
);
export const reasonBody = Type.Object({ reason }, closed);
