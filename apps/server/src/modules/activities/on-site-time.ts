// When something happened on site, judged from two clocks of which one may be wrong; pure.

/** What is unusual about a line from a site; none of these loses it. */
export const flagNames = {
  clock_skewed: "手机的钟不准，时间按服务器校正",
  clock_changed: "手机的钟中途改过，时间只能估计",
  time_impossible: "记的时间不可能，已改到可能的范围",
  outside_time: "不在这一场的时间里",
  two_places: "同一个人同一时刻在两个地方签到",
  more_than_registered: "来的人比报名的多",
  many_at_once: "一次记了很多人",
  not_confirmed: "还在排队的人来了",
  was_cancelled: "取消过报名的人来了",
  after_report: "上报以后才传来",
  no_ticket: "没有服务器发的名单凭据",
  not_here: "不是这一场的报名",
  called_off: "这一场已经取消",
  wrong_code: "到访码不对",
  not_member: "没有安排这个人去",
  visit_over: "这次服务已经结束或换了队",
  out_before_in: "签退早于签到",
  known_already: "已经签过",
} as const;
export type Flag = keyof typeof flagNames;

export type Clocks = {
  /** What the device's clock said when it happened, and when it was sent. */
  deviceAt: Date;
  deviceSentAt: Date;
  receivedAt: Date;
  /** When the server gave the list out, and how far the device's clock was behind the server's then, in milliseconds. */
  ticket: { issuedAt: Date; behindMs: number } | undefined;
};

const minuteMs = 60_000;
/** A clock that is wrong by less is a clock. */
const toleratedMs = 5 * minuteMs;

/**
 * The moment by the server's clock: the device's, moved by how far it is off when it sends. A clock that was moved in between
 * shows: it is off by another amount than when the list was given out. Nothing happened before that or after it arrived.
 */
export const judgeTime = (clocks: Clocks): { at: Date; flags: readonly Flag[] } => {
  const { deviceAt, deviceSentAt, receivedAt, ticket } = clocks;
  const flags: Flag[] = [];
  const behindNow = receivedAt.getTime() - deviceSentAt.getTime();
  const judged = deviceAt.getTime() + behindNow;
  if (Math.abs(behindNow) > toleratedMs) flags.push("clock_skewed");
  if (ticket !== undefined && Math.abs(ticket.behindMs - behindNow) > toleratedMs)
    flags.push("clock_changed");
  const first = ticket === undefined ? -Infinity : ticket.issuedAt.getTime();
  const clamped = Math.min(Math.max(judged, first), receivedAt.getTime());
  if (Math.abs(clamped - judged) > toleratedMs) flags.push("time_impossible");
  return { at: new Date(clamped), flags };
};
