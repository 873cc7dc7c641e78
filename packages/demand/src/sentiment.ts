import { normalise, toSimplified } from "@kepu/text";
import { askerOf, assertFloor, usualFloor } from "./floor.ts";
import type { Message } from "./messages.ts";
import { wilsonInterval } from "./wilson.ts";

export type Range = { readonly low: number; readonly high: number };

/** How messages sound, as ranges; never a verdict on one message or one person. */
export type SentimentRange = {
  readonly messages: number;
  readonly people: number;
  readonly negative: Range;
  readonly positive: Range;
  /** Share that says nothing by its words, or both. */
  readonly unclear: number;
};

/** Trouble and displeasure said outright. */
const negativeWords =
  "受不了 忍无可忍 苦不堪言 严重扰民 扰民 无语 气愤 愤怒 失望 不满 投诉 举报 欺骗 骗人 坑人 忽悠 推诿 踢皮球 敷衍 不作为 没人管 不管 不理 拖延 糟糕 太差 恶劣 危险 害怕 担心 担忧 恐慌 焦虑 难受 痛苦 崩溃 吵死 臭死 脏乱差 恶心 黑心 违规 违法 乱收费 不合理 不公平 不安全 有毒 致癌 污染 超标 坏了 又坏 漏水 困人 停运 睡不着 没法 无法 恶臭 刺鼻 吓人 可怕 烦人 麻烦死 生气 可恶".split(
    " ",
  );
/** Thanks and praise said outright. */
const positiveWords =
  "感谢 谢谢你们 多谢 点赞 表扬 称赞 满意 很好 真好 太好了 不错 喜欢 开心 高兴 方便多了 放心 安心 贴心 热心 耐心 细致 专业 辛苦了 好评 精彩 有趣 受益 学到 有帮助 很有用 支持 期待 欣慰 感动 温暖 给力 优秀 解决了 修好了 改善了 值得".split(
    " ",
  );
/** Politeness at the end of a letter is no praise. */
const politeness = /(?:感谢|谢谢|多谢)(?:您|你们|领导|政府|部门|百忙|关注|重视|支持)*[！!。.～~]*\s*$/u;
const negators = ["不", "没", "没有", "别", "未", "无", "难以", "谈不上", "算不上", "不太", "并不", "不是"];

/** Words of a list in a text, and how many of them a negator stands right before. */
const count = (
  text: string,
  list: readonly string[],
): { readonly plain: number; readonly negated: number } => {
  let plain = 0;
  let negated = 0;
  for (const word of list)
    for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
      const before = text.slice(Math.max(0, at - 4), at).replace(/(?:很|太|怎么|那么|够|是)$/u, "");
      if (negators.some((negator) => before.endsWith(negator))) negated += 1;
      else plain += 1;
    }
  return { plain, negated };
};

type Reading = "negative" | "positive" | "unclear";

/** What the words of one message may mean: the reading that is sure, and all that are possible. */
const readTone = (
  message: Pick<Message, "text" | "title">,
): { readonly sure: Reading; readonly may: ReadonlySet<Reading> } => {
  const plain = toSimplified(normalise(`${message.title ?? ""}\n${message.text.slice(0, 3_000)}`).text);
  const text = plain.replace(politeness, "");
  const bad = count(text, negativeWords);
  const good = count(text, positiveWords);
  const negative = bad.plain + good.negated;
  const positive = good.plain;
  const may = new Set<Reading>();
  // 不担心, 没有污染: denied trouble is neither praise nor surely none.
  if (negative > 0) may.add("negative");
  if (positive > 0) may.add("positive");
  if (may.size === 0 || bad.negated > 0) may.add("unclear");
  const [only] = may;
  return { sure: may.size === 1 && only !== undefined ? only : "unclear", may };
};

/**
 * Sentiment of a set of messages as a range. Words decide twice: strictly (only one reading is possible) and leniently (the
 * reading is possible); the range goes from the lower end of the 95 % interval of the strict share to the upper end of that
 * of the lenient one, so that it holds both what the words leave open and what the number of messages does. Irony, dialect
 * and what is meant but not said are not read: the range says nothing of them.
 *
 * @returns undefined below `floor` people: a tone of few is a tone of persons
 * @throws DemandError `demand.option_out_of_range`
 * @example describeSentiment([{ id: "a", text: "太差了" }]); // => undefined
 */
export const describeSentiment = (
  messages: readonly Pick<Message, "id" | "text" | "title" | "person">[],
  options: { readonly floor?: number } = {},
): SentimentRange | undefined => {
  const { floor = usualFloor } = options;
  assertFloor(floor);
  const people = new Set(messages.map(askerOf)).size;
  if (people < floor) return undefined;
  const read = messages.map(readTone);
  const rangeOf = (reading: Reading): Range => ({
    low: wilsonInterval(read.filter(({ sure }) => sure === reading).length, read.length).low,
    high: wilsonInterval(read.filter(({ may }) => may.has(reading)).length, read.length).high,
  });
  return {
    messages: read.length,
    people,
    negative: rangeOf("negative"),
    positive: rangeOf("positive"),
    unclear: read.filter(({ sure }) => sure === "unclear").length / read.length,
  };
};
