// node scripts/try-fresh-clone.mjs [--user NAME] [--keep]: clones the committed state into a temporary folder and runs
// npm start there twice (by hand, not in npm test: it installs everything); prints times and memory, checks what is left.
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { root } from "./say.mjs";

const { values } = parseArgs({
  options: {
    user: { type: "string" },
    keep: { type: "boolean" },
    port: { type: "string" },
    under: { type: "string" },
  },
});
const port = Number(values.port ?? 3987);
const home = mkdtempSync(join(values.under ?? tmpdir(), "kepu-fresh-"));
const clone = join(home, "clone");
execFileSync("git", ["clone", "--quiet", "--no-hardlinks", root, clone]);
if (values.user !== undefined) execFileSync("chown", ["-R", values.user, home]);

const processes = () =>
  readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
        const parent = Number(/PPid:\t(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]);
        return [{ pid: Number(pid), parent, command }];
      } catch {
        return [];
      }
    });

const descendants = (pid) => {
  const all = processes();
  const own = (parent) => all.filter((one) => one.parent === parent).flatMap((one) => [one, ...own(one.pid)]);
  return own(pid);
};

/** Proportional memory: what several processes share counts once. */
const megabytes = (pid) => {
  try {
    return Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8"))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
};

// As on a machine of somebody else: the system's Node, and nothing of this shell's settings.
const path = (process.env["PATH"] ?? "")
  .split(":")
  .filter((part) => !part.includes("node_modules"))
  .join(":");
const command =
  values.user === undefined ? ["npm", "start"] : ["runuser", "-u", values.user, "--", "npm", "start"];

const start = async (name) => {
  const env = {
    PATH: path,
    HOME: values.user === undefined ? process.env["HOME"] : home,
    PORT: String(port),
    LANG: "C.UTF-8",
  };
  const begun = performance.now();
  const child = spawn(command[0], command.slice(1), {
    cwd: clone,
    env,
    stdio: ["ignore", "pipe", "inherit"],
    detached: true,
  });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text) => {
    output += text;
    process.stdout.write(text);
  });
  const exited = new Promise((done) => child.on("close", done));
  const ended = { code: undefined };
  void exited.then((code) => (ended.code = code));
  for (;;) {
    await new Promise((wait) => setTimeout(wait, 50));
    if (ended.code !== undefined) throw new Error(`npm start ended with ${String(ended.code)}`);
    const response = await fetch(`http://127.0.0.1:${port}/healthz/ready`).catch(() => undefined);
    if (response?.status === 200) break;
  }
  const seconds = (performance.now() - begun) / 1000;
  const page = await fetch(`http://127.0.0.1:${port}/`);
  console.log(
    `→ ${name}: ready after ${seconds.toFixed(1)} s, home page ${page.status}, ${(await page.text()).length} characters`,
  );
  return { child, exited, seconds };
};

const rest = (milliseconds) => new Promise((wait) => setTimeout(wait, milliseconds));

const stopAndLook = async ({ child, exited }, how) => {
  const ours = descendants(child.pid);
  const begun = performance.now();
  how(child, ours);
  await exited;
  await rest(1_500);
  const left = processes().filter(
    (one) => ours.some((own) => own.pid === one.pid) || one.command.includes(clone),
  );
  const sockets = readdirSync(tmpdir()).filter((name) =>
    ours.some(({ pid }) => name.startsWith(`kepu-pg-${pid}-`)),
  );
  console.log(
    `→ stopped in ${((performance.now() - begun - 1_500) / 1000).toFixed(1)} s; processes left: ${left.length}, socket folders left: ${sockets.length}`,
  );
  for (const one of left) console.log(`  ${one.pid} ${one.command}`);
  return left.length + sockets.length;
};

// Ctrl-C: the terminal sends it to the whole foreground group.
const controlC = (child) => process.kill(-child.pid, "SIGINT");
let faults = 0;
const first = await start("cold install, build and first start");
await rest(8_000);
faults += await stopAndLook(first, controlC);
const second = await start("second start");
await rest(10_000);
const tree = [{ pid: second.child.pid, command: "npm" }, ...descendants(second.child.pid)];
const server = tree.filter(({ command: text }) => /main\.js|postgres/.test(text));
const sum = (list) => list.reduce((total, { pid }) => total + megabytes(pid), 0).toFixed(0);
console.log(
  `→ memory at rest: server and database ${sum(server)} MB, with npm and start.mjs ${sum(tree)} MB`,
);
for (const { pid, command: text } of tree)
  console.log(`  ${megabytes(pid).toFixed(0).padStart(5)} MB  ${text.slice(0, 90)}`);
// The launcher killed: the site ends by itself, and the database with it.
faults += await stopAndLook(second, (child, ours) => {
  for (const one of ours.filter(({ command: text }) => text.includes("start.mjs")))
    process.kill(one.pid, "SIGKILL");
});
// The site itself killed: the database ends by its pipe.
const third = await start("start after kill -9 of the launcher");
faults += await stopAndLook(third, (child, ours) => {
  for (const one of ours.filter(({ command: text }) => text.includes("dist/main.js")))
    process.kill(one.pid, "SIGKILL");
});
const fourth = await start("start after kill -9 of the site");
faults += await stopAndLook(fourth, controlC);
if (values.keep) console.log(`kept: ${clone}`);
else {
  const note = join(clone, "data/database.json");
  if (existsSync(note)) rmSync(JSON.parse(readFileSync(note, "utf8")).folder, { recursive: true });
  rmSync(home, { recursive: true });
}
process.exitCode = faults === 0 ? 0 : 1;
