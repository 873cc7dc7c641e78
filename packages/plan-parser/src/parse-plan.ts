import { readDates } from "./dates.ts";
import { readEnumerations } from "./enumerations.ts";
import { PlanError } from "./errors.ts";
import { readFigures } from "./figures.ts";
import { readLayout } from "./layout.ts";
import { rejoinCutMarks, splitPieces, toLines } from "./lines.ts";
import { readMark } from "./marks.ts";
import { stripBlanks } from "./characters.ts";
import { readMetadata } from "./metadata.ts";
import { findFurniture } from "./page-furniture.ts";
import { readReferences, readShortNames } from "./references.ts";
import { readResponsibilities } from "./responsibilities.ts";
import { scanLines } from "./scan.ts";
import { readStatistics } from "./statistics.ts";
import { readTarget } from "./targets.ts";
import { buildTree } from "./tree.ts";
import type { Diagnostic, DiagnosticCode, Furniture, ParseOptions, PlanDocument, PlanNode } from "./types.ts";
import { isValiditySentence, readValidity } from "./validity.ts";

const defaultMaxCharacters = 2_000_000;
const defaultMaxNodes = 100_000;

const lineAt = (text: string, offset: number): number => text.slice(0, offset).split("\n").length;

const refuseBadText = (text: string, maxCharacters: number): void => {
  if (text.length > maxCharacters)
    throw new PlanError("plan.text_too_long", { length: text.length, limit: maxCharacters });
  const nul = text.indexOf("\u0000");
  if (nul >= 0) throw new PlanError("plan.text_has_nul", { line: lineAt(text, nul) });
  if (!text.isWellFormed()) {
    const broken = text.search(/\p{Surrogate}/u);
    throw new PlanError("plan.text_broken_unicode", { line: lineAt(text, broken) });
  }
  if (stripBlanks(text) === "") throw new PlanError("plan.text_empty");
};

const flatten = (root: PlanNode): PlanNode[] => [root, ...root.children.flatMap(flatten)];

const missing = (code: DiagnosticCode): Diagnostic => ({
  code,
  severity: "warning",
  line: 1,
  nodeId: null,
  printed: null,
  expected: null,
  found: null,
});

/**
 * Reads the text of a plan (方案、规划、纲要 …) into a tree of its numbered items. Text that hard line breaks or page
 * breaks cut is joined; page numbers and running heads are listed apart; every sentence lands in exactly one node
 * (see {@link coverage}). Numbering that is broken is reported with its line and kept as it stands.
 *
 * Definition: numbering after GB/T 9704—2012, 7.3.3 (一、→（一）→1.→（1）→①) and the forms 第X部分、章、节、条.
 * Time grows with the length of the text, whatever the text is.
 *
 * @throws PlanError `plan.text_empty`, `plan.text_too_long`, `plan.text_has_nul`, `plan.text_broken_unicode`, `plan.too_many_nodes`
 * @example parsePlan("一、总则\n（一）目标。到2028年达到20%以上。").targets[0].figures[0].value; // => 20
 */
export const parsePlan = (text: string, options: ParseOptions = {}): PlanDocument => {
  refuseBadText(text, options.maxCharacters ?? defaultMaxCharacters);
  const pieces = splitPieces(text);
  const kinds = findFurniture(pieces);
  const furniture = [...kinds]
    .map(([index, kind]): Furniture => ({
      kind,
      line: pieces[index]?.number ?? 0,
      text: pieces[index]?.text ?? "",
    }))
    .toSorted((left, right) => left.line - right.line);
  const lines = rejoinCutMarks(toLines(pieces, new Set(kinds.keys())), (head) => readMark(head, 0) !== null);
  const scan = scanLines(lines, readLayout(lines), { maxNodes: options.maxNodes ?? defaultMaxNodes });
  const { root, diagnostics } = buildTree(scan.blocks);
  for (const kept of scan.keptMarks) {
    diagnostics.push({
      ...missing("mark_kept_as_text"),
      severity: "notice",
      line: kept.line,
      printed: kept.printed,
    });
  }
  const nodes = flatten(root);
  const sentences = nodes.flatMap((node) => node.sentences);
  const metadata = readMetadata(nodes);
  const shortNames = sentences.flatMap((sentence) => readShortNames(sentence.text));
  const self = {
    titles: new Set(
      [metadata.title, metadata.noticeTitle, ...metadata.ownTitles, ...shortNames].filter(
        (name) => name !== null,
      ),
    ),
    numbers: new Set(metadata.numbers.map((number) => number.raw)),
  };
  const figures = sentences.filter((sentence) => sentence.role !== "number").flatMap(readFigures);
  const dates = sentences.flatMap(readDates);
  const bySentence = Map.groupBy(figures, (figure) => figure.sentenceId);
  const datesBySentence = Map.groupBy(dates, (date) => date.sentenceId);
  const targets = nodes.flatMap((node) =>
    node.sentences.flatMap((sentence) => {
      const target = readTarget(node, sentence, {
        figures: bySentence.get(sentence.id) ?? [],
        dates: datesBySentence.get(sentence.id) ?? [],
      });
      return target && !(isValiditySentence(sentence.text) && node.kind === "closing") ? [target] : [];
    }),
  );
  const validity = readValidity(
    sentences.filter((sentence) => sentence.role === "body"),
    metadata.issuedOn,
  );
  if (metadata.title === null) diagnostics.push(missing("title_missing"));
  if (nodes.every((node) => node.numbering === null)) diagnostics.push(missing("numbering_missing"));
  if (validity === null)
    diagnostics.push({ ...missing("validity_missing"), severity: "notice", line: lines.at(-1)?.number ?? 1 });
  return {
    format: "kepu.plan/1",
    title: metadata.title,
    noticeTitle: metadata.noticeTitle,
    numbers: metadata.numbers,
    issuer: metadata.issuer,
    addressee: metadata.addressee,
    issuedOn: metadata.issuedOn,
    validity,
    preamble: metadata.preamble,
    root,
    figures,
    targets,
    dates,
    responsibilities: sentences.flatMap(readResponsibilities),
    references: sentences
      .filter((sentence) => sentence.role !== "title" && sentence.role !== "number")
      .flatMap((sentence) => readReferences(sentence, self)),
    enumerations: nodes.flatMap(readEnumerations),
    diagnostics: diagnostics.toSorted((left, right) => left.line - right.line),
    furniture,
    statistics: readStatistics(nodes, {
      lines: pieces.at(-1)?.number ?? 0,
      characters: stripBlanks(text).length,
    }),
  };
};
