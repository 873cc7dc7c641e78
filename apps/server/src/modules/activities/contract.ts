import Type from "typebox";
import { audiences, type Audience } from "#kernel/audiences.ts";
import { type GridPart, gridPartCodes } from "#kernel/face-places.ts";
import { type Pillar, pillarCodes, type PillarFilter, pillarFilterCodes } from "#kernel/pillars.ts";
import { type Flag, flagNames } from "./on-site-time.ts";
import { activityStates, type ActivityStatus, type RegistrationStatus, registrationStates } from "./state.ts";
import { editionChoice, editionKey } from "./contract-theme-days.ts";
import {
  type ActivityKind,
  activityKindCodes,
  type Entry,
  entryCodes,
  type HeadCountMethod,
  headCountMethodCodes,
} from "./vocabulary.ts";

const closed = { additionalProperties: false } as const;
export const id = Type.String({ pattern: "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$" });
const text = Type.String();
const nullableText = Type.Union([Type.String(), Type.Null()]);
const moment = Type.Unsafe<Date>({ type: "string", format: "date-time" });
const nullableMoment = Type.Unsafe<Date | null>({
  anyOf: [{ type: "string", format: "date-time" }, { type: "null" }],
});
const oneOf = <T extends string>(codes: readonly T[], title: string) =>
  Type.Unsafe<T>({ type: "string", enum: [...codes], title });
const audience = oneOf<Audience>(audiences, "人群");
const nullableAudience = Type.Unsafe<Audience | null>({
  anyOf: [{ type: "string", enum: [...audiences] }, { type: "null" }],
});
const kind = oneOf<ActivityKind>(activityKindCodes, "形式");
const pillar = oneOf<Pillar>(pillarCodes, "四个方面");
const entry = oneOf<Entry>(entryCodes, "去向");
const status = oneOf<ActivityStatus>(activityStates.states, "状态");
const reason = Type.String({ minLength: 1, maxLength: 300, title: "原因" });
const time = (title: string) => Type.String({ format: "date-time", title });

export const emptyBody = Type.Object({}, closed);
export const idParams = Type.Object({ id });
export const reasonBody = Type.Object({ reason }, closed);
export const idAnswer = Type.Object({ id });

// Portal
export const listQuery = Type.Object({ for: Type.Optional(audience), occasion: Type.Optional(editionKey) });
export const noParams = Type.Object({ no: Type.String({ maxLength: 12 }) });
export const registerParams = Type.Object({ no: Type.String({ maxLength: 12 }), sessionId: id });
export const codeParams = Type.Object({ code: Type.String({ maxLength: 20 }) });
export const codeQuery = Type.Object({ code: Type.Optional(Type.String({ maxLength: 40 })) });
export const newQuery = Type.Object({ new: Type.Optional(Type.Literal("yes")) });
export const registerBody = Type.Object(
  {
    contactName: Type.String({ minLength: 1, maxLength: 20, title: "怎么称呼" }),
    contactPhone: Type.String({ minLength: 1, maxLength: 30, title: "电话" }),
    peopleCount: Type.Integer({ minimum: 1, maximum: 100, title: "一共几个人来" }),
    minorsCount: Type.Optional(Type.Integer({ minimum: 0, maximum: 100, title: "14 岁以下的孩子" })),
    guardian: Type.Optional(Type.String({ maxLength: 5, title: "监护人同意" })),
    audience: Type.Optional(audience),
  },
  closed,
);

// Desk
const sorts = ["nextAt", "-nextAt", "createdAt", "-createdAt"] as const;
export const deskQuery = Type.Object({
  page: Type.Optional(Type.Integer({ minimum: 1, default: 1 })),
  size: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
  sort: Type.Optional(oneOf(sorts, "排序")),
  status: Type.Optional(status),
  kind: Type.Optional(kind),
  entry: Type.Optional(entry),
  audience: Type.Optional(audience),
  unit: Type.Optional(id),
  pillar: Type.Optional(oneOf<PillarFilter>(pillarFilterCodes, "四个方面")),
  q: Type.Optional(Type.String({ maxLength: 60 })),
});
const sessionRow = Type.Object({
  id,
  status: text,
  statusName: text,
  placeUnitId: id,
  placeName: text,
  address: text,
  startsAt: moment,
  endsAt: moment,
  endReason: nullableText,
  seats: Type.Union([
    Type.Object({
      capacity: Type.Integer(),
      taken: Type.Integer(),
      waiting: Type.Integer(),
      groupLimit: Type.Integer(),
      closesAt: moment,
    }),
    Type.Null(),
  ]),
});
const activityRow = {
  id,
  no: text,
  publicNo: Type.Integer(),
  title: text,
  status,
  statusName: text,
  kind,
  kindName: text,
  entry,
  entryName: text,
  topic: text,
  topicName: text,
  audiences: Type.Array(audience),
  audienceNames: Type.Array(text),
  unitId: id,
  unitName: text,
  nextAt: nullableMoment,
  sessionCount: Type.Integer(),
  capacity: Type.Integer(),
  taken: Type.Integer(),
  waiting: Type.Integer(),
  pillars: Type.Array(pillar),
};
export const deskPage = Type.Object({
  rows: Type.Array(Type.Object(activityRow)),
  total: Type.Integer(),
  page: Type.Integer(),
  size: Type.Integer(),
});
const nextActions = Type.Array(
  Type.Object({ action: text, label: text, allowed: Type.Boolean(), reason: Type.Optional(text) }),
);
export const activityAnswer = Type.Object({
  ...activityRow,
  about: text,
  teamId: nullableText,
  expertId: nullableText,
  phone: nullableText,
  minors: Type.Boolean(),
  occasion: Type.Union([editionChoice, Type.Null()]),
  suggestedOccasions: Type.Array(editionChoice),
  endReason: nullableText,
  createdAt: moment,
  sessions: Type.Array(sessionRow),
  nextActions,
});
const activityFields = {
  title: Type.String({ minLength: 4, maxLength: 60, title: "名称" }),
  about: Type.String({ minLength: 10, maxLength: 2000, title: "介绍" }),
  kind,
  entry,
  topic: Type.String({ minLength: 1, maxLength: 60, title: "主题" }),
  audiences: Type.Array(audience, { minItems: 1, maxItems: 5, title: "适合谁" }),
  teamId: Type.Optional(id),
  expertId: Type.Optional(id),
  phone: Type.Optional(Type.String({ pattern: "^[0-9-]{7,20}$", title: "电话" })),
  occasion: Type.Optional(editionKey),
  pillars: Type.Optional(Type.Array(pillar, { maxItems: 4, title: "四个方面" })),
  minors: oneOf(["yes", "no"] as const, "收不收 14 岁以下的孩子"),
};
export const createBody = Type.Object({ ...activityFields, unitId: id }, closed);
export const changeBody = Type.Object(activityFields, closed);
export const sessionBody = Type.Object(
  {
    placeUnitId: id,
    address: Type.String({ minLength: 2, maxLength: 100, title: "地点" }),
    startsAt: time("开始"),
    endsAt: time("结束"),
    capacity: Type.Optional(Type.Integer({ minimum: 1, maximum: 5000, title: "名额" })),
    groupLimit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, title: "一次最多报几个人" })),
    closesAt: Type.Optional(time("报名截止")),
  },
  closed,
);
export const choicesAnswer = Type.Object({
  places: Type.Array(Type.Object({ id, name: text })),
  topics: Type.Array(Type.Object({ code: text, name: text })),
  teams: Type.Array(Type.Object({ id, name: text })),
  experts: Type.Array(Type.Object({ id, name: text })),
  occasions: Type.Array(editionChoice),
});
const registrationStatus = oneOf<RegistrationStatus>(registrationStates.states, "报名状态");
export const sessionAnswer = Type.Object({
  session: sessionRow,
  activity: Type.Object({
    id,
    no: text,
    title: text,
    status,
    entryName: text,
    unitId: id,
    unitName: text,
    audiences: Type.Array(audience),
  }),
  registrations: Type.Array(
    Type.Object({
      id,
      status: registrationStatus,
      statusName: text,
      peopleCount: Type.Integer(),
      minorsCount: Type.Integer(),
      audience: nullableAudience,
      contactName: text,
      answerBy: nullableMoment,
      createdAt: moment,
      came: Type.Union([Type.Integer(), Type.Null()]),
    }),
  ),
  lines: Type.Array(
    Type.Object({
      id,
      kind: text,
      registrationId: nullableText,
      peopleCount: Type.Integer(),
      audience: nullableAudience,
      methodName: text,
      outcome: text,
      outcomeName: text,
      deviceAt: moment,
      judgedAt: moment,
      receivedAt: moment,
      flags: Type.Array(text),
    }),
  ),
  attended: Type.Array(
    Type.Object({ audience: nullableAudience, audienceName: text, people: Type.Integer() }),
  ),
  photos: Type.Array(Type.Object({ id, href: text, placesBlurred: Type.Integer(), createdAt: moment })),
  heads: Type.Array(
    Type.Object({
      id,
      status: text,
      statusName: text,
      methodName: text,
      peopleCount: Type.Integer(),
      from: moment,
      to: moment,
      photoId: id,
      reason: nullableText,
      own: Type.Boolean({ description: "Counted by the reader, who cannot confirm it." }),
    }),
  ),
  nextActions,
});
export const contactAnswer = Type.Object({
  name: nullableText,
  phone: nullableText,
});
export const deskLineBody = Type.Object(
  {
    lineId: id,
    registrationId: Type.Optional(id),
    peopleCount: Type.Integer({ minimum: 1, maximum: 500, title: "人数" }),
    audience: Type.Optional(audience),
  },
  closed,
);
export const deskUndoBody = Type.Object({ lineId: id, undoesId: id }, closed);
export const reportBody = Type.Object(
  { flagsSeen: oneOf(["yes", "no"] as const, "不寻常的签到看过了") },
  closed,
);
const flag = oneOf<Flag>(Object.keys(flagNames) as Flag[], "不寻常"); // the keys of this constant are these codes and no others
export const lineAnswer = Type.Object({ id, outcome: text, flags: Type.Array(flag) });

// On site
const ticketFields = {
  issuedAt: moment,
  digest: Type.String({ pattern: "^[0-9a-f]{64}$" }),
  signature: Type.String({ pattern: "^[0-9a-f]{64}$" }),
};
export const workAnswer = Type.Object({
  now: moment,
  sessions: Type.Array(
    Type.Object({
      sessionId: id,
      title: text,
      place: text,
      startsAt: moment,
      endsAt: moment,
      audiences: Type.Array(Type.Object({ code: audience, name: text })),
      salt: text,
      rows: Type.Array(
        Type.Object({ id, name: text, peopleCount: Type.Integer(), statusName: text, mark: text }),
      ),
      ...ticketFields,
    }),
  ),
  visits: Type.Array(
    Type.Object({
      orderId: id,
      title: text,
      place: text,
      startsAt: moment,
      endsAt: moment,
      signedInAt: nullableMoment,
      signedOutAt: nullableMoment,
      salt: text,
      mark: text,
      ...ticketFields,
    }),
  ),
});
const sentMoment = Type.String({ format: "date-time" });
export const linesBody = Type.Object(
  {
    deviceId: id,
    sentAt: sentMoment,
    tickets: Type.Array(
      Type.Object(
        {
          targetId: id,
          issuedAt: sentMoment,
          digest: ticketFields.digest,
          signature: ticketFields.signature,
          behindMs: Type.Integer(),
        },
        closed,
      ),
      { maxItems: 60 },
    ),
    lines: Type.Array(
      Type.Object(
        {
          id,
          targetId: id,
          kind: oneOf(["in", "undo", "visit_in", "visit_out"] as const, "做什么"),
          deviceAt: sentMoment,
          registrationId: Type.Optional(id),
          peopleCount: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, title: "人数" })),
          audience: Type.Optional(audience),
          method: Type.Optional(oneOf(["scan", "code", "list", "walk_in"] as const, "怎么记的")),
          undoesId: Type.Optional(id),
          code: Type.Optional(Type.String({ maxLength: 20, title: "到访码" })),
        },
        closed,
      ),
      { maxItems: 200 },
    ),
  },
  closed,
);
export const linesAnswer = Type.Object({
  answers: Type.Array(Type.Object({ id, outcome: text, outcomeName: text, flags: Type.Array(text) })),
});

// Evidence
const faces = oneOf(["marked", "none"] as const, "照片里有没有认得出的人脸");
const gridPart = oneOf<GridPart>(gridPartCodes, "人脸在哪一块");
export const photoBody = Type.Object(
  {
    faces,
    boxes: Type.Optional(Type.String({ maxLength: 1_200, title: "框的人脸" })),
    parts: Type.Optional(Type.Array(gridPart, { maxItems: 9, title: "人脸在哪一块" })),
  },
  closed,
);
export const photoIdBody = Type.Object({ photoId: id }, closed);
export const countIdBody = Type.Object({ countId: id }, closed);
const headMethod = oneOf<HeadCountMethod>(headCountMethodCodes, "怎么数的");
const headPeople = Type.Integer({ minimum: 1, maximum: 100_000, title: "数到几个人" });
export const headsBody = Type.Object(
  {
    method: headMethod,
    peopleCount: headPeople,
    from: Type.String({ minLength: 1, maxLength: 5, title: "从几点" }),
    to: Type.String({ minLength: 1, maxLength: 5, title: "到几点" }),
    photoId: Type.String({ ...id, title: "凭哪张照片" }),
  },
  closed,
);
export const decideBody = Type.Object(
  {
    decision: oneOf(["confirm", "refuse"] as const, "确认不确认"),
    reason: Type.Optional(Type.String({ maxLength: 300, title: "原因" })),
  },
  closed,
);
