import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { coverage, parsePlan, PlanError } from "./index.ts";
import { readMark } from "./marks.ts";
import { bareTree, readFixture } from "./testing/fixtures.ts";

const seed = 20_261_123;
const text = readFixture("demo-plan-2026.txt");
const whole = parsePlan(text);

const isLatin = (character: string): boolean => /[A-Za-z]/.test(character);

/** Every place inside the plan's paragraphs, behind the number a line begins with. */
const breakPlaces = ((): number[] => {
  const places: number[] = [];
  const from = text.indexOf("　　为了让科学");
  const to = text.indexOf("负责解释。");
  let at = 0;
  for (const line of text.split("\n")) {
    const start = line.length - line.trimStart().length;
    const mark = readMark(line.trimStart(), 0);
    const first = start + (mark ? mark.end : 1);
    const isBody = at >= from && at < to && !line.includes("— ");
    const end = isBody ? line.length : first;
    for (let offset = first; offset < end; offset += 1) {
      if (isLatin(line.charAt(offset - 1)) && isLatin(line.charAt(offset))) continue;
      places.push(at + offset);
    }
    at += line.length + 1;
  }
  return places;
})();

const lineBreak = fc.constantFrom("\n", "\r\n", "\n\n");
const pageBreak = fc.constantFrom("\n\n— 7 —\n\n\f", "\n\f", "\n\n第 3 页 共 9 页\n\f\n", "\f");

test("line breaks and page breaks anywhere in the paragraphs leave the tree as it is", () => {
  assert.ok(breakPlaces.length > 4000);
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(breakPlaces.length - 1), fc.oneof(lineBreak, pageBreak)), {
        minLength: 1,
        maxLength: 25,
      }),
      (breaks) => {
        const byPlace = new Map(breaks.map(([index, sign]) => [breakPlaces[index] ?? 0, sign]));
        let broken = text;
        for (const place of [...byPlace.keys()].toSorted((left, right) => right - left)) {
          broken = `${broken.slice(0, place)}${byPlace.get(place)}${broken.slice(place)}`;
        }
        const document = parsePlan(broken);
        assert.deepEqual(bareTree(document.root), bareTree(whole.root));
        assert.deepEqual(document.figures, whole.figures);
        assert.deepEqual(document.targets, whole.targets);
        assert.equal(coverage(document, broken).complete, true);
      },
    ),
    { numRuns: 250, seed },
  );
});

const pieces = fc.constantFrom(
  "一、",
  "（一）",
  "(二) ",
  "1. ",
  "2．",
  "3、",
  "（1）",
  "①",
  "第一章 ",
  "第二条　",
  "附件1",
  "附件：",
  "A. ",
  "加强科学普及",
  "建成20个站点",
  "（区科协牵头，区教育局配合）",
  "“今天提问了吗？”",
  "《方案》",
  "一是快；二是准",
  "2026年5月1日",
  "。",
  "；",
  "：",
  "，",
  "！",
  "\n",
  "\n\n",
  "\n\f",
  "\r\n",
  "　　",
  " ",
  "\t",
  "|",
  "\n— 3 —\n",
  "\n12\n",
  "演示区人民政府办公室",
  "各镇：",
);

test("whatever the text, numbers and sentences together are the whole of it", () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.oneof({ weight: 6, arbitrary: pieces }, { weight: 1, arbitrary: fc.string({ unit: "grapheme" }) }),
      ),
      (parts) => {
        const random = parts.join("").replaceAll("\u0000", "");
        try {
          const covered = coverage(parsePlan(random), random);
          assert.deepEqual(covered.difference, null);
          assert.deepEqual(covered.repeatedIds, []);
        } catch (error) {
          if (!(error instanceof PlanError) || error.code !== "plan.text_empty") throw error;
        }
      },
    ),
    { numRuns: 3000, seed },
  );
});

test("coverage names the place where one character of a sentence is missing", () => {
  const damaged = whole.root.children.map((node) => ({
    ...node,
    sentences: node.sentences.map((sentence) => ({
      ...sentence,
      text: sentence.text.replace("每一条街巷", "每条街巷"),
    })),
  }));
  const covered = coverage({ ...whole, root: { ...whole.root, children: damaged } }, text);
  assert.equal(covered.complete, false);
  assert.match(covered.difference?.text ?? "", /^一条街巷/);
  assert.match(covered.difference?.tree ?? "", /^条街巷/);
});

test("coverage names a sentence id that occurs twice", () => {
  const children = whole.root.children.map((node) => ({
    ...node,
    sentences: node.sentences.map((sentence) => ({
      ...sentence,
      id: sentence.id === "head#2" ? "head#1" : sentence.id,
    })),
  }));
  const covered = coverage({ ...whole, root: { ...whole.root, children } }, text);
  assert.deepEqual([covered.complete, covered.difference, covered.repeatedIds], [false, null, ["head#1"]]);
});
