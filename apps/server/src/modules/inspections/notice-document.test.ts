import assert from "node:assert/strict";
import { test } from "node:test";
import { strFromU8, unzipSync } from "fflate";
import { registerFactKinds } from "#kernel/facts.ts";
import { toOfficialDocx } from "#kernel/official-docx.ts";
import { inspectionNotice, unitNotice } from "./notice-document.ts";

const madeAt = new Date("2026-11-25T00:00:00Z");
const textOf = async (document: Parameters<typeof toOfficialDocx>[0]): Promise<string> =>
  strFromU8(unzipSync(await toOfficialDocx(document, madeAt))["word/document.xml"] ?? new Uint8Array());

test("the notice of an inspection names the units, the days, the sample and where anybody can draw it again", async () => {
  registerFactKinds([
    { kind: "notice.sample", name: "演示的记录", measure: "件", from: "测试", sourceTable: "x" },
  ]);
  const xml = await textOf(
    inspectionNotice({
      inspection: {
        id: "i",
        no: 4,
        unitId: "r",
        unitName: "演示区科普委员会",
        unitPath: "r",
        title: "年度实施情况检查",
        periodFrom: "2026-01-01",
        periodTo: "2026-10-31",
        sampleSize: 12,
        factKinds: ["notice.sample"],
        status: "announced",
        announcedAt: new Date("2026-11-20T01:00:00Z"),
        announcedNote: "x",
        populationCount: null,
        populationHash: null,
        drawnNote: null,
        seed: null,
        conclusion: null,
        failedCount: 0,
      },
      unitNames: ["望江街道", "教育局"],
      proofAddress: "https://kepu.example.org/inspections/4",
    }),
  );
  for (const words of [
    "年度实施情况检查",
    "望江街道",
    "教育局",
    "2026-01-01",
    "12 条",
    "演示的记录",
    "xoshiro128",
  ])
    assert.ok(xml.includes(words), words);
  assert.ok(xml.includes("https://kepu.example.org/inspections/4"));
  assert.ok(xml.includes("2026年11月20日"));
});

test("a notice to units is printed with its words, its addressees and the day of receipt", async () => {
  const xml = await textOf(
    unitNotice(
      {
        id: "n",
        no: 1,
        unitId: "r",
        unitName: "演示区科普委员会",
        unitPath: "r",
        title: "关于报送年度总结的通知",
        body: "请在月底前报送。",
        receiveBy: "2026-12-05",
        issuedAt: madeAt,
        sentCount: 1,
        receivedCount: 0,
      },
      ["望江街道"],
    ),
  );
  for (const words of ["关于报送年度总结的通知", "请在月底前报送", "望江街道", "2026-12-05"])
    assert.ok(xml.includes(words), words);
});
