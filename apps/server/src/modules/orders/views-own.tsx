import type { FormState } from "#kernel/http-types.ts";
import { halves } from "#modules/teams/index.ts";
import { Button } from "#ui/button/button.tsx";
import { calendarDayText, dateTimeText, machineTime, periodText } from "#ui/date-text.ts";
import { EmptyState } from "#ui/empty-state/empty-state.tsx";
import { ErrorSummary } from "#ui/error-summary/error-summary.tsx";
import { Radios } from "#ui/field/choices.tsx";
import { CodeField, FileField, TextArea, TextField } from "#ui/field/field.tsx";
import { Form, NextStep } from "#ui/form/form.tsx";
import { problemsOf, typed } from "#ui/form/form-state.ts";
import { LinkButton } from "#ui/link-button/link-button.tsx";
import { Listing } from "#ui/listing/listing.tsx";
import { Notice } from "#ui/notice/notice.tsx";
import { PhoneLink } from "#ui/phone-link/phone-link.tsx";
import { SectionHead } from "#ui/section-head/section-head.tsx";
import { StatusTag, type StatusTone } from "#ui/status-tag/status-tag.tsx";
import { Timeline } from "#ui/steps/steps.tsx";
import { SummaryList } from "#ui/summary-list/summary-list.tsx";
import type { AttachmentView } from "./attachments/attach.ts";
import { nextWords } from "./deadlines.ts";
import { ordersPaths, toComplainPath, toOwnOrderPath, toRollPath } from "./paths.ts";
import { type HistoryEntry, type OrderRow, placeText } from "./queries.ts";
import type { RatingView } from "./ratings.ts";
import { orderStates, type OrderStatus, statusNames } from "./state.ts";
import type { ConsentView } from "./schools/consents.ts";
import { ConsentSection } from "./schools/views.tsx";
import type { Ties } from "./together/ties.ts";
import { starNames, toOrderNo } from "./vocabulary.ts";

export const statusTone = (status: OrderStatus): StatusTone => {
  switch (status) {
    case "confirmed":
    case "rated":
    case "done":
      return "done";
    case "declined":
    case "timed_out":
    case "no_show":
    case "reopened":
      return "soon";
    case "not_ours":
    case "cannot":
      return "wrong";
    case "withdrawn":
      return "neutral";
    case "submitted":
    case "screened":
    case "dispatched":
    case "accepted":
    case "scheduled":
    case "substituted":
    case "under_way":
    case "merged":
    case "sent_up":
      return "active";
    default: {
      const never: never = status;
      return never;
    }
  }
};

export function OwnOrdersPage({ orders, now }: { orders: readonly OrderRow[]; now: Date }) {
  return (
    <div class="stack">
      <h1>我的点单</h1>
      {orders.length === 0 ? (
        <EmptyState
          icon="order"
          title="您还没有点过单"
          action={<LinkButton href={ordersPaths.menu}>看看能点什么</LinkButton>}
        >
          点了以后，每一步到哪儿了，都在这里看。
        </EmptyState>
      ) : (
        <>
          <Listing
            heading="h2"
            items={orders.map((order) => ({
              key: order.id,
              title: order.title,
              href: toOwnOrderPath(order.id),
              meta: `单号 ${toOrderNo(order.order_no)} · ${calendarDayText(order.wanted_on, now)}${halves[order.wanted_half]}`,
              text: nextWords[order.status],
              aside: <StatusTag tone={statusTone(order.status)} text={statusNames[order.status]} />,
            }))}
          />
          <p>
            <LinkButton href={ordersPaths.start} icon="order">
              再点一单
            </LinkButton>
          </p>
        </>
      )}
    </div>
  );
}

/** The five answers to “满意吗”, best first: a face to press, the word, and the stars that repeat it. */
const starChoices = ([5, 4, 3, 2, 1] as const).map((value) => ({
  value: String(value),
  text: `${starNames[value - 1] ?? ""} ${"★".repeat(value)}`,
  icon: `face${value}` as const,
}));

function StarsField({ form }: { form: FormState }) {
  return (
    <>
      <Radios
        name="stars"
        legend="满意吗"
        options={starChoices}
        value={typed(form, "stars")}
        error={form.errors["stars"]}
      />
      <TextArea
        name="comment"
        label="想说的话"
        optional
        rows={3}
        maxlength={300}
        value={typed(form, "comment")}
        error={form.errors["comment"]}
      />
      <NextStep>选“不满意”“很不满意”的，会马上重新办理。</NextStep>
    </>
  );
}

type OwnOrderProps = {
  order: OrderRow;
  details: string | undefined;
  address: string | undefined;
  code: string;
  teamName: string | undefined;
  ties: Ties;
  consent: ConsentView;
  hasRoll: boolean;
  attachments: readonly AttachmentView[];
  history: readonly HistoryEntry[];
  ratings: readonly RatingView[];
  isNew: boolean;
  form: FormState;
  formKey: string;
  now: Date;
};

const codeStatuses: readonly OrderStatus[] = ["merged", "accepted", "scheduled", "substituted", "under_way"];

export function OwnOrderPage(props: OwnOrderProps) {
  const { order, form, now } = props;
  const no = toOrderNo(order.order_no);
  return (
    <div class="stack">
      <ErrorSummary problems={problemsOf(form)} />
      {props.isNew && (
        <Notice tone="done" title={`收到您的点单，单号 ${no}`} live="status">
          请记住单号。打电话问，报单号就行。
        </Notice>
      )}
      <h1>{order.title}</h1>
      <p>
        <StatusTag tone={statusTone(order.status)} text={statusNames[order.status]} />
      </p>
      <Notice tone={orderStates.isTerminal(order.status) ? "info" : "soon"} title="接下来">
        {nextWords[order.status]}
        {order.better_door !== null && ` ${order.better_door}`}
        {order.end_reason !== null && ` 原因：${order.end_reason}`}
      </Notice>
      {props.ties.mergedInto !== null && (
        <Notice title={`和 ${props.ties.mergedInto.no} 一起办`}>
          一场办好，单号和到访码还是您自己的。不想一起办，点下面的“拆开”。
        </Notice>
      )}
      {props.ties.splitFrom !== null && (
        <Notice title={`从 ${props.ties.splitFrom.no} 拆出的一半`}>
          人多，分给两支队。两个单分别来人、分别确认。
        </Notice>
      )}
      {codeStatuses.includes(order.status) && (
        <Notice title={`到访码 ${props.code}`}>志愿者到了，把这 6 位数字告诉他。没到，不要告诉别人。</Notice>
      )}
      <OrderActions {...props} />
      <ConsentSection
        orderId={order.id}
        consent={props.consent}
        form={form}
        formKey={props.formKey}
        now={now}
      />
      <SummaryList
        rows={[
          { term: "单号", value: no },
          ...(props.details === undefined ? [] : [{ term: "补充", value: props.details }]),
          {
            term: "时间",
            value:
              order.visit_starts_at !== null && order.visit_ends_at !== null
                ? periodText(order.visit_starts_at, order.visit_ends_at, now)
                : `希望 ${calendarDayText(order.wanted_on, now)}${halves[order.wanted_half]}`,
          },
          {
            term: "地点",
            value: `${placeText(order)}${props.address === undefined ? "" : ` ${props.address}`}`,
          },
          { term: "人数", value: `${order.people_count} 人` },
          ...(props.teamName === undefined ? [] : [{ term: "服务队", value: props.teamName }]),
          { term: "现在由谁管", value: order.owner_name },
          ...(order.owner_phone === null
            ? []
            : [
                {
                  term: "站点电话",
                  value: <PhoneLink number={order.owner_phone} about={order.owner_name} />,
                },
              ]),
        ]}
      />
      <Attachments {...props} />
      {orderStates.next(order.status, "unmerge") !== undefined && (
        <Form action={`${toOwnOrderPath(order.id)}/unmerge`} formKey={props.formKey} label="拆开">
          <Button variant="secondary">拆开，我要单独办</Button>
        </Form>
      )}
      {orderStates.next(order.status, "withdraw") !== undefined && (
        <Form action={`${toOwnOrderPath(order.id)}/withdraw`} formKey={props.formKey} label="撤回">
          <Button variant="quiet">不要了，撤回这个单</Button>
        </Form>
      )}
      {props.ratings.length > 0 && (
        <section aria-label="您的评价">
          <SectionHead title="您的评价" />
          <Listing
            items={props.ratings.map((rating) => ({
              key: String(rating.round),
              title: starNames[rating.stars - 1] ?? "",
              meta: dateTimeText(rating.at, now),
              text:
                rating.reply === undefined
                  ? rating.comment
                  : `${rating.comment === undefined ? "" : `“${rating.comment}” `}服务队答复：${rating.reply}`,
            }))}
          />
        </section>
      )}
      {props.hasRoll && (
        <p>
          <a href={toRollPath(order.id)}>到课名单</a>：谁来上课了，可以核对、更正。
        </p>
      )}
      <p>
        <a href={toComplainPath(order.id)}>服务没做好，我要投诉</a>
      </p>
      <section aria-label="经过">
        <SectionHead title="经过" />
        <Timeline
          label="经过"
          entries={props.history.map((entry) => ({
            time: dateTimeText(entry.at, now),
            machineTime: machineTime(entry.at),
            title: entry.eventName,
            children: <EntryText entry={entry} />,
          }))}
        />
      </section>
    </div>
  );
}

/** Photographs and voices that came with the order, and the way to add one; file inputs, so that it works without JavaScript. */
function Attachments({ order, attachments, form, formKey }: OwnOrderProps) {
  const isOpen = !orderStates.isTerminal(order.status);
  if (!isOpen && attachments.length === 0) return null;
  return (
    <section aria-label="照片和语音">
      <SectionHead title="照片和语音" />
      {attachments.map((one) => {
        const href = `${toOwnOrderPath(order.id)}/attachments/${one.id}`;
        return (
          <p key={one.id}>
            {one.kind === "voice" ? (
              <a href={href}>
                {one.about === "rating" ? "评价时的语音" : "语音"}，{one.seconds} 秒
              </a>
            ) : (
              <a href={href}>照片</a>
            )}
          </p>
        );
      })}
      {isOpen && (
        <Form
          action={`${toOwnOrderPath(order.id)}/attach`}
          formKey={formKey}
          encoding="files"
          label="添照片、语音"
        >
          <FileField
            name="photo"
            label="照片"
            hint="比如叶子、药盒、收到的消息。最多 3 张，拍摄地点会去掉。"
            optional
            accept="image/jpeg,image/png,image/webp"
            error={form.errors["photo"]}
          />
          {!orderStates.eventsFrom(order.status).includes("rate") && (
            <FileField
              name="voice"
              label="语音"
              hint="用手机录一段，最长 60 秒。"
              optional
              accept="audio/*"
              error={form.errors["voice"]}
            />
          )}
          <Button variant="secondary">添上去</Button>
        </Form>
      )}
    </section>
  );
}

function EntryText({ entry }: { entry: HistoryEntry }) {
  const parts = [
    entry.onBehalf === "yes" ? "帮办员替您办的" : "",
    entry.teamName ?? "",
    entry.reason ?? "",
    entry.event === "take_over" ? `现在由${entry.ownerName}管` : "",
  ].filter((part) => part !== "");
  return parts.length === 0 ? null : <p>{parts.join("。")}</p>;
}

function OrderActions({ order, form, formKey }: OwnOrderProps) {
  const path = (act: string): string => `${toOwnOrderPath(order.id)}/${act}`;
  const may = (event: Parameters<typeof orderStates.next>[1]): boolean =>
    orderStates.next(order.status, event) !== undefined;
  return (
    <>
      {may("confirm") && (
        <Form action={path("confirm")} formKey={formKey} label="确认做完">
          <Button size="large" icon="check">
            确认做完
          </Button>
        </Form>
      )}
      {may("rate") && (
        <Form action={path("rate")} formKey={formKey} encoding="files" label="评价">
          <StarsField form={form} />
          <FileField
            name="voice"
            label="用语音说"
            hint="不想打字，就录一段，最长 60 秒。"
            optional
            accept="audio/*"
            error={form.errors["voice"]}
          />
          <Button>送出评价</Button>
        </Form>
      )}
      {(may("dispute") || may("reopen")) && (
        <Form action={path("reopen")} formKey={formKey} label="重新办理">
          <TextArea
            name="reason"
            label="哪里没做好"
            rows={3}
            maxlength={300}
            value={typed(form, "reason")}
            error={form.errors["reason"]}
          />
          <Button variant="secondary">没做好，请重新办</Button>
        </Form>
      )}
    </>
  );
}

export function RatePage({ form, formKey }: { form: FormState; formKey: string }) {
  return (
    <div class="stack">
      <ErrorSummary problems={problemsOf(form)} />
      <h1>凭到访码评价</h1>
      <p class="lead">只有到场的人可以评。单号和到访码在短信里，也可以问点单的人。</p>
      <Form action={ordersPaths.rate} formKey={formKey} label="评价">
        <TextField
          name="no"
          label="单号"
          width="medium"
          maxlength={20}
          value={typed(form, "no")}
          error={form.errors["no"]}
          hint="例如 D000123"
        />
        <CodeField name="code" label="到访码" value={typed(form, "code")} error={form.errors["code"]} />
        <StarsField form={form} />
        <Button>送出评价</Button>
      </Form>
    </div>
  );
}

export function RatedPage({ reopened }: { reopened: boolean }) {
  return (
    <div class="stack">
      <h1>收到您的评价</h1>
      <p class="lead">
        {reopened
          ? "很抱歉没做好。这个单已经重新办理，站点会在 24 小时内回音。"
          : "谢谢您。您的话服务队看得到。"}
      </p>
      <p>
        <LinkButton href={ordersPaths.menu}>看看还能点什么</LinkButton>
      </p>
    </div>
  );
}
