import type { FormState } from "#kernel/http-types.ts";
import { Button } from "#ui/button/button.tsx";
import { dateTimeText } from "#ui/date-text.ts";
import { EmptyState } from "#ui/empty-state/empty-state.tsx";
import { ErrorSummary } from "#ui/error-summary/error-summary.tsx";
import { TextArea } from "#ui/field/field.tsx";
import { Form, NextStep } from "#ui/form/form.tsx";
import { problemsOf, typed } from "#ui/form/form-state.ts";
import { Listing } from "#ui/listing/listing.tsx";
import { StatusTag } from "#ui/status-tag/status-tag.tsx";
import { SummaryList } from "#ui/summary-list/summary-list.tsx";
import { toTeamRatingPath } from "../paths.ts";
import { lowStars, starNames, toOrderNo } from "../vocabulary.ts";
import type { TeamRating } from "./rating-replies.ts";

const starsText = (stars: number): string => `${starNames[stars - 1] ?? ""} ${"★".repeat(stars)}`;

/** What residents said of the visits of the teams that somebody leads; what waits for an answer comes first. */
export function TeamRatingsPage({ ratings, now }: { ratings: readonly TeamRating[]; now: Date }) {
  return (
    <div class="stack">
      <h1>收到的评价</h1>
      {ratings.length === 0 ? (
        <EmptyState icon="order" title="还没有收到评价">
          居民评了您带的队，就会列在这里。
        </EmptyState>
      ) : (
        <Listing
          heading="h2"
          items={ratings.map((rating) => ({
            key: rating.id,
            title: `${starsText(rating.stars)}：${rating.title}`,
            href: toTeamRatingPath(rating.id),
            meta: `${toOrderNo(rating.orderNo)} · ${rating.teamName} · ${dateTimeText(rating.at, now)}`,
            text: rating.comment,
            aside:
              rating.repliedAt !== null ? (
                <StatusTag tone="done" text="已答复" />
              ) : (
                <StatusTag tone={rating.stars <= lowStars ? "soon" : "neutral"} text="还没答复" />
              ),
          }))}
        />
      )}
    </div>
  );
}

/** One rating, and the leader's one answer to it. */
export function TeamRatingPage({
  rating,
  form,
  formKey,
  now,
}: {
  rating: TeamRating;
  form: FormState;
  formKey: string;
  now: Date;
}) {
  return (
    <div class="stack">
      <ErrorSummary problems={problemsOf(form)} />
      <h1>{rating.title}</h1>
      <SummaryList
        rows={[
          { term: "单号", value: toOrderNo(rating.orderNo) },
          { term: "服务队", value: rating.teamName },
          { term: "哪次服务", value: dateTimeText(rating.visitAt, now) },
          { term: "评价", value: starsText(rating.stars) },
          ...(rating.comment === undefined ? [] : [{ term: "居民说", value: rating.comment }]),
          ...(rating.reply === undefined ? [] : [{ term: "您的答复", value: rating.reply }]),
        ]}
      />
      {rating.repliedAt === null && (
        <Form action={`${toTeamRatingPath(rating.id)}/reply`} formKey={formKey} label="答复评价">
          <TextArea
            name="words"
            label="您的答复"
            rows={4}
            maxlength={300}
            value={typed(form, "words")}
            error={form.errors["words"]}
            hint="居民和站点看得到。不要写别人的名字和电话。"
          />
          <NextStep>答复以后不能改。居民会收到一条消息。</NextStep>
          <Button>答复居民</Button>
        </Form>
      )}
    </div>
  );
}
