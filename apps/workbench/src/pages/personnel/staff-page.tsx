import { Button } from "antd";
import { useState } from "react";
import { client, keyed, read, write } from "../../api/client.ts";
import type { StaffRow } from "../../api/views.ts";
import { permissionOf } from "../../capability.ts";
import { StatusMark } from "../../detail/status-mark.tsx";
import { ActDialog } from "../../form/act-dialog.tsx";
import { DayField, TextField } from "../../form/fields.tsx";
import { textOf } from "../../form/form-errors.ts";
import { employmentOptions, StaffEnter } from "../../forms/staff-enter.tsx";
import { useDone } from "../../forms/use-done.ts";
import { ListPage } from "../../list/list-page.tsx";
import { useMe } from "../../me.tsx";

type End = "leave" | "strike";

/** The registers of science-popularisation staff of the units in one's area. */
export const StaffPage = () => {
  const mayWrite = permissionOf(useMe(), "writePersonnel").ok;
  const [entering, setEntering] = useState(false);
  const [ending, setEnding] = useState<{ row: StaffRow; end: End }>();
  return (
    <>
      <ListPage<StaffRow>
        title="科普人员"
        intro="各单位的专职和兼职科普人员。“科普人员统计”里的数由这张名册算出来，不用另填。"
        actions={
          mayWrite && (
            <Button type="primary" onClick={() => setEntering(true)}>
              登记一位
            </Button>
          )
        }
        list="/api/science-staff"
        load={(query, signal) => read(client.GET("/api/science-staff", { params: { query }, signal }))}
        rowKey={(row) => row.id}
        rowName={(row) => `${row.unitName} ${row.name ?? row.jobName}`}
        filters={[
          { kind: "choice", name: "employment", label: "专职还是兼职", options: employmentOptions },
          {
            kind: "choice",
            name: "status",
            label: "状态",
            options: [
              { value: "serving", label: "在岗" },
              { value: "left", label: "已离开" },
              { value: "struck", label: "录错，不计" },
            ],
          },
        ]}
        columns={[
          { key: "unit", title: "单位", wrap: "never", render: (row) => row.unitName },
          { key: "name", title: "姓名", wrap: "never", render: (row) => row.name ?? "已删去" },
          {
            key: "employment",
            title: "专兼职",
            render: (row) =>
              row.months === null ? row.employmentName : `${row.employmentName}，一年 ${row.months} 个月`,
          },
          { key: "job", title: "做什么", render: (row) => row.jobName },
          { key: "field", title: "领域", render: (row) => row.fieldName },
          { key: "marks", title: "统计口径", render: (row) => row.marks },
          {
            key: "term",
            title: "起止",
            wrap: "never",
            render: (row) =>
              row.leftOn === null ? `${row.joinedOn} 起` : `${row.joinedOn} 至 ${row.leftOn}`,
          },
          {
            key: "status",
            title: "状态",
            render: (row) => (
              <StatusMark tone={row.status === "serving" ? "done" : "quiet"}>{row.statusName}</StatusMark>
            ),
          },
          {
            key: "next",
            title: "下一步",
            render: (row) =>
              mayWrite && (
                <>
                  {row.status === "serving" && (
                    <Button size="small" onClick={() => setEnding({ row, end: "leave" })}>
                      登记离开
                    </Button>
                  )}
                  {row.status !== "struck" && (
                    <Button size="small" danger onClick={() => setEnding({ row, end: "strike" })}>
                      录错了
                    </Button>
                  )}
                </>
              ),
          },
        ]}
        empty={{ title: "还没有登记科普人员", hint: "镇街、部门或单位管理员点“登记一位”。" }}
      />
      {entering && <StaffEnter onClose={() => setEntering(false)} />}
      {ending !== undefined && <EndStaff {...ending} onClose={() => setEnding(undefined)} />}
    </>
  );
};

const EndStaff = ({ row, end, onClose }: { row: StaffRow; end: End; onClose: () => void }) => {
  const done = useDone(["/api/science-staff", "/api/science-staff-counts"], onClose);
  const leaves = end === "leave";
  return (
    <ActDialog
      title={`${leaves ? "登记离开" : "录错了，划去"}：${row.name ?? row.jobName}`}
      intro={leaves ? "姓名随即删去，离开以前的统计不变。" : "这一条哪一天都不再计数，姓名随即删去。"}
      name="staff-end"
      labels={leaves ? { leftOn: "哪天离开", reason: "原因" } : { reason: "原因" }}
      submitLabel={leaves ? "登记离开" : "划去"}
      danger={!leaves}
      onCancel={onClose}
      send={({ body, key }) => {
        const params = { header: keyed(key), path: { id: row.id } };
        const reason = textOf(body, "reason");
        return leaves
          ? write(
              client.POST("/api/science-staff/{id}/leave", {
                params,
                body: { leftOn: textOf(body, "leftOn"), reason },
              }),
            )
          : write(client.POST("/api/science-staff/{id}/strike", { params, body: { reason } }));
      }}
      onDone={() => done(leaves ? "已登记离开" : "已划去")}
    >
      {leaves && <DayField name="leftOn" label="哪天离开" required />}
      <TextField name="reason" label={leaves ? "去了哪里或原因" : "哪里录错了"} required maxLength={120} />
    </ActDialog>
  );
};
