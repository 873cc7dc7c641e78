import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { client, keyed, read, write } from "../../api/client.ts";
import type { AssessmentRow } from "../../api/views.ts";
import { permissionOf } from "../../capability.ts";
import { StatusMark } from "../../detail/status-mark.tsx";
import { ChoiceField, TextField } from "../../form/fields.tsx";
import { UnitField } from "../../form/unit-field.tsx";
import { UnitsField } from "../../form/units-field.tsx";
import { StepDialog } from "../../forms/step-dialog.tsx";
import { ListPage } from "../../list/list-page.tsx";
import { useMe } from "../../me.tsx";
import { paths } from "../../paths.ts";
import { assessmentTone } from "./assessment-words.ts";

const AssessmentOpen = ({ onClose }: { onClose: () => void }) => {
  const query = useQuery({
    queryKey: ["/api/score-schemes", "published"],
    queryFn: ({ signal }) =>
      read(client.GET("/api/score-schemes", { params: { query: { size: 200 } }, signal })),
  });
  const schemes = (query.data?.rows ?? []).filter((row) => row.status === "published");
  return (
    <StepDialog
      name="assessment-open"
      lists={["/api/assessments"]}
      onClose={onClose}
      step={{
        title: "开一年的考核",
        intro: "开了以后随时可以从事实重新计算，冻结前都会变。",
        submit: "开始考核",
        done: "已开始",
        labels: {
          unitId: "由哪个单位考核",
          schemeId: "评分办法",
          year: "年度",
          unitIds: "考核哪些单位",
        },
        initial: { unitIds: [] },
        fields: (
          <>
            <UnitField name="unitId" label="由哪个单位考核" />
            <ChoiceField
              name="schemeId"
              label="评分办法"
              required
              hint="只列已发布的。"
              options={schemes.map((row) => ({
                value: row.id,
                label: `${row.title}（第 ${row.version} 版）`,
              }))}
            />
            <TextField name="year" label="年度" required inputMode="numeric" />
            <UnitsField name="unitIds" label="考核哪些单位" />
          </>
        ),
        send: ({ body, key }) =>
          write(
            client.POST("/api/assessments", {
              params: { header: keyed(key) },
              body: { ...body, year: Number(body["year"]) } as never, // the form's fields are the contract's; the server validates
            }),
          ),
      }}
    />
  );
};

/** Assessments by year. */
export const AssessmentsPage = () => {
  const me = useMe();
  const [opening, setOpening] = useState(false);
  return (
    <>
      <ListPage<AssessmentRow>
        title="年度考核"
        intro="得分从事实计算，现场评的写明看到什么；冻结后只因申诉采纳而改。按单位列，不排名次。"
        list="/api/assessments"
        load={(query, signal) => read(client.GET("/api/assessments", { params: { query }, signal }))}
        rowKey={(row) => row.id}
        rowName={(row) => `${row.year} ${row.schemeTitle}`}
        rowTo={(row) => paths.assessment(row.id)}
        actions={
          permissionOf(me, "runAssessments").ok ? (
            <Button onClick={() => setOpening(true)}>开一年的考核</Button>
          ) : undefined
        }
        columns={[
          { key: "year", title: "年度", wrap: "never", render: (row) => `${row.year} 年` },
          {
            key: "scheme",
            title: "评分办法",
            render: (row) => `${row.schemeTitle}（第 ${row.schemeVersion} 版）`,
          },
          { key: "units", title: "单位", align: "right", render: (row) => row.unitCount },
          { key: "appeals", title: "待复议", align: "right", render: (row) => row.openAppeals },
          {
            key: "status",
            title: "状态",
            render: (row) => <StatusMark tone={assessmentTone(row.status)}>{row.statusName}</StatusMark>,
          },
        ]}
        empty={{ title: "还没有考核", hint: "先发布一份评分办法，再开一年的考核。" }}
      />
      {opening && <AssessmentOpen onClose={() => setOpening(false)} />}
    </>
  );
};
