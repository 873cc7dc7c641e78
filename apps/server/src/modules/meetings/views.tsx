import type { FormState } from "#kernel/http-types.ts";
import { Button } from "#ui/button/button.tsx";
import { calendarDayText } from "#ui/date-text.ts";
import { EmptyState } from "#ui/empty-state/empty-state.tsx";
import { ErrorSummary } from "#ui/error-summary/error-summary.tsx";
import { Radios } from "#ui/field/choices.tsx";
import { FileField, SelectField, TextArea, TextField } from "#ui/field/field.tsx";
import { Form, NextStep } from "#ui/form/form.tsx";
import { problemsOf, typed } from "#ui/form/form-state.ts";
import { LinkButton } from "#ui/link-button/link-button.tsx";
import { Listing } from "#ui/listing/listing.tsx";
import { Notice } from "#ui/notice/notice.tsx";
import { StatusTag, type StatusTone } from "#ui/status-tag/status-tag.tsx";
import { SummaryList } from "#ui/summary-list/summary-list.tsx";
import { meetingsPaths, toOwnIssuePath, toOwnResolutionPath } from "./paths.ts";
import { isOverdue, type IssueView, type ReportView, type ResolutionView } from "./queries.ts";
import { type IssueStatus, issueStatusNames, reportStatusNames, resolutionStatusNames } from "./state.ts";
import { issueKindCodes, issueKinds, toIssueNo, toMeetingNo, toResolutionNo } from "./vocabulary.ts";

type FormProps = { form: FormState; formKey: string };

const issueTones: Readonly<Record<IssueStatus, StatusTone>> = {
  open: "active",
  on_agenda: "active",
  resolved: "done",
  answered: "done",
  merged: "neutral",
};

export function IssuesPage({ issues, now }: { issues: readonly IssueView[]; now: Date }) {
  return (
    <div class="stack">
      <h1>联席会议议题</h1>
      <p class="lead">工作中的困难、意见和建议，随时可以提。下一次联席会议会逐项研究。</p>
      <p>
        <LinkButton href={meetingsPaths.newIssue}>提一个议题</LinkButton>
      </p>
      {issues.length === 0 ? (
        <EmptyState icon="people" title="还没有议题">
          您的单位提出的议题会列在这里，办到哪一步都看得见。
        </EmptyState>
      ) : (
        <Listing
          heading="h2"
          items={issues.map((issue) => ({
            key: issue.id,
            title: issue.title,
            href: toOwnIssuePath(issue.id),
            meta: `${toIssueNo(issue.no)} · ${issue.unitName} · ${calendarDayText(issue.createdAt.toISOString().slice(0, 10), now)}`,
            aside: <StatusTag tone={issueTones[issue.status]} text={issueStatusNames[issue.status]} />,
          }))}
        />
      )}
    </div>
  );
}

export function IssueFormPage({
  form,
  formKey,
  units,
}: FormProps & { units: readonly { id: string; name: string }[] }) {
  return (
    <div class="stack">
      <ErrorSummary problems={problemsOf(form)} />
      <h1>提一个议题</h1>
      <Form action={meetingsPaths.newIssue} formKey={formKey} encoding="files" label="提一个议题">
        <SelectField
          name="unitId"
          label="哪个单位提的"
          options={units.map(({ id, name }) => ({ value: id, text: name }))}
          value={typed(form, "unitId", units[0]?.id)}
          error={form.errors["unitId"]}
        />
        <Radios
          name="kind"
          legend="是什么"
          options={issueKindCodes.map((value) => ({ value, text: issueKinds[value] }))}
          value={typed(form, "kind")}
          error={form.errors["kind"]}
        />
        <TextField
          name="title"
          label="一句话说清是什么事"
          maxlength={80}
          value={typed(form, "title")}
          error={form.errors["title"]}
        />
        <TextArea
          name="body"
          label="具体情况"
          hint="什么时候、在哪里、影响谁、希望怎么办。请不要写居民的姓名和电话。"
          value={typed(form, "body")}
          error={form.errors["body"]}
        />
        <FileField name="photo" label="照片" optional accept="image/*,.pdf" error={form.errors["photo"]} />
        <NextStep>提出后由联席会议的督导员分类，同样的事会合并，一起上会。</NextStep>
        <Button>提出议题</Button>
      </Form>
    </div>
  );
}

export function IssuePage({ issue, now }: { issue: IssueView; now: Date }) {
  return (
    <div class="stack">
      <h1>{issue.title}</h1>
      <p>
        <StatusTag tone={issueTones[issue.status]} text={issueStatusNames[issue.status]} />
      </p>
      {issue.status === "merged" && issue.mergedIntoNo !== null && (
        <Notice title={`已并入${toIssueNo(issue.mergedIntoNo)}`}>
          别的单位也提了同样的事，合在一起上会，您的情况不会丢。
        </Notice>
      )}
      {issue.answer !== null && (
        <Notice tone="done" title="答复" heading="h2">
          {issue.answer}
        </Notice>
      )}
      <SummaryList
        rows={[
          { term: "编号", value: toIssueNo(issue.no) },
          { term: "提出单位", value: issue.unitName },
          { term: "是什么", value: issueKinds[issue.kind] },
          { term: "具体情况", value: issue.body },
          { term: "提出日期", value: calendarDayText(issue.createdAt.toISOString().slice(0, 10), now) },
        ]}
      />
    </div>
  );
}

const resolutionTag = (row: ResolutionView, today: string) =>
  isOverdue(row, today) ? (
    <StatusTag tone="wrong" text="逾期" />
  ) : (
    <StatusTag
      tone={row.status === "done" ? "done" : row.status === "reported" ? "active" : "soon"}
      text={resolutionStatusNames[row.status]}
    />
  );

export function ResolutionsPage({
  resolutions,
  now,
  today,
}: {
  resolutions: readonly ResolutionView[];
  now: Date;
  today: string;
}) {
  return (
    <div class="stack">
      <h1>我的决议</h1>
      <p class="lead">联席会议定下、由您的单位办的事。办好了在这里报告，附上佐证。</p>
      {resolutions.length === 0 ? (
        <EmptyState icon="check" title="没有要办的决议">
          联席会议把一件事交给您的单位后，会列在这里，写着哪天前办完。
        </EmptyState>
      ) : (
        <Listing
          heading="h2"
          items={resolutions.map((row) => ({
            key: row.id,
            title: row.body,
            href: toOwnResolutionPath(row.id),
            meta: `${toResolutionNo(row.no)} · ${row.ownerName} · ${calendarDayText(row.dueOn, now)}前办完`,
            aside: resolutionTag(row, today),
          }))}
        />
      )}
    </div>
  );
}

export function ResolutionPage({
  resolution,
  reports,
  mayReport,
  form,
  formKey,
  now,
  today,
}: FormProps & {
  resolution: ResolutionView;
  reports: readonly ReportView[];
  mayReport: boolean;
  now: Date;
  today: string;
}) {
  return (
    <div class="stack">
      <ErrorSummary problems={problemsOf(form)} />
      <h1>{toResolutionNo(resolution.no)}</h1>
      <p>{resolutionTag(resolution, today)}</p>
      <SummaryList
        rows={[
          { term: "办什么", value: resolution.body },
          { term: "责任单位", value: resolution.ownerName },
          { term: "哪天前办完", value: calendarDayText(resolution.dueOn, now) },
          { term: "哪次会定的", value: toMeetingNo(resolution.meetingNo) },
          ...(resolution.cites === null ? [] : [{ term: "依据", value: resolution.cites }]),
        ]}
      />
      {reports.length > 0 && (
        <Listing
          heading="h2"
          items={reports.map((report) => ({
            key: report.id,
            title: report.body,
            ...(report.evidenceLink === null ? {} : { href: report.evidenceLink }),
            meta: calendarDayText(report.createdAt.toISOString().slice(0, 10), now),
            text: report.decisionReason ?? undefined,
            aside: (
              <StatusTag
                tone={
                  report.status === "accepted" ? "done" : report.status === "waiting" ? "active" : "wrong"
                }
                text={reportStatusNames[report.status]}
              />
            ),
          }))}
        />
      )}
      {mayReport && resolution.status === "open" && (
        <Form
          action={toOwnResolutionPath(resolution.id)}
          formKey={formKey}
          encoding="files"
          label="报告落实情况"
        >
          <TextArea name="body" label="做了什么" value={typed(form, "body")} error={form.errors["body"]} />
          <TextField
            name="evidenceLink"
            label="佐证在本系统里的地址"
            hint="例如一个点单、一次会议。没有就传一份文件。"
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
          <NextStep>牵头单位的督导员核对后办结；不行会退回，写明原因。</NextStep>
          <Button>报告</Button>
        </Form>
      )}
    </div>
  );
}
