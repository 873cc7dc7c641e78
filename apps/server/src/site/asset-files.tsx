// Files of the portal: the stylesheet under its hash, the seal in its sizes, the manifest, the component page.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import Type from "typebox";
import type { Context } from "#kernel/context.ts";
import { AppError } from "#kernel/errors.ts";
import type { Routes } from "#kernel/http-types.ts";
import { renderPage } from "#ui/layout/layout.tsx";
import { sealFile } from "#ui/logotype/logotype.tsx";
import { stylesheet } from "./assets.ts";
import { ComponentPage, examplePage } from "./component-page.tsx";
import { iconPath, iconSizes, webManifest } from "./manifest.ts";
import { pageExamples } from "./page-examples.tsx";
import { paths } from "./paths.ts";

const anyone = { allow: "public" } as const;
const forEver = "public, max-age=31536000, immutable";
const oneDay = "public, max-age=86400";

export function registerAssetFiles(routes: Routes, context: Context): void {
  const { config } = context;
  const css = {
    plain: Buffer.from(stylesheet.css),
    br: brotliCompressSync(stylesheet.css),
    gzip: gzipSync(stylesheet.css),
  };
  routes.file({
    url: stylesheet.path,
    access: anyone,
    handler: ({ request, reply }) => {
      const accepted = request.headers["accept-encoding"] ?? "";
      const encoding = (["br", "gzip"] as const).find((candidate) => accepted.includes(candidate));
      reply.header("vary", "accept-encoding");
      if (encoding !== undefined) reply.header("content-encoding", encoding);
      return {
        contentType: "text/css; charset=utf-8",
        body: css[encoding ?? "plain"],
        cacheControl: forEver,
      };
    },
  });
  routes.file({
    url: "/assets/seal.svg",
    access: anyone,
    handler: () => ({ contentType: "image/svg+xml", body: sealFile("rounded"), cacheControl: oneDay }),
  });
  for (const shape of ["rounded", "maskable"] as const) {
    for (const size of iconSizes) {
      const icon = readIcon(iconPath(shape, size));
      routes.file({
        url: iconPath(shape, size),
        access: anyone,
        handler: () => ({ contentType: "image/png", body: icon, cacheControl: oneDay }),
      });
    }
  }
  routes.file({
    url: paths.manifest,
    access: anyone,
    handler: () => ({
      contentType: "application/manifest+json",
      body: JSON.stringify(webManifest({ name: config.siteName, demo: config.demo })),
      cacheControl: oneDay,
    }),
  });
  if (config.environment !== "production") registerComponentPages(routes);
}

/**
 * Drawn beforehand by scripts/draw-icons.ts: once an uploaded picture was checked, libvips loads no SVG in this process
 * any more (kernel/images-worker.ts).
 */
const readIcon = (path: string): Buffer =>
  readFileSync(join(import.meta.dirname, "icons", path.replace("/assets/", "")));

/** While developing: every component and every page of the site in all their states. */
function registerComponentPages(routes: Routes): void {
  routes.page({
    url: paths.components,
    access: anyone,
    handler: () => ({ title: "组件", main: <ComponentPage /> }),
  });
  routes.file({
    url: `${paths.components}/:component/:index`,
    access: anyone,
    params: Type.Object({
      component: Type.String({ maxLength: 40 }),
      index: Type.Integer({ minimum: 0, maximum: 100 }),
    }),
    handler: ({ params, mode }) => {
      const page = examplePage(params.component, params.index, mode);
      if (page === undefined) throw new AppError("http.not_found", { status: 404 });
      return { contentType: "text/html; charset=utf-8", body: renderPage(page) };
    },
  });
  routes.page({
    url: `${paths.components}/pages/:name`,
    access: anyone,
    params: Type.Object({ name: Type.String({ maxLength: 40 }) }),
    handler: ({ params }) => {
      const example = pageExamples.find((candidate) => candidate.name === params.name);
      if (example === undefined) throw new AppError("http.not_found", { status: 404 });
      return example.view;
    },
  });
}
