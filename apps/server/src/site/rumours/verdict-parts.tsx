import type { RatingView, VerdictCard, VerdictSigner, VerdictVersion } from "#modules/rumours/index.ts";
import { toClaimPath } from "#modules/rumours/index.ts";
import { AnswerBox } from "#ui/answer-box/answer-box.tsx";
import { calendarDayText, dateText } from "#ui/date-text.ts";
import { Listing, type ListingItem } from "#ui/listing/listing.tsx";
import { SectionHead } from "#ui/section-head/section-head.tsx";
import { StatusTag, type StatusTone } from "#ui/status-tag/status-tag.tsx";

/** Shape and words say the grade, colour only repeats it. */
const toneOf = (rating: RatingView): StatusTone =>
  rating.value >= 5 ? "done" : rating.value <= 1 ? "wrong" : rating.value === 2 ? "soon" : "neutral";

export const RatingTag = ({ rating }: { rating: RatingView }) => (
  <StatusTag tone={toneOf(rating)} text={rating.name} />
);

export const toVerdictItem = (card: VerdictCard, now: Date, extra?: string): ListingItem => ({
  key: card.claimId,
  title: card.title,
  href: toClaimPath(card.claimNo),
  meta: (
    <>
      <RatingTag rating={card.rating} /> {dateText(card.publishedAt, now)}
      {card.versionNo > 1 && `更新（第 ${card.versionNo} 版）`}
      {extra !== undefined && ` · ${extra}`}
    </>
  ),
  text: card.answer,
});

export const VerdictList = ({ cards, now }: { cards: readonly VerdictCard[]; now: Date }) => (
  <Listing items={cards.map((card) => toVerdictItem(card, now))} />
);

const signerText = (signer: VerdictSigner): string =>
  signer.fieldName === "" ? signer.publicTitle : `${signer.publicTitle}（${signer.fieldName}）`;

/** The verdict itself: grade, one sentence, why, when it holds, what to do, on what it stands, who signed. */
export function VerdictBody({
  verdict,
  now,
  ids,
}: {
  verdict: VerdictVersion;
  now: Date;
  /** Beginning of the ids, where a page shows more than one. */
  ids: string;
}) {
  const agreed = verdict.signers.filter((signer) => signer.decision === "agree");
  const dissents = verdict.signers.filter((signer) => signer.decision === "dissent");
  return (
    <div class="verdict stack">
      <p class={`verdict__rating verdict__rating--${toneOf(verdict.rating)}`}>
        <strong>{verdict.rating.name}</strong>
        <span>{verdict.rating.about}</span>
      </p>
      <AnswerBox>{verdict.answer}</AnswerBox>
      <section aria-labelledby={`${ids}-why`} class="prose">
        <SectionHead title="为什么" id={`${ids}-why`} />
        {verdict.explanation
          .split(/\n+/u)
          .filter((words) => words.trim() !== "")
          .map((words) => (
            <p key={words}>{words}</p>
          ))}
        {verdict.conditions !== "" && <p>什么条件下：{verdict.conditions}</p>}
      </section>
      <section aria-labelledby={`${ids}-do`} class="prose">
        <SectionHead title="您可以这样做" id={`${ids}-do`} />
        <p>{verdict.advice}</p>
      </section>
      <section aria-labelledby={`${ids}-sources`}>
        <SectionHead title="来源" id={`${ids}-sources`} />
        <ol class="verdict__sources">
          {verdict.sources.map((source) => (
            <li key={`${source.publisher} ${source.title}`}>
              {source.publisher}：
              {source.url === undefined ? (
                source.title
              ) : (
                <a href={source.url} rel="noreferrer">
                  {source.title}
                </a>
              )}
              {source.date !== undefined && `，${source.date}`}
              {source.seenOn !== undefined && `（${source.seenOn} 查阅）`}
            </li>
          ))}
        </ol>
      </section>
      <section aria-labelledby={`${ids}-signers`}>
        <SectionHead title="谁签的字" id={`${ids}-signers`} />
        <ul class="verdict__signers">
          {agreed.map((signer) => (
            <li key={`${signer.publicTitle} ${signer.signedAt.toISOString()}`}>
              {signerText(signer)}，{dateText(signer.signedAt, now)}
            </li>
          ))}
        </ul>
        {dissents.map((signer) => (
          <p key={signer.signedAt.toISOString()}>
            不同意见：{signer.reason}——{signerText(signer)}
          </p>
        ))}
        <p class="small">
          证据看到 {calendarDayText(verdict.validOn, now)}；第 {verdict.versionNo} 版，
          {dateText(verdict.publishedAt, now)}发布。
        </p>
      </section>
    </div>
  );
}
