import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import type { PlanDocument } from "../index.ts";
import { readFixture } from "../testing/fixtures.ts";
import { runPlanParse } from "./run-plan-parse.ts";

const folder = mkdtempSync(join(tmpdir(), "plan-parse-"));
after(() => rmSync(folder, { recursive: true }));
const source = join(folder, "方案.txt");
writeFileSync(source, readFixture("demo-plan-2026.txt"));

const runCommand = async (...argv: string[]): Promise<{ code: number; out: string; err: string }> => {
  let out = "";
  let err = "";
  const code = await runPlanParse(argv, {
    stdout: (text) => {
      out += text;
    },
    stderr: (text) => {
      err += text;
    },
  });
  return { code, out, err };
};

test("the tree is printed with its frame, counts and diagnostics", async () => {
  const { code, out, err } = await runCommand(source);
  assert.equal(code, 0);
  assert.equal(err, "");
  assert.match(out, /^标题：演示区全民科学素质提升行动实施方案（2026—2028年）\n文号：演政办发〔2026〕12号\n/);
  assert.match(out, /\n {2}（四） 老年人数字伙伴行动 {2}\[2\.4\] 第124–139行 2句41字\n/);
  assert.match(
    out,
    /条目：第1级4，第2级18，第3级45；句子：219；数字：83；目标：60；最长正文：152字（preamble）/,
  );
  assert.match(out, /第 124 行：“\(四\)”用了半角或不成对的括号/);
});

test("json holds the whole document and goes to a file", async () => {
  const target = join(folder, "out.json");
  const { code, out } = await runCommand(source, "--format", "json", "--out", target);
  assert.deepEqual([code, out], [0, ""]);
  const document = JSON.parse(readFileSync(target, "utf8")) as PlanDocument;
  assert.equal(document.format, "kepu.plan/1");
  assert.equal(document.targets.length, 60);
});

test("a refusal is one sentence and exit code 1; the source is never overwritten", async () => {
  assert.deepEqual(await runCommand(join(folder, "没有.txt")), {
    code: 1,
    out: "",
    err: "找不到文件“没有.txt”。请检查路径和文件名。\n",
  });
  const over = await runCommand(source, "--out", join(folder, ".", "方案.txt"));
  assert.deepEqual([over.code, over.err.slice(0, 5)], [1, "输出文件“"]);
  const nowhere = await runCommand(source, "--out", join(folder, "no", "such", "folder"));
  assert.deepEqual([nowhere.code, nowhere.err.slice(0, 4)], [1, "写不了文"]);
  const nul = join(folder, "nul.txt");
  writeFileSync(nul, "一、\u0000");
  assert.match((await runCommand(nul)).err, /空字符（第 1 行）/);
});

test("a command line that is not understood prints the usage and exit code 2; help exits 0", async () => {
  for (const argv of [
    [],
    [source, "more"],
    [source, "--format", "xml"],
    [source, "--nosuch"],
    [source, "--out"],
  ]) {
    const { code, out, err } = await runCommand(...argv);
    assert.deepEqual([code, out], [2, ""]);
    assert.match(err, /^用法：kepu plan parse/);
  }
  assert.equal((await runCommand("--help")).code, 0);
});
