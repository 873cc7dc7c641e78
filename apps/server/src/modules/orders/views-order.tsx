import { type Audience, audienceNames, audiences } from "#kernel/audiences.ts";
import type { FormState } from "#kernel/http-types.ts";
import { type Half, halfCodes, halves } from "#modules/teams/index.ts";
import { Button } from "#ui/button/button.tsx";
import { calendarDayText } from "#ui/date-text.ts";
import { ErrorSummary } from "#ui/error-summary/error-summary.tsx";
import { Consent, Radios } from "#ui/field/choices.tsx";
import { DateField, SelectField, TextArea, TextField } from "#ui/field/field.tsx";
import { Form, NextStep } from "#ui/form/form.tsx";
import { problemsOf, ticked, typed } from "#ui/form/form-state.ts";
import { LinkButton } from "#ui/link-button/link-button.tsx";
import { Listing } from "#ui/listing/listing.tsx";
import { Notice } from "#ui/notice/notice.tsx";
import { PhoneLink } from "#ui/phone-link/phone-link.tsx";
import { Progress } from "#ui/progress/progress.tsx";
import { SectionHead } from "#ui/section-head/section-head.tsx";
import { SummaryList } from "#ui/summary-list/summary-list.tsx";
import { doors } from "./doors.ts";
import type { DraftAnswers } from "./drafts.ts";
import type { ItemView } from "./menu.ts";
import { safetyText } from "./schools/kindergartens.ts";
import { ordersPaths, toStepPath } from "./paths.ts";
import type { SimilarOrder } from "./together/similar.ts";
import { itemKinds } from "./vocabulary.ts";

/** Answers of the first page that are no item. */
export const otherItem = "other";
export const notScience = "elsewhere";

const itemPath = (code: string): string => `${ordersPaths.start}?item=${code}`;

/** What comes; of things to do for little children also what they use and what could go wrong. */
const toAbout = ({ about, little }: ItemView): string =>
  little === undefined ? about : `${about}${safetyText(little)}`;

/** The menu: what can come, for whom; the doors for what is not done here stand before everything that is typed. */
export function MenuPage({
  items,
  chosen,
  ordersHref,
}: {
  items: readonly ItemView[];
  chosen: Audience | "little" | undefined;
  ordersHref: string | undefined;
}) {
  return (
    <div class="stack">
      <h1>点单</h1>
      <p class="lead">想请人来讲、来教、来帮忙，不收钱。三步就好，站点 24 小时内看您的单。</p>
      <p class="button-row">
        <LinkButton href={ordersPaths.start} icon="order" size="large">
          我要点单
        </LinkButton>
        {ordersHref !== undefined && (
          <LinkButton href={ordersHref} variant="secondary" size="large">
            我的点单
          </LinkButton>
        )}
      </p>
      <Notice title="这些不在这里办">
        <p>
          看病、报警、水电物业、退钱维权，有更合适的地方。<a href={ordersPaths.doors}>看看该打哪个电话</a>
        </p>
      </Notice>
      <section aria-label="能点什么">
        <SectionHead title="能点什么" />
        <nav class="facets__group" aria-label="给谁">
          <ul class="facets__list">
            <li>
              <a
                class="facets__link"
                href={ordersPaths.menu}
                aria-current={chosen === undefined ? "true" : undefined}
              >
                全部
              </a>
            </li>
            <li>
              <a
                class="facets__link"
                href={`${ordersPaths.menu}?little=yes`}
                aria-current={chosen === "little" ? "true" : undefined}
              >
                幼儿园能点的
              </a>
            </li>
            {audiences.map((audience) => (
              <li key={audience}>
                <a
                  class="facets__link"
                  href={`${ordersPaths.menu}?for=${audience}`}
                  aria-current={chosen === audience ? "true" : undefined}
                >
                  {audienceNames[audience]}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <Listing
          items={items.map((item) => ({
            key: item.code,
            title: item.title,
            href: itemPath(item.code),
            meta: `${itemKinds[item.kind]} · 约 ${item.minutes} 分钟 · ${item.audiences.map((one) => audienceNames[one]).join("、")}`,
            text: toAbout(item),
          }))}
        />
        <p>
          想请老专家来讲：<a href={ordersPaths.lectures}>老专家科普报告团的讲题</a>；学校想请专家进校园：
          <a href={ordersPaths.library}>专家库</a>。
        </p>
        <p>
          单子上没有的，也可以点：<a href={itemPath(otherItem)}>用一句话说您想要什么</a>。
        </p>
      </section>
      <section aria-label="不会用手机">
        <SectionHead title="不会用手机也能点" />
        <p>
          打电话给您的站点，说一句就行。<a href="/places?kind=station">找站点电话</a>
          。到站点去，帮办员可以替您点。
        </p>
        <p>
          服务完了，知道单号和到访码的人都可以评：<a href={ordersPaths.rate}>凭到访码评价</a>。
        </p>
      </section>
    </div>
  );
}

export function DoorsPage() {
  return (
    <div class="stack">
      <h1>这些请去别处办</h1>
      <p class="lead">科普服务讲知识、教方法。下面这些事，打对电话快得多。</p>
      <Listing
        heading="h2"
        items={doors.map((door) => ({
          key: door.code,
          title: door.need,
          meta: door.where,
          text: door.note,
          aside: <PhoneLink number={door.phone} about={door.where} />,
        }))}
      />
      <p>
        <LinkButton href={ordersPaths.start} variant="secondary">
          我要的是科普服务，去点单
        </LinkButton>
      </p>
    </div>
  );
}

type StepProps = { form: FormState; formKey: string; draft: DraftAnswers };

export function WantPage({
  form,
  formKey,
  draft,
  items,
  chosen,
  suggested,
}: StepProps & {
  items: readonly ItemView[];
  chosen: string | undefined;
  /** Words to begin with, where somebody came from an expert. */
  suggested: string | undefined;
}) {
  return (
    <div class="stack">
      <ErrorSummary problems={problemsOf(form)} />
      <Progress label="第几步" value={1} max={3} />
      <h1>您想要什么</h1>
      <Form action={toStepPath("want")} formKey={formKey} label="第一步">
        <Radios
          name="item"
          legend="选一项"
          options={[
            ...items.map((item) => ({ value: item.code, text: item.title, hint: toAbout(item) })),
            { value: otherItem, text: "上面没有，是别的科普服务" },
            { value: notScience, text: "看病、报警、水电、维权这些事" },
          ]}
          value={typed(form, "item", chosen ?? draft.item)}
          error={form.errors["item"]}
        />
        <TextArea
          name="details"
          label="想补充的话"
          optional
          rows={3}
          maxlength={300}
          value={typed(form, "details", suggested ?? draft.details)}
          error={form.errors["details"]}
          hint="选“上面没有”的，请在这里写一句您想要什么。不用写身份证号、病历。"
        />
        <Button>下一步</Button>
      </Form>
    </div>
  );
}

export function WhenPage({
  form,
  formKey,
  draft,
  item,
  homes,
  firstDay,
  lastDay,
}: StepProps & {
  item: ItemView | undefined;
  homes: readonly { value: string; text: string }[];
  firstDay: string;
  lastDay: string;
}) {
  const choices = item?.audiences ?? audiences;
  return (
    <div class="stack">
      <ErrorSummary problems={problemsOf(form)} />
      <Progress label="第几步" value={2} max={3} />
      <h1>什么时候，来哪里</h1>
      <Form action={toStepPath("when")} formKey={formKey} label="第二步">
        {choices.length > 1 && (
          <Radios
            name="audience"
            legend="主要给谁"
            arrangement="row"
            options={[
              ...choices.map((value) => ({ value, text: audienceNames[value] })),
              { value: "all", text: "大家都有" },
            ]}
            value={typed(form, "audience", draft.audience)}
            error={form.errors["audience"]}
          />
        )}
        <SelectField
          name="placeUnitId"
          label="在哪个街道、社区"
          options={homes}
          value={typed(form, "placeUnitId", draft.placeUnitId)}
          error={form.errors["placeUnitId"]}
        />
        <TextField
          name="address"
          label="详细地址"
          optional
          maxlength={100}
          autocomplete="address-line1"
          value={typed(form, "address", draft.address)}
          error={form.errors["address"]}
          hint="只给接单的服务队看。"
        />
        <DateField
          name="wantedOn"
          label="希望哪天"
          min={firstDay}
          max={lastDay}
          value={typed(form, "wantedOn", draft.wantedOn)}
          error={form.errors["wantedOn"]}
          hint="明天以后、90 天以内。"
        />
        <Radios
          name="wantedHalf"
          legend="什么时候方便"
          arrangement="row"
          options={halfCodes.map((value) => ({ value, text: halves[value] }))}
          value={typed(form, "wantedHalf", draft.wantedHalf)}
          error={form.errors["wantedHalf"]}
        />
        <Button>下一步</Button>
      </Form>
    </div>
  );
}

type CheckProps = StepProps & {
  title: string;
  placeName: string;
  now: Date;
  contact: { name: string | undefined; phone: string | undefined };
  /** Both names while somebody orders for an elder. */
  helping: { helper: string; person: string } | undefined;
  similar: readonly SimilarOrder[];
};

export function CheckPage({
  form,
  formKey,
  draft,
  title,
  placeName,
  now,
  contact,
  helping,
  similar,
}: CheckProps) {
  // The half day was checked by the schema when it was saved.
  const half = halves[draft.wantedHalf as Half];
  return (
    <div class="stack">
      <ErrorSummary problems={problemsOf(form)} />
      <Progress label="第几步" value={3} max={3} />
      <h1>怎么找您，再看一遍</h1>
      {helping !== undefined && (
        <Notice title={`${helping.helper} 替 ${helping.person} 点单`}>
          请把下面的话一句一句念给本人听。单子上会记下两个人的名字。
        </Notice>
      )}
      <SummaryList
        rows={[
          {
            term: "想要",
            value: draft.details === undefined ? title : `${title}。${draft.details}`,
            action: { href: toStepPath("want"), text: "修改", about: "想要什么" },
          },
          {
            term: "时间",
            value: draft.wantedOn === undefined ? "" : `${calendarDayText(draft.wantedOn, now)}${half}`,
            action: { href: toStepPath("when"), text: "修改", about: "时间" },
          },
          {
            term: "地点",
            value: `${placeName}${draft.address === undefined ? "" : ` ${draft.address}`}`,
            action: { href: toStepPath("when"), text: "修改", about: "地点" },
          },
        ]}
      />
      <Form action={toStepPath("send")} formKey={formKey} label="第三步">
        <TextField
          name="contactName"
          label="怎么称呼"
          maxlength={30}
          width="medium"
          autocomplete="name"
          value={typed(form, "contactName", contact.name)}
          error={form.errors["contactName"]}
        />
        <TextField
          name="contactPhone"
          label="联系电话"
          type="tel"
          inputmode="tel"
          width="medium"
          optional={helping !== undefined}
          autocomplete="tel"
          value={typed(form, "contactPhone", contact.phone)}
          error={form.errors["contactPhone"]}
          hint="只给站点和接单的服务队看。"
        />
        <TextField
          name="peopleCount"
          label="大概多少人来"
          inputmode="numeric"
          width="short"
          suffix="人"
          value={typed(form, "peopleCount", "1")}
          error={form.errors["peopleCount"]}
        />
        {similar.length > 0 && (
          <Radios
            name="join"
            legend="附近有人要一样的，一起办吗？"
            hint="一起办常常更快有人来。单号还是您自己的，随时可以拆开。"
            options={[
              { value: "alone", text: "不用，我单独办" },
              ...similar.map((one) => ({
                value: one.id,
                text: `我也要，和${one.place}那场一起`,
                hint: `${calendarDayText(one.wantedOn, now)}${halves[one.wantedHalf]}，已有 ${one.peopleCount} 人，${one.statusName}`,
              })),
            ]}
            value={typed(form, "join", "alone")}
            error={form.errors["join"] ?? form.errors["intoId"]}
          />
        )}
        {helping !== undefined && (
          <Consent
            name="readBack"
            text="我已经念给本人听，本人说对"
            checked={ticked(form, "readBack").length > 0}
            error={form.errors["readBack"]}
          />
        )}
        <NextStep>点了以后，站点 24 小时内看您的单。每一步到哪儿了，“我的点单”里都看得到。</NextStep>
        <Button icon="order">我要点单</Button>
      </Form>
    </div>
  );
}
