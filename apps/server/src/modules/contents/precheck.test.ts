import assert from "node:assert/strict";
import { test } from "node:test";
import { buildBody } from "./builders.ts";
import { parseWords } from "./checked-words.ts";
import { parseDocument } from "./document.ts";
import { precheck, readingLevel } from "./precheck.ts";

const rulesOf = (...args: Parameters<typeof precheck>): readonly string[] =>
  precheck(...args)
    .filter(({ weight }) => weight === "must")
    .map(({ rule }) => rule);

const image = {
  type: "image",
  fileId: "0190a0a0-0000-7000-8000-000000000000",
  alt: "",
  caption: "",
} as const;

test("a body with everything passes", () => {
  assert.deepEqual(rulesOf(buildBody(), []), []);
});

test("a figure without a source in its paragraph, and a reference to no source, stop the submission", () => {
  const { document } = buildBody();
  const figure = {
    type: "paragraph",
    content: [{ type: "text", text: "每年约有 300 人因此住院。" }],
  } as const;
  assert.deepEqual(rulesOf(buildBody({ document: [...document, figure] }), []), ["claim_without_source"]);
  const wrong = { type: "paragraph", content: [{ type: "sourceRef", source: 9 }] } as const;
  assert.deepEqual(rulesOf(buildBody({ document: [...document, wrong] }), []), ["source_unknown"]);
  assert.ok(rulesOf(buildBody({ sources: [] }), []).includes("claim_without_source"));
});

test("a picture without words and a table without caption stop it; a decorative picture does not (Y-07)", () => {
  const { document } = buildBody();
  assert.deepEqual(rulesOf(buildBody({ document: [...document, image] }), []), ["no_alt", "no_caption"]);
  assert.deepEqual(rulesOf(buildBody({ document: [...document, { ...image, decorative: true }] }), []), []);
  const table = { type: "table", caption: "", header: true, rows: [] } as const;
  assert.deepEqual(rulesOf(buildBody({ document: [...document, table] }), []), ["no_caption"]);
});

test("a chart without data source or text equivalent stops it (J-04)", () => {
  const chart = {
    type: "bar",
    unit: "%",
    rows: [
      ["甲", 1],
      ["乙", 2],
    ],
    source: 0,
    textEquivalent: "",
  } as const;
  const withChart = (change: object) =>
    buildBody({
      chart: {
        ...chart,
        rows: [
          ["甲", 1],
          ["乙", 2],
        ],
        ...change,
      },
    });
  assert.deepEqual(rulesOf(withChart({}), []), ["chart_without_source", "no_text_equivalent"]);
  assert.deepEqual(
    rulesOf(
      withChart({ source: 1, textEquivalent: "甲是百分之一，乙是百分之二，乙是甲的两倍，差别不大。" }),
      [],
    ),
    [],
  );
});

test("a film without captions stops it, and nothing without them is called suitable for special education (I-02, Y-07)", () => {
  const media = { videoFileId: "0190a0a0-0000-7000-8000-000000000001", videoSeconds: 60 };
  assert.deepEqual(rulesOf(buildBody({ media }), []), ["no_captions"]);
  assert.deepEqual(rulesOf(buildBody({ media, specialEducation: true }), []), [
    "no_captions",
    "special_education",
  ]);
  const captioned = { ...media, captionsFileId: "0190a0a0-0000-7000-8000-000000000002" };
  assert.deepEqual(rulesOf(buildBody({ media: captioned, specialEducation: true }), []), []);
});

test("a film or a recording says how long, for whom and whose; undecided offline playing is only told (I-02)", () => {
  const media = {
    videoFileId: "0190a0a0-0000-7000-8000-000000000001",
    captionsFileId: "0190a0a0-0000-7000-8000-000000000002",
  };
  assert.deepEqual(rulesOf(buildBody({ kind: "video", media }), []), [
    "media_duration",
    "media_rights",
    "age_label",
  ]);
  const whole = { ...media, videoSeconds: 60, rights: "自己拍的，可在本区播放" };
  const film = buildBody({ kind: "video", media: whole, ageLabel: "all" });
  assert.deepEqual(rulesOf(film, []), []);
  assert.deepEqual(
    precheck(film, [])
      .filter(({ weight }) => weight === "look")
      .map(({ rule }) => rule),
    ["media_offline"],
  );
  const audioFileId = "0190a0a0-0000-7000-8000-000000000003";
  assert.deepEqual(rulesOf(buildBody({ kind: "audio", media: { audioFileId } }), []), [
    "media_duration",
    "media_rights",
    "age_label",
  ]);
  // A text that is also read aloud is no recording of its own.
  assert.deepEqual(rulesOf(buildBody({ media: { audioFileId } }), []), []);
});

test("an experiment for children before school carries its safety label, with an adult (Y-06)", () => {
  const little = {
    audiences: ["youth"],
    ageBands: ["3-6"],
    kind: "lesson",
    lesson: { grades: "幼儿园", minutes: 10, aim: "会说出水能流" },
  } as const;
  const safetyOf = (safety: object | undefined) =>
    rulesOf(
      buildBody({
        ...little,
        audiences: ["youth"],
        ageBands: ["3-6"],
        ...(safety === undefined ? {} : { safety: { adult: true, materials: "", hazards: "", ...safety } }),
      }),
      [],
    );
  assert.deepEqual(safetyOf(undefined), ["safety_label"]);
  assert.deepEqual(safetyOf({ materials: "清水、塑料杯" }), ["safety_label"]);
  assert.deepEqual(safetyOf({ materials: "清水、塑料杯", hazards: "地上有水会滑", adult: false }), [
    "safety_label",
  ]);
  assert.deepEqual(safetyOf({ materials: "清水、塑料杯", hazards: "地上有水会滑" }), []);
  assert.deepEqual(
    rulesOf(
      buildBody({ audiences: ["youth"], ageBands: ["9-12"], kind: "lesson", lesson: little.lesson }),
      [],
    ),
    [],
  );
});

test("words of the lists are found wherever they stand; a mistyped one is only shown", () => {
  const words = [
    ...parseWords("sensitive", "包治百病,不能这样说"),
    ...parseWords("mistyped", "# 注释\n帐号\t应写账号\n"),
  ];
  const found = precheck(
    buildBody({
      renditions: {
        elder: "",
        poster: { headline: "包治百病", points: ["一"], advice: "" },
        radio: `帐号${buildBody().renditions.radio}`,
      },
    }),
    words,
  ).map(({ rule, place, weight }) => `${weight} ${rule} ${place}`);
  assert.deepEqual(found, ["must sensitive_word 海报", "look mistyped_word 广播稿"]);
  assert.throws(() => parseWords("mistyped", "好,的\n没有建议"), /contents.words_file/);
});

test("long sentences are told for the audience that would lose the thread", () => {
  const long = `${"这是一个很长很长的句子没有停顿".repeat(4)}。`;
  assert.equal(readingLevel(long).longest, 60);
  assert.deepEqual(readingLevel("。！"), { average: 0, longest: 0, sentences: 0 });
  const body = buildBody({
    document: [
      {
        type: "paragraph",
        content: [
          { type: "text", text: long.repeat(4) },
          { type: "sourceRef", source: 1 },
        ],
      },
    ],
  });
  assert.ok(precheck(body, []).some(({ rule }) => rule === "reading_level"));
});

test("a tree from outside keeps only what the tree names", () => {
  const refuse = (value: unknown) => assert.throws(() => parseDocument(value), /contents.document/);
  refuse("text");
  refuse([{ type: "script", content: [] }]);
  refuse([
    {
      type: "paragraph",
      content: [{ type: "text", text: "a", marks: [{ type: "link", href: "javascript:alert(1)" }] }],
    },
  ]);
  refuse([
    {
      type: "paragraph",
      content: [{ type: "text", text: "a", marks: [{ type: "link", href: "//evil.example" }] }],
    },
  ]);
  refuse([{ type: "image", fileId: "../../etc/passwd" }]);
  refuse([{ type: "heading", level: 1, content: [] }]);
  refuse([{ type: "paragraph", content: [{ type: "text", text: "长".repeat(60_001) }] }]);
  let deep: unknown = { type: "paragraph", content: [] };
  for (let level = 0; level < 10; level += 1) deep = { type: "blockquote", content: [deep] };
  refuse([deep]);
  assert.deepEqual(
    parseDocument([{ type: "paragraph", onclick: "x", content: [{ type: "text", text: "字", style: "x" }] }]),
    [{ type: "paragraph", content: [{ type: "text", text: "字" }] }],
  );
});
