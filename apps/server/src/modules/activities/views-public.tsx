import { type Audience, audienceNames, audiences } from "#kernel/audiences.ts";
import { dayText, periodText, timeText } from "#ui/date-text.ts";
import { EmptyState } from "#ui/empty-state/empty-state.tsx";
import { LinkButton } from "#ui/link-button/link-button.tsx";
import { Listing, type ListingItem } from "#ui/listing/listing.tsx";
import { Notice } from "#ui/notice/notice.tsx";
import { PhoneLink } from "#ui/phone-link/phone-link.tsx";
import { SectionHead } from "#ui/section-head/section-head.tsx";
import { StatusTag, type StatusTone } from "#ui/status-tag/status-tag.tsx";
import { SummaryList } from "#ui/summary-list/summary-list.tsx";
import { Tabs } from "#ui/tabs/tabs.tsx";
import { activitiesPaths, toActivityPath, toRegisterPath } from "./paths.ts";
import type { ActivityView, SessionView } from "./queries.ts";
import { activityKinds, entries, toActivityNo } from "./vocabulary.ts";

export type Standing = { tone: StatusTone; text: string; may: "register" | "queue" | "come" | "no" };

/** What somebody can do about a session now, in words. */
export const standingOf = (activity: ActivityView, session: SessionView, now: Date): Standing => {
  if (session.status === "cancelled") return { tone: "wrong", text: "取消了", may: "no" };
  if (session.endsAt.getTime() <= now.getTime()) return { tone: "neutral", text: "办过了", may: "no" };
  const { seats } = session;
  if (seats === undefined) return { tone: "active", text: "不用报名，直接来", may: "come" };
  if (seats.status !== "open" || seats.closesAt.getTime() < now.getTime())
    return {
      tone: "neutral",
      text: activity.status === "published" ? "还没开始报名" : "报名截止了",
      may: "no",
    };
  const left = seats.capacity - seats.taken;
  if (left <= 0) return { tone: "soon", text: "满了，可以排队", may: "queue" };
  return { tone: "active", text: `还有 ${left} 个位子`, may: "register" };
};

const placeOf = (session: SessionView): string => `${session.placeName} ${session.address}`;

/** The next session, or the last where none is to come. */
const nextOf = (activity: ActivityView, now: Date): SessionView | undefined =>
  activity.sessions.find((one) => one.status === "planned" && one.endsAt > now) ?? activity.sessions.at(-1);

/** An activity in one line, for pages of others: what, when and where, and whether there is still a place. */
export type ActivityLine = {
  id: string;
  title: string;
  href: string;
  meta: string;
  standing: Standing | undefined;
};

/** @returns the line of an activity by its next session, or by the last where none is to come */
export const toActivityLine = (activity: ActivityView, now: Date): ActivityLine => {
  const session = nextOf(activity, now);
  return {
    id: activity.id,
    title: activity.title,
    href: toActivityPath(activity.no),
    meta:
      session === undefined
        ? activity.unitName
        : `${dayText(session.startsAt, now)}${timeText(session.startsAt)} · ${activity.unitName}`,
    standing: session === undefined ? undefined : standingOf(activity, session, now),
  };
};

const toItem = (activity: ActivityView, now: Date): ListingItem => {
  const session = nextOf(activity, now);
  const standing = session === undefined ? undefined : standingOf(activity, session, now);
  return {
    key: activity.id,
    title: activity.title,
    href: toActivityPath(activity.no),
    meta:
      session === undefined
        ? activity.unitName
        : `${dayText(session.startsAt, now)}${timeText(session.startsAt)} · ${session.placeName} · ${activityKinds[activity.kind]}`,
    text: activity.audiences.map((audience) => audienceNames[audience]).join("、"),
    ...(standing === undefined ? {} : { aside: <StatusTag tone={standing.tone} text={standing.text} /> }),
  };
};

const toListPath = (edition: { key: string } | undefined, audience: Audience | undefined): string => {
  const search = [
    ...(audience === undefined ? [] : [`for=${audience}`]),
    ...(edition === undefined ? [] : [`occasion=${edition.key}`]),
  ];
  return search.length === 0 ? activitiesPaths.list : `${activitiesPaths.list}?${search.join("&")}`;
};

export function ActivitiesPage({
  upcoming,
  held,
  chosen,
  edition,
  signedIn,
  now,
}: {
  upcoming: readonly ActivityView[];
  held: readonly ActivityView[];
  chosen: Audience | undefined;
  /** The theme day whose activities alone are shown. */
  edition: { key: string; name: string; year: number } | undefined;
  signedIn: boolean;
  now: Date;
}) {
  return (
    <div class="stack">
      <h1>{edition === undefined ? "活动" : `${edition.name}（${edition.year}年）的活动`}</h1>
      <p class="lead">讲座、实验、开放日，都不收钱。有位子的，两分钟报好名，不用注册。</p>
      <p class="button-row">
        <LinkButton href={activitiesPaths.lookup} variant="secondary" icon="search">
          查我的报名
        </LinkButton>
        {signedIn && (
          <LinkButton href={activitiesPaths.own} variant="secondary">
            我报过的
          </LinkButton>
        )}
      </p>
      <Tabs
        label="给谁"
        tabs={[
          { text: "全部", href: toListPath(edition, undefined), current: chosen === undefined },
          ...audiences.map((audience) => ({
            text: audienceNames[audience],
            href: toListPath(edition, audience),
            current: chosen === audience,
          })),
        ]}
      />
      <section aria-label="就要办的">
        <SectionHead title="就要办的" />
        {upcoming.length === 0 ? (
          <EmptyState
            icon="calendar"
            title="现在没有登记的活动"
            action={
              <LinkButton href="/orders" icon="order">
                点一个单，请人来讲
              </LinkButton>
            }
          >
            站点和场馆发布了活动，会排在这里。也可以自己点单，请人上门。
          </EmptyState>
        ) : (
          <Listing heading="h3" items={upcoming.map((activity) => toItem(activity, now))} />
        )}
      </section>
      {held.length > 0 && (
        <section aria-label="最近办过的">
          <SectionHead title="最近办过的" />
          <Listing heading="h3" items={held.map((activity) => toItem(activity, now))} />
        </section>
      )}
      <p>
        <a href={activitiesPaths.calendar}>把活动订阅到手机日历</a>
      </p>
    </div>
  );
}

export function ActivityPage({
  activity,
  topicName,
  hosts,
  now,
}: {
  activity: ActivityView;
  topicName: string;
  /** Who comes: the team, the expert. */
  hosts: readonly string[];
  now: Date;
}) {
  return (
    <div class="stack">
      <h1>{activity.title}</h1>
      {activity.status === "cancelled" && (
        <Notice tone="urgent" title="这个活动取消了">
          原因：{activity.endReason}
        </Notice>
      )}
      <div class="prose">
        {activity.about.split("\n").map((line) => (
          <p key={line}>{line}</p>
        ))}
      </div>
      <section aria-label="场次">
        <SectionHead title="场次" />
        <Listing
          heading="h3"
          items={activity.sessions.map((session) => {
            const standing = standingOf(activity, session, now);
            const time = periodText(session.startsAt, session.endsAt, now);
            return {
              key: session.id,
              title: time,
              meta: placeOf(session),
              text: (
                <>
                  <StatusTag tone={standing.tone} text={standing.text} />
                  {session.seats !== undefined && session.seats.waiting > 0 && (
                    <span> {session.seats.waiting} 人在排队</span>
                  )}
                  {session.endReason !== null && <span> 原因：{session.endReason}</span>}
                </>
              ),
              ...(standing.may === "register" || standing.may === "queue"
                ? {
                    aside: (
                      <LinkButton href={toRegisterPath(activity.no, session.id)} icon="check">
                        {standing.may === "register" ? "报名" : "排队"}
                        <span class="visually-hidden">{time}</span>
                      </LinkButton>
                    ),
                  }
                : {}),
            };
          })}
        />
      </section>
      <SummaryList
        rows={[
          { term: "编号", value: toActivityNo(activity.no) },
          { term: "形式", value: `${activityKinds[activity.kind]}，${entries[activity.entry]}` },
          { term: "讲什么", value: topicName },
          { term: "适合谁", value: activity.audiences.map((audience) => audienceNames[audience]).join("、") },
          {
            term: "带孩子",
            value: activity.minors ? "可以，14 岁以下要由监护人报名" : "这次不收 14 岁以下的孩子",
          },
          ...(hosts.length === 0 ? [] : [{ term: "谁来", value: hosts.join("、") }]),
          { term: "谁主办", value: activity.unitName },
          ...(activity.phone === null
            ? []
            : [{ term: "电话", value: <PhoneLink number={activity.phone} about={activity.unitName} /> }]),
        ]}
      />
    </div>
  );
}
