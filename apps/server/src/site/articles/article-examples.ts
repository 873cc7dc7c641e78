import type { LiveArticle, LiveCard, TopicView } from "#modules/contents/index.ts";

const at = new Date("2026-11-20T00:00:00Z");

export const exampleTopic: TopicView = {
  code: "food-safety",
  parentCode: null,
  name: "食品安全",
  about: "变质、保存与中毒",
  synonyms: [],
  kind: "health",
  motif: "food",
  sortNo: 10,
};
export const exampleTopics: readonly TopicView[] = [
  exampleTopic,
  {
    code: "exercise",
    parentCode: "food-safety",
    name: "体育锻炼",
    about: "怎么动，动多久",
    synonyms: [],
    kind: "health",
    motif: "health",
    sortNo: 20,
  },
];

export const exampleCard: LiveCard = {
  no: 12,
  contentId: "0190a0a0-0000-7000-8000-00000000000c",
  kind: "article",
  title: "剩菜放多久就不能吃了？",
  summary: "室温下放久了，细菌会很快变多。两小时内放进冰箱，吃之前热透。",
  audiences: ["elder"],
  ageBands: [],
  topics: ["food-safety"],
  publishedAt: at,
  hasAudio: true,
  audioSeconds: 80,
  corrected: true,
  special: true,
};

/** An article with every part it can have; `words` stands wherever an author writes. */
export const buildExampleArticle = (words: string): LiveArticle => ({
  ...exampleCard,
  title: words,
  summary: words,
  versionId: exampleCard.contentId,
  versionNo: 2,
  unitId: exampleCard.contentId,
  unitName: words,
  contentHash: "ab".repeat(32),
  firstPublishedAt: at,
  expiresAt: undefined,
  topicViews: exampleTopics,
  signers: [
    { stage: "review1", decidedAt: at, publicTitle: undefined, fieldName: undefined },
    { stage: "science", decidedAt: at, publicTitle: words, fieldName: "营养与食品" },
  ],
  corrections: [{ notice: words, publishedAt: at, versionNo: 2 }],
  content: {
    kind: "article",
    title: words,
    answer: words,
    summary: words,
    audiences: ["elder"],
    ageBands: ["9-12"],
    topics: ["food-safety"],
    expertField: "nutrition",
    byline: words,
    coverAlt: words,
    sources: [
      { title: words, publisher: words, date: "2024-05-01", url: "https://example.org/a", supports: words },
    ],
    renditions: {
      elder: "",
      poster: { headline: words.slice(0, 30), points: [words], advice: words },
      radio: words,
    },
    ai: "assisted",
    rights: words,
    classification: [],
    lesson: { grades: words, minutes: 40, aim: words },
    chart: {
      type: "bar",
      unit: words,
      rows: [
        [words, 3],
        ["乙", -1],
      ],
      source: 1,
      textEquivalent: words,
    },
    document: [
      { type: "heading", level: 2, content: [{ type: "text", text: words }] },
      {
        type: "paragraph",
        content: [
          {
            type: "text",
            text: words,
            marks: [{ type: "bold" }, { type: "link", href: "https://example.org/b" }],
          },
          { type: "sourceRef", source: 1 },
          { type: "hardBreak" },
          { type: "text", text: words, marks: [{ type: "italic" }] },
        ],
      },
      { type: "orderedList", items: [[{ type: "paragraph", content: [{ type: "text", text: words }] }]] },
      { type: "blockquote", content: [{ type: "paragraph", content: [{ type: "text", text: words }] }] },
      {
        type: "table",
        caption: words,
        header: true,
        rows: [
          [[{ type: "text", text: words }], [{ type: "text", text: "数" }]],
          [[{ type: "text", text: words }], []],
        ],
      },
    ],
  },
});
