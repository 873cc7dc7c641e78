import { emptyForm, type FormState } from "#kernel/http-types.ts";
import type { SessionParties } from "#modules/activities/index.ts";
import { type OrderRow, toOrderNo } from "#modules/orders/index.ts";
import { Button } from "#ui/button/button.tsx";
import { dateTimeText } from "#ui/date-text.ts";
import { EmptyState } from "#ui/empty-state/empty-state.tsx";
import { ErrorSummary } from "#ui/error-summary/error-summary.tsx";
import { facePartChoices } from "#kernel/face-photo.ts";
import { SelectField, TextArea } from "#ui/field/field.tsx";
import { FacePhotoFields } from "#ui/field/face-photo-fields.tsx";
import { Form, NextStep } from "#ui/form/form.tsx";
import { problemsOf, typed } from "#ui/form/form-state.ts";
import { Listing } from "#ui/listing/listing.tsx";
import { SectionHead } from "#ui/section-head/section-head.tsx";
import { StatusTag, type StatusTone } from "#ui/status-tag/status-tag.tsx";
import { complaintsPaths, toComplaintActPath, toComplaintPhotoPath, toComplaintPhotosPath } from "./paths.ts";
import type { ComplaintView } from "./queries.ts";
import { type ComplaintStatus, complaintStatusNames, complaintSubjects, findings } from "./state.ts";

const tones: Readonly<Record<ComplaintStatus, StatusTone>> = {
  filed: "active",
  answered: "done",
  appealed: "active",
  settled: "done",
  withdrawn: "neutral",
};

const nextText = (one: ComplaintView, now: Date): string => {
  switch (one.status) {
    case "filed":
    case "appealed":
      return one.dueAt === null ? "" : `${one.unitName}会在 ${dateTimeText(one.dueAt, now)} 前答复。`;
    case "answered":
      return "不满意的话，15 天内可以请上级复核一次。";
    case "settled":
    case "withdrawn":
      return "";
    default:
      return one.status satisfies never;
  }
};

const photoHint = "最多三张。只存打过码的，原图不留。";

export function ComplaintsPage({
  complaints,
  orders,
  sessions,
  form,
  formKey,
  now,
}: {
  complaints: readonly ComplaintView[];
  orders: readonly Pick<OrderRow, "id" | "order_no" | "title">[];
  sessions: readonly Pick<SessionParties, "sessionId" | "title" | "startsAt">[];
  form: FormState;
  formKey: string;
  now: Date;
}) {
  return (
    <div class="stack">
      <ErrorSummary problems={problemsOf(form)} />
      <h1>我的投诉</h1>
      <p class="lead">服务、活动没有办好，可以在这里说。被投诉的队和人不能自己答复。</p>
      {complaints.length > 0 && (
        <section aria-label="说过的">
          <SectionHead title="说过的" />
          <Listing
            items={complaints.map((one) => ({
              key: one.id,
              title: `${one.no}：${one.subject}`,
              meta: `${complaintSubjects[one.about]} · ${dateTimeText(one.createdAt, now)}`,
              text: [
                one.body,
                one.finding !== null && one.answer !== null
                  ? `答复（${findings[one.finding]}）：${one.answer}`
                  : "",
                nextText(one, now),
              ]
                .filter((part) => part !== null && part !== "")
                .join(" "),
              aside: (
                <>
                  <StatusTag tone={tones[one.status]} text={complaintStatusNames[one.status]} />
                  {one.photoIds.map((photoId, index) => (
                    <a key={photoId} href={toComplaintPhotoPath(one.id, photoId)}>
                      看{one.no}的第 {index + 1} 张照片
                    </a>
                  ))}
                  {(one.status === "filed" || one.status === "appealed") && one.photoIds.length < 3 && (
                    <Form
                      action={toComplaintPhotosPath(one.id)}
                      formKey={formKey}
                      encoding="files"
                      label={`给${one.no}加照片`}
                    >
                      <FacePhotoFields
                        form={emptyForm}
                        id={`-${one.id}`}
                        parts={facePartChoices}
                        hint={photoHint}
                      />
                      <Button size="small" variant="secondary">
                        给{one.no}加照片
                      </Button>
                    </Form>
                  )}
                  {one.status === "filed" && (
                    <Form action={toComplaintActPath(one.id, "withdraw")} formKey={formKey} landmark="none">
                      <Button size="small" variant="quiet">
                        撤回 {one.no}
                      </Button>
                    </Form>
                  )}
                  {one.status === "answered" && (
                    <Form action={toComplaintActPath(one.id, "appeal")} formKey={formKey} landmark="none">
                      <TextArea
                        name="reason"
                        id={`reason-${one.id}`}
                        label={`${one.no}的答复，哪里不满意`}
                        rows={3}
                        maxlength={500}
                        value=""
                        error={undefined}
                      />
                      <Button size="small">请上级复核</Button>
                    </Form>
                  )}
                </>
              ),
            }))}
          />
        </section>
      )}
      {orders.length + sessions.length === 0 ? (
        <EmptyState icon="document" title="还没有点过单、报过活动">
          点过单、报过活动以后，对来服务的人或办事的站点不满意，可以在这里投诉。
        </EmptyState>
      ) : (
        <section aria-label="我要投诉">
          <SectionHead title="我要投诉" />
          <Form action={complaintsPaths.own} formKey={formKey} encoding="files" label="我要投诉">
            {orders.length > 0 && (
              <SelectField
                name="orderId"
                label="哪张单"
                optional={sessions.length > 0}
                options={orders.map((order) => ({
                  value: order.id,
                  text: `${toOrderNo(order.order_no)} ${order.title}`,
                }))}
                value={typed(form, "orderId")}
                error={form.errors["orderId"]}
              />
            )}
            {sessions.length > 0 && (
              <SelectField
                name="sessionId"
                label="哪场活动"
                optional={orders.length > 0}
                hint={orders.length > 0 ? "单和活动只选一样。" : undefined}
                options={sessions.map((one) => ({
                  value: one.sessionId,
                  text: `${dateTimeText(one.startsAt, now)} ${one.title}`,
                }))}
                value={typed(form, "sessionId")}
                error={form.errors["sessionId"]}
              />
            )}
            <SelectField
              name="about"
              label="投诉谁"
              options={Object.entries(complaintSubjects).map(([value, text]) => ({ value, text }))}
              value={typed(form, "about")}
              error={form.errors["about"]}
            />
            <TextArea
              name="body"
              label="发生了什么"
              rows={5}
              maxlength={1000}
              value={typed(form, "body")}
              error={form.errors["body"]}
              hint="什么时候、谁、怎么了。不用写自己的电话。"
            />
            <FacePhotoFields form={form} id="" parts={facePartChoices} hint={photoHint} />
            <NextStep>5 天内有人答复。到时没有答复，自动转给上级。</NextStep>
            <Button>交投诉</Button>
          </Form>
        </section>
      )}
    </div>
  );
}
