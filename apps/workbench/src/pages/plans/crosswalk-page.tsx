import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { Link, useParams } from "react-router";
import { client, keyed, read, write } from "../../api/client.ts";
import { asProblem } from "../../api/problem.ts";
import type { CrosswalkView } from "../../api/views.ts";
import { permissionOf } from "../../capability.ts";
import { StatusMark } from "../../detail/status-mark.tsx";
import { TableScroll } from "../../detail/table-scroll.tsx";
import { ChoiceField } from "../../form/fields.tsx";
import { textOf } from "../../form/form-errors.ts";
import { useMe } from "../../me.tsx";
import { paths } from "../../paths.ts";
import { EmptyState } from "../../shell/empty-state.tsx";
import { LoadingRows } from "../../shell/loading.tsx";
import { PageHead } from "../../shell/page-head.tsx";
import { ProblemView } from "../../shell/problem-view.tsx";
import { PlanAct } from "./plan-act.tsx";

const labels = { clauseId: "本区任务", upperClauseId: "上级条款" };

const LinkAdd = ({ view, onClose }: { view: CrosswalkView; onClose: () => void }) => (
  <PlanAct
    title="对应上级条款"
    name="clause-link"
    labels={labels}
    submitLabel="对应"
    said="已对应"
    onClose={onClose}
    send={({ body, key }) =>
      write(
        client.POST("/api/clause-links", {
          params: { header: keyed(key) },
          body: { clauseId: textOf(body, "clauseId"), upperClauseId: textOf(body, "upperClauseId") },
        }),
      )
    }
  >
    <ChoiceField
      name="clauseId"
      label={labels.clauseId}
      required
      hint="这里列的是还没有对应的任务。"
      options={view.unlinked.map((task) => ({ value: task.clauseId, label: `${task.code} ${task.title}` }))}
    />
    <ChoiceField
      name="upperClauseId"
      label={labels.upperClauseId}
      required
      options={view.upper.map((clause) => ({ value: clause.clauseId, label: clause.heading.slice(0, 60) }))}
    />
  </PlanAct>
);

/** Upper documents clause by clause with the tasks that carry them out; what nothing carries out is a gap. */
export const CrosswalkPage = () => {
  const { id = "" } = useParams();
  const may = permissionOf(useMe(), "managePlans").ok;
  const [adding, setAdding] = useState(false);
  const query = useQuery({
    queryKey: ["/api/plan-documents", id, "crosswalk"],
    queryFn: ({ signal }) =>
      read(client.GET("/api/plan-documents/{id}/crosswalk", { params: { path: { id } }, signal })),
  });
  return (
    <>
      <PageHead
        title="对照上级文件"
        crumbs={[
          { label: "方案", to: paths.plans },
          { label: "这份方案", to: paths.plan(id) },
        ]}
        intro="上级文件逐条对应本区任务。没有任务的条款是缺口。"
        actions={may && query.isSuccess && <Button onClick={() => setAdding(true)}>加一条对应</Button>}
      />
      {query.isPending && <LoadingRows />}
      {query.isError && <ProblemView problem={asProblem(query.error)} onRetry={() => void query.refetch()} />}
      {query.isSuccess && query.data.documents.length === 0 && (
        <EmptyState title="还没有上级文件" hint="在“方案”里导入，级别选国家、省或市。" />
      )}
      {query.isSuccess &&
        query.data.documents.map((document) => (
          <section key={document.id} className="panel">
            <h2>
              {document.levelName}：{document.title}
            </h2>
            <TableScroll>
              <table className="plain-table">
                <thead>
                  <tr>
                    <th scope="col">上级条款</th>
                    <th scope="col">本区任务</th>
                  </tr>
                </thead>
                <tbody>
                  {query.data.upper
                    .filter((clause) => clause.documentId === document.id)
                    .map((clause) => (
                      <tr key={clause.clauseId}>
                        <th scope="row">{clause.heading}</th>
                        <td className="link-lines">
                          {clause.tasks.length === 0 && <StatusMark tone="urgent">缺口：没有任务</StatusMark>}
                          {clause.tasks.map((task) => (
                            <p key={task.linkId}>
                              {task.taskId === null ? (
                                task.title
                              ) : (
                                <Link to={paths.planTask(task.taskId)}>
                                  {task.code} {task.title}
                                </Link>
                              )}
                            </p>
                          ))}
                        </td>
                      </tr>
                    ))}
                </tbody>
              </table>
            </TableScroll>
          </section>
        ))}
      {query.isSuccess && query.data.unlinked.length > 0 && (
        <section className="panel">
          <h2>没有对应上级条款的任务 {query.data.unlinked.length} 项</h2>
          <ul className="plain-list link-lines">
            {query.data.unlinked.map((task) => (
              <li key={task.id}>
                <Link to={paths.planTask(task.id)}>
                  {task.code} {task.title}
                </Link>
              </li>
            ))}
          </ul>
        </section>
      )}
      {adding && query.isSuccess && <LinkAdd view={query.data} onClose={() => setAdding(false)} />}
    </>
  );
};
