import { Button } from "antd";
import { useState } from "react";
import { client, read } from "../../api/client.ts";
import type { MeetingRow } from "../../api/views.ts";
import { permissionOf } from "../../capability.ts";
import { StatusMark } from "../../detail/status-mark.tsx";
import { MeetingPlan } from "../../forms/meeting-act.tsx";
import { ListPage } from "../../list/list-page.tsx";
import { useMe } from "../../me.tsx";
import { paths } from "../../paths.ts";
import { timeText } from "../../time-text.ts";
import { meetingStatusOptions, meetingTone } from "./meeting-words.ts";

/** Joint meetings, the latest first. */
export const MeetingsPage = () => {
  const me = useMe();
  const [planning, setPlanning] = useState(false);
  return (
    <>
      <ListPage<MeetingRow>
        title="联席会议"
        intro="会商、研究、解决问题。议程从没办完的事里排出来，逾期的决议排在最前。"
        list="/api/meetings"
        load={(query, signal) => read(client.GET("/api/meetings", { params: { query }, signal }))}
        rowKey={(row) => row.id}
        rowName={(row) => row.title}
        rowTo={(row) => paths.meeting(row.id)}
        filters={[{ kind: "choice", name: "status", label: "状态", options: meetingStatusOptions }]}
        actions={
          permissionOf(me, "runMeetings").ok ? (
            <Button onClick={() => setPlanning(true)}>召集一次会议</Button>
          ) : undefined
        }
        columns={[
          { key: "title", title: "会议", render: (row) => `第 ${row.no} 次 ${row.title}` },
          { key: "heldAt", title: "时间", wrap: "never", render: (row) => timeText(row.heldAt) },
          { key: "place", title: "地点", render: (row) => row.place },
          { key: "items", title: "议程", align: "right", render: (row) => row.itemCount },
          { key: "overdue", title: "其中逾期决议", align: "right", render: (row) => row.overdueCount },
          {
            key: "status",
            title: "状态",
            render: (row) => <StatusMark tone={meetingTone(row.status)}>{row.statusName}</StatusMark>,
          },
        ]}
        empty={{ title: "还没有开过联席会议", hint: "督导员点“召集一次会议”，议程会自动排好。" }}
      />
      {planning && <MeetingPlan onClose={() => setPlanning(false)} />}
    </>
  );
};
