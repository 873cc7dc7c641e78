// npm start: installs if needed, builds if stale, then runs the site on Node 24 until Ctrl-C.
// Plain JavaScript that Node 20 runs; everything else of the project needs Node 24.
import { spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { ensureInstalled, findNode24 } from "./install.mjs";
import { explain, Refusal, root, step } from "./say.mjs";
import { isBuilt } from "./source-hash.mjs";

const requireNode20 = () => {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major < 20 || (major === 20 && minor < 9))
    throw new Refusal("start.old_node", { version: process.version });
};

const build = (node) =>
  new Promise((done, fail) => {
    const child = spawn(node, [join(root, "scripts/build.mjs")], {
      cwd: root,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text) => (output += text));
    child.on("error", fail);
    child.on("close", (code) => {
      if (code === 0) return done();
      if (/EACCES|EROFS/.test(output)) return fail(new Refusal("data.read_only", { folder: root }));
      if (/ENOSPC/.test(output)) return fail(new Refusal("data.disk_full", { folder: root }));
      console.error(`\n${output.trim()}`);
      fail(new Refusal("start.build_failed"));
    });
  });

/** A new installation without a database of its own shows the demonstration district; so does one that already does. */
const isDemo = (env) => {
  if (env["KEPU_DEMO"] !== undefined || env["DATABASE_URL"]) return false;
  const folder = resolve(root, env["KEPU_DATA"] || "data");
  if (!existsSync(folder)) return true;
  const names = readdirSync(folder).filter((name) => !name.includes(".lock"));
  return names.length === 0 || names.includes("demo.json");
};

/** Runs the site in its own process group, so that Ctrl-C reaches it once and through us. */
const run = (node) =>
  new Promise((done, fail) => {
    const env = { ...process.env };
    if (isDemo(env)) env["KEPU_DEMO"] = "1";
    env["KEPU_LOG_LEVEL"] ||= "warn";
    const child = spawn(
      node,
      [
        "--enable-source-maps",
        "--disable-warning=ExperimentalWarning",
        join(root, "apps/server/dist/main.js"),
      ],
      {
        cwd: root,
        env,
        detached: true,
        stdio: ["ignore", "inherit", "inherit", "ipc"],
      },
    );
    let firstAt;
    const pass = (signal) => {
      // A terminal and npm both pass on one Ctrl-C: what comes within a second is the same one.
      if (firstAt === undefined) {
        firstAt = performance.now();
        console.log("\n… 正在停止 stopping（再按一次 Ctrl-C 强制结束）");
        child.kill(signal === "SIGHUP" ? "SIGTERM" : signal);
      } else if (performance.now() - firstAt > 1_000) child.kill("SIGKILL");
    };
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, pass);
    // npm killed with -9 leaves us behind: then the site stops too.
    const parent = process.ppid;
    setInterval(() => {
      if (
        process.ppid !== parent &&
        firstAt === undefined &&
        process.env["npm_lifecycle_event"] !== undefined
      )
        pass("SIGTERM");
    }, 1_000).unref();
    child.on("error", fail);
    child.on("exit", (code) => done(code ?? 1));
  });

try {
  requireNode20();
  await ensureInstalled();
  const node = findNode24();
  if (!existsSync(join(root, ".offline-package")) && !isBuilt())
    await step("构建 building", () => build(node));
  process.exitCode = await run(node);
} catch (error) {
  process.exitCode = explain(error);
}
