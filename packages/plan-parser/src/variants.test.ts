import assert from "node:assert/strict";
import { test } from "node:test";
import { coverage, listNodes, parsePlan } from "./index.ts";
import { bareTree, nodeAt, readFixture, textsOf } from "./testing/fixtures.ts";
import type { PlanDocument, PlanNode } from "./types.ts";

const outline = (document: PlanDocument): string[] =>
  listNodes(document)
    .filter((node) => node.numbering !== null)
    .map((node) => `${node.id} ${node.numbering?.printed} ${node.heading ?? node.sentences[0]?.text ?? ""}`);

const parse = (text: string): PlanDocument => {
  const document = parsePlan(text);
  assert.equal(coverage(document, text).complete, true);
  return document;
};

test("rules in chapters and articles: articles count on across chapters, page heads and bare page numbers are furniture", () => {
  const text = readFixture("demo-rules-2026.txt");
  const rules = parse(text);
  assert.deepEqual(rules.statistics.numberedByScheme, {
    chapter: 5,
    article: 12,
    ideographicParen: 10,
    decimal: 3,
  });
  // By hand: 14 full stops in articles and items, 9 items ending in a semicolon, 3 leads ending in a colon, 5 chapter headings, 5 lines of the frame.
  assert.equal(rules.statistics.sentences, 37);
  assert.equal(rules.statistics.longestOwnText.characters, 72);
  assert.deepEqual(rules.diagnostics, []);
  assert.deepEqual(
    rules.furniture.map((item) => item.kind),
    ["pageNumber", "runningHead", "pageNumber", "runningHead", "pageNumber", "runningHead", "pageNumber"],
  );
  assert.deepEqual(textsOf(nodeAt(rules, "1.2")), [
    "本办法适用于本县行政区域内的科学素质工作。",
    "军事设施内的科普活动不适用本办法。",
  ]);
  assert.equal(
    nodeAt(rules, "3.8").sentences[1]?.text,
    "未按规定公布的，由县科学技术协会责令改正；逾期不改的，暂停其使用县级资源。",
  );
  assert.deepEqual(
    [rules.issuedOn, rules.validity?.startsOn, rules.validity?.expiresOn],
    ["2026-05-08", "2026-06-07", "2028-06-06"],
  );
  assert.equal(rules.figures.length, 11);
  assert.equal(rules.targets.length, 7);
});

test("parts, sections and circled numbers nest in their order", () => {
  const document = parse(
    "第一部分 现状\n一、基础\n（一）队伍\n1. 专职\n（1）数量\n①按单位\n②按年龄\n第二部分 目标\n一、指标",
  );
  assert.deepEqual(outline(document), [
    "1 第一部分 现状",
    "1.1 一、 基础",
    "1.1.1 （一） 队伍",
    "1.1.1.1 1. 专职",
    "1.1.1.1.1 （1） 数量",
    "1.1.1.1.1.1 ① 按单位",
    "1.1.1.1.1.2 ② 按年龄",
    "2 第二部分 目标",
    "2.1 一、 指标",
  ]);
  assert.deepEqual(
    document.diagnostics.map((found) => found.code),
    ["title_missing", "validity_missing"],
  );
});

test("a number directly behind a number opens the deeper node", () => {
  const document = parse("一、（一）队伍建设。每年培训两次。");
  assert.deepEqual(outline(document), ["1 一、 ", "1.1 （一） 队伍建设"]);
});

test("numbers printed as one sign, with full-width digits or with blanks are the same numbers", () => {
  const document = parse(
    "㈠甲类\n⒈第一项工作\n⒉第二项工作\n㈡ 乙类\n１．第三项工作\n2 、第四项工作\n( 三 )丙类",
  );
  assert.deepEqual(
    listNodes(document).flatMap((node) => node.numbering?.normalised ?? []),
    ["（一）", "1.", "2.", "（二）", "1.", "2.", "（三）"],
  );
});

test("1.1 and 1.1.1 are levels below 1. only before a blank and words; 1.5万 is a figure", () => {
  const document = parse("1. 总体\n1.1 目标明确。\n1.1.1 指标清楚。\n1.2 责任到位。覆盖\n1.5万人次。");
  assert.deepEqual(outline(document), [
    "1 1. 总体",
    "1.1 1.1 目标明确",
    "1.1.1 1.1.1 指标清楚。",
    "1.2 1.2 责任到位",
  ]);
  assert.equal(document.figures[0]?.value, 15_000);
});

test("a heading on its own line, a heading run into the text, a label, and no heading are told apart", () => {
  const document = parse(
    "一、总体要求\n（一）办好田间课堂。每村每年六场，讲实用技术。\n（二）机制保障：建立台账，按月更新，不搞重复填报。\n（三）按照农时安排课程，做到播种前讲选种，收获后讲储运，全年不断线。",
  );
  const forms = nodeAt(document, "1").children.map((node: PlanNode) => [node.headingForm, node.heading]);
  assert.deepEqual(forms, [
    ["runIn", "办好田间课堂"],
    ["label", "机制保障"],
    ["none", null],
  ]);
  assert.equal(nodeAt(document, "1").headingForm, "line");
});

test("an item of one sentence is text, not a heading", () => {
  const document = parse("一、任务\n1. 建成站点。\n2. 培训骨干。");
  assert.deepEqual(
    nodeAt(document, "1").children.map((node) => node.headingForm),
    ["none", "none"],
  );
});

test("the same plan in three layouts gives the same tree", () => {
  const paragraphs = [
    "演示县科学素质工作方案",
    "为了做好今后三年的工作，制定本方案。",
    "一、总体要求",
    "坚持需求先行，把居民的提问作为选题的源头，每季度公开一次答复情况。",
    "（一）队伍建设。壮大队伍，提升本领。1. 培训骨干。每年培训两次。2. 结成对子。每人联系一户。",
    "（二）阵地建设。",
    "1. 建成站点20个。",
    "本方案自2026年6月1日起施行。",
  ];
  const flush = paragraphs.join("\n");
  const spaced = paragraphs.join("\n\n");
  const wrap = (paragraph: string): string => `　　${paragraph}`.replace(/(.{20})(?=.)/gu, "$1\n");
  const indented = paragraphs.map(wrap).join("\n");
  const trees = [flush, spaced, indented].map((text) => bareTree(parse(text).root));
  assert.deepEqual(trees[1], trees[0]);
  assert.deepEqual(trees[2], trees[0]);
  assert.deepEqual(
    trees[0]?.children.map((node) => node.id),
    ["title", "preamble", "1", "closing"],
  );
});

test("a heading that fills its wrapped line goes on; a short one stands alone", () => {
  const line = "本区科普站点要在步行可到的地方提供稳定而且便利的服务";
  const text = `一、关于进一步健全覆盖城乡面向全体居民的科学素质\n工作体系\n${line}\n${line}\n${line}。\n二、保障\n${line}\n${line}。`;
  const document = parse(text);
  assert.equal(nodeAt(document, "1").heading, "关于进一步健全覆盖城乡面向全体居民的科学素质工作体系");
  assert.equal(nodeAt(document, "2").heading, "保障");
});

test("figures, versions and school grades at the head of a line are not numbers of the structure", () => {
  const text =
    "一、任务\n（一）升级平台。把版本提高到\n2.0，覆盖率达到\n3.5%，面向\n一、二年级学生开放\n3、4号楼，住户满意。";
  const document = parse(text);
  assert.deepEqual(outline(document), ["1 一、 任务", "1.1 （一） 升级平台"]);
  assert.equal(
    nodeAt(document, "1.1").sentences[1]?.text,
    "把版本提高到2.0，覆盖率达到3.5%，面向一、二年级学生开放3、4号楼，住户满意。",
  );
});

test("enumerations inside a sentence stay in it wherever the line breaks", () => {
  const text =
    "一、任务\n（一）改造包括：（1）坡道；\n（2）扶手；（3）标识。\n（二）要求：一是快，\n二是准。";
  const document = parse(text);
  assert.deepEqual(outline(document), ["1 一、 任务", "1.1 （一） 改造包括", "1.2 （二） 要求"]);
  assert.deepEqual(
    document.enumerations.map((list) => list.items.length),
    [3, 2],
  );
});

test("items on lines of their own after a colon are nodes, with or without full stops", () => {
  const document = parse(
    "第一条 坚持下列原则：\n（一）公开；\n（二）自愿；\n（三）便民。\n第二条 其他事项另行规定。",
  );
  assert.deepEqual(
    outline(document).map((line) => line.split(" ")[0]),
    ["1", "1.1", "1.2", "1.3", "2"],
  );
});

test("a notice with numbers of its own keeps them apart from those of the plan", () => {
  const text = `演示县人民政府办公室关于印发《演示县科普方案》的通知

各镇人民政府：

演示县科普方案已经同意，请执行。

一、提高认识。认真学习。

二、抓好落实。按期报送。

演示县人民政府办公室

2026年5月1日

演示县科普方案

为了做好工作，制定本方案。

一、目标

到2028年建成20个站点。

二、措施

每年检查一次。
`;
  const document = parse(text);
  assert.equal(document.title, "演示县科普方案");
  assert.deepEqual(
    outline(document).map((line) => line.split(" ")[0]),
    ["notice.1", "notice.2", "1", "2"],
  );
  assert.deepEqual(
    document.diagnostics.map((found) => found.code),
    ["validity_missing"],
  );
  assert.deepEqual(document.statistics.numberedByLevel, { 1: 2 });
});

test("a table of contents, rules and running heads are listed as furniture, not as nodes", () => {
  const text =
    "目　录\n一、目标……………………1\n二、措施……………………3\n\n────────\n一、目标\n建成站点。\n二、措施\n加强检查。";
  const document = parse(text);
  assert.deepEqual(
    document.furniture.map((item) => item.kind),
    ["contents", "contents", "contents", "rule"],
  );
  assert.deepEqual(outline(document), ["1 一、 目标", "2 二、 措施"]);
});

test("a single number alone on a line is text, for it may be a figure that a line break cut off", () => {
  const document = parse("一、目标\n到\n\f2028\n年建成站点\n\n20\n个。");
  assert.deepEqual(textsOf(nodeAt(document, "1")).slice(1), ["到2028年建成站点20个。"]);
});

test("a heading that breaks inside a title mark goes on", () => {
  const document = parse("一、任务\n（一）落实《科学素质\n行动纲要》要求\n加强普及，做到人人知晓。");
  assert.equal(nodeAt(document, "1.1").heading, "落实《科学素质行动纲要》要求");
});

test("where most headings run into their text, a broken one is joined; elsewhere it stands alone", () => {
  const runIn =
    "一、任务\n1. 建立台账。按月更新，随时可查。\n2. 开展培\n训。每年两次，人人参加。\n3. 结成对子。每人一户，按季走访。\n4. 建成站点。就近服务，全年开放。";
  assert.deepEqual(
    nodeAt(parse(runIn), "1").children.map((node) => node.heading),
    ["建立台账", "开展培训", "结成对子", "建成站点"],
  );
  const alone =
    "一、任务\n1. 台账\n更新。每月一次，随时可查。\n2. 培训\n训练。每年两次，人人参加。\n3. 对子\n走访。每人一户，按季走访。";
  assert.deepEqual(
    nodeAt(parse(alone), "1").children.map((node) => node.heading),
    ["台账", "培训", "对子"],
  );
});

test("items of an enumeration that end in full stops stay in their paragraph, in one line or broken", () => {
  for (const sign of ["", "\n"]) {
    const document = parse(
      `一、任务\n（一）改造包括：（1）加装坡道。${sign}（2）配备助听设备。\n（二）其他。`,
    );
    assert.deepEqual(
      nodeAt(document, "1").children.map((node) => [node.id, node.children.length]),
      [
        ["1.1", 0],
        ["1.2", 0],
      ],
    );
  }
});

test("an indented number behind a full stop opens a node, though the paragraph before counts inside itself", () => {
  const document = parse("　　一、任务\n　　1. 改造。包括：1、加装坡道。\n　　2. 购置。今年完成。");
  assert.deepEqual(
    nodeAt(document, "1").children.map((node) => node.heading),
    ["改造", "购置"],
  );
});

test("a figure behind a comma is not the first item of an enumeration", () => {
  const document = parse("一、任务\n1. 参加人数，1.2万人。\n2. 举办场次，600场。");
  assert.equal(nodeAt(document, "1").children.length, 2);
});

test("a sentence with several commas is no heading", () => {
  const document = parse("一、任务\n1. 看得见，摸得着，用得上。群众满意。");
  assert.equal(nodeAt(document, "1.1").heading, null);
});

test("a lone date before a page break is the date of the document", () => {
  const document = parse("演示区科普方案\n一、任务\n加强普及。\n2026年5月1日\f附件1\n清单\n甲");
  assert.equal(document.issuedOn, "2026-05-01");
});
