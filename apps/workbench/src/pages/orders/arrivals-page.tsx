import { useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import { client, keyed, read, write } from "../../api/client.ts";
import { createKey } from "../../api/key.ts";
import { asProblem } from "../../api/problem.ts";
import type { ArrivalRow } from "../../api/views.ts";
import { permissionOf } from "../../capability.ts";
import { StatusMark, type Tone } from "../../detail/status-mark.tsx";
import { TableScroll } from "../../detail/table-scroll.tsx";
import { useMe } from "../../me.tsx";
import { paths } from "../../paths.ts";
import { EmptyState } from "../../shell/empty-state.tsx";
import { LoadingRows } from "../../shell/loading.tsx";
import { PageHead } from "../../shell/page-head.tsx";
import { ProblemView } from "../../shell/problem-view.tsx";
import { timeText } from "../../time-text.ts";

const states: Readonly<Record<ArrivalRow["state"], { label: string; tone: Tone }>> = {
  expected: { label: "还没到时间", tone: "quiet" },
  late: { label: "没有人到", tone: "urgent" },
  here: { label: "到了", tone: "done" },
  left: { label: "结束了", tone: "quiet" },
  missed: { label: "没来", tone: "urgent" },
};

const stateText = (row: ArrivalRow): string => {
  if (row.state === "late") return `迟了 ${row.lateMinutes} 分钟`;
  if (row.state === "missed") return `没来，${row.orderStatusName}`;
  return states[row.state].label;
};

/** One press: the no-show is noted, and every team that can come is asked. */
const CallButton = ({ row, onProblem }: { row: ArrivalRow; onProblem: (thrown: unknown) => void }) => {
  const { message } = App.useApp();
  const queries = useQueryClient();
  const [key] = useState(createKey);
  const [busy, setBusy] = useState(false);
  const call = async (): Promise<void> => {
    setBusy(true);
    try {
      const { told } = await write(
        client.POST("/api/orders/{id}/call-substitute", {
          params: { path: { id: row.orderId }, header: keyed(key) },
        }),
      );
      onProblem(undefined);
      void message.success(
        told === 0
          ? "没有别的队能来。已记为没有人到，请打电话找，或往上送。"
          : `已问 ${told} 支队，先接的先去，2 小时内答复。`,
      );
    } catch (thrown) {
      onProblem(thrown);
    }
    setBusy(false);
    for (const list of ["/api/order-arrivals", "/api/orders", "/api/order-agenda"])
      void queries.invalidateQueries({ queryKey: [list] });
  };
  return (
    <Button danger loading={busy} onClick={() => void call()}>
      叫替补
    </Button>
  );
};

/** Who is expected where today, who has signed in, who is late. */
export const ArrivalsPage = () => {
  const me = useMe();
  const [problem, setProblem] = useState<unknown>();
  const query = useQuery({
    queryKey: ["/api/order-arrivals"],
    queryFn: ({ signal }) => read(client.GET("/api/order-arrivals", { signal })),
    refetchInterval: 30_000,
  });
  const rows = query.data?.rows ?? [];
  const count = (state: ArrivalRow["state"]): number => rows.filter((row) => row.state === state).length;
  return (
    <>
      <PageHead
        title="今天到岗"
        crumbs={[{ label: "点单看板", to: paths.orders }]}
        intro="志愿者用到访码签到，这里 30 秒更新一次。开始 30 分钟没有人签到，自动记为没有人到；不用等，点“叫替补”。"
      />
      {problem !== undefined && <ProblemView problem={asProblem(problem)} />}
      {query.isPending && <LoadingRows />}
      {query.isError && <ProblemView problem={asProblem(query.error)} onRetry={() => void query.refetch()} />}
      {query.isSuccess && rows.length === 0 && (
        <EmptyState title="今天没有约好的服务" hint="约好时间的服务会出现在这里。" />
      )}
      {rows.length > 0 && (
        <>
          <p>
            今天 {rows.length} 场：到了 {count("here") + count("left")}，还没到时间 {count("expected")}
            ，没有人到 {count("late") + count("missed")}。
          </p>
          <TableScroll>
            <table className="plain-table">
              <caption className="visually-hidden">今天到岗</caption>
              <thead>
                <tr>
                  <th scope="col">时间</th>
                  <th scope="col">服务、地点</th>
                  <th scope="col">到岗</th>
                  <th scope="col">队和人</th>
                  <th scope="col">办</th>
                </tr>
              </thead>
              <tbody>
                {rows.map((row) => (
                  <tr key={row.visitId} className={row.state === "late" ? "bad" : undefined}>
                    <td className="one-line">
                      {timeText(row.startsAt).slice(11, 16)}–{timeText(row.endsAt).slice(11, 16)}
                    </td>
                    <td>
                      <Link to={paths.order(row.orderId)} className="row-link">
                        {row.no} {row.title}
                      </Link>
                      <br />
                      {row.place}
                    </td>
                    <td>
                      <StatusMark tone={states[row.state].tone}>{stateText(row)}</StatusMark>
                    </td>
                    <td>
                      <Link to={paths.team(row.teamId)}>{row.teamName}</Link>
                      <ul className="plain-list">
                        {row.members.length === 0 && <li className="unknown">还没有安排人</li>}
                        {row.members.map((member, index) => (
                          <li key={`${member.name}-${String(index)}`}>
                            {member.name} {member.state === "late" ? "还没到" : states[member.state].label}
                            {member.signedInAt !== null &&
                              `（${timeText(member.signedInAt).slice(11, 16)} 签到）`}
                          </li>
                        ))}
                      </ul>
                    </td>
                    <td>
                      {row.canCall && permissionOf(me, "dispatchOrders").ok && (
                        <CallButton row={row} onProblem={setProblem} />
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </TableScroll>
        </>
      )}
    </>
  );
};
