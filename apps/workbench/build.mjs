// Builds the workbench: one folder of hashed files and a manifest that names the entry script and stylesheet.
// `node apps/workbench/build.mjs` builds for development; scripts/build.mjs calls buildWorkbench() for production.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import * as esbuild from "esbuild";
import { parseTokens } from "./src/theme/parse-tokens.ts";

const here = import.meta.dirname;
const tokensFile = join(here, "../server/src/ui/tokens.css");

/** Colours have one home (the portal's tokens.css); the bundle gets them as data, because Ant Design computes with them. */
const designTokens = () => {
  const css = readFileSync(tokensFile, "utf8");
  return JSON.stringify({
    light: parseTokens(css, ":root"),
    dark: parseTokens(css, ':root[data-theme="dark"]'),
  });
};

/**
 * Ant Design locks the page behind a dialog with a <style> that carries no nonce, which our Content-Security-Policy
 * refuses. Ours sets a class instead (see scroll-lock.ts).
 */
const scrollLockPlugin = {
  name: "scroll-lock",
  setup: (build) => {
    build.onResolve({ filter: /\/useScrollLocker$/ }, () => ({
      path: join(here, "src/theme/scroll-lock.ts"),
    }));
  },
};

/**
 * @param {{ outdir?: string, minify?: boolean }} [options]
 * @returns {Promise<{ script: string, styles: string[], initialBytes: number, initialGzipBytes: number, totalBytes: number }>}
 */
export const buildWorkbench = async ({ outdir = join(here, "dist"), minify = true } = {}) => {
  rmSync(outdir, { recursive: true, force: true });
  mkdirSync(outdir, { recursive: true });
  const result = await esbuild.build({
    absWorkingDir: here,
    entryPoints: [{ in: "src/main.tsx", out: "main" }],
    outdir,
    bundle: true,
    splitting: true,
    format: "esm",
    target: "es2022",
    platform: "browser",
    jsx: "automatic",
    minify,
    sourcemap: minify ? false : "linked",
    metafile: true,
    entryNames: "[name]-[hash]",
    chunkNames: "chunk-[name]-[hash]",
    assetNames: "[name]-[hash]",
    legalComments: "none",
    define: {
      "process.env.NODE_ENV": minify ? '"production"' : '"development"',
      __KEPU_TOKENS__: designTokens(),
    },
    conditions: minify ? ["production"] : ["development"],
    plugins: [scrollLockPlugin],
    logLevel: "warning",
  });
  const outputs = Object.entries(result.metafile.outputs);
  const entry = outputs.find(([, output]) => output.entryPoint === "src/main.tsx");
  if (entry === undefined) throw new Error("the build made no entry script");
  const [scriptPath, scriptOutput] = entry;
  const needed = new Set();
  const follow = (path) => {
    if (needed.has(path)) return;
    needed.add(path);
    for (const imported of result.metafile.outputs[path]?.imports ?? []) {
      if (imported.kind === "import-statement") follow(imported.path);
    }
  };
  follow(scriptPath);
  const read = (path) => readFileSync(resolve(here, path));
  const initial = [...needed].filter((path) => path.endsWith(".js")).map(read);
  const built = {
    script: basename(scriptPath),
    preload: [...needed]
      .filter((path) => path !== scriptPath && path.endsWith(".js"))
      .map((path) => basename(path)),
    styles: scriptOutput.cssBundle === undefined ? [] : [basename(scriptOutput.cssBundle)],
    initialBytes: initial.reduce((sum, bytes) => sum + bytes.length, 0),
    initialGzipBytes: initial.reduce((sum, bytes) => sum + gzipSync(bytes).length, 0),
    totalBytes: outputs.reduce((sum, [path, output]) => sum + (path.endsWith(".map") ? 0 : output.bytes), 0),
  };
  writeFileSync(join(outdir, "manifest.json"), `${JSON.stringify(built, null, 2)}\n`);
  return built;
};

if (process.argv[1] === import.meta.filename) {
  const built = await buildWorkbench({ minify: !process.argv.includes("--dev") });
  console.log(
    `workbench: ${built.script}, first load ${(built.initialGzipBytes / 1024).toFixed(0)} KB gzip, ${(built.totalBytes / 1024).toFixed(0)} KB in all`,
  );
}
