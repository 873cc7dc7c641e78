import Type from "typebox";
import { type Half, halfCodes, weekdays } from "#modules/teams/index.ts";
import type { DriveStanding } from "./state.ts";
import { type RecruitedGroup, recruitedGroupCodes } from "./vocabulary.ts";

const closed = { additionalProperties: false } as const;
const id = Type.String({ pattern: "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$" });
const text = Type.String();
const moment = Type.Unsafe<Date>({ type: "string", format: "date-time" });
const day = (title: string) => Type.String({ pattern: "^\\d{4}-\\d{2}-\\d{2}$", title });
const oneOf = <T extends string>(codes: readonly T[], title: string) =>
  Type.Unsafe<T>({ type: "string", enum: [...codes], title });
/** A group of boxes: one ticked comes as a text, several as a list. */
const several = (codes: readonly string[], title: string) =>
  Type.Optional(
    Type.Union(
      [
        Type.String({ enum: [...codes] }),
        Type.Array(Type.String({ enum: [...codes] }), { maxItems: codes.length }),
      ],
      { title },
    ),
  );
const toList = (value: string | readonly string[] | undefined): readonly string[] => {
  if (value === undefined) return [];
  return typeof value === "string" ? [value] : value;
};
const dayCodes: readonly string[] = weekdays.map((_name, index) => String(index + 1));

/** Ticked days and halves as the record holds them. */
export const readTimes = (body: {
  days?: string | readonly string[];
  halves?: string | readonly string[];
}): { days: readonly number[]; halves: readonly Half[] } => {
  const halves = toList(body.halves);
  return {
    days: toList(body.days).map(Number),
    halves: halfCodes.filter((half) => halves.includes(half)),
  };
};

export const idParams = Type.Object({ id });
export const codeParams = Type.Object({ code: Type.String({ maxLength: 40 }) });
export const enterQuery = Type.Object({ code: Type.Optional(Type.String({ maxLength: 40 })) });
export const emptyBody = Type.Object({}, closed);
export const applyBody = Type.Object(
  {
    days: several(dayCodes, "星期几能来"),
    halves: several(halfCodes, "什么时候能来"),
    words: Type.Optional(Type.String({ maxLength: 300, title: "想说的话" })),
  },
  closed,
);
export const openBody = Type.Object(
  {
    audience: oneOf<RecruitedGroup>(recruitedGroupCodes, "招哪些人"),
    about: Type.String({ minLength: 1, maxLength: 300, title: "做什么、要什么样的人" }),
    wanted: Type.Integer({ minimum: 1, maximum: 200, title: "招几个人" }),
    applyUntilOn: day("报名到哪天"),
    servesFromOn: day("服务从哪天"),
    servesUntilOn: day("服务到哪天"),
  },
  closed,
);
export const closeBody = Type.Object(
  {
    recruitmentId: id,
    reason: Type.Optional(Type.String({ maxLength: 200, title: "给还没答复的人一句话" })),
  },
  closed,
);
export const decideBody = Type.Object(
  {
    applicationId: id,
    decision: oneOf(["admit", "decline"] as const, "答复"),
    reason: Type.Optional(Type.String({ maxLength: 200, title: "原因" })),
  },
  closed,
);
export const listQuery = Type.Object({
  page: Type.Optional(Type.Integer({ minimum: 1, default: 1 })),
  size: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
  sort: Type.Optional(Type.String({ maxLength: 30 })),
  audience: Type.Optional(oneOf<RecruitedGroup>(recruitedGroupCodes, "招哪些人")),
});
export const drivePage = Type.Object({
  rows: Type.Array(
    Type.Object({
      id,
      code: text,
      teamId: id,
      teamName: text,
      unitId: id,
      unitName: text,
      audienceName: text,
      about: text,
      wanted: Type.Integer(),
      admitted: Type.Integer(),
      waiting: Type.Integer(),
      applyUntilOn: text,
      servesFromOn: text,
      servesUntilOn: text,
      standing: Type.Unsafe<DriveStanding>({ type: "string", enum: ["open", "full", "past", "closed"] }),
      standingName: text,
      createdAt: moment,
    }),
  ),
  total: Type.Integer(),
  page: Type.Integer(),
  size: Type.Integer(),
});
