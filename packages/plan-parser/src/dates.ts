import { daysInMonth, isDay, isoDate } from "./calendar.ts";
import { withoutCitations } from "./cited-titles.ts";
import { parseChineseNumber, toAsciiDigits } from "./numerals.ts";
import type { DateMention, FrequencyUnit, Sentence } from "./types.ts";

type Span = Pick<DateMention, "raw" | "kind" | "from" | "to" | "per"> & { readonly at: number };

const frequencies: Readonly<Record<string, FrequencyUnit>> = {
  天: "day",
  日: "day",
  周: "week",
  月: "month",
  个月: "month",
  季度: "quarter",
  季: "quarter",
  半年: "halfYear",
  学期: "term",
  学年: "year",
  年: "year",
};

const day = /(\d{4})\s?年(\d{1,2})月(\d{1,2})日/g;
const month = /(\d{4})\s?年(\d{1,2})月(?!\d{1,2}日)/g;
const quarter = /(\d{4})\s?年(?:第)?([一二三四1-4])季度/g;
const half = /(\d{4})\s?年(上半年|下半年|年中)/g;
const years = /(\d{4})\s?年?\s?[—–－～~-]{1,2}\s?(\d{4})\s?年/g;
const year = /(\d{4})\s?年(?!\d{1,2}月|[上下]半年|第?[一二三四1-4]季度|\s?[—–－～~-])/g;
const fiveYearPlan = /[“"]?([一二三四五六七八九十]{1,3})五[”"]?(?:时期|期间|规划|末)/g;
/** 每年12月20日 is one frequency, its day included. */
const frequency =
  /(?:每|逐)(?:个)?(半年|季度|学期|学年|个月|年|季|月|周|天|日)(?:\d{1,2}月(?:\d{1,2}日)?)?|年均|季均|月均/g;

/** The first five-year plan began in 1953; since the sixth (1981) each follows the one before. */
const fiveYearSpan = (ordinal: number): [number, number] => [
  1976 + (ordinal - 5) * 5,
  1980 + (ordinal - 5) * 5,
];

const spanOf = (
  found: RegExpExecArray,
  kind: DateMention["kind"],
  bounds: readonly [string, string] | null,
): Span => ({
  at: found.index,
  raw: found[0],
  kind,
  from: bounds?.[0] ?? null,
  to: bounds?.[1] ?? null,
  per: null,
});

const isYear = (value: number): boolean => value >= 1900 && value <= 2200;

const halfBounds = (value: number, name: string): readonly [string, string] => {
  if (name === "下半年") return [isoDate(value, 7, 1), isoDate(value, 12, 31)];
  return [isoDate(value, 1, 1), isoDate(value, 6, 30)];
};

const quarterBounds = (value: number, numeral: string): readonly [string, string] => {
  const last = 3 * (parseChineseNumber(numeral) ?? Number(numeral));
  return [isoDate(value, last - 2, 1), isoDate(value, last, daysInMonth(value, last))];
};

const readers: readonly {
  readonly pattern: RegExp;
  readonly read: (found: RegExpExecArray) => Span | null;
}[] = [
  {
    pattern: day,
    read: (found) => {
      const [y, m, d] = [Number(found[1]), Number(found[2]), Number(found[3])];
      return isDay(y, m, d) ? spanOf(found, "day", [isoDate(y, m, d), isoDate(y, m, d)]) : null;
    },
  },
  {
    pattern: month,
    read: (found) => {
      const [y, m] = [Number(found[1]), Number(found[2])];
      if (!isDay(y, m, 1)) return null;
      return spanOf(found, "month", [isoDate(y, m, 1), isoDate(y, m, daysInMonth(y, m))]);
    },
  },
  {
    pattern: quarter,
    read: (found) =>
      isYear(Number(found[1]))
        ? spanOf(found, "quarter", quarterBounds(Number(found[1]), found[2] ?? "1"))
        : null,
  },
  {
    pattern: half,
    read: (found) =>
      isYear(Number(found[1])) ? spanOf(found, "month", halfBounds(Number(found[1]), found[2] ?? "")) : null,
  },
  {
    pattern: years,
    read: (found) => {
      const [from, to] = [Number(found[1]), Number(found[2])];
      return isYear(from) && isYear(to) && from <= to
        ? spanOf(found, "years", [isoDate(from, 1, 1), isoDate(to, 12, 31)])
        : null;
    },
  },
  {
    pattern: year,
    read: (found) => {
      const value = Number(found[1]);
      return isYear(value) ? spanOf(found, "year", [isoDate(value, 1, 1), isoDate(value, 12, 31)]) : null;
    },
  },
  {
    pattern: fiveYearPlan,
    read: (found) => {
      const ordinal = parseChineseNumber(found[1] ?? "");
      if (ordinal === null || ordinal < 6 || ordinal > 40) return null;
      const [from, to] = fiveYearSpan(ordinal);
      return spanOf(found, "fiveYearPlan", [isoDate(from, 1, 1), isoDate(to, 12, 31)]);
    },
  },
  {
    pattern: frequency,
    read: (found) => ({
      ...spanOf(found, "frequency", null),
      per: frequencies[found[1] ?? ""] ?? frequencies[found[0].charAt(0)] ?? null,
    }),
  },
];

const roleOf = (before: string, after: string): DateMention["role"] => {
  if (/^(?:底|末|年底|年末)?(?:之?前|以前|截止)/.test(after) || /(?:到|至|截至|截止到?|力争)$/.test(before))
    return "deadline";
  if (before.endsWith("自") || /^(?:起|以来|以后)/.test(after)) return "start";
  return "during";
};

/** Dates, periods and frequencies of one sentence, in the order of print; a longer form wins over a part of it. */
export const readDates = (sentence: Sentence): DateMention[] => {
  const text = withoutCitations(toAsciiDigits(sentence.text));
  const spans: Span[] = [];
  const taken = new Uint8Array(text.length);
  for (const { pattern, read } of readers) {
    for (const found of text.matchAll(pattern)) {
      const span = read(found);
      const end = found.index + found[0].length;
      if (!span || taken.subarray(found.index, end).includes(1)) continue;
      taken.fill(1, found.index, end);
      spans.push(span);
    }
  }
  spans.sort((left, right) => left.at - right.at);
  return spans.map(({ at, ...span }) => ({
    sentenceId: sentence.id,
    nodeId: sentence.nodeId,
    ...span,
    raw: sentence.text.slice(at, at + span.raw.length),
    role:
      span.kind === "frequency"
        ? "during"
        : roleOf(
            text.slice(Math.max(0, at - 4), at),
            text.slice(at + span.raw.length, at + span.raw.length + 4),
          ),
  }));
};
