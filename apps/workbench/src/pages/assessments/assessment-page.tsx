import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { Link, useParams } from "react-router";
import { client, read } from "../../api/client.ts";
import type { AssessmentView } from "../../api/views.ts";
import { DetailPage } from "../../detail/detail-page.tsx";
import { FactsList } from "../../detail/facts-list.tsx";
import { StatusMark } from "../../detail/status-mark.tsx";
import { TableScroll } from "../../detail/table-scroll.tsx";
import { ScoreAct, type ScoreStep } from "../../forms/score-act.tsx";
import { paths } from "../../paths.ts";
import { timeText } from "../../time-text.ts";
import { appealTone, assessmentTone } from "./assessment-words.ts";

type Score = AssessmentView["scores"][number];
type Line = Score["lines"][number];
type OnStep = (step: ScoreStep) => void;

const toStep = (action: string): ScoreStep | undefined =>
  action === "compute" || action === "freeze" || action === "publish" ? { act: action } : undefined;

const LineCell = ({ line, words, onStep }: { line: Line; words: string; onStep: OnStep }) => (
  <td>
    {line.factsHref === null ? (
      <strong>{line.input === null ? "未评" : line.points}</strong>
    ) : (
      <a href={line.factsHref} aria-label={`${words}，${line.points} 分，看背后的事实`}>
        <strong>{line.points}</strong>
      </a>
    )}
    <p className="unknown">
      {line.factCount === null
        ? line.input === null
          ? "等现场评"
          : `现场评 ${line.input}%`
        : `数量 ${line.input ?? "0"}，${line.factCount} 条事实`}
      {line.appealed && "，申诉后改过"}
    </p>
    {line.mayJudge && (
      <Button size="small" onClick={() => onStep({ act: "judge", lineId: line.id, words })}>
        评{words}
      </Button>
    )}
    {line.mayAppeal && (
      <Button size="small" onClick={() => onStep({ act: "appeal", lineId: line.id, words })}>
        申诉{words}
      </Button>
    )}
  </td>
);

const Scores = ({ view, onStep }: { view: AssessmentView; onStep: OnStep }) => (
  <section className="panel">
    <h2>得分</h2>
    {view.scores.length === 0 ? (
      <p className="unknown">还没有计算，或这里没有您能看的单位。</p>
    ) : (
      <TableScroll>
        <table className="plain-table">
          <caption>按单位顺序列，不排名次；点分数看背后的事实</caption>
          <thead>
            <tr>
              <th scope="col">单位</th>
              {view.items.map((item) => (
                <th scope="col" key={item.id}>
                  {item.title}（{item.points}）
                </th>
              ))}
              <th scope="col">合计</th>
              <th scope="col">等次</th>
            </tr>
          </thead>
          <tbody>
            {view.scores.map((score) => (
              <tr key={score.unitId}>
                <th scope="row">{score.unitName}</th>
                {view.items.map((item) => {
                  const line = score.lines.find((one) => one.itemId === item.id);
                  return line === undefined ? (
                    <td key={item.id}>—</td>
                  ) : (
                    <LineCell
                      key={item.id}
                      line={line}
                      words={`${score.unitName}的${item.title}`}
                      onStep={onStep}
                    />
                  );
                })}
                <td className="number">{score.points}</td>
                <td>{score.grade}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
    )}
  </section>
);

const Appeals = ({ view, onStep }: { view: AssessmentView; onStep: OnStep }) => (
  <section className="panel">
    <h2>申诉 {view.appeals.length} 个</h2>
    <ul className="candidates">
      {view.appeals.map((appeal) => {
        const words = `${appeal.unitName}的${appeal.itemTitle}`;
        return (
          <li key={appeal.id}>
            <strong>{words}</strong>
            <StatusMark tone={appealTone(appeal.status)}>{appeal.statusName}</StatusMark>
            <span>
              {appeal.reason}
              {appeal.evidenceLink !== null && <a href={appeal.evidenceLink}>看佐证</a>}
            </span>
            <span>
              原来 {appeal.pointsBefore} 分（{appeal.inputBefore ?? "—"}）
              {appeal.pointsAfter !== null &&
                `，改为 ${appeal.pointsAfter} 分（${appeal.inputAfter ?? "—"}）`}
              {appeal.decision !== null && `。${appeal.decision}`}
            </span>
            {appeal.mayDecide && (
              <>
                <Button size="small" onClick={() => onStep({ act: "uphold", appealId: appeal.id, words })}>
                  采纳{words}的申诉
                </Button>
                <Button size="small" onClick={() => onStep({ act: "dismiss", appealId: appeal.id, words })}>
                  维持{words}的原分
                </Button>
              </>
            )}
          </li>
        );
      })}
    </ul>
  </section>
);

/** Every line computed again from its stored input: the same to the last digit, or it says how many differ. */
const Recomputed = ({ id }: { id: string }) => {
  const query = useQuery({
    queryKey: ["/api/assessments", id, "recomputed"],
    queryFn: ({ signal }) =>
      read(client.GET("/api/assessments/{id}/recomputed", { params: { path: { id } }, signal })),
  });
  if (!query.isSuccess) return <p>正在重算…</p>;
  const { lines, differing, appealed } = query.data;
  return (
    <p>
      {differing === 0 ? `重算了 ${lines} 项，一字不差。` : `重算了 ${lines} 项，有 ${differing} 项不一样。`}
      {appealed > 0 && `其中 ${appealed} 项经申诉改过。`}
    </p>
  );
};

/** A year's scores: a table by unit and item, each figure opens its facts; appeals with their trace. */
export const AssessmentPage = () => {
  const { id = "" } = useParams();
  const [step, setStep] = useState<ScoreStep>();
  const query = useQuery({
    queryKey: ["/api/assessments", id],
    queryFn: ({ signal }) => read(client.GET("/api/assessments/{id}", { params: { path: { id } }, signal })),
  });
  return (
    <>
      <DetailPage
        query={query}
        title="年度考核"
        titleOf={(view) => `${view.year} 年度考核`}
        crumbs={[{ label: "年度考核", to: paths.assessments }]}
        statusOf={(view) => <StatusMark tone={assessmentTone(view.status)}>{view.statusName}</StatusMark>}
        actionsOf={(view) => view.nextActions}
        onAct={(next) => setStep(toStep(next.action))}
        main={(view) => (
          <>
            <FactsList
              title="考核"
              facts={[
                ["考核单位", view.unitName],
                [
                  "评分办法",
                  <Link key="scheme" to={paths.scoreScheme(view.schemeId)}>
                    {view.schemeTitle}（第 {view.schemeVersion} 版）
                  </Link>,
                ],
                ["上次计算", view.computedAt === null ? "还没有算过" : timeText(view.computedAt)],
                ["冻结时间", view.frozenAt === null ? "还没有冻结" : timeText(view.frozenAt)],
                [
                  "得分哈希（SHA-256）",
                  view.frozenHash === null ? (
                    "冻结后写入账本"
                  ) : (
                    <code key="hash" className="long-code">
                      {view.frozenHash}
                    </code>
                  ),
                ],
                ...(view.status === "open"
                  ? []
                  : [["重算核对", <Recomputed key="again" id={view.id} />] as const]),
                ...(view.publishedHref === null
                  ? []
                  : [
                      [
                        "公布页",
                        <a key="public" href={view.publishedHref}>
                          打开
                        </a>,
                      ] as const,
                    ]),
                ...(view.mayExport
                  ? [
                      [
                        "奖惩表",
                        <a key="export" href={`/api/assessments/${view.id}/export.xlsx`}>
                          导出 XLSX
                        </a>,
                      ] as const,
                    ]
                  : []),
              ]}
            />
            <Scores view={view} onStep={setStep} />
            {view.appeals.length > 0 && <Appeals view={view} onStep={setStep} />}
          </>
        )}
      />
      {step !== undefined && query.data !== undefined && (
        <ScoreAct assessment={query.data} step={step} onClose={() => setStep(undefined)} />
      )}
    </>
  );
};
