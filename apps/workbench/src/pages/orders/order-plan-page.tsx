import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import { client, keyed, read, write } from "../../api/client.ts";
import { asProblem } from "../../api/problem.ts";
import type { OrderPlanRow } from "../../api/views.ts";
import { StatusMark } from "../../detail/status-mark.tsx";
import { TableScroll } from "../../detail/table-scroll.tsx";
import { type BatchAction, BatchBar } from "../../list/batch-bar.tsx";
import { paths } from "../../paths.ts";
import { EmptyState } from "../../shell/empty-state.tsx";
import { LoadingRows } from "../../shell/loading.tsx";
import { PageHead } from "../../shell/page-head.tsx";
import { ProblemView } from "../../shell/problem-view.tsx";
import { CandidatesPanel } from "./candidates-panel.tsx";
import { halfName } from "./order-words.ts";

const nameOf = (row: OrderPlanRow): string => `${row.no} ${row.title}`;

/** The ordinary commands, one after the other: what was not looked at yet is taken up, then offered to the team. */
const accept: BatchAction<OrderPlanRow> = {
  label: "照建议派单",
  refusal: (row) => (row.teamId === null ? "这次没有队可派" : undefined),
  run: async (row, { key }) => {
    const path = { id: row.id };
    if (row.needsScreening)
      await write(
        client.POST("/api/orders/{id}/screen", { params: { header: keyed(`${key}-screen`), path } }),
      );
    return write(
      client.POST("/api/orders/{id}/dispatch", {
        params: { header: keyed(key), path },
        body: { mode: "direct", teamId: row.teamId ?? "" },
      }),
    );
  },
};

const openToAll: BatchAction<OrderPlanRow> = {
  label: "开放抢单",
  refusal: (row) => (row.candidates === 0 ? "没有一支队能接" : undefined),
  run: async (row, { key }) => {
    const path = { id: row.id };
    if (row.needsScreening)
      await write(
        client.POST("/api/orders/{id}/screen", { params: { header: keyed(`${key}-screen`), path } }),
      );
    return write(
      client.POST("/api/orders/{id}/dispatch", {
        params: { header: keyed(key), path },
        body: { mode: "open" },
      }),
    );
  },
};

const gapText = (gap: number): string =>
  gap === 0 ? "已证明没有更好的排法" : `离能证明的最好排法最多差 ${(gap * 100).toFixed(1)}%`;

/** A team for every order that waits (整板建议). Nothing is sent before the dispatcher has ticked and agreed. */
export const OrderPlanPage = () => {
  const [asked, setAsked] = useState(false);
  const [chosen, setChosen] = useState<readonly OrderPlanRow[]>([]);
  const [opened, setOpened] = useState<string>();
  const query = useQuery({
    queryKey: ["/api/order-plan"],
    queryFn: ({ signal }) => read(client.GET("/api/order-plan", { signal })),
    enabled: asked,
    gcTime: 0,
  });
  const ask = (): void => {
    setChosen([]);
    if (asked) void query.refetch();
    else setAsked(true);
  };
  const plan = query.data;
  const isChosen = (row: OrderPlanRow): boolean => chosen.some((one) => one.id === row.id);
  const toggle = (row: OrderPlanRow): void =>
    setChosen(isChosen(row) ? chosen.filter((one) => one.id !== row.id) : [...chosen, row]);
  const served = (plan?.rows ?? []).filter((row) => row.outcome === "team");
  return (
    <>
      <PageHead
        title="整板建议"
        crumbs={[{ label: "点单看板", to: paths.orders }]}
        intro="把等着派的单一次排好：谁能去、路近不近、忙不忙都算进去。看过再勾选，勾了才会派出去。"
        actions={
          <Button type="primary" onClick={ask} loading={query.isFetching}>
            {asked ? "重新排一遍" : "整板建议"}
          </Button>
        }
      />
      {asked && query.isPending && <LoadingRows />}
      {query.isError && <ProblemView problem={asProblem(query.error)} onRetry={() => void query.refetch()} />}
      {plan !== undefined && plan.rows.length === 0 && (
        <EmptyState title="没有等着派的单" hint="新单受理以后会出现在这里。" />
      )}
      {plan !== undefined && plan.rows.length > 0 && (
        <>
          <output className="panel">
            {plan.total} 个单等着派，这次排了 {plan.rows.length} 个：{plan.assigned} 个有队，
            {plan.rows.length - plan.assigned} 个没有。{gapText(plan.gap)}；用时 {plan.seconds.toFixed(1)}{" "}
            秒。
            {plan.total > plan.limit && `一次最多排 ${plan.limit} 个，先排最急的。`}
          </output>
          {plan.skillGaps.length > 0 && (
            <section className="panel">
              <h2>缺什么人</h2>
              <ul>
                {plan.skillGaps.map((gap) => (
                  <li key={gap.text}>
                    {gap.text}（{gap.orders} 个单）
                  </li>
                ))}
              </ul>
            </section>
          )}
          {chosen.length > 0 && (
            <BatchBar
              rows={chosen}
              actions={[accept, openToAll]}
              rowName={nameOf}
              rowKey={(row) => row.id}
              onDone={ask}
            />
          )}
          <TableScroll>
            <table className="plain-table">
              <caption className="visually-hidden">每个单的建议</caption>
              <thead>
                <tr>
                  <th scope="col" className="tick">
                    <input
                      type="checkbox"
                      aria-label="选择全部有队的单"
                      checked={served.length > 0 && served.every(isChosen)}
                      onChange={() => setChosen(served.every(isChosen) ? [] : served)}
                    />
                  </th>
                  <th scope="col">单</th>
                  <th scope="col">时间、地点</th>
                  <th scope="col">建议</th>
                  <th scope="col">为什么</th>
                  <th scope="col">其他队</th>
                </tr>
              </thead>
              <tbody>
                {plan.rows.map((row) => (
                  <tr key={row.id}>
                    <td className="tick">
                      <input
                        type="checkbox"
                        aria-label={`选择${nameOf(row)}`}
                        checked={isChosen(row)}
                        onChange={() => toggle(row)}
                      />
                    </td>
                    <td>
                      <Link to={paths.order(row.id)} className="row-link">
                        {nameOf(row)}
                      </Link>
                      <br />
                      {row.statusName}
                    </td>
                    <td>
                      {row.wantedOn} {halfName(row.wantedHalf)}
                      <br />
                      {row.place}
                    </td>
                    <td>
                      {row.teamName ?? (
                        <StatusMark tone="urgent">{row.outcome === "gap" ? "没人会" : "排不下"}</StatusMark>
                      )}
                    </td>
                    <td className="wide-cell">{row.reasons.join("；")}</td>
                    <td>
                      <Button
                        size="small"
                        aria-expanded={opened === row.id}
                        aria-label={`${nameOf(row)}：看其他队`}
                        onClick={() => setOpened(opened === row.id ? undefined : row.id)}
                      >
                        能接 {row.candidates}，不能 {row.refused}
                      </Button>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </TableScroll>
          {opened !== undefined && (
            <CandidatesPanel key={opened} orderId={opened} canDispatch={false} onChoose={() => undefined} />
          )}
        </>
      )}
    </>
  );
};
