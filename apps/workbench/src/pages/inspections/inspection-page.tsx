import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { Link, useParams } from "react-router";
import { client, read } from "../../api/client.ts";
import type { InspectionView } from "../../api/views.ts";
import { DetailPage } from "../../detail/detail-page.tsx";
import { FactsList } from "../../detail/facts-list.tsx";
import { StatusMark } from "../../detail/status-mark.tsx";
import { TableScroll } from "../../detail/table-scroll.tsx";
import { InspectionAct, type InspectionStep } from "../../forms/inspection-act.tsx";
import { useMe } from "../../me.tsx";
import { paths } from "../../paths.ts";
import { timeText } from "../../time-text.ts";
import { inspectionTone, rectificationTone, verdictTone } from "./inspection-words.ts";

type Sample = InspectionView["samples"][number];

const toStep = (action: string): InspectionStep | undefined =>
  action === "freeze" || action === "draw" || action === "conclude" ? { act: action } : undefined;

const SampleRow = ({
  sample,
  mayRun,
  onStep,
}: {
  sample: Sample;
  mayRun: boolean;
  onStep: (step: InspectionStep) => void;
}) => (
  <tr>
    <td>{sample.drawNo}</td>
    <td>{sample.position}</td>
    <th scope="row">{sample.href === null ? sample.title : <a href={sample.href}>{sample.title}</a>}</th>
    <td>{sample.unitName}</td>
    <td>
      <StatusMark tone={verdictTone(sample.verdict)}>{sample.verdictName}</StatusMark>
      {sample.finding !== null && <p>{sample.finding}</p>}
      {sample.rectificationId !== null && (
        <Link to={paths.rectification(sample.rectificationId)}>第 {sample.drawNo} 个的整改</Link>
      )}
      {mayRun && (
        <>
          <Button size="small" onClick={() => onStep({ act: "check", sample })}>
            核查第 {sample.drawNo} 个
          </Button>
          {sample.verdict === "failed" && sample.rectificationId === null && (
            <Button size="small" onClick={() => onStep({ act: "order", sample })}>
              第 {sample.drawNo} 个下达整改
            </Button>
          )}
        </>
      )}
    </td>
  </tr>
);

const Samples = ({ view, onStep }: { view: InspectionView; onStep: (step: InspectionStep) => void }) => {
  const mayRun = view.nextActions.some((next) => next.action === "conclude" && next.allowed);
  return (
    <section className="panel">
      <h2>样本 {view.samples.length} 条</h2>
      <TableScroll>
        <table className="plain-table">
          <caption className="visually-hidden">样本</caption>
          <thead>
            <tr>
              <th scope="col">抽出次序</th>
              <th scope="col">总体序号</th>
              <th scope="col">记录</th>
              <th scope="col">单位</th>
              <th scope="col">结论</th>
            </tr>
          </thead>
          <tbody>
            {view.samples.map((sample) => (
              <SampleRow key={sample.id} sample={sample} mayRun={mayRun} onStep={onStep} />
            ))}
          </tbody>
        </table>
      </TableScroll>
    </section>
  );
};

const Units = ({ view, onStep }: { view: InspectionView; onStep: (step: InspectionStep) => void }) => {
  const me = useMe();
  return (
    <section className="panel">
      <h2>被检查单位 {view.units.length} 个</h2>
      <ul className="candidates">
        {view.units.map((unit) => (
          <li key={unit.unitId}>
            <strong>{unit.unitName}</strong>
            <span>{unit.selfCheck === null ? "还没有报送自查" : `自查：${unit.selfCheck}`}</span>
            {view.status === "announced" && me.grants.some((grant) => grant.unitId === unit.unitId) && (
              <Button
                size="small"
                onClick={() => onStep({ act: "self-check", unitId: unit.unitId, unitName: unit.unitName })}
              >
                报送{unit.unitName}的自查
              </Button>
            )}
            {unit.letter !== null && (
              <details>
                <summary>{unit.unitName}的结果函</summary>
                <p className="letter">{unit.letter}</p>
              </details>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
};

/** One inspection: rule, population, seed, sample, findings, orders, letters. */
export const InspectionPage = () => {
  const { id = "" } = useParams();
  const [step, setStep] = useState<InspectionStep>();
  const query = useQuery({
    queryKey: ["/api/inspections", id],
    queryFn: ({ signal }) => read(client.GET("/api/inspections/{id}", { params: { path: { id } }, signal })),
  });
  return (
    <>
      <DetailPage
        query={query}
        title="督促检查"
        titleOf={(view) => view.title}
        crumbs={[{ label: "督促检查", to: paths.inspections }]}
        statusOf={(view) => <StatusMark tone={inspectionTone(view.status)}>{view.statusName}</StatusMark>}
        actionsOf={(view) => view.nextActions}
        onAct={(next) => setStep(toStep(next.action))}
        main={(view) => (
          <>
            <FactsList
              title="检查"
              facts={[
                ["检查单位", view.unitName],
                ["检查期", `${view.periodFrom} 至 ${view.periodTo}`],
                ["通知时间", timeText(view.announcedAt)],
                ["看哪些记录", view.factKindNames.length === 0 ? "全部种类" : view.factKindNames.join("、")],
                ...(view.conclusion === null ? [] : [["总的结论", view.conclusion] as const]),
              ]}
            />
            <p className="row-buttons">
              <a href={`/api/inspections/${view.id}/notice.docx`} download>
                下载检查通知（Word）
              </a>
            </p>
            {view.samples.length > 0 && <Samples view={view} onStep={setStep} />}
            <Units view={view} onStep={setStep} />
            {view.rectifications.length > 0 && (
              <section className="panel">
                <h2>整改 {view.rectifications.length} 项</h2>
                <ul className="candidates">
                  {view.rectifications.map((row) => (
                    <li key={row.id}>
                      <strong>
                        <Link to={paths.rectification(row.id)}>整改 {row.no} 号</Link>
                      </strong>
                      <span>
                        {row.unitName}：{row.body}，{row.dueOn} 前
                      </span>
                      <StatusMark tone={rectificationTone(row)}>{row.statusName}</StatusMark>
                    </li>
                  ))}
                </ul>
              </section>
            )}
          </>
        )}
        aside={(view) => (
          <section className="panel">
            <h2>抽样的凭据</h2>
            <p>谁都可以照公示的办法重算一遍，得到同样的样本。</p>
            <dl className="facts-list">
              <div>
                <dt>总体</dt>
                <dd>{view.populationCount === null ? "还没有固定" : `${view.populationCount} 条`}</dd>
              </div>
              <div>
                <dt>总体的 SHA-256</dt>
                <dd className="long-code">{view.populationHash ?? "还没有固定"}</dd>
              </div>
              <div>
                <dt>种子</dt>
                <dd className="long-code">{view.seed ?? "还没有抽样"}</dd>
              </div>
            </dl>
            <p>
              <a href={view.proofHref}>公示页和重算办法</a>
            </p>
          </section>
        )}
      />
      {step !== undefined && query.data !== undefined && (
        <InspectionAct inspection={query.data} step={step} onClose={() => setStep(undefined)} />
      )}
    </>
  );
};
