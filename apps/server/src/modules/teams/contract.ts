import Type from "typebox";
import { badgeKindCodes, effortCodes, halfCodes, skillCodes, teamKindCodes, weekdays } from "./vocabulary.ts";
import type { BadgeKind, Effort, TeamKind } from "./vocabulary.ts";

export const closed = { additionalProperties: false } as const;
export const id = Type.String({ pattern: "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$" });
export const text = Type.String();
const nullableText = Type.Union([Type.String(), Type.Null()]);
const moment = Type.Unsafe<Date>({ type: "string", format: "date-time" });
const day = (title: string) => Type.String({ pattern: "^\\d{4}-\\d{2}-\\d{2}$", title });
export const oneOf = <T extends string>(codes: readonly T[], title: string) =>
  Type.Unsafe<T>({ type: "string", enum: [...codes], title });
/** A group of boxes: one ticked comes as a text, several as a list. */
export const several = (codes: readonly string[], title: string) =>
  Type.Optional(
    Type.Union(
      [
        Type.String({ enum: [...codes] }),
        Type.Array(Type.String({ enum: [...codes] }), { maxItems: codes.length }),
      ],
      { title },
    ),
  );

/** Monday is 1. */
const dayCodes: readonly string[] = weekdays.map((_name, index) => String(index + 1));

const teamFields = {
  name: Type.String({ minLength: 1, maxLength: 80, title: "队名" }),
  about: Type.String({ minLength: 5, maxLength: 300, title: "介绍" }),
  reach: oneOf(["street", "district"] as const, "能去哪里"),
  skills: several(skillCodes, "会做什么"),
  days: several(dayCodes, "星期几能来"),
  halves: several(halfCodes, "什么时候能来"),
  capacity: Type.Integer({ minimum: 1, maximum: 20, title: "同一个半天能接几单" }),
  effort: oneOf<Effort>(effortCodes, "轻重"),
  insuranceUntil: Type.Optional(day("保险到哪天")),
};
export const registerBody = Type.Object(
  {
    ...teamFields,
    kind: oneOf<TeamKind>(teamKindCodes, "哪一种队"),
    homeUnitId: Type.String({ maxLength: 40, title: "平时在哪里" }),
  },
  closed,
);
export const editBody = Type.Object(teamFields, closed);
export const idParams = Type.Object({ id });
export const memberBody = Type.Object(
  { phone: Type.String({ minLength: 5, maxLength: 30, title: "手机号" }) },
  closed,
);
export const personBody = Type.Object({ personId: id }, closed);
export const absenceBody = Type.Object(
  {
    fromOn: day("从哪天"),
    untilOn: day("到哪天"),
    reason: Type.String({ minLength: 1, maxLength: 60, title: "为什么" }),
  },
  closed,
);
export const termBody = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 40, title: "哪个学期" }),
    termFromOn: day("学期从哪天"),
    termUntilOn: day("学期到哪天"),
    days: several(dayCodes, "星期几能来"),
    halves: several(halfCodes, "什么时候能来"),
  },
  closed,
);
export const removeTermBody = Type.Object({ termId: id }, closed);
export const removeAbsenceBody = Type.Object({ absenceId: id }, closed);
export const emptyBody = Type.Object({}, closed);
export const badgeBody = Type.Object(
  {
    kind: oneOf<BadgeKind>(badgeKindCodes, "哪一种证"),
    proof: Type.String({ minLength: 2, maxLength: 200, title: "谁发的、编号" }),
    expiresOn: day("有效到哪天"),
    homeUnitId: Type.String({ maxLength: 40, title: "由哪里核验" }),
  },
  closed,
);

export const pageQuery = {
  page: Type.Optional(Type.Integer({ minimum: 1, default: 1 })),
  size: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
  sort: Type.Optional(Type.String({ maxLength: 30 })),
};
export const teamQuery = Type.Object({
  ...pageQuery,
  status: Type.Optional(
    oneOf(["registered", "verified", "refused", "suspended", "disbanded"] as const, "状态"),
  ),
  kind: Type.Optional(oneOf<TeamKind>(teamKindCodes, "类型")),
  q: Type.Optional(Type.String({ maxLength: 60 })),
});
export const badgeQuery = Type.Object({
  ...pageQuery,
  status: Type.Optional(oneOf(["submitted", "verified", "refused", "revoked"] as const, "状态")),
});
export const hoursQuery = Type.Object({
  ...pageQuery,
  kind: Type.Optional(oneOf(["credited", "added"] as const, "哪一种")),
  status: Type.Optional(oneOf(["proposed", "standing", "refused", "reversed"] as const, "状态")),
});

const nextAction = Type.Object({
  action: text,
  label: text,
  allowed: Type.Boolean(),
  reason: Type.Optional(text),
});
const teamRow = {
  id,
  name: text,
  kind: Type.Unsafe<TeamKind>({ type: "string", enum: [...teamKindCodes] }),
  kindName: text,
  status: Type.Unsafe<"registered" | "verified" | "refused" | "suspended" | "disbanded">({
    type: "string",
    enum: ["registered", "verified", "refused", "suspended", "disbanded"],
  }),
  statusName: text,
  unitId: id,
  unitName: text,
  memberCount: Type.Integer(),
  skillNames: Type.Array(text),
  createdAt: moment,
};
export const teamPage = Type.Object({
  rows: Type.Array(Type.Object(teamRow)),
  total: Type.Integer(),
  page: Type.Integer(),
  size: Type.Integer(),
});
export const teamAnswer = Type.Object({
  ...teamRow,
  about: text,
  treatsText: text,
  leaderName: text,
  capacity: Type.Integer(),
  effortName: text,
  insuranceUntil: nullableText,
  areaNames: Type.Array(text),
  timesText: text,
  decisionReason: nullableText,
  members: Type.Array(Type.Object({ personId: id, name: text, badgeNames: Type.Array(text) })),
  nextActions: Type.Array(nextAction),
});
export const decideBody = Type.Object(
  { reason: Type.Optional(Type.String({ maxLength: 300, title: "原因" })) },
  closed,
);
export const idAnswer = Type.Object({ id });
export const badgePage = Type.Object({
  rows: Type.Array(
    Type.Object({
      id,
      name: text,
      kind: Type.Unsafe<BadgeKind>({ type: "string", enum: [...badgeKindCodes] }),
      kindName: text,
      proof: text,
      hasPhoto: Type.Boolean(),
      expiresOn: text,
      status: Type.Unsafe<"submitted" | "verified" | "refused" | "revoked">({
        type: "string",
        enum: ["submitted", "verified", "refused", "revoked"],
      }),
      statusName: text,
      unitId: id,
      unitName: text,
      createdAt: moment,
    }),
  ),
  total: Type.Integer(),
  page: Type.Integer(),
  size: Type.Integer(),
});
export const hoursPage = Type.Object({
  rows: Type.Array(
    Type.Object({
      id,
      name: text,
      teamId: id,
      teamName: text,
      minutes: Type.Integer(),
      day: text,
      reason: nullableText,
      flags: Type.Array(text, { description: "Patterns that somebody should look at, in words." }),
      status: Type.Unsafe<"proposed" | "standing" | "refused" | "reversed">({
        type: "string",
        enum: ["proposed", "standing", "refused", "reversed"],
      }),
      statusName: text,
      unitId: id,
    }),
  ),
  total: Type.Integer(),
  page: Type.Integer(),
  size: Type.Integer(),
  minutes: Type.Integer({ description: "Sum of this kind alone; the two kinds are never added up." }),
});
export const correctBody = Type.Object(
  {
    minutes: Type.Integer({ minimum: 0, maximum: 720, title: "应该是多少分钟" }),
    reason: Type.String({ minLength: 5, maxLength: 300, title: "为什么" }),
  },
  closed,
);
const correctionStatus = oneOf(["requested", "accepted", "refused"] as const, "状态");
export const correctionQuery = Type.Object({ ...pageQuery, status: Type.Optional(correctionStatus) });
export const correctionPage = Type.Object({
  rows: Type.Array(
    Type.Object({
      id,
      name: text,
      teamId: id,
      teamName: text,
      kind: oneOf(["credited", "added"] as const, "哪一种"),
      minutes: Type.Integer(),
      wantedMinutes: Type.Integer(),
      day: text,
      reason: text,
      status: correctionStatus,
      statusName: text,
      decisionReason: nullableText,
      unitId: id,
      createdAt: moment,
    }),
  ),
  total: Type.Integer(),
  page: Type.Integer(),
  size: Type.Integer(),
});
export const addHoursBody = Type.Object(
  {
    teamId: id,
    personId: id,
    minutes: Type.Integer({ minimum: 1, maximum: 720, title: "分钟" }),
    day: day("哪天"),
    reason: Type.String({ minLength: 5, maxLength: 300, title: "原因" }),
  },
  closed,
);
