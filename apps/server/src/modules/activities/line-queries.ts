import type { Db, Trx } from "#kernel/db.ts";
import { flagNames } from "./on-site-time.ts";
import type { OnSiteMethod, OnSiteOutcome } from "./on-site.ts";

export const methodNames: Readonly<Record<OnSiteMethod, string>> = {
  scan: "扫码",
  code: "输报名码",
  list: "在名单上点",
  walk_in: "没报名的",
  desk: "后台登记",
};
export const outcomeNames: Readonly<Record<OnSiteOutcome, string>> = {
  counted: "算数",
  twice: "重复，不算",
  undone: "撤掉了",
  late: "上报以后才到，还没算",
  refused: "没有收",
  kept: "记下了",
};

/** What came in from the site, by the judged time; with both clocks, and what is unusual in words. */
export const listLines = async (db: Db | Trx, sessionId: string) => {
  const rows = await db
    .selectFrom("on_site_events")
    .selectAll()
    .where("session_id", "=", sessionId)
    .orderBy("judged_at", "desc")
    .orderBy("id", "desc")
    .execute();
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    registrationId: row.registration_id,
    peopleCount: row.people_count,
    audience: row.audience,
    methodName: row.kind === "undo" ? "撤销" : methodNames[row.method],
    outcome: row.outcome,
    outcomeName: outcomeNames[row.outcome],
    deviceAt: row.device_at,
    judgedAt: row.judged_at,
    receivedAt: row.received_at,
    flags: row.flags.map((flag) => flagNames[flag]),
  }));
};
