import Type from "typebox";
import { audiences } from "#kernel/audiences.ts";
import { type BadgeKind, badgeKindCodes } from "#modules/teams/index.ts";
import { closed, id, nullableText, oneOf, text } from "../contract.ts";
import { type TalkStatus, talkStates } from "./state.ts";

const status = oneOf<TalkStatus>(talkStates.states, "状态");

export const talksQuery = Type.Object(
  {
    page: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000, title: "页码" })),
    size: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, title: "每页条数" })),
    sort: Type.Optional(Type.String({ maxLength: 30 })),
    status: Type.Optional(status),
  },
  closed,
);
export const talksPage = Type.Object({
  rows: Type.Array(
    Type.Object({
      id,
      title: text,
      about: text,
      topicName: text,
      audienceNames: Type.Array(text),
      forYouth: Type.Boolean(),
      minutes: Type.Integer(),
      publicTitle: text,
      unitId: id,
      unitName: text,
      status,
      statusName: text,
      decisionReason: nullableText,
      nextActions: Type.Array(
        Type.Object({ action: text, label: text, allowed: Type.Boolean(), reason: Type.Optional(text) }),
      ),
    }),
  ),
  total: Type.Integer(),
  page: Type.Integer(),
  size: Type.Integer(),
});
export const admitBody = Type.Object(
  {
    badges: Type.Array(oneOf<BadgeKind>(badgeKindCodes, "要哪种证"), {
      maxItems: badgeKindCodes.length,
      title: "要哪种证",
    }),
  },
  closed,
);
export const refuseBody = Type.Object(
  { reason: Type.String({ minLength: 1, maxLength: 200, title: "原因" }) },
  closed,
);
const listener = Type.String({ maxLength: 20 });
export const talkBody = Type.Object(
  {
    title: Type.Optional(Type.String({ maxLength: 60, title: "讲题" })),
    about: Type.Optional(Type.String({ maxLength: 300, title: "讲什么" })),
    topic: Type.Optional(Type.String({ maxLength: 60, title: "主题" })),
    audiences: Type.Optional(
      Type.Union([listener, Type.Array(listener, { maxItems: audiences.length })], { title: "讲给谁" }),
    ),
    minutes: Type.Optional(Type.String({ pattern: "^[0-9]{0,3}$", title: "讲多久" })),
  },
  closed,
);
export const noBody = Type.Object({}, closed);
