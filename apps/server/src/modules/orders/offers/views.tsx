// View of 找我的单.
import type { FormState } from "#kernel/http-types.ts";
import { peoplePaths } from "#modules/people/index.ts";
import { Button } from "#ui/button/button.tsx";
import { calendarDayText } from "#ui/date-text.ts";
import { ErrorSummary } from "#ui/error-summary/error-summary.tsx";
import { Form } from "#ui/form/form.tsx";
import { problemsOf } from "#ui/form/form-state.ts";
import { LinkButton } from "#ui/link-button/link-button.tsx";
import { SectionHead } from "#ui/section-head/section-head.tsx";
import { SummaryList } from "#ui/summary-list/summary-list.tsx";
import { ordersPaths } from "../paths.ts";
import type { ExpertOfferView } from "./offers.ts";
import { expertOfferStatusNames } from "./state.ts";

const Answer = ({
  offer,
  answer,
  formKey,
}: {
  offer: ExpertOfferView;
  answer: "agree" | "decline";
  formKey: string;
}) => (
  <Form
    action={ordersPaths.offerAnswer.replace(":id", offer.id)}
    formKey={formKey}
    label={`${answer === "agree" ? "愿意去" : "这次不去"}：${offer.title}`}
  >
    <input type="hidden" name="answer" value={answer} />
    <Button variant={answer === "agree" ? "primary" : "secondary"}>
      {answer === "agree" ? "我愿意去" : "这次不去"}
    </Button>
  </Form>
);

export const ExpertOffersPage = (props: {
  form: FormState;
  formKey: string;
  isExpert: boolean;
  isPaused: boolean;
  rows: readonly ExpertOfferView[];
  now: Date;
}) => {
  const { form, formKey, isExpert, isPaused, rows, now } = props;
  if (!isExpert)
    return (
      <div class="stack">
        <h1>找我的单</h1>
        <p>您还没有登记为专家。</p>
        <p>
          <LinkButton href={peoplePaths.expertApply}>申请做专家</LinkButton>
        </p>
      </div>
    );
  return (
    <div class="stack">
      <ErrorSummary problems={problemsOf(form)} />
      <h1>找我的单</h1>
      <p class="lead">
        居民点的单和您的领域对口，当天告诉您，一天最多两单，夜里不发。您说愿意去，站点来和您约。
      </p>
      {rows.length === 0 && <p>还没有对口的单。</p>}
      {rows.map((offer) => (
        <section key={offer.id} class="stack">
          <SectionHead title={offer.title} />
          <SummaryList
            rows={[
              { term: "单号", value: offer.no },
              { term: "在哪里", value: offer.placeName },
              { term: "想哪天", value: calendarDayText(offer.wantedOn, now) },
              { term: "对口的领域", value: offer.fieldName },
              {
                term: "到哪一步",
                value: offer.isOpen ? expertOfferStatusNames[offer.status] : "已经有人接了或结束了",
              },
            ]}
          />
          {offer.isOpen && offer.status !== "willing" && (
            <Answer offer={offer} answer="agree" formKey={formKey} />
          )}
          {offer.isOpen && offer.status !== "declined" && (
            <Answer offer={offer} answer="decline" formKey={formKey} />
          )}
        </section>
      ))}
      <SectionHead title="要不要收到" />
      <p>{isPaused ? "现在不告诉您对口的单。" : "现在有对口的单就告诉您。"}</p>
      <Form action={ordersPaths.offerPause} formKey={formKey} label="要不要收到对口的单">
        <input type="hidden" name="paused" value={isPaused ? "no" : "yes"} />
        <Button variant="secondary">{isPaused ? "重新告诉我" : "不要再告诉我"}</Button>
      </Form>
    </div>
  );
};
