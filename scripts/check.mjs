// npm run check: format, lint (type-aware) and types of all workspaces, at the same time, in seconds.
// --fix writes the format.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { ensureInstalled, findNode24 } from "./install.mjs";
import { explain, root } from "./say.mjs";

const runTool = (env, [name, command, ...args]) =>
  new Promise((done) => {
    const begun = performance.now();
    const child = spawn(command, args, { cwd: root, env, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text) => (output += text));
    child.on("error", (error) => done({ name, ok: false, output: String(error), seconds: 0 }));
    child.on("close", (code) =>
      done({ name, ok: code === 0, output, seconds: (performance.now() - begun) / 1000 }),
    );
  });

/** Runs every check and prints the words of those that failed; true when all is well. */
export const runChecks = async ({ fix = false } = {}) => {
  const node = findNode24();
  const env = {
    ...process.env,
    PATH: `${join(node, "..")}:${join(root, "node_modules/.bin")}:${process.env["PATH"]}`,
  };
  const types = ["packages", "apps/server", "apps/workbench"].filter((path) =>
    existsSync(join(root, path, "tsconfig.json")),
  );
  const results = await Promise.all(
    [
      ["format", "oxfmt", fix ? "." : "--check", ...(fix ? [] : ["."])],
      ["lint", "oxlint", "--deny-warnings", "."],
      ...types.map((path) => [`types ${path}`, "tsc", "-p", path]),
    ].map((tool) => runTool(env, tool)),
  );
  for (const { name, ok, output, seconds } of results) {
    console.log(`${ok ? "✓" : "✗"} ${name} ${seconds.toFixed(1)} s`);
    if (!ok) console.log(output.trim());
  }
  return results.every((result) => result.ok);
};

if (process.argv[1] === new URL(import.meta.url).pathname) {
  try {
    await ensureInstalled();
    process.exitCode = (await runChecks({ fix: process.argv.includes("--fix") })) ? 0 : 1;
  } catch (error) {
    process.exitCode = explain(error);
  }
}
