import { Button } from "antd";
import { useState } from "react";
import { client, read } from "../../api/client.ts";
import type { InspectionRow } from "../../api/views.ts";
import { permissionOf } from "../../capability.ts";
import { StatusMark } from "../../detail/status-mark.tsx";
import { InspectionAnnounce } from "../../forms/inspection-act.tsx";
import { ListPage } from "../../list/list-page.tsx";
import { useMe } from "../../me.tsx";
import { paths } from "../../paths.ts";
import { inspectionStatusOptions, inspectionTone } from "./inspection-words.ts";

/** Inspections, the latest first. */
export const InspectionsPage = () => {
  const me = useMe();
  const [announcing, setAnnouncing] = useState(false);
  return (
    <>
      <ListPage<InspectionRow>
        title="督促检查"
        intro="自查、公开随机抽样、现场核查、限期整改、反馈。抽哪些记录由公布的种子决定。"
        list="/api/inspections"
        load={(query, signal) => read(client.GET("/api/inspections", { params: { query }, signal }))}
        rowKey={(row) => row.id}
        rowName={(row) => row.title}
        rowTo={(row) => paths.inspection(row.id)}
        filters={[{ kind: "choice", name: "status", label: "状态", options: inspectionStatusOptions }]}
        actions={
          permissionOf(me, "runInspections").ok ? (
            <Button onClick={() => setAnnouncing(true)}>通知一次检查</Button>
          ) : undefined
        }
        columns={[
          { key: "title", title: "检查", render: (row) => `${row.no} ${row.title}` },
          {
            key: "period",
            title: "检查期",
            wrap: "never",
            render: (row) => `${row.periodFrom} 至 ${row.periodTo}`,
          },
          { key: "population", title: "总体", align: "right", render: (row) => row.populationCount ?? "—" },
          { key: "sample", title: "抽样", align: "right", render: (row) => row.sampleSize },
          { key: "failed", title: "不合格", align: "right", render: (row) => row.failedCount },
          {
            key: "status",
            title: "状态",
            render: (row) => <StatusMark tone={inspectionTone(row.status)}>{row.statusName}</StatusMark>,
          },
        ]}
        empty={{ title: "还没有检查", hint: "督导员点“通知一次检查”，选检查期、单位和抽多少条。" }}
      />
      {announcing && <InspectionAnnounce onClose={() => setAnnouncing(false)} />}
    </>
  );
};
