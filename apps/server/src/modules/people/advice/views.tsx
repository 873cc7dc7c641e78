// View of 我的建议.
import type { FormState } from "#kernel/http-types.ts";
import { Button } from "#ui/button/button.tsx";
import { calendarDayText, dateTimeText } from "#ui/date-text.ts";
import { ErrorSummary } from "#ui/error-summary/error-summary.tsx";
import { SelectField, TextArea, TextField } from "#ui/field/field.tsx";
import { problemsOf, typed } from "#ui/form/form-state.ts";
import { Form, NextStep } from "#ui/form/form.tsx";
import { LinkButton } from "#ui/link-button/link-button.tsx";
import { SectionHead } from "#ui/section-head/section-head.tsx";
import { SummaryList } from "#ui/summary-list/summary-list.tsx";
import { peoplePaths } from "../paths.ts";
import type { AdvicePaperView } from "./queries.ts";
import type { AdviceRequestView } from "./requests.ts";
import { adviceStates, adviceStatusNames } from "./state.ts";

/** Answers of “送给谁” begin with it where a unit asked. */
export const askedPrefix = "asked:";

const Paper = ({ paper, formKey, now }: { paper: AdvicePaperView; formKey: string; now: Date }) => (
  <section class="stack">
    <SectionHead title={`${paper.title}：${adviceStatusNames[paper.status]}`} />
    <SummaryList
      rows={[
        { term: "编号", value: paper.no },
        { term: "送给谁", value: paper.unitName },
        ...(paper.requestTitle === null ? [] : [{ term: "回应哪个问题", value: paper.requestTitle }]),
        ...(paper.passUps === 0
          ? []
          : [{ term: "现在由谁办", value: `${paper.ownerUnitName}（没有按时办，已转到上级单位）` }]),
        ...(paper.dueAt === null ? [] : [{ term: "这一步最晚", value: dateTimeText(paper.dueAt, now) }]),
        ...(paper.status === "answered" ? [{ term: "答复", value: paper.reply ?? "" }] : []),
        ...(paper.status === "returned" ? [{ term: "为什么退回", value: paper.reason ?? "" }] : []),
      ]}
    />
    {adviceStates.next(paper.status, "revise") !== undefined && (
      <Form
        action={peoplePaths.expertAdviceRevise.replace(":id", paper.id)}
        formKey={formKey}
        label={`修改后再送：${paper.title}`}
      >
        <TextField name="title" id={`title-${paper.id}`} label="题目" maxlength={60} value={paper.title} />
        <TextArea
          name="body"
          id={`body-${paper.id}`}
          label="建议"
          rows={8}
          maxlength={5000}
          value={paper.body}
        />
        <Button>修改后再送</Button>
      </Form>
    )}
    {adviceStates.next(paper.status, "withdraw") !== undefined && (
      <Form
        action={peoplePaths.expertAdviceWithdraw.replace(":id", paper.id)}
        formKey={formKey}
        label={`收回：${paper.title}`}
      >
        <Button variant="secondary">收回这份建议</Button>
      </Form>
    )}
  </section>
);

export const OwnAdvicePage = (props: {
  form: FormState;
  formKey: string;
  mayAdvise: boolean;
  papers: readonly AdvicePaperView[];
  requests: readonly AdviceRequestView[];
  units: readonly { id: string; name: string }[];
  now: Date;
}) => {
  const { form, formKey, mayAdvise, papers, requests, units, now } = props;
  return (
    <div class="stack">
      <ErrorSummary problems={problemsOf(form)} />
      <h1>我的建议</h1>
      <p class="lead">
        老专家写给街道、部门的咨询建议。送到后 5 天内收下，收下后 30 天内答复；没有按时办的，转到上级单位。
      </p>
      {papers.map((paper) => (
        <Paper key={paper.id} paper={paper} formKey={formKey} now={now} />
      ))}
      {requests.length > 0 && (
        <section class="stack" aria-label="单位想听的">
          <SectionHead title="单位想听的" />
          <SummaryList
            rows={requests.map((one) => ({
              term: `${one.unitName}：${one.title}`,
              value: `${one.question}（到${calendarDayText(one.closesOn, now)}）`,
            }))}
          />
        </section>
      )}
      <SectionHead title="写一份建议" />
      {!mayAdvise ? (
        <>
          <p>老专家组里在聘期内的专家可以写。</p>
          <p>
            <LinkButton href={peoplePaths.expertApply}>申请做专家</LinkButton>
          </p>
        </>
      ) : (
        <Form action={peoplePaths.expertAdvice} formKey={formKey} label="写一份建议">
          <SelectField
            name="to"
            label="送给谁"
            options={[
              { value: "", text: "请选一个" },
              ...requests.map((one) => ({
                value: `${askedPrefix}${one.id}`,
                text: `回应${one.unitName}：${one.title}`,
              })),
              ...units.map((unit) => ({ value: unit.id, text: unit.name })),
            ]}
            value={typed(form, "to")}
            error={form.errors["to"] ?? form.errors["unitId"] ?? form.errors["requestId"]}
          />
          <TextField
            name="title"
            label="题目"
            hint="例如：把老城区的科普橱窗用起来。"
            maxlength={60}
            value={typed(form, "title")}
            error={form.errors["title"]}
          />
          <TextArea
            name="body"
            label="建议"
            hint="看到了什么、建议怎么做、凭什么，50 到 5000 个字。"
            rows={10}
            maxlength={5000}
            value={typed(form, "body")}
            error={form.errors["body"]}
          />
          <NextStep>送出以后，对方收下、答复到哪一步，本页都看得到。</NextStep>
          <Button>送出建议</Button>
        </Form>
      )}
    </div>
  );
};
