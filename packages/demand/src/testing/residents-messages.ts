import { createRandom, type Random } from "@kepu/numerics";
import type { Message, MessageSource } from "../messages.ts";
import { type Issue, type Noise, readIssues, readNoise } from "./fixture-issues.ts";

/** Test support: residents' messages by template and seed, with the issue each belongs to. */

export type LabelledMessage = Message & { readonly issue: string | null; readonly date: string };

export type FixtureOptions = {
  readonly count?: number;
  /** Which issues: parameters are chosen on the odd ones and proved on the even ones. */
  readonly issues?: "all" | "odd" | "even";
  /** "letter" adds a title and a long text to each message. */
  readonly form?: "short" | "letter";
  readonly noiseShare?: number;
  readonly days?: number;
};

const firstDay = Date.UTC(2026, 7, 15);
const dayMs = 86_400_000;

/** The calendar day a number of days after the first of the fixture. */
export const fixtureDay = (offset: number): string =>
  new Date(firstDay + offset * dayMs).toISOString().slice(0, 10);

const pick = <T>(random: Random, list: readonly T[]): T => {
  const found = list[random.integer(list.length)];
  if (found === undefined) throw new RangeError("an empty list of the fixture");
  return found;
};

const openers = [
  "",
  "",
  "",
  "您好，",
  "领导好！",
  "尊敬的工作人员：",
  "想反映一下，",
  "我是附近居民，",
  "再次反映：",
];
const closers = ["", "", "", "谢谢！", "盼回复。", "恳请重视。", "打扰了", "万分感谢", "急！！"];
const joints = ["", "", "，", "这里", "附近", "这边", "的", "，我们这"];
const sources: readonly MessageSource[] = ["hotline", "hotline", "question", "question", "search", "order"];

/** The same said by other people. */
const ways: readonly (readonly string[])[] = [
  ["请", "麻烦", "恳请", "烦请"],
  ["希望", "盼望", "建议", "能否"],
  ["什么时候", "几时", "何时", "啥时候"],
  ["孩子", "小孩", "娃", "小朋友"],
  ["老人", "老年人", "爷爷奶奶", "老人家"],
  ["晚上", "夜里", "夜间", "晚间"],
  ["一直", "总是", "老是", "始终"],
  ["居民楼", "住宅楼", "楼房"],
  ["受不了", "忍无可忍", "苦不堪言"],
  ["能不能", "可不可以", "是否可以"],
  ["没有", "没", "缺少"],
  ["担心", "害怕", "怕"],
];
const slips: readonly (readonly [string, string])[] = [
  ["的", "得"],
  ["在", "再"],
  ["做", "作"],
  ["源", "原"],
  ["充", "冲"],
  ["装", "妆"],
  ["站", "占"],
  ["园", "圆"],
];

const vary = (random: Random, text: string): string => {
  let varied = text;
  for (const way of ways) {
    const found = way[0] ?? "";
    if (varied.includes(found) && random.next() < 0.5) varied = varied.replace(found, pick(random, way));
  }
  if (random.next() < 0.1) {
    const [from, to] = pick(random, slips);
    varied = varied.replace(from, to);
  }
  // A letter lost in typing.
  if (random.next() < 0.05 && varied.length > 8) {
    const at = random.integer(varied.length);
    varied = varied.slice(0, at) + varied.slice(at + 1);
  }
  return varied;
};

const sayWhere = (random: Random, place: string, problem: string): string => {
  if (place === "") return problem;
  if (random.next() < 0.2) return `${problem}，就在${place}`;
  return `${place}${pick(random, joints)}${problem}`;
};

const frame = (random: Random, said: string): string => {
  const closer = pick(random, closers);
  return `${pick(random, openers)}${said}${closer === "" || /[？！。]$/.test(said) ? "" : "。"}${closer}`;
};

const compose = (random: Random, issue: Issue, place: string): string => {
  const parts = [sayWhere(random, place, pick(random, issue.problems))];
  if (random.next() < 0.3) parts.push(pick(random, issue.problems));
  if (random.next() < 0.6) parts.push(pick(random, issue.details));
  if (random.next() < 0.55) parts.push(pick(random, issue.asks));
  if (random.next() < 0.1) parts.reverse();
  const said = vary(random, [...new Set(parts)].join(pick(random, ["，", "。", "；", " "])));
  return frame(random, said);
};

const composeLetter = (random: Random, issue: Issue, place: string): Pick<Message, "title" | "text"> => {
  const all = [...issue.problems, ...issue.details].filter(() => random.next() < 0.5);
  const parts = [sayWhere(random, place, pick(random, issue.problems)), ...all, pick(random, issue.asks)];
  return {
    title: vary(random, sayWhere(random, place, pick(random, issue.problems))),
    text: frame(random, vary(random, [...new Set(parts)].join("，"))),
  };
};

const issueMessage = (random: Random, issue: Issue, form: "short" | "letter"): Omit<Message, "id"> => {
  const place = random.next() < 0.1 ? "" : pick(random, issue.places);
  const body =
    form === "letter" ? composeLetter(random, issue, place) : { text: compose(random, issue, place) };
  return {
    ...body,
    place: issue.street,
    audience: pick(random, issue.audiences),
    source: pick(random, sources),
  };
};

const noiseMessage = (
  random: Random,
  material: { readonly noise: Noise; readonly issues: readonly Issue[]; readonly form: "short" | "letter" },
): Omit<Message, "id"> => {
  const { noise, issues, form } = material;
  const where = pick(random, noise.places);
  const base = { place: where.street, audience: pick(random, ["elder", "worker", "youth", "farmer"]) };
  const kind = random.next();
  if (kind < 0.35) {
    // The same trouble at another place is not the same issue.
    const local = issues.filter((issue) => !issue.places.includes(""));
    const issue = pick(random, local);
    const body =
      form === "letter"
        ? composeLetter(random, issue, where.name)
        : { text: compose(random, issue, where.name) };
    return { ...base, ...body, source: "hotline" };
  }
  const own =
    kind < 0.7
      ? pick(random, noise.frames).replace("{}", pick(random, noise.subjects))
      : `${random.next() < 0.5 ? `${where.name}${pick(random, joints)}` : ""}${pick(random, noise.singles)}`;
  const text = frame(random, vary(random, own));
  return { ...base, text, source: kind < 0.7 ? "question" : "hotline" };
};

const chooseWeighted = (random: Random, issues: readonly Issue[]): Issue => {
  let left = random.next() * issues.reduce((sum, issue) => sum + issue.weight, 0);
  for (const issue of issues) {
    left -= issue.weight;
    if (left < 0) return issue;
  }
  return pick(random, issues);
};

/** Messages in the order of their days; the same seed gives the same messages. */
export const buildMessages = (seed: number | string, options: FixtureOptions = {}): LabelledMessage[] => {
  const { count = 2_000, issues: half = "all", form = "short", noiseShare = 0.42, days = 60 } = options;
  const random = createRandom(seed);
  const issues = readIssues().filter((_, at) => half === "all" || at % 2 === (half === "odd" ? 1 : 0));
  const noise = readNoise();
  const list = Array.from({ length: count }, () => {
    const day = random.integer(days);
    const person = `r${random.integer(count * 2)}`;
    if (random.next() < noiseShare)
      return { ...noiseMessage(random, { noise, issues, form }), issue: null, day, person };
    const issue = chooseWeighted(random, issues);
    return { ...issueMessage(random, issue, form), issue: issue.id, day, person };
  });
  return list
    .sort((a, b) => a.day - b.day)
    .map(({ day, ...message }, at) => Object.assign(message, { id: `m${at + 1}`, date: fixtureDay(day) }));
};
