import Type from "typebox";
import { editionKeyPattern } from "#modules/occasions/index.ts";

const text = Type.String();
const count = Type.Integer();
const closed = { additionalProperties: false } as const;

export const editionKey = Type.String({ pattern: editionKeyPattern, title: "主题日" });
export const hungQuery = Type.Object({ edition: editionKey }, closed);
export const editionQuery = Type.Object(
  {
    page: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000, title: "页码" })),
    size: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, title: "每页条数" })),
  },
  closed,
);
const edition = { key: text, code: text, name: text, year: count, from: text, to: text };
export const editionChoice = Type.Object(edition);
export const editionPage = Type.Object({
  rows: Type.Array(Type.Object({ ...edition, activities: count, unitIds: Type.Array(text) })),
  total: count,
  page: count,
  size: count,
});
export const editionAnswer = Type.Object({
  ...edition,
  factMark: Type.String({ description: "The mark of its facts, by which /api/facts lists them." }),
  figures: Type.Object({
    activities: count,
    units: count,
    registered: count,
    held: count,
    attended: count,
    heads: count,
  }),
  rows: Type.Array(
    Type.Object({
      id: text,
      no: text,
      title: text,
      status: text,
      statusName: text,
      kindName: text,
      audienceNames: Type.Array(text),
      unitId: text,
      unitName: text,
      days: Type.Array(text),
      sessions: Type.Array(
        Type.Object({
          id: text,
          statusName: text,
          startsAt: Type.Unsafe<Date>({ type: "string", format: "date-time" }),
        }),
      ),
      registered: count,
      attended: count,
      heads: count,
      headMethodNames: Type.Array(text),
      photos: count,
    }),
  ),
});
