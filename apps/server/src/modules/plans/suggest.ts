import type { Figure, PlanDocument, PlanNode } from "@kepu/plan-parser";
import { listNodes } from "@kepu/plan-parser";
import type { Audience } from "#kernel/audiences.ts";
import { type Pillar, proposePillars } from "#kernel/pillars.ts";
import { type Comparison, type Frequency, type Subject, toFrequency } from "./vocabulary.ts";

export type SuggestedTarget = {
  title: string;
  comparison: Comparison;
  value: number;
  measure: string;
  subject: Subject;
  frequency: Frequency | null;
  sentenceId: string;
};

/** What a clause would become, read from its own words; a person may change all of it. */
export type SuggestedTask = {
  nodeId: string;
  code: string;
  title: string;
  audiences: readonly Audience[];
  pillars: readonly Pillar[];
  leadNames: readonly string[];
  supportNames: readonly string[];
  dueOn: string | null;
  targets: readonly SuggestedTarget[];
};

/** Letters of task codes by what the headings above a clause speak of; the first that fits counts. */
const letters: readonly (readonly [letter: string, words: RegExp])[] = [
  ["Y", /青少年|学生|未成年/],
  ["F", /农民|农村|乡村振兴/],
  ["W", /产业工人|职工|工人/],
  ["E", /老年|银龄/],
  ["D", /领导干部|公务员|机关干部/],
  ["R", /资源科普化|科技资源/],
  ["I", /信息化|数字|辟谣|谣言|媒体/],
  ["N", /基础设施|场馆|站点/],
  ["X", /区域|开放|交流|协作/],
  ["B", /基层|志愿|社区|应急/],
  ["O", /组织领导|组织保障|督查|督促/],
  ["K", /条件|经费|政策|队伍/],
  ["J", /机制/],
  ["Z", /进度/],
  ["T", /目标/],
  ["G", /指导思想|总体|原则|工作方向/],
];

const audienceWords: readonly (readonly [Audience, RegExp])[] = [
  ["youth", /青少年|学生|学校/],
  ["farmer", /农民|农村|乡村|田间/],
  ["worker", /产业工人|职工|工人|企业/],
  ["elder", /老年|老人|银龄/],
  ["official", /领导干部|公务员|机关干部/],
];

const cut = (text: string, most: number): string =>
  text.length > most ? `${text.slice(0, most - 1)}…` : text;

const isNumbered = (node: PlanNode): boolean => node.kind === "numbered";
/** Covering notice and attachments number their own points; these are no clauses of the plan. */
const isOfPlan = (node: PlanNode): boolean => !/^(notice|attachment)/.test(node.id);

export const titleOf = (node: PlanNode): string =>
  cut((node.heading ?? node.sentences[0]?.text ?? node.id).replace(/[。：:]$/, ""), 60);

const subjectOf = (text: string): Subject => {
  if (/(每|各)(个|所)?(中小)?(学校|校)|每所/.test(text)) return "each_school";
  if (/(每|各)个?(街道|镇|乡镇)/.test(text)) return "each_place";
  return "area";
};

const comparisonOf = (figure: Figure): Comparison | undefined => {
  if (figure.comparison === "about") return undefined;
  return figure.comparison === "equal" ? "atLeast" : figure.comparison;
};

const targetsOf = (plan: PlanDocument, nodeId: string): readonly SuggestedTarget[] =>
  plan.targets
    .filter((target) => target.nodeId === nodeId)
    .flatMap((target) =>
      target.figures.flatMap((figure): SuggestedTarget[] => {
        const comparison = comparisonOf(figure);
        if (comparison === undefined || figure.unit === "" || figure.unit === "比例") return [];
        return [
          {
            title: cut(target.text.replace(/[。；]$/, ""), 80),
            comparison,
            value: figure.value,
            measure: figure.unit.slice(0, 20),
            subject: subjectOf(target.text),
            frequency: figure.per === null ? null : toFrequency(figure.per),
            sentenceId: figure.sentenceId,
          },
        ];
      }),
    );

/** The clauses that are tasks unless somebody says otherwise: every number that has no number below it. */
export const isTaskNode = (node: PlanNode): boolean =>
  isNumbered(node) && isOfPlan(node) && !node.children.some(isNumbered);

/**
 * One suggested task for every numbered clause without a number below it, in print order, with a code by what the
 * headings above speak of, and the units that its sentence (or the one above) names.
 */
export const suggestTasks = (plan: PlanDocument): readonly SuggestedTask[] => {
  const nodes = listNodes(plan);
  const parentOf = new Map(nodes.flatMap((node) => node.children.map((child) => [child.id, node])));
  const lineage = (node: PlanNode): readonly PlanNode[] => {
    const above = parentOf.get(node.id);
    return above === undefined ? [node] : [node, ...lineage(above)];
  };
  const counts = new Map<string, number>();
  return nodes.filter(isTaskNode).map((node): SuggestedTask => {
    const line = lineage(node);
    // From the top: an action names its people, a clause in it may name others too.
    const headings = line.map((one) => one.heading ?? "").toReversed();
    const own = node.sentences.map((sentence) => sentence.text).join("");
    const letter =
      letters.find(([, words]) => headings.slice(0, -1).some((heading) => words.test(heading)))?.[0] ??
      letters.find(([, words]) => words.test(node.heading ?? ""))?.[0] ??
      "P";
    const count = (counts.get(letter) ?? 0) + 1;
    counts.set(letter, count);
    const named = line
      .map((one) => plan.responsibilities.filter((found) => found.nodeId === one.id))
      .find((found) => found.length > 0);
    const targets = targetsOf(plan, node.id);
    const dues = plan.targets.filter((target) => target.nodeId === node.id).flatMap(({ due }) => due ?? []);
    return {
      nodeId: node.id,
      code: `${letter}-${String(count).padStart(2, "0")}`,
      title: titleOf(node),
      audiences: audienceWords
        .filter(([, words]) => headings.some((heading) => words.test(heading)))
        .map(([audience]) => audience),
      pillars: proposePillars(`${headings.join("")}${own}`),
      leadNames: [...new Set((named ?? []).flatMap((found) => found.lead))],
      supportNames: [...new Set((named ?? []).flatMap((found) => found.support))],
      dueOn: dues.toSorted().at(-1) ?? null,
      targets,
    };
  });
};
