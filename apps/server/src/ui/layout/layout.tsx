import type { Audience } from "#kernel/audiences.ts";
import type { ComponentChildren, VNode } from "preact";
import { renderToString } from "preact-render-to-string";
import type { ActingForProps } from "#ui/acting-for/acting-for.tsx";
import { Breadcrumbs, type Crumb } from "#ui/breadcrumbs/breadcrumbs.tsx";
import type { Mode } from "#ui/mode.ts";
import { ReadAloud, type Recording } from "#ui/read-aloud/read-aloud.tsx";
import type { Emergency } from "./emergency-band.tsx";
import { Footer } from "./footer.tsx";
import { Header } from "./header.tsx";

/** One of the five doors of the bottom bar. */
export type SectionName = "home" | "find" | "order" | "activities" | "me";

/** What a request knows and every page shows. */
export type PageContext = {
  mode: Mode;
  /** Path and query of this page, for links that come back. */
  path: string;
  /** Address of the stylesheet. */
  stylesheet: string;
  person?: { name?: string } | undefined;
  actingFor?: ActingForProps | undefined;
  demo?: boolean;
  emergency?: Emergency | undefined;
};

export type LayoutProps = {
  page: PageContext;
  /** Of the document, without the name of the site. */
  title: string;
  description?: string | undefined;
  section?: SectionName | undefined;
  /** From the home page to above this page. */
  trail?: readonly Crumb[];
  /** The title begins with 出错了: what a screen reader says first after a form came back. */
  hasErrors?: boolean;
  /** Beside the reading column from 1200 px, under it on smaller screens. */
  side?: ComponentChildren;
  recording?: Recording | undefined;
  /** A zone's own voice in colour and drawing. */
  zone?: Audience | undefined;
  /** Further elements of the head; nothing inline. */
  head?: ComponentChildren;
  /** External scripts of islands. */
  scripts?: readonly string[] | undefined;
  children: ComponentChildren;
};

export const siteName = "湘江科普";

export function Layout(props: LayoutProps) {
  const {
    page,
    title,
    description,
    section,
    trail = [],
    hasErrors,
    side,
    recording,
    zone,
    head,
    scripts = [],
    children,
  } = props;
  const { mode } = page;
  return (
    <html
      lang="zh-CN"
      data-elder={mode.elder ? "" : undefined}
      data-contrast={mode.contrast === "high" ? "high" : undefined}
      data-font-step={mode.fontStep === 0 ? undefined : String(mode.fontStep)}
    >
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{`${hasErrors ? "出错了：" : ""}${title} - ${siteName}`}</title>
        {description !== undefined && <meta name="description" content={description} />}
        <meta name="theme-color" content={mode.contrast === "high" ? "#000000" : "#fbfaf5"} />
        <meta name="format-detection" content="telephone=no" />
        <link rel="stylesheet" href={page.stylesheet} />
        <link rel="manifest" href="/manifest.webmanifest" />
        <link rel="icon" href="/assets/seal.svg" type="image/svg+xml" />
        <link rel="apple-touch-icon" href="/assets/seal-192.png" />
        {head}
        {scripts.map((src) => (
          <script key={src} src={src} type="module" />
        ))}
      </head>
      <body data-zone={zone}>
        <Header page={page} section={section} />
        {trail.length > 0 && (
          <div class="container">
            <Breadcrumbs trail={trail} />
          </div>
        )}
        <div class={side === undefined ? "container page" : "container page page--with-side"}>
          <main class="page__main" id="main" tabIndex={-1}>
            {recording && <ReadAloud recording={recording} />}
            {children}
          </main>
          {side !== undefined && (
            <aside class="page__side" aria-label="相关">
              {side}
            </aside>
          )}
        </div>
        <Footer />
      </body>
    </html>
  );
}

/** The document as sent. */
export function renderPage(page: VNode): string {
  return `<!doctype html>${renderToString(page)}`;
}
