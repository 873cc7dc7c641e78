import { audienceNames, type Audience } from "#kernel/audiences.ts";
import { commonsPaths, type LiveCollection } from "#modules/commons/index.ts";
import { type ContentKind, contentKinds, type LiveSearch, type TopicView } from "#modules/contents/index.ts";
import { type CardView, questionsPaths, toAskPath, toCardPath } from "#modules/questions/index.ts";
import { Button, ButtonRow } from "#ui/button/button.tsx";
import { EmptyState } from "#ui/empty-state/empty-state.tsx";
import { Form } from "#ui/form/form.tsx";
import { TextField } from "#ui/field/field.tsx";
import { LinkButton } from "#ui/link-button/link-button.tsx";
import { Listing, type ListingItem } from "#ui/listing/listing.tsx";
import { SectionHead } from "#ui/section-head/section-head.tsx";
import { toCollectionItem, toListingItem } from "#site/articles/article-items.tsx";
import { markWords } from "#site/articles/highlight.tsx";
import type { OrganisationView, PlaceView } from "#site/directory.ts";
import { paths, placesPath } from "#site/paths.ts";
import type { VerdictCard } from "#modules/rumours/index.ts";
import { VerdictList } from "#site/rumours/verdict-parts.tsx";
import { placeItem } from "./place-item.tsx";

export type SearchQuery = {
  q: string;
  audience?: Audience | undefined;
  topic?: string | undefined;
  kind?: ContentKind | undefined;
  special?: "yes" | undefined;
  page: number;
};

export type SearchPageProps = {
  query: SearchQuery;
  now: Date;
  topics: readonly TopicView[];
  /** Items that are out; for an audience alone, the newest of it. */
  items?: LiveSearch | undefined;
  /** Collections whose title or introduction has the words. */
  collections?: readonly LiveCollection[];
  /** What the rumour desk has checked of it: the first thing to know about a message that goes round. */
  verdicts?: readonly VerdictCard[];
  /** Questions that an expert has answered already. */
  answers?: readonly CardView[];
  /** Places and organisations; undefined before anything was searched. */
  found?:
    | {
        places: readonly PlaceView[];
        placeTotal: number;
        organisations: readonly OrganisationView[];
      }
    | undefined;
};

export const itemsPerPage = 20;

/** The same search with one thing changed, in the address. */
export const searchPath = (query: SearchQuery, change: Partial<SearchQuery>): string => {
  const next = { ...query, page: 1, ...change };
  const words = new URLSearchParams();
  if (next.q !== "") words.set("q", next.q);
  if (next.audience !== undefined) words.set("audience", next.audience);
  if (next.topic !== undefined) words.set("topic", next.topic);
  if (next.kind !== undefined) words.set("kind", next.kind);
  if (next.special !== undefined) words.set("special", next.special);
  if (next.page > 1) words.set("page", String(next.page));
  const text = words.toString();
  return text === "" ? paths.search : `${paths.search}?${text}`;
};

/** 找: what people ask for first (items), then places, organisations. */
export function SearchPage({
  query,
  now,
  topics,
  items,
  collections = [],
  verdicts = [],
  answers = [],
  found,
}: SearchPageProps) {
  const { q } = query;
  const nothing =
    items !== undefined &&
    items.total === 0 &&
    collections.length === 0 &&
    verdicts.length === 0 &&
    answers.length === 0 &&
    (found === undefined || found.places.length + found.organisations.length === 0);
  return (
    <div class="stack">
      <h1>{q === "" ? "找一找" : `找“${q}”`}</h1>
      <Form action={paths.search} method="get" label="找一找">
        <div class="filter">
          <TextField
            name="q"
            id="search-words"
            label="想找什么"
            hint="一个词、一句话、拼音都可以。"
            value={q}
            maxlength={50}
          />
          <Button icon="search">找一找</Button>
        </div>
      </Form>
      {nothing && items.facets.kinds.size > 0 && (
        <section aria-labelledby="found-elsewhere">
          <SectionHead title="这样挑没有" id="found-elsewhere">
            去掉一个条件，就有下面这些。
          </SectionHead>
          <Facets query={query} topics={topics} items={items} />
        </section>
      )}
      {nothing && items.facets.kinds.size === 0 && (
        <EmptyState
          icon="search"
          title="没有找到"
          action={
            <ButtonRow>
              <LinkButton
                href={toAskPath({ q, audience: query.audience, topic: query.topic })}
                icon="question"
              >
                问专家
              </LinkButton>
              <LinkButton href={paths.help} variant="secondary" icon="help">
                有人帮我
              </LinkButton>
              <LinkButton href={paths.rumours} variant="secondary">
                这是真的吗
              </LinkButton>
            </ButtonRow>
          }
        >
          少打几个字，或者换一个说法。还是没有，就把问题交给专家，两个工作日内回复。收到一条消息拿不准，整段贴进“这是真的吗”问。
        </EmptyState>
      )}
      {verdicts.length > 0 && (
        <section aria-labelledby="found-verdicts">
          <SectionHead
            title="有人在传，我们查过"
            id="found-verdicts"
            more={{ href: `${paths.rumours}?${new URLSearchParams({ q })}#checked`, text: "更多" }}
          />
          <VerdictList cards={verdicts} now={now} />
        </section>
      )}
      {answers.length > 0 && (
        <section aria-labelledby="found-answers">
          <SectionHead
            title="专家答过"
            id="found-answers"
            more={{ href: `${questionsPaths.cards}?${new URLSearchParams({ q })}`, text: "更多" }}
          />
          <Listing
            items={answers.map((card) => ({
              key: card.id,
              title: card.title,
              href: toCardPath(card.no),
              text: card.answer.length > 60 ? `${card.answer.slice(0, 60)}…` : card.answer,
            }))}
          />
        </section>
      )}
      {items !== undefined && items.total > 0 && (
        <Items query={query} now={now} topics={topics} items={items} />
      )}
      {collections.length > 0 && (
        <section aria-labelledby="found-collections">
          <SectionHead
            title="合集"
            id="found-collections"
            more={{ href: commonsPaths.collections, text: "全部合集" }}
          />
          <Listing items={collections.map(toCollectionItem)} />
        </section>
      )}
      {found !== undefined && found.places.length > 0 && (
        <section aria-labelledby="found-places">
          <SectionHead
            title="地方"
            id="found-places"
            more={
              found.placeTotal > found.places.length
                ? { href: placesPath({ q }), text: `全部 ${found.placeTotal} 个` }
                : undefined
            }
          />
          <Listing items={found.places.map(placeItem)} />
        </section>
      )}
      {found !== undefined && found.organisations.length > 0 && (
        <section aria-labelledby="found-organisations">
          <SectionHead
            title="科普单位"
            id="found-organisations"
            more={{ href: paths.organisations, text: "全部单位" }}
          />
          <Listing
            items={found.organisations.map((organisation) => ({
              key: organisation.id,
              title: organisation.name,
              href: `${paths.organisations}/${organisation.id}`,
              meta: `${organisation.kindText} · ${organisation.areaText}`,
            }))}
          />
        </section>
      )}
      {items === undefined && (
        <section aria-labelledby="search-ways">
          <SectionHead title="也可以这样找" id="search-ways" />
          <Listing
            items={[
              { key: "topics", title: "主题", href: paths.topics, meta: "健康、食品、安全应急……" },
              {
                key: "collections",
                title: "故事合集",
                href: commonsPaths.collections,
                meta: "按顺序看的科学故事",
              },
              { key: "results", title: "成果转科普", href: commonsPaths.results, meta: "新的研究说了什么" },
              { key: "lessons", title: "课程", href: commonsPaths.lessons, meta: "按年级、学科、课标找" },
              {
                key: "special",
                title: "适合特殊教育的内容",
                href: searchPath(query, { special: "yes" }),
                meta: "有字幕、图片说明和图的文字说明",
              },
              { key: "places", title: "站点和场馆", href: paths.places, meta: "按街道（镇）和种类" },
              {
                key: "organisations",
                title: "公益科普机构",
                href: paths.nonProfit,
                meta: "谁在做公益科普",
              },
            ]}
          />
        </section>
      )}
    </div>
  );
}

const foundBy: Readonly<Record<LiveSearch["by"], string | undefined>> = {
  words: undefined,
  pinyin: "按读音找到的，是不是您要的？",
  slip: "差一个字找到的，是不是您要的？",
};

function Items({
  query,
  now,
  topics,
  items,
}: {
  query: SearchQuery;
  now: Date;
  topics: readonly TopicView[];
  items: LiveSearch;
}) {
  const pages = Math.ceil(items.total / itemsPerPage);
  const marked = (item: ListingItem): ListingItem =>
    items.marks === ""
      ? item
      : {
          ...item,
          shownTitle: markWords(item.title, items.marks),
          ...(typeof item.text === "string" ? { text: markWords(item.text, items.marks) } : {}),
        };
  return (
    <section aria-labelledby="found-items">
      <SectionHead title={`文章和课 ${items.total} 篇`} id="found-items">
        {foundBy[items.by]}
      </SectionHead>
      <Facets query={query} topics={topics} items={items} />
      <Listing items={items.rows.map((card) => marked(toListingItem(card, { topics, now })))} />
      {pages > 1 && (
        <nav aria-label="翻页">
          {query.page > 1 && (
            <LinkButton href={searchPath(query, { page: query.page - 1 })} variant="secondary">
              上一页
            </LinkButton>
          )}
          <p>
            第 {query.page} 页，共 {pages} 页
          </p>
          {query.page < pages && (
            <LinkButton href={searchPath(query, { page: query.page + 1 })} variant="secondary">
              下一页
            </LinkButton>
          )}
        </nav>
      )}
    </section>
  );
}

type Facet = { key: string; text: string; href: string; chosen: "yes" | "no" };

function Facets({
  query,
  topics,
  items,
}: {
  query: SearchQuery;
  topics: readonly TopicView[];
  items: LiveSearch;
}) {
  const { facets } = items;
  const groups: readonly { name: string; rows: readonly Facet[] }[] = [
    {
      name: "写给谁",
      rows: [...facets.audiences].map(([audience, count]) => ({
        key: audience,
        text: `${audienceNames[audience]} ${count}`,
        href: searchPath(query, { audience: query.audience === audience ? undefined : audience }),
        chosen: query.audience === audience ? "yes" : "no",
      })),
    },
    {
      name: "形式",
      rows: [...facets.kinds].map(([kind, count]) => ({
        key: kind,
        text: `${contentKinds[kind]} ${count}`,
        href: searchPath(query, { kind: query.kind === kind ? undefined : kind }),
        chosen: query.kind === kind ? "yes" : "no",
      })),
    },
    {
      name: "特殊教育",
      rows:
        facets.special === 0 && query.special === undefined
          ? []
          : [
              {
                key: "special",
                text: `适合特殊教育 ${query.special === undefined ? facets.special : items.total}`,
                href: searchPath(query, { special: query.special === undefined ? "yes" : undefined }),
                chosen: query.special === "yes" ? "yes" : "no",
              },
            ],
    },
    {
      name: "主题",
      rows: [...facets.topics]
        .sort((a, b) => b[1] - a[1])
        .slice(0, 8)
        .map(([topic, count]) => ({
          key: topic,
          text: `${topics.find((one) => one.code === topic)?.name ?? topic} ${count}`,
          href: searchPath(query, { topic: query.topic === topic ? undefined : topic }),
          chosen: query.topic === topic ? "yes" : "no",
        })),
    },
  ];
  return (
    <div class="facets">
      {groups
        .filter(
          (group) =>
            group.rows.length > (group.name === "特殊教育" ? 0 : 1) ||
            group.rows.some((row) => row.chosen === "yes"),
        )
        .map((group) => (
          <nav class="facets__group" aria-label={`按${group.name}挑`} key={group.name}>
            <p class="facets__name">{group.name}</p>
            <ul class="facets__list">
              {group.rows.map((row) => (
                <li key={row.key}>
                  <a
                    class="facets__link"
                    href={row.href}
                    aria-current={row.chosen === "yes" ? "true" : undefined}
                  >
                    {row.text}
                  </a>
                </li>
              ))}
            </ul>
          </nav>
        ))}
    </div>
  );
}
