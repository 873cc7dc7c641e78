// npm run bench [-- word …]: prints one table, ours beside its comparators in the same run; words choose bench files.
// Measures, never judges a change: the figures depend on the machine, the ratios far less.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { ensureInstalled, findNode24 } from "./install.mjs";
import { explain, root } from "./say.mjs";

try {
  await ensureInstalled();
  const node = findNode24();
  const run = (args) => spawnSync(node, args, { cwd: root, stdio: "inherit" }).status ?? 1;
  const built = run([join(root, "scripts/build.mjs")]);
  process.exitCode =
    built ||
    run([
      "--import",
      "./scripts/register-tsx.mjs",
      "--disable-warning=ExperimentalWarning",
      join(root, "bench/print.ts"),
      ...process.argv.slice(2),
    ]);
} catch (error) {
  process.exitCode = explain(error);
}
