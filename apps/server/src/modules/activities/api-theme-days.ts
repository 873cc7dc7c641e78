import { audienceNames } from "#kernel/audiences.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { Context } from "#kernel/context.ts";
import type { Routes } from "#kernel/http-types.ts";
import { requireExportable, toXlsx, xlsxContentType } from "#kernel/xlsx-export.ts";
import * as contract from "./contract-theme-days.ts";
import { toSessionDeskPath } from "./paths.ts";
import { activityStatusNames, sessionStatusNames } from "./state.ts";
import { getEdition, type HungActivity, listEditions, listHungActivities, summarise } from "./theme-days.ts";
import { activityKinds, editionTag, headCountMethods, toActivityNo } from "./vocabulary.ts";

const toRow = (activity: HungActivity) => ({
  id: activity.id,
  no: toActivityNo(activity.no),
  title: activity.title,
  status: activity.status,
  statusName: activityStatusNames[activity.status],
  kindName: activityKinds[activity.kind],
  audienceNames: activity.audiences.map((audience) => audienceNames[audience]),
  unitId: activity.unitId,
  unitName: activity.unitName,
  days: [...activity.days],
  sessions: activity.sessions.map(({ id, status, startsAt }) => ({
    id,
    statusName: sessionStatusNames[status],
    startsAt,
  })),
  registered: activity.registered,
  attended: activity.attended,
  heads: activity.heads,
  headMethodNames: activity.headMethods.map((method) => headCountMethods[method]),
  photos: activity.photos,
});

/** Theme days with what units do under them: figures from records and facts, and the sheet for the level above. */
export const registerThemeDayApi = (routes: Routes, { db, config }: Context): void => {
  const read = { action: "activities.read" } as const;
  routes.read({
    url: "/api/theme-days",
    access: read,
    summary: "Theme days of last, this and next year with how many activities of my area hang under each",
    query: contract.editionQuery,
    response: contract.editionPage,
    handler: async (visit) => {
      const { page = 1, size = 50 } = visit.query;
      const year = Number(toDistrictDate(visit.now).slice(0, 4));
      const all = await listEditions(db, { year, scope: visit.scope() });
      return {
        rows: all.slice((page - 1) * size, page * size).map((row) => ({ ...row, unitIds: [...row.unitIds] })),
        total: all.length,
        page,
        size,
      };
    },
  });
  routes.read({
    url: "/api/theme-day-activities",
    access: read,
    summary:
      "One year's theme day: activities of my area under it, sign-ups, people who signed in, counted heads",
    query: contract.hungQuery,
    response: contract.editionAnswer,
    handler: async (visit) => {
      const edition = await getEdition(db, visit.query.edition);
      const rows = await listHungActivities(db, { edition: edition.key, scope: visit.scope() });
      return {
        ...edition,
        factMark: editionTag(edition.key),
        figures: summarise(rows),
        rows: rows.map(toRow),
      };
    },
  });
  routes.file({
    url: "/api/theme-day-activities/report.xlsx",
    access: read,
    query: contract.hungQuery,
    handler: async (visit) => {
      const edition = await getEdition(db, visit.query.edition);
      const rows = await listHungActivities(db, { edition: edition.key, scope: visit.scope() });
      requireExportable(rows.length);
      return {
        contentType: xlsxContentType,
        downloadName: `${edition.year}年${edition.name}活动上报表.xlsx`,
        body: await toXlsx(rows, {
          sheet: `${edition.year}年${edition.name}`.slice(0, 31),
          columns: [
            { header: "单位", value: (row) => row.unitName, width: 24 },
            { header: "活动名称", value: (row) => row.title, width: 36 },
            { header: "日期", value: (row) => row.days.join("、"), width: 24 },
            { header: "形式", value: (row) => activityKinds[row.kind], width: 12 },
            {
              header: "人群",
              value: (row) => row.audiences.map((audience) => audienceNames[audience]).join("、"),
              width: 20,
            },
            { header: "签到人次", value: (row) => row.attended, width: 10 },
            { header: "人头数（没有签到）", value: (row) => row.heads, width: 18 },
            {
              header: "计数方法",
              value: (row) => row.headMethods.map((method) => headCountMethods[method]).join("、"),
              width: 20,
            },
            { header: "佐证", value: (row) => toEvidenceText(row, config.publicUrl), width: 60 },
            { header: "状态", value: (row) => activityStatusNames[row.status], width: 14 },
            { header: "编号", value: (row) => toActivityNo(row.no), width: 10 },
          ],
        }),
      };
    },
  });
};

/** How many photographs there are, and where the records of the sessions are opened. */
const toEvidenceText = (row: HungActivity, publicUrl: string): string =>
  [
    row.photos === 0 ? "没有照片" : `现场照片 ${row.photos} 张`,
    ...row.sessions.map((session) => `${publicUrl}${toSessionDeskPath(session.id)}`),
  ].join("；");
