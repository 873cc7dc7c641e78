import type { FormState } from "#kernel/http-types.ts";
import type { ServedVisit } from "#modules/orders/index.ts";
import { Button } from "#ui/button/button.tsx";
import { dateTimeText } from "#ui/date-text.ts";
import { EmptyState } from "#ui/empty-state/empty-state.tsx";
import { ErrorSummary } from "#ui/error-summary/error-summary.tsx";
import { Radios } from "#ui/field/choices.tsx";
import { FileField, SelectField, TextArea } from "#ui/field/field.tsx";
import { Form, NextStep } from "#ui/form/form.tsx";
import { problemsOf, typed } from "#ui/form/form-state.ts";
import { Listing } from "#ui/listing/listing.tsx";
import { SectionHead } from "#ui/section-head/section-head.tsx";
import { StatusTag, type StatusTone } from "#ui/status-tag/status-tag.tsx";
import { claimsPaths, toClaimActPath } from "./paths.ts";
import type { ClaimView } from "./queries.ts";
import { claimKindCodes, claimKinds, type ClaimStatus, claimStatusNames } from "./state.ts";

const tones: Readonly<Record<ClaimStatus, StatusTone>> = {
  filed: "active",
  checked: "active",
  sent: "active",
  returned: "soon",
  paid: "done",
  refused: "neutral",
  withdrawn: "neutral",
};

const nextText = (one: ClaimView, now: Date): string => {
  switch (one.status) {
    case "filed":
    case "checked":
      return one.dueAt === null ? "" : `${one.unitName}会在 ${dateTimeText(one.dueAt, now)} 前办。`;
    case "sent":
      return one.dueAt === null ? "" : `保险公司应在 ${dateTimeText(one.dueAt, now)} 前答复。`;
    case "returned":
      return `要补：${one.reason ?? ""}`;
    case "paid":
      return one.paidFen === null ? "" : `赔了 ${(one.paidFen / 100).toFixed(2)} 元。`;
    case "refused":
      return `保险公司说：${one.reason ?? ""}`;
    case "withdrawn":
      return "";
    default:
      return one.status satisfies never;
  }
};

function ClaimActs({ one, formKey }: { one: ClaimView; formKey: string }) {
  return (
    <>
      <StatusTag tone={tones[one.status]} text={claimStatusNames[one.status]} />
      {one.status === "returned" && (
        <Form action={toClaimActPath(one.id, "again")} formKey={formKey} encoding="files" landmark="none">
          <FileField
            name="paper"
            id={`paper-${one.id}`}
            label={`${one.no}补的材料`}
            accept="image/*,.pdf"
            error={undefined}
          />
          <Button size="small">补好再交</Button>
        </Form>
      )}
      {(one.status === "filed" || one.status === "checked" || one.status === "returned") && (
        <Form action={toClaimActPath(one.id, "withdraw")} formKey={formKey} landmark="none">
          <Button size="small" variant="quiet">
            撤回{one.no}
          </Button>
        </Form>
      )}
    </>
  );
}

export function ClaimsPage({
  claims,
  visits,
  form,
  formKey,
  now,
}: {
  claims: readonly ClaimView[];
  visits: readonly ServedVisit[];
  form: FormState;
  formKey: string;
  now: Date;
}) {
  return (
    <div class="stack">
      <ErrorSummary problems={problemsOf(form)} />
      <h1>我的理赔</h1>
      <p class="lead">去服务时受了伤、弄坏了东西，可以请队里的志愿者保险赔。先看病，再来这里。</p>
      {claims.length > 0 && (
        <section aria-label="申请过的">
          <SectionHead title="申请过的" />
          <Listing
            items={claims.map((one) => ({
              key: one.id,
              title: `${one.no}：${one.visitTitle}`,
              meta: `${claimKinds[one.kind]} · ${one.paperIds.length} 份材料 · ${dateTimeText(one.createdAt, now)}`,
              text: [one.body, nextText(one, now)].filter((part) => part !== null && part !== "").join(" "),
              aside: <ClaimActs one={one} formKey={formKey} />,
            }))}
          />
        </section>
      )}
      {visits.length === 0 ? (
        <EmptyState icon="document" title="还没有去过服务">
          安排您去的服务开始以后，出了意外可以在这里申请理赔。
        </EmptyState>
      ) : (
        <section aria-label="申请理赔">
          <SectionHead title="申请理赔" />
          <Form action={claimsPaths.own} formKey={formKey} encoding="files" label="申请理赔">
            <SelectField
              name="visitId"
              label="哪一次服务"
              options={visits.map((visit) => ({
                value: visit.visitId,
                text: `${dateTimeText(visit.startsAt, now)} ${visit.title}`,
              }))}
              value={typed(form, "visitId")}
              error={form.errors["visitId"]}
            />
            <Radios
              name="kind"
              legend="出了什么事"
              options={claimKindCodes.map((value) => ({ value, text: claimKinds[value] }))}
              value={typed(form, "kind")}
              error={form.errors["kind"]}
            />
            <TextArea
              name="body"
              label="怎么发生的"
              rows={5}
              maxlength={1000}
              value={typed(form, "body")}
              error={form.errors["body"]}
              hint="什么时候、在哪里、当时在做什么。"
            />
            <FileField
              name="paper"
              label="材料：病历、发票或现场照片"
              accept="image/*,.pdf"
              error={form.errors["paper"]}
              hint="先交一份就行，少什么站点会告诉您。"
            />
            <NextStep>站点 5 天内核对，另一个人送保险公司。有进展发短信告诉您。</NextStep>
            <Button>申请理赔</Button>
          </Form>
        </section>
      )}
    </div>
  );
}
