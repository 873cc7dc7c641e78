import { canonicalJson } from "#kernel/canonical-json.ts";
import type { ContentBody, Source } from "../body.ts";
import { blockKey, blockNotes, pictureOf, readableText } from "./blocks.ts";
import { comparedFields, type FieldName, fieldNames, type FieldNames, takeField } from "./fields.ts";
import { type AlignedRow, alignRows, takeRows, type Traits } from "./rows.ts";
import { compareWords, type WordPart } from "./words.ts";

/** One place of a list as it is shown: what became of it, its words laid over each other, and what words do not show. */
export type ComparedRow = {
  kind: AlignedRow["kind"];
  before: number | null;
  after: number | null;
  words: readonly WordPart[];
  notes: readonly string[];
  /** Pictures of the side before and after, where the block is one. */
  pictures: { before?: string; after?: string };
};
export type ComparedField = { name: FieldName; label: string; words: readonly WordPart[] };
export type BodyComparison = {
  fields: readonly ComparedField[];
  blocks: readonly ComparedRow[];
  sources: readonly ComparedRow[];
  panels: readonly ComparedRow[];
  counts: { added: number; removed: number; changed: number; moved: number; fields: number };
};
/** What of the side after is taken over: places in the comparison's lists, and names of fields. */
export type Taking = {
  blocks: readonly number[];
  sources: readonly number[];
  panels: readonly number[];
  fields: readonly FieldName[];
};

type Panel = NonNullable<ContentBody["panels"]>[number];
type Block = ContentBody["document"][number];

const sourceText = ({ publisher, title, date, url, lookedUp, supports }: Source): string =>
  [
    `${publisher}：${title}`,
    ...(date === undefined ? [] : [date]),
    ...(url === undefined ? [] : [url]),
    ...(lookedUp === undefined ? [] : [`查阅于 ${lookedUp}`]),
    supports,
  ].join("\n");
const panelText = ({ alt, caption }: Panel): string => `画面说明：${alt}\n图下文字：${caption}`;

const blockTraits: Traits<Block> = { keyOf: blockKey, textOf: readableText };
const sourceTraits: Traits<Source> = { keyOf: canonicalJson, textOf: sourceText };
const panelTraits: Traits<Panel> = { keyOf: canonicalJson, textOf: panelText };

const toRow = <T>(
  row: AlignedRow,
  sides: { before: readonly T[]; after: readonly T[] },
  as: {
    textOf: (item: T) => string;
    notesOf: (before: T, after: T) => readonly string[];
    pictureOf: (item: T) => string | undefined;
  },
): ComparedRow => {
  const before = "before" in row ? sides.before[row.before] : undefined;
  const after = "after" in row ? sides.after[row.after] : undefined;
  const [gone, come] = [
    before === undefined ? undefined : as.pictureOf(before),
    after === undefined ? undefined : as.pictureOf(after),
  ];
  return {
    kind: row.kind,
    before: "before" in row ? row.before : null,
    after: "after" in row ? row.after : null,
    words: compareWords(
      before === undefined ? "" : as.textOf(before),
      after === undefined ? "" : as.textOf(after),
    ),
    notes: before === undefined || after === undefined ? [] : as.notesOf(before, after),
    pictures: {
      ...(gone === undefined ? {} : { before: gone }),
      ...(come === undefined ? {} : { after: come }),
    },
  };
};

const alignBodies = (before: ContentBody, after: ContentBody) => ({
  blocks: alignRows(before.document, after.document, blockTraits),
  sources: alignRows(before.sources, after.sources, sourceTraits),
  panels: alignRows(before.panels ?? [], after.panels ?? [], panelTraits),
});

/**
 * Two texts of an item laid beside each other: paragraphs that came, went, moved or changed with the words inside, sources,
 * pictures, tables, and every other part that differs. Reading one side of all rows gives back that side's text. Pure.
 */
export const compareBodies = (before: ContentBody, after: ContentBody, names: FieldNames): BodyComparison => {
  const aligned = alignBodies(before, after);
  const blocks = aligned.blocks.map((row) =>
    toRow(
      row,
      { before: before.document, after: after.document },
      {
        textOf: readableText,
        notesOf: blockNotes,
        pictureOf,
      },
    ),
  );
  const sources = aligned.sources.map((row) =>
    toRow(
      row,
      { before: before.sources, after: after.sources },
      {
        textOf: sourceText,
        notesOf: () => [],
        pictureOf: () => undefined,
      },
    ),
  );
  const panels = aligned.panels.map((row) =>
    toRow(
      row,
      { before: before.panels ?? [], after: after.panels ?? [] },
      {
        textOf: panelText,
        notesOf: (one, other) => (one.fileId === other.fileId ? [] : ["换了画面"]),
        pictureOf: (panel) => panel.fileId,
      },
    ),
  );
  const fields = fieldNames.flatMap((name): readonly ComparedField[] => {
    if (canonicalJson(before[name] ?? null) === canonicalJson(after[name] ?? null)) return [];
    const { label, textOf } = comparedFields[name];
    return [{ name, label, words: compareWords(textOf(before, names), textOf(after, names)) }];
  });
  const count = (kind: AlignedRow["kind"]): number =>
    [...blocks, ...sources, ...panels].filter((row) => row.kind === kind).length;
  return {
    fields,
    blocks,
    sources,
    panels,
    counts: {
      added: count("added"),
      removed: count("removed"),
      changed: count("changed"),
      moved: count("moved_here"),
      fields: fields.length,
    },
  };
};

/** The side before with what was taken of the side after. Nothing taken is the side before, everything the side after. Pure. */
export const mergeBodies = (before: ContentBody, after: ContentBody, taking: Taking): ContentBody => {
  const aligned = alignBodies(before, after);
  const withFields = taking.fields.reduce((body, name) => takeField(body, after, name), before);
  const panels = takeRows(before.panels ?? [], after.panels ?? [], {
    rows: aligned.panels,
    taken: new Set(taking.panels),
  });
  const { panels: _panels, ...rest } = withFields;
  return {
    ...rest,
    document: takeRows(before.document, after.document, {
      rows: aligned.blocks,
      taken: new Set(taking.blocks),
    }),
    sources: [
      ...takeRows(before.sources, after.sources, { rows: aligned.sources, taken: new Set(taking.sources) }),
    ],
    ...(panels.length === 0 ? {} : { panels: [...panels] }),
  };
};
