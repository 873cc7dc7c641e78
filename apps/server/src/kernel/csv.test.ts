import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { decodeCsv, neutraliseCell, restoreCell, toCsv } from "./csv.ts";
import { readSheetFile } from "./sheet-reader.ts";
import { toXlsx } from "./xlsx-export.ts";

const starts = ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"];
const dangerous = starts.flatMap((start) => [
  `${start}1+1`,
  `${start}cmd|' /C calc'!A0`,
  ` ${start}SUM(A1)`,
  `'${start}x`,
  `''${start}y`,
]);

test("every cell that a spreadsheet could run is led by an apostrophe, and comes back as it was", () => {
  for (const text of dangerous) {
    assert.equal(neutraliseCell(text)[0], "'", JSON.stringify(text));
    assert.equal(restoreCell(neutraliseCell(text)), text);
  }
});

test("any text survives neutralising and restoring", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => restoreCell(neutraliseCell(text)) === text),
  );
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom("'", "=", " ", "-", "a"), { maxLength: 6 }),
      (parts) => restoreCell(neutraliseCell(parts.join(""))) === parts.join(""),
    ),
  );
});

test("an ordinary text is not touched", () => {
  for (const text of ["枫溪街道", "3-5 号", "a=b", "'单引号", "0731-8800"])
    assert.equal(neutraliseCell(text), text);
});

test("dangerous cells go through an .xlsx and a .csv and read back the same, raw in neither", async () => {
  const rows = dangerous.filter((text) => !/[\r]/.test(text));
  const read = async (file: Buffer) =>
    (await readSheetFile(file)).slice(1).map((row) => restoreCell(row.cells[1] ?? ""));
  const xlsx = await toXlsx(rows, {
    sheet: "表",
    columns: [
      { header: "号", value: () => "x" },
      { header: "值", value: (row) => row },
    ],
  });
  assert.deepEqual(await read(xlsx), rows);
  const csv = toCsv(
    ["号", "值"],
    rows.map((row) => ["x", row]),
  );
  assert.deepEqual(await read(Buffer.from(csv)), rows);
  for (const row of (await readSheetFile(Buffer.from(csv))).slice(1)) assert.equal(row.cells[1]?.[0], "'");
});

test("numbers stay numbers", async () => {
  assert.equal(toCsv(["数"], [[-3], [2.5]]), "\uFEFF数\r\n-3\r\n2.5\r\n");
});

test("text is found in UTF-8, UTF-8 with mark, UTF-16 and GB18030", async () => {
  // 枫溪 in GBK, as Python's codec writes it.
  assert.equal(decodeCsv(Buffer.from("b7e3cfaa", "hex")), "枫溪");
  assert.equal(decodeCsv(Buffer.from("枫溪")), "枫溪");
  assert.equal(decodeCsv(Buffer.from("\uFEFF枫溪")), "枫溪");
  assert.equal(decodeCsv(Buffer.from("\uFEFF枫溪", "utf16le")), "枫溪");
  assert.equal(decodeCsv(Buffer.of(0xff, 0xff, 0x00)), undefined);
});
