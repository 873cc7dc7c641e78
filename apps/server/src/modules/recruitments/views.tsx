import type { FormState } from "#kernel/http-types.ts";
import { halfCodes, halves, weekdays } from "#modules/teams/index.ts";
import { Button } from "#ui/button/button.tsx";
import { calendarDayText, dateTimeText } from "#ui/date-text.ts";
import { EmptyState } from "#ui/empty-state/empty-state.tsx";
import { ErrorSummary } from "#ui/error-summary/error-summary.tsx";
import { Checkboxes } from "#ui/field/choices.tsx";
import { TextArea, TextField } from "#ui/field/field.tsx";
import { Form, NextStep } from "#ui/form/form.tsx";
import { problemsOf, ticked, typed } from "#ui/form/form-state.ts";
import { LinkButton } from "#ui/link-button/link-button.tsx";
import { Listing } from "#ui/listing/listing.tsx";
import { Notice } from "#ui/notice/notice.tsx";
import { SectionHead } from "#ui/section-head/section-head.tsx";
import { StatusTag, type StatusTone } from "#ui/status-tag/status-tag.tsx";
import { SummaryList } from "#ui/summary-list/summary-list.tsx";
import { recruitmentsPaths, toJoinPath, toWithdrawPath } from "./paths.ts";
import type { DriveView, OwnApplication } from "./queries.ts";
import {
  type ApplicationStatus,
  applicationStatusNames,
  type DriveStanding,
  driveStandingNames,
} from "./state.ts";
import { recruitedGroups } from "./vocabulary.ts";

export const standingTones: Readonly<Record<DriveStanding, StatusTone>> = {
  open: "active",
  full: "done",
  past: "neutral",
  closed: "neutral",
};
export const applicationTones: Readonly<Record<ApplicationStatus, StatusTone>> = {
  applied: "active",
  admitted: "done",
  declined: "neutral",
  withdrawn: "neutral",
};

const placesText = (drive: DriveView): string => `还有 ${drive.wanted - drive.admitted} 个名额`;

/** Where a code from a poster is typed, and the teams that look for people now. */
export function EnterCodePage({
  drives,
  form,
  now,
}: {
  drives: readonly DriveView[];
  form: FormState;
  now: Date;
}) {
  return (
    <div class="stack">
      <ErrorSummary problems={problemsOf(form)} />
      <h1>加入服务队</h1>
      <p class="lead">有招募码就填在这里，没有也可以从下面挑一支正在招人的队。</p>
      <Form action={recruitmentsPaths.enter} method="get" label="填招募码">
        <TextField
          name="code"
          label="招募码"
          width="medium"
          maxlength={20}
          value={typed(form, "code")}
          error={form.errors["code"]}
          hint="海报上的 6 位字母和数字。"
        />
        <Button variant="secondary">看这次招募</Button>
      </Form>
      <section aria-label="正在招人的队">
        <SectionHead title="正在招人的队" />
        {drives.length === 0 ? (
          <EmptyState icon="people" title="现在没有队在招人">
            过些天再来看看，也可以自己登记一支服务队。
          </EmptyState>
        ) : (
          <Listing
            items={drives.map((drive) => ({
              key: drive.id,
              title: `${drive.teamName}招${recruitedGroups[drive.audience]}`,
              href: toJoinPath(drive.code),
              meta: `${placesText(drive)} · ${calendarDayText(drive.applyUntilOn, now)}报名截止`,
              text: drive.about,
            }))}
          />
        )}
      </section>
    </div>
  );
}

const standingWords: Readonly<Record<Exclude<DriveStanding, "open">, string>> = {
  full: "这次要的人已经招满，不能再报名。",
  past: "报名已经截止，不能再报名。",
  closed: "队长已经结束这次招募，不能再报名。",
};

/** One drive, as whoever scanned its code sees it, with the form for those who are signed in. */
export function DrivePage({
  drive,
  signedIn,
  form,
  formKey,
  now,
}: {
  drive: DriveView;
  signedIn: boolean;
  form: FormState;
  formKey: string;
  now: Date;
}) {
  return (
    <div class="stack">
      <ErrorSummary problems={problemsOf(form)} />
      <h1>
        {drive.teamName}招{recruitedGroups[drive.audience]}
      </h1>
      <p>
        <StatusTag tone={standingTones[drive.standing]} text={driveStandingNames[drive.standing]} />
      </p>
      <p class="lead">{drive.about}</p>
      <SummaryList
        rows={[
          { term: "这支队", value: drive.teamAbout },
          { term: "哪里的队", value: drive.unitName },
          {
            term: "招几个人",
            value:
              drive.standing === "open" ? `${drive.wanted} 人，${placesText(drive)}` : `${drive.wanted} 人`,
          },
          { term: "报名到", value: calendarDayText(drive.applyUntilOn, now) },
          {
            term: "服务期",
            value: `${calendarDayText(drive.servesFromOn, now)}至${calendarDayText(drive.servesUntilOn, now)}`,
          },
        ]}
      />
      {drive.standing !== "open" && (
        <Notice tone="info" title={driveStandingNames[drive.standing]}>
          {standingWords[drive.standing]} <a href={recruitmentsPaths.enter}>看看别的服务队</a>
        </Notice>
      )}
      {drive.standing === "open" && !signedIn && (
        <>
          <p>报名要先登录：队里的人都是实名的。登录后回到这一页。</p>
          <p>
            <LinkButton href={`/sign-in?back=${encodeURIComponent(toJoinPath(drive.code))}`}>
              登录后报名
            </LinkButton>
          </p>
        </>
      )}
      {drive.standing === "open" && signedIn && (
        <Form action={toJoinPath(drive.code)} formKey={formKey} label="报名入队">
          <Checkboxes
            name="days"
            legend="星期几能来"
            options={weekdays.map((text, index) => ({ value: String(index + 1), text }))}
            values={ticked(form, "days")}
            error={form.errors["days"]}
            arrangement="row"
          />
          <Checkboxes
            name="halves"
            legend="什么时候能来"
            options={halfCodes.map((value) => ({ value, text: halves[value] }))}
            values={ticked(form, "halves")}
            error={form.errors["halves"]}
            arrangement="row"
          />
          <TextArea
            name="words"
            label="想对队长说的话"
            optional
            rows={3}
            maxlength={300}
            value={typed(form, "words")}
            error={form.errors["words"]}
            hint="会做什么、在哪里上学或上班。不用写电话。"
          />
          <NextStep>队长会看到您的姓名和写的话，收不收都会答复，有结果发短信告诉您。</NextStep>
          <Button>我要加入</Button>
        </Form>
      )}
    </div>
  );
}

export function OwnApplicationsPage({
  applications,
  form,
  formKey,
  now,
}: {
  applications: readonly OwnApplication[];
  form: FormState;
  formKey: string;
  now: Date;
}) {
  return (
    <div class="stack">
      <ErrorSummary problems={problemsOf(form)} />
      <h1>我的入队报名</h1>
      {applications.length === 0 ? (
        <EmptyState
          icon="people"
          title="还没有报过名"
          action={<LinkButton href={recruitmentsPaths.enter}>找一支队</LinkButton>}
        >
          扫海报上的码，或填 6 位招募码，就能报名加入一支服务队。
        </EmptyState>
      ) : (
        <>
          <Listing
            heading="h2"
            items={applications.map((one) => ({
              key: one.id,
              title: one.teamName,
              href: toJoinPath(one.code),
              meta: `${dateTimeText(one.createdAt, now)}报名`,
              text: one.decisionReason === null ? undefined : `队长说：${one.decisionReason}`,
              aside: (
                <>
                  <StatusTag tone={applicationTones[one.status]} text={applicationStatusNames[one.status]} />
                  {one.status === "applied" && (
                    <Form action={toWithdrawPath(one.id)} formKey={formKey} landmark="none">
                      <Button size="small" variant="quiet">
                        撤回给{one.teamName}的报名
                      </Button>
                    </Form>
                  )}
                </>
              ),
            }))}
          />
          <p>
            <LinkButton href={recruitmentsPaths.enter} variant="secondary">
              再找一支队
            </LinkButton>
          </p>
        </>
      )}
    </div>
  );
}
