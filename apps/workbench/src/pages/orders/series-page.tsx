import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { Link, useParams } from "react-router";
import { client, keyed, read, write } from "../../api/client.ts";
import { createKey } from "../../api/key.ts";
import { asProblem } from "../../api/problem.ts";
import { TableScroll } from "../../detail/table-scroll.tsx";
import { ActDialog } from "../../form/act-dialog.tsx";
import { LongTextField } from "../../form/fields.tsx";
import { textOf } from "../../form/form-errors.ts";
import { useDone } from "../../forms/use-done.ts";
import { paths } from "../../paths.ts";
import { EmptyState } from "../../shell/empty-state.tsx";
import { LoadingRows } from "../../shell/loading.tsx";
import { PageHead } from "../../shell/page-head.tsx";
import { ProblemView } from "../../shell/problem-view.tsx";
import { halfName } from "./order-words.ts";

/** Series (常态化服务) at my stations and schools, and how far each is. */
export const SeriesListPage = () => {
  const query = useQuery({
    queryKey: ["/api/standing-orders"],
    queryFn: ({ signal }) => read(client.GET("/api/standing-orders", { signal })),
  });
  return (
    <>
      <PageHead
        title="常态化服务"
        crumbs={[{ label: "点单看板", to: paths.orders }]}
        intro="每周一台、课后服务一学期：排一次，每次到时自动变成单。假日和冲突在排的时候就看得到。"
        actions={<Link to={paths.seriesNew}>排一个新的</Link>}
      />
      {query.isPending && <LoadingRows />}
      {query.isError && <ProblemView problem={asProblem(query.error)} onRetry={() => void query.refetch()} />}
      {query.isSuccess && query.data.rows.length === 0 && (
        <EmptyState title="还没有常态化服务" hint="点“排一个新的”，先看每一周有没有冲突，再开始。" />
      )}
      {query.isSuccess && query.data.rows.length > 0 && (
        <TableScroll>
          <table className="plain-table">
            <caption className="visually-hidden">常态化服务</caption>
            <thead>
              <tr>
                <th scope="col">名称</th>
                <th scope="col">地点、时间</th>
                <th scope="col">服务队</th>
                <th scope="col">进度</th>
              </tr>
            </thead>
            <tbody>
              {query.data.rows.map((row) => (
                <tr key={row.id}>
                  <td>
                    <Link to={paths.seriesOne(row.id)} className="row-link">
                      {row.title}
                    </Link>
                    {row.status === "ended" && "（已停止）"}
                  </td>
                  <td>
                    {row.place} {row.room} {halfName(row.half)}
                  </td>
                  <td>{row.teamName ?? "每次再派"}</td>
                  <td>
                    还有 {row.counts.planned} 次，已生成 {row.counts.ordered} 次，有队接 {row.counts.accepted}{" "}
                    次，做完 {row.counts.done} 次，不办 {row.counts.skipped} 次
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableScroll>
      )}
    </>
  );
};

const occurrenceText = (row: {
  status: string;
  skipReason: string | null;
  orderStatusName: string | null;
}): string =>
  row.status === "skipped"
    ? `不办：${row.skipReason ?? ""}`
    : row.status === "planned"
      ? "到前五周变成单"
      : (row.orderStatusName ?? "");

/** One series, week by week. */
export const SeriesPage = () => {
  const { id = "" } = useParams();
  const [ending, setEnding] = useState(false);
  const [key, setKey] = useState(createKey);
  const done = useDone(["/api/standing-orders", "/api/orders"], () => setEnding(false));
  const query = useQuery({
    queryKey: ["/api/standing-orders", id],
    queryFn: ({ signal }) =>
      read(client.GET("/api/standing-orders/{id}", { params: { path: { id } }, signal })),
  });
  const params = { path: { id }, header: keyed(key) };
  const [problem, setProblem] = useState<unknown>();
  const generate = async (): Promise<void> => {
    try {
      const { made } = await write(client.POST("/api/standing-orders/{id}/generate", { params }));
      setProblem(undefined);
      done(made === 0 ? "未来五周的都已经生成" : `生成了 ${made} 个单`);
    } catch (thrown) {
      setProblem(thrown);
    }
    setKey(createKey());
  };
  const view = query.data;
  return (
    <>
      <PageHead
        title={view?.title ?? "常态化服务"}
        crumbs={[{ label: "常态化服务", to: paths.series }]}
        intro={
          view === undefined
            ? undefined
            : `${view.place} ${view.room} ${halfName(view.half)}，${view.teamName ?? "每次再派队"}`
        }
        actions={
          view?.status === "active" ? (
            <>
              <Button onClick={() => void generate()}>生成下个月的单</Button>{" "}
              <Button danger onClick={() => setEnding(true)}>
                停止
              </Button>
            </>
          ) : undefined
        }
      />
      {problem !== undefined && <ProblemView problem={asProblem(problem)} />}
      {query.isPending && <LoadingRows />}
      {query.isError && <ProblemView problem={asProblem(query.error)} onRetry={() => void query.refetch()} />}
      {view !== undefined && (
        <TableScroll>
          <table className="plain-table">
            <caption className="visually-hidden">每一次</caption>
            <thead>
              <tr>
                <th scope="col">第几次</th>
                <th scope="col">日期</th>
                <th scope="col">服务</th>
                <th scope="col">单</th>
                <th scope="col">到哪儿了</th>
                <th scope="col">服务队</th>
              </tr>
            </thead>
            <tbody>
              {view.occurrences.map((row) => (
                <tr key={row.no}>
                  <td>{row.no}</td>
                  <td className="one-line">{row.day}</td>
                  <td>{row.itemTitle}</td>
                  <td>
                    {row.orderId !== null && row.orderNo !== null && (
                      <Link to={paths.order(row.orderId)} className="row-link">
                        {row.orderNo}
                      </Link>
                    )}
                  </td>
                  <td>{occurrenceText(row)}</td>
                  <td>{row.teamName ?? ""}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableScroll>
      )}
      {ending && (
        <ActDialog
          title="停止这个常态化服务"
          intro="已经生成的单接着办，还没有生成的不再办。"
          name="series-end"
          labels={{ reason: "原因" }}
          submitLabel="停止"
          danger
          onCancel={() => setEnding(false)}
          send={({ body, key: sent }) =>
            write(
              client.POST("/api/standing-orders/{id}/end", {
                params: { path: { id }, header: keyed(sent) },
                body: { reason: textOf(body, "reason") },
              }),
            )
          }
          onDone={() => done("已停止")}
        >
          <LongTextField name="reason" label="原因" required hint="至少 5 个字。" maxLength={300} rows={3} />
        </ActDialog>
      )}
    </>
  );
};

/** Which schools had a visit this year (Y-02); those without one first. */
export const CoveragePage = () => {
  const query = useQuery({
    queryKey: ["/api/school-coverage"],
    queryFn: ({ signal }) => read(client.GET("/api/school-coverage", { signal })),
  });
  return (
    <>
      <PageHead
        title="学校覆盖"
        crumbs={[{ label: "点单看板", to: paths.orders }]}
        intro="今年一次都没有去过的学校排在前面，可以直接给它排一学期。"
      />
      {query.isPending && <LoadingRows />}
      {query.isError && <ProblemView problem={asProblem(query.error)} onRetry={() => void query.refetch()} />}
      {query.isSuccess && query.data.rows.length === 0 && (
        <EmptyState title="您的范围里没有学校" hint="学校在“组织架构”里登记后会出现在这里。" />
      )}
      {query.isSuccess && query.data.rows.length > 0 && (
        <TableScroll>
          <table className="plain-table">
            <caption className="visually-hidden">学校覆盖</caption>
            <thead>
              <tr>
                <th scope="col">学校</th>
                <th scope="col">上次去</th>
                <th scope="col" className="number">
                  今年次数
                </th>
                <th scope="col" className="number">
                  已约
                </th>
                <th scope="col">安排</th>
              </tr>
            </thead>
            <tbody>
              {query.data.rows.map((row) => (
                <tr key={row.unitId}>
                  <td>{row.name}</td>
                  <td>{row.lastOn ?? "还没有去过"}</td>
                  <td className="number">{row.thisYear}</td>
                  <td className="number">{row.coming}</td>
                  <td>
                    <Link to={`${paths.seriesNew}?place=${row.unitId}`} className="row-link">
                      给它排一学期
                    </Link>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableScroll>
      )}
    </>
  );
};
