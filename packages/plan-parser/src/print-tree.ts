import { describeDiagnostic } from "./messages.ts";
import type { PlanDocument, PlanNode } from "./types.ts";
import { ownTextLength } from "./walk.ts";

const partNames: Readonly<Record<Exclude<PlanNode["kind"], "numbered">, string>> = {
  document: "全文",
  head: "版头",
  notice: "通知正文",
  title: "标题",
  preamble: "引言",
  unnumbered: "",
  closing: "附则",
  attachmentList: "附件说明",
  signature: "署名和日期",
  record: "版记",
  attachment: "附件",
  notes: "注释",
};

const shorten = (text: string, longest: number): string =>
  text.length <= longest ? text : `${text.slice(0, longest - 1)}…`;

const nameOf = (node: PlanNode): string => {
  const mark = node.numbering?.normalised ?? (node.kind === "numbered" ? "" : partNames[node.kind]);
  const words = node.heading ?? node.sentences[0]?.text ?? "";
  return [mark, shorten(words.replaceAll("\t", " "), 40)].filter((part) => part !== "").join(" ");
};

const printNode = (node: PlanNode, depth: number, out: string[]): void => {
  const lines =
    node.lines.from === node.lines.to ? `${node.lines.from}` : `${node.lines.from}–${node.lines.to}`;
  out.push(
    `${"  ".repeat(depth)}${nameOf(node)}  [${node.id}] 第${lines}行 ${node.sentences.length}句${ownTextLength(node)}字`,
  );
  for (const child of node.children) printNode(child, depth + 1, out);
};

const or = (text: string | null): string => text ?? "（没有找到）";

/**
 * The tree as text for people: the frame of the document, one line a node, then the figures and the diagnostics. For
 * machines, `JSON.stringify(document)` holds everything.
 *
 * @example toStructureTree(parsePlan("一、总则\n坚持科学。")).includes("一、 总则  [1] 第1–2行 2句7字"); // => true
 */
export const toStructureTree = (document: PlanDocument): string => {
  const { statistics, validity } = document;
  const out = [
    `标题：${or(document.title)}`,
    `文号：${document.numbers.map((number) => number.raw).join("、") || "（没有找到）"}`,
    `发文机关：${or(document.issuer)}`,
    `成文日期：${or(document.issuedOn)}`,
    `有效期：${validity ? `${validity.startsOn ?? "？"} 至 ${validity.expiresOn ?? "？"}（${validity.raw}）` : "（没有找到）"}`,
    "",
  ];
  for (const child of document.root.children) printNode(child, 0, out);
  const levels = Object.entries(statistics.numberedByLevel).map(([level, count]) => `第${level}级${count}`);
  out.push(
    "",
    `条目：${levels.join("，") || "0"}；句子：${statistics.sentences}；数字：${document.figures.length}；目标：${document.targets.length}；最长正文：${statistics.longestOwnText.characters}字（${statistics.longestOwnText.nodeId}）`,
    `页码页眉等：${document.furniture.length}行`,
    `编号检查：${document.diagnostics.length === 0 ? "没有发现问题" : `${document.diagnostics.length}处`}`,
    ...document.diagnostics.map((diagnostic) => `  ${describeDiagnostic(diagnostic)}`),
  );
  return `${out.join("\n")}\n`;
};
