// Installs the dependencies when node_modules is absent or differs from package-lock.json; finds Node 24.
// Runs on Node 20. No install script of any package is run.
import { spawn, spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Refusal, root, step } from "./say.mjs";

const readPackages = (file) => JSON.parse(readFileSync(file, "utf8")).packages;

/** True when every package of the lockfile is installed in its version (those for other platforms may be absent). */
export const isInstalled = (folder = root) => {
  // An offline package carries what it needs and nothing to install from.
  if (existsSync(join(folder, ".offline-package"))) return true;
  const installedFile = join(folder, "node_modules/.package-lock.json");
  if (!existsSync(installedFile)) return false;
  const installed = readPackages(installedFile);
  return Object.entries(readPackages(join(folder, "package-lock.json"))).every(([path, wanted]) => {
    if (!path.includes("node_modules/") || wanted.link === true) return true;
    const found = installed[path];
    return found === undefined
      ? wanted.optional === true || wanted.devOptional === true
      : found.version === wanted.version;
  });
};

const unreachable =
  /E(NOTFOUND|CONNREFUSED|CONNRESET|TIMEDOUT|AI_AGAIN|HOSTUNREACH|NETUNREACH)|ERR_SOCKET_TIMEOUT/;
const registryError = /ENOTCACHED|code E(40[137]|50\d)|network/;

const explainNpm = (output) => {
  if (/ENOSPC|EDQUOT/.test(output)) return new Refusal("data.disk_full", { folder: root });
  if (/EACCES|EROFS|EPERM/.test(output)) return new Refusal("data.read_only", { folder: root });
  if (unreachable.test(output) || registryError.test(output)) return new Refusal("start.registry");
  return new Refusal("start.install_failed");
};

/** The npm that started us, else the one on the path. */
const npmCommand = () => {
  const ownNpm = process.env["npm_execpath"];
  return ownNpm?.endsWith(".js") ? [process.execPath, ownNpm] : ["npm"];
};

/**
 * Asked once with a short wait: without an answer npm would try each of the packages before it gives up. A registry
 * that knows no ping is there all the same.
 */
const isRegistryReachable = () => {
  const [command, ...first] = npmCommand();
  const args = [
    ...first,
    "ping",
    "--fetch-retries=1",
    "--fetch-retry-mintimeout=500",
    "--fetch-timeout=8000",
  ];
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: root, encoding: "utf8" });
  return status === 0 || !unreachable.test(`${stdout}${stderr}`);
};

const runNpm = (args) =>
  new Promise((resolve, reject) => {
    const [command, ...first] = npmCommand();
    const child = spawn(command, [...first, ...args], { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text) => (output += text));
    child.on("error", (error) => reject(error.code === "ENOENT" ? new Refusal("start.npm_missing") : error));
    child.on("close", (code) => {
      if (code === 0) return resolve();
      const refusal = explainNpm(output);
      console.error(`\n${output.trim().split("\n").slice(-15).join("\n")}`);
      reject(refusal);
    });
  });

export const ensureInstalled = async () => {
  if (isInstalled()) return;
  try {
    accessSync(root, constants.W_OK);
  } catch {
    throw new Refusal("data.read_only", { folder: root });
  }
  const retries = ["--fetch-retries=2", "--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=5000"];
  // Not `npm ci`: it refuses a lockfile without the optional builds for other platforms, which not every registry has.
  // This installs the lockfile's versions, checks their integrity, and leaves the lockfile as it is.
  await step("安装依赖 installing packages", () =>
    runNpm([
      // What npm has kept from earlier may be enough.
      ...(isRegistryReachable() ? [] : ["--offline"]),
      "install",
      "--no-save",
      "--ignore-scripts",
      "--include=dev",
      "--include=optional",
      "--no-audit",
      "--no-fund",
      ...retries,
    ]),
  );
};

const majorOf = (version) => Number(version.replace(/^v/, "").split(".", 1)[0]);

/** Node 24: the pinned one of this installation on Linux, else the system's where it is new enough. */
export const findNode24 = () => {
  const pinned = join(root, `node_modules/node-${process.platform}-${process.arch}/bin/node`);
  if (existsSync(pinned)) {
    // On a system without glibc the file is there and does not run.
    const { status } = spawnSync(pinned, ["--version"], { stdio: "ignore" });
    if (status === 0) return pinned;
  }
  if (majorOf(process.version) >= 24) return process.execPath;
  throw new Refusal("start.platform", {
    platform: `${process.platform}-${process.arch}`,
    version: process.version,
  });
};
