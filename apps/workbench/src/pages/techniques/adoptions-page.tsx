import { Button } from "antd";
import { useState } from "react";
import { client, keyed, read, write } from "../../api/client.ts";
import type { AdoptionRow } from "../../api/views.ts";
import { permissionOf } from "../../capability.ts";
import { StatusMark, type Tone } from "../../detail/status-mark.tsx";
import { ActDialog } from "../../form/act-dialog.tsx";
import { LongTextField } from "../../form/fields.tsx";
import { textOf } from "../../form/form-errors.ts";
import { useDone } from "../../forms/use-done.ts";
import { ListPage } from "../../list/list-page.tsx";
import { useMe } from "../../me.tsx";

const tones: Readonly<Record<AdoptionRow["status"], Tone>> = {
  reported: "waiting",
  confirmed: "done",
  disputed: "quiet",
  withdrawn: "quiet",
};
type Act = "confirm" | "dispute";

/** What farmers of one's area say they used; it counts when the town or a commissioner confirms. */
export const AdoptionsPage = () => {
  const mayConfirm = permissionOf(useMe(), "confirmAdoptions").ok;
  const [acting, setActing] = useState<{ row: AdoptionRow; act: Act }>();
  return (
    <>
      <ListPage<AdoptionRow>
        title="采用记录"
        intro="农户在目录里按了“我用了”。特派员或镇街问过、确认了才计数；效果由农户自己说。"
        list="/api/technique-adoptions"
        load={(query, signal) => read(client.GET("/api/technique-adoptions", { params: { query }, signal }))}
        rowKey={(row) => row.id}
        rowName={(row) => `${row.name}，${row.entryName}`}
        filters={[
          {
            kind: "choice",
            name: "status",
            label: "状态",
            options: [
              { value: "reported", label: "等确认" },
              { value: "confirmed", label: "已确认" },
              { value: "disputed", label: "没有确认" },
              { value: "withdrawn", label: "本人撤回" },
            ],
          },
        ]}
        columns={[
          { key: "name", title: "农户", render: (row) => row.name },
          { key: "entry", title: "用了什么", render: (row) => row.entryName },
          { key: "unit", title: "哪个镇街", render: (row) => row.unitName },
          { key: "season", title: "哪一季", wrap: "never", render: (row) => row.seasonName },
          { key: "day", title: "哪天说的", wrap: "never", render: (row) => row.reportedOn },
          {
            key: "status",
            title: "状态",
            render: (row) => (
              <StatusMark tone={tones[row.status]}>
                {row.confirmedByName === null
                  ? row.statusName
                  : `${row.statusName}（${row.confirmedByName}）`}
              </StatusMark>
            ),
          },
          {
            key: "outcome",
            title: "效果",
            wrap: "wide",
            render: (row) => [row.reason, row.outcomeName, row.outcomeNote].filter(Boolean).join("："),
          },
          {
            key: "next",
            title: "下一步",
            render: (row) =>
              mayConfirm &&
              row.status === "reported" && (
                <>
                  <Button size="small" onClick={() => setActing({ row, act: "confirm" })}>
                    确认用了
                  </Button>
                  <Button size="small" onClick={() => setActing({ row, act: "dispute" })}>
                    没有用
                  </Button>
                </>
              ),
          },
        ]}
        empty={{ title: "还没有采用记录", hint: "农户在门户“品种技术目录”里按“我用了”，就会出现在这里。" }}
      />
      {acting !== undefined && <ActOnAdoption {...acting} onClose={() => setActing(undefined)} />}
    </>
  );
};

const ActOnAdoption = ({ row, act, onClose }: { row: AdoptionRow; act: Act; onClose: () => void }) => {
  const done = useDone(["/api/technique-adoptions", "/api/waiting"], onClose);
  const isConfirm = act === "confirm";
  return (
    <ActDialog
      title={`${isConfirm ? "确认用了" : "没有用"}：${row.entryName}`}
      intro={isConfirm ? "问过农户、看过地再确认。确认了才计数。" : "写明原因，农户会看到。"}
      name={`adoption-${act}`}
      labels={isConfirm ? {} : { reason: "原因" }}
      submitLabel={isConfirm ? "确认用了" : "记没有用"}
      onCancel={onClose}
      send={({ body, key }) => {
        const params = { header: keyed(key), path: { id: row.id } };
        return isConfirm
          ? write(client.POST("/api/technique-adoptions/{id}/confirm", { params }))
          : write(
              client.POST("/api/technique-adoptions/{id}/dispute", {
                params,
                body: { reason: textOf(body, "reason") },
              }),
            );
      }}
      onDone={() => done(isConfirm ? "已确认" : "已记下")}
    >
      {!isConfirm && (
        <LongTextField name="reason" label="原因" required hint="至少 5 个字。" maxLength={300} />
      )}
    </ActDialog>
  );
};
