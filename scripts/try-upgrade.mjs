// node scripts/try-upgrade.mjs <commit>: a district made by the program of that commit is upgraded by this one, and led back by
// that program from the backup that the upgrade made by itself. Needs the history; the packages are those installed here.
import { spawn, spawnSync } from "node:child_process";
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findNode24 } from "./install.mjs";
import { root, step } from "./say.mjs";

const node = findNode24();
const demand = (isSo, what) => {
  if (!isSo) throw new Error(what);
};

/** The older program in a folder of its own, with the packages of this one; its own libraries are its own. */
const checkOut = (commit, folder) => {
  const git = (...args) => {
    const { status, stderr } = spawnSync("git", args, { cwd: root, encoding: "utf8" });
    demand(status === 0, `git ${args[0]}: ${stderr}`);
  };
  git("worktree", "add", "--detach", folder, commit);
  for (const place of ["", "apps/server"]) {
    const source = join(root, place, "node_modules");
    const target = join(folder, place, "node_modules");
    if (!existsSync(source) || !existsSync(join(folder, place))) continue;
    mkdirSync(target);
    for (const name of readdirSync(source))
      if (name !== "@kepu") symlinkSync(join(source, name), join(target, name));
    if (existsSync(join(source, "@kepu")))
      cpSync(join(source, "@kepu"), join(target, "@kepu"), { recursive: true, verbatimSymlinks: true });
  }
  return () => git("worktree", "remove", "--force", folder);
};

const freePort = () =>
  new Promise((done) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });

const argsOf = (home, file) => [
  "--import",
  join(home, "scripts/register-tsx.mjs"),
  "--disable-warning=ExperimentalWarning",
  join(home, "apps/server/src", file),
];
const envOf = (data) => ({
  PATH: process.env["PATH"],
  HOME: process.env["HOME"],
  KEPU_DATA: data,
  KEPU_DEMO: "1",
  KEPU_LOG_LEVEL: "error",
});

/** Runs the site until `work` is done; what it printed comes back. */
const serve = async (home, data, work) => {
  const port = await freePort();
  const env = { ...envOf(data), PORT: String(port), KEPU_PUBLIC_URL: "http://localhost:3901" };
  const child = spawn(node, argsOf(home, "main.ts"), { cwd: home, env, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text) => (output += text));
  const exit = new Promise((done) => child.on("exit", done));
  const until = async (pattern) => {
    const ended = exit.then((code) => `ended with ${code}`);
    while (!pattern.test(output)) {
      const pause = new Promise((done) => setTimeout(done, 100));
      const end = await Promise.race([pause, ended]);
      demand(end === undefined || pattern.test(output), `${end}: ${output}`);
    }
  };
  try {
    await work({ until, get: (path) => fetch(`http://127.0.0.1:${port}${path}`) });
  } finally {
    child.kill("SIGTERM");
    await exit;
  }
  return output;
};

const kepu = (home, data, ...args) => {
  const env = { ...envOf(data), KEPU_PUBLIC_URL: "http://localhost:3901" };
  const done = spawnSync(node, [...argsOf(home, "cli.ts"), ...args], { cwd: home, env, encoding: "utf8" });
  return { code: done.status, text: `${done.stdout}${done.stderr}` };
};

const lookAround = async ({ until, get }) => {
  await until(/ready: /);
  for (const path of ["/", "/organisations", "/places", "/ledger", "/healthz/ready"])
    demand((await get(path)).status === 200, `${path} does not answer`);
};

const tryUpgrade = async (commit) => {
  const folder = mkdtempSync(join(tmpdir(), "kepu-upgrade-"));
  const [older, data, backData] = ["program", "data", "data-back"].map((name) => join(folder, name));
  const takeAway = checkOut(commit, older);
  try {
    await step(`旧版本 ${commit} 建演示新区 the older program makes a district`, () =>
      serve(older, data, async (site) => {
        await lookAround(site);
        await site.until(/demo\.volunteer/);
        // A checkpoint a minute: without one outside the database the verification proves less.
        await new Promise((done) => setTimeout(done, 65_000));
      }),
    );
    let backup = "";
    let keyFile = "";
    await step("新版本升级并开门 this program upgrades and serves", async () => {
      const output = await serve(root, data, lookAround);
      const found = /npx kepu restore (\S+) --key-file (\S+)/.exec(output);
      demand(found !== null, `no backup was made, or nothing was to upgrade:\n${output}`);
      [, backup, keyFile] = found;
    });
    await step("升级后核对账本 the ledger verifies after the upgrade", () => {
      const { code, text } = kepu(root, data, "ledger", "verify");
      demand(code === 0, text);
    });
    await step("旧版本不打开新数据库，并说明 the older program refuses the newer database", () => {
      const { code, text } = kepu(older, data, "migrate");
      demand(code !== 0 && /新/.test(text), text);
    });
    await step("用自动备份退回旧版本 the older program restores the automatic backup", async () => {
      mkdirSync(backData);
      for (const name of ["keys.json", "ledger-key.json"])
        copyFileSync(join(data, name), join(backData, name));
      const { code, text } = kepu(older, backData, "restore", backup, "--key-file", keyFile);
      demand(code === 0 && /存证校验通过/.test(text), text);
      await serve(older, backData, lookAround);
    });
    console.log("✓ 升级与退回都走通 upgrade and way back both work");
  } finally {
    takeAway();
    // As root the clusters lie in a system folder; database.json says where.
    for (const place of [data, backData].map((one) => join(one, "database.json")).filter(existsSync)) {
      const { folder: cluster } = JSON.parse(readFileSync(place, "utf8"));
      if (typeof cluster === "string") rmSync(cluster, { recursive: true, force: true });
    }
    rmSync(folder, { recursive: true, force: true });
  }
};

const [commit] = process.argv.slice(2);
if (commit === undefined) {
  console.error("用法 usage: node scripts/try-upgrade.mjs <提交 commit>");
  process.exitCode = 2;
} else await tryUpgrade(commit);
