import { recordAudit } from "#kernel/audit.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { Context } from "#kernel/context.ts";
import { AppError } from "#kernel/errors.ts";
import type { Routes, Visit } from "#kernel/http-types.ts";
import { toDownload } from "#kernel/stored-files.ts";
import { getUnit } from "#modules/organisations/index.ts";
import * as contract from "./contract.ts";
import type { MeetingsError } from "./errors.ts";
import { keepFile, maxFileBytes } from "./issues.ts";
import {
  addPaper,
  addTopic,
  beginMeeting,
  buildAgenda,
  cancelMeeting,
  closeMeeting,
  planMeeting,
  recordAttendance,
} from "./meetings.ts";
import {
  type AgendaItemView,
  getMeeting,
  getMeetingOfItem,
  getPaper,
  getReport,
  getResolution,
  isOverdue,
  listAgenda,
  listAttendance,
  listMeetingResolutions,
  listMeetings,
  listPapers,
  listReports,
  listResolutions,
  type MeetingView,
  type ResolutionView,
} from "./queries.ts";
import { checkReport, decideItem, reportResolution } from "./resolutions.ts";
import { meetingStatusNames, reportStatusNames, resolutionStatusNames } from "./state.ts";
import { agendaKinds, outcomes, presences } from "./vocabulary.ts";

const toMeetingRow = (meeting: MeetingView) => ({
  id: meeting.id,
  no: meeting.no,
  unitId: meeting.unitId,
  unitName: meeting.unitName,
  title: meeting.title,
  place: meeting.place,
  heldAt: meeting.heldAt,
  status: meeting.status,
  statusName: meetingStatusNames[meeting.status],
  itemCount: meeting.itemCount,
  overdueCount: meeting.overdueCount,
});

const toResolutionRow = (row: ResolutionView, today: string) => ({
  id: row.id,
  no: row.no,
  meetingId: row.meetingId,
  meetingNo: row.meetingNo,
  body: row.body,
  unitId: row.ownerUnitId,
  unitName: row.ownerName,
  dueOn: row.dueOn,
  decidedOn: row.decidedOn,
  cites: row.cites,
  status: row.status,
  statusName: isOverdue(row, today) ? "逾期" : resolutionStatusNames[row.status],
  overdue: isOverdue(row, today),
});

const toAgendaRow = (item: AgendaItemView) => ({
  ...item,
  kindName: agendaKinds[item.kind],
  outcomeName: item.outcome === null ? null : outcomes[item.outcome],
});

type Step = readonly [action: string, label: string];

const meetingSteps: Readonly<Record<MeetingView["status"], readonly Step[]>> = {
  planned: [
    ["begin", "开会"],
    ["agenda", "重排议程"],
    ["topic", "加临时事项"],
    ["paper", "加材料"],
    ["cancel", "取消会议"],
  ],
  under_way: [
    ["close", "闭会，纪要定稿"],
    ["attendance", "登记到会单位"],
  ],
  closed: [],
  cancelled: [],
};

export const registerMeetingApi = (routes: Routes, context: Context): void => {
  const { db, clock, cipher, policy } = context;
  const act = (visit: { requestId: string }) => ({ clock, cipher, requestId: visit.requestId });
  /** The meeting is one of a unit that the actor runs. */
  const enter = async (visit: Visit<{ id: string }>): Promise<MeetingView> => {
    const meeting = await getMeeting(db, visit.params.id);
    visit.authorise(meeting.unitPath);
    return meeting;
  };

  routes.read({
    url: "/api/meetings",
    access: { action: "meetings.read" },
    summary: "Joint meetings, the latest first",
    query: contract.meetingQuery,
    response: contract.meetingPage,
    handler: async (visit) => {
      const { page = 1, size = 50, status } = visit.query;
      const listed = await listMeetings(db, { status }, { page, size });
      return { rows: listed.rows.map(toMeetingRow), total: listed.total, page, size };
    },
  });
  routes.read({
    url: "/api/meetings/:id",
    access: { action: "meetings.read" },
    summary: "A joint meeting with agenda, papers, attendance and resolutions",
    params: contract.idParams,
    response: contract.meetingAnswer,
    handler: async (visit) => {
      const meeting = await getMeeting(db, visit.params.id);
      const today = toDistrictDate(visit.now);
      const may = policy.decide(visit.actor, "meetings.run", { unitPath: meeting.unitPath });
      return {
        ...toMeetingRow(meeting),
        minutes: meeting.minutes,
        minutesHash: meeting.minutesHash,
        agenda: (await listAgenda(db, meeting.id)).map(toAgendaRow),
        papers: (await listPapers(db, meeting.id)).map(({ id, title, createdAt }) => ({
          id,
          title,
          createdAt,
        })),
        attendance: (await listAttendance(db, meeting.id)).map((row) => ({
          ...row,
          presenceName: presences[row.presence],
        })),
        resolutions: (await listMeetingResolutions(db, meeting.id)).map((row) => toResolutionRow(row, today)),
        nextActions: meetingSteps[meeting.status].map(([action, label]) => ({
          action,
          label,
          allowed: may.ok,
          ...(may.ok ? {} : { reason: `由${meeting.unitName}来办。` }),
        })),
      };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/meetings",
    access: { action: "meetings.run" },
    summary: "Call a joint meeting; its agenda is made from what is undone",
    body: contract.meetingBody,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      visit.authorise((await getUnit(trx, visit.body.unitId, toDistrictDate(visit.now))).path);
      const { heldAt, ...rest } = visit.body;
      return {
        id: await planMeeting(trx, act(visit), visit.actor, { ...rest, heldAt: new Date(heldAt) }),
      };
    },
  });
  for (const [step, summary, command] of [
    ["agenda", "Make the agenda anew from what is open now", buildAgenda],
    ["begin", "Begin the meeting", beginMeeting],
    ["cancel", "Cancel a planned meeting", cancelMeeting],
  ] as const)
    routes.write({
      method: "POST",
      url: `/api/meetings/:id/${step}`,
      access: { action: "meetings.run" },
      summary,
      params: contract.idParams,
      body: contract.emptyBody,
      response: contract.idAnswer,
      handler: async (visit, trx) => {
        const { id } = await enter(visit);
        await command(trx, act(visit), visit.actor, id);
        return { id };
      },
    });
  routes.write({
    method: "POST",
    url: "/api/meetings/:id/topics",
    access: { action: "meetings.run" },
    summary: "Add a matter to the agenda that nobody filed",
    params: contract.idParams,
    body: contract.topicBody,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      const { id } = await enter(visit);
      await addTopic(trx, act(visit), visit.actor, { meetingId: id, ...visit.body });
      return { id };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/meetings/:id/papers",
    access: { action: "meetings.run" },
    summary: "Keep a paper with the meeting",
    params: contract.idParams,
    body: contract.paperBody,
    files: { fields: ["file"], maxBytes: maxFileBytes },
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      const meeting = await enter(visit);
      const [upload] = visit.files;
      if (upload === undefined)
        throw new AppError<MeetingsError>("meetings.file_kind", { fields: { file: "meetings.file_kind" } });
      const fileId = await keepFile(trx, context, {
        upload,
        purpose: "meetings.paper",
        actor: visit.actor,
        unitId: meeting.unitId,
        requestId: visit.requestId,
      });
      return {
        id: await addPaper(trx, act(visit), visit.actor, {
          meetingId: meeting.id,
          title: visit.body.title,
          fileId,
        }),
      };
    },
  });
  routes.file({
    url: "/api/meeting-papers/:id",
    access: { action: "meetings.read" },
    params: contract.idParams,
    handler: async (visit) => toDownload(context, (await getPaper(db, visit.params.id)).fileId),
  });
  routes.write({
    method: "POST",
    url: "/api/meetings/:id/attendance",
    access: { action: "meetings.run" },
    summary: "Note which units came",
    params: contract.idParams,
    body: contract.attendanceBody,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      const { id } = await enter(visit);
      await recordAttendance(trx, act(visit), visit.actor, { meetingId: id, ...visit.body });
      return { id };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/agenda-items/:id/decide",
    access: { action: "meetings.run" },
    summary: "What the meeting decides on one item; a resolution needs an owner unit and a due date",
    params: contract.idParams,
    body: contract.decideBody,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      const meeting = await getMeetingOfItem(trx, visit.params.id);
      visit.authorise(meeting.unitPath);
      await decideItem(trx, act(visit), visit.actor, { itemId: visit.params.id, ...visit.body });
      return { id: meeting.id };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/meetings/:id/close",
    access: { action: "meetings.run" },
    summary: "Close the meeting; its minutes are frozen and their hash goes into the ledger",
    params: contract.idParams,
    body: contract.closeBody,
    response: contract.closeAnswer,
    handler: async (visit, trx) => {
      const { id } = await enter(visit);
      const { hash } = await closeMeeting(trx, act(visit), visit.actor, { meetingId: id, ...visit.body });
      return { id, hash };
    },
  });
};

export const registerResolutionApi = (routes: Routes, context: Context): void => {
  const { db, clock, cipher, policy } = context;
  const act = (visit: { requestId: string }) => ({ clock, cipher, requestId: visit.requestId });

  routes.read({
    url: "/api/resolutions",
    access: { action: "meetings.read_resolutions" },
    summary: "Resolutions that units of my area owe, those due first at the top",
    query: contract.resolutionQuery,
    response: contract.resolutionPage,
    handler: async (visit) => {
      const { page = 1, size = 50, standing } = visit.query;
      const today = toDistrictDate(visit.now);
      const listed = await listResolutions(db, { scope: visit.scope(), today, standing }, { page, size });
      return { rows: listed.rows.map((row) => toResolutionRow(row, today)), total: listed.total, page, size };
    },
  });
  routes.read({
    url: "/api/resolutions/:id",
    access: { action: "meetings.read_resolutions" },
    summary: "A resolution with its reports and reminders",
    params: contract.idParams,
    response: contract.resolutionAnswer,
    handler: async (visit) => {
      const row = await getResolution(db, visit.params.id);
      visit.authorise(row.ownerPath);
      const mayReport = policy.decide(visit.actor, "meetings.report", { unitPath: row.ownerPath });
      const mayCheck = policy.decide(visit.actor, "meetings.run", { unitPath: row.meetingPath });
      const steps =
        row.status === "open"
          ? [{ action: "report", label: "报告落实", ok: mayReport.ok, who: row.ownerName }]
          : row.status === "reported"
            ? [
                { action: "accept", label: "认可，办结", ok: mayCheck.ok, who: "联席会议牵头单位" },
                { action: "return", label: "退回", ok: mayCheck.ok, who: "联席会议牵头单位" },
              ]
            : [];
      return {
        ...toResolutionRow(row, toDistrictDate(visit.now)),
        ownerRemindedAt: row.ownerRemindedAt,
        chairRemindedAt: row.chairRemindedAt,
        reports: (await listReports(db, row.id)).map((report) => ({
          id: report.id,
          body: report.body,
          hasFile: report.evidenceFileId !== null,
          evidenceLink: report.evidenceLink,
          status: report.status,
          statusName: reportStatusNames[report.status],
          decisionReason: report.decisionReason,
          createdAt: report.createdAt,
          decidedAt: report.decidedAt,
        })),
        nextActions: steps.map(({ action, label, ok, who }) => ({
          action,
          label,
          allowed: ok,
          ...(ok ? {} : { reason: `由${who}来办。` }),
        })),
      };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/resolutions/:id/reports",
    access: { action: "meetings.report" },
    summary: "Report what was done on a resolution, with evidence",
    params: contract.idParams,
    body: contract.reportBody,
    files: { fields: ["evidence"], maxBytes: maxFileBytes },
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      const row = await getResolution(trx, visit.params.id);
      visit.authorise(row.ownerPath);
      const [upload] = visit.files;
      const evidenceFileId =
        upload === undefined
          ? undefined
          : await keepFile(trx, context, {
              upload,
              purpose: "meetings.evidence",
              actor: visit.actor,
              unitId: row.ownerUnitId,
              requestId: visit.requestId,
            });
      return {
        id: await reportResolution(trx, act(visit), visit.actor, {
          resolutionId: row.id,
          ...visit.body,
          evidenceFileId,
        }),
      };
    },
  });
  routes.file({
    url: "/api/resolution-reports/:id/evidence",
    access: { action: "meetings.read_resolutions" },
    params: contract.idParams,
    handler: async (visit) => {
      const report = await getReport(db, visit.params.id);
      const row = await getResolution(db, report.resolutionId);
      visit.authorise(row.ownerPath);
      if (report.evidenceFileId === null)
        throw new AppError<MeetingsError>("meetings.no_file", { status: 404 });
      await recordAudit(db, context, {
        actor: visit.actor,
        action: "meetings.read_evidence",
        outcome: "read",
        record: { table: "resolution_reports", id: report.id },
        requestId: visit.requestId,
      });
      return toDownload(context, report.evidenceFileId);
    },
  });
  for (const verdict of ["accept", "return"] as const)
    routes.write({
      method: "POST",
      url: `/api/resolution-reports/:id/${verdict}`,
      access: { action: "meetings.run" },
      summary: `A second person's word on a report: ${verdict}`,
      params: contract.idParams,
      body: contract.verdictBody,
      response: contract.idAnswer,
      handler: async (visit, trx) => {
        const report = await getReport(trx, visit.params.id);
        visit.authorise((await getResolution(trx, report.resolutionId)).meetingPath);
        await checkReport(trx, act(visit), visit.actor, {
          reportId: report.id,
          verdict,
          reason: visit.body.reason,
        });
        return { id: report.resolutionId };
      },
    });
};
