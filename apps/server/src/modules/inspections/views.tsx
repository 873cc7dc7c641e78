import type { FormState } from "#kernel/http-types.ts";
import { Button } from "#ui/button/button.tsx";
import { calendarDayText } from "#ui/date-text.ts";
import { EmptyState } from "#ui/empty-state/empty-state.tsx";
import { ErrorSummary } from "#ui/error-summary/error-summary.tsx";
import { FileField, TextArea, TextField } from "#ui/field/field.tsx";
import { Form, NextStep } from "#ui/form/form.tsx";
import { problemsOf, typed } from "#ui/form/form-state.ts";
import { Listing } from "#ui/listing/listing.tsx";
import { Notice } from "#ui/notice/notice.tsx";
import { StatusTag } from "#ui/status-tag/status-tag.tsx";
import { SummaryList } from "#ui/summary-list/summary-list.tsx";
import type { OwnNotice } from "./notice-queries.ts";
import { inspectionsPaths, toOwnRectificationPath, toProofFilePath } from "./paths.ts";
import { type InspectionView, isLate, type RectificationView, type StepView } from "./queries.ts";
import { samplingRule } from "./sampling.ts";
import { inspectionStatusNames, rectificationStatusNames, stepNames } from "./state.ts";

type FormProps = { form: FormState; formKey: string };

const dayIn = (at: Date, now: Date): string =>
  calendarDayText(new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 10), now);

export function NoticesPage({
  notices,
  form,
  formKey,
  now,
}: FormProps & { notices: readonly OwnNotice[]; now: Date }) {
  return (
    <div class="stack">
      <ErrorSummary problems={problemsOf(form)} />
      <h1>发给我们单位的通知</h1>
      {notices.length === 0 && (
        <EmptyState icon="info" title="没有通知">
          上级发来的通知会列在这里。签收只记单位，不记是谁。
        </EmptyState>
      )}
      {notices.map((notice) => (
        <section class="stack" key={`${notice.noticeId} ${notice.unitId}`}>
          <h2>{notice.title}</h2>
          <p>
            {notice.issuerName} · {dayIn(notice.issuedAt, now)}
            {notice.receiveBy !== null && ` · 请在${calendarDayText(notice.receiveBy, now)}前签收`}
          </p>
          <p>{notice.body}</p>
          {notice.receivedAt === null ? (
            <Form
              action={inspectionsPaths.receive}
              formKey={formKey}
              landmark="none"
              hidden={{ noticeId: notice.noticeId, unitId: notice.unitId }}
            >
              <Button>{notice.unitName}收到</Button>
            </Form>
          ) : (
            <p>
              <StatusTag tone="done" text={`${notice.unitName}已签收`} />
            </p>
          )}
        </section>
      ))}
    </div>
  );
}

const rectificationTag = (row: RectificationView, today: string) =>
  isLate(row, today) ? (
    <StatusTag tone="wrong" text="逾期未改" />
  ) : (
    <StatusTag
      tone={row.status === "ordered" ? "soon" : row.status === "closed" ? "done" : "active"}
      text={rectificationStatusNames[row.status]}
    />
  );

export function RectificationsPage({
  rectifications,
  now,
  today,
}: {
  rectifications: readonly RectificationView[];
  now: Date;
  today: string;
}) {
  return (
    <div class="stack">
      <h1>要整改的事</h1>
      {rectifications.length === 0 ? (
        <EmptyState icon="check" title="没有要整改的">
          检查中发现的问题会列在这里，写着哪天前改好。
        </EmptyState>
      ) : (
        <Listing
          heading="h2"
          items={rectifications.map((row) => ({
            key: row.id,
            title: row.body,
            href: toOwnRectificationPath(row.id),
            meta: `整改 ${row.no} 号 · ${row.unitName} · ${calendarDayText(row.dueOn, now)}前改好`,
            aside: rectificationTag(row, today),
          }))}
        />
      )}
    </div>
  );
}

export function RectificationPage({
  rectification,
  steps,
  mayReport,
  form,
  formKey,
  now,
  today,
}: FormProps & {
  rectification: RectificationView;
  steps: readonly StepView[];
  mayReport: boolean;
  now: Date;
  today: string;
}) {
  return (
    <div class="stack">
      <ErrorSummary problems={problemsOf(form)} />
      <h1>整改 {rectification.no} 号</h1>
      <p>{rectificationTag(rectification, today)}</p>
      <SummaryList
        rows={[
          { term: "改什么", value: rectification.body },
          { term: "哪个单位", value: rectification.unitName },
          { term: "哪天前改好", value: calendarDayText(rectification.dueOn, now) },
          { term: "哪次检查", value: rectification.inspectionTitle },
        ]}
      />
      <Listing
        heading="h2"
        order="numbered"
        items={steps.map((step) => ({
          key: step.id,
          title: stepNames[step.event],
          ...(step.evidenceLink === null ? {} : { href: step.evidenceLink }),
          meta: dayIn(step.at, now),
          text: step.note ?? undefined,
        }))}
      />
      {mayReport && rectification.status === "ordered" && (
        <Form
          action={toOwnRectificationPath(rectification.id)}
          formKey={formKey}
          encoding="files"
          label="报告整改"
        >
          <TextArea name="note" label="怎么整改的" value={typed(form, "note")} error={form.errors["note"]} />
          <TextField
            name="evidenceLink"
            label="佐证在本系统里的地址"
            hint="没有就传一份文件或照片。"
            optional
            maxlength={300}
            value={typed(form, "evidenceLink")}
            error={form.errors["evidenceLink"]}
          />
          <FileField
            name="evidence"
            label="佐证文件或照片"
            optional
            accept="image/*,.pdf"
            error={form.errors["evidence"]}
          />
          <NextStep>检查单位复核后销号；没改到位会退回，写明原因。</NextStep>
          <Button>报告整改</Button>
        </Form>
      )}
    </div>
  );
}

/** The sample and how to draw it again, for anybody. */
export function ProofPage({
  inspection,
  positions,
}: {
  inspection: InspectionView;
  positions: readonly number[];
}) {
  return (
    <div class="stack">
      <h1>抽样公示：{inspection.title}</h1>
      <p>
        <StatusTag tone="neutral" text={inspectionStatusNames[inspection.status]} />
      </p>
      <p class="lead">检查哪些记录，由公开的随机种子决定，谁也挑不了。您可以照下面的办法自己算一遍。</p>
      <SummaryList
        rows={[
          { term: "检查单位", value: inspection.unitName },
          { term: "检查期", value: `${inspection.periodFrom} 至 ${inspection.periodTo}` },
          { term: "抽多少条", value: `${inspection.sampleSize} 条` },
          {
            term: "总体",
            value: inspection.populationCount === null ? "还没有固定" : `${inspection.populationCount} 条`,
          },
          { term: "总体的 SHA-256", value: inspection.populationHash ?? "还没有固定" },
          { term: "种子", value: inspection.seed ?? "还没有抽样" },
          {
            term: "抽中的序号（从 0 数起）",
            value: positions.length === 0 ? "还没有抽样" : positions.join("、"),
          },
        ]}
      />
      <Notice title="怎么算出来的" heading="h2">
        {samplingRule}
      </Notice>
      {inspection.populationHash !== null && (
        <p>
          <a href={toProofFilePath(inspection.no)}>下载总体、检查点和样本（JSON）</a>
        </p>
      )}
    </div>
  );
}
