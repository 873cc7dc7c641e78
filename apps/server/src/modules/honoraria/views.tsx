// View of 我的专家酬劳和评议.
import { LinkButton } from "#ui/link-button/link-button.tsx";
import { SectionHead } from "#ui/section-head/section-head.tsx";
import { SummaryList } from "#ui/summary-list/summary-list.tsx";
import { expertActKindCodes, expertActKinds, peoplePaths } from "#modules/people/index.ts";
import type { HonorariumView, ReviewView } from "./queries.ts";
import { type HonorariumStatus, honorariumStatusNames, reviewOutcomeNames } from "./state.ts";

const yuanText = (fen: number): string => `${fen / 100} 元`;
const sumOf = (entries: readonly HonorariumView[], status: HonorariumStatus): number =>
  entries.filter((entry) => entry.status === status).reduce((sum, entry) => sum + entry.amountFen, 0);

/** What stands beside an entry: when it was paid, or why it is not. */
const noteOf = (entry: HonorariumView): string => {
  if (entry.paidOn !== null) return `，${entry.paidOn}，凭证 ${entry.voucher ?? ""}`;
  return entry.decisionReason === null ? "" : `，${entry.decisionReason}`;
};

const countText = (review: ReviewView): string =>
  [
    ...expertActKindCodes.flatMap((kind) => {
      const count = review.counts[kind];
      return count === undefined ? [] : [`${expertActKinds[kind]} ${count} 次`];
    }),
    `值班 ${review.dutyWeeks} 周`,
  ].join("、");

export const OwnHonorariaPage = (props: {
  isExpert: boolean;
  entries: readonly HonorariumView[];
  reviews: readonly ReviewView[];
}) => {
  const { isExpert, entries, reviews } = props;
  if (!isExpert)
    return (
      <div class="stack">
        <h1>我的专家酬劳和评议</h1>
        <p>您还没有登记为专家。</p>
        <p>
          <LinkButton href={peoplePaths.expertApply}>申请做专家</LinkButton>
        </p>
      </div>
    );
  return (
    <div class="stack">
      <h1>我的专家酬劳和评议</h1>
      <p class="lead">每一笔都由系统里的记录算出来，不用您填报。有出入，请告诉所在单位。</p>
      <SummaryList
        rows={[
          { term: "已发放", value: yuanText(sumOf(entries, "paid")) },
          { term: "已核准，等发放", value: yuanText(sumOf(entries, "approved")) },
          { term: "等核准", value: yuanText(sumOf(entries, "drawn")) },
        ]}
      />
      <SectionHead title="每一笔" />
      {entries.length === 0 ? (
        <p>还没有。单位每月汇总一次，汇总后在这里看得到。</p>
      ) : (
        <ul class="stack">
          {entries.map((entry) => (
            <li key={entry.id}>
              {entry.happenedOn} {expertActKinds[entry.kind]}：{entry.record.title}，
              {yuanText(entry.amountFen)}（{honorariumStatusNames[entry.status]}
              {noteOf(entry)}）
            </li>
          ))}
        </ul>
      )}
      <SectionHead title="年度评议" />
      {reviews.length === 0 ? (
        <p>还没有确认过的评议。</p>
      ) : (
        reviews.map((review) => (
          <section key={review.id} class="stack">
            <h3>
              {review.year} 年：{reviewOutcomeNames[review.outcome]}
            </h3>
            <SummaryList
              rows={[
                { term: "做了什么", value: countText(review) },
                { term: "算到", value: review.countedUntil },
                { term: "意见", value: review.opinion },
                ...(review.renewUntil === null ? [] : [{ term: "续聘到", value: review.renewUntil }]),
              ]}
            />
          </section>
        ))
      )}
    </div>
  );
};
