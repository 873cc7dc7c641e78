import Type from "typebox";

const closed = { additionalProperties: false } as const;
const id = Type.String({ pattern: "^[0-9a-f-]{36}$", title: "编号" });
const text = Type.String();
const count = Type.Integer();
const moment = Type.Unsafe<Date>({ type: "string", format: "date-time" });
const day = (title: string) => Type.Optional(Type.String({ format: "date", title }));

export const weeksQuery = Type.Object(
  { unit: Type.Optional(id), from: day("从哪一周"), to: day("到哪一周") },
  closed,
);

export const formsQuery = Type.Object({ unit: id, from: day("从哪一周"), to: day("到哪一周") }, closed);

export const burdenRow = Type.Object({
  unitId: id,
  unitName: text,
  week: text,
  forms: count,
  fields: count,
  seconds: count,
  minutes: count,
  limitMinutes: count,
  over: Type.Boolean(),
});
export const burdenPage = Type.Object({
  rows: Type.Array(burdenRow),
  total: count,
  page: count,
  size: count,
  from: text,
  to: text,
});
export const burdenQuery = Type.Object(
  {
    unit: Type.Optional(id),
    from: day("从哪一周"),
    to: day("到哪一周"),
    page: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000, title: "页码" })),
    size: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, title: "每页条数" })),
  },
  closed,
);
export const formBurdens = Type.Object({
  rows: Type.Array(
    Type.Object({
      form: text,
      formName: text,
      units: count,
      forms: count,
      fields: count,
      seconds: count,
      minutes: count,
      secondsEach: count,
    }),
  ),
});
export const limitBody = Type.Object(
  {
    unitId: id,
    minutes: Type.Integer({ minimum: 1, maximum: 2400, title: "每周最多（分钟）" }),
    reason: Type.String({ minLength: 2, maxLength: 200, pattern: "\\S", title: "原因" }),
  },
  closed,
);
export const limits = Type.Object({
  rows: Type.Array(
    Type.Object({ id, unitId: id, unitName: text, minutes: count, reason: text, setAt: moment }),
  ),
  usualMinutes: count,
});
export const idAnswer = Type.Object({ id: text });
