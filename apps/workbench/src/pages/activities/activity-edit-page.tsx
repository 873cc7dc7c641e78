import { useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Checkbox, Form } from "antd";
import { useNavigate, useParams, useSearchParams } from "react-router";
import { client, keyed, read, write } from "../../api/client.ts";
import { asProblem } from "../../api/problem.ts";
import type { ActivityView } from "../../api/views.ts";
import { ActForm, type Sent } from "../../form/act-form.tsx";
import { ChecksField } from "../../form/checks-field.tsx";
import { ChoiceField, LongTextField, TextField } from "../../form/fields.tsx";
import { textOf } from "../../form/form-errors.ts";
import { UnitField } from "../../form/unit-field.tsx";
import { paths } from "../../paths.ts";
import { LoadingRows } from "../../shell/loading.tsx";
import { PageHead } from "../../shell/page-head.tsx";
import { ProblemView } from "../../shell/problem-view.tsx";
import { audienceOptions } from "../contents/contents-words.ts";
import { pillarOptions } from "../plans/plan-words.ts";
import { activityKindOptions, entryOptions } from "./activities-words.ts";
import { useActivityChoices } from "./use-activity-choices.ts";

const labels = {
  title: "名称",
  about: "介绍",
  kind: "形式",
  entry: "去向",
  topic: "主题",
  audiences: "适合谁",
  teamId: "服务队",
  expertId: "专家",
  phone: "主办电话",
  occasion: "主题日",
  pillars: "四个方面",
  minors: "收不收 14 岁以下的孩子",
  unitId: "主办单位",
};

const optional = (
  body: Sent["body"],
  name: "teamId" | "expertId" | "phone" | "occasion",
): Record<string, string> => (textOf(body, name) === "" ? {} : { [name]: textOf(body, name) });

const toldOf = ({ body, values }: Sent) => ({
  title: textOf(body, "title"),
  about: textOf(body, "about"),
  kind: textOf(body, "kind") as ActivityView["kind"], // the server refuses what is none
  entry: textOf(body, "entry") as ActivityView["entry"], // the same
  topic: textOf(body, "topic"),
  audiences: (values["audiences"] ?? []) as ActivityView["audiences"], // the value of the tick group
  minors: textOf(body, "minors") === "yes" ? ("yes" as const) : ("no" as const),
  // A new activity has no boxes: its words propose the tags.
  ...(values["pillars"] === undefined ? {} : { pillars: values["pillars"] as ActivityView["pillars"] }), // as above
  ...optional(body, "teamId"),
  ...optional(body, "expertId"),
  ...optional(body, "phone"),
  ...optional(body, "occasion"),
});

/** `suggested`: the theme day that the reader came to hang it under. */
const initialOf = (activity: ActivityView, suggested: string | null): Record<string, unknown> => ({
  ...activity,
  occasion: suggested ?? activity.occasion?.key,
  teamId: activity.teamId ?? undefined,
  expertId: activity.expertId ?? undefined,
  phone: activity.phone ?? undefined,
  minors: activity.minors ? "yes" : "no",
});

const ActivityForm = ({ activity }: { activity?: ActivityView }) => {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const choices = useActivityChoices();
  const [search] = useSearchParams();
  // A theme day that is over is no longer offered, but what hangs under it stays there.
  const own = activity?.occasion ?? undefined;
  const occasions =
    own === undefined || choices.occasions.some((choice) => choice.value === own.key)
      ? choices.occasions
      : [{ value: own.key, label: `${own.name}（${own.year}年）` }, ...choices.occasions];
  return (
    <div className="panel form-panel">
      <ActForm
        name="activity"
        labels={labels}
        initial={
          activity === undefined
            ? { audiences: [], minors: "no" }
            : initialOf(activity, search.get("occasion"))
        }
        submitLabel={activity === undefined ? "保存草稿" : "保存"}
        onCancel={() =>
          void navigate(activity === undefined ? paths.activities : paths.activity(activity.id))
        }
        send={(sent) =>
          activity === undefined
            ? write(
                client.POST("/api/activities", {
                  params: { header: keyed(sent.key) },
                  body: { unitId: textOf(sent.body, "unitId"), ...toldOf(sent) },
                }),
              )
            : write(
                client.PATCH("/api/activities/{id}", {
                  params: { header: keyed(sent.key), path: { id: activity.id } },
                  body: toldOf(sent),
                }),
              )
        }
        onDone={({ id }) => {
          void queries.invalidateQueries({ queryKey: ["/api/activities"] });
          void message.success(activity === undefined ? "草稿已保存，请加上时间和地点" : "已保存");
          void navigate(paths.activity(id));
        }}
      >
        <TextField name="title" label={labels.title} required maxLength={60} hint="4 到 60 个字。" />
        <LongTextField
          name="about"
          label={labels.about}
          required
          rows={5}
          maxLength={2000}
          hint="讲什么、要带什么、怎么去。至少 10 个字。"
        />
        <ChoiceField name="kind" label={labels.kind} required options={activityKindOptions} />
        <ChoiceField
          name="entry"
          label={labels.entry}
          required
          options={entryOptions}
          hint="每个活动一个去向，统计按它算。"
        />
        <ChoiceField name="topic" label={labels.topic} required options={choices.topics} />
        <fieldset className="plain-fieldset">
          <legend>{labels.audiences}</legend>
          <Form.Item name="audiences" rules={[{ required: true, message: "请至少选一类人" }]}>
            <Checkbox.Group options={[...audienceOptions]} />
          </Form.Item>
        </fieldset>
        <ChoiceField
          name="minors"
          label={labels.minors}
          required
          options={[
            { value: "yes", label: "收，由监护人报名" },
            { value: "no", label: "不收" },
          ]}
        />
        {activity !== undefined && (
          <ChecksField
            name="pillars"
            label={labels.pillars}
            options={pillarOptions}
            hint="新建时按文字推荐，可以改。按方面看进展时按它算。"
          />
        )}
        <ChoiceField
          name="teamId"
          label={labels.teamId}
          options={choices.teams}
          hint="选了，队员就能在现场签到。"
        />
        <ChoiceField name="expertId" label={labels.expertId} options={choices.experts} />
        <ChoiceField
          name="occasion"
          label={labels.occasion}
          options={occasions}
          hint={
            activity === undefined || activity.suggestedOccasions.length === 0
              ? "挂在主题日下，就和各单位的一起列在日历上，一起汇总。加了场次会按时间推荐。"
              : `按场次时间：${activity.suggestedOccasions.map((edition) => edition.name).join("、")}。`
          }
        />
        <TextField name="phone" label={labels.phone} maxLength={20} inputMode="tel" />
        {activity === undefined && <UnitField name="unitId" label={labels.unitId} />}
      </ActForm>
    </div>
  );
};

const crumbs = [{ label: "活动", to: paths.activities }];

export const ActivityNewPage = () => (
  <>
    <PageHead title="新建活动" crumbs={crumbs} intro="先存草稿，再加场次，最后发布和开放报名。" />
    <ActivityForm />
  </>
);

export const ActivityEditPage = () => {
  const { id = "" } = useParams();
  const query = useQuery({
    queryKey: ["/api/activities", id],
    queryFn: ({ signal }) => read(client.GET("/api/activities/{id}", { params: { path: { id } }, signal })),
  });
  return (
    <>
      <PageHead title="修改活动" crumbs={crumbs} intro="改完马上显示在活动页面上。" />
      {query.isPending && <LoadingRows />}
      {query.isError && <ProblemView problem={asProblem(query.error)} onRetry={() => void query.refetch()} />}
      {query.isSuccess && <ActivityForm activity={query.data} />}
    </>
  );
};
