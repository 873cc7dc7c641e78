import type { FormState } from "#kernel/http-types.ts";
import { Button } from "#ui/button/button.tsx";
import { calendarDayText } from "#ui/date-text.ts";
import { EmptyState } from "#ui/empty-state/empty-state.tsx";
import { ErrorSummary } from "#ui/error-summary/error-summary.tsx";
import { TextArea, TextField } from "#ui/field/field.tsx";
import { Form, NextStep } from "#ui/form/form.tsx";
import { problemsOf, typed } from "#ui/form/form-state.ts";
import { LinkButton } from "#ui/link-button/link-button.tsx";
import { Listing } from "#ui/listing/listing.tsx";
import { SectionHead } from "#ui/section-head/section-head.tsx";
import { StatusTag } from "#ui/status-tag/status-tag.tsx";
import { SummaryList } from "#ui/summary-list/summary-list.tsx";
import type { CorrectionView } from "./corrections.ts";
import type { OwnHours } from "./hours.ts";
import { toCorrectPath } from "./paths.ts";
import { correctionStatusNames, hoursStatusNames } from "./state.ts";
import { toStars } from "./stars.ts";
import { minutesText } from "./vocabulary.ts";

const asideOf = (row: OwnHours, waiting: ReadonlySet<string>, now: Date) => {
  if (row.status !== "standing") return <StatusTag tone="soon" text={hoursStatusNames[row.status]} />;
  if (waiting.has(row.id)) return <StatusTag tone="active" text="等核对更正" />;
  return (
    <LinkButton href={toCorrectPath(row.id)} variant="quiet" size="small">
      更正{calendarDayText(row.day, now)}的时长
    </LinkButton>
  );
};

function HoursList({
  rows,
  now,
  waiting,
}: {
  rows: readonly OwnHours[];
  now: Date;
  waiting: ReadonlySet<string>;
}) {
  return (
    <Listing
      items={rows.map((row) => ({
        key: row.id,
        title: `${calendarDayText(row.day, now)} ${minutesText(row.minutes)}`,
        meta: row.teamName,
        text: row.reason ?? undefined,
        aside: asideOf(row, waiting, now),
      }))}
    />
  );
}

function StarLine({ creditedMinutes }: { creditedMinutes: number }) {
  const { name, minutesToNext } = toStars(creditedMinutes);
  return (
    <p>
      <strong>{name}志愿者</strong>
      {minutesToNext === undefined ? "。" : `，再签到 ${minutesText(minutesToNext)}升一星。`}
      星级只看现场签到的时长：100、300、600、1000、1500 小时。
    </p>
  );
}

export function HoursPage({
  rows,
  corrections,
  creditedMinutes,
  addedMinutes,
  now,
}: {
  rows: readonly OwnHours[];
  corrections: readonly CorrectionView[];
  creditedMinutes: number;
  addedMinutes: number;
  now: Date;
}) {
  const credited = rows.filter((row) => row.kind === "credited");
  const added = rows.filter((row) => row.kind === "added");
  const waiting = new Set(corrections.filter((one) => one.status === "requested").map((one) => one.hoursId));
  return (
    <div class="stack">
      <h1>我的服务时长</h1>
      <p class="lead">签到签退记下的，和别人补录的，分开算，永远不加在一起。</p>
      {creditedMinutes > 0 && <StarLine creditedMinutes={creditedMinutes} />}
      <section aria-label="签到记录的时长">
        <SectionHead title={`签到记录的：${minutesText(creditedMinutes)}`} />
        {credited.length === 0 ? (
          <EmptyState icon="clock" title="还没有签到记录的时长">
            现场用到访码签到，走的时候签退，时长自动记上。
          </EmptyState>
        ) : (
          <HoursList rows={credited} now={now} waiting={waiting} />
        )}
      </section>
      <section aria-label="补录的时长">
        <SectionHead title={`补录的：${minutesText(addedMinutes)}`} />
        {added.length === 0 ? (
          <EmptyState icon="document" title="没有补录的时长">
            忘了签到，请站点补录：写明原因，再由另一个人同意。
          </EmptyState>
        ) : (
          <HoursList rows={added} now={now} waiting={waiting} />
        )}
      </section>
      {corrections.length > 0 && (
        <section aria-label="更正申请">
          <SectionHead title="我申请的更正" />
          <Listing
            items={corrections.map((one) => ({
              key: one.id,
              title: `${calendarDayText(one.day, now)}：${minutesText(one.minutes)}改为${minutesText(one.wantedMinutes)}`,
              meta: one.teamName,
              text: one.decisionReason ?? one.reason,
              aside: (
                <StatusTag
                  tone={one.status === "requested" ? "active" : one.status === "accepted" ? "done" : "wrong"}
                  text={correctionStatusNames[one.status]}
                />
              ),
            }))}
          />
        </section>
      )}
    </div>
  );
}

export function CorrectPage({
  row,
  form,
  formKey,
  now,
}: {
  row: OwnHours;
  form: FormState;
  formKey: string;
  now: Date;
}) {
  return (
    <div class="stack">
      <ErrorSummary problems={problemsOf(form)} />
      <h1>时长记错了，申请更正</h1>
      <SummaryList
        rows={[
          { term: "哪天", value: calendarDayText(row.day, now) },
          { term: "服务队", value: row.teamName },
          { term: "现在记的", value: minutesText(row.minutes) },
          { term: "怎么记的", value: row.kind === "credited" ? "现场签到签退" : "补录" },
        ]}
      />
      <Form action={toCorrectPath(row.id)} formKey={formKey} label="申请更正">
        <TextField
          name="minutes"
          label="应该是多少分钟"
          inputmode="numeric"
          width="short"
          value={typed(form, "minutes")}
          error={form.errors["minutes"]}
          hint="一小时写 60。那天没有去，写 0。"
        />
        <TextArea
          name="reason"
          label="为什么，谁能证明"
          rows={3}
          maxlength={300}
          value={typed(form, "reason")}
          error={form.errors["reason"]}
        />
        <NextStep>
          站点的另一个人来核对。
          {row.kind === "credited" && "超过签到签退的部分，会记成补录的时长。"}
          原来的记录留着，不会被改写。
        </NextStep>
        <Button>申请更正</Button>
      </Form>
    </div>
  );
}
