import type { Module } from "#kernel/module.ts";
import { registerRecordResolver } from "#kernel/records.ts";
import { registerWaitingSource } from "#kernel/waiting.ts";
import { declareUnitUse } from "#modules/organisations/index.ts";
import { registerMeetingApi, registerResolutionApi } from "./api.ts";
import { registerMeetingExports } from "./api-exports.ts";
import { registerIssueApi } from "./api-issues.ts";
import { meetingFactKinds } from "./facts.ts";
import { meetingsMessages, meetingsNames } from "./messages.ts";
import { meetingsPlanRows } from "./plan-rows.ts";
import { meetingsPolicy } from "./policy.ts";
import { registerMeetingPages } from "./portal.tsx";
import { countWaiting } from "./queries.ts";
import { remindOverdue, sendReminders } from "./reminders.ts";
import { toMeetingNo, toResolutionNo } from "./vocabulary.ts";
import "./tables.ts";

declareUnitUse({
  name: "meetings",
  label: "项没办结的联席会议决议",
  count: async (db, unitId) => {
    const row = await db
      .selectFrom("joint_resolutions")
      .select((eb) => eb.fn.countAll<number>().as("count"))
      .where("owner_unit_id", "=", unitId)
      .where("status", "!=", "done")
      .executeTakeFirstOrThrow();
    return row.count;
  },
});

export const meetingsModule: Module = {
  name: "meetings",
  policy: meetingsPolicy,
  messages: meetingsMessages,
  names: meetingsNames,
  guardedTables: [
    {
      table: "joint_issues",
      columns: [
        "id",
        "issue_no",
        "unit_id",
        "filed_by_person_id",
        "kind",
        "category",
        "title",
        "body",
        "status",
        "merged_into_id",
        "answer",
      ],
    },
    {
      table: "joint_meetings",
      columns: [
        "id",
        "meeting_no",
        "unit_id",
        "title",
        "place",
        "held_at",
        "status",
        "minutes",
        "minutes_record",
        "minutes_hash",
        "closed_by_person_id",
      ],
    },
    {
      table: "joint_resolutions",
      columns: [
        "id",
        "resolution_no",
        "meeting_id",
        "agenda_item_id",
        "body",
        "owner_unit_id",
        "due_on",
        "cites",
        "status",
      ],
    },
    {
      table: "resolution_reports",
      columns: [
        "id",
        "resolution_id",
        "body",
        "evidence_file_id",
        "evidence_link",
        "reported_by_person_id",
        "status",
        "decided_by_person_id",
        "decision_reason",
      ],
    },
  ],
  factKinds: meetingFactKinds,
  planRows: meetingsPlanRows,
  jobs: (context) => [
    {
      name: "meetings.remind_overdue",
      title: "提醒逾期决议：先责任单位，七天后牵头单位",
      schedule: "30 8 * * *",
      run: async () => void (await remindOverdue(context)),
    },
    {
      name: "meetings.send_reminders",
      title: "发逾期决议的提醒短信",
      everySeconds: 15,
      run: async () => void (await sendReminders(context)),
    },
  ],
  routes: (routes, context) => {
    registerRecordResolver({
      sourceTable: "joint_meetings",
      resolve: async (db, ids) => {
        const rows = await db
          .selectFrom("joint_meetings")
          .select(["id", "meeting_no", "title"])
          .where("id", "in", [...ids])
          .execute();
        return new Map(
          rows.map((row) => [
            row.id,
            { title: `${toMeetingNo(row.meeting_no)}：${row.title}`, href: `/workbench/meetings/${row.id}` },
          ]),
        );
      },
    });
    registerRecordResolver({
      sourceTable: "joint_resolutions",
      resolve: async (db, ids) => {
        const rows = await db
          .selectFrom("joint_resolutions")
          .select(["id", "resolution_no"])
          .where("id", "in", [...ids])
          .execute();
        return new Map(
          rows.map((row) => [
            row.id,
            { title: toResolutionNo(row.resolution_no), href: `/workbench/resolutions/${row.id}` },
          ]),
        );
      },
    });
    registerWaitingSource("meetings", async ({ db, policy }, actor) => {
      const counts = await countWaiting(db, {
        owned: policy.scopeOf(actor, "meetings.report"),
        run: policy.scopeOf(actor, "meetings.run"),
      });
      return [
        {
          kind: "meetings.resolutions",
          title: "联席会议决议要办",
          href: "/workbench/resolutions?standing=open",
          count: counts.owned,
        },
        {
          kind: "meetings.reports",
          title: "决议落实报告等核对",
          href: "/workbench/resolutions?standing=reported",
          count: counts.reports,
        },
        {
          kind: "meetings.issues",
          title: "新提的联席会议议题等分类",
          href: "/workbench/joint-issues?status=open",
          count: counts.issues,
        },
      ];
    });
    registerIssueApi(routes, context);
    registerMeetingApi(routes, context);
    registerResolutionApi(routes, context);
    registerMeetingExports(routes, context);
    registerMeetingPages(routes, context);
  },
};

export type { MeetingsError } from "./errors.ts";
export { answerIssue, classifyIssue, fileIssue, mergeIssue, type NewIssue } from "./issues.ts";
export {
  addTopic,
  beginMeeting,
  buildAgenda,
  cancelMeeting,
  closeMeeting,
  planMeeting,
  recordAttendance,
} from "./meetings.ts";
export { meetingsPaths } from "./paths.ts";
export {
  getMeeting,
  getResolution,
  listAgenda,
  listIssues,
  listMeetings,
  listResolutions,
  type MeetingView,
  type ResolutionView,
} from "./queries.ts";
export { remindOverdue } from "./reminders.ts";
export { checkReport, decideItem, reportResolution } from "./resolutions.ts";
