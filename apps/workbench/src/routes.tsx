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
