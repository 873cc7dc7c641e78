import type { ActivityView } from "#modules/activities/index.ts";
import { toActivityPath } from "#modules/activities/index.ts";
import { type DeskDay, type ItemView, ordersPaths } from "#modules/orders/index.ts";
import { halves } from "#modules/teams/index.ts";
import { placeKindNames, type PlaceView } from "#site/directory.ts";
import { placeSheetPath } from "#site/paths.ts";
import { calendarDayText, dayText, periodText } from "#ui/date-text.ts";
import { EmptyState } from "#ui/empty-state/empty-state.tsx";
import { LinkButton } from "#ui/link-button/link-button.tsx";
import { Listing } from "#ui/listing/listing.tsx";
import { PhoneLink } from "#ui/phone-link/phone-link.tsx";
import { Qr } from "#ui/qr/qr.tsx";
import { SectionHead } from "#ui/section-head/section-head.tsx";
import { SummaryList } from "#ui/summary-list/summary-list.tsx";

export type PlacePageProps = {
  place: PlaceView;
  /** Itself, and what a station is the house of. */
  unitIds: readonly string[];
  /** Weekly desks of the coming weeks, nearest first. */
  desks: readonly DeskDay[];
  activities: readonly ActivityView[];
  now: Date;
};

/** One place: where, when, whom to call, and what of science is on there. */
export function PlacePage({ place, unitIds, desks, activities, now }: PlacePageProps) {
  const sessions = activities
    .flatMap((activity) =>
      activity.sessions
        .filter(
          (session) =>
            unitIds.includes(session.placeUnitId) && session.status === "planned" && session.endsAt > now,
        )
        .map((session) => ({ activity, session })),
    )
    .toSorted((one, other) => one.session.startsAt.getTime() - other.session.startsAt.getTime());
  return (
    <div class="stack">
      <h1>{place.name}</h1>
      <SummaryList
        rows={[
          { term: "种类", value: place.kindText ?? placeKindNames[place.kind] },
          ...(place.streetName === undefined ? [] : [{ term: "街道（镇）", value: place.streetName }]),
          ...(place.address === undefined ? [] : [{ term: "地址", value: place.address }]),
          ...(place.openingText === undefined ? [] : [{ term: "开放时间", value: place.openingText }]),
          ...(place.phone === undefined
            ? []
            : [{ term: "电话", value: <PhoneLink number={place.phone} about={place.name} size="large" /> }]),
        ]}
      />
      <section aria-labelledby="place-desks">
        <SectionHead title="这里的服务台" id="place-desks" />
        {desks.length === 0 ? (
          <EmptyState icon="calendar" title="这里还没有排定的服务台">
            想要什么，可以点单，请人来。
          </EmptyState>
        ) : (
          <Listing
            items={desks.map((desk) => ({
              key: desk.id,
              title: `${calendarDayText(desk.day, now)}${halves[desk.half]}：${desk.title}`,
              meta: [desk.itemTitle, ...(desk.teamName === null ? [] : [desk.teamName])].join(" · "),
            }))}
          />
        )}
      </section>
      <section aria-labelledby="place-activities">
        <SectionHead title="这里的活动" id="place-activities" />
        {sessions.length === 0 ? (
          <EmptyState icon="calendar" title="这里近期没有活动">
            别处的活动在“活动”里。
          </EmptyState>
        ) : (
          <Listing
            items={sessions.map(({ activity, session }) => ({
              key: session.id,
              title: activity.title,
              href: toActivityPath(activity.no),
              meta: periodText(session.startsAt, session.endsAt, now),
            }))}
          />
        )}
      </section>
      <p class="button-row">
        <LinkButton href={ordersPaths.menu} icon="order">
          看看能点什么
        </LinkButton>
        {place.kind === "station" && place.phone !== undefined && (
          <LinkButton href={placeSheetPath(place.id)} variant="secondary" icon="print">
            打印点单电话
          </LinkButton>
        )}
      </p>
    </div>
  );
}

/**
 * A sheet for the door of those who do not use a phone's screen: the number first and large, what can be ordered, and a slip
 * that a neighbour can fill in and hand over.
 */
export function PlaceSheetPage({
  place,
  items,
  address,
  now,
}: {
  place: PlaceView & { phone: string };
  items: readonly Pick<ItemView, "code" | "title" | "minutes">[];
  address: string;
  now: Date;
}) {
  return (
    <div class="poster">
      <h1 class="poster__headline">请人来讲科学、来帮忙，打这个电话</h1>
      <p class="place-sheet__phone">
        <PhoneLink number={place.phone} about={place.name} size="large" />
      </p>
      <p>
        {place.name}
        {place.openingText !== undefined && `，${place.openingText}`}。不收钱，说一句就行。
      </p>
      <h2>能点什么</h2>
      <ul class="place-sheet__items">
        {items.map((item) => (
          <li key={item.code}>
            {item.title}（约 {item.minutes} 分钟）
          </li>
        ))}
      </ul>
      <div class="poster__code">
        <Qr text={address} label="扫码点单" />
        <p>
          会用手机的，扫码点单
          <br />
          <span class="small">{address}</span>
        </p>
      </div>
      <section class="place-sheet__slip" aria-labelledby="slip">
        <h2 id="slip">点单条：填好交到站点</h2>
        <dl class="place-sheet__lines">
          {["想要什么", "怎么称呼", "电话", "在哪里", "哪天，上午还是下午", "大概几个人"].map((line) => (
            <div key={line}>
              <dt>{line}</dt>
              <dd />
            </div>
          ))}
        </dl>
        <p class="small">站点收到后 24 小时内看，给您回电话，告诉您单号。</p>
      </section>
      <p class="poster__print small">
        按浏览器的“打印”就能印成一张 A4。{dayText(now, now)}的菜单，换了菜单请重新印。
      </p>
    </div>
  );
}
