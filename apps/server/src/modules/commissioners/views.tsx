import { facePartChoices } from "#kernel/face-photo.ts";
import type { FormState } from "#kernel/http-types.ts";
import type { VisitNeed } from "#modules/orders/index.ts";
import { Button } from "#ui/button/button.tsx";
import { calendarDayText, dateTimeText } from "#ui/date-text.ts";
import { EmptyState } from "#ui/empty-state/empty-state.tsx";
import { ErrorSummary } from "#ui/error-summary/error-summary.tsx";
import { FacePhotoFields } from "#ui/field/face-photo-fields.tsx";
import { CodeField, DateField, SelectField, TextArea, TextField } from "#ui/field/field.tsx";
import { Form, NextStep } from "#ui/form/form.tsx";
import { problemsOf, typed } from "#ui/form/form-state.ts";
import { LinkButton } from "#ui/link-button/link-button.tsx";
import { Listing } from "#ui/listing/listing.tsx";
import { SectionHead } from "#ui/section-head/section-head.tsx";
import { StatusTag, type StatusTone } from "#ui/status-tag/status-tag.tsx";
import {
  commissionersPaths,
  toConfirmPath,
  toFarmActPath,
  toVisitPhotoPath,
  toVisitPhotosPath,
} from "./paths.ts";
import type { ContractView, LogView } from "./queries.ts";
import { commissionerFields, type LogStatus, logStatusNames } from "./state.ts";

const tones: Readonly<Record<LogStatus, StatusTone>> = {
  reported: "active",
  confirmed: "done",
  disputed: "wrong",
};
type FormProps = { form: FormState; formKey: string; now: Date };

const photoHint = "最多三张，农户确认时看得到。只存打过码的，原图不留。";

/** The visit's photographs, faces blurred; who was there and the farmer see them. */
function VisitPhotos({ log }: { log: LogView }) {
  return (
    <>
      {log.photoIds.map((photoId, index) => (
        <img
          key={photoId}
          class="evidence-photo"
          src={toVisitPhotoPath(log.id, photoId)}
          alt={`${log.place}，现场照片第 ${index + 1} 张`}
        />
      ))}
    </>
  );
}

export function CommissionerPage({
  contracts,
  logs,
  requests,
  chosen,
  score,
  form,
  formKey,
  today,
  now,
}: FormProps & {
  contracts: readonly ContractView[];
  logs: readonly LogView[];
  requests: readonly (VisitNeed & { contractId: string })[];
  chosen: (VisitNeed & { contractId: string }) | undefined;
  score: number;
  today: string;
}) {
  const open = contracts.filter((one) => one.status === "in_force");
  return (
    <div class="stack">
      <ErrorSummary problems={problemsOf(form)} />
      <h1>我的特派员服务</h1>
      <p class="lead">今年农户确认的服务：{score} 次。没有确认的一次也不算。</p>
      {contracts.length === 0 ? (
        <EmptyState icon="people" title="您还没有特派员聘任">
          由镇街聘任。聘了以后，聘期、服务范围和农户点的单都列在这里。
        </EmptyState>
      ) : (
        <section aria-label="我的聘任">
          <SectionHead title="我的聘任" />
          <Listing
            items={contracts.map((one) => ({
              key: one.id,
              title: `${one.unitName} ${commissionerFields[one.field]}`,
              meta: `${calendarDayText(one.startsOn, now)}至${calendarDayText(one.endsOn, now)}`,
              text: one.endReason ?? one.bases,
            }))}
          />
        </section>
      )}
      {requests.length > 0 && (
        <section aria-label="农户点了单，请您去">
          <SectionHead title="农户点了单，请您去" />
          <Listing
            items={requests.map((one) => ({
              key: one.orderId,
              title: `${one.title}（${one.no}）`,
              meta: `${one.placeName} · 希望 ${calendarDayText(one.wantedOn, now)}`,
              aside: (
                <LinkButton
                  href={`${commissionersPaths.own}?order=${one.orderId}`}
                  variant="quiet"
                  size="small"
                >
                  去过了，记 {one.no}
                </LinkButton>
              ),
            }))}
          />
        </section>
      )}
      {open.length > 0 && (
        <section aria-label="记一次服务">
          <SectionHead title={chosen === undefined ? "记一次服务" : `记一次服务：${chosen.no}`} />
          <Form
            action={commissionersPaths.own}
            formKey={formKey}
            label="记一次服务"
            encoding="files"
            {...(chosen === undefined ? {} : { hidden: { orderId: chosen.orderId } })}
          >
            <SelectField
              name="contractId"
              label="哪份聘任"
              options={open.map((one) => ({
                value: one.id,
                text: `${one.unitName} ${commissionerFields[one.field]}`,
              }))}
              value={typed(form, "contractId", chosen?.contractId ?? open[0]?.id)}
              error={form.errors["contractId"]}
            />
            <DateField
              name="day"
              label="哪天去的"
              value={typed(form, "day", today)}
              error={form.errors["day"]}
            />
            <TextField
              name="time"
              label="几点到的"
              width="short"
              value={typed(form, "time")}
              error={form.errors["time"]}
              hint="例如 9:30 写成 09:30"
            />
            <TextField
              name="place"
              label="在哪里"
              maxlength={100}
              value={typed(form, "place", chosen?.placeName)}
              error={form.errors["place"]}
              hint="村、组、哪块田或哪个棚。"
            />
            <TextArea
              name="advice"
              label="看了什么、出了什么主意"
              rows={4}
              maxlength={500}
              value={typed(form, "advice")}
              error={form.errors["advice"]}
            />
            <TextField
              name="farmerName"
              label="农户怎么称呼"
              maxlength={30}
              value={typed(form, "farmerName")}
              error={form.errors["farmerName"]}
            />
            <TextField
              name="farmerPhone"
              label="农户的手机号"
              type="tel"
              inputmode="tel"
              optional
              width="medium"
              value={typed(form, "farmerPhone")}
              error={form.errors["farmerPhone"]}
              hint="农户会收到确认码。没有手机，由村里工作人员当面问过再确认。"
            />
            <FacePhotoFields form={form} id="" parts={facePartChoices} hint={photoHint} />
            <NextStep>农户确认了才算数。请当场让他把短信里的 6 位数字念给您。</NextStep>
            <Button>记下来</Button>
          </Form>
        </section>
      )}
      {logs.length > 0 && (
        <section aria-label="我记的服务">
          <SectionHead title="我记的服务" />
          <Listing
            items={logs.map((log) => ({
              key: log.id,
              title: `${dateTimeText(log.visitedAt, now)} ${log.place}`,
              meta: `${log.unitName} · ${commissionerFields[log.field]}`,
              text: log.decisionReason ?? log.advice,
              aside: (
                <>
                  <StatusTag tone={tones[log.status]} text={logStatusNames[log.status]} />
                  <VisitPhotos log={log} />
                  {log.status === "reported" && log.photoIds.length < 3 && (
                    <LinkButton href={toVisitPhotosPath(log.id)} size="small" variant="quiet">
                      加照片
                    </LinkButton>
                  )}
                  {log.status === "reported" && log.hasCode && (
                    <Form action={toConfirmPath(log.id)} formKey={formKey} landmark="none">
                      <CodeField
                        name="code"
                        id={`code-${log.id}`}
                        label="农户念的确认码"
                        value=""
                        error={undefined}
                      />
                      <Button size="small">农户确认了</Button>
                    </Form>
                  )}
                </>
              ),
            }))}
          />
        </section>
      )}
    </div>
  );
}

/** More photographs of one visit; a page of its own, so that its fields are alone on it. */
export function PhotosPage({ log, form, formKey, now }: FormProps & { log: LogView }) {
  return (
    <div class="stack">
      <ErrorSummary problems={problemsOf(form)} />
      <h1>加照片</h1>
      <p class="lead">
        {dateTimeText(log.visitedAt, now)} {log.place}
      </p>
      <VisitPhotos log={log} />
      <Form action={toVisitPhotosPath(log.id)} formKey={formKey} encoding="files" label="加照片">
        <FacePhotoFields form={form} id="" parts={facePartChoices} hint={photoHint} />
        <Button>传照片</Button>
      </Form>
    </div>
  );
}

export function FarmPage({ logs, form, formKey, now }: FormProps & { logs: readonly LogView[] }) {
  return (
    <div class="stack">
      <ErrorSummary problems={problemsOf(form)} />
      <h1>特派员来过的服务</h1>
      <p class="lead">特派员说来过您这里。来过就确认，没有来过就说没有。</p>
      {logs.length === 0 ? (
        <EmptyState icon="document" title="还没有记录">
          特派员用您的手机号记下服务，就会列在这里。
        </EmptyState>
      ) : (
        <Listing
          heading="h2"
          items={logs.map((log) => ({
            key: log.id,
            title: `${dateTimeText(log.visitedAt, now)} ${log.place}`,
            meta: commissionerFields[log.field],
            text: log.advice,
            aside: (
              <>
                <StatusTag tone={tones[log.status]} text={logStatusNames[log.status]} />
                <VisitPhotos log={log} />
                {log.status === "reported" && (
                  <>
                    <Form action={toFarmActPath(log.id, "confirm")} formKey={formKey} landmark="none">
                      <Button size="small">来过，确认</Button>
                    </Form>
                    <Form
                      action={toFarmActPath(log.id, "dispute")}
                      formKey={formKey}
                      hidden={{ reason: "农户在网上说没有来过" }}
                      landmark="none"
                    >
                      <Button size="small" variant="quiet">
                        没有来过
                      </Button>
                    </Form>
                  </>
                )}
              </>
            ),
          }))}
        />
      )}
    </div>
  );
}
