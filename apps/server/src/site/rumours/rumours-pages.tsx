import type { FormState } from "#kernel/http-types.ts";
import {
  type AskedView,
  type MonthlyRow,
  type PublicVerdict,
  type RatingView,
  type ReturnView,
  receiptText,
  rumoursPaths,
  toAskedPath,
  toClaimPath,
  toMonthPath,
  type VerdictCard,
} from "#modules/rumours/index.ts";
import { Button, ButtonRow } from "#ui/button/button.tsx";
import { Confirmation } from "#ui/confirmation/confirmation.tsx";
import { dateText, dateTimeText } from "#ui/date-text.ts";
import { EmptyState } from "#ui/empty-state/empty-state.tsx";
import { ErrorSummary } from "#ui/error-summary/error-summary.tsx";
import { Consent, Radios } from "#ui/field/choices.tsx";
import { FileField, SelectField, TextArea, TextField } from "#ui/field/field.tsx";
import { Form, NextStep } from "#ui/form/form.tsx";
import { problemsOf, ticked, typed } from "#ui/form/form-state.ts";
import { LinkButton } from "#ui/link-button/link-button.tsx";
import { Listing } from "#ui/listing/listing.tsx";
import { Notice } from "#ui/notice/notice.tsx";
import { Pagination } from "#ui/pagination/pagination.tsx";
import { PhoneLink } from "#ui/phone-link/phone-link.tsx";
import { SectionHead } from "#ui/section-head/section-head.tsx";
import { toVerdictItem, VerdictBody, VerdictList } from "./verdict-parts.tsx";

export const verdictsPerPage = 15;

export type RumoursQuery = { q: string; rating: string | undefined; page: number };
export type RumoursPageProps = {
  formKey: string;
  form: FormState;
  now: Date;
  query: RumoursQuery;
  ratings: readonly RatingView[];
  cards: readonly VerdictCard[];
  total: number;
  /** Checked before, and asked about again after a quiet time. */
  returned: readonly (VerdictCard & { returned: ReturnView })[];
  month: string | undefined;
};

const listPath = (query: RumoursQuery, page: number): string => {
  const words = new URLSearchParams();
  if (query.q !== "") words.set("q", query.q);
  if (query.rating !== undefined) words.set("rating", query.rating);
  if (page > 1) words.set("page", String(page));
  const text = words.toString();
  return text === "" ? `${rumoursPaths.list}#checked` : `${rumoursPaths.list}?${text}#checked`;
};

/** The box, the way to one's answer, and what has been checked. */
export function RumoursPage(props: RumoursPageProps) {
  const { formKey, form, now, query, ratings, cards, total, returned, month } = props;
  const pages = Math.ceil(total / verdictsPerPage);
  return (
    <div class="stack">
      <h1>这是真的吗</h1>
      <ErrorSummary problems={problemsOf(form)} />
      <p class="lead">把收到的话贴进来。查过的马上告诉您，没查过的请专家查。先别转发。</p>
      <Form action={rumoursPaths.ask} formKey={formKey} encoding="files" label="核一条消息">
        <TextArea
          name="message"
          label="收到的话"
          hint="整段贴进来最好。里面有姓名、电话、住址的，请先删掉。"
          rows={5}
          maxlength={5000}
          value={typed(form, "message")}
          error={form.errors["message"]}
        />
        <FileField
          name="photo"
          label="收到的是图片"
          hint="放截图或照片，图里的字会有人看着写出来再查；您自己打出来更快。一次一张，拍摄地点会去掉。"
          optional
          accept="image/jpeg,image/png,image/webp"
          error={form.errors["photo"]}
        />
        <NextStep>我们会留下这段话和图片来查，只给核查的人看。没查过的，3 天内给您答复。</NextStep>
        <Button icon="search" size="large">
          查一查
        </Button>
      </Form>
      <LookUpForm form={{ values: {}, errors: {} }} />
      {returned.length > 0 && (
        <section aria-labelledby="returned">
          <SectionHead title="又传起来的" id="returned">
            早查清了，最近又有人传。
          </SectionHead>
          <Listing
            items={returned.map((card) =>
              toVerdictItem(
                card,
                now,
                `${dateText(card.returned.since, now)}起又有 ${card.returned.reports} 人次问`,
              ),
            )}
          />
        </section>
      )}
      <section aria-labelledby="checked">
        <SectionHead
          title="查清了的"
          id="checked"
          more={month === undefined ? undefined : { href: toMonthPath(month), text: "本月流言榜" }}
        />
        <Form action={rumoursPaths.list} method="get" label="在查清了的里面找">
          <div class="filter">
            <TextField name="q" id="checked-words" label="找一找" value={query.q} maxlength={60} optional />
            <SelectField
              name="rating"
              label="结论"
              options={ratings.map((rating) => ({ value: rating.code, text: rating.name }))}
              value={query.rating}
              emptyText="全部"
              optional
            />
            <Button variant="secondary">找一找</Button>
          </div>
        </Form>
        {cards.length === 0 ? (
          <EmptyState icon="search" title={query.q === "" ? "还没有查清的" : "没有找到"}>
            {query.q === "" ? "查清一条，就放到这里一条。" : "换个说法再找，或者把整段话贴到上面查。"}
          </EmptyState>
        ) : (
          <>
            <VerdictList cards={cards} now={now} />
            <Pagination
              page={query.page}
              pageCount={pages}
              total={total}
              unit="条"
              href={(page) => listPath(query, page)}
            />
          </>
        )}
      </section>
    </div>
  );
}

/** Beside the list on wide screens, under it elsewhere. */
export function ThreeQuestions() {
  return (
    <section class="prose" aria-labelledby="check-yourself">
      <SectionHead title="自己先问三句" id="check-yourself" />
      <ol class="check-three">
        <li>
          <strong>谁说的？</strong>找得到单位和人名吗？“专家说”“医生说”不算。
        </li>
        <li>
          <strong>出处查得到吗？</strong>到那个单位自己的网站、电话去问，不点消息里的链接。
        </li>
        <li>
          <strong>要我做什么？</strong>要转钱、要验证码、要马上转发的，先停下。
        </li>
      </ol>
      <p>
        有人要您转钱、要验证码，马上打反诈专线：
        <PhoneLink number="96110" about="全国反诈专线" size="large" />
      </p>
    </section>
  );
}

/** Where an asker finds his answer by his number. */
export function LookUpForm({ form, heading }: { form: FormState; heading?: "h1" }) {
  const field = (
    <TextField
      name="receipt"
      label={heading === undefined ? "查询号" : "您的查询号是多少"}
      {...(heading === undefined ? {} : { heading })}
      hint="12 位数字，问过以后给您的。"
      inputmode="numeric"
      autocomplete="off"
      width="medium"
      maxlength={30}
      value={typed(form, "receipt")}
      error={form.errors["receipt"]}
    />
  );
  if (heading !== undefined)
    return (
      <div class="stack">
        <ErrorSummary problems={problemsOf(form)} />
        <Form action={rumoursPaths.lookUp} method="get" label="查我的答复">
          {field}
          <Button>看答复</Button>
        </Form>
        <p>
          <a href={rumoursPaths.list}>再问一条</a>
        </p>
      </div>
    );
  return (
    <section aria-labelledby="my-answer">
      <SectionHead title="我问过了，看答复" id="my-answer" />
      <Form action={rumoursPaths.lookUp} method="get" label="查我的答复">
        {field}
        <Button variant="secondary">看答复</Button>
      </Form>
    </section>
  );
}

export type AskedPageProps = {
  asked: AskedView;
  number: string;
  verdict: PublicVerdict | undefined;
  streets: readonly { id: string; name: string }[];
  formKey: string;
  form: FormState;
  now: Date;
};

export const cut = (text: string, most = 200): string =>
  text.length > most ? `${text.slice(0, most - 1)}…` : text;

const Question = ({ asked, number }: { asked: AskedView; number: string }) => (
  <>
    {asked.text !== "" && (
      <blockquote class="asked__text">
        <p>{cut(asked.text)}</p>
      </blockquote>
    )}
    {asked.photoIds.map((id) => (
      <p key={id}>
        <img class="asked__photo" src={`${toAskedPath(number)}/photos/${id}`} alt="您发来的图片" />
      </p>
    ))}
  </>
);

const Receipt = ({ number }: { number: string }) => (
  <p class="asked__receipt">
    查询号 <strong>{receiptText(number)}</strong>
    <br />
    <span class="small">请记下来。结论改了，凭它也能看到；打电话问，就念这个号。</span>
  </p>
);

/** Consent that was given is taken back as easily (PIPL 15). */
const RemoveContact = ({ number, formKey }: { number: string; formKey: string }) => (
  <Form action={`${toAskedPath(number)}/contact/remove`} formKey={formKey} label="删掉手机号">
    <Button variant="secondary">不用发短信了，删掉手机号</Button>
  </Form>
);

const NoneForm = ({ number, formKey, text }: { number: string; formKey: string; text: string }) => (
  <Form action={`${toAskedPath(number)}/choose`} formKey={formKey} hidden={{ choice: "none" }} label={text}>
    <Button variant="secondary">{text}</Button>
  </Form>
);

/** The page of a receipt number: choose, wait, or read the answer. */
export function AskedPage(props: AskedPageProps) {
  const { asked, verdict } = props;
  if (asked.status === "choosing") return <ChoosePage {...props} />;
  if (asked.status === "answered" && verdict !== undefined)
    return <AnsweredPage {...props} verdict={verdict} />;
  if (asked.status === "declined") return <DeclinedPage {...props} />;
  return <WaitingPage {...props} />;
}

function ChoosePage({ asked, number, formKey, form }: AskedPageProps) {
  return (
    <div class="stack">
      <ErrorSummary problems={problemsOf(form)} />
      <Form action={`${toAskedPath(number)}/choose`} formKey={formKey} label="选一个说法">
        <Radios
          name="choice"
          legend="是不是在问这个？"
          heading="h1"
          error={form.errors["choice"]}
          value={typed(form, "choice") === "" ? undefined : typed(form, "choice")}
          options={[
            ...asked.candidates.map((card) => ({ value: String(card.claimNo), text: card.title })),
            { value: "none", text: "都不是，请人来查" },
          ]}
        />
        <NextStep>选了马上看到结论。选“都不是”，3 天内给您答复。</NextStep>
        <Button>就看这个</Button>
      </Form>
      <p>您问的是：</p>
      <Question asked={asked} number={number} />
    </div>
  );
}

function WaitingPage({ asked, number, streets, formKey, form, now }: AskedPageProps) {
  return (
    <div class="stack">
      <ErrorSummary problems={problemsOf(form)} />
      <Confirmation title="收到了，正在查" reference={receiptText(number)}>
        <p>{dateTimeText(asked.dueAt, now)}以前给您答复。请记下编号，凭它来看答复。</p>
        {asked.text === "" && asked.photoIds.length > 0 && <p>图片里的字，核查的人会写出来再查。</p>}
        <p>结果出来以前，请先不要转发，也不要照着做。</p>
      </Confirmation>
      <Question asked={asked} number={number} />
      {asked.hasPhone ? (
        <>
          <Notice tone="done" title="有结果会发短信告诉您">
            结论以后改了，也会再告诉您。
          </Notice>
          <RemoveContact number={number} formKey={formKey} />
        </>
      ) : (
        <section aria-labelledby="tell-me">
          <SectionHead title="要不要发短信告诉您" id="tell-me" />
          <Form action={`${toAskedPath(number)}/contact`} formKey={formKey} label="留手机号">
            <TextField
              name="phone"
              label="手机号"
              type="tel"
              inputmode="numeric"
              autocomplete="tel"
              width="medium"
              value={typed(form, "phone")}
              error={form.errors["phone"]}
            />
            <Consent
              name="contactAgreed"
              text="我同意用这个号码把结果和以后的变动告诉我"
              hint="只用来告诉您结果，不给别人。"
              error={form.errors["contactAgreed"]}
              checked={ticked(form, "contactAgreed").includes("yes")}
            />
            <SelectField
              name="unitId"
              label="在哪个街道（镇）看到的"
              optional
              options={streets.map((street) => ({ value: street.id, text: street.name }))}
              value={typed(form, "unitId", asked.unitId ?? "")}
              error={form.errors["unitId"]}
              emptyText="不选"
            />
            <Button>发短信告诉我</Button>
          </Form>
        </section>
      )}
      <ButtonRow>
        <LinkButton href={rumoursPaths.list} variant="secondary">
          再问一条
        </LinkButton>
      </ButtonRow>
    </div>
  );
}

function AnsweredPage({ asked, number, formKey, now, verdict }: AskedPageProps & { verdict: PublicVerdict }) {
  const changed = asked.notices.some((notice) => notice.kind === "change");
  const bySystem = asked.matchedBy === "model" || asked.matchedBy === "asker";
  return (
    <div class="stack">
      <h1>{verdict.title}</h1>
      {changed && verdict.changeNotice !== undefined && (
        <Notice tone="soon" title="您问过以后，结论改了">
          {verdict.changeNotice}
        </Notice>
      )}
      <p>
        <LinkButton href={`${toClaimPath(verdict.claimNo)}/listen`} icon="listen">
          念给我听
        </LinkButton>
      </p>
      <VerdictBody verdict={verdict} now={now} ids="answer" />
      <Receipt number={number} />
      <ButtonRow>
        <LinkButton href={toClaimPath(verdict.claimNo)}>看完整的一页</LinkButton>
        <LinkButton href={`${toClaimPath(verdict.claimNo)}/print`} variant="secondary">
          打印一张
        </LinkButton>
      </ButtonRow>
      <section aria-labelledby="asked-words">
        <SectionHead title="您问的是" id="asked-words" />
        <Question asked={asked} number={number} />
        {asked.hasPhone && <RemoveContact number={number} formKey={formKey} />}
        {bySystem && <NoneForm number={number} formKey={formKey} text="不是我问的，请人来查" />}
      </section>
    </div>
  );
}

function DeclinedPage({ asked, number }: AskedPageProps) {
  return (
    <div class="stack">
      <h1>这一条没有核查</h1>
      <Notice title="原因">{asked.declineReason ?? "核查台没有写明原因，请打站点电话问。"}</Notice>
      <Question asked={asked} number={number} />
      <Receipt number={number} />
      <ButtonRow>
        <LinkButton href={rumoursPaths.list}>再问一条</LinkButton>
      </ButtonRow>
    </div>
  );
}

const monthText = (month: string): string => `${month.slice(0, 4)}年${Number(month.slice(5))}月`;

/** 流言榜: what was asked most in a month; and the other months. */
export function MonthPage({
  month,
  rows,
  published,
  months,
  now,
}: {
  month: string;
  rows: readonly MonthlyRow[];
  published: readonly VerdictCard[];
  months: readonly { month: string; count: number }[];
  now: Date;
}) {
  return (
    <div class="stack">
      <h1>{monthText(month)}流言榜</h1>
      <p class="lead">按这个月问的人数排，由收到的线索算出来，不是人工选的。</p>
      {rows.length === 0 ? (
        <EmptyState title="这个月还没有人问过已查清的">有人问了，就会排在这里。</EmptyState>
      ) : (
        <Listing
          order="numbered"
          heading="h2"
          items={rows.map((row) => toVerdictItem(row, now, `本月 ${row.askedInMonth} 人次问`))}
        />
      )}
      {published.length > 0 && (
        <section aria-labelledby="month-published">
          <SectionHead title="这个月查清的" id="month-published" />
          <VerdictList cards={published} now={now} />
        </section>
      )}
      <section aria-labelledby="other-months">
        <SectionHead title="其他月份" id="other-months" />
        <Listing
          items={months
            .filter((one) => one.month !== month)
            .map((one) => ({
              key: one.month,
              title: monthText(one.month),
              href: toMonthPath(one.month),
              meta: `查清 ${one.count} 条`,
            }))}
        />
        <p>
          <a href={rumoursPaths.list}>回到这是真的吗</a>
        </p>
      </section>
    </div>
  );
}
