// npm run generate: writes the generated files (openapi.json, workbench client types, schema.sql, docs/plan-map.md).
// --check only compares and names what is out of date; npm test uses it.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { ensureInstalled, findNode24 } from "./install.mjs";
import { explain, root } from "./say.mjs";

try {
  await ensureInstalled();
  const { status } = spawnSync(
    findNode24(),
    [
      "--import",
      "./scripts/register-tsx.mjs",
      "--disable-warning=ExperimentalWarning",
      join(root, "scripts/generate-files.ts"),
      ...process.argv.slice(2),
    ],
    { cwd: root, stdio: "inherit" },
  );
  process.exitCode = status ?? 1;
} catch (error) {
  process.exitCode = explain(error);
}
