// Builds apps/server/dist (the server and its command line, with source maps) and apps/workbench/dist.
// Needs Node 24; npm run build and npm start call it. Static files are read from the source folders at run time.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import * as esbuild from "esbuild";
import { buildStamp, hashSources } from "./source-hash.mjs";
import { root } from "./say.mjs";

const server = join(root, "apps/server");
const outdir = join(server, "dist");

/** npm packages stay in node_modules; our own packages and the server's `#` names go into the bundle. */
const externalPlugin = {
  name: "npm-packages-stay-outside",
  setup: (build) => {
    build.onResolve({ filter: /^[^./#]/ }, ({ path, kind }) => {
      if (kind === "entry-point" || path.startsWith("@kepu/")) return undefined;
      return { path, external: true };
    });
  },
};

/**
 * A bundled file still finds what lies beside its source (stylesheets, migrations, worker threads): import.meta
 * keeps pointing at the source file, whose place relative to dist/ never changes.
 */
const importMetaPlugin = {
  name: "import-meta-points-at-the-source",
  setup: (build) => {
    build.onLoad({ filter: /\.tsx?$/ }, ({ path }) => {
      const text = readFileSync(path, "utf8");
      if (!/import\.meta\.(url|dirname|filename)/.test(text)) return undefined;
      const url = `new URL(${JSON.stringify(relative(outdir, path).replaceAll("\\", "/"))}, import.meta.url)`;
      const contents = text
        .replaceAll(
          /import\.meta\.dirname/g,
          `__kepuPath(${url.replace("import.meta", "import.META")}, "..")`,
        )
        .replaceAll(/import\.meta\.filename/g, `__kepuPath(${url.replace("import.meta", "import.META")})`)
        .replaceAll(/import\.meta\.url/g, `${url}.href`)
        .replaceAll("import.META", "import.meta");
      const needsPath = contents.includes("__kepuPath(");
      const header = needsPath
        ? `import { fileURLToPath as __kepuToPath } from "node:url"; import { join as __kepuJoin } from "node:path"; const __kepuPath = (url: URL, ...rest: string[]): string => __kepuJoin(__kepuToPath(url), ...rest); `
        : "";
      return {
        contents: header + contents,
        loader: path.endsWith("x") ? "tsx" : "ts",
        resolveDir: dirname(path),
      };
    });
  },
};

/** Small programs of the portal that run in the browser when a reader asks for them. */
const buildIslands = async () => {
  const folder = join(server, "src/islands");
  if (!existsSync(folder)) return;
  const entryPoints = readdirSync(folder).filter((name) => /\.tsx?$/.test(name) && !/\.test\./.test(name));
  await esbuild.build({
    absWorkingDir: folder,
    entryPoints,
    outdir: join(outdir, "islands"),
    bundle: true,
    format: "esm",
    target: "es2020",
    jsx: "automatic",
    jsxImportSource: "preact",
    minify: true,
    logLevel: "warning",
  });
};

const buildServer = () =>
  esbuild.build({
    absWorkingDir: server,
    entryPoints: ["src/main.ts", "src/worker.ts", "src/cli.ts"].filter((path) =>
      existsSync(join(server, path)),
    ),
    outdir,
    chunkNames: "chunk-[hash]",
    bundle: true,
    splitting: true,
    platform: "node",
    format: "esm",
    target: "node24",
    jsx: "automatic",
    jsxImportSource: "preact",
    sourcemap: "linked",
    sourcesContent: false,
    keepNames: true,
    plugins: [externalPlugin, importMetaPlugin],
    logLevel: "warning",
  });

const buildWorkbench = async () => {
  if (!existsSync(join(root, "apps/workbench/src/main.tsx"))) return;
  const workbench = await import("../apps/workbench/build.mjs");
  await workbench.buildWorkbench();
};

// Taken before the build: a file changed meanwhile makes the next start build again.
const hash = hashSources();
rmSync(outdir, { recursive: true, force: true });
mkdirSync(outdir, { recursive: true });
await Promise.all([buildServer(), buildIslands(), buildWorkbench()]);
writeFileSync(buildStamp, hash);
