import { Button } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import { client, keyed, read, write } from "../../api/client.ts";
import type { CorrectionRow } from "../../api/views.ts";
import { permissionOf } from "../../capability.ts";
import { StatusMark, type Tone } from "../../detail/status-mark.tsx";
import { ActDialog } from "../../form/act-dialog.tsx";
import { LongTextField } from "../../form/fields.tsx";
import { textOf } from "../../form/form-errors.ts";
import { useDone } from "../../forms/use-done.ts";
import { ListPage } from "../../list/list-page.tsx";
import { useMe } from "../../me.tsx";
import { paths } from "../../paths.ts";
import { minutesText } from "./team-words.ts";

type Decision = "accept" | "refuse";
const words: Readonly<Record<Decision, string>> = { accept: "同意更正", refuse: "不更正" };
const tones: Readonly<Record<CorrectionRow["status"], Tone>> = {
  requested: "waiting",
  accepted: "done",
  refused: "quiet",
};

/** Corrections of hours that volunteers asked for; somebody else decides. */
export const CorrectionsPage = () => {
  const mayDecide = permissionOf(useMe(), "addHours").ok;
  const [deciding, setDeciding] = useState<{ row: CorrectionRow; decision: Decision }>();
  return (
    <>
      <ListPage<CorrectionRow>
        title="时长更正"
        intro="志愿者说哪条时长记错了。签到记的只能减少；多出来的部分记成补录。原来的记录留着。"
        list="/api/hours-corrections"
        load={(query, signal) => read(client.GET("/api/hours-corrections", { params: { query }, signal }))}
        rowKey={(row) => row.id}
        rowName={(row) => `${row.name} ${row.day}`}
        filters={[
          {
            kind: "choice",
            name: "status",
            label: "状态",
            options: [
              { value: "requested", label: "等人核对" },
              { value: "accepted", label: "已更正" },
              { value: "refused", label: "没有更正" },
            ],
          },
        ]}
        columns={[
          { key: "name", title: "志愿者", render: (row) => row.name },
          {
            key: "team",
            title: "服务队",
            render: (row) => <Link to={paths.team(row.teamId)}>{row.teamName}</Link>,
          },
          { key: "day", title: "哪天", wrap: "never", render: (row) => row.day },
          {
            key: "kind",
            title: "怎么记的",
            render: (row) => (row.kind === "credited" ? "签到签退" : "补录"),
          },
          { key: "minutes", title: "现在", align: "right", render: (row) => minutesText(row.minutes) },
          {
            key: "wanted",
            title: "应该是",
            align: "right",
            render: (row) => minutesText(row.wantedMinutes),
          },
          { key: "reason", title: "为什么", render: (row) => row.decisionReason ?? row.reason },
          {
            key: "status",
            title: "状态",
            render: (row) => <StatusMark tone={tones[row.status]}>{row.statusName}</StatusMark>,
          },
          {
            key: "next",
            title: "下一步",
            render: (row) =>
              mayDecide &&
              row.status === "requested" && (
                <>
                  {(["accept", "refuse"] as const).map((decision) => (
                    <Button key={decision} size="small" onClick={() => setDeciding({ row, decision })}>
                      {words[decision]}
                    </Button>
                  ))}
                </>
              ),
          },
        ]}
        empty={{ title: "没有更正申请", hint: "志愿者在门户“我的服务时长”里申请，申请了就出现在这里。" }}
      />
      {deciding !== undefined && <Decide {...deciding} onClose={() => setDeciding(undefined)} />}
    </>
  );
};

const Decide = ({
  row,
  decision,
  onClose,
}: {
  row: CorrectionRow;
  decision: Decision;
  onClose: () => void;
}) => {
  const done = useDone(["/api/hours-corrections", "/api/service-hours", "/api/waiting"], onClose);
  const needsReason = decision === "refuse";
  const params = (key: string) => ({ header: keyed(key), path: { id: row.id } });
  return (
    <ActDialog
      title={`${words[decision]}：${row.name} ${row.day}`}
      intro={`${minutesText(row.minutes)}改为${minutesText(row.wantedMinutes)}。${row.reason}`}
      name="correction-decide"
      labels={needsReason ? { reason: "原因" } : {}}
      submitLabel={words[decision]}
      danger={needsReason}
      onCancel={onClose}
      send={({ body, key }) =>
        needsReason
          ? write(
              client.POST("/api/hours-corrections/{id}/refuse", {
                params: params(key),
                body: { reason: textOf(body, "reason") },
              }),
            )
          : write(client.POST("/api/hours-corrections/{id}/accept", { params: params(key), body: {} }))
      }
      onDone={() => done(`已${words[decision]}`)}
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
