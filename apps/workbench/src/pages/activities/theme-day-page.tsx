import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "react-router";
import { client, read } from "../../api/client.ts";
import type { ThemeDayView } from "../../api/views.ts";
import { permissionOf } from "../../capability.ts";
import { DetailPage } from "../../detail/detail-page.tsx";
import { FactsList } from "../../detail/facts-list.tsx";
import { TableScroll } from "../../detail/table-scroll.tsx";
import { useMe } from "../../me.tsx";
import { paths } from "../../paths.ts";
import { timeText } from "../../time-text.ts";

/** One year's theme day: what units do under it, and what it came to. */
export const ThemeDayPage = () => {
  const { edition = "" } = useParams();
  const mayReadFacts = permissionOf(useMe(), "facts").ok;
  const query = useQuery({
    queryKey: ["/api/theme-day-activities", edition],
    queryFn: ({ signal }) =>
      read(client.GET("/api/theme-day-activities", { params: { query: { edition } }, signal })),
  });
  return (
    <DetailPage
      query={query}
      title="主题日"
      titleOf={(view) => `${view.name}（${view.year}年）`}
      crumbs={[
        { label: "活动", to: paths.activities },
        { label: "按主题日看", to: paths.themeDays },
      ]}
      main={(view) => (
        <>
          <Figures view={view} />
          <Rows view={view} />
        </>
      )}
      aside={(view) => (
        <section className="panel">
          <h2>上报</h2>
          <p>一个活动一行：单位、名称、日期、形式、人群、签到人次、人头数和计数方法、佐证。</p>
          <p>
            <a href={`/api/theme-day-activities/report.xlsx?edition=${view.key}`}>下载上报表（XLSX）</a>
          </p>
          {mayReadFacts && (
            <p>
              <Link
                to={`${paths.facts}?planTag=${encodeURIComponent(view.factMark)}&kind=activities.attended`}
              >
                签到人次的事实
              </Link>
              {"、"}
              <Link
                to={`${paths.facts}?planTag=${encodeURIComponent(view.factMark)}&kind=activities.reach_counted`}
              >
                人头数的事实
              </Link>
            </p>
          )}
        </section>
      )}
    />
  );
};

const listAnchor = "theme-day-activities";

const Figures = ({ view }: { view: ThemeDayView }) => {
  const { figures } = view;
  const toList = (value: number) => <a href={`#${listAnchor}`}>{value}</a>;
  return (
    <FactsList
      title="汇总"
      facts={[
        ["日期", `${view.from} 至 ${view.to}`],
        ["活动", toList(figures.activities)],
        ["单位", toList(figures.units)],
        ["报上名的人", toList(figures.registered)],
        ["办成的场次", toList(figures.held)],
        ["签到人次", toList(figures.attended)],
        ["人头数（没有签到，另计）", toList(figures.heads)],
      ]}
    />
  );
};

type Row = ThemeDayView["rows"][number];
/** Where the people of an activity are written down: its one session, or the list of them. */
const toPeople = (row: Row): string => {
  const [only, ...others] = row.sessions;
  return only === undefined || others.length > 0 ? paths.activity(row.id) : paths.activitySession(only.id);
};

const Figure = ({ row, value, of }: { row: Row; value: number; of: string }) => (
  <Link to={toPeople(row)} aria-label={`${row.title}：${of} ${value}`}>
    {value}
  </Link>
);

const Rows = ({ view }: { view: ThemeDayView }) => (
  <section className="panel" id={listAnchor}>
    <h2>活动</h2>
    {view.rows.length === 0 ? (
      <p className="unknown">还没有活动挂在这个主题日下。在活动的“修改”里选上它。</p>
    ) : (
      <TableScroll>
        <table className="plain-table">
          <caption className="visually-hidden">挂在{view.name}下的活动</caption>
          <thead>
            <tr>
              <th scope="col">活动</th>
              <th scope="col">单位</th>
              <th scope="col">场次</th>
              <th scope="col">形式、人群</th>
              <th scope="col">状态</th>
              <th scope="col">报上名</th>
              <th scope="col">签到人次</th>
              <th scope="col">人头数</th>
              <th scope="col">照片</th>
            </tr>
          </thead>
          <tbody>
            {view.rows.map((row) => (
              <tr key={row.id}>
                <th scope="row">
                  <Link to={paths.activity(row.id)}>
                    {row.no} {row.title}
                  </Link>
                </th>
                <td>{row.unitName}</td>
                <td>
                  {row.sessions.map((session) => (
                    <p key={session.id}>
                      <Link to={paths.activitySession(session.id)}>{timeText(session.startsAt)}</Link>{" "}
                      {session.statusName}
                    </p>
                  ))}
                </td>
                <td>
                  {row.kindName}，{row.audienceNames.join("、")}
                </td>
                <td>{row.statusName}</td>
                <td>
                  <Figure row={row} value={row.registered} of="报上名" />
                </td>
                <td>
                  <Figure row={row} value={row.attended} of="签到人次" />
                </td>
                <td>
                  <Figure row={row} value={row.heads} of="人头数" />
                  {row.headMethodNames.length > 0 && `（${row.headMethodNames.join("、")}）`}
                </td>
                <td>
                  <Figure row={row} value={row.photos} of="照片" />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
    )}
  </section>
);
