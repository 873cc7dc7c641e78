import type { Command, CommandContext, Outcome } from "../command.ts";
import { refuseField, section } from "../design-file/read-design.ts";
import { buildSurvey } from "../estimands/build-survey.ts";
import { type Evaluated, evaluateEstimand } from "../estimands/evaluate.ts";
import { judge, mainEstimand, toVerdictFigures, verdictWords } from "../estimands/judgement.ts";
import { drawForest } from "../html/forest.ts";
import { showShare } from "../html/numbers.ts";
import { verdictScript } from "../r-scripts/verdict-script.ts";

const evaluateGiven = async (context: CommandContext): Promise<Evaluated | undefined> => {
  const { design: file, designName, values, table } = context;
  if (!values.has("data")) return undefined;
  const built = buildSurvey(await table("data"), file, designName);
  const estimand = mainEstimand(file, { of: file.verdict?.of, file: designName, field: "verdict.of" });
  return evaluateEstimand(
    { ...estimand, by: [], differences: [] },
    { survey: built, level: file.level ?? 0.95, file: designName },
  )[0];
};

/** `verdict`: reached, not reached or cannot tell, by a rule stated beforehand. */
export const command: Command = {
  name: "verdict",
  summary: "目标判定：已达到、未达到或不能判断，并给出能判断所需的样本",
  required: [],
  optional: ["data"],
  run: async (context): Promise<Outcome> => {
    const { design: file, designName } = context;
    const settings = section(file, "verdict", designName);
    const evaluated = await evaluateGiven(context);
    const need = (name: "estimate" | "standardError" | "respondents"): number =>
      settings[name] ?? refuseField(designName, `verdict.${name}`, "不读 --data 时要写");
    const given =
      evaluated === undefined
        ? {
            estimate: need("estimate"),
            standardError: need("standardError"),
            degreesOfFreedom: settings.degreesOfFreedom ?? Infinity,
            respondents: need("respondents"),
          }
        : {
            estimate: evaluated.value,
            standardError: evaluated.standardError,
            degreesOfFreedom: evaluated.degreesOfFreedom,
            respondents: evaluated.respondents,
          };
    const verdict = judge(settings, given);
    const percent = Math.round(verdict.confidence * 100);
    return {
      title: file.title ?? "目标判定",
      figures: toVerdictFigures(verdict, given),
      tables: [
        {
          name: "verdict",
          title: "判定",
          columns: [
            { name: "outcome", title: "结论", kind: "text" },
            { name: "target", title: "目标", kind: "share" },
            { name: "estimate", title: "估计", kind: "share" },
            { name: "standardError", title: "标准误", kind: "share" },
            { name: "lower", title: "下限", kind: "share" },
            { name: "upper", title: "上限", kind: "share" },
            { name: "probabilityAbove", title: "超过目标的概率", kind: "probability" },
            { name: "respondentsToDecide", title: "能判断所需的答卷者", kind: "count" },
          ],
          rows: [
            [
              verdictWords(verdict),
              verdict.target,
              given.estimate,
              verdict.standardError,
              verdict.lower,
              verdict.upper,
              verdict.probabilityAbove,
              verdict.respondentsToDecide ?? null,
            ],
          ],
        },
      ],
      parts: [
        {
          title: "估计与目标",
          html: drawForest({
            caption: `比例与 ${percent}% 区间`,
            rows: [{ label: "全区", value: given.estimate, lower: verdict.lower, upper: verdict.upper }],
            reference: { value: verdict.target, label: `目标 ${showShare(verdict.target, 0)}` },
          }),
        },
      ],
      notes: [
        `规则（先定后算）：单侧 ${percent}% 下限高于 ${showShare(verdict.target)} 为“已达到”，单侧上限低于它为“未达到”，其余为“不能判断”。`,
        `结论：${verdictWords(verdict)}。`,
        verdict.respondentsToDecide === undefined
          ? "估计离目标太近，或不随样本变小的误差太大：加大样本也判断不了。"
          : `若真实比例就是估计值，同样的设计约需 ${verdict.respondentsToDecide.toLocaleString("en")} 名答卷者才能判断。`,
      ],
      rScript: verdictScript(settings, given),
    };
  },
};
