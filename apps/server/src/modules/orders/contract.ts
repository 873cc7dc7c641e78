import Type from "typebox";
import { audiences, type Audience } from "#kernel/audiences.ts";
import {
  type BadgeKind,
  badgeKindCodes,
  type Effort,
  type Demand,
  demandCodes,
  effortCodes,
  type Half,
  halfCodes,
  type Skill,
  skillCodes,
} from "#modules/teams/index.ts";
import { orderEntryCodes } from "./coverage/streets.ts";
import { orderStates, type OrderStatus } from "./state.ts";
import { type ItemKind, itemKindCodes } from "./vocabulary.ts";

export const closed = { additionalProperties: false } as const;
export const id = Type.String({ pattern: "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$" });
export const text = Type.String();
export const nullableText = Type.Union([Type.String(), Type.Null()]);
export const moment = Type.Unsafe<Date>({ type: "string", format: "date-time" });
export const nullableMoment = Type.Unsafe<Date | null>({
  anyOf: [{ type: "string", format: "date-time" }, { type: "null" }],
});
export const oneOf = <T extends string>(codes: readonly T[], title: string) =>
  Type.Unsafe<T>({ type: "string", enum: [...codes], title });
/** A day that exists: the calendar knows no 30 February. */
export const day = (title: string) =>
  Type.String({ format: "date", pattern: "^(19|20)\\d\\d-\\d{2}-\\d{2}$", title });
const clockTime = (title: string) => Type.String({ pattern: "^([01]\\d|2[0-3]):[0-5]\\d$", title });
export const reason = Type.String({ minLength: 1, maxLength: 300, title: "原因" });
export const status = Type.Unsafe<OrderStatus>({ type: "string", enum: [...orderStates.states] });
export const audience = oneOf<Audience>(audiences, "给谁");
export const half = oneOf<Half>(halfCodes, "什么时候");
export const itemCode = Type.String({ pattern: "^[a-z][a-z0-9-]{1,40}$", title: "服务" });

/** Pages of one unit ask for it by name, so that it is clear whose figures they are. */
export const unitQuery = { unit: id };
export const idParams = Type.Object({ id });
/** Wider than a code is, so that who may not ask is told so before what he typed. */
export const codeParams = Type.Object({ code: Type.String({ minLength: 1, maxLength: 60 }) });
/** Imports look first and write second; they answer row by row, and write where every row is right. */
export const importMode = oneOf(["preview", "apply"] as const, "先看还是写入");
export const importAnswer = {
  applied: Type.Boolean(),
  rows: Type.Array(Type.Object({ line: Type.Integer(), ok: Type.Boolean(), sentence: text })),
};
export const emptyBody = Type.Object({}, closed);
export const menuQuery = Type.Object({
  for: Type.Optional(audience),
  little: Type.Optional(Type.Literal("yes")),
});
/** `expert`: whom of the library somebody asks for. */
export const startQuery = Type.Object({ item: Type.Optional(itemCode), expert: Type.Optional(id) });
export const wantBody = Type.Object(
  {
    item: Type.String({ pattern: "^[a-z][a-z0-9-]{1,40}$", title: "想要什么" }),
    details: Type.Optional(Type.String({ maxLength: 300, title: "补充一句" })),
  },
  closed,
);
export const whenBody = Type.Object(
  {
    audience: Type.Optional(oneOf<Audience | "all">([...audiences, "all"], "给谁")),
    placeUnitId: Type.String({ maxLength: 40, title: "在哪个街道、社区" }),
    address: Type.Optional(Type.String({ maxLength: 100, title: "详细地址" })),
    wantedOn: day("哪天"),
    wantedHalf: half,
  },
  closed,
);
export const sendBody = Type.Object(
  {
    contactName: Type.String({ minLength: 1, maxLength: 30, title: "怎么称呼" }),
    contactPhone: Type.Optional(Type.String({ maxLength: 30, title: "电话" })),
    peopleCount: Type.Integer({ minimum: 1, maximum: 2000, title: "大概多少人" }),
    /** “我也要”: the open order to be served with. */
    join: Type.Optional(Type.Union([id, Type.Literal("alone")])),
    readBack: Type.Optional(Type.String({ maxLength: 5, title: "念给本人听" })),
  },
  closed,
);
export const reasonBody = Type.Object({ reason }, closed);
export const stars = Type.Integer({ minimum: 1, maximum: 5, title: "满意吗" });
export const rateBody = Type.Object(
  { stars, comment: Type.Optional(Type.String({ maxLength: 300, title: "想说的话" })) },
  closed,
);
export const replyBody = Type.Object(
  { words: Type.String({ minLength: 1, maxLength: 300, title: "您的答复" }) },
  closed,
);
export const rateByCodeBody = Type.Object(
  {
    no: Type.String({ minLength: 1, maxLength: 20, title: "单号" }),
    code: Type.String({ minLength: 6, maxLength: 12, title: "到访码" }),
    stars,
    comment: Type.Optional(Type.String({ maxLength: 300, title: "想说的话" })),
  },
  closed,
);
export const acceptBody = Type.Object({ teamId: id }, closed);
export const declineBody = Type.Object({ teamId: id, reason }, closed);
export const scheduleBody = Type.Object(
  {
    day: day("哪天"),
    time: clockTime("几点开始"),
    minutes: Type.Integer({ minimum: 15, maximum: 480, title: "大概多久" }),
  },
  closed,
);
export const memberBody = Type.Object({ personId: id }, closed);
export const codeBody = Type.Object(
  { code: Type.String({ minLength: 1, maxLength: 20, title: "到访码" }) },
  closed,
);
export const finishBody = Type.Object(
  { peopleServed: Type.Optional(Type.Integer({ minimum: 0, maximum: 2000, title: "实际来了多少人" })) },
  closed,
);

/** By the day it is due, was ordered, or is wanted; `-` turns it round. */
const sorts = ["dueAt", "-dueAt", "createdAt", "-createdAt", "wantedOn", "-wantedOn"] as const;
export type BoardSort = (typeof sorts)[number];
const pageQuery = {
  page: Type.Optional(Type.Integer({ minimum: 1, default: 1 })),
  size: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
};
export const boardQuery = Type.Object({
  ...pageQuery,
  sort: Type.Optional(oneOf(sorts, "排序")),
  status: Type.Optional(Type.String({ maxLength: 300, description: "One status or several with commas." })),
  near: Type.Optional(oneOf(["due", "late", "risk", "unmet"] as const, "轻重缓急")),
  topic: Type.Optional(Type.String({ maxLength: 60, description: "`none`: without a topic." })),
  audience: Type.Optional(oneOf([...audiences, "none"] as const, "给谁")),
  entry: Type.Optional(oneOf(orderEntryCodes, "去向")),
  did: Type.Optional(
    Type.Unsafe<"on" | "created" | "served" | "rated">({
      type: "string",
      enum: ["on", "created", "served", "rated"],
      title: "哪一步",
      description: "Between `from` and `to`: on the calendar, ordered, served by its facts, rated.",
    }),
  ),
  from: Type.Optional(day("从哪天")),
  to: Type.Optional(day("到哪天")),
  half: Type.Optional(half),
  owner: Type.Optional({ ...id, description: "Owned by this unit or one below it." }),
  item: Type.Optional(itemCode),
  unit: Type.Optional(id),
  q: Type.Optional(Type.String({ maxLength: 60 })),
});
const boardRow = {
  id,
  no: text,
  title: text,
  status,
  statusName: text,
  dueAt: nullableMoment,
  late: Type.Boolean(),
  atRisk: Type.Boolean(),
  ownerUnitId: id,
  ownerName: text,
  place: text,
  topic: nullableText,
  audience: Type.Unsafe<Audience | null>({
    anyOf: [{ type: "string", enum: [...audiences] }, { type: "null" }],
  }),
  channelName: text,
  wantedOn: text,
  wantedHalf: text,
  peopleCount: Type.Integer(),
  teamId: nullableText,
  teamName: nullableText,
  visitStartsAt: nullableMoment,
  round: Type.Integer(),
  takeOvers: Type.Integer(),
  createdAt: moment,
};
export const boardPage = Type.Object({
  rows: Type.Array(Type.Object(boardRow)),
  total: Type.Integer(),
  page: Type.Integer(),
  size: Type.Integer(),
});
/** Whether a school is asked, and what it said; without the name of who signed. */
export const consentView = Type.Object({
  asked: oneOf(["none", "school", "health", "little"] as const, "要不要学校同意"),
  isOpen: Type.Boolean(),
  signerPosition: nullableText,
  agreedOn: nullableText,
  classes: nullableText,
  guardiansToldOn: nullableText,
  adultsNeeded: Type.Union([Type.Integer(), Type.Null()]),
  adultsCount: Type.Union([Type.Integer(), Type.Null()]),
  safety: nullableText,
  hasLetter: Type.Boolean(),
  wholeSeries: Type.Boolean(),
  givenAt: nullableMoment,
});
export const orderAnswer = Type.Object({
  ...boardRow,
  audienceName: nullableText,
  itemCode: nullableText,
  /** The order whose visit serves this one, those that this one serves, and the one it was split from. */
  mergedInto: Type.Union([Type.Object({ id, no: text }), Type.Null()]),
  splitFrom: Type.Union([Type.Object({ id, no: text }), Type.Null()]),
  /** Orders to source supply that stand for this one. */
  sourcing: Type.Array(Type.Object({ id, no: text, statusName: text })),
  /** It came on a paper, of which the station may keep a photograph. */
  onPaper: Type.Boolean(),
  attachments: Type.Array(
    Type.Object({
      id,
      about: text,
      kind: text,
      seconds: Type.Union([Type.Integer(), Type.Null()]),
      createdAt: moment,
    }),
  ),
  pests: Type.Array(Type.Object({ id, name: text, word: nullableText }), {
    description: "Pests that the order names, with its own word for each.",
  }),
  schoolConsent: consentView,
  together: Type.Array(Type.Object({ id, no: text, place: text, peopleCount: Type.Integer() })),
  details: nullableText,
  betterDoor: nullableText,
  endReason: nullableText,
  next: text,
  dispatches: Type.Array(
    Type.Object({
      id,
      modeName: text,
      teamName: nullableText,
      statusName: text,
      offeredAt: moment,
      answerBy: moment,
      reason: nullableText,
    }),
  ),
  visits: Type.Array(
    Type.Object({
      id,
      teamName: text,
      startsAt: moment,
      endsAt: moment,
      status: text,
      peopleServed: Type.Union([Type.Integer(), Type.Null()]),
      closedByClock: Type.Boolean(),
      assigned: Type.Integer(),
      signedIn: Type.Integer(),
    }),
  ),
  ratings: Type.Array(
    Type.Object({
      round: Type.Integer(),
      stars: Type.Integer(),
      comment: nullableText,
      at: moment,
      reply: nullableText,
    }),
  ),
  history: Type.Array(
    Type.Object({
      id,
      at: moment,
      eventName: text,
      who: text,
      teamName: nullableText,
      ownerName: text,
      reason: nullableText,
    }),
  ),
  nextActions: Type.Array(
    Type.Object({ action: text, label: text, allowed: Type.Boolean(), reason: Type.Optional(text) }),
  ),
});
export const candidatesAnswer = Type.Object({
  candidates: Type.Array(
    Type.Object({ teamId: id, teamName: text, cost: Type.Integer(), reasons: Type.Array(text) }),
  ),
  refused: Type.Array(Type.Object({ teamId: id, teamName: text, reasons: Type.Array(text) })),
});
export const contactAnswer = Type.Object({
  name: nullableText,
  phone: nullableText,
  address: nullableText,
  orderedBy: text,
  onBehalfOf: nullableText,
});
export const callBody = Type.Object(
  {
    itemCode: Type.Optional(itemCode),
    details: Type.Optional(Type.String({ maxLength: 300, title: "想要什么" })),
    audience: Type.Optional(audience),
    placeUnitId: Type.String({ maxLength: 40, title: "在哪个街道、社区" }),
    address: Type.Optional(Type.String({ maxLength: 100, title: "详细地址" })),
    wantedOn: day("哪天"),
    wantedHalf: half,
    peopleCount: Type.Integer({ minimum: 1, maximum: 2000, title: "人数" }),
    contactName: Type.String({ minLength: 1, maxLength: 30, title: "称呼" }),
    contactPhone: Type.Optional(Type.String({ maxLength: 30, title: "电话" })),
    channel: oneOf(["phone", "paper"] as const, "怎么来的"),
  },
  closed,
);
export const callAnswer = Type.Object({ id, no: text });
export const idAnswer = Type.Object({ id });
export const dispatchBody = Type.Object(
  { mode: oneOf(["direct", "open"] as const, "怎么派"), teamId: Type.Optional(id) },
  closed,
);
export const substituteBody = Type.Object(
  {
    teamId: id,
    startsAt: Type.String({ format: "date-time", title: "几点到" }),
    minutes: Type.Integer({ minimum: 15, maximum: 480, title: "多久" }),
    reason,
  },
  closed,
);
export const elsewhereBody = Type.Object(
  { door: Type.String({ maxLength: 30, title: "更合适的地方" }), reason },
  closed,
);
export const orderPestsBody = Type.Object(
  { pestIds: Type.Array(id, { maxItems: 10, title: "说的是哪些病虫害" }) },
  closed,
);
export const recategoriseBody = Type.Object({ itemCode }, closed);
export const doorsAnswer = Type.Object({
  rows: Type.Array(Type.Object({ code: text, need: text, where: text, note: text })),
});
const itemFields = {
  code: itemCode,
  title: Type.String({ minLength: 4, maxLength: 40, title: "名称" }),
  about: Type.String({ minLength: 5, maxLength: 200, title: "介绍" }),
  kind: oneOf<ItemKind>(itemKindCodes, "形式"),
  topic: Type.String({ minLength: 2, maxLength: 60, title: "主题" }),
  audiences: Type.Array(audience, { minItems: 1, maxItems: 5, title: "适合谁" }),
  skill: oneOf<Skill>(skillCodes, "要会什么"),
  badges: Type.Array(oneOf<BadgeKind>(badgeKindCodes, "证"), { maxItems: 3, title: "要什么证" }),
  effort: oneOf<Effort>(effortCodes, "轻重"),
  demands: Type.Array(oneOf<Demand>(demandCodes, "要求"), { maxItems: 6, title: "对身体的要求" }),
  minutes: Type.Integer({ minimum: 15, maximum: 480, title: "时长（分钟）" }),
  volunteers: Type.Integer({ minimum: 1, maximum: 10, title: "要几名志愿者" }),
  little: Type.Optional(
    Type.Object(
      {
        materials: Type.String({ minLength: 2, maxLength: 200, title: "用到什么" }),
        hazards: Type.String({ minLength: 2, maxLength: 200, title: "当心什么" }),
        childrenPerAdult: Type.Integer({ minimum: 1, maximum: 10, title: "几个孩子一位大人" }),
      },
      { ...closed, title: "3–6 岁动手做" },
    ),
  ),
};
export const itemBody = Type.Object(itemFields, closed);
export const itemsAnswer = Type.Object({
  rows: Type.Array(
    Type.Object({
      ...itemFields,
      kindName: text,
      topicName: text,
      skillName: text,
      badgeNames: Type.Array(text),
      demandNames: Type.Array(text),
      audienceNames: Type.Array(text),
      isOpen: Type.Boolean(),
    }),
  ),
  topics: Type.Array(Type.Object({ code: text, name: text }), { description: "What an item can be about." }),
});
export const openBody = Type.Object({ open: oneOf(["yes", "no"] as const, "开放") }, closed);
export const codeAnswer = Type.Object({ code: text });
export const homesAnswer = Type.Object({ rows: Type.Array(Type.Object({ id, name: text })) });
