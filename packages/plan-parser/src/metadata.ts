import { readDocumentNumbers } from "./references.ts";
import { dateLineOf } from "./special-lines.ts";
import type { DocumentNumber, PlanNode, Sentence, SentenceRole } from "./types.ts";

export type Metadata = {
  readonly title: string | null;
  readonly noticeTitle: string | null;
  /** The plan's title as the notice cites it: 关于印发《…》的通知. */
  readonly ownTitles: readonly string[];
  readonly numbers: readonly DocumentNumber[];
  readonly issuer: string | null;
  readonly addressee: string | null;
  readonly issuedOn: string | null;
  readonly preamble: string | null;
};

const unique = (numbers: readonly DocumentNumber[]): DocumentNumber[] => [
  ...new Map(numbers.map((number) => [number.raw, number])).values(),
];

const isoOf = (sentence: Sentence): string | null =>
  dateLineOf({
    number: sentence.lines.from,
    raw: sentence.text,
    text: sentence.text,
    indent: 0,
    width: 0,
    blankBefore: false,
    isRow: false,
    ended: false,
  });

/** What the printed frame of the document says about it: 版头, 标题, 主送机关, 署名, 成文日期. */
export const readMetadata = (nodes: readonly PlanNode[]): Metadata => {
  const sentences = nodes.flatMap((node) => node.sentences);
  const ofRole = (role: SentenceRole): Sentence[] => sentences.filter((sentence) => sentence.role === role);
  const inKind = (kind: PlanNode["kind"], role: SentenceRole): Sentence[] =>
    nodes
      .filter((node) => node.kind === kind)
      .flatMap((node) => node.sentences.filter((sentence) => sentence.role === role));
  const title = inKind("title", "title")[0]?.text ?? null;
  const noticeTitle = inKind("head", "title").at(-1)?.text ?? null;
  const cited = /关于(?:印发|公布|发布)《(.+)》的/.exec(noticeTitle ?? title ?? "")?.[1];
  const issuerLine =
    inKind("head", "issuer")[0] ?? inKind("title", "issuer")[0] ?? inKind("signature", "issuer")[0];
  const fromTitle = /^(.{4,30}?)关于/.exec(noticeTitle ?? title ?? "")?.[1];
  const dates = [...inKind("signature", "date"), ...ofRole("date")];
  const preamble = nodes.find((node) => node.kind === "preamble");
  return {
    title: title ?? null,
    noticeTitle,
    ownTitles: cited === undefined ? [] : [cited],
    numbers: unique(
      ofRole("number").flatMap((sentence) => readDocumentNumbers(sentence.text).map((found) => found.number)),
    ),
    issuer: issuerLine ? issuerLine.text.replace(/文件$/, "") : (fromTitle ?? null),
    addressee: ofRole("addressee")[0]?.text.replace(/[：:]$/, "") ?? null,
    issuedOn: dates.map(isoOf).find((date) => date !== null) ?? null,
    preamble: preamble ? preamble.sentences.map((sentence) => sentence.text).join("") : null,
  };
};
