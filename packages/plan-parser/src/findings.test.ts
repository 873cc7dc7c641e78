import assert from "node:assert/strict";
import { test } from "node:test";
import { parsePlan } from "./index.ts";
import type { PlanDocument } from "./types.ts";

const parse = (sentence: string): PlanDocument => parsePlan(`演示区科普方案\n\n一、任务\n${sentence}\n`);
const figures = (sentence: string): string[] =>
  parse(sentence).figures.map(
    ({ value, upTo, unit, comparison, per }) =>
      `${value}${upTo === null ? "" : `~${upTo}`}${unit} ${comparison}${per === null ? "" : `/${per}`}`,
  );
const dates = (sentence: string): string[] =>
  parse(sentence).dates.map(({ raw, role, from, to, per }) => `${raw} ${role} ${from ?? per}..${to ?? ""}`);

const figureCases: readonly (readonly [string, readonly string[]])[] = [
  ["比例超过18%。", ["18% moreThan"]],
  ["比例达到百分之二十以上。", ["20% atLeast"]],
  ["打造1个以上基地。", ["1个 atLeast"]],
  ["费用不超过3.3万元。", ["33000元 atMost"]],
  ["培训1,200人次，近500人参加。", ["1200人次 equal", "500人 about"]],
  ["配备3—5名干部，占60%～70%。", ["3~5名 equal", "60~70% equal"]],
  ["形成30分钟服务圈，24小时内答复。", ["30分钟 equal", "24小时 atMost"]],
  ["每年不少于4场，每季度一次。", ["4场 atLeast/year", "1次 equal/quarter"]],
  ["每村年均举办６场。", ["6场 equal/year"]],
  [
    "参与人数翻两番，差距缩小三分之一，满意率九成以上。",
    ["4倍 equal", "0.3333333333333333比例 equal", "90% atLeast"],
  ],
  ["提高5个百分点，20日内办结，12月20日前报送。", ["5个百分点 equal", "20日 atMost"]],
  ["不足30人的不开班，低于15人合班。", ["30人 lessThan", "15人 lessThan"]],
  // Names, ordinals, years and versions are no figures.
  ["落实《三年计划（2021—2035年）》（国发〔2021〕9号）第3条、计划2.0和5G应用，一批项目、一个品牌。", []],
  ["对照《三年100项任务清单》抓落实。", []],
  ["2026年，围绕“三个一”和五位一体做好工作。", []],
];

test("figures: value, range, unit, comparison and frequency", () => {
  for (const [sentence, expected] of figureCases) assert.deepEqual(figures(sentence), expected, sentence);
});

const dateCases: readonly (readonly [string, readonly string[]])[] = [
  ["到2028年，建成站点。", ["2028年 deadline 2028-01-01..2028-12-31"]],
  ["2027年底前完成。", ["2027年 deadline 2027-01-01..2027-12-31"]],
  ["2027年6月底前完成。", ["2027年6月 deadline 2027-06-01..2027-06-30"]],
  ["2028年2月完成。", ["2028年2月 during 2028-02-01..2028-02-29"]],
  ["自2026年4月1日起实行。", ["2026年4月1日 start 2026-04-01..2026-04-01"]],
  ["2026—2028年分步实施。", ["2026—2028年 during 2026-01-01..2028-12-31"]],
  [
    "2027年上半年检查，2027年第三季度通报。",
    ["2027年上半年 during 2027-01-01..2027-06-30", "2027年第三季度 during 2027-07-01..2027-09-30"],
  ],
  ["“十五五”时期持续推进。", ["“十五五”时期 during 2026-01-01..2030-12-31"]],
  ["每学期到馆，每年9月开放。", ["每学期 during term..", "每年9月 during year.."]],
  // A day that does not exist and a year out of range are no dates.
  ["2027年2月30日和2999年再议。", []],
];

test("dates: bounds, deadline, start and frequency", () => {
  for (const [sentence, expected] of dateCases) assert.deepEqual(dates(sentence), expected, sentence);
});

const targetCases: readonly (readonly [string, string | null, string | null])[] = [
  ["到2028年，建成站点20个。", "both", "2028-12-31"],
  ["建成站点20个。", "quantified", null],
  ["2027年，开展中期评估。", "dated", "2027-12-31"],
  ["每季度通报一次。", "quantified", null],
  ["在“十五五”时期实施5项行动。", "both", "2030-12-31"],
  ["加强科学普及。", null, null],
  ["自2027年起不再执行旧办法。", null, null],
  ["持续做好“十五五”时期的工作。", null, null],
];

test("targets: a sentence with a goal in figures or with a date, and nothing else", () => {
  for (const [sentence, kind, due] of targetCases) {
    const target = parse(sentence).targets[0];
    assert.deepEqual([target?.kind ?? null, target?.due ?? null], [kind, due], sentence);
  }
});

const unitCases: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  ["开展活动。（区教育局牵头，区科协、区文旅局配合）", ["区教育局"], ["区科协", "区文旅局"]],
  [
    "开展活动（牵头单位：区教育局；责任单位：区科协、各街道（镇））。",
    ["区教育局"],
    ["区科协", "各街道（镇）"],
  ],
  ["责任单位：区发展和改革局、区财政局。", ["区发展和改革局", "区财政局"], []],
  ["开展活动。（区教育局、区科协按职责分工负责）", ["区教育局", "区科协"], []],
  ["开展活动。（由区教育局牵头，区科协参与）", ["区教育局"], ["区科协"]],
];

test("responsible units: leaders and helpers as printed", () => {
  for (const [sentence, lead, support] of unitCases) {
    const found = parse(sentence).responsibilities[0];
    assert.deepEqual([found?.lead, found?.support], [lead, support], sentence);
  }
});

test("brackets that name no units are no responsibility", () => {
  assert.deepEqual(parse("走进社区（村）和学校（含幼儿园）。").responsibilities, []);
});

test("references: numbers in the brackets in use, titles with their numbers, the document itself", () => {
  const text =
    "演示区科普方案\n\n一、依据\n根据国发〔2021〕9号、演政发[2024]第3号和《甲办法》（演府发（2023）5号）、《乙条例》，制定《演示区科普方案》。";
  const found = parsePlan(text).references.map((each) => [
    each.title,
    each.number?.raw ?? null,
    each.number?.authority ?? null,
    each.self,
  ]);
  assert.deepEqual(found, [
    [null, "国发〔2021〕9号", "国发", false],
    [null, "演政发[2024]第3号", "演政发", false],
    ["甲办法", "演府发（2023）5号", "演府发", false],
    ["乙条例", null, null, false],
    ["演示区科普方案", null, null, true],
  ]);
});

const validityOf = (clause: string, date = ""): unknown[] => {
  const { validity } = parsePlan(
    `演示区科普方案\n\n一、任务\n加强普及。\n\n${clause}\n\n${date === "" ? "" : `演示区人民政府\n${date}\n`}`,
  );
  return [validity?.startsOn, validity?.expiresOn, validity?.months, validity?.basis];
};

test("validity: printed start, start by issue, start after days, printed end, and what is unknown", () => {
  const byIssue = "本方案自印发之日起施行，有效期三年。";
  assert.deepEqual(validityOf("本方案自2026年4月1日起施行，有效期三年。"), [
    "2026-04-01",
    "2029-03-31",
    36,
    "printedDate",
  ]);
  assert.deepEqual(validityOf(byIssue, "2026年3月16日"), ["2026-03-16", "2029-03-15", 36, "issueDate"]);
  assert.deepEqual(validityOf(byIssue), [null, null, 36, "issueDateUnknown"]);
  assert.deepEqual(validityOf("本方案自印发之日起30日后施行，有效期6个月。", "2026年3月16日"), [
    "2026-04-15",
    "2026-10-14",
    6,
    "issueDate",
  ]);
  assert.deepEqual(validityOf("本方案自2026年4月1日起施行，有效期至2028年12月31日。"), [
    "2026-04-01",
    "2028-12-31",
    null,
    "printedExpiry",
  ]);
  assert.deepEqual(validityOf("本方案自2026年4月1日起施行。"), ["2026-04-01", null, null, "lengthUnknown"]);
  // The day before 29 February is the last day of a period that begins on a leap day.
  assert.deepEqual(validityOf("本方案自2028年2月29日起施行，有效期1年。"), [
    "2028-02-29",
    "2029-02-27",
    12,
    "printedDate",
  ]);
});

test("sentences: quotes and brackets keep theirs, a quoted question ends one", () => {
  const texts = (text: string): string[] =>
    parsePlan(`一、任务\n${text}`)
      .root.children[0]?.sentences.slice(1)
      .map((each) => each.text) ?? [];
  assert.deepEqual(texts("喊出“先问再讲。”的口号。好！"), ["喊出“先问再讲。”的口号。", "好！"]);
  assert.deepEqual(texts("印上“今天你提问了吗？”由学校作答。"), ["印上“今天你提问了吗？”", "由学校作答。"]);
  assert.deepEqual(texts("走进社区（含村。）和学校。真的？！是的。"), [
    "走进社区（含村。）和学校。",
    "真的？！",
    "是的。",
  ]);
  assert.deepEqual(texts("开展活动。（区科协牵头，区教育局配合）\n有关经费另行安排。"), [
    "开展活动。",
    "（区科协牵头，区教育局配合）",
    "有关经费另行安排。",
  ]);
  assert.equal(texts(`他说“${"好。".repeat(120)}”完。`).length, 121);
  // An opening mark without its partner ends nothing and holds nothing.
  assert.deepEqual(texts("打开“窗户。走出去。"), ["打开“窗户。", "走出去。"]);
});
