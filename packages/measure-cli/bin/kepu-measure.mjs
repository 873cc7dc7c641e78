#!/usr/bin/env node
// npx kepu-measure …: runs on Node 24, this one or the one that the installation pins.
import { spawn } from "node:child_process";
import { realpathSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const here = realpathSync(fileURLToPath(new URL(".", import.meta.url)));
const program = join(here, "../src/main.ts");

if (Number(process.version.slice(1).split(".")[0]) >= 24) await import(program);
else {
  const root = join(here, "../../..");
  const { findNode24 } = await import(join(root, "scripts/install.mjs"));
  const { explain } = await import(join(root, "scripts/say.mjs"));
  try {
    const child = spawn(findNode24(), [program, ...process.argv.slice(2)], { stdio: "inherit" });
    for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
    child.on("close", (code) => {
      process.exitCode = code ?? 130;
    });
  } catch (error) {
    process.exitCode = explain(error);
  }
}
