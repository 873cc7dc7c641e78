import Type from "typebox";

const closed = { additionalProperties: false } as const;
const id = Type.String({ pattern: "^[0-9a-f-]{36}$", title: "编号" });

export const itemBody = Type.Object(
  { no: Type.Integer({ minimum: 1, maximum: 999_999_999, title: "内容编号" }) },
  closed,
);
export const emptyBody = Type.Object({}, closed);
export const historyOnBody = Type.Object(
  { adult: Type.Optional(Type.Literal("yes", { title: "我已满 18 周岁" })) },
  closed,
);
export const posterParams = Type.Object({
  no: Type.String({ maxLength: 12 }),
  street: Type.String({ maxLength: 64 }),
});

export const posterOpensQuery = Type.Object(
  {
    page: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000, title: "页码" })),
    size: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, title: "每页条数" })),
  },
  closed,
);
export const posterOpensAnswer = Type.Object({
  rows: Type.Array(
    Type.Object({
      contentId: id,
      no: Type.Integer(),
      title: Type.String(),
      unitId: id,
      unitName: Type.String(),
      opens: Type.Integer(),
      lastOn: Type.String(),
    }),
  ),
  total: Type.Integer(),
  page: Type.Integer(),
  size: Type.Integer(),
});
