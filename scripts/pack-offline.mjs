// node scripts/pack-offline.mjs <file.tar.gz>: one file with everything to run without any registry: sources, build,
// production packages, Node 24 and PostgreSQL for this platform. On the other machine: unpack, then npm start (or node scripts/start.mjs).
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { ensureInstalled, findNode24 } from "./install.mjs";
import { explain, root, step } from "./say.mjs";

const pack = async (file) => {
  const folder = mkdtempSync(join(tmpdir(), "kepu-pack-"));
  const home = join(folder, "kepu");
  try {
    // The committed state: nothing of this machine's data can slip in.
    await step("复制 copying", () =>
      execFileSync("git", ["clone", "--quiet", "--depth=1", `file://${root}`, home]),
    );
    const npm = (args) =>
      execFileSync("npm", [...args, "--ignore-scripts", "--no-audit", "--no-fund"], {
        cwd: home,
        stdio: ["ignore", "ignore", "inherit"],
      });
    await step("安装 installing", () => npm(["install", "--no-save", "--include=dev"]));
    await step("构建 building", () =>
      execFileSync(findNode24(), [join(home, "scripts/build.mjs")], {
        cwd: home,
        stdio: ["ignore", "ignore", "inherit"],
      }),
    );
    await step("只留运行所需 pruning", () => npm(["prune", "--omit=dev"]));
    rmSync(join(home, ".git"), { recursive: true });
    writeFileSync(join(home, ".offline-package"), `${process.platform}-${process.arch}\n`);
    await step("打包 packing", () => execFileSync("tar", ["-czf", file, "-C", folder, "kepu"]));
    console.log(`✓ ${file} ${(statSync(file).size / 1e6).toFixed(0)} MB`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const [file] = process.argv.slice(2);
if (file === undefined) {
  console.error("用法 usage: node scripts/pack-offline.mjs <kepu-offline.tar.gz>");
  process.exitCode = 2;
} else {
  try {
    await ensureInstalled();
    await pack(resolve(file));
  } catch (error) {
    process.exitCode = explain(error);
  }
}
