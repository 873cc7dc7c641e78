import type { Actor } from "#kernel/actor.ts";
import { audienceNames } from "#kernel/audiences.ts";
import type { Policy } from "#kernel/policy.ts";
import type { ActivityView, SessionView } from "./queries.ts";
import {
  activityEventNames,
  type ActivityEvent,
  activityStates,
  activityStatusNames,
  type SessionEvent,
  sessionStates,
  sessionStatusNames,
} from "./state.ts";
import { activityKinds, entries, toActivityNo } from "./vocabulary.ts";

export const toSessionRow = (session: SessionView) => ({
  id: session.id,
  status: session.status,
  statusName: sessionStatusNames[session.status],
  placeUnitId: session.placeUnitId,
  placeName: session.placeName,
  address: session.address,
  startsAt: session.startsAt,
  endsAt: session.endsAt,
  endReason: session.endReason,
  seats:
    session.seats === undefined
      ? null
      : {
          capacity: session.seats.capacity,
          taken: session.seats.taken,
          waiting: session.seats.waiting,
          groupLimit: session.seats.groupLimit,
          closesAt: session.seats.closesAt,
        },
});

const sum = (activity: ActivityView, key: "capacity" | "taken" | "waiting"): number =>
  activity.sessions.reduce(
    (total, session) => total + (session.status === "cancelled" ? 0 : (session.seats?.[key] ?? 0)),
    0,
  );

export const toActivityRow = (
  activity: ActivityView,
  topics: readonly { code: string; name: string }[],
  now: Date,
) => ({
  id: activity.id,
  no: toActivityNo(activity.no),
  publicNo: activity.no,
  title: activity.title,
  status: activity.status,
  statusName: activityStatusNames[activity.status],
  kind: activity.kind,
  kindName: activityKinds[activity.kind],
  entry: activity.entry,
  entryName: entries[activity.entry],
  topic: activity.topic,
  topicName: topics.find((topic) => topic.code === activity.topic)?.name ?? activity.topic,
  audiences: [...activity.audiences],
  audienceNames: activity.audiences.map((audience) => audienceNames[audience]),
  unitId: activity.unitId,
  unitName: activity.unitName,
  nextAt:
    (
      activity.sessions.find((one) => one.status === "planned" && one.endsAt > now) ??
      activity.sessions.at(-1)
    )?.startsAt ?? null,
  sessionCount: activity.sessions.length,
  capacity: sum(activity, "capacity"),
  taken: sum(activity, "taken"),
  waiting: sum(activity, "waiting"),
  pillars: [...activity.pillars],
});

export type NextAction = { action: string; label: string; allowed: boolean; reason?: string };

const refusalWords = "您的岗位不能办这一步，或者不在您的地区。";

const asAction = (action: string, label: string, may: boolean, reason: string | undefined): NextAction => ({
  action,
  label,
  allowed: may && reason === undefined,
  ...(may ? (reason === undefined ? {} : { reason }) : { reason: refusalWords }),
});

const byHand: readonly ActivityEvent[] = ["publish", "open", "close", "cancel"];

/** What can be done with an activity now, and by whom this is asked. */
export const activityActions = (
  policy: Policy,
  actor: Actor,
  activity: ActivityView,
): readonly NextAction[] => {
  const may = policy.decide(actor, "activities.edit", { unitPath: activity.unitPath }).ok;
  const hasSession = activity.sessions.some((session) => session.status === "planned");
  return byHand
    .filter((event) => activityStates.next(activity.status, event) !== undefined)
    .map((event) =>
      asAction(
        event,
        activityEventNames[event],
        may,
        event === "publish" && !hasSession ? "还没有一场时间，先加一场。" : undefined,
      ),
    );
};

const sessionLabels: Readonly<Record<SessionEvent, string>> = {
  hold: "这一场办完了",
  report: "上报人数",
  correct: "改正人数",
  cancel: "取消这一场",
};

/** What can be done with a session now. */
export const sessionActions = (
  policy: Policy,
  actor: Actor,
  input: { activity: ActivityView; session: SessionView; now: Date; counted: boolean },
): readonly NextAction[] => {
  const { activity, session, now } = input;
  const target = { unitPath: activity.unitPath };
  const may: Readonly<Record<SessionEvent, boolean>> = {
    hold: policy.decide(actor, "activities.report_people", target).ok,
    report: policy.decide(actor, "activities.report_people", target).ok,
    correct: policy.decide(actor, "activities.report_people", target).ok,
    cancel: policy.decide(actor, "activities.edit", target).ok,
  };
  const reasonOf = (event: SessionEvent): string | undefined => {
    if (event === "hold" && session.endsAt > now) return "还没有结束。";
    if (event === "report" && !input.counted) return "还没有人签到，也没有确认过的人头数。";
    return undefined;
  };
  return sessionStates
    .eventsFrom(session.status)
    .filter(() => activity.status !== "draft")
    .map((event) => asAction(event, sessionLabels[event], may[event], reasonOf(event)));
};
