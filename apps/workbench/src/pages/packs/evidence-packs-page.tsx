import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { useSearchParams } from "react-router";
import { client, read } from "../../api/client.ts";
import type { EvidencePackRow } from "../../api/views.ts";
import { permissionOf } from "../../capability.ts";
import { StatusMark, type Tone } from "../../detail/status-mark.tsx";
import { PackAskDialog } from "../../forms/pack-ask.tsx";
import { ListPage } from "../../list/list-page.tsx";
import { useMe } from "../../me.tsx";
import { numberText, timeText } from "../../time-text.ts";

const tones: Readonly<Record<EvidencePackRow["status"], Tone>> = {
  asked: "waiting",
  made: "waiting",
  ready: "done",
  failed: "urgent",
};

/** Packs for inspections from above: asked for with one button, made by the system, downloaded when ready. */
export const EvidencePacksPage = () => {
  const me = useMe();
  const [search] = useSearchParams();
  const [asking, setAsking] = useState(false);
  const unit = search.get("unit") ?? me.grants[0]?.unitId ?? "";
  const overview = useQuery({
    queryKey: ["/api/overview", unit],
    queryFn: ({ signal }) => read(client.GET("/api/overview", { params: { query: { unit } }, signal })),
    enabled: unit !== "",
  });
  const plan = overview.data?.plan ?? null;
  return (
    <>
      <ListPage<EvidencePackRow>
        title="迎检材料包"
        intro="一个压缩包：每项任务、每个数字、数字的每条记录、佐证文件，不联网就能看，也能自己核对有没有被改过。"
        actions={
          plan !== null && (
            <>
              <Button href={`/api/plans/${plan.id}/report.docx?year=${new Date().getFullYear()}`}>
                年度报告（.docx）
              </Button>{" "}
              <Button href={`/api/plans/${plan.id}/report.docx`}>总结评估（.docx）</Button>{" "}
              {permissionOf(me, "askPack").ok && (
                <Button type="primary" onClick={() => setAsking(true)}>
                  制作材料包
                </Button>
              )}
            </>
          )
        }
        list="/api/evidence-packs"
        load={(query, signal) => read(client.GET("/api/evidence-packs", { params: { query }, signal }))}
        rowKey={(row) => row.id}
        rowName={(row) => row.title}
        columns={[
          { key: "title", title: "材料包", render: (row) => row.title },
          {
            key: "status",
            title: "状态",
            render: (row) => (
              <>
                <StatusMark tone={tones[row.status]}>{row.statusName}</StatusMark>
                {row.failure !== null && <span className="unknown"> {row.failure}</span>}
              </>
            ),
          },
          { key: "asOf", title: "数字截至", wrap: "never", render: (row) => row.asOf },
          { key: "unit", title: "单位", render: (row) => row.unitName },
          { key: "asked", title: "什么时候要的", wrap: "never", render: (row) => timeText(row.askedAt) },
          {
            key: "files",
            title: "文件",
            align: "right",
            render: (row) => (row.fileCount === null ? "" : numberText(row.fileCount)),
          },
          {
            key: "download",
            title: "下载",
            render: (row) =>
              row.status === "ready" && (
                <a href={`/api/evidence-packs/${row.id}/download`}>
                  下载<span className="visually-hidden">{row.title}</span>
                </a>
              ),
          },
        ]}
        empty={{ title: "还没有材料包", hint: "上级来检查前，点“制作材料包”，一两分钟就好，不用收材料。" }}
      />
      {asking && plan !== null && <PackAskDialog planId={plan.id} onClose={() => setAsking(false)} />}
    </>
  );
};
