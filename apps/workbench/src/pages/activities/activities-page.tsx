import { Link } from "react-router";
import { client, read } from "../../api/client.ts";
import type { ActivityRow } from "../../api/views.ts";
import { permissionOf } from "../../capability.ts";
import { StatusMark } from "../../detail/status-mark.tsx";
import { ListPage } from "../../list/list-page.tsx";
import { useMe } from "../../me.tsx";
import { paths } from "../../paths.ts";
import { timeText } from "../../time-text.ts";
import { audienceOptions } from "../contents/contents-words.ts";
import { pillarFilterOptions, pillarNames } from "../plans/plan-words.ts";
import {
  activityKindOptions,
  activityStatusOptions,
  activityTone,
  entryOptions,
} from "./activities-words.ts";

const seatsText = (row: ActivityRow): string => {
  if (row.capacity === 0) return "不用报名";
  return `${row.taken}/${row.capacity}${row.waiting > 0 ? `，排队 ${row.waiting}` : ""}`;
};

/** Activities of the reader's units; the address holds the filters. */
export const ActivitiesPage = () => {
  const me = useMe();
  return (
    <ListPage<ActivityRow>
      title="活动"
      intro="发布、报名、签到、上报人数。办完没上报的，事实里还没有它。"
      list="/api/activities"
      load={(query, signal) => read(client.GET("/api/activities", { params: { query }, signal }))}
      rowKey={(row) => row.id}
      rowName={(row) => `${row.no} ${row.title}`}
      rowTo={(row) => paths.activity(row.id)}
      searchHint="活动名称"
      defaults={{ sort: "-nextAt" }}
      actions={
        <>
          <Link to={paths.themeDays}>按主题日看</Link>{" "}
          {permissionOf(me, "editActivities").ok && <Link to={paths.activityNew}>新建活动</Link>}
        </>
      }
      filters={[
        { kind: "choice", name: "status", label: "状态", options: activityStatusOptions },
        { kind: "choice", name: "kind", label: "形式", options: activityKindOptions },
        { kind: "choice", name: "entry", label: "去向", options: entryOptions },
        { kind: "choice", name: "audience", label: "人群", options: audienceOptions },
        { kind: "choice", name: "pillar", label: "四个方面", options: pillarFilterOptions },
        {
          kind: "carried",
          name: "unit",
          label: "单位",
          text: me.grants.find((grant) => location.search.includes(grant.unitId))?.unitName,
        },
      ]}
      columns={[
        { key: "title", title: "活动", render: (row) => `${row.no} ${row.title}` },
        {
          key: "status",
          title: "状态",
          render: (row) => <StatusMark tone={activityTone(row.status)}>{row.statusName}</StatusMark>,
        },
        {
          key: "nextAt",
          title: "时间",
          sort: "nextAt",
          wrap: "never",
          render: (row) => (row.nextAt === null ? "还没有场次" : timeText(row.nextAt)),
        },
        { key: "seats", title: "报名", render: seatsText },
        { key: "entry", title: "去向", render: (row) => row.entryName },
        { key: "audience", title: "人群", render: (row) => row.audienceNames.join("、") },
        { key: "unit", title: "主办", render: (row) => row.unitName },
        { key: "kind", title: "形式", hidden: true, render: (row) => row.kindName },
        { key: "pillars", title: "四个方面", hidden: true, render: (row) => pillarNames(row.pillars) },
        { key: "topic", title: "主题", hidden: true, render: (row) => row.topicName },
      ]}
      empty={{ title: "还没有活动", hint: "新建一个活动，加上时间和地点，就可以发布。" }}
    />
  );
};
