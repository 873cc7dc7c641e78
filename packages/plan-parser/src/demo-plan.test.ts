import assert from "node:assert/strict";
import { test } from "node:test";
import { coverage, listNodes, listSentences, parsePlan } from "./index.ts";
import { nodeAt, readFixture, textsOf } from "./testing/fixtures.ts";
import { ownTextLength } from "./walk.ts";

// All numbers in this file were counted by hand on the printed fixture.
const text = readFixture("demo-plan-2026.txt");
const plan = parsePlan(text);

test("the demonstration plan has the levels counted by hand", () => {
  assert.deepEqual(plan.statistics.numberedByScheme, { ideographic: 4, ideographicParen: 18, decimal: 45 });
  assert.deepEqual(plan.statistics.numberedByLevel, { 1: 4, 2: 18, 3: 45 });
  const chapters = plan.root.children.filter((node) => node.kind === "numbered");
  assert.deepEqual(
    chapters.map((chapter) => chapter.children.map((section) => section.children.length)),
    [
      [0, 4, 0],
      [4, 4, 3, 4, 3],
      [4, 3, 4, 3, 3, 3],
      [0, 3, 0, 0],
    ],
  );
  assert.deepEqual(
    chapters.map((chapter) => chapter.heading),
    ["总体思路", "五项提升行动", "六项重点工程", "保障措施"],
  );
});

test("every sentence of the demonstration plan lands in exactly one node", () => {
  // 179 full stops, 1 quoted question, 7 notes of responsible units, 7 headings on a line of their own, 25 lines of the frame.
  assert.equal(listSentences(plan).length, 219);
  assert.equal(plan.statistics.sentences, 219);
  assert.deepEqual(coverage(plan, text), {
    complete: true,
    expected: 5044,
    found: 5044,
    difference: null,
    repeatedIds: [],
  });
});

test("no node swallows another: the longest own text is the preamble, the longest task is far shorter", () => {
  assert.deepEqual(plan.statistics.longestOwnText, { nodeId: "preamble", characters: 152 });
  const tasks = listNodes(plan).filter((node) => node.kind === "numbered");
  assert.equal(Math.max(...tasks.map(ownTextLength)), 142);
});

test("the frame of the document is read: titles, number, issuer, addressee, dates, validity", () => {
  assert.equal(plan.title, "演示区全民科学素质提升行动实施方案（2026—2028年）");
  assert.equal(
    plan.noticeTitle,
    "演示区人民政府办公室关于印发《演示区全民科学素质提升行动实施方案（2026—2028年）》的通知",
  );
  assert.deepEqual(plan.numbers, [
    { raw: "演政办发〔2026〕12号", authority: "演政办发", year: 2026, serial: 12 },
  ]);
  assert.equal(plan.issuer, "演示区人民政府办公室");
  assert.equal(
    plan.addressee,
    "各镇人民政府、各街道办事处，演示高新技术产业园管委会，区直各部门，驻区各有关单位",
  );
  assert.equal(plan.issuedOn, "2026-03-16");
  assert.deepEqual(plan.validity, {
    sentenceId: "closing#1",
    raw: "本方案自2026年4月1日起施行，有效期3年。",
    months: 36,
    startsOn: "2026-04-01",
    expiresOn: "2029-03-31",
    basis: "printedDate",
  });
  assert.match(plan.preamble ?? "", /^为了让科学走进.*编制本实施方案（以下简称《三年方案》）。$/);
  assert.deepEqual(
    plan.root.children.map((node) => node.id),
    ["head", "notice", "attachments", "signature", "title", "preamble", "1", "2", "3", "4"].concat([
      "closing",
      "attachment-1",
      "attachment-2",
      "attachment-3",
      "record",
    ]),
  );
});

test("a task that a page break cuts is one task", () => {
  const task = nodeAt(plan, "2.3.3");
  assert.deepEqual(task.lines, { from: 116, to: 123 });
  assert.deepEqual(textsOf(task), [
    "关心新就业形态劳动者。",
    "面向快递员、外卖员、网约车司机，在驿站里放科普读本，在平台上推交通安全和应急救护课程。",
    "力争到2028年，驿站覆盖率达到100%，完成救护培训2000人次。",
    "（区总工会牵头，区交通运输局、区卫生健康局配合）",
  ]);
});

test("numbers behind a heading on its line open nodes, also when the line break falls inside the number", () => {
  const section = nodeAt(plan, "4.2");
  assert.equal(section.heading, "机制保障");
  assert.deepEqual(
    section.children.map((node) => [node.heading, node.numbering?.position, node.sentences.length]),
    [
      ["完善经费投入机制", "inline", 3],
      ["完善监测评估机制", "inline", 3],
      ["完善减负机制", "line", 2],
    ],
  );
});

test("the spellings of numbers are kept as printed and brought to one form", () => {
  assert.equal(nodeAt(plan, "2.4").numbering?.printed, "(四)");
  assert.equal(nodeAt(plan, "2.4").numbering?.normalised, "（四）");
  assert.deepEqual(
    nodeAt(plan, "2.4").children.map((node) => [node.numbering?.printed, node.numbering?.normalised]),
    ["1", "2", "3", "4"].map((digit) => [`${digit}．`, `${digit}.`]),
  );
  assert.equal(nodeAt(plan, "3.5.2").numbering?.printed, "2、");
});

test("the only diagnostics are the two half-width brackets, with their lines", () => {
  assert.deepEqual(
    plan.diagnostics.map((found) => [found.code, found.line, found.nodeId, found.printed]),
    [
      ["bracket_mixed", 124, "2.4", "(四)"],
      ["bracket_mixed", 220, "3.5", "(五)"],
    ],
  );
});

test("thirteen page numbers are listed apart and are in no sentence", () => {
  assert.equal(plan.furniture.length, 13);
  assert.ok(plan.furniture.every((item) => item.kind === "pageNumber"));
  assert.ok(listSentences(plan).every((sentence) => !sentence.text.includes("— ")));
});

test("83 figures are found, with value, unit, comparison and frequency", () => {
  assert.equal(plan.figures.length, 83);
  const figuresOf = (id: string): unknown[] =>
    plan.figures
      .filter((figure) => figure.nodeId === id)
      .map(({ raw, value, upTo, unit, comparison, per }) => [raw, value, upTo, unit, comparison, per]);
  assert.deepEqual(figuresOf("1.3"), [
    ["21%", 21, null, "%", "atLeast", null],
    ["三分之一", 1 / 3, null, "比例", "equal", null],
    ["60个", 60, null, "个", "equal", null],
    ["1公里", 1, null, "公里", "atMost", null],
    ["85%", 85, null, "%", "atLeast", null],
    ["5000人", 5000, null, "人", "moreThan", null],
    ["800人", 800, null, "人", "atLeast", null],
    ["九成", 90, null, "%", "atLeast", null],
  ]);
  assert.deepEqual(figuresOf("2.2.2"), [
    ["3至5名", 3, 5, "名", "equal", null],
    ["4天", 4, null, "天", "atLeast", "month"],
  ]);
  assert.deepEqual(figuresOf("2.4.1").at(-1), ["1.2万人次", 12_000, null, "人次", "equal", null]);
  assert.deepEqual(figuresOf("2.4.2"), [["两次", 2, null, "次", "atLeast", "month"]]);
  assert.deepEqual(figuresOf("3.2.1")[0], ["200万元", 2_000_000, null, "元", "equal", "year"]);
});

test("60 targets are found: 51 with figures, 5 with dates, 4 with both", () => {
  const byKind = Map.groupBy(plan.targets, (target) => target.kind);
  assert.deepEqual(
    [byKind.get("quantified")?.length, byKind.get("dated")?.length, byKind.get("both")?.length],
    [51, 5, 4],
  );
  assert.deepEqual(
    plan.targets.filter((target) => target.due !== null).map((target) => [target.nodeId, target.due]),
    [
      ["1.3", "2028-12-31"],
      ["2.1.2", "2027-12-31"],
      ["2.3.3", "2028-12-31"],
      ["3.1.4", "2027-12-31"],
      ["3.3.1", "2028-12-31"],
      ["4.2.2", "2028-11-30"],
      ["4.4", "2026-12-31"],
      ["4.4", "2027-12-31"],
      ["4.4", "2028-12-31"],
    ],
  );
});

test("responsible units, references and enumerations are listed with their sentences", () => {
  assert.equal(plan.responsibilities.length, 7);
  const first = plan.responsibilities.find((found) => found.nodeId === "2.1.2");
  assert.deepEqual([first?.lead, first?.support], [["区教育局", "区文化旅游局"], ["各科普场馆"]]);
  assert.deepEqual(
    plan.references.map((found) => [found.title, found.number?.raw ?? null, found.self]),
    [
      ["演示区全民科学素质提升行动实施方案（2026—2028年）", null, true],
      ["中华人民共和国科学技术普及法", null, false],
      ["国务院关于印发〈全民科学素质行动规划纲要（2021—2035年）〉的通知", "国发〔2021〕9号", false],
      ["演示市全民科学素质工作三年安排", "演市办发〔2025〕31号", false],
      ["三年方案", null, true],
      ["灶边科学", null, false],
    ],
  );
  assert.deepEqual(
    plan.enumerations.map((list) => [list.nodeId, list.form, list.items.map((item) => item.text)]),
    [
      ["2.5.2", "ordinalIs", ["提前公开材料", "当面听取居民意见", "逐条说明采纳与否的理由"]],
      ["3.3.2", "number", ["加装坡道、扶手和大字标识", "配备助听设备", "预留轮椅席位"]],
      ["3.4.3", "number", ["桌面推演", "实地发布", "入户核查"]],
    ],
  );
});

test("attachments keep their rows, items and names apart", () => {
  assert.deepEqual(textsOf(nodeAt(plan, "attachment-1")).slice(2), [
    "序号\t任务\t牵头单位\t完成时限",
    "1\t建成标准化科普站点60个\t区科学技术协会\t2028年12月",
    "2\t轮训科学教师400人次\t区教育局\t2028年6月",
    "3\t购置科普大巴2辆\t区财政局\t2027年3月",
  ]);
  assert.deepEqual(
    nodeAt(plan, "attachment-2").children.map((node) => [node.heading, node.headingForm]),
    [
      ["公民科学素质", "label"],
      ["标准化站点", "label"],
    ],
  );
  assert.deepEqual(
    nodeAt(plan, "attachment-3").sentences.map((sentence) => [sentence.role, sentence.text]),
    [
      ["heading", "附件3"],
      ["heading", "首批标准化站点名单"],
      ["line", "演示街道柳湾社区科普站"],
      ["line", "演示街道北塘社区科普站"],
      ["line", "云岭镇石桥村科普站"],
    ],
  );
});
