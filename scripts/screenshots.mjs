// npm run screenshots: builds, boots a fresh demonstration district and writes the pictures of the READMEs to docs/images.
// Needs Chromium; look at each picture before it is committed.
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
      // The test runner's hooks end the database and the browser also when a picture fails.
      "--test",
      "--test-isolation=none",
      "--test-reporter=spec",
      "scripts/take-screenshots.ts",
    ]);
} catch (error) {
  process.exitCode = explain(error);
}
