import type { FormState } from "#kernel/http-types.ts";
import {
  badgeKinds,
  type Demand,
  demandCodes,
  effortCodes,
  efforts,
  healthLimits,
  type Limits,
  type MemberView,
  minutesText,
  teamsPaths,
} from "#modules/teams/index.ts";
import { Button } from "#ui/button/button.tsx";
import { dateTimeText } from "#ui/date-text.ts";
import { EmptyState } from "#ui/empty-state/empty-state.tsx";
import { ErrorSummary } from "#ui/error-summary/error-summary.tsx";
import { consentPurposes } from "#modules/people/index.ts";
import { Checkboxes, Radios } from "#ui/field/choices.tsx";
import { SelectField } from "#ui/field/field.tsx";
import { Form, NextStep } from "#ui/form/form.tsx";
import { problemsOf, ticked, typed } from "#ui/form/form-state.ts";
import { LinkButton } from "#ui/link-button/link-button.tsx";
import { Listing } from "#ui/listing/listing.tsx";
import { SectionHead } from "#ui/section-head/section-head.tsx";
import { SummaryList } from "#ui/summary-list/summary-list.tsx";
import { ordersPaths, toFeedPath, toSwapActPath, toSwapPath, toWorkOrderPath } from "../paths.ts";
import type { OwnVisit, WorkRow } from "../queries.ts";
import type { SwapView } from "./swaps.ts";

type FormProps = { form: FormState; formKey: string; now: Date };

const weekOptions = [
  { value: "any", text: "不限" },
  { value: "1", text: "1 次" },
  { value: "2", text: "2 次" },
  { value: "3", text: "3 次" },
  { value: "5", text: "5 次" },
];

export function VolunteeringPage({
  offers,
  visits,
  swaps,
  creditedMinutes,
  addedMinutes,
  limits,
  cannot,
  feedToken,
  publicUrl,
  form,
  formKey,
  now,
}: FormProps & {
  offers: readonly WorkRow[];
  visits: readonly OwnVisit[];
  swaps: readonly SwapView[];
  creditedMinutes: number;
  addedMinutes: number;
  limits: Limits;
  cannot: readonly Demand[];
  feedToken: string | undefined;
  publicUrl: string;
}) {
  return (
    <div class="stack">
      <ErrorSummary problems={problemsOf(form)} />
      <h1>我的服务安排</h1>
      {offers.length > 0 && (
        <section aria-label="等我答复的单">
          <SectionHead title="等我答复的单" />
          <Listing
            items={offers.map((row) => ({
              key: row.id,
              title: row.title,
              href: `${toWorkOrderPath(row.id)}?team=${row.teamId}`,
              meta: row.place,
              text: row.answerBy === undefined ? undefined : `请在 ${dateTimeText(row.answerBy, now)} 前答复`,
            }))}
          />
        </section>
      )}
      <Swaps swaps={swaps} formKey={formKey} now={now} />
      <section aria-label="我要去的服务">
        <SectionHead title="我要去的服务" />
        {visits.length === 0 ? (
          <EmptyState icon="calendar" title="还没有安排您去的服务">
            队长安排您去，就会列在这里。
          </EmptyState>
        ) : (
          <Listing
            items={visits.map((visit) => ({
              key: visit.visitId,
              title: visit.title,
              href: toWorkOrderPath(visit.orderId),
              meta: `${dateTimeText(visit.startsAt, now)} · ${visit.place}`,
              aside:
                visit.status === "planned" &&
                !swaps.some((swap) => swap.side === "asking" && swap.visitId === visit.visitId) ? (
                  <LinkButton href={toSwapPath(visit.visitId)} variant="quiet" size="small">
                    去不了“{visit.title}”，请队友替
                  </LinkButton>
                ) : undefined,
            }))}
          />
        )}
      </section>
      <section aria-label="时长和证明">
        <SectionHead title="时长和证明" />
        <SummaryList
          rows={[
            { term: "签到记的", value: minutesText(creditedMinutes) },
            { term: "补录的（分开算）", value: minutesText(addedMinutes) },
          ]}
        />
        <p class="button-row">
          <LinkButton href={teamsPaths.hours} variant="secondary">
            看时长
          </LinkButton>
          <LinkButton href="/my/certificates" variant="secondary">
            要证明
          </LinkButton>
        </p>
      </section>
      <LimitsForm limits={limits} form={form} formKey={formKey} />
      <HealthForm cannot={cannot} form={form} formKey={formKey} />
      <CalendarPart token={feedToken} publicUrl={publicUrl} formKey={formKey} />
    </div>
  );
}

function Swaps({ swaps, formKey, now }: { swaps: readonly SwapView[]; formKey: string; now: Date }) {
  if (swaps.length === 0) return null;
  return (
    <section aria-label="换班">
      <SectionHead title="换班" />
      <Listing
        items={swaps.map((swap) => ({
          key: swap.id,
          title:
            swap.side === "asked"
              ? `${swap.otherName}请您替他去：${swap.title}`
              : `已请${swap.otherName}替您去：${swap.title}`,
          meta: `${dateTimeText(swap.startsAt, now)} · ${swap.place}`,
          text: swap.side === "asked" ? undefined : "他答应以前，还是您去。",
          aside:
            swap.side === "asked" ? (
              <>
                <Form action={toSwapActPath(swap.id, "accept")} formKey={formKey} landmark="none">
                  <Button size="small">我替他去</Button>
                </Form>
                <Form action={toSwapActPath(swap.id, "decline")} formKey={formKey} landmark="none">
                  <Button size="small" variant="quiet">
                    我去不了
                  </Button>
                </Form>
              </>
            ) : (
              <Form action={toSwapActPath(swap.id, "withdraw")} formKey={formKey} landmark="none">
                <Button size="small" variant="quiet">
                  不用替了，我自己去
                </Button>
              </Form>
            ),
        }))}
      />
    </section>
  );
}

function LimitsForm({ limits, form, formKey }: { limits: Limits; form: FormState; formKey: string }) {
  return (
    <section aria-label="我的限度">
      <SectionHead title="我的限度" />
      <Form action={ordersPaths.limits} formKey={formKey} label="我的限度">
        <Radios
          name="effort"
          legend="做哪些活"
          options={effortCodes.map((value) => ({ value, text: efforts[value] }))}
          value={typed(form, "effort", limits.effort)}
          error={form.errors["effort"]}
        />
        <Radios
          name="week"
          legend="一周最多去几次"
          options={weekOptions}
          value={typed(form, "week", limits.visitsAWeek === null ? "any" : String(limits.visitsAWeek))}
          error={form.errors["week"]}
        />
        <NextStep>不用说原因。超过限度的，队长安排不了您去；已经约好的照旧。</NextStep>
        <Button variant="secondary">保存</Button>
      </Form>
    </section>
  );
}

function HealthForm({
  cannot,
  form,
  formKey,
}: {
  cannot: readonly Demand[];
  form: FormState;
  formKey: string;
}) {
  // Another form of the page may have come back: then the record is shown.
  const isBack = form.values["cannot"] !== undefined;
  return (
    <section aria-label="我的身体限度">
      <SectionHead title="我的身体限度" />
      <Form action={ordersPaths.healthLimits} formKey={formKey} label="我的身体限度">
        <Checkboxes
          name="cannot"
          legend="去不了什么样的活"
          optional
          options={demandCodes.map((value) => ({ value, text: healthLimits[value] }))}
          values={isBack ? ticked(form, "cannot") : cannot}
          error={form.errors["cannot"]}
        />
        <Checkboxes
          name="agrees"
          legend="身体情况由您决定要不要说"
          options={[{ value: "yes", text: "我同意这样保存和使用" }]}
          values={isBack ? ticked(form, "agrees") : cannot.length > 0 ? ["yes"] : []}
          error={form.errors["agrees"]}
          hint={consentPurposes.volunteer_health.text}
        />
        <Button variant="secondary">保存身体限度</Button>
      </Form>
    </section>
  );
}

function CalendarPart({
  token,
  publicUrl,
  formKey,
}: {
  token: string | undefined;
  publicUrl: string;
  formKey: string;
}) {
  return (
    <section aria-label="放进手机日历">
      <SectionHead title="放进手机日历" />
      {token === undefined ? (
        <Form action={ordersPaths.calendar} formKey={formKey} label="打开日历订阅">
          <p>打开后有一个只有您知道的地址，填进手机日历的“订阅”，服务安排自动更新。</p>
          <Button variant="secondary">打开日历订阅</Button>
        </Form>
      ) : (
        <>
          <p>把这个地址填进手机日历的“订阅日历”。知道地址的人都能看到您的服务时间和街道，请不要发给别人。</p>
          <p>
            <a href={toFeedPath(token)}>{new URL(toFeedPath(token), publicUrl).href}</a>
          </p>
          <Form action={ordersPaths.calendar} formKey={formKey} label="换一个地址">
            <Button variant="secondary">换一个地址，旧的停用</Button>
          </Form>
          <Form action={ordersPaths.calendarEnd} formKey={formKey} label="停用日历订阅">
            <Button variant="quiet">停用日历订阅</Button>
          </Form>
        </>
      )}
    </section>
  );
}

export function SwapPage({
  visit,
  members,
  form,
  formKey,
  now,
}: FormProps & { visit: OwnVisit; members: readonly MemberView[] }) {
  return (
    <div class="stack">
      <ErrorSummary problems={problemsOf(form)} />
      <h1>请队友替我去</h1>
      <SummaryList
        rows={[
          { term: "服务", value: visit.title },
          { term: "时间", value: dateTimeText(visit.startsAt, now) },
          { term: "地点", value: visit.place },
        ]}
      />
      {members.length === 0 ? (
        <EmptyState icon="people" title="队里没有能替您去的人">
          请联系队长退单，站点会另派。
        </EmptyState>
      ) : (
        <Form action={toSwapPath(visit.visitId)} formKey={formKey} label="请队友替我去">
          <SelectField
            name="toPersonId"
            label="请谁去"
            options={members.map((one) => ({
              value: one.personId,
              text:
                one.badges.length === 0
                  ? one.name
                  : `${one.name}（${one.badges.map((badge) => badgeKinds[badge]).join("、")}）`,
            }))}
            value={typed(form, "toPersonId")}
            error={form.errors["toPersonId"]}
          />
          <NextStep>他答应了才换，证和时间系统会核对；他答应以前，还是您去。队长和站点会收到通知。</NextStep>
          <Button>请他替我去</Button>
        </Form>
      )}
    </div>
  );
}
