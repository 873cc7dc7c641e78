import Type from "typebox";
import { type Audience, audiences } from "#kernel/audiences.ts";
import { type ContentKind, contentKindCodes } from "#modules/contents/index.ts";
import { type Standing, standingCodes } from "./outside/sent.ts";
import { deliveryStates, type DeliveryStatus, showingStates, type ShowingStatus } from "./state.ts";
import type { ChannelKind, DeliveryAct, Receipt } from "./tables.ts";

const closed = { additionalProperties: false } as const;
const id = Type.String({ pattern: "^[0-9a-f-]{36}$", title: "编号" });
const text = Type.String();
const moment = Type.Unsafe<Date>({ type: "string", format: "date-time" });
const optionalMoment = Type.Unsafe<Date | null>({ type: "string", format: "date-time", nullable: true });
const nullableText = Type.Union([text, Type.Null()]);
const kind = Type.Unsafe<ChannelKind>({
  type: "string",
  enum: ["page", "feed", "screens", "print", "trial", "outside"],
});
const act = Type.Unsafe<DeliveryAct>({ type: "string", enum: ["publish", "recall"], title: "动作" });
const status = Type.Unsafe<DeliveryStatus>({
  type: "string",
  enum: [...deliveryStates.states],
  title: "状态",
});
const day = (title: string) =>
  Type.String({ format: "date", pattern: "^(19|20)\\d\\d-\\d{2}-\\d{2}$", title });
const page = {
  page: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000, title: "页码" })),
  size: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, title: "每页条数" })),
};
const pageOf = <T extends ReturnType<typeof Type.Object>>(row: T) =>
  Type.Object({ rows: Type.Array(row), total: Type.Integer(), page: Type.Integer(), size: Type.Integer() });

export const idParams = Type.Object({ id });
export const codeParams = Type.Object({ code: Type.String({ maxLength: 60, title: "渠道" }) });
export const idAnswer = Type.Object({ id: text });
export const channelsAnswer = Type.Object({
  rows: Type.Array(Type.Object({ code: text, name: text, kind, target: text, isOpen: Type.Boolean() })),
});
export const openBody = Type.Object(
  { open: Type.Unsafe<"yes" | "no">({ type: "string", enum: ["yes", "no"], title: "开通" }) },
  closed,
);
export const deliveryQuery = Type.Object(
  { ...page, status: Type.Optional(status), act: Type.Optional(act), contentId: Type.Optional(id) },
  closed,
);
export const deliveryPage = pageOf(
  Type.Object({
    id,
    channel: text,
    channelName: text,
    kind,
    contentId: id,
    no: Type.Integer(),
    title: text,
    act,
    status,
    statusName: text,
    attempts: Type.Integer(),
    nextTryAt: moment,
    lastProblem: nullableText,
    receipt: Type.Unsafe<Receipt | null>({ type: "object", nullable: true, additionalProperties: true }),
    createdAt: moment,
    statusChangedAt: moment,
    unitId: id,
  }),
);
const sentStep = Type.Object({
  statusName: text,
  at: moment,
  attempts: Type.Integer(),
  problem: nullableText,
  receipt: Type.Unsafe<Receipt | null>({ type: "object", nullable: true, additionalProperties: true }),
});
const standing = Type.Unsafe<Standing>({ type: "string", enum: standingCodes, title: "到哪一步" });
export const sentQuery = Type.Object(
  {
    ...page,
    channel: Type.Optional(Type.String({ maxLength: 60, title: "平台" })),
    standing: Type.Optional(standing),
    contentId: Type.Optional(id),
  },
  closed,
);
export const sentPage = pageOf(
  Type.Object({
    id,
    unitId: id,
    contentId: id,
    no: Type.Integer(),
    title: text,
    channel: text,
    channelName: text,
    standing,
    standingName: text,
    url: nullableText,
    articleId: nullableText,
    sentHash: nullableText,
    sent: sentStep,
    recall: Type.Union([sentStep, Type.Null()]),
  }),
);
export const confirmBody = Type.Object(
  { note: Type.String({ minLength: 2, maxLength: 200, title: "说明" }) },
  closed,
);
export const postersBody = Type.Object(
  { contentId: id, note: Type.String({ minLength: 2, maxLength: 200, title: "张贴在哪里" }) },
  closed,
);
export const screenQuery = Type.Object(page, closed);
export const screenPage = pageOf(
  Type.Object({
    id,
    name: text,
    unitId: id,
    unitName: text,
    lastSeenAt: optionalMoment,
    retiredAt: optionalMoment,
    onCount: Type.Integer(),
  }),
);
export const screenBody = Type.Object(
  { unitId: id, name: Type.String({ minLength: 2, maxLength: 60, title: "终端名称" }) },
  closed,
);
export const screenAnswer = Type.Object({ id, token: text });
export const reasonBody = Type.Object(
  { reason: Type.String({ minLength: 2, maxLength: 200, title: "原因" }) },
  closed,
);
export const syncBody = Type.Object(
  {
    token: Type.String({ minLength: 10, maxLength: 100, title: "终端口令" }),
    /** Versions the screen has taken down since it last came by. */
    removed: Type.Array(id, { maxItems: 500, title: "已撤下" }),
    /** How often it played a film on a day, all of that day; said again, the larger number stands. */
    played: Type.Optional(
      Type.Array(
        Type.Object(
          {
            showingId: id,
            on: day("放映日期"),
            times: Type.Integer({ minimum: 1, maximum: 500, title: "次数" }),
          },
          closed,
        ),
        { maxItems: 100, title: "放映" },
      ),
    ),
  },
  closed,
);
export const syncAnswer = Type.Object({
  posters: Type.Array(
    Type.Object({
      versionId: id,
      no: Type.Integer(),
      title: text,
      headline: text,
      points: Type.Array(text),
      advice: text,
      contentHash: text,
    }),
  ),
  /** Films of this week, in turn. */
  films: Type.Array(
    Type.Object({
      showingId: id,
      no: Type.Integer(),
      title: text,
      kind: Type.Unsafe<ContentKind>({ type: "string", enum: [...contentKindCodes] }),
      until: text,
    }),
  ),
  /** Versions that must go at once. */
  remove: Type.Array(id),
});
export const upstreamAnswer = Type.Object({
  rows: Type.Array(
    Type.Object({
      id,
      name: text,
      url: text,
      keepDays: Type.Integer(),
      isOpen: Type.Boolean(),
      topic: nullableText,
      itemCount: Type.Integer(),
      polledAt: optionalMoment,
      lastProblem: nullableText,
    }),
  ),
});
export const upstreamBody = Type.Object(
  {
    name: Type.String({ minLength: 2, maxLength: 60, title: "来源名称" }),
    url: Type.String({ minLength: 8, maxLength: 500, title: "订阅网址" }),
    keepDays: Type.Integer({ minimum: 1, maximum: 365, title: "保留天数" }),
    topic: Type.Optional(Type.String({ maxLength: 41, title: "主题" })),
  },
  closed,
);
export const upstreamItemsQuery = Type.Object(
  { size: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, title: "条数" })), feed: Type.Optional(id) },
  closed,
);
export const upstreamItemsAnswer = Type.Object({
  rows: Type.Array(
    Type.Object({
      feedId: id,
      guid: text,
      title: text,
      link: text,
      summary: text,
      publishedAt: moment,
      publisher: text,
      topic: nullableText,
    }),
  ),
});
export const upstreamPitchBody = Type.Object(
  {
    feedId: id,
    guid: Type.String({ minLength: 1, maxLength: 500, title: "条目" }),
    unitId: id,
    audience: Type.Unsafe<Audience>({ type: "string", enum: [...audiences], title: "人群" }),
    topic: Type.String({ maxLength: 41, title: "主题" }),
    kind: Type.Unsafe<ContentKind>({ type: "string", enum: [...contentKindCodes], title: "形式" }),
    reason: Type.String({ minLength: 2, maxLength: 500, title: "理由" }),
  },
  closed,
);
export const screenDetail = Type.Object({
  id,
  name: text,
  unitId: id,
  unitName: text,
  lastSeenAt: optionalMoment,
  retiredAt: optionalMoment,
  on: Type.Array(
    Type.Object({
      versionId: id,
      contentId: id,
      no: Type.Integer(),
      title: text,
      since: moment,
      mustGo: Type.Boolean(),
    }),
  ),
  words: Type.Array(Type.Object({ versionId: id, title: text, act, at: moment, note: nullableText })),
});
export const screenRemovedBody = Type.Object(
  { versionId: id, note: Type.String({ minLength: 2, maxLength: 200, title: "怎么看到的" }) },
  closed,
);

export const showingBody = Type.Object(
  {
    unitId: id,
    no: Type.Integer({ minimum: 1, maximum: 100_000_000, title: "内容编号" }),
    day: day("哪一周"),
  },
  closed,
);
export const showingPage = pageOf(
  Type.Object({
    id,
    no: Type.Integer(),
    title: text,
    unitId: id,
    unitName: text,
    weekOn: text,
    untilOn: text,
    byOrder: Type.Boolean(),
    status: Type.Unsafe<ShowingStatus>({ type: "string", enum: [...showingStates.states] }),
    statusName: text,
    reason: nullableText,
    plays: Type.Integer(),
    screens: Type.Integer(),
    silent: Type.Array(text),
    canWithdraw: Type.Boolean(),
  }),
);
