import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { PlanError, parsePlan, type PlanErrorCode } from "../index.ts";
import { buildDocx, docxOfPlan, paragraph } from "../testing/build-docx.ts";
import { bareTree, readFixture } from "../testing/fixtures.ts";
import { readPlanFile, type ReadOptions } from "./read-plan-file.ts";

const folder = mkdtempSync(join(tmpdir(), "plan-parser-"));
after(() => rmSync(folder, { recursive: true }));

const file = (name: string, content: string | Uint8Array): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

const refuses = async (path: string, code: PlanErrorCode, options: ReadOptions = {}): Promise<void> => {
  await assert.rejects(
    readPlanFile(path, options),
    (error) =>
      error instanceof PlanError && error.code === code && !JSON.stringify(error.values).includes(folder),
    code,
  );
};

// 一、总则 in GB18030, written out so that no encoder is needed.
const gb18030 = new Uint8Array([0xd2, 0xbb, 0xa1, 0xa2, 0xd7, 0xdc, 0xd4, 0xf2]);

test("texts in UTF-8 with and without mark, UTF-16 and GB18030 are read alike", async () => {
  const text = "一、总则";
  assert.equal(await readPlanFile(file("a.txt", text)), text);
  assert.equal(await readPlanFile(file("b.txt", `\ufeff${text}`)), text);
  assert.equal(await readPlanFile(file("c.txt", gb18030)), text);
  assert.equal(await readPlanFile(file("d.txt", Buffer.from(`\ufeff${text}`, "utf16le"))), text);
  assert.equal(await readPlanFile(file("e.txt", Buffer.from(`\ufeff${text}`, "utf16le").swap16())), text);
  assert.equal(await readPlanFile(file("F.TXT", text)), text);
});

test("the signs of Markdown are left out, the lines stay", async () => {
  const markdown =
    "# 演示方案\n\n## 一、**目标**\n\n> 到2028年建成。\n\n1\\. 甲\n- 乙\n\n| 任务 | 单位 |\n|---|:--|\n| 建站 | 科协 |";
  assert.deepEqual((await readPlanFile(file("a.md", markdown))).split("\n"), [
    "演示方案",
    "",
    "一、目标",
    "",
    "到2028年建成。",
    "",
    "1. 甲",
    "乙",
    "",
    "任务\t单位",
    "",
    "建站\t科协",
  ]);
});

test("a .docx is read in the worker, also under another name, and gives the tree of the text", async () => {
  const plan = parsePlan(readFixture("demo-plan-2026.txt"));
  const bytes = docxOfPlan(plan);
  for (const name of ["plan.docx", "plan.txt"]) {
    const fromDocx = parsePlan(await readPlanFile(file(name, bytes)));
    assert.deepEqual(bareTree(fromDocx.root), bareTree(plan.root));
  }
});

test("missing, empty, too large, unknown, undecodable files and folders are refused", async () => {
  await refuses(join(folder, "missing.txt"), "plan.file_missing");
  await refuses(folder, "plan.file_unreadable");
  await refuses("/dev/zero", "plan.file_unreadable");
  await refuses(file("empty.txt", ""), "plan.text_empty");
  await refuses(file("large.txt", "科学普及"), "plan.file_too_large", { limits: { fileBytes: 10 } });
  await refuses(file("plan.pdf", "%PDF-1.7"), "plan.file_kind_unknown");
  await refuses(file("binary.txt", new Uint8Array([0x81, 0xff, 0xff, 0x00])), "plan.file_encoding_unknown");
});

test("an old .doc, a text named .docx and a refusal inside the worker keep their codes", async () => {
  await refuses(
    file("old.docx", new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1])),
    "plan.docx_old_or_encrypted",
  );
  await refuses(file("text.docx", "一、总则"), "plan.docx_not_zip");
  await refuses(file("blank.docx", buildDocx({ body: "<w:p/>" })), "plan.docx_no_text");
});

test("a document that takes too much time or memory is stopped", async () => {
  const long = file("long.docx", buildDocx({ body: paragraph("科学普及。").repeat(60_000) }));
  await refuses(long, "plan.docx_too_slow", { limits: { seconds: 0.001 } });
  await refuses(long, "plan.docx_out_of_memory", { limits: { memoryMegabytes: 8 } });
});
