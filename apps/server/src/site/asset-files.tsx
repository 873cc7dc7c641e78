// Files of the portal: the stylesheet under its hash, the seal in its sizes, the manifest, the component page.
import { brotliCompressSync, gzipSync } from "node:zlib";
import sharp from "sharp";
import Type from "typebox";
import type { Context } from "#kernel/context.ts";
import { AppError } from "#kernel/errors.ts";
import type { Routes } from "#kernel/http-types.ts";
import { renderPage } from "#ui/layout/layout.tsx";
import { sealFile } from "#ui/logotype/logotype.tsx";
import { stylesheet } from "./assets.ts";
import { ComponentPage, examplePage } from "./component-page.tsx";
import { iconPath, iconSizes, webManifest, type IconShape } from "./manifest.ts";
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
      const icon = createIcon(shape, size);
      routes.file({
        url: iconPath(shape, size),
        access: anyone,
        handler: async () => ({ contentType: "image/png", body: await icon(), cacheControl: oneDay }),
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

/** Drawn at the first request and kept: four small pictures that hardly anybody asks for. */
function createIcon(shape: IconShape, size: number): () => Promise<Buffer> {
  let drawn: Promise<Buffer> | undefined;
  return () =>
    (drawn ??= sharp(Buffer.from(sealFile(shape)), { density: (72 * size) / 96 })
      .resize(size, size)
      .png()
      .toBuffer());
}

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
