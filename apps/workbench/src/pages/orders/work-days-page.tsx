import { useQuery } from "@tanstack/react-query";
import { Link, useSearchParams } from "react-router";
import { client, keyed, read, write } from "../../api/client.ts";
import { asProblem } from "../../api/problem.ts";
import { permissionOf } from "../../capability.ts";
import { StatusMark } from "../../detail/status-mark.tsx";
import { TableScroll } from "../../detail/table-scroll.tsx";
import { multipart } from "../../form/file-field.tsx";
import { useMe } from "../../me.tsx";
import { paths } from "../../paths.ts";
import { LoadingRows } from "../../shell/loading.tsx";
import { PageHead } from "../../shell/page-head.tsx";
import { ProblemView } from "../../shell/problem-view.tsx";
import { dayOf, timeText } from "../../time-text.ts";
import { ImportForm } from "./import-form.tsx";

/** Holidays of a year: from its notice, or what the law itself says until the notice is read in. */
export const WorkDaysPage = () => {
  const me = useMe();
  const [search] = useSearchParams();
  const asked = Number(search.get("year"));
  const year = asked >= 2020 && asked <= 2100 ? asked : Number(dayOf(new Date()).slice(0, 4));
  const query = useQuery({
    queryKey: ["/api/calendar-days", year],
    queryFn: ({ signal }) => read(client.GET("/api/calendar-days", { params: { query: { year } }, signal })),
  });
  const view = query.data;
  const to = (other: number): string => `${paths.workDays}?year=${other}`;
  return (
    <>
      <PageHead
        title={`${year} 年节假日`}
        crumbs={[{ label: "点单看板", to: paths.orders }]}
        intro="答应居民的期限跳过放假的日子。常态化服务排到假日会提示。"
        actions={
          <nav aria-label="换年份" className="agenda-nav">
            <Link to={to(year - 1)}>{year - 1} 年</Link>
            <Link to={to(year + 1)}>{year + 1} 年</Link>
          </nav>
        }
      />
      {query.isPending && <LoadingRows />}
      {query.isError && <ProblemView problem={asProblem(query.error)} onRetry={() => void query.refetch()} />}
      {view !== undefined && (
        <div className="stack">
          <p>
            {view.source === null ? (
              <>
                <StatusMark tone="waiting">通知还没有导入</StatusMark>{" "}
                只按周末和法定节日（全国年节及纪念日放假办法）算，没有调休。
              </>
            ) : (
              `依据：${view.source}${view.importedAt === null ? "" : `，${timeText(view.importedAt).slice(0, 10)} 导入`}`
            )}
          </p>
          <TableScroll>
            <table className="plain-table">
              <caption className="visually-hidden">节假日</caption>
              <thead>
                <tr>
                  <th scope="col">日期</th>
                  <th scope="col">名称</th>
                  <th scope="col">安排</th>
                </tr>
              </thead>
              <tbody>
                {view.rows.map((row) => (
                  <tr key={row.day}>
                    <td className="one-line">{row.day}</td>
                    <td>{row.name}</td>
                    <td>{row.kind === "holiday" ? "放假" : "周末上班"}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </TableScroll>
          {permissionOf(me, "importWorkDays").ok && (
            <ImportForm
              title="导入一年的放假安排"
              hint="国务院办公厅每年秋冬发第二年的通知。表头写“日期、名称、安排”，一行一天，安排写“放假”或“上班”（只写周末调休的上班）。全对才写入，写入后换掉这一年原来的。"
              accept=".csv,.xlsx"
              sourceLabel="依据的通知"
              lineName="行"
              list="/api/calendar-days"
              send={(body, key) =>
                write(
                  client.POST("/api/calendar-days/import", {
                    params: { header: keyed(key) },
                    ...multipart(body),
                  }),
                )
              }
            />
          )}
        </div>
      )}
    </>
  );
};
