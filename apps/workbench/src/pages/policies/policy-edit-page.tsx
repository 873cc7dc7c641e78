import { useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Form } from "antd";
import { useNavigate, useParams } from "react-router";
import { client, keyed, read, write } from "../../api/client.ts";
import { asProblem } from "../../api/problem.ts";
import type { PolicyView } from "../../api/views.ts";
import { ActForm, type Sent } from "../../form/act-form.tsx";
import { ChoiceField, DayField, LongTextField, TextField } from "../../form/fields.tsx";
import { textOf } from "../../form/form-errors.ts";
import { UnitField } from "../../form/unit-field.tsx";
import { paths } from "../../paths.ts";
import { LoadingRows } from "../../shell/loading.tsx";
import { PageHead } from "../../shell/page-head.tsx";
import { ProblemView } from "../../shell/problem-view.tsx";
import { type Point, PointsField } from "./points-field.tsx";
import { levelOptions } from "./policies-words.ts";

const labels = {
  title: "文件名称",
  documentNo: "文号",
  issuer: "谁发布",
  level: "哪一级",
  issuedOn: "发布日期",
  effectiveOn: "施行日期",
  endedOn: "有效到",
  officialUrl: "官方网址",
  lookedUpOn: "哪天查阅的",
  summary: "一句话说明",
  points: "要点",
  unitId: "单位",
};

const orNull = (body: Sent["body"], name: string): string | null =>
  textOf(body, name) === "" ? null : textOf(body, name);

const toldOf = ({ body, values }: Sent) => ({
  title: textOf(body, "title"),
  documentNo: orNull(body, "documentNo"),
  issuer: textOf(body, "issuer"),
  level: textOf(body, "level") as PolicyView["level"], // the server refuses what is none
  issuedOn: textOf(body, "issuedOn"),
  effectiveOn: orNull(body, "effectiveOn"),
  endedOn: orNull(body, "endedOn"),
  officialUrl: textOf(body, "officialUrl"),
  lookedUpOn: textOf(body, "lookedUpOn"),
  summary: textOf(body, "summary"),
  points: (values["points"] ?? []) as Point[], // the value of our own field
});

const initialOf = (policy: PolicyView): Record<string, unknown> => ({
  ...policy,
  documentNo: policy.documentNo ?? undefined,
  effectiveOn: policy.effectiveOn ?? undefined,
  endedOn: policy.endedOn ?? undefined,
});

const crumbs = [{ label: "政策库", to: paths.policies }];

const PolicyForm = ({ policy }: { policy?: PolicyView }) => {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { message } = App.useApp();
  return (
    <div className="panel form-panel">
      <ActForm
        name="policy"
        labels={labels}
        initial={policy === undefined ? { points: [] } : initialOf(policy)}
        submitLabel="保存草稿"
        onCancel={() => void navigate(paths.policies)}
        send={(sent) =>
          policy === undefined
            ? write(
                client.POST("/api/policies", {
                  params: { header: keyed(sent.key) },
                  body: { unitId: textOf(sent.body, "unitId"), ...toldOf(sent) },
                }),
              )
            : write(
                client.PUT("/api/policies/{id}", {
                  params: { header: keyed(sent.key), path: { id: policy.id } },
                  body: toldOf(sent),
                }),
              )
        }
        onDone={() => {
          void queries.invalidateQueries({ queryKey: ["/api/policies"] });
          void message.success("草稿已保存，请另一个人核对后发布");
          void navigate(paths.policies);
        }}
      >
        <TextField name="title" label={labels.title} required maxLength={120} />
        <TextField
          name="documentNo"
          label={labels.documentNo}
          maxLength={60}
          hint="法律没有文号，可以不填。"
        />
        <TextField name="issuer" label={labels.issuer} required maxLength={100} />
        <ChoiceField name="level" label={labels.level} required options={levelOptions} />
        <DayField name="issuedOn" label={labels.issuedOn} required />
        <DayField name="effectiveOn" label={labels.effectiveOn} />
        <DayField name="endedOn" label={labels.endedOn} hint="文件写了有效期才填，到期自动不再列出。" />
        <TextField
          name="officialUrl"
          label={labels.officialUrl}
          required
          maxLength={500}
          hint="以 https:// 或 http:// 开头。"
        />
        <DayField name="lookedUpOn" label={labels.lookedUpOn} required />
        <LongTextField name="summary" label={labels.summary} required rows={2} maxLength={200} />
        <section aria-labelledby="policy-points">
          <h2 id="policy-points">{labels.points}</h2>
          <p className="unknown">每条用自己的话写，写明在原文哪里、写给谁。</p>
          <Form.Item name="points" noStyle>
            <PointsField />
          </Form.Item>
        </section>
        {policy === undefined && <UnitField name="unitId" label={labels.unitId} />}
      </ActForm>
    </div>
  );
};

export const PolicyNewPage = () => (
  <>
    <PageHead title="起草政策解读" crumbs={crumbs} intro="对照官方原文写白话，另一个人核对后发布。" />
    <PolicyForm />
  </>
);

export const PolicyEditPage = () => {
  const { id = "" } = useParams();
  const query = useQuery({
    queryKey: ["/api/policies", id],
    queryFn: ({ signal }) => read(client.GET("/api/policies/{id}", { params: { path: { id } }, signal })),
  });
  return (
    <>
      <PageHead title="修改政策解读" crumbs={crumbs} intro="改过的人算起草人，要由另一个人发布。" />
      {query.isPending && <LoadingRows />}
      {query.isError && <ProblemView problem={asProblem(query.error)} onRetry={() => void query.refetch()} />}
      {query.isSuccess && <PolicyForm policy={query.data} />}
    </>
  );
};
