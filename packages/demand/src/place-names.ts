import type { Word } from "@kepu/text";
import { isFunctionWord } from "./stop-words.ts";

/** The last part of Chinese names of places and institutions; of two that fit, the first counts. */
const endings =
  "小区 社区 花园 家园 佳园 公寓 公馆 新城 新村 宿舍 山庄 别墅 御苑 名都 华府 广场 大厦 大楼 商场 市场 超市 中心 街道 大道 公路 马路 胡同 老街 工业园 产业园 科技园 创业园 开发区 高新区 公园 景区 水库 小学 中学 幼儿园 大学 学院 学校 医院 卫生院 卫生服务中心 诊所 药店 公司 集团 工厂 化工厂 搅拌站 变电站 加油站 收费站 中转站 车站 地铁站 工地 项目 楼盘 安置房 安置区 博物馆 科技馆 图书馆 体育馆 文化馆 青少年宫 少年宫 文化站 养老院 敬老院 合作社 农场 培训机构 教育".split(
    " ",
  );
const shortEndings = "省市区县镇乡村组路街巷苑府城湾庭里园桥河江湖山站线栋期号馆厂";

/** Words before an ending that describe and do not name. */
const describing = new Set(
  "老旧 居民 住宅 各个 封闭 新建 普通 高档 大型 小型 周边 周围 隔壁 对面 多个 每个 一所 某个 某 本 我 全市 全区 农村 城市 校外 民办 公办 私立 公立 正规 义务 学前 高等 科学 安全 职业".split(
    " ",
  ),
);

/** Ways to read one name: from its last word alone to the longest, each with one word more in front. */
export type PlaceMention = readonly string[];

const endingOf = (word: string): string | undefined =>
  endings.find((ending) => word.endsWith(ending)) ??
  (shortEndings.includes(word.slice(-1)) ? word.slice(-1) : undefined);

const isNaming = (word: string): boolean =>
  !isFunctionWord(word) && !describing.has(word) && /^[\p{Script=Han}a-z0-9]+$/u.test(word);

const mostWords = 3;
const mostCharacters = 10;

/**
 * Where a text may name a place or an institution, told by the last part (小区、路、小学 …), with the words before it up
 * to a function word or a punctuation mark: which reading is a name, a whole collection of texts must tell.
 *
 * @param words of one text, as `words` of \@kepu/text gives them
 * @example findPlaceMentions([{ word: "红桥", start: 0, end: 2 }, { word: "小区", start: 2, end: 4 }]); // => [["红桥小区"]]
 */
export const findPlaceMentions = (words: readonly Word[]): PlaceMention[] => {
  const found: PlaceMention[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const last = words[at];
    if (last === undefined) continue;
    const ending = endingOf(last.word);
    if (ending === undefined) continue;
    const readings: string[] = [];
    const isBare = last.word === ending || describing.has(last.word.slice(0, -ending.length));
    let name = last.word;
    if (!isBare && name.length >= 3) readings.push(name);
    for (let first = at - 1; first >= 0 && at - first <= mostWords; first -= 1) {
      const before = words[first];
      const next = words[first + 1];
      if (before === undefined || next === undefined || before.end !== next.start) break;
      if (!isNaming(before.word) || before.word.length + name.length > mostCharacters) break;
      name = before.word + name;
      readings.push(name);
    }
    if (readings.length > 0) found.push(readings);
  }
  return found;
};

/**
 * The reading of a mention that is a name in a collection: the longest that is said at least twice and at least half as
 * often as the reading before it. Undefined where none is said twice.
 *
 * @param countOf messages that have a reading
 * @example chooseName(["红桥小区", "住红桥小区"], (reading) => (reading === "红桥小区" ? 9 : 1)); // => "红桥小区"
 */
export const chooseName = (
  mention: PlaceMention,
  countOf: (reading: string) => number,
): string | undefined => {
  let chosen: string | undefined;
  let least = 2;
  for (const reading of mention) {
    const count = countOf(reading);
    if (count >= least) {
      chosen = reading;
      least = Math.max(2, count / 2);
    }
  }
  return chosen;
};

const kindOnly =
  /(?:小区|社区|街道|楼盘|项目|工地|公司|集团|广场|培训机构|教育|[一二三四五六七八九十0-9]+(?:栋|期|组|号楼|号))$/u;

/**
 * A name without what says only its kind or a part of it: 梧桐里小区、梧桐里二期 → 梧桐里.
 *
 * @example coreOfName("梧桐里小区"); // => "梧桐里"
 */
export const coreOfName = (name: string): string => {
  const core = name.replace(kindOnly, "");
  return core.length >= 2 ? core : name;
};
