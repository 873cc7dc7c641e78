import { createBrowserRouter, type RouteObject } from "react-router";
import { basename, paths } from "./paths.ts";
import { LoadingPage } from "./shell/loading.tsx";
import { PageFailure } from "./shell/page-failure.tsx";
import { Shell } from "./shell/shell.tsx";

type Opened = { Component: React.ComponentType };
const page = (path: string, open: () => Promise<Opened>): RouteObject => ({
  path,
  lazy: open,
  errorElement: <PageFailure />,
});

/** Every page is a file of its own, loaded when it is first opened. */
const pages: RouteObject[] = [
  page(paths.home, async () => ({ Component: (await import("./pages/home/home-page.tsx")).HomePage })),
  page(paths.units, async () => ({
    Component: (await import("./pages/organisations/units-page.tsx")).UnitsPage,
  })),
  page(paths.unit(":id"), async () => ({
    Component: (await import("./pages/organisations/units-page.tsx")).UnitsPage,
  })),
  page(paths.unitImport, async () => ({
    Component: (await import("./pages/organisations/unit-import-page.tsx")).UnitImportPage,
  })),
  page(paths.hoursCorrections, async () => ({
    Component: (await import("./pages/teams/corrections-page.tsx")).CorrectionsPage,
  })),
  page(paths.scienceStaff, async () => ({
    Component: (await import("./pages/personnel/staff-page.tsx")).StaffPage,
  })),
  page(paths.scienceStaffCounts, async () => ({
    Component: (await import("./pages/personnel/staff-counts-page.tsx")).StaffCountsPage,
  })),
  page(paths.recruitments, async () => ({
    Component: (await import("./pages/recruitments/recruitments-page.tsx")).RecruitmentsPage,
  })),
  page(paths.techniques, async () => ({
    Component: (await import("./pages/techniques/techniques-page.tsx")).TechniquesPage,
  })),
  page(paths.adoptions, async () => ({
    Component: (await import("./pages/techniques/adoptions-page.tsx")).AdoptionsPage,
  })),
  page(paths.claims, async () => ({
    Component: (await import("./pages/claims/claims-page.tsx")).ClaimsPage,
  })),
  page(paths.advicePapers, async () => ({
    Component: (await import("./pages/people/advice-papers-page.tsx")).AdvicePapersPage,
  })),
  page(paths.adviceRequests, async () => ({
    Component: (await import("./pages/people/advice-requests-page.tsx")).AdviceRequestsPage,
  })),
  page(paths.lectureTalks, async () => ({
    Component: (await import("./pages/orders/lecture-talks-page.tsx")).LectureTalksPage,
  })),
  page(paths.honoraria, async () => ({
    Component: (await import("./pages/honoraria/honoraria-page.tsx")).HonorariaPage,
  })),
  page(paths.honorariumSchemes, async () => ({
    Component: (await import("./pages/honoraria/schemes-page.tsx")).SchemesPage,
  })),
  page(paths.appointmentReviews, async () => ({
    Component: (await import("./pages/honoraria/reviews-page.tsx")).ReviewsPage,
  })),
  page(paths.complaints, async () => ({
    Component: (await import("./pages/complaints/complaints-page.tsx")).ComplaintsPage,
  })),
  page(paths.commissioners, async () => ({
    Component: (await import("./pages/commissioners/contracts-page.tsx")).ContractsPage,
  })),
  page(paths.returnees, async () => ({
    Component: (await import("./pages/returnees/returnees-page.tsx")).ReturneesPage,
  })),
  page(paths.villageRequests, async () => ({
    Component: (await import("./pages/returnees/village-requests-page.tsx")).VillageRequestsPage,
  })),
  page(paths.commissionerCalls, async () => ({
    Component: (await import("./pages/commissioners/calls-page.tsx")).CallsPage,
  })),
  page(paths.commissionerApplications, async () => ({
    Component: (await import("./pages/commissioners/applications-page.tsx")).ApplicationsPage,
  })),
  page(paths.commissionerLogs, async () => ({
    Component: (await import("./pages/commissioners/logs-page.tsx")).LogsPage,
  })),
  page(paths.commissionerScores, async () => ({
    Component: (await import("./pages/commissioners/scores-page.tsx")).ScoresPage,
  })),
  page(paths.expertApplications, async () => ({
    Component: (await import("./pages/people/expert-applications-page.tsx")).ExpertApplicationsPage,
  })),
  page(paths.expertDuties, async () => ({
    Component: (await import("./pages/people/expert-duties-page.tsx")).ExpertDutiesPage,
  })),
  page(paths.questionCards, async () => ({
    Component: (await import("./pages/questions/question-cards-page.tsx")).QuestionCardsPage,
  })),
  page(paths.histories, async () => ({
    Component: (await import("./pages/histories/histories-page.tsx")).HistoriesPage,
  })),
  page(paths.historyNew, async () => ({
    Component: (await import("./pages/histories/history-new-page.tsx")).HistoryNewPage,
  })),
  page(paths.history(":id"), async () => ({
    Component: (await import("./pages/histories/history-page.tsx")).HistoryPage,
  })),
  page(paths.certificates, async () => ({
    Component: (await import("./pages/certificates/certificates-page.tsx")).CertificatesPage,
  })),
  page(paths.areaSets, async () => ({
    Component: (await import("./pages/organisations/area-sets-page.tsx")).AreaSetsPage,
  })),
  page(paths.organisations, async () => ({
    Component: (await import("./pages/organisations/organisations-page.tsx")).OrganisationsPage,
  })),
  page(paths.organisation(":id"), async () => ({
    Component: (await import("./pages/organisations/organisation-page.tsx")).OrganisationPage,
  })),
  page(paths.contents, async () => ({
    Component: (await import("./pages/contents/contents-page.tsx")).ContentsPage,
  })),
  page(paths.contentNew, async () => ({
    Component: (await import("./forms/content-create.tsx")).ContentCreatePage,
  })),
  page(paths.contentImport, async () => ({
    Component: (await import("./forms/content-import.tsx")).ContentImportPage,
  })),
  page(paths.content(":id"), async () => ({
    Component: (await import("./pages/contents/content-page.tsx")).ContentPage,
  })),
  page(paths.contentEdit(":id"), async () => ({
    Component: (await import("./pages/contents/content-edit-page.tsx")).ContentEditPage,
  })),
  page(paths.contentSheet(":id"), async () => ({
    Component: (await import("./pages/contents/review-sheet-page.tsx")).ReviewSheetPage,
  })),
  page(paths.contentCompare(":id"), async () => ({
    Component: (await import("./pages/contents/content-compare-page.tsx")).ContentComparePage,
  })),
  page(paths.sideCopy(":id", ":copyId"), async () => ({
    Component: (await import("./pages/contents/side-copy-page.tsx")).SideCopyPage,
  })),
  page(paths.templates, async () => ({
    Component: (await import("./pages/contents/templates-page.tsx")).TemplatesPage,
  })),
  page(paths.template(":id"), async () => ({
    Component: (await import("./pages/contents/template-page.tsx")).TemplatePage,
  })),
  page(paths.codeTables, async () => ({
    Component: (await import("./pages/organisations/code-tables-page.tsx")).CodeTablesPage,
  })),
  page(paths.codeTable(":scheme", ":version"), async () => ({
    Component: (await import("./pages/organisations/code-table-page.tsx")).CodeTablePage,
  })),
  page(paths.gaps, async () => ({ Component: (await import("./pages/contents/gaps-page.tsx")).GapsPage })),
  page(paths.pitches, async () => ({
    Component: (await import("./pages/contents/pitches-page.tsx")).PitchesPage,
  })),
  page(paths.readerReports, async () => ({
    Component: (await import("./pages/contents/reader-reports-page.tsx")).ReaderReportsPage,
  })),
  page(paths.experts, async () => ({
    Component: (await import("./pages/contents/experts-page.tsx")).ExpertsPage,
  })),
  page(paths.rumours, async () => ({
    Component: (await import("./pages/rumours/rumours-page.tsx")).RumoursPage,
  })),
  page(paths.rumour(":id"), async () => ({
    Component: (await import("./pages/rumours/rumour-page.tsx")).RumourPage,
  })),
  page(paths.rumourVerdict(":id"), async () => ({
    Component: (await import("./pages/rumours/verdict-edit-page.tsx")).VerdictEditPage,
  })),
  page(paths.rumourIntake, async () => ({
    Component: (await import("./forms/rumour-intake.tsx")).RumourIntakePage,
  })),
  page(paths.deliveries, async () => ({
    Component: (await import("./pages/channels/deliveries-page.tsx")).DeliveriesPage,
  })),
  page(paths.outsidePosts, async () => ({
    Component: (await import("./pages/channels/outside-posts-page.tsx")).OutsidePostsPage,
  })),
  page(paths.occasions, async () => ({
    Component: (await import("./pages/occasions/occasions-page.tsx")).OccasionsPage,
  })),
  page(paths.policies, async () => ({
    Component: (await import("./pages/policies/policies-page.tsx")).PoliciesPage,
  })),
  page(paths.policyNew, async () => ({
    Component: (await import("./pages/policies/policy-edit-page.tsx")).PolicyNewPage,
  })),
  page(paths.policyEdit(":id"), async () => ({
    Component: (await import("./pages/policies/policy-edit-page.tsx")).PolicyEditPage,
  })),
  page(paths.submissions, async () => ({
    Component: (await import("./pages/commons/submissions-page.tsx")).SubmissionsPage,
  })),
  page(paths.pairBoard, async () => ({
    Component: (await import("./pages/commons/pair-board-page.tsx")).PairBoardPage,
  })),
  page(paths.results, async () => ({
    Component: (await import("./pages/commons/results-page.tsx")).ResultsPage,
  })),
  page(paths.collections, async () => ({
    Component: (await import("./pages/commons/collections-page.tsx")).CollectionsPage,
  })),
  page(paths.placements, async () => ({
    Component: (await import("./pages/commons/placements-page.tsx")).PlacementsPage,
  })),
  page(paths.lessonUses, async () => ({
    Component: (await import("./pages/commons/lesson-uses-page.tsx")).LessonUsesPage,
  })),
  page(paths.screens, async () => ({
    Component: (await import("./pages/channels/screens-page.tsx")).ScreensPage,
  })),
  page(paths.screen(":id"), async () => ({
    Component: (await import("./pages/channels/screen-page.tsx")).ScreenPage,
  })),
  page(paths.filmShowings, async () => ({
    Component: (await import("./pages/channels/film-showings-page.tsx")).FilmShowingsPage,
  })),
  page(paths.upstream, async () => ({
    Component: (await import("./pages/channels/upstream-page.tsx")).UpstreamPage,
  })),
  page(paths.questions, async () => ({
    Component: (await import("./pages/questions/questions-page.tsx")).QuestionsPage,
  })),
  page(paths.question(":id"), async () => ({
    Component: (await import("./pages/questions/question-page.tsx")).QuestionPage,
  })),
  page(paths.posterOpens, async () => ({
    Component: (await import("./pages/readers/poster-opens-page.tsx")).PosterOpensPage,
  })),
  page(paths.orders, async () => ({
    Component: (await import("./pages/orders/orders-page.tsx")).OrdersPage,
  })),
  page(paths.order(":id"), async () => ({
    Component: (await import("./pages/orders/order-page.tsx")).OrderPage,
  })),
  page(paths.series, async () => ({
    Component: (await import("./pages/orders/series-page.tsx")).SeriesListPage,
  })),
  page(paths.seriesOne(":id"), async () => ({
    Component: (await import("./pages/orders/series-page.tsx")).SeriesPage,
  })),
  page(paths.seriesNew, async () => ({
    Component: (await import("./pages/orders/series-new-page.tsx")).SeriesNewPage,
  })),
  page(paths.schoolCoverage, async () => ({
    Component: (await import("./pages/orders/series-page.tsx")).CoveragePage,
  })),
  page(paths.hubExchanges, async () => ({
    Component: (await import("./pages/orders/hub-page.tsx")).HubPage,
  })),
  page(paths.orderAgenda, async () => ({
    Component: (await import("./pages/orders/agenda-page.tsx")).AgendaPage,
  })),
  page(paths.orderArrivals, async () => ({
    Component: (await import("./pages/orders/arrivals-page.tsx")).ArrivalsPage,
  })),
  page(paths.streetMap, async () => ({
    Component: (await import("./pages/orders/street-map-page.tsx")).StreetMapPage,
  })),
  page(paths.orderCoverage, async () => ({
    Component: (await import("./pages/orders/coverage-page.tsx")).CoveragePage,
  })),
  page(paths.orderNeeds, async () => ({
    Component: (await import("./pages/orders/needs-page.tsx")).NeedsPage,
  })),
  page(paths.sourcing, async () => ({
    Component: (await import("./pages/orders/sourcing-page.tsx")).SourcingListPage,
  })),
  page(paths.sourcingOne(":id"), async () => ({
    Component: (await import("./pages/orders/sourcing-page.tsx")).SourcingPage,
  })),
  page(paths.workDays, async () => ({
    Component: (await import("./pages/orders/work-days-page.tsx")).WorkDaysPage,
  })),
  page(paths.orderPlan, async () => ({
    Component: (await import("./pages/orders/order-plan-page.tsx")).OrderPlanPage,
  })),
  page(paths.orderCall, async () => ({
    Component: (await import("./forms/order-call.tsx")).OrderCallPage,
  })),
  page(paths.activities, async () => ({
    Component: (await import("./pages/activities/activities-page.tsx")).ActivitiesPage,
  })),
  page(paths.pillars, async () => ({
    Component: (await import("./pages/plans/pillars-page.tsx")).PillarsPage,
  })),
  page(paths.themeDays, async () => ({
    Component: (await import("./pages/activities/theme-days-page.tsx")).ThemeDaysPage,
  })),
  page(paths.themeDay(":edition"), async () => ({
    Component: (await import("./pages/activities/theme-day-page.tsx")).ThemeDayPage,
  })),
  page(paths.activityNew, async () => ({
    Component: (await import("./pages/activities/activity-edit-page.tsx")).ActivityNewPage,
  })),
  page(paths.activityEdit(":id"), async () => ({
    Component: (await import("./pages/activities/activity-edit-page.tsx")).ActivityEditPage,
  })),
  page(paths.activity(":id"), async () => ({
    Component: (await import("./pages/activities/activity-page.tsx")).ActivityPage,
  })),
  page(paths.activitySession(":id"), async () => ({
    Component: (await import("./pages/activities/session-page.tsx")).SessionPage,
  })),
  page(paths.cropPests, async () => ({
    Component: (await import("./pages/teams/pests-page.tsx")).PestsPage,
  })),
  page(paths.serviceItems, async () => ({
    Component: (await import("./pages/orders/service-items-page.tsx")).ServiceItemsPage,
  })),
  page(paths.teams, async () => ({ Component: (await import("./pages/teams/teams-page.tsx")).TeamsPage })),
  page(paths.team(":id"), async () => ({
    Component: (await import("./pages/teams/team-page.tsx")).TeamPage,
  })),
  page(paths.badges, async () => ({
    Component: (await import("./pages/teams/badges-page.tsx")).BadgesPage,
  })),
  page(paths.serviceHours, async () => ({
    Component: (await import("./pages/teams/hours-page.tsx")).HoursPage,
  })),
  page(paths.plans, async () => ({ Component: (await import("./pages/plans/plans-page.tsx")).PlansPage })),
  page(paths.plan(":id"), async () => ({
    Component: (await import("./pages/plans/plan-page.tsx")).PlanPage,
  })),
  page(paths.crosswalk(":id"), async () => ({
    Component: (await import("./pages/plans/crosswalk-page.tsx")).CrosswalkPage,
  })),
  page(paths.planTasks, async () => ({
    Component: (await import("./pages/plans/plan-tasks-page.tsx")).PlanTasksPage,
  })),
  page(paths.planTask(":id"), async () => ({
    Component: (await import("./pages/plans/plan-task-page.tsx")).PlanTaskPage,
  })),
  page(paths.workPlans, async () => ({
    Component: (await import("./pages/plans/work-plans-page.tsx")).WorkPlansPage,
  })),
  page(paths.workPlan(":id"), async () => ({
    Component: (await import("./pages/plans/work-plan-page.tsx")).WorkPlanPage,
  })),
  page(paths.budgets, async () => ({
    Component: (await import("./pages/plans/budgets-page.tsx")).BudgetsPage,
  })),
  page(paths.checklists, async () => ({
    Component: (await import("./pages/plans/checklists-page.tsx")).ChecklistsPage,
  })),
  page(paths.checklist(":id"), async () => ({
    Component: (await import("./pages/plans/checklist-page.tsx")).ChecklistPage,
  })),
  page(paths.evidence, async () => ({
    Component: (await import("./pages/plans/evidence-page.tsx")).EvidencePage,
  })),
  page(paths.jointIssues, async () => ({
    Component: (await import("./pages/meetings/issues-page.tsx")).IssuesPage,
  })),
  page(paths.jointIssue(":id"), async () => ({
    Component: (await import("./pages/meetings/issue-page.tsx")).IssuePage,
  })),
  page(paths.meetings, async () => ({
    Component: (await import("./pages/meetings/meetings-page.tsx")).MeetingsPage,
  })),
  page(paths.meeting(":id"), async () => ({
    Component: (await import("./pages/meetings/meeting-page.tsx")).MeetingPage,
  })),
  page(paths.resolutions, async () => ({
    Component: (await import("./pages/meetings/resolutions-page.tsx")).ResolutionsPage,
  })),
  page(paths.resolution(":id"), async () => ({
    Component: (await import("./pages/meetings/resolution-page.tsx")).ResolutionPage,
  })),
  page(paths.inspections, async () => ({
    Component: (await import("./pages/inspections/inspections-page.tsx")).InspectionsPage,
  })),
  page(paths.inspection(":id"), async () => ({
    Component: (await import("./pages/inspections/inspection-page.tsx")).InspectionPage,
  })),
  page(paths.rectifications, async () => ({
    Component: (await import("./pages/inspections/rectifications-page.tsx")).RectificationsPage,
  })),
  page(paths.rectification(":id"), async () => ({
    Component: (await import("./pages/inspections/rectification-page.tsx")).RectificationPage,
  })),
  page(paths.unitNotices, async () => ({
    Component: (await import("./pages/inspections/notices-page.tsx")).NoticesPage,
  })),
  page(paths.unitNotice(":id"), async () => ({
    Component: (await import("./pages/inspections/notices-page.tsx")).NoticePage,
  })),
  page(paths.scoreSchemes, async () => ({
    Component: (await import("./pages/assessments/schemes-page.tsx")).SchemesPage,
  })),
  page(paths.scoreScheme(":id"), async () => ({
    Component: (await import("./pages/assessments/schemes-page.tsx")).SchemePage,
  })),
  page(paths.scoreSchemeNew, async () => ({
    Component: (await import("./forms/scheme-draft.tsx")).SchemeDraftPage,
  })),
  page(paths.assessments, async () => ({
    Component: (await import("./pages/assessments/assessments-page.tsx")).AssessmentsPage,
  })),
  page(paths.assessment(":id"), async () => ({
    Component: (await import("./pages/assessments/assessment-page.tsx")).AssessmentPage,
  })),
  page(paths.liaisons, async () => ({
    Component: (await import("./pages/inspections/liaisons-page.tsx")).LiaisonsPage,
  })),
  page(paths.people, async () => ({
    Component: (await import("./pages/identity/people-page.tsx")).PeoplePage,
  })),
  page(paths.personNew, async () => ({
    Component: (await import("./forms/person-create.tsx")).PersonCreatePage,
  })),
  page(paths.person(":id"), async () => ({
    Component: (await import("./pages/identity/person-page.tsx")).PersonPage,
  })),
  page(paths.sessions, async () => ({
    Component: (await import("./pages/identity/sessions-page.tsx")).SessionsPage,
  })),
  page(paths.outbox, async () => ({
    Component: (await import("./pages/identity/outbox-page.tsx")).OutboxPage,
  })),
  page(paths.overview, async () => ({
    Component: (await import("./pages/packs/overview-page.tsx")).OverviewPage,
  })),
  page("/overview-tasks", async () => ({
    Component: (await import("./pages/packs/overview-tasks-page.tsx")).OverviewTasksPage,
  })),
  page(paths.evidencePacks, async () => ({
    Component: (await import("./pages/packs/evidence-packs-page.tsx")).EvidencePacksPage,
  })),
  page(paths.burdens, async () => ({
    Component: (await import("./pages/burdens/burdens-page.tsx")).BurdensPage,
  })),
  page(paths.figures, async () => ({
    Component: (await import("./pages/trust/figures-page.tsx")).FiguresPage,
  })),
  page("/figures/:code/:version", async () => ({
    Component: (await import("./pages/trust/figure-page.tsx")).FigurePage,
  })),
  page("/figures/:code/:version/facts", async () => ({
    Component: (await import("./pages/trust/figure-facts-page.tsx")).FigureFactsPage,
  })),
  page(paths.facts, async () => ({ Component: (await import("./pages/trust/facts-page.tsx")).FactsPage })),
  page(paths.fact(":id"), async () => ({
    Component: (await import("./pages/trust/fact-page.tsx")).FactPage,
  })),
  page(paths.ledger, async () => ({ Component: (await import("./pages/trust/ledger-page.tsx")).LedgerPage })),
  page(paths.ledgerEntry(":id"), async () => ({
    Component: (await import("./pages/trust/ledger-entry-page.tsx")).LedgerEntryPage,
  })),
  page(paths.audit, async () => ({ Component: (await import("./pages/trust/audit-page.tsx")).AuditPage })),
  page(paths.jobs, async () => ({ Component: (await import("./pages/trust/jobs-page.tsx")).JobsPage })),
  page(paths.systemHealth, async () => ({
    Component: (await import("./pages/trust/system-health-page.tsx")).SystemHealthPage,
  })),
  page("*", async () => ({ Component: (await import("./pages/home/not-found-page.tsx")).NotFoundPage })),
];

export const createRouter = () =>
  createBrowserRouter(
    [{ Component: Shell, HydrateFallback: LoadingPage, errorElement: <PageFailure />, children: pages }],
    { basename },
  );
