import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { client, keyed, read, write } from "../../api/client.ts";
import type { ExpertDutyRow } from "../../api/views.ts";
import { permissionOf } from "../../capability.ts";
import { StatusMark } from "../../detail/status-mark.tsx";
import { ActDialog } from "../../form/act-dialog.tsx";
import { ChoiceField, DayField } from "../../form/fields.tsx";
import { StepDialog } from "../../forms/step-dialog.tsx";
import { useDone } from "../../forms/use-done.ts";
import { ListPage } from "../../list/list-page.tsx";
import { useMe } from "../../me.tsx";

/** Who is on duty: this week first. Dispatchers and the emergency desk look here whom to ask. */
export const ExpertDutiesPage = () => {
  const maySet = permissionOf(useMe(), "setDuties").ok;
  const [setting, setSetting] = useState(false);
  const [removing, setRemoving] = useState<ExpertDutyRow>();
  return (
    <>
      <ListPage<ExpertDutyRow>
        title="专家值班"
        intro="本周和以后每周谁值班。派单、应急和答疑先找本周值班的专家。"
        actions={
          maySet && (
            <Button type="primary" onClick={() => setSetting(true)}>
              排班
            </Button>
          )
        }
        list="/api/expert-duties"
        load={(query, signal) => read(client.GET("/api/expert-duties", { params: { query }, signal }))}
        rowKey={(row) => row.id}
        rowName={(row) => `${row.publicTitle} ${row.weekStartsOn}`}
        columns={[
          {
            key: "week",
            title: "哪一周",
            wrap: "never",
            render: (row) => `${row.weekStartsOn} 至 ${row.weekEndsOn}`,
          },
          {
            key: "now",
            title: "什么时候",
            render: (row) => (
              <StatusMark tone={row.thisWeek ? "done" : "quiet"}>{row.thisWeek ? "本周" : "以后"}</StatusMark>
            ),
          },
          { key: "kind", title: "值什么班", render: (row) => row.kindName },
          { key: "title", title: "专家", render: (row) => `${row.publicTitle}（${row.name}）` },
          { key: "fields", title: "领域", render: (row) => row.fieldNames.join("、") },
          { key: "unit", title: "单位", hidden: true, render: (row) => row.unitName },
          ...(maySet
            ? [
                {
                  key: "next",
                  title: "下一步",
                  render: (row: ExpertDutyRow) => (
                    <Button
                      size="small"
                      aria-label={`撤下：${row.publicTitle} ${row.weekStartsOn}`}
                      onClick={() => setRemoving(row)}
                    >
                      撤下
                    </Button>
                  ),
                },
              ]
            : []),
        ]}
        empty={{ title: "还没有排班", hint: "点“排班”，选一位在聘的专家和一周的星期一。" }}
      />
      {setting && <SetDuty onClose={() => setSetting(false)} />}
      {removing !== undefined && <Remove row={removing} onClose={() => setRemoving(undefined)} />}
    </>
  );
};

const Remove = ({ row, onClose }: { row: ExpertDutyRow; onClose: () => void }) => (
  <StepDialog
    name="duty-remove"
    step={{
      title: `撤下：${row.publicTitle}，${row.weekStartsOn} 起一周的${row.kindName}`,
      intro: "撤下后，这一周不再先找这位专家。",
      submit: "撤下",
      done: "已撤下",
      danger: true,
      send: ({ key }) =>
        write(
          client.POST("/api/expert-duties/{id}/remove", {
            params: { header: keyed(key), path: { id: row.id } },
          }),
        ),
    }}
    lists={["/api/expert-duties"]}
    onClose={onClose}
  />
);

const SetDuty = ({ onClose }: { onClose: () => void }) => {
  const done = useDone(["/api/expert-duties"], onClose);
  const experts = useQuery({
    queryKey: ["/api/experts", "for duty"],
    queryFn: ({ signal }) => read(client.GET("/api/experts", { params: { query: { size: 200 } }, signal })),
  });
  const rows = (experts.data?.rows ?? []).filter((row) => row.terms.some((term) => term.inForce));
  return (
    <ActDialog
      title="排专家值班"
      intro="只排得上这一周从头到尾在聘期内、没有说不在的专家。"
      name="duty-set"
      labels={{ expertId: "专家", kind: "值什么班", weekStartsOn: "哪一周" }}
      initial={{ kind: "questions" }}
      submitLabel="排上"
      onCancel={onClose}
      send={({ body, key }) =>
        write(
          client.POST("/api/expert-duties", {
            params: { header: keyed(key) },
            body: body as never, // the form's fields are the contract's; the server validates
          }),
        )
      }
      onDone={() => done("已排上")}
    >
      <ChoiceField
        name="expertId"
        label="专家"
        required
        options={rows.map((row) => ({ value: row.id, label: `${row.publicTitle}（${row.unitName}）` }))}
      />
      <ChoiceField
        name="kind"
        label="值什么班"
        required
        options={[
          { value: "questions", label: "答疑值班" },
          { value: "emergency", label: "应急值班" },
        ]}
      />
      <DayField name="weekStartsOn" label="哪一周" required hint="选那一周的星期一。" />
    </ActDialog>
  );
};
