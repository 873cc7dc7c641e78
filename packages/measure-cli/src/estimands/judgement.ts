import * as survey from "@kepu/survey-statistics";
import type { Figure } from "../command.ts";
import { refuseField } from "../design-file/read-design.ts";
import type { DesignFile, Estimand } from "../design-file/schema.ts";

/** The estimand that is judged or reported: the one named, else the first share. */
export const mainEstimand = (
  { estimates = [] }: DesignFile,
  options: { readonly of: string | undefined; readonly file: string; readonly field: string },
): Estimand => {
  const { of, file, field } = options;
  const found = estimates.find(({ name, statistic }) =>
    of === undefined ? statistic === "share" : name === of,
  );
  if (found === undefined)
    return refuseField(file, field, of === undefined ? "estimates 里没有比例" : `estimates 里没有“${of}”`);
  return found.statistic === "share" ? found : refuseField(file, field, "只能判断比例（statistic 为 share）");
};

/** Judges an evaluated share by the section's rule. */
export const judge = (
  settings: NonNullable<DesignFile["verdict"]>,
  estimate: Pick<survey.TargetEstimate, "estimate" | "standardError" | "degreesOfFreedom" | "respondents">,
): survey.Verdict =>
  survey.judgeTarget(
    { ...estimate, fixedStandardError: settings.fixedStandardError ?? 0 },
    {
      target: settings.target,
      ...(settings.confidence === undefined ? {} : { confidence: settings.confidence }),
      ...(settings.power === undefined ? {} : { power: settings.power }),
    },
  );

const words: Readonly<Record<survey.VerdictOutcome, string>> = {
  reached: "已达到",
  "not-reached": "未达到",
  "cannot-tell": "不能判断",
};

/** What a verdict says, as people read it. */
export const verdictWords = ({ outcome }: Pick<survey.Verdict, "outcome">): string => words[outcome];

/** Figures of a verdict that can be explained. */
export const toVerdictFigures = (
  verdict: survey.Verdict,
  given: { readonly estimate: number; readonly respondents: number; readonly degreesOfFreedom: number },
): Figure[] => {
  const inputs = {
    估计: given.estimate,
    标准误: verdict.standardError,
    自由度: given.degreesOfFreedom,
    目标: verdict.target,
    置信度: verdict.confidence,
    单侧下限: verdict.lowerBound,
    单侧上限: verdict.upperBound,
    结论: verdictWords(verdict),
  };
  return [
    {
      id: "verdict/probability",
      label: "超过目标的概率",
      kind: "probability",
      value: verdict.probabilityAbove,
      lower: verdict.lower,
      upper: verdict.upper,
      formula: "verdict",
      inputs,
    },
    ...(verdict.respondentsToDecide === undefined
      ? []
      : [
          {
            id: "verdict/respondents",
            label: "能判断所需的答卷者",
            kind: "count" as const,
            value: verdict.respondentsToDecide,
            formula: "verdict-sample" as const,
            inputs: { ...inputs, 现有答卷者: given.respondents },
          },
        ]),
  ];
};
