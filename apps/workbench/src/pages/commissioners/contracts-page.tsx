import { Button } from "antd";
import { useState } from "react";
import { client, keyed, read, write } from "../../api/client.ts";
import type { ContractRow } from "../../api/views.ts";
import { permissionOf } from "../../capability.ts";
import { StatusMark } from "../../detail/status-mark.tsx";
import { ActDialog } from "../../form/act-dialog.tsx";
import { LongTextField } from "../../form/fields.tsx";
import { textOf } from "../../form/form-errors.ts";
import { ContractSign } from "../../forms/contract-sign.tsx";
import { useDone } from "../../forms/use-done.ts";
import { ListPage } from "../../list/list-page.tsx";
import { useMe } from "../../me.tsx";

/** Contracts of commissioners: who serves which town, in which field, from when to when. */
export const ContractsPage = () => {
  const maySign = permissionOf(useMe(), "signContracts").ok;
  const [signing, setSigning] = useState(false);
  const [ending, setEnding] = useState<ContractRow>();
  return (
    <>
      <ListPage<ContractRow>
        title="科技特派员"
        intro="由镇街聘任：谁、哪个镇街、哪个方向、服务哪些农户和基地、聘期。农户点了下田指导，当地的特派员会看到。"
        actions={
          maySign && (
            <Button type="primary" onClick={() => setSigning(true)}>
              聘任特派员
            </Button>
          )
        }
        list="/api/commissioner-contracts"
        load={(query, signal) =>
          read(client.GET("/api/commissioner-contracts", { params: { query }, signal }))
        }
        rowKey={(row) => row.id}
        rowName={(row) => `${row.name} ${row.unitName}`}
        filters={[]}
        columns={[
          { key: "name", title: "特派员", render: (row) => row.name },
          { key: "unit", title: "镇街", render: (row) => row.unitName },
          { key: "field", title: "方向", render: (row) => row.fieldName },
          { key: "bases", title: "服务谁", render: (row) => row.bases },
          { key: "term", title: "聘期", wrap: "never", render: (row) => `${row.startsOn} 至 ${row.endsOn}` },
          { key: "document", title: "聘任文件", render: (row) => row.document },
          {
            key: "status",
            title: "状态",
            render: (row) => (
              <StatusMark tone={row.status === "in_force" ? "done" : "quiet"}>{row.statusName}</StatusMark>
            ),
          },
          {
            key: "next",
            title: "下一步",
            render: (row) =>
              maySign &&
              row.status === "in_force" && (
                <Button size="small" danger onClick={() => setEnding(row)}>
                  终止聘任
                </Button>
              ),
          },
        ]}
        empty={{ title: "还没有聘任特派员", hint: "镇街联络员点“聘任特派员”，填他的手机号和聘期。" }}
      />
      {signing && <ContractSign onClose={() => setSigning(false)} />}
      {ending !== undefined && <EndContract row={ending} onClose={() => setEnding(undefined)} />}
    </>
  );
};

const EndContract = ({ row, onClose }: { row: ContractRow; onClose: () => void }) => {
  const done = useDone(["/api/commissioner-contracts"], onClose);
  return (
    <ActDialog
      title={`终止聘任：${row.name} ${row.unitName}`}
      intro="农户确认过的服务照样算。"
      name="contract-end"
      labels={{ reason: "原因" }}
      submitLabel="终止聘任"
      danger
      onCancel={onClose}
      send={({ body, key }) =>
        write(
          client.POST("/api/commissioner-contracts/{id}/end", {
            params: { header: keyed(key), path: { id: row.id } },
            body: { reason: textOf(body, "reason") },
          }),
        )
      }
      onDone={() => done("已终止聘任")}
    >
      <LongTextField name="reason" label="原因" required hint="至少 5 个字。" maxLength={300} />
    </ActDialog>
  );
};
