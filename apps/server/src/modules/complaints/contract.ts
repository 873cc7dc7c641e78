import Type from "typebox";
import { faceFields } from "#kernel/face-photo.ts";
import {
  type ComplaintStatus,
  type ComplaintSubject,
  complaintSubjectCodes,
  type Finding,
  findingCodes,
} from "./state.ts";

const closed = { additionalProperties: false } as const;
const id = Type.String({ pattern: "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$" });
const text = Type.String();
const nullableText = Type.Union([Type.String(), Type.Null()]);
const moment = Type.Unsafe<Date>({ type: "string", format: "date-time" });
const nullableMoment = Type.Unsafe<Date | null>({
  anyOf: [{ type: "string", format: "date-time" }, { type: "null" }],
});
const oneOf = <T extends string>(codes: readonly T[], title: string) =>
  Type.Unsafe<T>({ type: "string", enum: [...codes], title });
const status = oneOf<ComplaintStatus>(["filed", "answered", "appealed", "settled", "withdrawn"], "状态");

export const idParams = Type.Object({ id });
export const photoParams = Type.Object({ id, photoId: id });
export const pageQuery = Type.Object({ orderId: Type.Optional(id), sessionId: Type.Optional(id) });
export const idAnswer = Type.Object({ id });
export const emptyBody = Type.Object({}, closed);
export const photoBody = Type.Object(faceFields, closed);
export const fileBody = Type.Object(
  {
    ...faceFields,
    orderId: Type.Optional(Type.Unsafe<string>({ ...id, title: "哪张单" })),
    sessionId: Type.Optional(Type.Unsafe<string>({ ...id, title: "哪场活动" })),
    about: oneOf<ComplaintSubject>(complaintSubjectCodes, "投诉谁"),
    body: Type.String({ minLength: 1, maxLength: 1_000, title: "发生了什么" }),
  },
  closed,
);
export const appealBody = Type.Object(
  { reason: Type.String({ minLength: 1, maxLength: 500, title: "哪里不满意" }) },
  closed,
);
export const answerBody = Type.Object(
  {
    finding: oneOf<Finding>(findingCodes, "查下来"),
    answer: Type.String({ minLength: 1, maxLength: 1_000, title: "答复" }),
  },
  closed,
);
export const listQuery = Type.Object({
  page: Type.Optional(Type.Integer({ minimum: 1, default: 1 })),
  size: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
  sort: Type.Optional(Type.String({ maxLength: 30 })),
  status: Type.Optional(status),
});
export const complaintPage = Type.Object({
  rows: Type.Array(
    Type.Object({
      id,
      no: text,
      orderId: Type.Union([id, Type.Null()]),
      sessionId: Type.Union([id, Type.Null()]),
      subject: text,
      unitId: id,
      unitName: text,
      aboutName: text,
      teamName: nullableText,
      body: nullableText,
      appeal: nullableText,
      status,
      statusName: text,
      dueAt: nullableMoment,
      isLate: Type.Boolean(),
      finding: nullableText,
      answer: nullableText,
      photoIds: Type.Array(id),
      createdAt: moment,
    }),
  ),
  total: Type.Integer(),
  page: Type.Integer(),
  size: Type.Integer(),
});
