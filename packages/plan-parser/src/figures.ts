import { withoutCitations } from "./cited-titles.ts";
import { parseChineseNumber, toAsciiDigits } from "./numerals.ts";
import type { Comparison, Figure, FrequencyUnit, Sentence } from "./types.ts";

const units = (
  "人次 人天 人 名 个工作日 工作日 站次 车次 秒 份 届 轮 日 位 户 家 个百分点 个月 个 所 项 期 场次 场 课时 学时 小时 分钟 次 支 套 件 台 辆 部 篇 条 种 类 门 节 " +
  "天 周 年 岁 册 本 张 幅 块 处 座 间 栋 平方米 平方公里 公里 千米 米 亩 元 % ‰ 倍 级 批 字 分 组 对 款 站 队 村 镇"
)
  .split(" ")
  .toSorted((left, right) => right.length - left.length)
  .join("|");

const plain = "\\d{1,3}(?:,\\d{3}){1,4}(?:\\.\\d{1,6})?|\\d{1,15}(?:\\.\\d{1,6})?";
const figurePattern = new RegExp(
  `(${plain})(?:%?(?:[—–－～~-]{1,2}|至|到)(${plain}))?(万亿|万|亿|千|百)?(?:多|余)?(${units})`,
  "g",
);
const chineseUnits =
  "个工作日|个百分点|个月|人次|场次|课时|学时|小时|分钟|次|场|期|个|家|所|名|人|项|支|年|天|倍|件|部|套";
const chineseNumeral = "[两一二三四五六七八九十百千]{1,7}";
const chinesePattern = new RegExp(`(${chineseNumeral})(${chineseUnits})`, "g");
const perCentPattern = new RegExp(`百分之(${chineseNumeral}|\\d{1,3}(?:\\.\\d{1,3})?)`, "g");
const fractionPattern = /([二三四五六七八九十])分之([一二三四五六七八九])/g;
const tenthsPattern = /([一二三四五六七八九])成(?=以上|以内|以下|左右|[，。；、）]|$)/g;
const doublingPattern = /翻([一两])番/g;

const scales: Readonly<Record<string, number>> = { 百: 100, 千: 1000, 万: 1e4, 亿: 1e8, 万亿: 1e12 };

const frequencyUnits: Readonly<Record<string, FrequencyUnit>> = {
  年: "year",
  学年: "year",
  半年: "halfYear",
  学期: "term",
  季度: "quarter",
  季: "quarter",
  月: "month",
  周: "week",
  天: "day",
  日: "day",
};

const before: readonly (readonly [RegExp, Comparison])[] = [
  [/(?:不超过|不高于|不多于|不得超过|不大于|控制在|最多)[^，。；、\d]{0,6}$/, "atMost"],
  [/(?:不少于|不低于|不得少于|不得低于|不小于|至少|最少|不短于)[^，。；、\d]{0,6}$/, "atLeast"],
  [/(?:超过|突破|高于|多于|大于)[^，。；、\d]{0,4}$/, "moreThan"],
  [/(?:低于|少于|小于|不到|不足)[^，。；、\d]{0,4}$/, "lessThan"],
  [/(?:约|大约|接近|近|左右)$/, "about"],
];

const after: readonly (readonly [RegExp, Comparison])[] = [
  [/^(?:及以上|以上)/, "atLeast"],
  [/^(?:以内|之内|以下|及以下|内)/, "atMost"],
  [/^(?:左右|上下)/, "about"],
];

const comparisonOf = (left: string, right: string): Comparison =>
  after.find(([pattern]) => pattern.test(right))?.[1] ??
  before.find(([pattern]) => pattern.test(left))?.[1] ??
  "equal";

const perOf = (left: string, right: string): FrequencyUnit | null => {
  const printed = /(?:每个?|逐)(半年|季度|学期|学年|年|季|月|周|天|日)[^，。；、：]{0,12}$/.exec(left)?.[1];
  if (printed !== undefined) return frequencyUnits[printed] ?? null;
  const mean =
    /(年|季|月)均[^，。；、：]{0,10}$/.exec(left)?.[1] ?? /^\/(年|月|季度|周|天|日)/.exec(right)?.[1];
  return mean === undefined ? null : (frequencyUnits[mean] ?? null);
};

type Found = {
  readonly at: number;
  readonly raw: string;
  readonly value: number;
  readonly upTo: number | null;
  readonly unit: string;
};

const numberOf = (text: string): number => Number(text.replaceAll(",", ""));

const isYear = (value: number): boolean => Number.isInteger(value) && value >= 1900 && value <= 2200;

/** Multiplies without the noise of binary fractions: 3.3万 is 33000, not 32999.999999999996. */
const scaled = (value: number, scale: number): number => Number((value * scale).toPrecision(15));

const arabicFigures = (text: string): Found[] => {
  const found: Found[] = [];
  for (const each of text.matchAll(figurePattern)) {
    const previous = text.charAt(each.index - 1);
    const scale = scales[each[3] ?? ""] ?? 1;
    const value = numberOf(each[1] ?? "");
    const upTo = each[2] === undefined ? null : numberOf(each[2]);
    const unit = each[4] ?? "";
    if (/[第\d.A-Za-z]/.test(previous)) continue;
    // 12月20日 is a date, 20日内 is a length of time.
    if (unit === "日" && previous === "月") continue;
    if (unit === "年" && (isYear(value) || (upTo !== null && isYear(upTo)))) continue;
    found.push({
      at: each.index,
      raw: each[0],
      value: scaled(value, scale),
      upTo: upTo === null ? null : scaled(upTo, scale),
      unit,
    });
  }
  return found;
};

const counted =
  /(?:不少于|不低于|不得少于|至少|不超过|超过|达到|突破|每年|每季度|每季|每学期|每学年|每半年|每月|每周|年均|有效期|建成|建设|打造|新增|举办|组织|开展|培训|完成|设立|创建|推出|覆盖|各)[^，。；、]{0,4}$/;
const countedOne =
  /(?:不少于|不低于|不得少于|至少|每年|每季度|每季|每学期|每学年|每半年|每月|每周|年均|每人)[^，。；、]{0,6}$/;

const chineseFigures = (text: string): Found[] => {
  const found: Found[] = [];
  for (const each of text.matchAll(chinesePattern)) {
    const left = text.slice(Math.max(0, each.index - 14), each.index);
    const right = text.slice(each.index + each[0].length, each.index + each[0].length + 3);
    const numeral = each[1] ?? "";
    const value = parseChineseNumber(numeral);
    if (
      value === null ||
      /[第零一二三四五六七八九十百千万]$/.test(left) ||
      left.lastIndexOf("“") > left.lastIndexOf("”")
    )
      continue;
    const isCounted =
      (numeral === "一" ? countedOne : counted).test(left) ||
      /^(?:及?以上|及?以下|以内|之内|内|左右)/.test(right);
    if (isCounted) found.push({ at: each.index, raw: each[0], value, upTo: null, unit: each[2] ?? "" });
  }
  for (const each of text.matchAll(perCentPattern)) {
    const value = parseChineseNumber(each[1] ?? "") ?? Number(each[1]);
    if (Number.isFinite(value)) found.push({ at: each.index, raw: each[0], value, upTo: null, unit: "%" });
  }
  for (const each of text.matchAll(fractionPattern)) {
    const [below, above] = [parseChineseNumber(each[1] ?? ""), parseChineseNumber(each[2] ?? "")];
    if (below && above)
      found.push({ at: each.index, raw: each[0], value: above / below, upTo: null, unit: "比例" });
  }
  for (const each of text.matchAll(tenthsPattern)) {
    const value = 10 * (parseChineseNumber(each[1] ?? "") ?? 0);
    found.push({ at: each.index, raw: each[0], value, upTo: null, unit: "%" });
  }
  for (const each of text.matchAll(doublingPattern)) {
    found.push({ at: each.index, raw: each[0], value: each[1] === "一" ? 2 : 4, upTo: null, unit: "倍" });
  }
  return found;
};

/** Figures with a unit in one sentence, in the order of print; those in cited titles and document numbers are names. */
export const readFigures = (sentence: Sentence): Figure[] => {
  const text = withoutCitations(toAsciiDigits(sentence.text));
  const found = [...arabicFigures(text), ...chineseFigures(text)].toSorted(
    (left, right) => left.at - right.at,
  );
  return found.map(({ at, raw, value, upTo, unit }) => {
    const left = text.slice(Math.max(0, at - 16), at);
    const right = text.slice(at + raw.length, at + raw.length + 4);
    return {
      sentenceId: sentence.id,
      nodeId: sentence.nodeId,
      raw: sentence.text.slice(at, at + raw.length),
      value,
      upTo,
      unit,
      comparison: comparisonOf(left, right),
      per: perOf(left, right),
    };
  });
};
