import { parseDocument as parseYaml } from "yaml";
import { type Audience, audiences } from "#kernel/audiences.ts";
import { type ContentBody, emptyBody, isResourceCode, type Source } from "../body.ts";
import {
  type AgeBand,
  ageBands,
  type AgeLabel,
  ageLabelCodes,
  aiShares,
  type AiShare,
  contentKindCodes,
  type ContentKind,
  type Season,
  seasons,
} from "../vocabulary.ts";

export type FrontMatter = {
  body: ContentBody;
  /** Pictures of a comic, by path, in their order. */
  panels: readonly { image: string; alt: string; caption: string }[];
  audio: string | undefined;
  lost: readonly string[];
};

const maxYaml = 40_000;

/** Parts a file into its front matter and its text; a file without one is text alone. */
export const splitFrontMatter = (file: string): { yaml: string; text: string } => {
  const found = /^\uFEFF?---\r?\n([\s\S]*?)\r?\n---[ \t]*(?:\r?\n|$)/u.exec(file);
  return found === null
    ? { yaml: "", text: file }
    : { yaml: found[1] ?? "", text: file.slice(found[0].length) };
};

type Fields = Readonly<Record<string, unknown>>;
const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const textOf = (value: unknown, max: number): string =>
  typeof value === "string" ? value.trim().slice(0, max) : typeof value === "number" ? String(value) : "";
const listOf = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value];
const codesIn = <T extends string>(value: unknown, codes: readonly T[]): T[] => {
  const wanted = new Set(listOf(value).map(String));
  return codes.filter((code) => wanted.has(code));
};
/** YAML reads 2023-04-18 as a date where nobody stops it; the schema "core" keeps it text. */
const toSource = (value: unknown): Source | undefined => {
  if (!isFields(value)) return undefined;
  const title = textOf(value["title"], 200);
  const publisher = textOf(value["publisher"], 100);
  if (title === "" || publisher === "") return undefined;
  const date = textOf(value["date"], 10);
  const url = textOf(value["url"], 500);
  const lookedUp = textOf(value["lookedUp"], 10);
  return {
    title,
    publisher,
    supports: textOf(value["supports"], 400),
    ...(/^[12]\d{3}(-[01]\d(-[0-3]\d)?)?$/u.test(date) ? { date } : {}),
    ...(/^https?:\/\//u.test(url) ? { url } : {}),
    ...(/^20\d{2}-[01]\d-[0-3]\d$/u.test(lookedUp) ? { lookedUp } : {}),
  };
};

const toChart = (value: unknown): ContentBody["chart"] | undefined => {
  if (!isFields(value)) return undefined;
  const rows = listOf(value["rows"]).flatMap((row): [string, number][] =>
    Array.isArray(row) && row.length === 2 && typeof row[1] === "number"
      ? [[textOf(row[0], 40), row[1]]]
      : [],
  );
  if (rows.length < 2) return undefined;
  return {
    type: value["type"] === "line" ? "line" : "bar",
    unit: textOf(value["unit"], 40),
    rows,
    source: typeof value["source"] === "number" ? value["source"] : 0,
    textEquivalent: textOf(value["textEquivalent"], 600),
  };
};

const known = new Set([
  "kind",
  "title",
  "answer",
  "summary",
  "audiences",
  "ageBands",
  "topics",
  "expertField",
  "season",
  "byline",
  "coverAlt",
  "radio",
  "elder",
  "easy",
  "poster",
  "sources",
  "chart",
  "panels",
  "lesson",
  "ai",
  "rights",
  "resourceCode",
  "audio",
  "specialEducation",
  "publicService",
  "ageLabel",
  "safety",
]);

/** Grade, subject and places of a curriculum standard, as far as the file names them. */
const toLessonPlace = (
  lesson: Readonly<Record<string, unknown>>,
): Pick<NonNullable<ContentBody["lesson"]>, "gradeNumbers" | "subject" | "standards"> => {
  const gradeNumbers = [
    ...new Set(
      listOf(lesson["gradeNumbers"]).flatMap((grade) =>
        typeof grade === "number" && Number.isInteger(grade) && grade >= 1 && grade <= 12 ? [grade] : [],
      ),
    ),
  ];
  const subject = textOf(lesson["subject"], 20);
  const standards = listOf(lesson["standards"]).flatMap((place) => {
    if (!isFields(place)) return [];
    const read = {
      text: textOf(place["text"], 200),
      edition: textOf(place["edition"], 60),
      page: textOf(place["page"], 20),
    };
    return read.text === "" || read.edition === "" ? [] : [read];
  });
  return {
    ...(gradeNumbers.length === 0 ? {} : { gradeNumbers }),
    ...(subject === "" ? {} : { subject }),
    ...(standards.length === 0 ? {} : { standards: standards.slice(0, 8) }),
  };
};

const toPoster = (value: unknown): ContentBody["renditions"]["poster"] => {
  if (!isFields(value)) return { headline: "", points: [], advice: "" };
  return {
    headline: textOf(value["headline"], 30),
    points: listOf(value["points"])
      .map((point) => textOf(point, 60))
      .filter((point) => point !== "")
      .slice(0, 4),
    advice: textOf(value["advice"], 60),
  };
};

/** 易读版: its text, and each hard word with what it means. */
const toEasy = (value: unknown): ContentBody["renditions"]["easy"] => {
  if (!isFields(value)) return undefined;
  const text = textOf(value["text"], 2_000);
  if (text === "") return undefined;
  const words = isFields(value["words"]) ? Object.entries(value["words"]) : [];
  return {
    text,
    words: words
      .map(([word, meaning]) => ({ word: textOf(word, 20), meaning: textOf(meaning, 80) }))
      .filter(({ word }) => word !== "")
      .slice(0, 20),
  };
};

/**
 * Reads the front matter (YAML) of an item. What is unknown or of the wrong shape is left out and told; a draft is the
 * place to mend it, so nothing here refuses the file but YAML that cannot be read.
 */
export const readFrontMatter = (yaml: string): FrontMatter | { unreadable: string } => {
  if (yaml.length > maxYaml) return { unreadable: "文首信息太长" };
  const parsed = parseYaml(yaml, { schema: "core", merge: false, uniqueKeys: true });
  const problem = parsed.errors[0];
  if (problem !== undefined)
    return { unreadable: `文首信息第 ${(problem.linePos?.[0].line ?? 1) + 1} 行写法不对` };
  let value: unknown;
  try {
    // Aliases are counted, so that a bomb of references cannot grow.
    value = parsed.toJS({ maxAliasCount: 10 });
  } catch {
    return { unreadable: "文首信息里的引用（& 和 *）太多" };
  }
  const fields: Fields = isFields(value) ? value : {};
  const lost = Object.keys(fields)
    .filter((key) => !known.has(key))
    .map((key) => `文首的“${key.slice(0, 30)}”不认识，没有保留。`);
  const kind = codesIn<ContentKind>(fields["kind"], contentKindCodes)[0] ?? "article";
  const season = codesIn<Season>(fields["season"], Object.keys(seasons) as Season[])[0]; // keys of a literal
  const ai = codesIn<AiShare>(fields["ai"], Object.keys(aiShares) as AiShare[])[0] ?? "none"; // keys of a literal
  const chart = toChart(fields["chart"]);
  if (fields["chart"] !== undefined && chart === undefined)
    lost.push("图表的数据读不懂，没有保留：rows 要写成 [名称, 数值]。");
  const sources = listOf(fields["sources"]).map(toSource);
  if (sources.includes(undefined)) lost.push("有的来源缺标题或单位，没有保留。");
  const lesson = isFields(fields["lesson"]) ? fields["lesson"] : undefined;
  const resourceCode = textOf(fields["resourceCode"], 120);
  if (resourceCode !== "" && !isResourceCode(resourceCode)) lost.push("资源标识符的写法不对，没有保留。");
  const ageLabel = codesIn<AgeLabel>(fields["ageLabel"], ageLabelCodes)[0];
  const safety = isFields(fields["safety"]) ? fields["safety"] : undefined;
  const easy = toEasy(fields["easy"]);
  const body: ContentBody = {
    ...emptyBody(kind, textOf(fields["title"], 60)),
    answer: textOf(fields["answer"], 160),
    summary: textOf(fields["summary"], 300),
    audiences: codesIn<Audience>(fields["audiences"], audiences),
    ageBands: codesIn<AgeBand>(fields["ageBands"], ageBands),
    topics: [...new Set(listOf(fields["topics"]).map((topic) => textOf(topic, 41)))]
      .filter((topic) => /^[a-z][a-z0-9-]{1,40}$/u.test(topic))
      .slice(0, 6),
    expertField: textOf(fields["expertField"], 40),
    byline: textOf(fields["byline"], 60),
    coverAlt: textOf(fields["coverAlt"], 60),
    sources: sources.filter((source) => source !== undefined).slice(0, 40),
    renditions: {
      elder: textOf(fields["elder"], 4_000),
      poster: toPoster(fields["poster"]),
      radio: textOf(fields["radio"], 1_200),
      ...(easy === undefined ? {} : { easy }),
    },
    ai,
    rights: textOf(fields["rights"], 200),
    ...(season === undefined ? {} : { season }),
    ...(ageLabel === undefined ? {} : { ageLabel }),
    ...(safety === undefined
      ? {}
      : {
          safety: {
            adult: safety["adult"] === true,
            materials: textOf(safety["materials"], 200),
            hazards: textOf(safety["hazards"], 200),
          },
        }),
    ...(chart === undefined ? {} : { chart }),
    ...(fields["specialEducation"] === true ? { specialEducation: true } : {}),
    ...(isResourceCode(resourceCode) ? { resourceCode } : {}),
    ...(lesson === undefined
      ? {}
      : {
          lesson: {
            grades: textOf(lesson["grades"], 40),
            minutes:
              typeof lesson["minutes"] === "number"
                ? Math.min(240, Math.max(1, Math.round(lesson["minutes"])))
                : 40,
            aim: textOf(lesson["aim"], 400),
            ...toLessonPlace(lesson),
          },
        }),
    ...(fields["publicService"] === true ? { publicService: true } : {}),
  };
  const panels = listOf(fields["panels"]).flatMap((panel) =>
    isFields(panel)
      ? [
          {
            image: textOf(panel["image"], 200),
            alt: textOf(panel["alt"], 300),
            caption: textOf(panel["caption"], 120),
          },
        ]
      : [],
  );
  const audio = textOf(fields["audio"], 200);
  return { body, panels, audio: audio === "" ? undefined : audio, lost };
};
