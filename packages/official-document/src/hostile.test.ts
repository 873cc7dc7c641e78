import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import mammoth from "mammoth";
import {
  breakTitle,
  cleanLine,
  describeOfficialDocumentError,
  type OfficialDocument,
  OfficialDocumentError,
  widthInCharacters,
  writeOfficialDocument,
} from "./index.ts";
import { placeSignature } from "./closing.ts";
import { findAll, openDocx } from "./testing/open-docx.ts";

const madeAt = new Date("2026-05-01T00:00:00Z");
const write = (document: OfficialDocument) => writeOfficialDocument(document, { madeAt });
const textOf = async (document: OfficialDocument) =>
  (await mammoth.extractRawText({ buffer: Buffer.from(await write(document)) })).value;

const refusal = async (document: OfficialDocument): Promise<string> => {
  const error = await write(document).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof OfficialDocumentError);
  const sentence = describeOfficialDocumentError(error);
  assert.doesNotMatch(sentence, /[{}？]/);
  return error.code;
};

test("markup in a text is text", async () => {
  const hostile = `</w:t></w:r><w:r><w:t>A & B "x" <script>alert(1)</script> ]]> &amp; &#0;`;
  const text = await textOf({
    title: hostile,
    recipients: [hostile],
    body: [
      { kind: "section", heading: hostile, text: hostile },
      { kind: "table", columns: [{ title: hostile }], rows: [[hostile]] },
    ],
    signature: { units: [hostile], date: "2026-05-01" },
    record: { printedBy: hostile, printedOn: "2026-05-01" },
  });
  assert.equal(text.split("<script>alert(1)</script>").length - 1, 7);
});

test("control characters, marks of direction and broken surrogates do not reach the file", async () => {
  const bytes = await write({
    title: "通\u0000知\u202E",
    body: [{ kind: "paragraph", text: "甲\u0008乙\uD800丙\u{20000}\uFFFE丁\u001B[31m" }],
  });
  openDocx(bytes);
  const { value } = await mammoth.extractRawText({ buffer: Buffer.from(bytes) });
  assert.deepEqual(
    value.split("\n").filter((line) => line !== ""),
    ["通知", "甲乙�丙\u{20000}丁[31m"],
  );
});

test("any text in any place gives a file that a strict reader of XML opens", async () => {
  const anyText = fc.string({ unit: "binary", maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(anyText, anyText, anyText, async (title, heading, cell) => {
      const bytes = await write({
        title: `标题${title}`,
        body: [
          { kind: "section", heading: `节${heading}`, text: cell },
          { kind: "table", title, columns: [{ title: heading }], rows: [[cell]], note: title },
        ],
        note: heading,
      });
      openDocx(bytes);
    }),
    { numRuns: 40 },
  );
});

test("a long run without blanks may break inside, and only web addresses become links", async () => {
  const parts = openDocx(
    await write({
      title: "说明",
      body: [
        {
          kind: "paragraph",
          text: [
            "a".repeat(5000),
            { text: "坏链接", link: "javascript:alert(1)" },
            { text: "文件", link: "file:///etc/passwd" },
            { text: "网页", link: "https://example.org/" },
          ],
        },
      ],
    }),
  );
  const document = parts.get("word/document.xml");
  assert.ok(document);
  assert.equal(findAll(document, "w:hyperlink").length, 1);
  const long = findAll(document, "w:p").find(({ text }) => text.startsWith("aaaa"));
  assert.ok(long);
  assert.equal(findAll(long, "w:wordWrap")[0]?.attributes["w:val"], "0");
});

test("what cannot be printed is refused with a sentence", async () => {
  const title = "通知";
  const deep = (level: number): OfficialDocument["body"] =>
    level === 0 ? [] : [{ kind: "section", heading: "层", blocks: deep(level - 1) }];
  assert.equal(await refusal({ title: " \n", body: [] }), "official_document.title_missing");
  assert.equal(
    await refusal({ title, body: [{ kind: "section", heading: "\u0000" }] }),
    "official_document.heading_missing",
  );
  assert.equal(await refusal({ title, body: deep(5) }), "official_document.too_deep");
  assert.equal(
    await refusal({ title, body: [{ kind: "table", columns: [], rows: [] }] }),
    "official_document.table_empty",
  );
  const columns = Array.from({ length: 13 }, () => ({ title: "列" }));
  assert.equal(
    await refusal({ title, body: [{ kind: "table", columns, rows: [] }] }),
    "official_document.table_too_wide",
  );
  assert.equal(
    await refusal({
      title,
      body: [{ kind: "table", columns: [{ title: "列" }], rows: [["1"], ["1", "2"]] }],
    }),
    "official_document.row_uneven",
  );
  for (const date of ["2026-02-30", "2026-13-01", "26-1-1", "2026年1月1日"])
    assert.equal(
      await refusal({ title, body: [], signature: { units: ["甲"], date } }),
      "official_document.date_invalid",
    );
  assert.equal(
    await refusal({ title, body: [], head: { issuer: "甲", number: { code: "甲", year: 26, serial: 1 } } }),
    "official_document.number_invalid",
  );
  const paragraph = { kind: "paragraph", text: "字" } as const;
  assert.equal(
    await refusal({ title, body: Array.from({ length: 20_001 }, () => paragraph) }),
    "official_document.too_large",
  );
  assert.equal(
    await refusal({ title, body: [{ kind: "paragraph", text: "字".repeat(2_000_001) }] }),
    "official_document.too_large",
  );
});

test("a title keeps its words whole, its brackets closed, and loses no character", () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...Array.from("关于印发示例区公民科学素质行动计划《》、的通知2026 年ab")), {
        maxLength: 120,
      }),
      (characters) => {
        const title = cleanLine(characters.join(""));
        const lines = breakTitle(title);
        assert.equal(lines.join(""), title);
        for (const line of lines) assert.ok(widthInCharacters(line) <= 19, line);
      },
    ),
  );
  assert.deepEqual(breakTitle("示例区2026年度全民科学素质行动计划纲要实施情况的报告"), [
    "示例区2026年度全民科学素质",
    "行动计划纲要实施情况的报告",
  ]);
});

test("署名 and 成文日期 stand to each other as 7.3.5 asks", () => {
  // Without seal the date begins two characters right of the unit; a short unit moves left instead (7.3.5.2).
  const starts = (unit: string, date: string, sealed: boolean) => {
    const free = placeSignature(unit, date, sealed);
    return { unit: -free.unit - widthInCharacters(unit), date: -free.date - widthInCharacters(date), free };
  };
  for (const unit of ["甲", "示例区科技局", "示例区科学技术和产业促进局（示例区知识产权局）"]) {
    const { unit: unitStart, date: dateStart, free } = starts(unit, "2026年5月1日", false);
    assert.equal(dateStart - unitStart, 2, unit);
    assert.ok(Math.min(free.unit, free.date) === 2, unit);
  }
  // With seal the unit is centred over the date, which keeps four characters free (7.3.5.1).
  const sealed = starts("示例区科技局", "2026年11月1日", true);
  assert.equal(sealed.free.date, 4);
  assert.equal(sealed.unit + 6 / 2, sealed.date + 6.5 / 2);
});
