import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link, useParams } from "react-router";
import { client, keyed, read, write } from "../../api/client.ts";
import { asProblem } from "../../api/problem.ts";
import type { SourcingRow, SourcingView } from "../../api/views.ts";
import { DetailPage } from "../../detail/detail-page.tsx";
import { FactsList } from "../../detail/facts-list.tsx";
import { StatusMark, type Tone } from "../../detail/status-mark.tsx";
import { TableScroll } from "../../detail/table-scroll.tsx";
import { LongTextField } from "../../form/fields.tsx";
import { textOf } from "../../form/form-errors.ts";
import { type Step, StepDialog } from "../../forms/step-dialog.tsx";
import { paths } from "../../paths.ts";
import { EmptyState } from "../../shell/empty-state.tsx";
import { LoadingRows } from "../../shell/loading.tsx";
import { PageHead } from "../../shell/page-head.tsx";
import { ProblemView } from "../../shell/problem-view.tsx";
import { timeText } from "../../time-text.ts";

const toneOf = (row: Pick<SourcingRow, "status" | "late">): Tone => {
  if (row.status === "supplied") return "done";
  if (row.status === "closed") return "quiet";
  return row.late ? "urgent" : "waiting";
};

/** Orders to source supply that my units own or raised. */
export const SourcingListPage = () => {
  const query = useQuery({
    queryKey: ["/api/sourcing-orders"],
    queryFn: ({ signal }) => read(client.GET("/api/sourcing-orders", { signal })),
  });
  return (
    <>
      <PageHead
        title="找供给单"
        crumbs={[{ label: "没满足的需求", to: paths.orderNeeds }]}
        intro="区里没有人能做的，去找：3 天内接，接了 30 天内有结果；过期没办，转到区里。"
      />
      {query.isPending && <LoadingRows />}
      {query.isError && <ProblemView problem={asProblem(query.error)} onRetry={() => void query.refetch()} />}
      {query.isSuccess && query.data.rows.length === 0 && (
        <EmptyState title="没有找供给单" hint="在“没满足的需求”里点“发起找供给”。" />
      )}
      {query.isSuccess && query.data.rows.length > 0 && (
        <TableScroll>
          <table className="plain-table">
            <caption className="visually-hidden">找供给单</caption>
            <thead>
              <tr>
                <th scope="col">单</th>
                <th scope="col">要找什么</th>
                <th scope="col">状态</th>
                <th scope="col">期限</th>
                <th scope="col">谁来办</th>
              </tr>
            </thead>
            <tbody>
              {query.data.rows.map((row) => (
                <tr key={row.id}>
                  <td>
                    <Link to={paths.sourcingOne(row.id)} className="row-link">
                      {row.no} {row.topicName}
                    </Link>
                    <br />
                    {row.streetName}，{row.unmetCount} 个单
                  </td>
                  <td className="wide-cell">{row.wanted}</td>
                  <td>
                    <StatusMark tone={toneOf(row)}>{row.late ? "已超时" : row.statusName}</StatusMark>
                  </td>
                  <td className="one-line">{row.dueAt === null ? "已了结" : timeText(row.dueAt)}</td>
                  <td>{row.ownerName}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableScroll>
      )}
    </>
  );
};

const resultField = (label: string, hint: string) => (
  <LongTextField name="result" label={label} required maxLength={300} hint={hint} />
);

const stepOf = (id: string, action: string): Step => {
  const path = { path: { id } };
  if (action === "take")
    return {
      title: "接下来找",
      intro: "接了以后，30 天内写结果。",
      submit: "接下来",
      done: "已接，30 天内写结果",
      send: ({ key }) =>
        write(
          client.POST("/api/sourcing-orders/{id}/take", {
            params: { ...path, header: keyed(key) },
            body: {},
          }),
        ),
    };
  if (action === "supply")
    return {
      title: "找到了",
      intro: "写清谁来做、从哪天起。站点照着派单。",
      submit: "登记",
      done: "已登记，站点可以照着派单",
      labels: { result: "找到了谁" },
      fields: resultField("找到了谁", "例如：某大学天文社，每月两场，已登记服务队。"),
      send: ({ body, key }) =>
        write(
          client.POST("/api/sourcing-orders/{id}/supply", {
            params: { ...path, header: keyed(key) },
            body: { result: textOf(body, "result") },
          }),
        ),
    };
  return {
    title: "找不到，了结",
    intro: "写清为什么。以后还可以再发起。",
    submit: "了结",
    done: "已了结",
    danger: true,
    labels: { result: "为什么" },
    fields: resultField("为什么", "问过谁、缺什么。"),
    send: ({ body, key }) =>
      write(
        client.POST("/api/sourcing-orders/{id}/close", {
          params: { ...path, header: keyed(key) },
          body: { result: textOf(body, "result") },
        }),
      ),
  };
};

const Needs = ({ view }: { view: SourcingView }) => (
  <section className="panel" aria-label="代表的单">
    <h2>代表的单</h2>
    <ul>
      {view.orders.map((order) => (
        <li key={order.id}>
          <Link to={paths.order(order.id)}>
            {order.no} {order.title}
          </Link>{" "}
          {order.statusName}
        </li>
      ))}
    </ul>
  </section>
);

/** One order to source supply: what is wanted, for which orders, and how it ended. */
export const SourcingPage = () => {
  const { id = "" } = useParams();
  const [action, setAction] = useState<string>();
  const query = useQuery({
    queryKey: ["/api/sourcing-orders", id],
    queryFn: ({ signal }) =>
      read(client.GET("/api/sourcing-orders/{id}", { params: { path: { id } }, signal })),
  });
  return (
    <>
      <DetailPage
        query={query}
        title="找供给单"
        titleOf={(view) => `${view.no} ${view.topicName}，${view.streetName}`}
        crumbs={[{ label: "找供给单", to: paths.sourcing }]}
        statusOf={(view) => <StatusMark tone={toneOf(view)}>{view.statusName}</StatusMark>}
        actionsOf={(view) => view.nextActions}
        dangerous={["close"]}
        onAct={(next) => setAction(next.action)}
        main={(view) => (
          <>
            <FactsList
              title="这个单"
              facts={[
                ["要找什么", view.wanted],
                ["没满足的单", view.unmetCount],
                ["谁来办", view.ownerName],
                ["谁发起", view.raisedName],
                ["发起时间", timeText(view.createdAt)],
                ["期限", view.dueAt === null ? "没有了，已了结" : timeText(view.dueAt)],
                ...(view.result === null ? [] : [["结果", view.result] as const]),
                ...(view.takeOvers === 0 ? [] : [["过期转办", `${view.takeOvers} 次`] as const]),
              ]}
            />
            <Needs view={view} />
          </>
        )}
      />
      {action !== undefined && (
        <StepDialog
          name={`sourcing-${action}`}
          lists={["/api/sourcing-orders", "/api/order-needs"]}
          onClose={() => setAction(undefined)}
          step={stepOf(id, action)}
        />
      )}
    </>
  );
};
