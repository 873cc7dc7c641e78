import type { VersionView } from "./read-version.ts";
import { timeText } from "../../time-text.ts";

const stages = [
  ["review1", "初审"],
  ["science", "科学性审核"],
  ["review2", "复审"],
  ["review3", "终审"],
  ["proof1", "一校"],
  ["proof2", "二校"],
  ["proof3", "三校"],
] as const;

const decisionText = { wrote: "撰写", passed: "通过", returned: "退回" } as const;

/** The seven stages of this round, with who signed; earlier rounds and the authors below. */
export const SignaturesPanel = ({ version }: { version: VersionView }) => {
  const now = version.steps.filter((step) => step.roundNo === version.roundNo && step.stage !== "author");
  const earlier = version.steps.filter((step) => step.stage !== "author" && step.roundNo < version.roundNo);
  const authors = version.steps.filter((step) => step.stage === "author");
  return (
    <section className="panel">
      <h2>三审三校</h2>
      <ol className="stages">
        {stages.map(([stage, name]) => {
          const step = now.find((one) => one.stage === stage);
          const isHere = version.status === stage;
          return (
            <li
              key={stage}
              className={step === undefined ? (isHere ? "stage-here" : "stage-open") : "stage-signed"}
            >
              <strong>{name}</strong>
              {step === undefined
                ? isHere
                  ? "现在到这一步"
                  : "还没到"
                : `${step.personName}${step.expertTitle === undefined ? "" : `（${step.expertTitle}）`} ${decisionText[step.decision]}`}
              {step !== undefined && <time dateTime={step.decidedAt}>{timeText(step.decidedAt)}</time>}
              {step?.reason !== undefined && step.reason !== null && <q>{step.reason}</q>}
            </li>
          );
        })}
      </ol>
      <p className="unknown">撰稿：{authors.map((step) => step.personName).join("、") || "从文件导入"}</p>
      {earlier.length > 0 && (
        <details>
          <summary>以前各轮的 {earlier.length} 个签字</summary>
          <ul>
            {earlier.map((step) => (
              <li key={step.id}>
                第 {step.roundNo} 轮 {step.stageName}：{step.personName} {decisionText[step.decision]}
                {step.reason !== null && `（${step.reason}）`}
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
};
