import { Button } from "antd";
import { useState } from "react";
import { client, keyed, read, write } from "../../api/client.ts";
import type { AdviceRequestRow } from "../../api/views.ts";
import { permissionOf } from "../../capability.ts";
import { ActDialog } from "../../form/act-dialog.tsx";
import { DayField, LongTextField, TextField } from "../../form/fields.tsx";
import { textOf } from "../../form/form-errors.ts";
import { UnitField } from "../../form/unit-field.tsx";
import { useDone } from "../../forms/use-done.ts";
import { ListPage } from "../../list/list-page.tsx";
import { useMe } from "../../me.tsx";

/** What units ask the senior experts, with how many papers came. */
export const AdviceRequestsPage = () => {
  const mayAsk = permissionOf(useMe(), "answerAdvice").ok;
  const [asking, setAsking] = useState(false);
  return (
    <>
      <ListPage<AdviceRequestRow>
        title="请老专家建议"
        intro="单位想听老专家的建议，写在这里，老专家在门户看得到，到期前都可以回应。"
        actions={
          mayAsk && (
            <Button type="primary" onClick={() => setAsking(true)}>
              提一个问题
            </Button>
          )
        }
        list="/api/advice-requests"
        load={(query, signal) => read(client.GET("/api/advice-requests", { params: { query }, signal }))}
        rowKey={(row) => row.id}
        rowName={(row) => row.title}
        columns={[
          { key: "title", title: "想听哪方面", render: (row) => row.title },
          { key: "question", title: "具体问什么", wrap: "wide", render: (row) => row.question },
          { key: "unit", title: "单位", render: (row) => row.unitName },
          { key: "until", title: "到哪天", wrap: "never", render: (row) => row.closesOn },
          {
            key: "papers",
            title: "收到建议",
            render: (row) => `${row.papers} 件，已答复 ${row.answered} 件`,
          },
        ]}
        empty={{ title: "还没有提过问题", hint: "点“提一个问题”，写明想听哪方面的建议。" }}
      />
      {asking && <Ask onClose={() => setAsking(false)} />}
    </>
  );
};

const Ask = ({ onClose }: { onClose: () => void }) => {
  const done = useDone(["/api/advice-requests"], onClose);
  return (
    <ActDialog
      title="请老专家建议"
      intro="老专家组的专家都看得到。"
      name="advice-ask"
      labels={{ unitId: "哪个单位问", title: "想听哪方面的建议", question: "具体问什么", closesOn: "到哪天" }}
      submitLabel="提出"
      onCancel={onClose}
      send={({ body, key }) =>
        write(
          client.POST("/api/advice-requests", {
            params: { header: keyed(key) },
            body: {
              unitId: textOf(body, "unitId"),
              title: textOf(body, "title"),
              question: textOf(body, "question"),
              closesOn: textOf(body, "closesOn"),
            },
          }),
        )
      }
      onDone={() => done("已提出，老专家看得到了")}
    >
      <UnitField name="unitId" label="哪个单位问" hint="街道、镇、社区、村、园区、部门或委员会。" />
      <TextField name="title" label="想听哪方面的建议" required maxLength={60} />
      <LongTextField name="question" label="具体问什么" required hint="至少 10 个字。" maxLength={500} />
      <DayField name="closesOn" label="到哪天" required />
    </ActDialog>
  );
};
