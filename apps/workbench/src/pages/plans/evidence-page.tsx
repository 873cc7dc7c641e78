import { Button } from "antd";
import { useState } from "react";
import { client, read } from "../../api/client.ts";
import type { EvidenceRow } from "../../api/views.ts";
import { permissionOf } from "../../capability.ts";
import { ListPage } from "../../list/list-page.tsx";
import { useMe } from "../../me.tsx";
import { EvidenceAdd } from "./evidence-add.tsx";

/** The one store that tasks, milestones and checklists draw from. */
export const EvidencePage = () => {
  const may = permissionOf(useMe(), "addEvidence").ok;
  const [adding, setAdding] = useState(false);
  return (
    <>
      <ListPage<EvidenceRow>
        title="佐证材料"
        intro="一份材料存一次，任务、节点和清单都可以用。存下的内容不能改，也不能删。"
        actions={
          may && (
            <Button type="primary" onClick={() => setAdding(true)}>
              加材料
            </Button>
          )
        }
        list="/api/evidence"
        load={(query, signal) => read(client.GET("/api/evidence", { params: { query }, signal }))}
        rowKey={(row) => row.id}
        rowName={(row) => row.title}
        searchHint="材料名称"
        columns={[
          { key: "title", title: "材料", wrap: "wide", render: (row) => row.title },
          { key: "kind", title: "种类", render: (row) => row.kindName },
          { key: "unit", title: "单位", render: (row) => row.unitName },
          { key: "day", title: "日期", wrap: "never", sort: "happenedOn", render: (row) => row.happenedOn },
          { key: "count", title: "人数单", render: (row) => row.countText },
          {
            key: "source",
            title: "来源",
            render: (row) =>
              row.hasFile ? (
                <a href={`/api/evidence/${row.id}/file`} download>
                  下载<span className="visually-hidden">{row.title}</span>
                </a>
              ) : row.record === null || row.record.href === null ? (
                (row.record?.title ?? "")
              ) : (
                <a href={row.record.href}>{row.record.title}</a>
              ),
          },
        ]}
        exportPath="/api/evidence/export.xlsx"
        empty={{ title: "还没有材料", hint: "能由记录算出的不用附材料；没有记录的，点“加材料”。" }}
      />
      {adding && <EvidenceAdd use={{}} onClose={() => setAdding(false)} />}
    </>
  );
};
