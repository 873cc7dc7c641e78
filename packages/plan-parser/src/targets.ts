import type { DateMention, Figure, PlanNode, Sentence, Target } from "./types.ts";

const goalWords =
  /达到|超过|突破|不少于|不低于|不超过|至少|建成|建设|建立|打造|形成|实现|完成|培养|培训|培育|新增|覆盖|举办|开展|组织|推出|制作|评选|认定|配备|设立|实施|提高|提升|创建|选派|力争|确保|发放|编制|更新|开放|遴选|扶持|支持|安排|投入|聘任|聘请|明确|购置|配置|招募|组建|发布|公布|公开|汇总|召开|新建|改造|轮训|跟踪|资助/;

const mayHoldTargets = (node: PlanNode): boolean =>
  node.kind === "numbered" || node.kind === "unnumbered" || node.kind === "preamble";

/** 「2027年，做好…」 and 「2027年第一季度…」: the sentence opens with the time it is to be done in. */
const opensWith = (sentence: Sentence, date: DateMention): boolean =>
  date.kind !== "frequency" && sentence.text.slice(0, date.raw.length + 2).includes(date.raw);

const latest = (dates: readonly DateMention[]): string | null =>
  dates.reduce<string | null>((due, { to }) => (to !== null && (due === null || to > due) ? to : due), null);

/**
 * A target is a sentence of the plan (or its preamble) that
 * - holds a figure together with a comparison, a frequency, a date or a word of doing, or
 * - opens with a date or names a deadline.
 */
export const readTarget = (
  node: PlanNode,
  sentence: Sentence,
  found: { readonly figures: readonly Figure[]; readonly dates: readonly DateMention[] },
): Target | null => {
  if (!mayHoldTargets(node) || (sentence.role !== "body" && sentence.role !== "heading")) return null;
  if (/有效期/.test(sentence.text)) return null;
  const dates = found.dates.filter((date) => date.kind !== "frequency" && date.role !== "start");
  const due = dates.filter(
    (date) => date.role === "deadline" || date.kind === "fiveYearPlan" || opensWith(sentence, date),
  );
  const isQuantified =
    found.figures.length > 0 &&
    (goalWords.test(sentence.text) ||
      due.length > 0 ||
      found.figures.some((figure) => figure.comparison !== "equal" || figure.per !== null));
  const isDated = due.some((date) => date.kind !== "fiveYearPlan") || (isQuantified && due.length > 0);
  if (!isQuantified && !isDated) return null;
  return {
    sentenceId: sentence.id,
    nodeId: node.id,
    kind: isQuantified && isDated ? "both" : isQuantified ? "quantified" : "dated",
    text: sentence.text,
    figures: found.figures,
    due: latest(due),
  };
};
