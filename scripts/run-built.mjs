// For scripts that need the built workbench and the program's sources: installs, builds, then runs Node 24 with the .tsx hook.
// Ends the process with the exit code of what it ran.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { ensureInstalled, findNode24 } from "./install.mjs";
import { explain, root } from "./say.mjs";

/** @param args for Node, after the hook: a file with its arguments, or --test and files */
export const runBuilt = async (args) => {
  try {
    await ensureInstalled();
    const node = findNode24();
    const run = (each) => spawnSync(node, each, { cwd: root, stdio: "inherit" }).status ?? 1;
    process.exitCode =
      run([join(root, "scripts/build.mjs")]) ||
      run(["--import", "./scripts/register-tsx.mjs", "--disable-warning=ExperimentalWarning", ...args]);
  } catch (error) {
    process.exitCode = explain(error);
  }
};
