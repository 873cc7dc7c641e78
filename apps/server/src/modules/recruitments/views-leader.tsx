import type { FormState } from "#kernel/http-types.ts";
import { timesText } from "#modules/teams/index.ts";
import { Button } from "#ui/button/button.tsx";
import { calendarDayText } from "#ui/date-text.ts";
import { EmptyState } from "#ui/empty-state/empty-state.tsx";
import { ErrorSummary } from "#ui/error-summary/error-summary.tsx";
import { Radios } from "#ui/field/choices.tsx";
import { DateField, TextArea, TextField } from "#ui/field/field.tsx";
import { Form, NextStep } from "#ui/form/form.tsx";
import { problemsOf, typed } from "#ui/form/form-state.ts";
import { Listing } from "#ui/listing/listing.tsx";
import { Qr } from "#ui/qr/qr.tsx";
import { SectionHead } from "#ui/section-head/section-head.tsx";
import { StatusTag } from "#ui/status-tag/status-tag.tsx";
import { toDrivesPath, toJoinPath } from "./paths.ts";
import type { ApplicationView, DriveView } from "./queries.ts";
import { applicationStatusNames, driveStandingNames } from "./state.ts";
import { applicationTones, standingTones } from "./views.tsx";
import { recruitedGroupCodes, recruitedGroups } from "./vocabulary.ts";

type FormProps = { form: FormState; formKey: string };

function RunningDrive({
  drive,
  publicUrl,
  form,
  formKey,
  now,
}: FormProps & { drive: DriveView; publicUrl: string; now: Date }) {
  const group = recruitedGroups[drive.audience];
  return (
    <section aria-label={`招${group}`}>
      <SectionHead title={`招${group}`} />
      <p>
        <StatusTag tone={standingTones[drive.standing]} text={driveStandingNames[drive.standing]} />
      </p>
      <p>{drive.about}</p>
      <p>
        要 {drive.wanted} 人，收了 {drive.admitted} 人，{drive.waiting} 人等答复。
        {calendarDayText(drive.applyUntilOn, now)}报名截止。
      </p>
      <Qr text={`${publicUrl}${toJoinPath(drive.code)}`} label={`扫码报名，招${group}`} />
      <p>
        招募码 <strong>{drive.code}</strong>，或打开{" "}
        <a href={toJoinPath(drive.code)}>{`${publicUrl}${toJoinPath(drive.code)}`}</a>
      </p>
      <Form
        action={toDrivesPath(drive.teamId, "/close")}
        formKey={formKey}
        hidden={{ recruitmentId: drive.id }}
        label={`结束招${group}`}
      >
        {drive.waiting > 0 && (
          <TextField
            name="reason"
            id={`close-${drive.id}`}
            label={`给还在等的 ${drive.waiting} 人一句话`}
            maxlength={200}
            value={typed(form, "reason")}
            error={form.errors["reason"]}
          />
        )}
        <Button variant="danger" size="small">
          结束招{group}
        </Button>
      </Form>
    </section>
  );
}

/** The leader's page: the codes to hang up, who applied, a new drive. */
export function DrivesPage({
  teamId,
  teamName,
  drives,
  applications,
  publicUrl,
  form,
  formKey,
  now,
}: FormProps & {
  teamId: string;
  teamName: string;
  drives: readonly DriveView[];
  applications: readonly ApplicationView[];
  publicUrl: string;
  now: Date;
}) {
  const decide = toDrivesPath(teamId, "/decide");
  return (
    <div class="stack">
      <ErrorSummary problems={problemsOf(form)} />
      <h1>{teamName}招募队员</h1>
      {drives
        .filter((drive) => drive.standing !== "closed")
        .map((drive) => (
          <RunningDrive
            key={drive.id}
            drive={drive}
            publicUrl={publicUrl}
            form={form}
            formKey={formKey}
            now={now}
          />
        ))}
      <section aria-label="报名的人">
        <SectionHead title="报名的人" />
        {applications.length === 0 ? (
          <EmptyState icon="people" title="还没有人报名">
            把招募码贴出去，有人报名就在这里答复。
          </EmptyState>
        ) : (
          <Listing
            items={applications.map((one) => ({
              key: one.id,
              title: one.name,
              meta: `能来：${timesText(one.times)}`,
              text: one.words ?? undefined,
              aside: (
                <>
                  <StatusTag tone={applicationTones[one.status]} text={applicationStatusNames[one.status]} />
                  {one.status === "applied" && (
                    <>
                      <Form
                        action={decide}
                        formKey={formKey}
                        hidden={{ applicationId: one.id, decision: "admit" }}
                        landmark="none"
                      >
                        <Button size="small">收{one.name}入队</Button>
                      </Form>
                      <Form
                        action={decide}
                        formKey={formKey}
                        hidden={{ applicationId: one.id, decision: "decline" }}
                        landmark="none"
                      >
                        <TextField
                          name="reason"
                          id={`reason-${one.id}`}
                          label={`不收${one.name}的原因`}
                          maxlength={200}
                          value={form.values["applicationId"] === one.id ? typed(form, "reason") : ""}
                          error={form.values["applicationId"] === one.id ? form.errors["reason"] : undefined}
                        />
                        <Button size="small" variant="quiet">
                          这次不收
                        </Button>
                      </Form>
                    </>
                  )}
                </>
              ),
            }))}
          />
        )}
      </section>
      <section aria-label="开始招募">
        <SectionHead title="开始招募" />
        <Form action={toDrivesPath(teamId)} formKey={formKey} label="开始招募">
          <Radios
            name="audience"
            legend="招哪些人"
            options={recruitedGroupCodes.map((value) => ({ value, text: recruitedGroups[value] }))}
            value={typed(form, "audience")}
            error={form.errors["audience"]}
          />
          <TextArea
            name="about"
            label="做什么、要什么样的人"
            rows={3}
            maxlength={300}
            value={typed(form, "about")}
            error={form.errors["about"]}
          />
          <TextField
            name="wanted"
            label="招几个人"
            inputmode="numeric"
            width="short"
            suffix="人"
            value={typed(form, "wanted")}
            error={form.errors["wanted"]}
          />
          <DateField
            name="applyUntilOn"
            label="报名到哪天"
            value={typed(form, "applyUntilOn")}
            error={form.errors["applyUntilOn"]}
          />
          <DateField
            name="servesFromOn"
            label="服务从哪天"
            value={typed(form, "servesFromOn")}
            error={form.errors["servesFromOn"]}
          />
          <DateField
            name="servesUntilOn"
            label="服务到哪天"
            value={typed(form, "servesUntilOn")}
            error={form.errors["servesUntilOn"]}
            hint="例如一个学期、一年。"
          />
          <NextStep>马上得到一个二维码和 6 位招募码，可以印在海报上。</NextStep>
          <Button>开始招募</Button>
        </Form>
      </section>
    </div>
  );
}
