// npm test [-- pattern]: checks, generated files, then unit, database, documentation tests and the journeys in Chromium;
// ends with the summary lines of node's test runner. A pattern runs only test files whose path has it.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { runChecks } from "./check.mjs";
import { ensureInstalled, findNode24 } from "./install.mjs";
import { explain, root, step } from "./say.mjs";

const skipped = new Set(["node_modules", "dist", "__generated__", ".git", "data", ".cache"]);

const listTests = (folder, suffix) =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (skipped.has(entry.name)) return [];
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return listTests(path, suffix);
    return suffix.test(entry.name) ? [path] : [];
  });

/** Chromium for the journeys: found, else installed where we may, else the command is told and the journeys fail. */
const ensureChromium = async () => {
  const places = [
    "/usr/bin/chromium-headless-shell",
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
    process.env["CHROMIUM_PATH"],
  ];
  if (places.some((path) => path && existsSync(path))) return;
  const canInstall = process.getuid?.() === 0 && existsSync("/usr/bin/apt-get");
  if (!canInstall) {
    console.error(
      "✗ 没有找到 Chromium，浏览器测试会失败。请执行：sudo apt-get install chromium fonts-noto-cjk（或设置 CHROMIUM_PATH）",
    );
    return;
  }
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  await step("安装 Chromium installing Chromium", async () => {
    const install = (name) =>
      spawnSync("apt-get", ["install", "-qy", "--no-install-recommends", name, "fonts-noto-cjk"], {
        stdio: "ignore",
        env,
      }).status === 0;
    spawnSync("apt-get", ["update", "-q"], { stdio: "ignore", env });
    // Not every system has the shell as a package of its own.
    if (!install("chromium-headless-shell")) install("chromium");
  });
};

// A lane's first test waits for every file, so that no test runs before all registries are filled; a file that cannot be
// loaded is a failing test and does not take the rest of the lane with it.
const laneText = (name, urls) => `import { test } from "node:test";
const { promise: loaded, resolve } = Promise.withResolvers();
test("the files of the lane ${name} are loaded", () => loaded);
for (const url of ${JSON.stringify(urls)}) {
  try {
    await import(url);
  } catch (error) {
    test(\`\${url} can be loaded\`, () => {
      throw error;
    });
  }
}
resolve();
`;

/**
 * The files as lanes: a process each, beside the other, because a journey mostly waits for its browser and a test for its
 * database. Within a lane all files share one process, one database server and one demonstration district (ADR 0008).
 */
const writeLanes = (unit, journeys) => {
  const folder = join(root, ".cache/test-lanes");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const half = Math.ceil(journeys.length / 2);
  // In the order of their names: a half of the journeys beside the tests, then the other half. The half that holds the walks
  // through every page (portal-modes, workbench) is the longest lane: begun last, it would run on alone.
  const lanes = {
    "1-journeys": journeys.slice(half),
    "2-tests": unit,
    "3-journeys": journeys.slice(0, half),
  };
  return Object.entries(lanes)
    .filter(([, files]) => files.length > 0)
    .map(([name, files]) => {
      const path = join(folder, `${name}.mjs`);
      const urls = files.map((file) => pathToFileURL(join(root, file)).href);
      writeFileSync(path, laneText(name, urls));
      return path;
    });
};

const runNode = (node, args) =>
  new Promise((done) => {
    const env = { ...process.env, PATH: `${join(node, "..")}:${process.env["PATH"]}` };
    const child = spawn(node, args, { cwd: root, env, stdio: ["ignore", "inherit", "inherit"] });
    for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => child.kill(signal));
    child.on("close", (code) => done(code ?? 1));
  });

const main = async () => {
  const patterns = process.argv.slice(2).filter((text) => !text.startsWith("-"));
  await ensureInstalled();
  const node = findNode24();
  const unit = ["packages", "apps", "bench", "scripts"]
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) => listTests(join(root, folder), /\.test\.tsx?$/));
  const journeys = existsSync(join(root, "apps/server/e2e"))
    ? listTests(join(root, "apps/server/e2e"), /\.e2e\.tsx?$/)
    : [];
  const choose = (paths) =>
    paths
      .map((path) => relative(root, path))
      .filter((path) => patterns.length === 0 || patterns.some((pattern) => path.includes(pattern)));
  const [wantedUnit, wantedJourneys] = [choose(unit), choose(journeys)];
  if (wantedUnit.length + wantedJourneys.length === 0) {
    console.error(`✗ 没有匹配的测试 no test file matches: ${patterns.join(" ")}`);
    return 1;
  }
  if (wantedJourneys.length > 0) await ensureChromium();
  let isClean = true;
  if (patterns.length === 0) {
    isClean = await runChecks();
    // The workbench is served from its build.
    isClean = (await step("构建 building", () => runNode(node, ["scripts/build.mjs"]))) === 0 && isClean;
    isClean = (await runNode(node, ["scripts/generate.mjs", "--check"])) === 0 && isClean;
  }
  const tests = await runNode(node, [
    "--import",
    "./scripts/register-tsx.mjs",
    "--disable-warning=ExperimentalWarning",
    "--test",
    "--test-isolation=process",
    "--test-concurrency=2",
    "--test-reporter=spec",
    ...writeLanes(wantedUnit, wantedJourneys),
  ]);
  if (!isClean) console.error("✗ 测试之前的检查没有通过，见上面 a check before the tests failed (see above)");
  return tests === 0 && isClean ? 0 : 1;
};

try {
  process.exitCode = await main();
} catch (error) {
  process.exitCode = explain(error);
}
