import {
  contentKinds,
  type LiveCard,
  type LivePublicService,
  toArticlePath,
} from "#modules/contents/index.ts";
import { dateText } from "#ui/date-text.ts";
import { EmptyState } from "#ui/empty-state/empty-state.tsx";
import { LinkButton } from "#ui/link-button/link-button.tsx";
import { Listing, type ListingItem } from "#ui/listing/listing.tsx";
import { SummaryList } from "#ui/summary-list/summary-list.tsx";
import type { LiveCollection } from "./collections.ts";
import { commonsPaths, toCollectionPath } from "./paths.ts";
import type { BriefView } from "./result-queries.ts";

const toItem = (card: LiveCard, now: Date): ListingItem => ({
  key: card.contentId,
  title: card.title,
  href: toArticlePath(card.no),
  text: card.summary,
  meta: [contentKinds[card.kind], dateText(card.publishedAt, now), card.hasAudio ? "可以听" : undefined]
    .filter((part) => part !== undefined)
    .join(" · "),
});

export const CollectionsPage = ({
  collections,
  now,
}: {
  collections: readonly LiveCollection[];
  now: Date;
}) => (
  <div class="stack">
    <h1>故事合集</h1>
    <p class="lead">科学家怎样想、怎样做、怎样改错。一个合集讲一件事，按顺序看。</p>
    {collections.length === 0 ? (
      <EmptyState
        title="还没有合集"
        action={<LinkButton href="/topics/scientists-spirit">看科学家精神</LinkButton>}
      >
        编辑在选故事，选好就放上来。
      </EmptyState>
    ) : (
      <Listing
        heading="h2"
        items={collections.map((collection) => ({
          key: String(collection.no),
          title: collection.title,
          href: toCollectionPath(collection.no),
          text: collection.introduction,
          meta: `${collection.cards.length} 篇 · ${dateText(collection.publishedAt, now)}`,
        }))}
      />
    )}
  </div>
);

export const CollectionPage = ({ collection, now }: { collection: LiveCollection; now: Date }) => (
  <div class="stack">
    <h1>{collection.title}</h1>
    <p class="lead">{collection.introduction}</p>
    <p class="small">{`${collection.unitName} · ${dateText(collection.publishedAt, now)} · ${collection.cards.length} 篇，按顺序看`}</p>
    <Listing heading="h2" order="numbered" items={collection.cards.map((card) => toItem(card, now))} />
    <p>
      <a href={commonsPaths.collections}>看别的合集</a>
    </p>
  </div>
);

export type LeadFigures = { results: number; days: number };

/** what was found, told in plain words, and how long it took from the intake to here. */
export const ResultsPage = ({
  briefs,
  figures,
  now,
}: {
  briefs: readonly BriefView[];
  figures: LeadFigures;
  now: Date;
}) => (
  <div class="stack">
    <h1>成果转科普</h1>
    <p class="lead">新的研究说了什么，用大家听得懂的话讲，配一张图，附上原文地址。</p>
    {figures.results > 0 && (
      <SummaryList
        rows={[
          { term: "已经讲了", value: `${figures.results} 项` },
          {
            term: "从送来到发布",
            value:
              figures.results === 1
                ? `平均 ${figures.days.toFixed(1)} 天`
                : `平均 ${(figures.days / figures.results).toFixed(1)} 天（一共 ${figures.days} 天，除以 ${figures.results} 项）`,
          },
        ]}
      />
    )}
    {briefs.length === 0 ? (
      <EmptyState title="还没有发布的成果">科研人员送来的成果，核对、写好以后放在这里。</EmptyState>
    ) : (
      <Listing
        heading="h2"
        items={briefs.map((brief) => ({
          key: brief.id,
          title: brief.title,
          href: brief.articleNo === null ? undefined : toArticlePath(brief.articleNo),
          meta: [
            brief.fieldName,
            brief.foundBy,
            brief.publishedAt === null ? undefined : dateText(brief.publishedAt, now),
            brief.leadDays === null ? undefined : `用了 ${brief.leadDays} 天`,
          ]
            .filter((part) => part !== undefined)
            .join(" · "),
          text: `${brief.publishedIn}，${brief.publishedOn}。`,
          aside: (
            <>
              <LinkButton href={brief.address} variant="secondary">
                看原文<span class="visually-hidden">：{brief.title}</span>
              </LinkButton>{" "}
              {brief.chartNo !== null && (
                <LinkButton href={toArticlePath(brief.chartNo)} variant="secondary">
                  看图<span class="visually-hidden">：{brief.title}</span>
                </LinkButton>
              )}
            </>
          ),
        }))}
      />
    )}
  </div>
);

const formNames = {
  poster: "海报",
  radio: "广播稿",
  elder: "长辈版",
  audio: "录音",
  video: "视频",
} as const;

const formsOf = (item: LivePublicService): string =>
  [
    "网页",
    ...Object.entries(formNames).flatMap(([form, name]) =>
      item.forms[form as keyof typeof formNames] ? [name] : [],
    ),
  ].join("、"); // the keys of the literal above

/** I-06: public-service items that any medium may take as they stand. */
export const PublicServicePage = ({ items, now }: { items: readonly LivePublicService[]; now: Date }) => (
  <div class="stack">
    <h1>公益广告库</h1>
    <p class="lead">电台、电视、报刊、楼宇和公交屏可以直接取用。每篇都审校过，请注明出处，不要改结论。</p>
    {items.length === 0 ? (
      <EmptyState title="库里还没有内容">编辑标为“公益广告”的内容，发布后在这里。</EmptyState>
    ) : (
      <Listing
        heading="h2"
        items={items.map((item) => ({
          ...toItem(item, now),
          meta: `有：${formsOf(item)} · ${dateText(item.publishedAt, now)}`,
          aside: item.forms.poster ? (
            <LinkButton href={`${toArticlePath(item.no)}/poster`} variant="secondary">
              打印海报<span class="visually-hidden">：{item.title}</span>
            </LinkButton>
          ) : undefined,
        }))}
      />
    )}
  </div>
);
