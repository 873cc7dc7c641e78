import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { Link, useParams } from "react-router";
import { client, keyed, read, write } from "../../api/client.ts";
import type { PlanView } from "../../api/views.ts";
import { DetailPage } from "../../detail/detail-page.tsx";
import { FactsList } from "../../detail/facts-list.tsx";
import { StatusMark } from "../../detail/status-mark.tsx";
import { TableScroll } from "../../detail/table-scroll.tsx";
import { DayField, TextField } from "../../form/fields.tsx";
import { textOf } from "../../form/form-errors.ts";
import { paths } from "../../paths.ts";
import { permissionOf } from "../../capability.ts";
import { useMe } from "../../me.tsx";
import { MilestoneAdd } from "./milestone-add.tsx";
import { MilestonesPanel } from "./milestones-panel.tsx";
import { PlanAct, ReasonAct } from "./plan-act.tsx";
import { PlanChoice } from "./plan-choice.tsx";
import { progressTone } from "./plan-words.ts";
import { TaskNew } from "./task-edit.tsx";

type Clause = PlanView["clauses"][number];
type Task = PlanView["tasks"][number];

const ownersText = (task: Task, part: string): string => {
  const names = task.units.filter((unit) => unit.part === part).map((unit) => unit.unitName);
  return names.length > 4 ? `${names.slice(0, 3).join("、")}等 ${names.length} 个` : names.join("、");
};

const clauseTitle = (clause: Clause): string =>
  `${clause.numbering ?? ""}${clause.heading ?? clause.sentences[0]?.text ?? clause.nodeId}`;

/** A clause of the plan's own numbering with its words, and beside it the tasks that it became. */
const ClauseRow = ({ clause, tasks }: { clause: Clause; tasks: readonly Task[] }) => {
  const words = clause.sentences.map((sentence) => sentence.text).join("");
  return (
    <tr>
      <th scope="row" className={`depth-${Math.min(5, Math.max(0, clause.level - 1))}`}>
        {clauseTitle(clause)}
        {words !== "" && words !== clause.heading && (
          <details>
            <summary>原文</summary>
            <p>{words}</p>
          </details>
        )}
      </th>
      <td>
        {tasks.map((task) => (
          <p key={task.id}>
            <Link to={paths.planTask(task.id)} data-row-link="">
              {task.code} {task.title}
            </Link>
          </p>
        ))}
      </td>
      <td>
        {tasks.map((task) => (
          <p key={task.id}>
            <StatusMark tone={progressTone(task.status)}>{task.statusName}</StatusMark>
          </p>
        ))}
      </td>
      <td>{tasks.map((task) => task.progressText ?? task.missing ?? "").join(" ")}</td>
      <td>{tasks.map((task) => task.trend ?? "").join(" ")}</td>
      <td>
        {tasks.map((task) => (
          <p key={task.id}>
            {ownersText(task, "lead") || "没有牵头单位"}
            {task.unadopted > 0 && <span className="bad">，{task.unadopted} 个单位还没纳入</span>}
          </p>
        ))}
      </td>
      <td className="one-line">{tasks.map((task) => task.dueOn).join(" ")}</td>
    </tr>
  );
};

const ClauseTree = ({ view }: { view: PlanView }) => {
  const byClause = Map.groupBy(view.tasks, (task) => task.clauseId);
  const shown = view.clauses.filter((clause) => clause.kind !== "document" && clause.sentences.length > 0);
  return (
    <section className="panel">
      <h2>条款树</h2>
      <TableScroll>
        <table className="plain-table">
          <caption className="table-caption">
            {view.sentenceCount} 句话各在一处，{view.taskCount} 项任务
          </caption>
          <thead>
            <tr>
              {["条款", "任务", "状态", "进展", "近一月", "牵头", "期限"].map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((clause) => (
              <ClauseRow key={clause.id} clause={clause} tasks={byClause.get(clause.id) ?? []} />
            ))}
          </tbody>
        </table>
      </TableScroll>
    </section>
  );
};

const isOpen = (view: PlanView): boolean => view.status === "draft" || view.status === "in_force";

const cloneLabels = { title: "新方案标题", validFrom: "从哪天", validTo: "到哪天" };

/** One plan: the tree with status, owner, figure and trend; milestones; what can be done with it. */
export const PlanPage = () => {
  const { id = "" } = useParams();
  const mayManage = permissionOf(useMe(), "managePlans").ok;
  const [act, setAct] = useState<string>();
  const close = (): void => setAct(undefined);
  const query = useQuery({
    queryKey: ["/api/plan-documents", id],
    queryFn: ({ signal }) =>
      read(client.GET("/api/plan-documents/{id}", { params: { path: { id } }, signal })),
  });
  return (
    <>
      <DetailPage
        query={query}
        title="方案"
        titleOf={(view) => view.title}
        crumbs={[{ label: "方案", to: paths.plans }]}
        statusOf={(view) => <StatusMark tone={progressTone(view.status)}>{view.statusName}</StatusMark>}
        actionsOf={(view) => view.nextActions}
        dangerous={["discard"]}
        onAct={(next) => setAct(next.action)}
        main={(view) => (
          <>
            {view.level === "district" && (
              <p className="row-buttons">
                <Link to={paths.crosswalk(view.id)}>对照上级文件</Link>
                <a href={`/api/plan-documents/${view.id}/tasks.xlsx`} download>
                  导出任务进展（Excel）
                </a>
                <a href={`/api/plan-documents/${view.id}/owners.xlsx`} download>
                  导出分工表（Excel）
                </a>
                {mayManage && isOpen(view) && (
                  <>
                    <Button onClick={() => setAct("task")}>加任务</Button>
                    <Button onClick={() => setAct("milestone")}>加时间节点</Button>
                  </>
                )}
              </p>
            )}
            {view.diagnostics.length > 0 && (
              <section className="panel">
                <h2>原文里的疑点 {view.diagnostics.length} 处</h2>
                <ul className="plain-list">
                  {view.diagnostics.map((one) => (
                    <li key={`${one.code} ${one.line}`}>{one.sentence}</li>
                  ))}
                </ul>
              </section>
            )}
            {view.suggestions.length > 0 && <PlanChoice view={view} />}
            {view.level === "district" && (
              <MilestonesPanel
                documentId={view.id}
                from={view.validFrom}
                to={view.validTo}
                isOpen={isOpen(view)}
              />
            )}
            <ClauseTree view={view} />
            {view.taskCount > 0 && (
              <section className="panel">
                <h2>按四个方面看</h2>
                <ul className="plain-list">
                  {view.pillarCounts.map((one) => (
                    <li key={one.pillar}>
                      <Link to={`${paths.planTasks}?pillar=${one.pillar}`}>{one.name}</Link>：{one.tasks}{" "}
                      项任务，
                      {one.onTrack} 项按进度或已达到
                    </li>
                  ))}
                </ul>
              </section>
            )}
            <FactsList
              title="这份文件"
              facts={[
                ["单位", view.unitName],
                ["级别", view.levelName],
                ["文号", view.documentNo ?? "原文没有"],
                ["有效期", `${view.validFrom ?? "没有写"} 至 ${view.validTo ?? "没有写"}`],
                ["文件", view.filename],
                ["原文指纹", view.textHash.slice(0, 16)],
              ]}
            />
          </>
        )}
      />
      {act === "bring-into-force" && (
        <PlanAct
          title="开始施行"
          intro="从今天起按这份方案算进展。被接替的方案同时封存。"
          name="plan-force"
          labels={{}}
          submitLabel="开始施行"
          said="方案已开始施行"
          onClose={close}
          send={({ key }) =>
            write(
              client.POST("/api/plan-documents/{id}/bring-into-force", {
                params: { header: keyed(key), path: { id } },
              }),
            )
          }
        />
      )}
      {act === "discard" && (
        <ReasonAct
          title="作废草稿"
          intro="草稿不再使用，原文和原因留着。"
          said="草稿已作废"
          onClose={close}
          send={(reason, key) =>
            write(
              client.POST("/api/plan-documents/{id}/discard", {
                params: { header: keyed(key), path: { id } },
                body: { reason },
              }),
            )
          }
        />
      )}
      {act === "task" && query.data !== undefined && <TaskNew view={query.data} onClose={close} />}
      {act === "milestone" && query.data !== undefined && <MilestoneAdd view={query.data} onClose={close} />}
      {act === "clone" && (
        <PlanAct
          title="复制为下一期"
          intro="条款、任务、分工、指标和目标都带过去，进展重新算起。原方案不变，新方案施行时封存。"
          name="plan-clone"
          labels={cloneLabels}
          submitLabel="复制"
          said="下一期草稿已建好，在方案列表里"
          onClose={close}
          send={({ body, key }) =>
            write(
              client.POST("/api/plan-documents/{id}/clone", {
                params: { header: keyed(key), path: { id } },
                body: {
                  title: textOf(body, "title"),
                  validFrom: textOf(body, "validFrom"),
                  validTo: textOf(body, "validTo"),
                },
              }),
            )
          }
        >
          <TextField name="title" label={cloneLabels.title} required maxLength={200} />
          <DayField name="validFrom" label={cloneLabels.validFrom} required />
          <DayField name="validTo" label={cloneLabels.validTo} required />
        </PlanAct>
      )}
    </>
  );
};
