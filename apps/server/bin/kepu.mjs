#!/usr/bin/env node
// npx kepu …: finds Node 24 and runs the built command line, or the source where it is newer than the build.
import { spawn } from "node:child_process";
import { existsSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
const root = realpathSync(join(here, "../../.."));
const { findNode24 } = await import(join(root, "scripts/install.mjs"));
const { explain } = await import(join(root, "scripts/say.mjs"));
const { isBuilt } = await import(join(root, "scripts/source-hash.mjs"));

try {
  const built = join(root, "apps/server/dist/cli.js");
  const isCurrent = existsSync(built) && (existsSync(join(root, ".offline-package")) || isBuilt());
  const program = isCurrent
    ? ["--enable-source-maps", built]
    : ["--import", join(root, "scripts/register-tsx.mjs"), join(root, "apps/server/src/cli.ts")];
  const env = { ...process.env };
  // The data folder is the installation's, wherever the command is typed; files named on the line are the caller's.
  env["KEPU_DATA"] ||= join(root, "data");
  const child = spawn(
    findNode24(),
    ["--disable-warning=ExperimentalWarning", ...program, ...process.argv.slice(2)],
    { stdio: "inherit", env },
  );
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
  child.on("close", (code) => {
    process.exitCode = code ?? 1;
  });
} catch (error) {
  process.exitCode = explain(error);
}
