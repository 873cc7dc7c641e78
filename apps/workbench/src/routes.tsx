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
  page(paths.commissioners, async () => ({
    Component: (await import("./pages/commissioners/contracts-page.tsx")).ContractsPage,
  })),
  page(paths.commissionerLogs, async () => ({
    Component: (await import("./pages/commissioners/logs-page.tsx")).LogsPage,
  })),
  page(paths.commissionerScores, async () => ({
    Component: (await import("./pages/commissioners/scores-page.tsx")).ScoresPage,
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
  page(paths.hubExchanges, async () => ({
    Component: (await import("./pages/orders/hub-page.tsx")).HubPage,
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
