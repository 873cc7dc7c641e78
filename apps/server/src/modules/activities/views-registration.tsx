import { audienceNames, audiences } from "#kernel/audiences.ts";
import type { FormState } from "#kernel/http-types.ts";
import { Button, ButtonRow } from "#ui/button/button.tsx";
import { Confirmation } from "#ui/confirmation/confirmation.tsx";
import { dateTimeText, periodText } from "#ui/date-text.ts";
import { EmptyState } from "#ui/empty-state/empty-state.tsx";
import { ErrorSummary } from "#ui/error-summary/error-summary.tsx";
import { Consent } from "#ui/field/choices.tsx";
import { SelectField, TextField } from "#ui/field/field.tsx";
import { Form, NextStep } from "#ui/form/form.tsx";
import { problemsOf, ticked, typed } from "#ui/form/form-state.ts";
import { LinkButton } from "#ui/link-button/link-button.tsx";
import { Listing } from "#ui/listing/listing.tsx";
import { Notice } from "#ui/notice/notice.tsx";
import { Qr } from "#ui/qr/qr.tsx";
import { SectionHead } from "#ui/section-head/section-head.tsx";
import { StatusTag, type StatusTone } from "#ui/status-tag/status-tag.tsx";
import { SummaryList } from "#ui/summary-list/summary-list.tsx";
import { Timeline } from "#ui/steps/steps.tsx";
import { contactDays } from "./keeping.ts";
import {
  activitiesPaths,
  toActivityPath,
  toComplainPath,
  toRegisterPath,
  toRegistrationPath,
} from "./paths.ts";
import type { ActivityView, RegistrationRow, SessionView } from "./queries.ts";
import { showRegistrationCode } from "./registration-code.ts";
import { type RegistrationStatus, registrationStatusNames } from "./state.ts";
import { standingOf } from "./views-public.tsx";

const toneOf: Readonly<Record<RegistrationStatus, StatusTone>> = {
  confirmed: "done",
  waiting: "active",
  offered: "soon",
  cancelled: "neutral",
  lapsed: "neutral",
  called_off: "wrong",
};

export type RegisterProps = {
  activity: ActivityView;
  session: SessionView;
  known: { name: string; phone: string } | undefined;
  form: FormState;
  formKey: string;
  now: Date;
};

export function RegisterPage({ activity, session, known, form, formKey, now }: RegisterProps) {
  const standing = standingOf(activity, session, now);
  const queue = standing.may === "queue";
  const limit = Math.min(session.seats?.groupLimit ?? 1, session.seats?.capacity ?? 1);
  return (
    <div class="stack">
      <ErrorSummary problems={problemsOf(form)} />
      <h1>{queue ? "排队" : "报名"}</h1>
      <p class="lead">
        <a href={toActivityPath(activity.no)}>{activity.title}</a>，
        {periodText(session.startsAt, session.endsAt, now)}，{session.placeName} {session.address}
      </p>
      {queue && (
        <Notice tone="soon" title="位子满了，可以排队">
          有人取消，就按先后问您要不要。排到了会发短信，留一天给您答复。
        </Notice>
      )}
      <Form
        action={toRegisterPath(activity.no, session.id)}
        formKey={formKey}
        label={queue ? "排队" : "报名"}
      >
        <TextField
          name="contactName"
          label="怎么称呼"
          hint="只写报名的一个人，同来的不用写名字。"
          autocomplete="name"
          width="medium"
          maxlength={20}
          value={typed(form, "contactName", known?.name)}
          error={form.errors["contactName"]}
        />
        <TextField
          name="contactPhone"
          label="电话"
          type="tel"
          inputmode="tel"
          autocomplete="tel"
          width="medium"
          maxlength={30}
          value={typed(form, "contactPhone", known?.phone)}
          error={form.errors["contactPhone"]}
        />
        <TextField
          name="peopleCount"
          label="一共几个人来"
          hint={`连您在内，最多 ${limit} 个人。`}
          inputmode="numeric"
          width="short"
          maxlength={3}
          suffix="人"
          value={typed(form, "peopleCount", "1")}
          error={form.errors["peopleCount"]}
        />
        {activity.minors && (
          <>
            <TextField
              name="minorsCount"
              label="其中 14 岁以下的孩子"
              inputmode="numeric"
              width="short"
              maxlength={3}
              suffix="人"
              value={typed(form, "minorsCount", "0")}
              error={form.errors["minorsCount"]}
            />
            <Consent
              name="guardian"
              text="有孩子来：我是监护人，或已得到监护人同意"
              checked={ticked(form, "guardian").includes("yes")}
              error={form.errors["guardian"]}
              hint="只记有几个孩子，不记孩子的名字。"
            />
          </>
        )}
        <SelectField
          name="audience"
          label="多数人是"
          optional
          emptyText="不分"
          options={audiences.map((audience) => ({ value: audience, text: audienceNames[audience] }))}
          value={typed(form, "audience")}
          error={form.errors["audience"]}
        />
        <NextStep>
          报好了给您一个报名码，签到和取消都用它。称呼和电话只给主办单位，活动办完 {contactDays} 天删除。
        </NextStep>
        <Button size="large" icon="check">
          {queue ? "排队" : "报名"}
        </Button>
      </Form>
    </div>
  );
}

const words: Readonly<Record<RegistrationStatus, string>> = {
  confirmed: "到时候带着报名码来，签到时给工作人员看。来不了请早点取消，把位子让给别人。",
  waiting: "有人取消就按先后问您。排到了会告诉您。",
  offered: "位子给您留着，请答复要不要。不答复就让给下一位。",
  cancelled: "您取消了这个报名。",
  lapsed: "没有等到您的答复，位子让给了下一位。还想来，可以重新报名。",
  called_off: "这一场取消了。",
};

export type RegistrationProps = {
  registration: RegistrationRow;
  activity: ActivityView;
  session: SessionView;
  ahead: number;
  notices: readonly { body: string; at: Date }[];
  /** What the code on the screen says: an address of this site with the registration's code. */
  address: string;
  isNew: boolean;
  form: FormState;
  formKey: string;
  now: Date;
};

export function RegistrationPage(props: RegistrationProps) {
  const { registration, activity, session, now, form, formKey } = props;
  const { status } = registration;
  const shown = showRegistrationCode(registration.code);
  const path = toRegistrationPath(registration.code);
  const stands = status === "confirmed" || status === "waiting" || status === "offered";
  return (
    <div class="stack">
      <ErrorSummary problems={problemsOf(form)} />
      {props.isNew ? (
        <Confirmation title={status === "waiting" ? "排上队了" : "报上名了"} reference={shown}>
          <p>请记住报名码，或把这一页存下来。忘了可以打主办单位电话查。</p>
        </Confirmation>
      ) : (
        <h1>{activity.title}</h1>
      )}
      <p>
        <StatusTag tone={toneOf[status]} text={registrationStatusNames[status]} />
      </p>
      <Notice tone={status === "offered" ? "soon" : "info"} title="接下来">
        {words[status]}
        {status === "waiting" && (props.ahead === 0 ? " 您排在第一位。" : ` 您前面还有 ${props.ahead} 家。`)}
        {registration.answerBy !== null && ` 留到 ${dateTimeText(registration.answerBy, now)}。`}
        {session.endReason !== null && ` 原因：${session.endReason}`}
      </Notice>
      {status === "offered" && (
        <Form action={`${path}/confirm`} formKey={formKey} label="答复">
          <Button size="large" icon="check">
            要，我们来
          </Button>
        </Form>
      )}
      {(status === "confirmed" || status === "offered") && (
        <div class="registration__code">
          <Qr text={props.address} label={`报名码 ${shown}，签到时给工作人员扫`} />
          <p>
            报名码 <strong>{shown}</strong>
          </p>
        </div>
      )}
      <SummaryList
        rows={[
          { term: "活动", value: <a href={toActivityPath(activity.no)}>{activity.title}</a> },
          { term: "时间", value: periodText(session.startsAt, session.endsAt, now) },
          { term: "地点", value: `${session.placeName} ${session.address}` },
          {
            term: "几个人",
            value: `${registration.peopleCount} 人${registration.minorsCount > 0 ? `，其中 14 岁以下 ${registration.minorsCount} 人` : ""}`,
          },
          { term: "报名码", value: shown },
        ]}
      />
      {stands && session.startsAt > now && (
        <Form action={`${path}/cancel`} formKey={formKey} label="取消报名">
          <ButtonRow>
            <Button variant="quiet">{status === "waiting" ? "不排了" : "来不了，取消报名"}</Button>
          </ButtonRow>
        </Form>
      )}
      {props.notices.length > 0 && (
        <section aria-label="给您的消息">
          <SectionHead title="给您的消息" />
          <Timeline
            label="给您的消息"
            entries={props.notices.map((notice) => ({
              time: dateTimeText(notice.at, now),
              machineTime: notice.at.toISOString(),
              title: notice.body,
            }))}
          />
        </section>
      )}
    </div>
  );
}

export function LookupPage({ typedCode, problem }: { typedCode: string; problem: string | undefined }) {
  return (
    <div class="stack">
      {problem !== undefined && <ErrorSummary problems={[{ field: "code", text: problem }]} />}
      <h1>查我的报名</h1>
      <p class="lead">报名码是 10 位字母和数字，在报名后的那一页和短信里。</p>
      <Form action={activitiesPaths.lookup} method="get" label="查报名">
        <TextField
          name="code"
          label="报名码"
          width="medium"
          maxlength={20}
          hint="例如 ABCDE-23456，大小写都行。"
          value={typedCode}
          error={problem}
        />
        <Button icon="search">查</Button>
      </Form>
      <p>
        <a href={activitiesPaths.list}>看看有什么活动</a>
      </p>
    </div>
  );
}

export function OwnRegistrationsPage({
  rows,
  now,
}: {
  rows: readonly { registration: RegistrationRow; activity: ActivityView; session: SessionView }[];
  now: Date;
}) {
  return (
    <div class="stack">
      <h1>我报过的活动</h1>
      {rows.length === 0 ? (
        <EmptyState
          icon="calendar"
          title="您还没有报过活动"
          action={<LinkButton href={activitiesPaths.list}>看看有什么活动</LinkButton>}
        >
          登录以后报的名，都列在这里。
        </EmptyState>
      ) : (
        <Listing
          heading="h2"
          items={rows.map(({ registration, activity, session }) => ({
            key: registration.id,
            title: activity.title,
            href: toRegistrationPath(registration.code),
            meta: `${periodText(session.startsAt, session.endsAt, now)} · ${session.placeName}`,
            text: (
              <>
                {registration.peopleCount} 人。<a href={toComplainPath(session.id)}>活动没办好，我要投诉</a>
              </>
            ),
            aside: (
              <StatusTag
                tone={toneOf[registration.status]}
                text={registrationStatusNames[registration.status]}
              />
            ),
          }))}
        />
      )}
    </div>
  );
}
