import { client, read } from "../../api/client.ts";
import type { ThemeDayRow } from "../../api/views.ts";
import { ListPage } from "../../list/list-page.tsx";
import { paths } from "../../paths.ts";

/** Theme days of last, this and next year, with how much hangs under each. */
export const ThemeDaysPage = () => (
  <ListPage<ThemeDayRow>
    title="按主题日看"
    intro="去年、今年、明年日期已定的主题日、周、月，和各单位挂在下面的活动。日期还没有定的不在这里。"
    crumbs={[{ label: "活动", to: paths.activities }]}
    list="/api/theme-days"
    load={(query, signal) => read(client.GET("/api/theme-days", { params: { query }, signal }))}
    rowKey={(row) => row.key}
    rowName={(row) => `${row.name}（${row.year}年）`}
    rowTo={(row) => paths.themeDay(row.key)}
    columns={[
      { key: "name", title: "主题日", render: (row) => `${row.name}（${row.year}年）` },
      { key: "days", title: "日期", wrap: "never", render: (row) => `${row.from} 至 ${row.to}` },
      { key: "activities", title: "活动", align: "right", render: (row) => row.activities },
      { key: "units", title: "单位", align: "right", render: (row) => row.unitIds.length },
    ]}
    empty={{ title: "还没有日期已定的主题日", hint: "日期定了，就会列在这里。" }}
  />
);
