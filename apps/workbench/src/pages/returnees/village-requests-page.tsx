import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { client, keyed, read, write } from "../../api/client.ts";
import type { VillageRequestBody, VillageRequestRow } from "../../api/views.ts";
import { permissionOf } from "../../capability.ts";
import { RowActions } from "../../detail/row-actions.tsx";
import { StatusMark, type Tone } from "../../detail/status-mark.tsx";
import { ActDialog } from "../../form/act-dialog.tsx";
import { ChoiceField, DayField, LongTextField } from "../../form/fields.tsx";
import { textOf } from "../../form/form-errors.ts";
import { UnitField } from "../../form/unit-field.tsx";
import { useDone } from "../../forms/use-done.ts";
import { ListPage } from "../../list/list-page.tsx";
import { useMe } from "../../me.tsx";

const lists = ["/api/village-requests", "/api/returnees", "/api/waiting"];
const tones: Readonly<Record<VillageRequestRow["status"], Tone>> = {
  open: "waiting",
  matched: "waiting",
  helped: "done",
  closed: "quiet",
};
const skillOptions = [
  { value: "planting", label: "种植" },
  { value: "breeding", label: "养殖" },
  { value: "processing", label: "农产品加工" },
  { value: "selling", label: "网上卖货、跑销路" },
  { value: "building", label: "盖房修路、设计" },
  { value: "teaching", label: "教书、带孩子学习" },
  { value: "health", label: "讲健康" },
  { value: "law", label: "讲法律、帮看合同" },
  { value: "culture", label: "文化、手艺" },
  { value: "mediating", label: "调解、出主意" },
];

/** What villages look for, whom they asked and why, and what came of it. */
export const VillageRequestsPage = () => {
  const mayManage = permissionOf(useMe(), "manageReturnees").ok;
  const [asking, setAsking] = useState(false);
  const [acting, setActing] = useState<{ row: VillageRequestRow; action: string }>();
  return (
    <>
      <ListPage<VillageRequestRow>
        title="村里的需求"
        intro="写明要什么帮助，系统按会不会、离得近不近、有没有时间排出人来。本人同意才算请到；做完、村里确认才计数。"
        actions={
          mayManage && (
            <Button type="primary" onClick={() => setAsking(true)}>
              写一条需求
            </Button>
          )
        }
        list="/api/village-requests"
        load={(query, signal) => read(client.GET("/api/village-requests", { params: { query }, signal }))}
        rowKey={(row) => row.id}
        rowName={(row) => row.wanted}
        filters={[
          {
            kind: "choice",
            name: "status",
            label: "状态",
            options: [
              { value: "open", label: "在找人" },
              { value: "matched", label: "已请人" },
              { value: "helped", label: "帮到了" },
              { value: "closed", label: "已结束" },
            ],
          },
        ]}
        columns={[
          { key: "wanted", title: "要什么", wrap: "wide", render: (row) => row.wanted },
          { key: "unit", title: "哪里", render: (row) => row.unitName },
          { key: "skill", title: "要会", render: (row) => row.skillName },
          { key: "until", title: "到", wrap: "never", render: (row) => row.untilOn },
          {
            key: "helper",
            title: "请了谁",
            wrap: "wide",
            render: (row) => (row.helper === null ? "还没有" : `${row.helper}（${row.reasons.join("；")}）`),
          },
          {
            key: "status",
            title: "状态",
            render: (row) => (
              <>
                <StatusMark tone={tones[row.status]}>{row.statusName}</StatusMark>
                {row.endReason !== null && ` ${row.endReason}`}
              </>
            ),
          },
          {
            key: "next",
            title: "下一步",
            render: (row) => (
              <RowActions
                actions={row.nextActions}
                row={row.wanted}
                onAct={(action) => setActing({ row, action })}
              />
            ),
          },
        ]}
        empty={{ title: "还没有需求", hint: "按“写一条需求”，写明要什么帮助、到哪天。" }}
      />
      {asking && <Ask onClose={() => setAsking(false)} />}
      {acting !== undefined && <Act {...acting} onClose={() => setActing(undefined)} />}
    </>
  );
};

const labels = { unitId: "哪个村", skill: "要会什么", wanted: "要什么帮助", untilOn: "到哪天" };

const Ask = ({ onClose }: { onClose: () => void }) => {
  const done = useDone(lists, onClose);
  return (
    <ActDialog
      title="写一条需求"
      intro="不要写人名和电话：登记的人看得到这段话。"
      name="village-request"
      labels={labels}
      submitLabel="写好了"
      onCancel={onClose}
      send={({ body, key }) =>
        write(
          client.POST("/api/village-requests", {
            params: { header: keyed(key) },
            body: body as VillageRequestBody, // the form's fields are the contract's; the server validates
          }),
        )
      }
      onDone={() => done("已写下，可以请人了")}
    >
      <UnitField name="unitId" label={labels.unitId} />
      <ChoiceField name="skill" label={labels.skill} required options={skillOptions} />
      <LongTextField name="wanted" label={labels.wanted} required maxLength={300} />
      <DayField name="untilOn" label={labels.untilOn} required />
    </ActDialog>
  );
};

/** Those whose offer fits, with the reasons; who cannot be asked now is told below. */
const Choice = ({ id }: { id: string }) => {
  const query = useQuery({
    queryKey: ["/api/village-requests", id, "offers"],
    queryFn: ({ signal }) =>
      read(client.GET("/api/village-requests/{id}/offers", { params: { path: { id } }, signal })),
  });
  const rows = query.data?.rows ?? [];
  const away = rows.filter((row) => row.hindrance !== null);
  return (
    <>
      <ChoiceField
        name="returneeId"
        label="请谁"
        required
        options={rows
          .filter((row) => row.hindrance === null)
          .map((row) => ({
            value: row.id,
            label: `${row.name}（${row.unitName}）：${row.reasons.join("；")}`,
          }))}
        hint={query.isPending ? "正在找合适的人…" : rows.length === 0 ? "还没有人登记会这一样。" : undefined}
      />
      {away.length > 0 && (
        <p>现在请不到：{away.map((row) => `${row.name}，${row.hindrance ?? ""}`).join("；")}。</p>
      )}
    </>
  );
};

const words: Readonly<Record<string, string>> = {
  propose: "请他",
  confirm: "确认帮到了",
  cancel: "没有办成",
  close: "结束",
};

const Act = ({ row, action, onClose }: { row: VillageRequestRow; action: string; onClose: () => void }) => {
  const done = useDone(lists, onClose);
  return (
    <ActDialog
      title={`${words[action] ?? action}：${row.wanted}`}
      intro={action === "propose" ? "他有五天答复，到时没有答复会回到“在找人”。" : undefined}
      name={`village-${action}`}
      labels={{ returneeId: "请谁", reason: "原因" }}
      submitLabel={words[action] ?? action}
      onCancel={onClose}
      send={({ body, key }) => {
        const params = { header: keyed(key), path: { id: row.id } };
        if (action === "cancel")
          return write(
            client.POST("/api/village-requests/{id}/cancel", {
              params,
              body: { reason: textOf(body, "reason") },
            }),
          );
        if (action === "confirm") return write(client.POST("/api/village-requests/{id}/confirm", { params }));
        return action === "propose"
          ? write(
              client.POST("/api/village-requests/{id}/propose", {
                params,
                body: { returneeId: textOf(body, "returneeId") },
              }),
            )
          : write(
              client.POST("/api/village-requests/{id}/close", {
                params,
                body: { reason: textOf(body, "reason") },
              }),
            );
      }}
      onDone={() => done("已办好")}
    >
      {action === "propose" && <Choice id={row.id} />}
      {(action === "close" || action === "cancel") && (
        <LongTextField name="reason" label="原因" required hint="至少 5 个字。" maxLength={300} />
      )}
    </ActDialog>
  );
};
