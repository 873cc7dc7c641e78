import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { canonicalJson } from "#kernel/canonical-json.ts";
import type { ContentBody } from "../body.ts";
import { buildBody } from "../builders.ts";
import type { BlockNode, TextDocument } from "../document.ts";
import { readableText } from "./blocks.ts";
import { type BodyComparison, compareBodies, mergeBodies } from "./compare-bodies.ts";
import { fieldNames } from "./fields.ts";
import { compareWords, readSide, splitWords } from "./words.ts";

const names = { topics: new Map([["food-safety", "食品安全"]]) };
const paragraph = (text: string): BlockNode => ({ type: "paragraph", content: [{ type: "text", text }] });
const kindsOf = ({ blocks }: BodyComparison) => blocks.map((row) => row.kind);
const compareTexts = (before: TextDocument, after: TextDocument): BodyComparison =>
  compareBodies(buildBody({ document: before }), buildBody({ document: after }), names);

// Few words, so that texts share much and repeat themselves.
const sentence = fc
  .array(
    fc.constantFrom(
      "剩菜",
      "要",
      "放进",
      "冰箱",
      "，",
      "两小时",
      "内",
      "细菌",
      "很快",
      "变多",
      "。",
      "𠮷",
      "\n",
      " ",
    ),
    {
      minLength: 1,
      maxLength: 14,
    },
  )
  .map((words) => words.join(""));
const block: fc.Arbitrary<BlockNode> = fc.oneof(
  sentence.map(paragraph),
  fc.record({
    type: fc.constant("heading" as const),
    level: fc.constantFrom(2 as const, 3 as const),
    content: sentence.map((text) => [{ type: "text" as const, text }]),
  }),
  fc.record({
    type: fc.constant("table" as const),
    caption: sentence,
    header: fc.boolean(),
    rows: fc.array(
      fc.array(
        sentence.map((text) => [{ type: "text" as const, text }]),
        { maxLength: 3 },
      ),
      {
        maxLength: 3,
      },
    ),
  }),
  fc.record({
    type: fc.constant("bulletList" as const),
    items: fc.array(
      sentence.map((text) => [paragraph(text)]),
      { maxLength: 3 },
    ),
  }),
);
const documents = fc.array(block, { maxLength: 8 });
const source = fc.record({ title: sentence, publisher: sentence, supports: sentence });
const bodies: fc.Arbitrary<ContentBody> = fc
  .record({
    document: documents,
    sources: fc.array(source, { maxLength: 4 }),
    title: sentence,
    answer: sentence,
    panels: fc.array(fc.record({ fileId: fc.constantFrom("a", "b"), alt: sentence, caption: sentence }), {
      maxLength: 3,
    }),
    specialEducation: fc.option(fc.boolean(), { nil: undefined }),
  })
  .map(({ panels, specialEducation, ...rest }) => ({
    ...buildBody(rest),
    ...(panels.length === 0 ? {} : { panels }),
    ...(specialEducation === undefined ? {} : { specialEducation }),
  }));

test("each side of compared words is that text, whatever the texts", () => {
  fc.assert(
    fc.property(
      fc.oneof(sentence, fc.string({ unit: "grapheme" })),
      fc.oneof(sentence, fc.string()),
      (before, after) => {
        assert.equal(splitWords(before).join(""), before);
        const parts = compareWords(before, after);
        assert.equal(readSide(parts, "before"), before);
        assert.equal(readSide(parts, "after"), after);
        assert.equal(
          parts.some((part, index) => part.side === parts[index + 1]?.side),
          false,
        );
      },
    ),
    { numRuns: 300 },
  );
});

test("the rows of a comparison read on one side give back that side's text, in order and once", () => {
  fc.assert(
    fc.property(documents, documents, (before, after) => {
      const { blocks } = compareTexts(before, after);
      const side = (which: "before" | "after", not: "moved_here" | "moved_away") =>
        blocks.filter((row) => row.kind !== not && row[which] !== null);
      assert.deepEqual(
        side("before", "moved_here").map((row) => row.before),
        before.map((_, index) => index),
      );
      assert.deepEqual(
        side("after", "moved_away").map((row) => row.after),
        after.map((_, index) => index),
      );
      assert.deepEqual(
        side("before", "moved_here").map((row) => readSide(row.words, "before")),
        before.map(readableText),
      );
      assert.deepEqual(
        side("after", "moved_away").map((row) => readSide(row.words, "after")),
        after.map(readableText),
      );
    }),
    { numRuns: 200 },
  );
});

test("nothing taken over is the text before, everything taken over the text after", () => {
  fc.assert(
    fc.property(bodies, bodies, (before, after) => {
      const all = compareBodies(before, after, names);
      const every = (rows: readonly unknown[]) => rows.map((_, index) => index);
      const nothing = mergeBodies(before, after, { blocks: [], sources: [], panels: [], fields: [] });
      const everything = mergeBodies(before, after, {
        blocks: every(all.blocks),
        sources: every(all.sources),
        panels: every(all.panels),
        fields: fieldNames,
      });
      assert.equal(canonicalJson(nothing), canonicalJson(before));
      assert.equal(canonicalJson(everything), canonicalJson(after));
    }),
    { numRuns: 200 },
  );
});

test("a text compared with itself shows no change", () => {
  fc.assert(
    fc.property(bodies, (body) => {
      const { counts } = compareBodies(body, structuredClone(body), names);
      assert.deepEqual(counts, { added: 0, removed: 0, changed: 0, moved: 0, fields: 0 });
    }),
    { numRuns: 50 },
  );
});

const one = paragraph("食物里本来就有少量细菌，天气热的时候它们长得很快。");
const two = paragraph("吃完饭两小时之内，把剩菜放进冰箱，盖上盖子。");
const three = paragraph("再吃之前要热透，中间也要烫，不要反复热。");

test("a paragraph that was put elsewhere is shown as moved, also where a word in it changed", () => {
  assert.deepEqual(kindsOf(compareTexts([one, two, three], [three, one, two])), [
    "moved_here",
    "same",
    "same",
    "moved_away",
  ]);
  const changed = paragraph("再吃之前一定要热透，中间也要烫，不要反复热。");
  const comparison = compareTexts([one, two, three], [changed, one, two]);
  assert.deepEqual(comparison.counts, { added: 0, removed: 0, changed: 0, moved: 1, fields: 0 });
  assert.deepEqual(
    comparison.blocks[0]?.words.filter((part) => part.side !== "both"),
    [{ side: "after", text: "一定" }],
  );
});

test("changed words are words, not letters; a changed paragraph stands beside its successor", () => {
  const later = paragraph("吃完饭一小时之内，把剩菜放进冰箱，盖上盖子。");
  const { blocks, counts } = compareTexts([one, two], [one, later, three]);
  assert.deepEqual(counts, { added: 1, removed: 0, changed: 1, moved: 0, fields: 0 });
  assert.deepEqual(
    blocks[1]?.words.filter((part) => part.side !== "both").map((part) => `${part.side} ${part.text}`),
    ["before 两", "after 一"],
  );
});

test("what words do not show is said: a heading made of a paragraph, another link, another picture, only bold", () => {
  const text = "查一查配料表再买";
  const notes = (before: BlockNode, after: BlockNode) => compareTexts([before], [after]).blocks[0]?.notes;
  assert.deepEqual(notes(paragraph(text), { type: "heading", level: 2, content: [{ type: "text", text }] }), [
    "由段落改成小标题",
  ]);
  const link = (href: string): BlockNode => ({
    type: "paragraph",
    content: [{ type: "text", text, marks: [{ type: "link", href }] }],
  });
  assert.deepEqual(notes(link("https://a.example/"), link("https://b.example/")), [
    "链接：https://a.example/ → https://b.example/",
  ]);
  const image = (fileId: string): BlockNode => ({
    type: "image",
    fileId,
    alt: "一盘盖好的菜",
    caption: "自己画的",
  });
  assert.deepEqual(notes(image("a"), image("b")), ["换了图片，或改了“装饰图”标记"]);
  assert.deepEqual(
    notes(paragraph(text), {
      type: "paragraph",
      content: [{ type: "text", text, marks: [{ type: "bold" }] }],
    }),
    ["只改了格式（粗体、斜体、表头）"],
  );
});

test("fields and sources show their change by name", () => {
  const before = buildBody();
  const after = buildBody({
    title: "夏天的剩菜怎么放最安全",
    topics: ["food-safety"],
    audiences: ["elder", "farmer"],
    sources: [...before.sources, { title: "另一来源", publisher: "另一单位", supports: "热透" }],
  });
  const { fields, counts } = compareBodies(before, after, names);
  assert.deepEqual(
    fields.map((field) => field.label),
    ["标题", "人群"],
  );
  assert.equal(counts.added, 1);
});

test("two thousand paragraphs that all differ are compared within six seconds", () => {
  const long = (word: string): TextDocument =>
    Array.from({ length: 2_000 }, (_, index) => paragraph(`${word}第${index}段讲的是${word}和${index * 7}`));
  const before = performance.now();
  const { blocks } = compareTexts(long("剩菜"), long("冰箱"));
  assert.ok(performance.now() - before < 6_000, `${performance.now() - before} ms`);
  assert.ok(blocks.length >= 2_000);
});
