// Executes every `@example` line `f(x); // => y` of packages/*/src with all exports of its package in scope, and compares
// the value with what the comment promises. Needs Node 24; check-examples.test.ts runs it in npm test.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { inspect, isDeepStrictEqual } from "node:util";
import { root } from "./say.mjs";

const AsyncFunction = (async () => undefined).constructor;

const listSources = (folder) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
    .map((name) => join(folder, name));

/** The examples of one source text: the code and the promised value, with the line they stand on. */
export const findExamples = (text) =>
  text.split("\n").flatMap((line, index) => {
    const found = /@example\s+(.+?);?\s*\/\/ => (.+?)(?:\s*\*\/)?\s*$/.exec(line);
    return found === null ? [] : [{ line: index + 1, code: found[1], promised: found[2] }];
  });

/** Undefined where the example keeps its promise, else what it gave. A promise is an expression or what the console would print. */
export const runExample = async ({ code, promised }, scope) => {
  const evaluate = async (text) =>
    new AsyncFunction(...Object.keys(scope), `return (${text});`)(...Object.values(scope));
  const value = await evaluate(code);
  if (inspect(value, { breakLength: Infinity, depth: 10 }) === promised) return undefined;
  try {
    if (isDeepStrictEqual(value, await evaluate(promised))) return undefined;
  } catch {
    // Not an expression: then only the printed form counts.
  }
  return inspect(value, { breakLength: Infinity, depth: 10 });
};

/** Runs the examples of all packages. */
export const checkExamples = async () => {
  const problems = [];
  let count = 0;
  for (const name of readdirSync(join(root, "packages"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)) {
    const src = join(root, "packages", name, "src");
    const scope = { ...(await import(join(src, "index.ts"))) };
    for (const file of listSources(src)) {
      const own = findExamples(readFileSync(file, "utf8"));
      // What a file of the package exports for its neighbours alone is shown by examples too.
      const local = own.length === 0 ? {} : await import(file);
      for (const example of own) {
        count += 1;
        const place = `packages/${name} ${file.slice(src.length + 1)}:${example.line}`;
        try {
          const given = await runExample(example, { ...scope, ...local });
          if (given !== undefined)
            problems.push(`${place}: ${example.code} gave ${given}, promised ${example.promised}`);
        } catch (error) {
          problems.push(`${place}: ${example.code} threw ${String(error)}`);
        }
      }
    }
  }
  return { count, problems };
};

if (process.argv[1] === import.meta.filename) {
  const { count, problems } = await checkExamples();
  for (const problem of problems) console.log(`✗ ${problem}`);
  console.log(`${count - problems.length} of ${count} examples keep their promise`);
  process.exitCode = problems.length === 0 ? 0 : 1;
}
