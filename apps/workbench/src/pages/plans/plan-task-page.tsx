import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { Link, useParams } from "react-router";
import { client, keyed, read, write } from "../../api/client.ts";
import type { PlanTaskView } from "../../api/views.ts";
import { permissionOf } from "../../capability.ts";
import { DetailPage } from "../../detail/detail-page.tsx";
import { FactsList } from "../../detail/facts-list.tsx";
import { StatusMark } from "../../detail/status-mark.tsx";
import { TableScroll } from "../../detail/table-scroll.tsx";
import { DayField, TextField } from "../../form/fields.tsx";
import { textOf } from "../../form/form-errors.ts";
import { UnitField } from "../../form/unit-field.tsx";
import { useMe } from "../../me.tsx";
import { basename, paths } from "../../paths.ts";
import { numberText } from "../../time-text.ts";
import { EstimateAdd, EstimateWithdraw } from "./estimate-forms.tsx";
import { EvidenceAdd } from "./evidence-add.tsx";
import { PlanAct } from "./plan-act.tsx";
import { progressTone } from "./plan-words.ts";
import { TargetChart } from "./target-chart.tsx";
import { TaskEdit } from "./task-edit.tsx";
import { IndicatorTie, TargetDrop, TargetSet, UnitsSet } from "./task-forms.tsx";

type Target = PlanTaskView["targets"][number];
type Indicator = PlanTaskView["indicators"][number];

/** The server writes whole addresses; links inside the workbench are without its base. */
const inside = (href: string): string => (href.startsWith(basename) ? href.slice(basename.length) : href);

/** A forecast has no decimals that would mean anything. */
const roughText = (value: number): string => numberText(Math.round(value));

/** What a survey says, with how sure it is; a point above the line is not enough. */
const EstimateText = ({ estimate, goal }: { estimate: NonNullable<Target["estimate"]>; goal: number }) => (
  <>
    <p>
      <strong>
        {estimate.outcomeName}（目标 {numberText(goal)}%）
      </strong>
      ：{estimate.title}（{estimate.surveyedOn} 结束，{numberText(estimate.respondents)} 人）估计{" "}
      {numberText(estimate.share)}%，95% 的区间是 {numberText(estimate.lower)}% 到{" "}
      {numberText(estimate.upper)}
      %，超过这条线的可能是 {numberText(estimate.probability)}%。
      {estimate.outcomeName === "未能判断" &&
        estimate.respondentsToDecide !== null &&
        `照这个结果，大约要调查 ${numberText(estimate.respondentsToDecide)} 人才能下结论。`}
    </p>
    <p className="unknown">计分规则：{estimate.scoringRule}</p>
  </>
);

/** What is drawn as a band: the interval of a survey, else that of the forecast. */
const bandOf = ({ estimate, forecast }: Target): { low: number; high: number } | null =>
  estimate === null ? forecast : { low: estimate.lower, high: estimate.upper };

type TargetAct = "drop" | "survey" | "withdraw";

const TargetPanel = ({
  target,
  onAct,
}: {
  target: Target;
  onAct: ((act: TargetAct) => void) | undefined;
}) => (
  <section className="panel">
    <h2>{target.title}</h2>
    <p>
      <StatusMark tone={progressTone(target.status)}>{target.statusName}</StatusMark> {target.goalText}
    </p>
    <dl className="numbers">
      <div>
        <dt>现在</dt>
        <dd>
          {target.value === null ? (
            (target.missing ?? "没有数字")
          ) : target.factsHref === null ? (
            `${numberText(target.value)} ${target.measure}`
          ) : (
            <Link className="figure-link" to={inside(target.factsHref)}>
              {numberText(target.value)} {target.measure}
              <span className="visually-hidden">，看每一条事实</span>
            </Link>
          )}
        </dd>
      </div>
      <div>
        <dt>要做到</dt>
        <dd>
          {numberText(target.goal)} {target.measure}
        </dd>
      </div>
      {target.expected !== null && (
        <div>
          <dt>到今天应有</dt>
          <dd>
            {numberText(target.expected)} {target.measure}
          </dd>
        </div>
      )}
      {target.baseline !== null && (
        <div>
          <dt>起点</dt>
          <dd>{numberText(target.baseline)}</dd>
        </div>
      )}
    </dl>
    {target.value !== null && (
      <TargetChart target={{ ...target, value: target.value, forecast: bandOf(target) }} />
    )}
    {target.estimate !== null && <EstimateText estimate={target.estimate} goal={target.goal} />}
    {target.forecast !== null && (
      <p>
        照前几个月的样子，到 {target.to} 大约 {roughText(target.forecast.middle)} {target.measure}（95%
        的把握在 {roughText(target.forecast.low)} 到 {roughText(target.forecast.high)} 之间）。
      </p>
    )}
    <p className="unknown">
      {target.source}，{target.from} 至 {target.to}
    </p>
    {onAct !== undefined && (
      <p className="row-buttons">
        {target.takesSurvey && (
          <Button size="small" onClick={() => onAct("survey")}>
            导入调查结果<span className="visually-hidden">{target.title}</span>
          </Button>
        )}
        {target.estimate !== null && (
          <Button size="small" onClick={() => onAct("withdraw")}>
            撤回这次调查<span className="visually-hidden">{target.title}</span>
          </Button>
        )}
        {target.estimate === null && (
          <Button size="small" onClick={() => onAct("drop")}>
            去掉这个目标<span className="visually-hidden">{target.title}</span>
          </Button>
        )}
      </p>
    )}
    {target.units.length > 0 && (
      <details>
        <summary>各单位（{target.units.length} 个）</summary>
        <TableScroll>
          <table className="plain-table">
            <thead>
              <tr>
                <th scope="col">单位</th>
                <th scope="col" className="number">
                  数字
                </th>
                <th scope="col">情况</th>
              </tr>
            </thead>
            <tbody>
              {target.units.map((unit) => (
                <tr key={unit.unitId}>
                  <th scope="row">{unit.unitName}</th>
                  <td className="number">
                    {unit.factsHref === null ? (
                      numberText(unit.value)
                    ) : (
                      <Link to={inside(unit.factsHref)}>
                        {numberText(unit.value)}
                        <span className="visually-hidden">，看{unit.unitName}的事实</span>
                      </Link>
                    )}
                  </td>
                  <td>{unit.statusName}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableScroll>
      </details>
    )}
  </section>
);

const TrendPanel = ({ indicator }: { indicator: Indicator }) => (
  <section className="panel">
    <h2>
      {indicator.name}（{indicator.filterText}），近 12 个月
    </h2>
    <TableScroll>
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">月份</th>
            <th scope="col" className="number">
              {indicator.measure}
            </th>
          </tr>
        </thead>
        <tbody>
          {indicator.months.map((month) => (
            <tr key={month.month}>
              <th scope="row">{month.month}</th>
              <td className="number">
                <Link to={inside(month.factsHref)}>{numberText(month.value)}</Link>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  </section>
);

const UnitsPanel = ({ view }: { view: PlanTaskView }) => (
  <section className="panel">
    <h2>谁来做</h2>
    <TableScroll>
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">单位</th>
            <th scope="col">分工</th>
            <th scope="col">写进了哪份文件</th>
          </tr>
        </thead>
        <tbody>
          {view.units.map((unit) => (
            <tr key={unit.unitId}>
              <th scope="row">{unit.unitName}</th>
              <td>{unit.partName}</td>
              <td>
                {unit.adoption === null ? (
                  <StatusMark tone="urgent">还没有纳入</StatusMark>
                ) : (
                  `${unit.adoption.documentTitle} ${unit.adoption.documentNo ?? ""}（${unit.adoption.adoptedOn}）`
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  </section>
);

const TargetChange = ({ target, act, onClose }: { target: Target; act: TargetAct; onClose: () => void }) => {
  if (act === "survey") return <EstimateAdd target={target} onClose={onClose} />;
  if (act === "withdraw" && target.estimate !== null)
    return <EstimateWithdraw estimate={target.estimate} onClose={onClose} />;
  return <TargetDrop target={target} onClose={onClose} />;
};

const adoptLabels = { unitId: "单位", documentTitle: "文件名", documentNo: "文号", adoptedOn: "日期" };

/** One task: the clause's own words, each target with its figure and its facts, units, evidence, upper clauses. */
export const PlanTaskPage = () => {
  const { id = "" } = useParams();
  const me = useMe();
  const [act, setAct] = useState<string>();
  const [changing, setChanging] = useState<{ target: Target; act: TargetAct }>();
  const close = (): void => setAct(undefined);
  const query = useQuery({
    queryKey: ["/api/plan-tasks", id],
    queryFn: ({ signal }) => read(client.GET("/api/plan-tasks/{id}", { params: { path: { id } }, signal })),
  });
  return (
    <>
      <DetailPage
        query={query}
        title="任务"
        titleOf={(view) => `${view.code} ${view.title}`}
        crumbs={[
          { label: "方案", to: paths.plans },
          { label: "任务进展", to: paths.planTasks },
        ]}
        statusOf={(view) => <StatusMark tone={progressTone(view.status)}>{view.statusName}</StatusMark>}
        actionsOf={(view) => view.nextActions}
        onAct={(next) => setAct(next.action)}
        main={(view) => (
          <>
            {view.targets.map((target) => (
              <TargetPanel
                key={target.id}
                target={target}
                onAct={
                  view.nextActions.some((next) => next.action === "target" && next.allowed)
                    ? (next) => setChanging({ target, act: next })
                    : undefined
                }
              />
            ))}
            {view.targets.length === 0 && <p className="panel">{view.missing}</p>}
            {view.indicators.map((indicator) => (
              <TrendPanel key={indicator.id} indicator={indicator} />
            ))}
            <UnitsPanel view={view} />
            <p className="row-buttons">
              {permissionOf(me, "adoptTask").ok && (
                <Button onClick={() => setAct("adopt")}>登记纳入本单位计划</Button>
              )}
              {permissionOf(me, "addEvidence").ok && (
                <Button onClick={() => setAct("evidence")}>加佐证材料</Button>
              )}
            </p>
            <section className="panel">
              <h2>佐证材料</h2>
              {view.evidence.length === 0 && <p>还没有材料。能由记录算出的不用附材料。</p>}
              <ul className="plain-list">
                {view.evidence.map((one) => (
                  <li key={one.linkId}>
                    {one.kindName}：{one.title}（{one.unitName}，{one.happenedOn}）
                    {one.removedReason !== null && `，已取消：${one.removedReason}`}
                  </li>
                ))}
              </ul>
            </section>
          </>
        )}
        aside={(view) => (
          <>
            <section className="panel">
              <h2>原文</h2>
              <p>{view.sentences.map((sentence) => sentence.text).join("")}</p>
              <Link to={paths.plan(view.documentId)}>{view.documentTitle}</Link>
            </section>
            <section className="panel">
              <h2>落实哪些上级条款</h2>
              {view.upper.length === 0 && <p>还没有对应上级条款。</p>}
              <ul className="plain-list">
                {view.upper.map((one) => (
                  <li key={`${one.documentTitle} ${one.nodeId}`}>
                    {one.documentTitle}：{one.heading}
                  </li>
                ))}
              </ul>
            </section>
            <FactsList
              title="期限"
              facts={[
                ["开始", view.startsOn],
                ["完成", view.dueOn],
              ]}
            />
          </>
        )}
      />
      {act === "adopt" && (
        <PlanAct
          title="登记纳入本单位计划"
          intro="写明写进了哪份文件。没有文件名和文号不算纳入。"
          name="task-adopt"
          labels={adoptLabels}
          submitLabel="登记"
          said="已登记"
          onClose={close}
          send={({ body, key }) =>
            write(
              client.POST("/api/plan-tasks/{id}/adopt", {
                params: { header: keyed(key), path: { id } },
                body: {
                  unitId: textOf(body, "unitId"),
                  documentTitle: textOf(body, "documentTitle"),
                  documentNo: textOf(body, "documentNo"),
                  adoptedOn: textOf(body, "adoptedOn"),
                },
              }),
            )
          }
        >
          <UnitField name="unitId" label={adoptLabels.unitId} />
          <TextField name="documentTitle" label={adoptLabels.documentTitle} required maxLength={120} />
          <TextField name="documentNo" label={adoptLabels.documentNo} required maxLength={60} />
          <DayField name="adoptedOn" label={adoptLabels.adoptedOn} required />
        </PlanAct>
      )}
      {act === "evidence" && <EvidenceAdd use={{ taskId: id }} onClose={close} />}
      {act === "edit" && query.data !== undefined && <TaskEdit view={query.data} onClose={close} />}
      {changing !== undefined && <TargetChange {...changing} onClose={() => setChanging(undefined)} />}
      {act === "units" && query.data !== undefined && <UnitsSet view={query.data} onClose={close} />}
      {act === "target" && query.data !== undefined && <TargetSet view={query.data} onClose={close} />}
      {act === "indicator" && <IndicatorTie taskId={id} onClose={close} />}
    </>
  );
};
