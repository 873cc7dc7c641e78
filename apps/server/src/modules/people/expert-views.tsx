// Views of 申请做专家 and 我做专家.
import type { FormState } from "#kernel/http-types.ts";
import { Button } from "#ui/button/button.tsx";
import { dateTimeText } from "#ui/date-text.ts";
import { ErrorSummary } from "#ui/error-summary/error-summary.tsx";
import { Checkboxes } from "#ui/field/choices.tsx";
import { DateField, FileField, TextArea, TextField } from "#ui/field/field.tsx";
import { problemsOf, ticked, typed } from "#ui/form/form-state.ts";
import { Form, NextStep } from "#ui/form/form.tsx";
import { LinkButton } from "#ui/link-button/link-button.tsx";
import { Notice } from "#ui/notice/notice.tsx";
import { SectionHead } from "#ui/section-head/section-head.tsx";
import { SummaryList } from "#ui/summary-list/summary-list.tsx";
import type { ApplicationView } from "./expert-applications.ts";
import { expertFields } from "./expert-fields.ts";
import type { ExpertInterest, ExpertProfile } from "./expert-profiles.ts";
import { applicationStatusNames } from "./expert-states.ts";
import { peoplePaths } from "./paths.ts";

const Applications = ({
  applications,
  formKey,
  now,
}: {
  applications: readonly ApplicationView[];
  formKey: string;
  now: Date;
}) => (
  <>
    {applications.map((one) => (
      <section key={one.id} class="stack">
        <SectionHead title={`${one.publicTitle}：${applicationStatusNames[one.status]}`} />
        <SummaryList
          rows={[
            { term: "领域", value: one.fieldNames.join("、") },
            { term: "申请时间", value: dateTimeText(one.createdAt, now) },
            ...(one.decisionReason === null ? [] : [{ term: "原因", value: one.decisionReason }]),
          ]}
        />
        {one.status === "submitted" && (
          <Form
            action={peoplePaths.expertWithdraw.replace(":id", one.id)}
            formKey={formKey}
            label={`撤回${one.publicTitle}的申请`}
          >
            <Button variant="secondary">撤回这份申请</Button>
          </Form>
        )}
      </section>
    ))}
  </>
);

export const ExpertApplyPage = (props: {
  form: FormState;
  formKey: string;
  applications: readonly ApplicationView[];
  now: Date;
}) => {
  const { form, formKey, applications, now } = props;
  const waits = applications.some((one) => one.status === "submitted");
  return (
    <div class="stack">
      <ErrorSummary problems={problemsOf(form)} />
      <h1>申请做科学传播专家</h1>
      <p class="lead">三分钟填完。工作人员核对材料后聘任，之后对口的问题会交给您。</p>
      <Applications applications={applications} formKey={formKey} now={now} />
      {waits ? (
        <Notice title="您的申请在等核对。要改，请先撤回再重新填。" />
      ) : (
        <Form action={peoplePaths.expertApply} formKey={formKey} encoding="files" label="申请做专家">
          <TextField
            name="publicTitle"
            label="怎么称呼您的身份"
            hint="例如：某医院营养科医师。公开的是它，不是姓名。"
            maxlength={60}
            value={typed(form, "publicTitle")}
            error={form.errors["publicTitle"]}
          />
          <Checkboxes
            name="fields"
            legend="哪些领域"
            hint="选 1 到 5 个。"
            options={Object.entries(expertFields).map(([value, text]) => ({ value, text }))}
            values={ticked(form, "fields")}
            error={form.errors["fields"]}
          />
          <TextArea
            name="offers"
            label="愿意做什么"
            hint="例如：答居民提问、进校园讲课、帮忙审稿。"
            rows={3}
            maxlength={300}
            value={typed(form, "offers")}
            error={form.errors["offers"]}
          />
          <TextArea
            name="proof"
            label="凭什么"
            hint="职称、单位、证书编号。"
            rows={3}
            maxlength={300}
            value={typed(form, "proof")}
            error={form.errors["proof"]}
          />
          <FileField
            name="file"
            label="证明材料"
            hint="PDF、JPG 或 PNG，只有核对的人看得到。"
            optional
            accept="application/pdf,image/jpeg,image/png"
            error={form.errors["file"]}
          />
          <Checkboxes
            name="senior"
            legend="老专家"
            options={[{ value: "yes", text: "我已离退休，愿意加入老专家组" }]}
            values={ticked(form, "senior")}
          />
          <NextStep>按下以后由工作人员核对，结果在本页看得到。</NextStep>
          <Button>交申请</Button>
        </Form>
      )}
    </div>
  );
};

type OwnExpert = {
  publicTitle: string;
  terms: readonly string[];
  duties: readonly string[];
  profile: ExpertProfile;
  interests: readonly ExpertInterest[];
};

export const OwnExpertPage = (props: { form: FormState; formKey: string; expert: OwnExpert | undefined }) => {
  const { form, formKey, expert } = props;
  if (expert === undefined)
    return (
      <div class="stack">
        <h1>我做专家</h1>
        <p>您还没有登记为专家。</p>
        <p>
          <LinkButton href={peoplePaths.expertApply}>申请做专家</LinkButton>
        </p>
      </div>
    );
  const { profile, interests } = expert;
  return (
    <div class="stack">
      <ErrorSummary problems={problemsOf(form)} />
      <h1>我做专家</h1>
      <SummaryList
        rows={[
          { term: "称谓", value: expert.publicTitle },
          { term: "聘任", value: expert.terms.join("；") || "现在没有在聘期内的" },
          { term: "值班", value: expert.duties.join("；") || "还没有排到" },
          { term: "老专家组", value: profile.isSenior ? "是" : "不是" },
        ]}
      />
      <SectionHead title="我的时间" />
      <Form action={peoplePaths.expertTimes} formKey={formKey} label="我的时间">
        <TextField
          name="openLimit"
          label="同时最多接几个问题"
          hint="满了就不再分给您；填 0 是暂时不接。"
          inputmode="numeric"
          width="short"
          suffix="个"
          value={typed(form, "openLimit", String(profile.openLimit))}
          error={form.errors["openLimit"]}
        />
        <DateField
          name="awayFrom"
          label="从哪天起不在"
          optional
          value={typed(form, "awayFrom", profile.awayFrom ?? "")}
          error={form.errors["awayFrom"]}
        />
        <DateField
          name="awayUntil"
          label="到哪天为止"
          hint="都空着就是一直在。"
          optional
          value={typed(form, "awayUntil", profile.awayUntil ?? "")}
          error={form.errors["awayUntil"]}
        />
        <Button>存下</Button>
      </Form>
      <SectionHead title="利益声明" />
      <p>和哪家单位、产品有关系，请说明。问题里提到它，就不会分给您。</p>
      {interests.map((interest) => (
        <Form
          key={interest.id}
          action={peoplePaths.expertInterestEnd.replace(":id", interest.id)}
          formKey={formKey}
          label={`结束${interest.organisation}的声明`}
        >
          <p>
            {interest.organisation}：{interest.relation}
          </p>
          <Button variant="secondary" size="small">
            已经没有关系了
          </Button>
        </Form>
      ))}
      <Form action={peoplePaths.expertInterests} formKey={formKey} label="利益声明">
        <TextField
          name="organisation"
          label="单位或产品"
          maxlength={80}
          value={typed(form, "organisation")}
          error={form.errors["organisation"]}
        />
        <TextField
          name="relation"
          label="什么关系"
          hint="例如：领过它的课题经费。"
          maxlength={200}
          value={typed(form, "relation")}
          error={form.errors["relation"]}
        />
        <Button>声明</Button>
      </Form>
    </div>
  );
};
