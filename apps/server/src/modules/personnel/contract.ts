import Type from "typebox";
import type { StaffStatus } from "./state.ts";
import {
  type Employment,
  employmentCodes,
  type StaffField,
  staffFieldCodes,
  type StaffJob,
  staffJobCodes,
} from "./vocabulary.ts";

const closed = { additionalProperties: false } as const;
const id = Type.String({ pattern: "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$" });
const text = Type.String();
const nullableText = Type.Union([Type.String(), Type.Null()]);
const day = (title: string) => Type.String({ pattern: "^\\d{4}-\\d{2}-\\d{2}$", title });
const oneOf = <T extends string>(codes: readonly T[], title: string) =>
  Type.Unsafe<T>({ type: "string", enum: [...codes], title });
const yesNo = (title: string) => oneOf(["yes", "no"] as const, title);
const employment = oneOf<Employment>(employmentCodes, "专职还是兼职");
const status = oneOf<StaffStatus>(["serving", "left", "struck"], "状态");
const count = Type.Integer();

export const idParams = Type.Object({ id });
export const idAnswer = Type.Object({ id });

export const listQuery = Type.Object({
  page: Type.Optional(Type.Integer({ minimum: 1, default: 1 })),
  size: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
  sort: Type.Optional(Type.String({ maxLength: 30 })),
  status: Type.Optional(status),
  employment: Type.Optional(employment),
});
export const staffPage = Type.Object({
  rows: Type.Array(
    Type.Object({
      id,
      unitId: id,
      unitName: text,
      name: nullableText,
      employment,
      employmentName: text,
      jobName: text,
      fieldName: text,
      marks: text,
      months: Type.Union([Type.Number(), Type.Null()]),
      joinedOn: text,
      leftOn: nullableText,
      status,
      statusName: text,
      endReason: nullableText,
    }),
  ),
  total: count,
  page: count,
  size: count,
});
export const newStaffBody = Type.Object(
  {
    unitId: Type.Unsafe<string>({ ...id, title: "哪个单位" }),
    name: Type.String({ minLength: 2, maxLength: 40, title: "姓名" }),
    employment,
    job: oneOf<StaffJob>(staffJobCodes, "做什么"),
    field: oneOf<StaffField>(staffFieldCodes, "领域"),
    woman: yesNo("女性"),
    qualified: yesNo("中级职称或本科以上"),
    rural: yesNo("农村科普人员"),
    months: Type.Optional(Type.String({ pattern: "^[0-9]{1,2}(\\.[0-9])?$", title: "一年投入几个月" })),
    joinedOn: day("从哪天开始"),
  },
  closed,
);
export const leaveBody = Type.Object(
  { leftOn: day("哪天离开"), reason: Type.String({ minLength: 1, maxLength: 120, title: "去了哪里或原因" }) },
  closed,
);
export const strikeBody = Type.Object(
  { reason: Type.String({ minLength: 1, maxLength: 120, title: "哪里录错了" }) },
  closed,
);

export const countsQuery = Type.Object({ day: Type.Optional(day("哪一天")) });
const counts = Type.Object({
  total: count,
  women: count,
  qualified: count,
  rural: count,
  management: count,
  creation: count,
  guide: count,
  research: count,
});
export const countsAnswer = Type.Object({
  day: text,
  rows: Type.Array(
    Type.Object({
      unitId: id,
      unitName: text,
      fullTime: counts,
      partTime: counts,
      partTimeMonths: Type.Number({ description: "Person-months a year of the part-time people." }),
    }),
  ),
});
