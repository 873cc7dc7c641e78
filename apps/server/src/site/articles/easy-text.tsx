import { easySentences, type EasyReading, type LiveCard, type TopicView } from "#modules/contents/index.ts";
import { paths } from "#site/paths.ts";
import { EmptyState } from "#ui/empty-state/empty-state.tsx";
import { LinkButton } from "#ui/link-button/link-button.tsx";
import { Listing } from "#ui/listing/listing.tsx";
import { type Mode, modeHref } from "#ui/mode.ts";
import { toListingItem } from "./article-items.tsx";

/** The choice between the text and its 易读版; the device remembers it, nobody needs an account. */
export function EasyChoice({ path, shown }: { path: string; shown: "text" | "easy" }) {
  return (
    <nav class="article__easy" aria-label="易读版">
      <LinkButton href={modeHref({ easy: shown === "text" }, path)} variant="secondary" icon="document">
        {shown === "text" ? "看易读版" : "看原文"}
      </LinkButton>
      <p class="small">
        {shown === "text"
          ? "易读版：短句子，一句说一件事。这台设备会记住您的选择。"
          : "您在看易读版。短句子，一句说一件事。"}
        <a href={paths.easyReading}>哪些文章有易读版</a>
      </p>
    </nav>
  );
}

/** Each sentence on a line of its own, and the words that needed explaining below. */
export function EasyText({ reading }: { reading: EasyReading }) {
  return (
    <>
      {easySentences(reading.text).map((sentence) => (
        <p class="article__easy-line">{sentence}</p>
      ))}
      {reading.words.length > 0 && (
        <section class="article__easy-words" aria-labelledby="easy-words">
          <h2 id="easy-words">这些词的意思</h2>
          <dl>
            {reading.words.map(({ word, meaning }) => (
              <div key={word}>
                <dt>{word}</dt>
                <dd>{meaning}</dd>
              </div>
            ))}
          </dl>
        </section>
      )}
    </>
  );
}

/** Every item that has one, for readers who chose 易读版. */
export function EasyReadingPage({
  cards,
  topics,
  mode,
  now,
}: {
  cards: readonly LiveCard[];
  topics: readonly TopicView[];
  mode: Mode;
  now: Date;
}) {
  return (
    <div class="stack">
      <h1>易读版</h1>
      <p class="lead">短句子，一句说一件事，难词都有解释。给读书慢、记性差、刚学中文的人，也给着急的人。</p>
      <p>
        <LinkButton
          href={modeHref({ easy: !mode.easy }, paths.easyReading)}
          variant={mode.easy ? "secondary" : "primary"}
          icon="document"
        >
          {mode.easy ? "以后先看原文" : "以后先看易读版"}
        </LinkButton>
      </p>
      <p class="small">
        {mode.easy ? "这台设备现在先看易读版。" : "这台设备现在先看原文。"}不用登录，随时能改。
      </p>
      {cards.length === 0 ? (
        <EmptyState title="还没有易读版的文章" action={<LinkButton href={paths.topics}>看别的</LinkButton>}>
          编辑部写好、校对过，就放在这里。
        </EmptyState>
      ) : (
        <Listing
          items={cards.map((card) => toListingItem(card, { topics, now, drawn: "drawn" }))}
          heading="h2"
        />
      )}
    </div>
  );
}
