import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, test } from "node:test";

const root = join(import.meta.dirname, "..");
const folder = mkdtempSync(join(tmpdir(), "kepu-sentences-"));
after(() => {
  rmSync(folder, { recursive: true, force: true });
});

const needed = [
  "package.json",
  "package-lock.json",
  ".npmrc",
  "scripts",
  "apps/server/src/kernel/start-messages.json",
];

/** What `npm start` needs before anything is installed, in a folder of its own. */
const copyProject = (name: string): string => {
  const project = join(folder, name);
  for (const path of needed) {
    mkdirSync(dirname(join(project, path)), { recursive: true });
    cpSync(join(root, path), join(project, path), { recursive: true });
  }
  return project;
};

/** Replaces facts of the machine before the script runs: what another computer would tell it. */
const pretend = (facts: Record<string, string>): string[] => {
  const lines = Object.entries(facts).map(
    ([name, value]) => `Object.defineProperty(process, ${JSON.stringify(name)}, { value: ${value} });`,
  );
  return ["--import", `data:text/javascript,${encodeURIComponent(lines.join(""))}`];
};

type Run = { args?: string[]; env?: Record<string, string> };

const start = (
  project: string,
  { args = [], env = {} }: Run = {},
): { status: number | null; output: string } => {
  const done = spawnSync(process.execPath, [...args, join(project, "scripts/start.mjs")], {
    cwd: project,
    encoding: "utf8",
    timeout: 60_000,
    env: { PATH: "/usr/bin:/bin", HOME: project, npm_config_cache: join(project, "cache"), ...env },
  });
  return { status: done.status, output: done.stdout + done.stderr };
};

const refusedWith = (
  run: { status: number | null; output: string },
  code: string,
  sentence: RegExp,
): void => {
  assert.match(run.output, sentence);
  assert.match(run.output, new RegExp(`\\[${code.replace(".", "\\.")}\\]`));
  assert.equal(run.status, 78, run.output);
};

test("a start with a Node that is too old names the version and what to install", () => {
  const run = start(copyProject("old-node"), {
    args: pretend({ version: '"v18.20.0"', versions: '{ ...process.versions, node: "18.20.0" }' }),
  });
  refusedWith(run, "start.old_node", /Node v18\.20\.0 太旧。请安装 Node 20\.9 以上/);
});

test("a start without npm says where npm comes from", () => {
  const empty = join(folder, "empty-path");
  mkdirSync(empty);
  refusedWith(
    start(copyProject("no-npm"), { env: { PATH: empty } }),
    "start.npm_missing",
    /找不到 npm。请安装完整的 Node\.js/,
  );
});

test("a start whose registry does not answer names the network, the proxy and the offline package", () => {
  const run = start(copyProject("no-registry"), {
    env: { PATH: `${dirname(process.execPath)}:/usr/bin:/bin`, npm_config_registry: "http://127.0.0.1:9/" },
  });
  refusedWith(run, "start.registry", /连不上 npm 软件源。请检查网络或代理.*离线安装包/);
});

test("a start on a system without a Node 24 of its own names the system and what to install", () => {
  const project = copyProject("platform");
  writeFileSync(join(project, ".offline-package"), "");
  const run = start(project, { args: pretend({ platform: '"sunos"', version: '"v20.19.0"' }) });
  refusedWith(run, "start.platform", /没有适用于这种系统（sunos-\w+）的 Node 24，现有的是 v20\.19\.0/);
});

test("a start in a folder that cannot be written says so", (context) => {
  const project = copyProject("read-only");
  const isRoot = process.getuid?.() === 0;
  // Root may write everywhere but on a disk that is mounted for reading.
  if (isRoot && spawnSync("mount", ["--bind", project, project]).status !== 0)
    return context.skip("mounting is not allowed here");
  try {
    if (isRoot) spawnSync("mount", ["-o", "remount,ro,bind", project]);
    else chmodSync(project, 0o555);
    refusedWith(start(project), "data.read_only", /文件夹 .*read-only 不能写入。请换一个有写权限的文件夹/);
  } finally {
    if (isRoot) spawnSync("umount", [project]);
    else chmodSync(project, 0o755);
  }
});
