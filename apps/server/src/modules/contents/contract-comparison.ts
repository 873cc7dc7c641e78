import Type from "typebox";
import { type FieldName, fieldNames } from "./comparison/fields.ts";
import type { ComparedRow } from "./comparison/compare-bodies.ts";
import type { WordPart } from "./comparison/words.ts";
import { id, moment } from "./contract.ts";

const closed = { additionalProperties: false } as const;
const text = Type.String();
const place = Type.Unsafe<number | null>({ type: "integer", nullable: true });
const wordParts = Type.Array(
  Type.Object({
    side: Type.Unsafe<WordPart["side"]>({ type: "string", enum: ["both", "before", "after"] }),
    text,
  }),
);
const fieldName = Type.Unsafe<FieldName>({ type: "string", enum: [...fieldNames], title: "栏目" });
const rows = Type.Array(
  Type.Object({
    kind: Type.Unsafe<ComparedRow["kind"]>({
      type: "string",
      enum: ["same", "changed", "moved_away", "moved_here", "removed", "added"],
    }),
    before: place,
    after: place,
    words: wordParts,
    notes: Type.Array(text),
    pictures: Type.Object({ before: Type.Optional(text), after: Type.Optional(text) }),
  }),
);
export const comparison = Type.Object({
  fields: Type.Array(Type.Object({ name: fieldName, label: text, words: wordParts })),
  blocks: rows,
  sources: rows,
  panels: rows,
  counts: Type.Object({
    added: Type.Integer(),
    removed: Type.Integer(),
    changed: Type.Integer(),
    moved: Type.Integer(),
    fields: Type.Integer(),
  }),
});

const key = Type.String({ pattern: "^[0-9a-f-]{36}(\\.[1-9][0-9]{0,3})?$", title: "要对照的文字" });
export const comparisonQuery = Type.Object({ from: Type.Optional(key), to: Type.Optional(key) }, closed);
export const comparisonAnswer = Type.Object({
  title: text,
  texts: Type.Array(
    Type.Object({
      key: text,
      versionNo: Type.Integer(),
      roundNo: place,
      label: text,
      at: moment,
    }),
  ),
  from: text,
  to: text,
  comparison,
});
export const sideCopyAnswer = Type.Object({
  contentId: id,
  title: text,
  revision: Type.Integer(),
  personName: text,
  createdAt: moment,
  comparison,
});
const places = (title: string) =>
  Type.Array(Type.Integer({ minimum: 0, maximum: 8_000 }), { maxItems: 8_000, title });
export const mergeBody = Type.Object(
  {
    baseRevision: Type.Integer({ minimum: 1, title: "修订号" }),
    blocks: places("段落"),
    sources: places("来源"),
    panels: places("画面"),
    fields: Type.Array(fieldName, { maxItems: 60, title: "栏目" }),
  },
  closed,
);
export const mergeAnswer = Type.Object({ id, revision: Type.Integer() });
