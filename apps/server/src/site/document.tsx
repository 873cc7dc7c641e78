import type { Config } from "#kernel/config.ts";
import type { PageView, Visit } from "#kernel/http-types.ts";
import { peoplePaths } from "#modules/people/index.ts";
import type { ActingForProps } from "#ui/acting-for/acting-for.tsx";
import { Layout, renderPage, type PageContext, type SectionName } from "#ui/layout/layout.tsx";
import { stylesheet } from "./assets.ts";
import { ErrorPage } from "./error-page.tsx";
import { toDataBlock, toPageGraph } from "./structured-data.ts";

const sections: readonly SectionName[] = ["home", "find", "order", "activities", "me"];

/** What every page shows of the visit. */
function toPageContext(visit: Visit, config: Config): PageContext {
  const { actor } = visit;
  return {
    mode: visit.mode,
    path: visit.request.url,
    stylesheet: stylesheet.path,
    demo: config.demo,
    person: actor.kind === "person" ? { ...(actor.displayName && { name: actor.displayName }) } : undefined,
    actingFor: toActingFor(visit),
  };
}

/** 代办: both names, as long as one acts for the other. */
function toActingFor({ actor, formKey }: Visit): ActingForProps | undefined {
  if (actor.kind !== "person" || actor.onBehalfOf === undefined) return undefined;
  return {
    helper: actor.displayName ?? "工作人员",
    person: actor.onBehalfOf.displayName ?? "另一位居民",
    endAction: peoplePaths.helpingEnd,
    formKey,
    hidden: { proxyActId: actor.onBehalfOf.proxyActId },
  };
}

/** Signed-in pages are one person's own: no machine that gathers data sees them. */
const dataBlockOf = (view: PageView, { actor }: Visit, config: Config) => {
  const graph = actor.kind === "anonymous" ? toPageGraph(view, config) : undefined;
  if (graph === undefined) return undefined;
  return (
    <script
      type="application/ld+json"
      // A data block is never executed; `toDataBlock` keeps every text inside it.
      // oxlint-disable-next-line react/no-danger
      dangerouslySetInnerHTML={{ __html: toDataBlock(graph) }}
    />
  );
};

/** The whole HTML document of a page. */
export const renderDocument = (view: PageView, visit: Visit, config: Config): string =>
  renderPage(
    <Layout
      page={toPageContext(visit, config)}
      title={view.title}
      description={view.description}
      section={sections.find((section) => section === view.section)}
      trail={view.breadcrumbs?.map(({ label, href }) => ({ text: label, href })) ?? []}
      hasErrors={view.status === 422 || view.status === 409}
      side={view.side}
      zone={view.zone}
      recording={view.recording}
      head={
        <>
          {view.head}
          {dataBlockOf(view, visit, config)}
        </>
      }
      scripts={view.scripts}
    >
      {view.main}
    </Layout>,
  );

/** The page of an error: what happened, what was kept, what to do, and the number to quote. */
export const renderErrorPage = (
  error: { status: number; sentence: string; requestId: string; code: string },
  { request }: Visit,
): PageView => ({
  title: error.status === 404 ? "没有找到这个页面" : "没有完成",
  status: error.status,
  main: <ErrorPage {...error} {...(request.method === "GET" ? { back: request.url } : {})} />,
});
