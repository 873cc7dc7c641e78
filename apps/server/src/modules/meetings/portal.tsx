import { toDistrictDate } from "#kernel/clock.ts";
import type { Context } from "#kernel/context.ts";
import { emptyForm, type FormState, type PageView, type Routes, type Visit } from "#kernel/http-types.ts";
import { getUnit } from "#modules/organisations/index.ts";
import * as contract from "./contract.ts";
import { fileIssue, keepFile, maxFileBytes } from "./issues.ts";
import { meetingsPaths, toOwnIssuePath, toOwnResolutionPath } from "./paths.ts";
import { getIssue, getResolution, listIssues, listReports, listResolutions, listUnitsAt } from "./queries.ts";
import { reportResolution } from "./resolutions.ts";
import { IssueFormPage, IssuePage, IssuesPage, ResolutionPage, ResolutionsPage } from "./views.tsx";

const crumbs = [{ label: "我的", href: "/me" }];
const issueCrumbs = [...crumbs, { label: "联席会议议题", href: meetingsPaths.issues }];
const resolutionCrumbs = [...crumbs, { label: "我的决议", href: meetingsPaths.resolutions }];

/** What a liaison does on a phone: filing issues, and reporting on what the meeting resolved. */
export const registerMeetingPages = (routes: Routes, context: Context): void => {
  const { db, clock, cipher, policy } = context;
  const act = (visit: { requestId: string }) => ({ clock, cipher, requestId: visit.requestId });

  routes.page({
    url: meetingsPaths.issues,
    access: { action: "meetings.read_issues" },
    handler: async (visit): Promise<PageView> => ({
      title: "联席会议议题",
      section: "me",
      breadcrumbs: crumbs,
      main: (
        <IssuesPage
          now={visit.now}
          issues={(await listIssues(db, { scope: visit.scope() }, { page: 1, size: 100 })).rows}
        />
      ),
    }),
  });

  const formPage = async (visit: Visit, form: FormState): Promise<PageView> => ({
    title: form === emptyForm ? "提一个议题" : "出错：提一个议题",
    section: "me",
    breadcrumbs: issueCrumbs,
    main: (
      <IssueFormPage
        form={form}
        formKey={visit.formKey}
        units={await listUnitsAt(db, policy.scopeOf(visit.actor, "meetings.file_issue"))}
      />
    ),
  });
  routes.page({
    url: meetingsPaths.newIssue,
    access: { action: "meetings.read" },
    handler: (visit) => formPage(visit, emptyForm),
  });
  routes.form({
    url: meetingsPaths.newIssue,
    access: { action: "meetings.file_issue" },
    body: contract.issueBody,
    files: { fields: ["photo"], maxBytes: maxFileBytes },
    handler: async (visit, trx) => {
      const unit = await getUnit(trx, visit.body.unitId, toDistrictDate(visit.now));
      visit.authorise(unit.path);
      const [upload] = visit.files;
      const photoFileId =
        upload === undefined
          ? undefined
          : await keepFile(trx, context, {
              upload,
              purpose: "meetings.issue",
              actor: visit.actor,
              unitId: unit.id,
              requestId: visit.requestId,
            });
      const id = await fileIssue(trx, act(visit), visit.actor, { ...visit.body, photoFileId });
      return { redirect: toOwnIssuePath(id) };
    },
    onRefusal: formPage,
  });

  routes.page({
    url: meetingsPaths.issue,
    access: { action: "meetings.read_issues" },
    params: contract.idParams,
    handler: async (visit): Promise<PageView> => {
      const issue = await getIssue(db, visit.params.id);
      visit.authorise(issue.unitPath);
      return {
        title: issue.title,
        section: "me",
        breadcrumbs: issueCrumbs,
        main: <IssuePage issue={issue} now={visit.now} />,
      };
    },
  });

  routes.page({
    url: meetingsPaths.resolutions,
    access: { action: "meetings.read_resolutions" },
    handler: async (visit): Promise<PageView> => {
      const today = toDistrictDate(visit.now);
      const { rows } = await listResolutions(db, { scope: visit.scope(), today }, { page: 1, size: 100 });
      return {
        title: "我的决议",
        section: "me",
        breadcrumbs: crumbs,
        main: <ResolutionsPage resolutions={rows} now={visit.now} today={today} />,
      };
    },
  });

  const resolutionPage = async (visit: Visit<{ id: string }>, form: FormState): Promise<PageView> => {
    const resolution = await getResolution(db, visit.params.id);
    visit.authorise(resolution.ownerPath);
    return {
      title: form === emptyForm ? `决议 ${resolution.no} 号` : `出错：决议 ${resolution.no} 号`,
      section: "me",
      breadcrumbs: resolutionCrumbs,
      main: (
        <ResolutionPage
          resolution={resolution}
          reports={await listReports(db, resolution.id)}
          mayReport={policy.decide(visit.actor, "meetings.report", { unitPath: resolution.ownerPath }).ok}
          form={form}
          formKey={visit.formKey}
          now={visit.now}
          today={toDistrictDate(visit.now)}
        />
      ),
    };
  };
  routes.page({
    url: meetingsPaths.resolution,
    access: { action: "meetings.read_resolutions" },
    params: contract.idParams,
    handler: (visit) => resolutionPage(visit, emptyForm),
  });
  routes.form({
    url: meetingsPaths.resolution,
    access: { action: "meetings.report" },
    params: contract.idParams,
    body: contract.reportBody,
    files: { fields: ["evidence"], maxBytes: maxFileBytes },
    handler: async (visit, trx) => {
      const resolution = await getResolution(trx, visit.params.id);
      visit.authorise(resolution.ownerPath);
      const [upload] = visit.files;
      const evidenceFileId =
        upload === undefined
          ? undefined
          : await keepFile(trx, context, {
              upload,
              purpose: "meetings.evidence",
              actor: visit.actor,
              unitId: resolution.ownerUnitId,
              requestId: visit.requestId,
            });
      await reportResolution(trx, act(visit), visit.actor, {
        resolutionId: resolution.id,
        ...visit.body,
        evidenceFileId,
      });
      return { redirect: toOwnResolutionPath(resolution.id) };
    },
    onRefusal: resolutionPage,
  });
};
