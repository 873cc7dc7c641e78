import type { FormState } from "#kernel/http-types.ts";
import { Button } from "#ui/button/button.tsx";
import { calendarDayText } from "#ui/date-text.ts";
import { EmptyState } from "#ui/empty-state/empty-state.tsx";
import { ErrorSummary } from "#ui/error-summary/error-summary.tsx";
import { Consent } from "#ui/field/choices.tsx";
import { TextArea, TextField } from "#ui/field/field.tsx";
import { Form, NextStep } from "#ui/form/form.tsx";
import { problemsOf, typed } from "#ui/form/form-state.ts";
import { LinkButton } from "#ui/link-button/link-button.tsx";
import { Listing } from "#ui/listing/listing.tsx";
import { SectionHead } from "#ui/section-head/section-head.tsx";
import { StatusTag, type StatusTone } from "#ui/status-tag/status-tag.tsx";
import { commissionersPaths, toApplicationActPath, toApplyPath } from "../paths.ts";
import {
  type ApplicationStatus,
  applicationStatusNames,
  commissionerFields,
  reviewPartCodes,
  reviewPartNames,
  reviewParts,
} from "../state.ts";
import type { ApplicationView, CallView, ToReview } from "./queries.ts";

const tones: Readonly<Record<ApplicationStatus, StatusTone>> = {
  nominated: "soon",
  applied: "active",
  selected: "done",
  passed_over: "neutral",
  withdrawn: "neutral",
};

const termText = (call: Pick<CallView, "startsOn" | "endsOn">, now: Date): string =>
  `聘期 ${calendarDayText(call.startsOn, now)}至${calendarDayText(call.endsOn, now)}`;

/** Calls that take applications; everybody may read them. */
export function CallsPage({ calls, now }: { calls: readonly CallView[]; now: Date }) {
  return (
    <div class="stack">
      <h1>科技特派员选派</h1>
      <p class="lead">
        会种会养、愿意下田的，可以自己申请，也可以由单位推荐。两位以上评审人打分，镇街写明原因再定。
      </p>
      {calls.length === 0 ? (
        <EmptyState icon="people" title="现在没有在收申请的选派">
          有了会列在这里。农户要人指导，可以直接点单。
        </EmptyState>
      ) : (
        <Listing
          heading="h2"
          items={calls.map((call) => ({
            key: call.id,
            title: call.title,
            href: toApplyPath(call.id),
            meta: `${call.unitName} · ${commissionerFields[call.field]} · 选 ${call.seats} 人 · 申请到 ${calendarDayText(call.applyUntilOn, now)}`,
            text: `${call.bases}。${termText(call, now)}。`,
          }))}
        />
      )}
    </div>
  );
}

export function ApplyPage({
  call,
  form,
  formKey,
  now,
}: {
  call: CallView;
  form: FormState;
  formKey: string;
  now: Date;
}) {
  return (
    <div class="stack">
      <ErrorSummary problems={problemsOf(form)} />
      <h1>申请：{call.title}</h1>
      <p class="lead">
        {call.unitName}，{commissionerFields[call.field]}，选 {call.seats} 人。{termText(call, now)}。
      </p>
      <p>服务：{call.bases}</p>
      <Form action={toApplyPath(call.id)} formKey={formKey} label="申请当特派员">
        <TextArea
          name="statement"
          label="会什么、做过什么、打算怎么服务"
          rows={6}
          maxlength={1500}
          value={typed(form, "statement")}
          error={form.errors["statement"]}
          hint="至少 20 个字。只有评审人和镇街看得到。"
        />
        <NextStep>
          {calendarDayText(call.applyUntilOn, now)}截止以后评审。结果和原因在“我的—特派员选派”里，有短信提醒。
        </NextStep>
        <Button>我要申请</Button>
      </Form>
    </div>
  );
}

/** One application to score, or to step back from; a page of its own, so that its fields are alone on it. */
export function ReviewPage({
  row,
  name,
  form,
  formKey,
}: {
  row: ToReview;
  name: string;
  form: FormState;
  formKey: string;
}) {
  return (
    <div class="stack">
      <ErrorSummary problems={problemsOf(form)} />
      <h1>评审：{name}</h1>
      <p class="lead">
        {row.title}，{row.unitName}，{commissionerFields[row.field]}
        {row.nominatedBy === null ? "" : `，${row.nominatedBy}推荐`}
      </p>
      <p>{row.statement}</p>
      <Form action={toApplicationActPath(row.id, "score")} formKey={formKey} label="评分">
        {reviewPartCodes.map((part) => (
          <TextField
            key={part}
            name={part}
            label={`${reviewPartNames[part]}（0 到 ${reviewParts[part]} 分）`}
            inputmode="numeric"
            width="short"
            maxlength={2}
            suffix="分"
            value={typed(form, part)}
            error={form.errors[part]}
          />
        ))}
        <TextArea
          name="comment"
          label="为什么这样打分"
          rows={3}
          maxlength={500}
          value={typed(form, "comment")}
          error={form.errors["comment"]}
        />
        <Consent
          name="declared"
          text="我和他没有利害关系：不是亲属、同一单位、师生、合伙，也没有推荐他"
          error={form.errors["declared"]}
        />
        <NextStep>评了不能改，别人的分您看不到。</NextStep>
        <Button>交评分</Button>
      </Form>
      <Form action={toApplicationActPath(row.id, "recuse")} formKey={formKey} label="回避">
        <Button variant="secondary">有利害关系，我回避</Button>
      </Form>
    </div>
  );
}

/** One's own applications and nominations, and what one is to review. */
export function SelectionPage({
  applications,
  toReview,
  names,
  form,
  formKey,
  now,
}: {
  applications: readonly (ApplicationView & { statement: string })[];
  toReview: readonly ToReview[];
  names: ReadonlyMap<string, string>;
  form: FormState;
  formKey: string;
  now: Date;
}) {
  const open = toReview.filter((row) => row.own === "none");
  return (
    <div class="stack">
      <ErrorSummary problems={problemsOf(form)} />
      <h1>特派员选派</h1>
      {open.length > 0 && (
        <section aria-label="请您评审">
          <SectionHead title={`请您评审 ${open.length} 份`} />
          <p>和申请人有利害关系的，请点进去回避。</p>
          <Listing
            heading="h3"
            items={open.map((row) => ({
              key: row.id,
              title: `${names.get(row.personId) ?? ""}：${row.title}`,
              href: toApplicationActPath(row.id, "score"),
              meta: `${row.unitName} · ${commissionerFields[row.field]}${row.nominatedBy === null ? "" : ` · ${row.nominatedBy}推荐`}`,
            }))}
          />
        </section>
      )}
      <section aria-label="我的申请">
        <SectionHead title="我的申请" />
        {applications.length === 0 ? (
          <EmptyState
            icon="document"
            title="您还没有申请"
            action={<LinkButton href={commissionersPaths.calls}>看看有哪些选派</LinkButton>}
          >
            自己申请的、单位推荐您的，都列在这里。
          </EmptyState>
        ) : (
          <Listing
            heading="h3"
            items={applications.map((row) => ({
              key: row.id,
              title: row.title,
              meta: `${row.unitName} · ${termText(row, now)}${row.nominatedBy === null ? "" : ` · ${row.nominatedBy}推荐`}`,
              text: row.decisionReason ?? row.statement,
              aside: (
                <>
                  <StatusTag tone={tones[row.status]} text={applicationStatusNames[row.status]} />
                  {row.status === "nominated" && (
                    <Form action={toApplicationActPath(row.id, "accept")} formKey={formKey} landmark="none">
                      <Button size="small">同意，参加评审</Button>
                    </Form>
                  )}
                  {(row.status === "nominated" || row.status === "applied") && (
                    <Form action={toApplicationActPath(row.id, "withdraw")} formKey={formKey} landmark="none">
                      <Button size="small" variant="quiet">
                        {row.status === "nominated" ? "不参加" : "撤回申请"}
                      </Button>
                    </Form>
                  )}
                </>
              ),
            }))}
          />
        )}
      </section>
    </div>
  );
}
