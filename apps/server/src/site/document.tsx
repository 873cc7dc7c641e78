import { renderToString } from "preact-render-to-string";
import type { Config } from "#kernel/config.ts";
import type { PageView, Visit } from "#kernel/http-types.ts";

/** The whole HTML document of a page. */
export const renderDocument = (view: PageView, _visit: Visit, config: Config): string =>
  `<!doctype html>${renderToString(
    <html lang="zh-CN">
      <head>
        <meta charset="utf-8" />
        <title>{`${view.title} · ${config.siteName}`}</title>
      </head>
      <body>{view.main}</body>
    </html>,
  )}`;

/** The page of an error: what happened, what to do, and the number to quote. */
export const renderErrorPage = (error: { status: number; sentence: string; requestId: string; code: string }): PageView => ({
  title: "没有完成",
  status: error.status,
  main: (
    <main>
      <h1>没有完成</h1>
      <p>{error.sentence}</p>
      <p>编号：{error.requestId}</p>
    </main>
  ),
});
