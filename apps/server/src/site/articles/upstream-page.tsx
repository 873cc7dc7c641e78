import type { OfferedItem } from "#modules/channels/index.ts";
import { type TopicView, toTopicPath } from "#modules/contents/index.ts";
import { dateText } from "#ui/date-text.ts";
import { EmptyState } from "#ui/empty-state/empty-state.tsx";
import { LinkButton } from "#ui/link-button/link-button.tsx";
import { SectionHead } from "#ui/section-head/section-head.tsx";
import { paths } from "#site/paths.ts";

/** Items of other publishers: quiet, each with whose it is, and never among our own reviewed ones. */
function UpstreamItems({ items, now }: { items: readonly OfferedItem[]; now: Date }) {
  return (
    <ul class="upstream">
      {items.map((item) => (
        <li key={`${item.feedId} ${item.guid}`}>
          <p class="upstream__title">
            <a href={item.link} rel="external nofollow noreferrer">
              {item.title}
            </a>
          </p>
          <p class="small">
            来源：{item.publisher}，{dateText(item.publishedAt, now)}
          </p>
          {item.summary !== "" && <p>{item.summary}</p>}
        </li>
      ))}
    </ul>
  );
}

/** Under a topic's own items: what others say on it. */
export function UpstreamSection({ items, now }: { items: readonly OfferedItem[]; now: Date }) {
  if (items.length === 0) return null;
  return (
    <section aria-labelledby="upstream">
      <SectionHead title="别处的消息" id="upstream" more={{ href: paths.upstream, text: "全部" }}>
        这些由别的单位发布，没有经过本区的三审三校，点开会离开本站。
      </SectionHead>
      <UpstreamItems items={items} now={now} />
    </section>
  );
}

/** All that other publishers offer now, under the topics they were subscribed for. */
export function UpstreamPage({
  items,
  topics,
  now,
}: {
  items: readonly OfferedItem[];
  topics: readonly TopicView[];
  now: Date;
}) {
  const groups = [...new Set(items.map((item) => item.topic))].map((code) => ({
    code,
    topic: topics.find((topic) => topic.code === code),
    items: items.filter((item) => item.topic === code),
  }));
  return (
    <div class="stack">
      <h1>别处的消息</h1>
      <p class="lead">
        这里转给您看别的科普单位的消息，每条都写着来源。它们没有经过本区的三审三校，点开会离开本站；来源撤回的，这里也会撤下。
      </p>
      {items.length === 0 ? (
        <EmptyState
          icon="search"
          title="现在没有别处的消息"
          action={<LinkButton href={paths.topics}>看本区的主题</LinkButton>}
        >
          编辑部订阅了别的单位的消息以后，会列在这里。
        </EmptyState>
      ) : (
        groups.map((group) => (
          <section key={group.code ?? "none"} aria-labelledby={`upstream-${group.code ?? "none"}`}>
            <SectionHead
              title={group.topic?.name ?? "其他"}
              id={`upstream-${group.code ?? "none"}`}
              more={
                group.topic === undefined
                  ? undefined
                  : { href: toTopicPath(group.topic.code), text: "看本区核过的" }
              }
            />
            <UpstreamItems items={group.items} now={now} />
          </section>
        ))
      )}
    </div>
  );
}
