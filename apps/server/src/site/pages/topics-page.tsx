import { Cover } from "#ui/cover/cover.tsx";
import { topics } from "#site/topics.ts";

/** What the portal will speak about. */
export function TopicsPage() {
  return (
    <div class="stack">
      <h1>12 个主题</h1>
      <p class="lead">文章、视频和活动都归到这些主题里。第一批内容核过之后，主题可以点开。</p>
      <ul class="topics">
        {topics.map((topic) => (
          <li class="topics__item" key={topic.motif}>
            <Cover topic={topic.motif} seed={topic.name} />
            <h2 class="topics__name">{topic.name}</h2>
            <p class="small">{topic.about}</p>
          </li>
        ))}
      </ul>
    </div>
  );
}
