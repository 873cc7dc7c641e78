import { randomBytes } from "node:crypto";
import fastifyStatic from "@fastify/static";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Actor, staffRoles } from "#kernel/actor.ts";
import { AppError } from "#kernel/errors.ts";
import type { FileResult, Visit } from "#kernel/http-types.ts";
import { workbenchContentSecurityPolicy } from "#kernel/http-security.ts";
import type { Module } from "#kernel/module.ts";
import { sealFile } from "#ui/logotype/logotype.tsx";

export type WorkbenchError = "workbench.not_staff" | "workbench.not_built";

type Manifest = { script: string; preload: readonly string[]; styles: readonly string[] };

/** Found upwards from here, so that the sources and the bundled server find the same folder. */
const findBuiltFolder = (): string | undefined => {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    const built = [
      join(folder, "workbench/dist"),
      join(folder, "apps/workbench/dist"),
      join(folder, "workbench"),
    ].find((candidate) => existsSync(join(candidate, "manifest.json")));
    if (built !== undefined) return built;
    if (dirname(folder) === folder) return undefined;
  }
};

const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((item) => typeof item === "string");

/** @throws Error when the file is not ours: a broken build must not be served half. */
const readManifest = (folder: string): Manifest => {
  const read: unknown = JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8"));
  if (
    typeof read === "object" &&
    read !== null &&
    "script" in read &&
    "preload" in read &&
    "styles" in read
  ) {
    const { script, preload, styles } = read;
    if (typeof script === "string" && isTexts(preload) && isTexts(styles)) return { script, preload, styles };
  }
  throw new Error("the workbench's manifest.json is not readable: build it again");
};

const assets = "/assets/workbench/";

const documentOf = (manifest: Manifest, nonce: string): string =>
  [
    "<!doctype html>",
    '<html lang="zh-CN"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    "<title>湘江科普工作台</title>",
    `<meta name="csp-nonce" nonce="${nonce}">`,
    `<link rel="icon" type="image/svg+xml" href="${assets}seal.svg">`,
    ...manifest.styles.map((style) => `<link rel="stylesheet" href="${assets}${style}">`),
    ...manifest.preload.map((script) => `<link rel="modulepreload" href="${assets}${script}">`),
    `<script type="module" src="${assets}${manifest.script}"></script>`,
    '</head><body><div id="workbench"></div>',
    '<noscript><main><h1>工作台需要 JavaScript</h1><p>请在浏览器中打开 JavaScript 后刷新。办事和查询也可以用<a href="/">门户</a>，那里不需要。</p></main></noscript>',
    "</body></html>",
  ].join("\n");

export const isStaff = (actor: Actor): boolean =>
  actor.kind === "person" && actor.grants.some((grant) => staffRoles.has(grant.role));

/** The shell of the workbench: the same small page for every address below /workbench; the data comes through the API. */
const sendShell = (visit: Visit, manifest: Manifest | undefined): FileResult => {
  const { request, reply, actor } = visit;
  if (actor.kind === "anonymous") {
    reply.code(303).header("location", `/sign-in?back=${encodeURIComponent(request.url)}`);
    return { contentType: "text/html; charset=utf-8", body: "" };
  }
  if (!isStaff(actor)) throw new AppError<WorkbenchError>("workbench.not_staff", { status: 403 });
  if (manifest === undefined) throw new AppError<WorkbenchError>("workbench.not_built", { status: 503 });
  const nonce = randomBytes(18).toString("base64");
  reply.header("content-security-policy", workbenchContentSecurityPolicy(nonce));
  return { contentType: "text/html; charset=utf-8", body: documentOf(manifest, nonce) };
};

export const workbench: Module = {
  name: "workbench",
  policy: {},
  messages: {
    "workbench.not_staff":
      "工作台只对有岗位的工作人员开放。如果您刚被授予岗位，请退出后重新登录；其他事项请到“我的”办理。",
    "workbench.not_built": "工作台还没有构建好。请管理员运行 npm run build 后重新启动。",
  },
  routes: (routes) => {
    const folder = findBuiltFolder();
    const manifest = folder === undefined ? undefined : readManifest(folder);
    for (const url of ["/workbench", "/workbench/*"]) {
      // Public at the door, because a refusal here is a way to the sign-in and not an error; sendShell decides.
      routes.file({ url, access: { allow: "public" }, handler: (visit) => sendShell(visit, manifest) });
    }
  },
  plugins: async (app) => {
    app.get(`${assets}seal.svg`, { schema: { hide: true } }, (_request, reply) =>
      reply.type("image/svg+xml").header("cache-control", "public, max-age=86400").send(sealFile("rounded")),
    );
    const folder = findBuiltFolder();
    if (folder === undefined) return;
    await app.register(fastifyStatic, {
      root: folder,
      prefix: assets,
      decorateReply: false,
      index: false,
      dotfiles: "ignore",
      // Names carry the hash of the content: a new version has a new name.
      immutable: true,
      maxAge: "365d",
    });
  },
};
