import { Button } from "antd";
import { useState } from "react";
import { client, keyed, read, write } from "../../api/client.ts";
import type { BadgeRow } from "../../api/views.ts";
import { permissionOf } from "../../capability.ts";
import { StatusMark } from "../../detail/status-mark.tsx";
import { ActDialog } from "../../form/act-dialog.tsx";
import { LongTextField } from "../../form/fields.tsx";
import { textOf } from "../../form/form-errors.ts";
import { useDone } from "../../forms/use-done.ts";
import { ListPage } from "../../list/list-page.tsx";
import { useMe } from "../../me.tsx";
import { badgeStatusOptions, badgeTone } from "./team-words.ts";

type Decision = "verify" | "refuse" | "revoke";
const addresses = {
  verify: "/api/badges/{id}/verify",
  refuse: "/api/badges/{id}/refuse",
  revoke: "/api/badges/{id}/revoke",
} as const;
const decisionWords: Readonly<Record<Decision, string>> = {
  verify: "核验通过",
  refuse: "不通过",
  revoke: "收回",
};

/** Badges that volunteers sent: who may be sent to children, speak of health, or of safety. */
export const BadgesPage = () => {
  const me = useMe();
  const mayDecide = permissionOf(me, "decideTeams").ok;
  const [deciding, setDeciding] = useState<{ row: BadgeRow; decision: Decision }>();
  return (
    <>
      <ListPage<BadgeRow>
        title="培训证"
        intro="给孩子上课、讲健康、讲安全的志愿者要有培训证。看过证再通过；过期的自动不算。"
        list="/api/badges"
        load={(query, signal) => read(client.GET("/api/badges", { params: { query }, signal }))}
        rowKey={(row) => row.id}
        rowName={(row) => `${row.name} ${row.kindName}`}
        filters={[{ kind: "choice", name: "status", label: "状态", options: badgeStatusOptions }]}
        columns={[
          { key: "name", title: "志愿者", render: (row) => row.name },
          { key: "kind", title: "哪一种证", render: (row) => row.kindName },
          { key: "proof", title: "谁发的、编号", render: (row) => row.proof },
          { key: "expires", title: "有效到", wrap: "never", render: (row) => row.expiresOn },
          {
            key: "status",
            title: "状态",
            render: (row) => <StatusMark tone={badgeTone(row.status)}>{row.statusName}</StatusMark>,
          },
          {
            key: "photo",
            title: "照片",
            render: (row) =>
              row.hasPhoto && mayDecide ? (
                <a href={`/api/badges/${row.id}/proof`}>下载照片</a>
              ) : (
                (row.hasPhoto && "有") || "没有"
              ),
          },
          {
            key: "next",
            title: "下一步",
            render: (row) =>
              mayDecide && (
                <>
                  {row.status === "submitted" && (
                    <>
                      <Button size="small" onClick={() => setDeciding({ row, decision: "verify" })}>
                        核验通过
                      </Button>
                      <Button size="small" onClick={() => setDeciding({ row, decision: "refuse" })}>
                        不通过
                      </Button>
                    </>
                  )}
                  {row.status === "verified" && (
                    <Button size="small" danger onClick={() => setDeciding({ row, decision: "revoke" })}>
                      收回
                    </Button>
                  )}
                </>
              ),
          },
        ]}
        empty={{ title: "没有培训证", hint: "志愿者在门户“我的—我的培训证”里交，交了就出现在这里。" }}
      />
      {deciding !== undefined && <BadgeDecide {...deciding} onClose={() => setDeciding(undefined)} />}
    </>
  );
};

const BadgeDecide = ({
  row,
  decision,
  onClose,
}: {
  row: BadgeRow;
  decision: Decision;
  onClose: () => void;
}) => {
  const done = useDone(["/api/badges", "/api/waiting"], onClose);
  const needsReason = decision !== "verify";
  return (
    <ActDialog
      title={`${decisionWords[decision]}：${row.name}的${row.kindName}`}
      name="badge-decide"
      labels={needsReason ? { reason: "原因" } : {}}
      submitLabel={decisionWords[decision]}
      danger={needsReason}
      onCancel={onClose}
      send={({ body, key }) =>
        write(
          client.POST(addresses[decision], {
            params: { header: keyed(key), path: { id: row.id } },
            body: needsReason ? { reason: textOf(body, "reason") } : {},
          }),
        )
      }
      onDone={() => done(`已${decisionWords[decision]}`)}
    >
      {needsReason && (
        <LongTextField
          name="reason"
          label="原因"
          required
          hint="志愿者会读到，至少 5 个字。"
          maxLength={300}
        />
      )}
    </ActDialog>
  );
};
