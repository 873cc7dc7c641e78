import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { createLab, jsonLines } from "./testing/command-line.ts";

const { folder, put } = createLab();
const main = join(import.meta.dirname, "main.ts");

/** The command with one of its outputs closed before it writes there, as `head` does; what came on the other one. */
const runClosed = async (
  closed: "stdout" | "stderr",
  ...argv: string[]
): Promise<{ code: number | null; other: string }> => {
  const child = spawn(process.execPath, [main, ...argv], { stdio: ["ignore", "pipe", "pipe"] });
  child[closed].destroy();
  let other = "";
  child[closed === "stdout" ? "stderr" : "stdout"]
    .setEncoding("utf8")
    .on("data", (text: string) => (other += text));
  const [code] = (await once(child, "close")) as [number | null]; // the event's arguments
  return { code, other };
};

test("a reader that has seen enough ends the command without a trace", async () => {
  const run = put("r.tsv", "q1\t1\tx\n");
  const qrels = put("qrels.tsv", "q1\tx\t1\n");
  for (const argv of [["--help"], ["search", "eval", "--run", run, "--qrels", qrels]]) {
    const { code, other } = await runClosed("stdout", ...argv);
    assert.equal(code, 0, other);
    assert.doesNotMatch(other, /EPIPE|at .*main\.ts/u);
  }
});

test("the answer is written though nobody reads the progress", async () => {
  const docs = put("d.jsonl", jsonLines([{ id: "a", text: "流感疫苗" }]));
  const queries = put("q.jsonl", jsonLines([{ id: "q", text: "疫苗" }]));
  const out = join(folder, "ranked.tsv");
  const { code } = await runClosed(
    "stderr",
    "search",
    "run",
    "--docs",
    docs,
    "--queries",
    queries,
    "--out",
    out,
  );
  assert.equal(code, 0);
  assert.ok(existsSync(out));
  assert.match(readFileSync(out, "utf8"), /^q\t1\ta\t/mu);
});
