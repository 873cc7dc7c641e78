import assert from "node:assert/strict";
import { test } from "node:test";
import { coverage, parsePlan } from "../index.ts";
import {
  buildDocx,
  docxOfPlan,
  numbered,
  officialNumbering,
  paragraph,
  run,
  table,
} from "../testing/build-docx.ts";
import { bareTree, readFixture } from "../testing/fixtures.ts";
import { docxToText } from "./docx-text.ts";
import { defaultLimits } from "./limits.ts";

const textOf = (content: Parameters<typeof buildDocx>[0]): string =>
  docxToText(Buffer.from(buildDocx(content)), defaultLimits);
const linesOf = (content: Parameters<typeof buildDocx>[0]): string[] =>
  textOf(content)
    .split("\n")
    .map((line) => line.trim());

test("the demonstration plan as .docx with automatic numbering gives the tree of the text", () => {
  const plan = parsePlan(readFixture("demo-plan-2026.txt"));
  const text = docxToText(Buffer.from(docxOfPlan(plan)), defaultLimits);
  const fromDocx = parsePlan(text);
  assert.deepEqual(bareTree(fromDocx.root), bareTree(plan.root));
  assert.equal(coverage(fromDocx, text).complete, true);
  assert.deepEqual(fromDocx.targets, plan.targets);
  assert.deepEqual(
    [fromDocx.title, fromDocx.issuedOn, fromDocx.validity],
    [plan.title, plan.issuedOn, plan.validity],
  );
});

test("automatic numbers print in their formats; deeper levels begin anew below a new higher one", () => {
  const body = [
    numbered("甲", 0),
    numbered("乙", 1),
    numbered("丙", 2),
    numbered("丁", 3),
    numbered("戊", 4),
    numbered("己", 4),
    numbered("庚", 2),
    numbered("辛", 1),
    numbered("壬", 2),
    numbered("癸", 0),
    numbered("子", 1),
  ].join("");
  assert.deepEqual(linesOf({ body, numbering: officialNumbering }), [
    "一、 甲",
    "（一） 乙",
    "1. 丙",
    "（1） 丁",
    "① 戊",
    "② 己",
    "2. 庚",
    "（二） 辛",
    "1. 壬",
    "二、 癸",
    "（一） 子",
  ]);
});

test("two lists of one definition go on with each other; a start override begins anew once", () => {
  const body = [numbered("甲", 2), numbered("乙", 2, 2), numbered("丙", 2, 2), numbered("丁", 2)].join("");
  assert.deepEqual(linesOf({ body, numbering: officialNumbering }), ["1. 甲", "1. 乙", "2. 丙", "3. 丁"]);
});

test("a number may come from the style, and the style from the one it is based on", () => {
  const styles =
    '<w:style w:type="paragraph" w:styleId="base"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>' +
    '<w:style w:type="paragraph" w:styleId="second"><w:basedOn w:val="base"/><w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>' +
    '<w:style w:type="paragraph" w:styleId="loop"><w:basedOn w:val="loop"/></w:style>';
  const styled = (id: string, text: string): string => paragraph(text, `<w:pStyle w:val="${id}"/>`);
  const off = paragraph("无号", '<w:pStyle w:val="base"/><w:numPr><w:numId w:val="0"/></w:numPr>');
  const body =
    styled("base", "甲") + styled("second", "乙") + styled("second", "丙") + off + styled("loop", "丁");
  assert.deepEqual(linesOf({ body, numbering: officialNumbering, styles }), [
    "一、 甲",
    "（一） 乙",
    "（二） 丙",
    "无号",
    "丁",
  ]);
});

test("a paragraph in several runs, with breaks and tabs, is one paragraph", () => {
  const body = `<w:p>${run("加强")}<w:r><w:br/></w:r>${run("科学")}<w:r><w:tab/><w:t>普及</w:t><w:noBreakHyphen/><w:t>好</w:t></w:r></w:p>`;
  assert.equal(textOf({ body }), "　　加强\n科学  普及-好");
});

test("deleted, hidden and duplicated text and field codes are left out, inserted text is in", () => {
  const body =
    `<w:p>${run("甲")}<w:del>${run("删")}</w:del><w:ins>${run("乙")}</w:ins>` +
    `<w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>丙</w:t></w:r>` +
    `<w:r><w:instrText>PAGE</w:instrText></w:r><mc:AlternateContent><mc:Choice>${run("丁")}</mc:Choice><mc:Fallback>${run("副本")}</mc:Fallback></mc:AlternateContent></w:p>` +
    `<w:del>${paragraph("删段")}</w:del>`;
  assert.deepEqual(linesOf({ body }), ["甲乙丙丁"]);
});

test("page breaks are form feeds, before the paragraph or inside it", () => {
  const body = `${paragraph("甲。")}${paragraph("乙。", "<w:pageBreakBefore/>")}<w:p>${run("丙")}<w:r><w:br w:type="page"/></w:r>${run("丁。")}</w:p>`;
  assert.equal(textOf({ body }), "　　甲。\n\f　　乙。\n　　丙\f丁。");
});

test("table rows keep their cells; a table of one cell is text; a table in a cell is its text", () => {
  const nested = `<w:tbl><w:tr><w:tc>${paragraph("外")}${table([["内甲", "内乙"]])}</w:tc><w:tc>${paragraph("右")}${paragraph("下")}</w:tc></w:tr></w:tbl>`;
  const body =
    table([
      ["序号", "任务"],
      ["1", "建站"],
    ]) +
    table([["一句话。"]]) +
    nested;
  assert.deepEqual(linesOf({ body }), ["序号\t任务", "1\t建站", "一句话。", "外 内甲 内乙\t右 下"]);
});

test("footnotes are called where they stand and printed at the end, in a node of their own", () => {
  const footnotes =
    `<w:footnote w:type="separator" w:id="0">${paragraph("线")}</w:footnote>` +
    `<w:footnote w:id="5">${paragraph("来源为统计公报。")}</w:footnote>`;
  const body =
    numbered("目标", 0) +
    `<w:p>${run("达到20%")}<w:r><w:footnoteReference w:id="5"/></w:r>${run("以上。")}</w:p>`;
  const text = textOf({ body, footnotes, numbering: officialNumbering });
  const document = parsePlan(text);
  assert.deepEqual(
    document.root.children.map((node) => [node.id, node.sentences.map((sentence) => sentence.text)]),
    [
      ["1", ["目标", "达到20%［注1］以上。"]],
      ["notes", ["脚注", "注1：来源为统计公报。"]],
    ],
  );
});

test("a document made from a scan, one paragraph a line, is joined by the indents", () => {
  const line = "本区科普站点要在步行可到的地方提供稳定而且便利的服务";
  const first = (text: string): string => paragraph(text, '<w:ind w:firstLineChars="200"/>');
  const body =
    first("一、目标") +
    first(line) +
    paragraph(line).repeat(4) +
    paragraph("提质。") +
    first("二、措施") +
    first("好。");
  const document = parsePlan(textOf({ body }));
  assert.deepEqual(
    document.root.children.map((node) => node.sentences.length),
    [2, 2],
  );
});

test("the main part is found through its relation, whatever its name", () => {
  const source = buildDocx({ body: paragraph("甲。") });
  assert.ok(source.length > 0);
  const relation =
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="/word/document2.xml"/></Relationships>';
  const document2 =
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>乙。</w:t></w:r></w:p></w:body></w:document>';
  const parts = { "_rels/.rels": relation, "word/document2.xml": document2 };
  assert.deepEqual(linesOf({ body: paragraph("甲。"), parts }), ["乙。"]);
});

test("linked numbering styles, restarts of their own, decimal-only levels and levels shown before their use", () => {
  const level = (index: number, inside: string): string =>
    `<w:lvl w:ilvl="${index}"><w:start w:val="1"/>${inside}</w:lvl>`;
  const numbering =
    `<w:abstractNum w:abstractNumId="1">${level(0, '<w:numFmt w:val="chineseCounting"/><w:lvlText w:val="第%1章"/><w:suff w:val="nothing"/>')}` +
    level(1, '<w:lvlRestart w:val="0"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="第%2条"/>') +
    `${level(2, '<w:isLgl/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%3"/>')}</w:abstractNum>` +
    '<w:abstractNum w:abstractNumId="2"><w:numStyleLink w:val="rules"/></w:abstractNum>' +
    '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num><w:num w:numId="9"><w:abstractNumId w:val="2"/></w:num>';
  const styles =
    '<w:style w:type="numbering" w:styleId="rules"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>';
  const body = [
    ["甲", 0],
    ["乙", 1],
    ["丙", 1],
    ["丁", 0],
    ["戊", 1],
    ["己", 2],
  ]
    // The tuple is written two lines above.
    .map(([text, at]) => numbered(String(text), Number(at), 9))
    .join("");
  assert.deepEqual(linesOf({ body, numbering, styles }), [
    "第一章甲",
    "第一条 乙",
    "第二条 丙",
    "第二章丁",
    "第三条 戊",
    "2.1 己",
  ]);
});

test("a text box stands behind its paragraph; a field keeps its printed result; an endnote is a note", () => {
  const box = `<w:r><w:pict><w:txbxContent>${paragraph("框内。")}</w:txbxContent></w:pict></w:r>`;
  const field = `<w:fldSimple w:instr="DATE">${run("2026年")}</w:fldSimple>`;
  const body = `<w:p>${run("甲")}${box}${field}${run("。")}<w:r><w:endnoteReference w:id="2"/></w:r></w:p>`;
  const endnotes = `<w:endnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:endnote w:id="2">${paragraph("出处。")}</w:endnote></w:endnotes>`;
  assert.deepEqual(linesOf({ body, parts: { "word/endnotes.xml": endnotes } }), [
    "甲2026年。［注1］",
    "框内。",
    "脚注",
    "注1：出处。",
  ]);
});
