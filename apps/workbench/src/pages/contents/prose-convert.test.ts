import assert from "node:assert/strict";
import { test } from "node:test";
import { fromProse, toProse } from "./prose-convert.ts";
import type { TextDocument } from "./text-document.ts";

const document: TextDocument = [
  { type: "heading", level: 2, content: [{ type: "text", text: "为什么" }] },
  {
    type: "paragraph",
    content: [
      {
        type: "text",
        text: "要紧",
        marks: [{ type: "bold" }, { type: "link", href: "https://example.org" }],
      },
      { type: "sourceRef", source: 2 },
      { type: "hardBreak" },
      { type: "text", text: "下一行" },
    ],
  },
  {
    type: "orderedList",
    items: [
      [{ type: "paragraph", content: [{ type: "text", text: "甲" }] }],
      [
        { type: "paragraph", content: [{ type: "text", text: "乙" }] },
        { type: "bulletList", items: [[{ type: "paragraph", content: [{ type: "text", text: "丙" }] }]] },
      ],
    ],
  },
  { type: "blockquote", content: [{ type: "paragraph", content: [{ type: "text", text: "引" }] }] },
  {
    type: "table",
    caption: "表 1",
    header: true,
    rows: [
      [[{ type: "text", text: "名" }], [{ type: "text", text: "数" }]],
      [[{ type: "text", text: "甲" }], []],
    ],
  },
  {
    type: "image",
    fileId: "0190a0a0-0000-7000-8000-000000000000",
    alt: "一张图",
    caption: "图注",
    decorative: true,
  },
];

test("a text goes into the editor and comes back as it was", () => {
  assert.deepEqual(fromProse(toProse(document)), document);
  assert.deepEqual(fromProse(toProse([])), []);
});

test("what the editor knows and the tree does not is left out, never guessed", () => {
  assert.deepEqual(
    fromProse({
      type: "doc",
      content: [
        { type: "codeBlock", content: [{ type: "text", text: "x" }] },
        {
          type: "paragraph",
          content: [{ type: "text", text: "字", marks: [{ type: "strike" }] }, { type: "widget" }],
        },
      ],
    }),
    [{ type: "paragraph", content: [{ type: "text", text: "字" }] }],
  );
});
