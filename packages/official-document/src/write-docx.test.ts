import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { listNodes, parsePlan } from "@kepu/plan-parser";
import { readPlanFile } from "@kepu/plan-parser/node";
import mammoth from "mammoth";
import { defaultFonts, type OfficialDocument, writeOfficialDocument } from "./index.ts";
import { findAll, findOne, openDocx, readParagraphs } from "./testing/open-docx.ts";

const notice: OfficialDocument = {
  head: {
    issuer: "示例区科技局文件",
    copyNumber: 12,
    secrecy: "秘密★1年",
    urgency: "加急",
    number: { code: "示科", year: 2026, serial: 3 },
    signers: ["王示例"],
  },
  title: "关于印发示例区公民科学素质行动计划年度工作要点的通知",
  recipients: ["各街道（镇）", "各有关部门"],
  body: [
    { kind: "paragraph", text: "现将工作要点印发给你们。\n请结合实际落实。" },
    {
      kind: "section",
      heading: "总体要求",
      blocks: [
        {
          kind: "section",
          heading: "工作目标",
          text: "到年底完成以下事项。",
          blocks: [
            { kind: "section", heading: "送科普上门", text: "每街道不少于12场。" },
            {
              kind: "section",
              heading: "建好站点",
              blocks: [{ kind: "section", heading: "每站一人", text: "有人负责。" }],
            },
          ],
        },
        { kind: "section", heading: "工作原则" },
      ],
    },
    {
      kind: "section",
      heading: "保障措施",
      blocks: [
        {
          kind: "table",
          title: "表1 经费安排",
          columns: [
            { title: "街道", width: 3 },
            { title: "金额（元）", align: "right" },
          ],
          rows: [
            ["甲街道", "30,000"],
            ["乙街道", "20,000"],
          ],
          note: "数据来源：预算台账。",
        },
      ],
    },
  ],
  attachments: [
    { title: "任务分工表", body: [{ kind: "paragraph", text: "分工如下。" }] },
    { title: "联系人名单", body: [{ kind: "section", heading: "名单", text: "略。" }] },
  ],
  signature: { units: ["示例区科技局"], date: "2026-05-01" },
  note: "此件公开发布",
  record: {
    copies: ["区委办公室", "区政府办公室"],
    printedBy: "示例区科技局办公室",
    printedOn: "2026-05-06",
  },
};

const madeAt = new Date("2026-05-01T00:00:00Z");
const write = async (document: OfficialDocument) =>
  openDocx(await writeOfficialDocument(document, { madeAt }));
const part = (parts: Awaited<ReturnType<typeof write>>, name: string) => {
  const found = parts.get(name);
  assert.ok(found, name);
  return found;
};
const millimetres = (twips: string | undefined) => (Number(twips) / 1440) * 25.4;

test("paper, margins and grid are those of 5.1 and 5.2: A4, 37/35/28/26 mm, 22 lines of 28 characters", async () => {
  const document = part(await write(notice), "word/document.xml");
  const paper = findOne(document, "w:pgSz").attributes;
  assert.deepEqual(
    [Math.round(millimetres(paper["w:w"])), Math.round(millimetres(paper["w:h"]))],
    [210, 297],
  );
  const margins = findOne(document, "w:pgMar").attributes;
  for (const [side, wanted] of [
    ["top", 37],
    ["bottom", 35],
    ["left", 28],
    ["right", 26],
  ] as const)
    assert.ok(Math.abs(millimetres(margins[`w:${side}`]) - wanted) < 0.05, side);
  const grid = findOne(document, "w:docGrid").attributes;
  assert.equal(grid["w:type"], "linesAndChars");
  const height = 16838 - Number(margins["w:top"]) - Number(margins["w:bottom"]);
  assert.equal(Math.floor(height / Number(grid["w:linePitch"])), 22);
  const width = 11906 - Number(margins["w:left"]) - Number(margins["w:right"]);
  // The pitch of a character: the size of the text and what the grid adds to it.
  const pitch = (16 + Number(grid["w:charSpace"]) / 4096) * 20;
  assert.ok(Math.abs(width / pitch - 28) < 0.01, String(width / pitch));
  // No line of the text is higher than one line of the grid, whatever face stands in.
  const body = readParagraphs(document).filter(({ text }) => text.startsWith("现将"));
  assert.deepEqual(
    { ...findOne(body[0]?.element ?? document, "w:spacing").attributes },
    {
      "w:after": "0",
      "w:before": "0",
      "w:line": grid["w:linePitch"],
      "w:lineRule": "exact",
    },
  );
});

test("title 2号小标宋, levels 黑体 楷体 仿宋 仿宋, text 3号仿宋", async () => {
  const paragraphs = readParagraphs(part(await write(notice), "word/document.xml"));
  const faces = (start: string) =>
    paragraphs
      .find(({ text }) => text.startsWith(start))
      ?.runs.map(({ text, face, size }) => [text, face, size]);
  const { title, text, first, second } = defaultFonts;
  assert.deepEqual(faces("关于印发"), [["关于印发示例区公民科学素质", title, 22]]);
  assert.deepEqual(faces("现将"), [["现将工作要点印发给你们。", text, 16]]);
  assert.deepEqual(faces("一、"), [["一、总体要求", first, 16]]);
  assert.deepEqual(faces("（一）"), [
    ["（一）工作目标。", second, 16],
    ["到年底完成以下事项。", text, 16],
  ]);
  assert.deepEqual(faces("1."), [
    ["1.送科普上门。", text, 16],
    ["每街道不少于12场。", text, 16],
  ]);
  assert.deepEqual(faces("（1）"), [
    ["（1）每站一人。", text, 16],
    ["有人负责。", text, 16],
  ]);
  assert.deepEqual(faces("秘密"), [["秘密★1年", first, 16]]);
  assert.deepEqual(faces("示科〔2026〕3号"), [
    ["示科〔2026〕3号", text, 16],
    ["签发人：", text, 16],
    ["王示例", second, 16],
  ]);
  assert.deepEqual(faces("抄送"), [["抄送：区委办公室，区政府办公室。", text, 14]]);
});

test("elements stand in the order of the standard", async () => {
  const { value } = await mammoth.extractRawText({
    buffer: Buffer.from(await writeOfficialDocument(notice, { madeAt })),
  });
  assert.deepEqual(
    value.split("\n").filter((line) => line !== ""),
    [
      "000012",
      "秘密★1年",
      "加急",
      "示例区科技局文件",
      "示科〔2026〕3号\t签发人：王示例",
      "关于印发示例区公民科学素质",
      "行动计划年度工作要点的通知",
      "各街道（镇），各有关部门：",
      "现将工作要点印发给你们。",
      "请结合实际落实。",
      "一、总体要求",
      "（一）工作目标。到年底完成以下事项。",
      "1.送科普上门。每街道不少于12场。",
      "2.建好站点",
      "（1）每站一人。有人负责。",
      "（二）工作原则",
      "二、保障措施",
      "表1 经费安排",
      "街道",
      "金额（元）",
      "甲街道",
      "30,000",
      "乙街道",
      "20,000",
      "数据来源：预算台账。",
      "附件：1. 任务分工表",
      "2. 联系人名单",
      "示例区科技局",
      "2026年5月1日",
      "（此件公开发布）",
      "附件1",
      "任务分工表",
      "分工如下。",
      "附件2",
      "联系人名单",
      "一、名单。略。",
      "抄送：区委办公室，区政府办公室。",
      "示例区科技局办公室\t2026年5月6日印发",
    ],
  );
});

test("a written plan is read back by the plan parser with the same tree", async () => {
  const folder = await mkdtemp(join(tmpdir(), "official-document-"));
  try {
    const path = join(folder, "notice.docx");
    const { head: _head, attachments: _attachments, ...plain } = notice;
    await writeFile(path, await writeOfficialDocument(plain, { madeAt }));
    const plan = parsePlan(await readPlanFile(path));
    const numbered = listNodes(plan).filter(({ id }) => /^\d/.test(id));
    assert.deepEqual(
      numbered.map(({ id, heading }) => `${id} ${heading ?? ""}`),
      [
        "1 总体要求",
        "1.1 工作目标",
        "1.1.1 送科普上门",
        "1.1.2 建好站点",
        "1.1.2.1 每站一人",
        "1.2 工作原则",
        "2 保障措施",
      ],
    );
  } finally {
    await rm(folder, { recursive: true });
  }
});

test("page numbers are — n —, 4号宋体, right on odd pages and left on even ones, one character in", async () => {
  const parts = await write(notice);
  const settings = part(parts, "word/settings.xml");
  assert.equal(findAll(settings, "w:evenAndOddHeaders").length, 1);
  const relations = findAll(part(parts, "word/_rels/document.xml.rels"), "Relationship");
  for (const [type, side] of [
    ["default", "right"],
    ["even", "left"],
  ] as const) {
    const reference = findAll(part(parts, "word/document.xml"), "w:footerReference").find(
      ({ attributes }) => attributes["w:type"] === type,
    );
    const target = relations.find(({ attributes }) => attributes["Id"] === reference?.attributes["r:id"])
      ?.attributes["Target"];
    const footer = part(parts, `word/${target}`);
    assert.equal(findOne(footer, "w:jc").attributes["w:val"], side);
    assert.equal(findOne(footer, "w:ind").attributes[`w:${side}`], "280");
    assert.equal(footer.text, "— PAGE —");
    assert.deepEqual(
      [findOne(footer, "w:rFonts").attributes["w:ascii"], findOne(footer, "w:sz").attributes["w:val"]],
      ["宋体", "28"],
    );
  }
});

test("red line and 版记 lines have their weights; 版记 hangs at the lower edge of the type area", async () => {
  const document = part(await write(notice), "word/document.xml");
  const number = readParagraphs(document).find(({ text }) => text.startsWith("示科"));
  assert.equal(
    findOne(findOne(number?.element ?? document, "w:pBdr"), "w:bottom").attributes["w:color"],
    "FF0000",
  );
  const record = findAll(document, "w:tbl").at(-1) ?? document;
  assert.equal(findOne(record, "w:tblpPr").attributes["w:tblpYSpec"], "bottom");
  const borders = findOne(record, "w:tblBorders");
  assert.deepEqual(
    ["w:top", "w:insideH", "w:bottom"].map((name) => findOne(borders, name).attributes["w:sz"]),
    ["8", "6", "8"],
  );
  const tables = findAll(document, "w:tbl");
  assert.equal(findAll(tables[0] ?? document, "w:tblHeader").length, 1, "the head of a table repeats");
});

test("headings are in the outline, so that readers of files and screens can jump to them", async () => {
  const parts = await write(notice);
  const styles = new Map(
    findAll(part(parts, "word/styles.xml"), "w:style").map((style) => [
      style.attributes["w:styleId"],
      findAll(style, "w:outlineLvl")[0]?.attributes["w:val"],
    ]),
  );
  const outlined = readParagraphs(part(parts, "word/document.xml")).flatMap(({ text, element }) => {
    const level = styles.get(findAll(element, "w:pStyle")[0]?.attributes["w:val"] ?? "");
    return level === undefined ? [] : [`${level} ${text}`];
  });
  assert.deepEqual(outlined.slice(0, 5), [
    "0 关于印发示例区公民科学素质",
    "0 行动计划年度工作要点的通知",
    "1 一、总体要求",
    "3 2.建好站点",
    "2 （二）工作原则",
  ]);
});

test("minutes: their mark, number and the lists of who was there", async () => {
  const document = part(
    await write({
      head: { issuer: "示例区科普联席会议纪要", number: "第3期" },
      title: "2026年第三次联席会议纪要",
      body: [{ kind: "paragraph", text: "会议研究了两件事。" }],
      attendance: [
        { label: "出席", people: "科技局 甲，教育局 乙" },
        { label: "请假", people: "农业局 丙" },
      ],
    }),
    "word/document.xml",
  );
  const people = readParagraphs(document).filter(({ text }) => /^(出席|请假)/.test(text));
  assert.deepEqual(
    people.map(({ runs }) => runs.map(({ text, face }) => `${face} ${text}`)),
    [
      ["黑体 出席：", "仿宋_GB2312 科技局 甲，教育局 乙"],
      ["黑体 请假：", "仿宋_GB2312 农业局 丙"],
    ],
  );
});

test("the same document gives the same bytes, links included, and no clock but the given one", async () => {
  const linked: OfficialDocument = {
    ...notice,
    body: [
      {
        kind: "paragraph",
        text: [
          { text: "来源一", link: "https://example.org/1" },
          { text: "来源二", link: "https://example.org/2?a=1&b=2" },
        ],
      },
    ],
  };
  const once = await writeOfficialDocument(linked, { madeAt });
  assert.deepEqual(await writeOfficialDocument(linked, { madeAt }), once);
  const parts = openDocx(once);
  const relations = findAll(part(parts, "word/_rels/document.xml.rels"), "Relationship").map(
    ({ attributes }) => attributes,
  );
  const links = findAll(part(parts, "word/document.xml"), "w:hyperlink").map(
    ({ attributes }) => attributes["r:id"],
  );
  assert.deepEqual(
    links.map((id) => relations.find((relation) => relation["Id"] === id)?.["Target"]),
    ["https://example.org/1", "https://example.org/2?a=1&b=2"],
  );
  assert.match(part(parts, "docProps/core.xml").text, /2026-05-01T00:00:00Z/);
});
