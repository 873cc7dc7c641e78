import type { FormState } from "#kernel/http-types.ts";
import { type Audience, audienceNames, audiences } from "#kernel/audiences.ts";
import type { LiveCollection } from "#modules/commons/index.ts";
import {
  type LiveArticle,
  type LiveCard,
  toArticlePath,
  topicKinds,
  type TopicView,
  toTopicPath,
} from "#modules/contents/index.ts";
import { Button } from "#ui/button/button.tsx";
import { Cover } from "#ui/cover/cover.tsx";
import { dateText } from "#ui/date-text.ts";
import { EmptyState } from "#ui/empty-state/empty-state.tsx";
import { ErrorSummary } from "#ui/error-summary/error-summary.tsx";
import { TextArea } from "#ui/field/field.tsx";
import { Form, NextStep } from "#ui/form/form.tsx";
import { LinkButton } from "#ui/link-button/link-button.tsx";
import { Listing } from "#ui/listing/listing.tsx";
import { Notice } from "#ui/notice/notice.tsx";
import { Qr } from "#ui/qr/qr.tsx";
import { SectionHead } from "#ui/section-head/section-head.tsx";
import { paths } from "#site/paths.ts";
import { toCollectionItem, toListingItem } from "./article-items.tsx";
import { toMotif } from "./topic-words.ts";

/** An old link to something that was withdrawn or has expired: what happened and where to go on. */
export function GonePage({
  gone,
  now,
}: {
  gone: { status: "recalled" | "expired"; title: string; at: Date; reason: string | undefined };
  now: Date;
}) {
  return (
    <div class="stack">
      <h1>{gone.status === "recalled" ? "这篇内容已经撤下" : "这篇内容已经过期"}</h1>
      <Notice
        tone={gone.status === "recalled" ? "urgent" : "info"}
        title={`《${gone.title}》${gone.status === "recalled" ? "撤下于" : "下架于"}${dateText(gone.at, now)}`}
      >
        {gone.reason ?? "内容有期限，过期的不再给人看，免得照着旧办法做。"}
      </Notice>
      <p>
        <LinkButton href={paths.search} icon="search">
          找新的内容
        </LinkButton>
      </p>
    </div>
  );
}

/** 哪里不对？ One question, no account needed. */
export function ReportPage({
  article,
  formKey,
  form,
}: {
  article: LiveArticle;
  formKey: string;
  form: FormState;
}) {
  const typed = form.values["remark"];
  const error = form.errors["remark"] ?? form.summary;
  return (
    <div class="stack">
      <h1>哪里不对？</h1>
      {error !== undefined && <ErrorSummary problems={[{ field: "remark", text: error }]} />}
      <p class="lead">您看的是《{article.title}》。</p>
      <Form action={`${toArticlePath(article.no)}/report`} formKey={formKey} label="哪里不对">
        <TextArea
          name="remark"
          id="remark"
          label="哪一句不对，应该怎么说"
          hint="不用留姓名。请不要写自己或别人的电话、住址。"
          rows={5}
          maxlength={500}
          value={typeof typed === "string" ? typed : ""}
          error={form.errors["remark"]}
        />
        <NextStep>编辑会核对来源。要是错了，会在文章上方写更正。</NextStep>
        <Button>告诉编辑</Button>
      </Form>
    </div>
  );
}

export function ReportedPage({ no }: { no: number }) {
  return (
    <div class="stack">
      <h1>收到了，谢谢您</h1>
      <p class="lead">编辑会核对来源；要是错了，会在文章上方写更正。</p>
      <p>
        <LinkButton href={toArticlePath(no)}>回到文章</LinkButton>
      </p>
    </div>
  );
}

/** A sheet to print and hang up, with the code that opens the phone page. */
export function PosterPage({
  article,
  address,
  street,
}: {
  article: LiveArticle;
  address: string;
  street: string | undefined;
}) {
  const { poster } = article.content.renditions;
  return (
    <div class="poster">
      <h1 class="poster__headline">{poster.headline === "" ? article.title : poster.headline}</h1>
      <ol class="poster__points">
        {poster.points.map((point) => (
          <li key={point}>{point}</li>
        ))}
      </ol>
      {poster.advice !== "" && <p class="poster__advice">{poster.advice}</p>}
      <div class="poster__code">
        <Qr text={address} label="扫码看全文，可以听" />
        <p>
          扫码看全文，可以听
          <br />
          <span class="small">{address}</span>
          {street !== undefined && (
            <>
              <br />
              {street}
            </>
          )}
        </p>
      </div>
      <p class="poster__print small">
        按浏览器的“打印”就能印成一张 A4。张贴以后，请编辑在工作台记下贴在哪里，撤稿时好逐处取下。
      </p>
    </div>
  );
}

/** All topics in their groups, with how much there is. */
export function TopicListPage({
  topics,
  counts,
}: {
  topics: readonly TopicView[];
  counts: ReadonlyMap<string, number>;
}) {
  const tops = topics.filter((topic) => topic.parentCode === null);
  return (
    <div class="stack">
      <h1>主题</h1>
      <p class="lead">每篇都归到一个主要主题里。点开看这个主题讲了什么。</p>
      <ul class="topics">
        {tops.map((topic) => (
          <li class="topics__item" key={topic.code}>
            <Cover topic={toMotif(topics, topic.code)} seed={topic.name} />
            <h2 class="topics__name">
              <a href={toTopicPath(topic.code)}>{topic.name}</a>
            </h2>
            <p class="small">
              {topic.about}，{counts.get(topic.code) ?? 0} 篇
            </p>
            <p class="small">
              {topics
                .filter((child) => child.parentCode === topic.code)
                .map((child, index) => (
                  <>
                    {index > 0 && "、"}
                    <a href={toTopicPath(child.code)}>{child.name}</a>
                  </>
                ))}
            </p>
          </li>
        ))}
      </ul>
      <p>
        <a href={paths.upstream}>别处的消息</a>：别的科普单位发布的，写明来源。
      </p>
    </div>
  );
}

export type TopicPageProps = {
  topic: TopicView;
  topics: readonly TopicView[];
  cards: readonly LiveCard[];
  total: number;
  /** Collections with an item of this topic. */
  collections: readonly LiveCollection[];
  now: Date;
};

/** One topic: what there is for each of the five audiences, and for whom there is nothing yet. */
export function TopicPage({ topic, topics, cards, total, collections, now }: TopicPageProps) {
  const empty = audiences.filter((audience) => !cards.some((card) => card.audiences.includes(audience)));
  return (
    <div class="stack">
      <h1>{topic.name}</h1>
      <p class="lead">
        {topic.about}
        {topic.kind !== "subject" && `（${topicKinds[topic.kind]}）`}
      </p>
      {cards.length === 0 ? (
        <EmptyState
          icon="search"
          title="这个主题还没有内容"
          action={<LinkButton href={paths.topics}>看别的主题</LinkButton>}
        >
          编辑部的缺口表里已经记着，写好、核过就放上来。
        </EmptyState>
      ) : (
        <>
          <p>一共 {total} 篇，新的在前。</p>
          <Listing
            items={cards.map((card) => toListingItem(card, { topics, now, drawn: "drawn" }))}
            heading="h2"
          />
        </>
      )}
      {collections.length > 0 && (
        <section aria-labelledby="topic-collections">
          <SectionHead title="合集" id="topic-collections" />
          <Listing items={collections.map(toCollectionItem)} />
        </section>
      )}
      {cards.length > 0 && empty.length > 0 && (
        <p class="small">
          还没有写给{empty.map((audience) => audienceNames[audience]).join("、")}的，编辑部已经记在缺口表里。
        </p>
      )}
      <p class="small">
        订阅：<a href={`/feeds/topics/${topic.code}.atom`}>Atom</a>、
        <a href={`/feeds/topics/${topic.code}.rss`}>RSS</a>、
        <a href={`/feeds/topics/${topic.code}.json`}>JSON Feed</a>
      </p>
    </div>
  );
}

/** What a zone shows of its items; in the words that the zone chose. */
export function ZoneItems({
  title,
  id,
  cards,
  topics,
  now,
  empty,
  zone,
  drawn,
}: {
  title: string;
  id: string;
  cards: readonly LiveCard[];
  topics: readonly TopicView[];
  now: Date;
  empty: string;
  zone: Audience;
  drawn?: "drawn";
}) {
  return (
    <section aria-labelledby={id}>
      <SectionHead
        title={title}
        id={id}
        more={cards.length > 0 ? { href: `${paths.search}?audience=${zone}`, text: "全部" } : undefined}
      />
      {cards.length === 0 ? (
        <p>{empty}</p>
      ) : (
        <Listing items={cards.map((card) => toListingItem(card, { topics, now, ...(drawn && { drawn }) }))} />
      )}
    </section>
  );
}
