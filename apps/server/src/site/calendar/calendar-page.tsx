import { audienceNames } from "#kernel/audiences.ts";
import { type ActivityView, toActivityLine, toEditionPath } from "#modules/activities/index.ts";
import { type LiveCard, toArticlePath, type TopicView, toTopicPath } from "#modules/contents/index.ts";
import {
  isEstimated,
  occasionKinds,
  occasionsPaths,
  type OccasionView,
  type Occurrence,
  ruleText,
  toEditionKey,
} from "#modules/occasions/index.ts";
import { calendarDayText } from "#ui/date-text.ts";
import { EmptyState } from "#ui/empty-state/empty-state.tsx";
import { LinkButton } from "#ui/link-button/link-button.tsx";
import { SectionHead } from "#ui/section-head/section-head.tsx";
import { StatusTag } from "#ui/status-tag/status-tag.tsx";

export type Dated = { occasion: OccasionView; occurrence: Occurrence };
export type CalendarPageProps = {
  now: Date;
  year: number;
  onNow: readonly Dated[];
  next: readonly Dated[];
  /** Of this year, by the month in which each begins. */
  months: ReadonlyMap<number, readonly Dated[]>;
  /** Whose days wait for the year's notice. */
  waiting: readonly OccasionView[];
  cards: ReadonlyMap<string, readonly LiveCard[]>;
  /** What units do under a theme day, by the key of its edition: what comes next first. */
  activities: ReadonlyMap<string, readonly ActivityView[]>;
  topics: readonly TopicView[];
};

const daysText = ({ from, to }: Occurrence, now: Date): string =>
  from === to ? calendarDayText(from, now) : `${calendarDayText(from, now)}至${calendarDayText(to, now)}`;

/** 时节日历: what is on now, what comes next, then the year by month. */
export function CalendarPage(props: CalendarPageProps) {
  const { now, year, onNow, next, months, waiting } = props;
  return (
    <div class="calendar">
      <h1>时节日历</h1>
      <p class="lead">全年的科普主题日，和不同时节要留意的事。</p>
      <p>
        <LinkButton href={occasionsPaths.file} variant="secondary" icon="calendar">
          存到手机日历
        </LinkButton>
      </p>
      <section aria-labelledby="calendar-now">
        <SectionHead title="现在" id="calendar-now" />
        {onNow.length === 0 ? (
          <EmptyState icon="calendar" title="今天没有主题日">
            看看下面接着来的是什么。
          </EmptyState>
        ) : (
          <ul class="calendar__list">
            {onNow.map((dated) => (
              <OccasionItem
                key={dated.occasion.code}
                dated={dated}
                page={props}
                heading="h3"
                anchor={dated.occasion.code}
              />
            ))}
          </ul>
        )}
      </section>
      {next.length > 0 && (
        <section aria-labelledby="calendar-next">
          <SectionHead title="接下来" id="calendar-next" />
          <ol class="calendar__next">
            {next.map(({ occasion, occurrence }) => (
              <li key={occasion.code}>
                <span class="calendar__days">{daysText(occurrence, now)}</span> {occasion.name}
              </li>
            ))}
          </ol>
        </section>
      )}
      <section aria-labelledby="calendar-year">
        <SectionHead title={`${year}年按月看`} id="calendar-year" />
        {[...months].map(([month, dated]) => (
          <div key={month}>
            <h3 class="calendar__month">{month}月</h3>
            <ul class="calendar__list">
              {dated.map((one) => (
                <OccasionItem
                  key={`${one.occasion.code} ${one.occurrence.from}`}
                  dated={one}
                  page={props}
                  heading="h4"
                  anchor={
                    onNow.some(({ occasion }) => occasion.code === one.occasion.code)
                      ? undefined
                      : one.occasion.code
                  }
                />
              ))}
            </ul>
          </div>
        ))}
      </section>
      {waiting.length > 0 && (
        <section aria-labelledby="calendar-waiting">
          <SectionHead title="日期等通知" id="calendar-waiting">
            这些每年另定日期或看天气，定了就排进上面的月份。
          </SectionHead>
          <ul class="calendar__list">
            {waiting.map((occasion) => (
              <li class="calendar__one" id={occasion.code} key={occasion.code}>
                <h3 class="calendar__name">{occasion.name}</h3>
                <p>{occasion.about}</p>
                <OccasionLinks occasion={occasion} page={props} />
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

function OccasionItem({
  dated: { occasion, occurrence },
  page,
  anchor,
  heading: Heading,
}: {
  dated: Dated;
  page: CalendarPageProps;
  heading: "h3" | "h4";
  /** The one place of the page that a link to this occasion leads to. */
  anchor: string | undefined;
}) {
  const estimated = isEstimated(occasion, occurrence);
  return (
    <li class="calendar__one" id={anchor}>
      <Heading class="calendar__name">{occasion.name}</Heading>
      <p class="calendar__days">
        {daysText(occurrence, page.now)}
        {estimated && `（${ruleText(occasion.rule)}，以当年通知为准）`}
      </p>
      <p>{occasion.about}</p>
      <p class="calendar__advice">{occasion.advice}</p>
      <OccasionActivities
        name={occasion.name}
        edition={toEditionKey(occasion.code, Number(occurrence.from.slice(0, 4)))}
        page={page}
      />
      <OccasionLinks occasion={occasion} page={page} />
    </li>
  );
}

const activitiesShown = 4;

/** What units do under a theme day, with the places that are left. */
function OccasionActivities({
  name,
  edition,
  page: { activities, now },
}: {
  name: string;
  edition: string;
  page: CalendarPageProps;
}) {
  const all = activities.get(edition) ?? [];
  if (all.length === 0) return null;
  const units = new Set(all.map((activity) => activity.unitId)).size;
  return (
    <>
      <ul class="calendar__activities" aria-label={`${name}：活动`}>
        {all.slice(0, activitiesShown).map((activity) => {
          const line = toActivityLine(activity, now);
          return (
            <li key={line.id}>
              <a href={line.href}>{line.title}</a> <span class="small">{line.meta}</span>{" "}
              {line.standing !== undefined && (
                <StatusTag tone={line.standing.tone} text={line.standing.text} />
              )}
            </li>
          );
        })}
      </ul>
      <p class="calendar__more">
        <a href={toEditionPath(edition)}>
          {name}的全部活动：{units} 个单位，{all.length} 个
        </a>
      </p>
    </>
  );
}

function OccasionLinks({
  occasion,
  page: { topics, cards },
}: {
  occasion: OccasionView;
  page: CalendarPageProps;
}) {
  const items = cards.get(occasion.code) ?? [];
  const links = [
    ...items.map((card) => ({ href: toArticlePath(card.no), text: card.title })),
    ...topics
      .filter((topic) => occasion.topics.includes(topic.code))
      .map((topic) => ({ href: toTopicPath(topic.code), text: `主题：${topic.name}` })),
  ];
  return (
    <>
      {links.length > 0 && (
        <ul class="calendar__links" aria-label={`${occasion.name}：可以看的`}>
          {links.map((link) => (
            <li key={link.href}>
              <a href={link.href}>{link.text}</a>
            </li>
          ))}
        </ul>
      )}
      <p class="small">
        {occasionKinds[occasion.kind]}
        {occasion.audiences.length < 5 &&
          ` · 写给${occasion.audiences.map((audience) => audienceNames[audience]).join("、")}`}
        {occasion.source !== null && (
          <>
            {" · "}来源：{occasion.source.publisher}《
            {occasion.source.url === null ? (
              occasion.source.title
            ) : (
              <a href={occasion.source.url}>{occasion.source.title}</a>
            )}
            》{occasion.source.date ?? ""}
          </>
        )}
      </p>
    </>
  );
}
