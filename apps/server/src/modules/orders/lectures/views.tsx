// Views of 老专家科普报告团 and 我的讲题.
import { audienceNames, audiences } from "#kernel/audiences.ts";
import type { FormState } from "#kernel/http-types.ts";
import { peoplePaths } from "#modules/people/index.ts";
import { Button } from "#ui/button/button.tsx";
import { ErrorSummary } from "#ui/error-summary/error-summary.tsx";
import { Checkboxes } from "#ui/field/choices.tsx";
import { SelectField, TextArea, TextField } from "#ui/field/field.tsx";
import { problemsOf, ticked, typed } from "#ui/form/form-state.ts";
import { Form, NextStep } from "#ui/form/form.tsx";
import { LinkButton } from "#ui/link-button/link-button.tsx";
import { Listing } from "#ui/listing/listing.tsx";
import { SectionHead } from "#ui/section-head/section-head.tsx";
import { SummaryList } from "#ui/summary-list/summary-list.tsx";
import { ordersPaths } from "../paths.ts";
import { talkStatusNames } from "./state.ts";
import { talkMinutes, type TalkView } from "./talks.ts";

const listenersText = (talk: TalkView): string => talk.audiences.map((one) => audienceNames[one]).join("、");

export const LecturesPage = ({ talks }: { talks: readonly TalkView[] }) => (
  <div class="stack">
    <h1>老专家科普报告团</h1>
    <p class="lead">离退休的老专家到社区、村里和学校来讲，不收钱。挑一个讲题，三步点好。</p>
    {talks.length === 0 ? (
      <p>
        现在还没有可以点的讲题。先看<a href={ordersPaths.menu}>别的服务</a>。
      </p>
    ) : (
      <Listing
        heading="h2"
        items={talks.map((talk) => ({
          key: talk.id,
          title: talk.title,
          href: `${ordersPaths.start}?item=${talk.itemCode ?? ""}`,
          meta: `主讲：${talk.publicTitle} · 约 ${talk.minutes} 分钟 · ${listenersText(talk)}`,
          text: talk.about,
        }))}
      />
    )}
    <p>
      您也是离退休的科技工作者？<a href={peoplePaths.expertApply}>申请加入</a>。
    </p>
  </div>
);

export const OwnTalksPage = (props: {
  form: FormState;
  formKey: string;
  maySpeak: boolean;
  talks: readonly TalkView[];
  topics: readonly { code: string; name: string }[];
}) => {
  const { form, formKey, maySpeak, talks, topics } = props;
  return (
    <div class="stack">
      <ErrorSummary problems={problemsOf(form)} />
      <h1>我的讲题</h1>
      <p class="lead">报给老专家科普报告团的讲题。核对后居民和学校可以点，派给您所在的服务队。</p>
      {talks.map((talk) => (
        <section key={talk.id} class="stack">
          <SectionHead title={`${talk.title}：${talkStatusNames[talk.status]}`} />
          <SummaryList
            rows={[
              { term: "讲什么", value: talk.about },
              { term: "讲给谁", value: listenersText(talk) },
              { term: "讲多久", value: `约 ${talk.minutes} 分钟` },
              ...(talk.decisionReason === null ? [] : [{ term: "原因", value: talk.decisionReason }]),
            ]}
          />
          {(talk.status === "submitted" || talk.status === "admitted") && (
            <Form
              action={ordersPaths.talkWithdraw.replace(":id", talk.id)}
              formKey={formKey}
              label={`收回讲题${talk.title}`}
            >
              <Button variant="secondary">收回这个讲题</Button>
            </Form>
          )}
        </section>
      ))}
      <SectionHead title="再报一个讲题" />
      {!maySpeak ? (
        <>
          <p>老专家组里在聘期内的专家可以报。</p>
          <p>
            <LinkButton href={peoplePaths.expertApply}>申请做专家</LinkButton>
          </p>
        </>
      ) : (
        <Form action={ordersPaths.talks} formKey={formKey} label="报一个讲题">
          <TextField
            name="title"
            label="讲题"
            hint="例如：星星离我们有多远。"
            maxlength={40}
            value={typed(form, "title")}
            error={form.errors["title"]}
          />
          <TextArea
            name="about"
            label="讲什么"
            hint="一两句话，听的人看得懂。"
            rows={3}
            maxlength={200}
            value={typed(form, "about")}
            error={form.errors["about"]}
          />
          <SelectField
            name="topic"
            label="主题"
            options={[
              { value: "", text: "请选一个" },
              ...topics.map((topic) => ({ value: topic.code, text: topic.name })),
            ]}
            value={typed(form, "topic")}
            error={form.errors["topic"]}
          />
          <Checkboxes
            name="audiences"
            legend="讲给谁"
            hint="讲给青少年的，主讲人要有儿童服务培训证。"
            options={audiences.map((one) => ({ value: one, text: audienceNames[one] }))}
            values={ticked(form, "audiences")}
            error={form.errors["audiences"]}
          />
          <SelectField
            name="minutes"
            label="讲多久"
            options={talkMinutes.map((minutes) => ({ value: String(minutes), text: `${minutes} 分钟` }))}
            value={typed(form, "minutes", "60")}
            error={form.errors["minutes"]}
          />
          <NextStep>按下以后由工作人员核对，结果在本页看得到。</NextStep>
          <Button>报讲题</Button>
        </Form>
      )}
    </div>
  );
};
