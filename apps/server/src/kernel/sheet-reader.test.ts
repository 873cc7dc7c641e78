import assert from "node:assert/strict";
import { test } from "node:test";
import { strToU8, zipSync, type Zippable } from "fflate";
import { AppError } from "./errors.ts";
import { readSheetFile, sheetLimits } from "./sheet-reader.ts";
import { toXlsx } from "./xlsx-export.ts";
import { readZipDirectory } from "./zip-guard.ts";

const refusedWith =
  (...codes: string[]) =>
  (error: unknown): boolean =>
    error instanceof AppError && codes.includes(error.code);

const sheetOf = (rows: string): string =>
  `<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${rows}</sheetData></worksheet>`;

/** The smallest .xlsx there is, with parts added or replaced. */
const workbook = (sheet: string, more: Zippable = {}): Buffer =>
  Buffer.from(
    zipSync({
      "[Content_Types].xml": strToU8(
        '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
      ),
      "_rels/.rels": strToU8(
        '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
      ),
      "xl/workbook.xml": strToU8(
        '<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>',
      ),
      "xl/_rels/workbook.xml.rels": strToU8(
        '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
      ),
      "xl/worksheets/sheet1.xml": strToU8(sheet),
      ...more,
    }),
  );

const text = (at: string, value: string): string => `<c r="${at}" t="inlineStr"><is><t>${value}</t></is></c>`;

test("rows keep the line numbers of the spreadsheet, across empty ones", async () => {
  const rows = await readSheetFile(
    workbook(
      sheetOf(
        `<row r="1">${text("A1", "名称")}</row><row r="5">${text("A5", "甲")}<c r="B5"><v>990101001000</v></c></row>`,
      ),
    ),
  );
  assert.deepEqual(rows, [
    { line: 1, cells: ["名称"] },
    { line: 5, cells: ["甲", "990101001000"] },
  ]);
  const csv = await readSheetFile(Buffer.from('名称,说明\r\n"甲","两\r\n行"\r\n\r\n乙,一行\r\n'));
  assert.deepEqual(
    csv.map((row) => row.line),
    [1, 2, 5],
  );
});

test("a formula is read as the value that stands there, and nothing is computed", async () => {
  const rows = await readSheetFile(workbook(sheetOf('<row r="1"><c r="A1"><f>1+1</f><v>2</v></c></row>')));
  assert.deepEqual(rows, [{ line: 1, cells: ["2"] }]);
});

test("files that are no table are refused by their content, whatever they are called", async () => {
  await assert.rejects(readSheetFile(Buffer.alloc(0)), refusedWith("sheet.empty"));
  await assert.rejects(readSheetFile(Buffer.from("%PDF-1.7\n1 0 obj")), refusedWith("sheet.type"));
  await assert.rejects(
    readSheetFile(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0])),
    refusedWith("sheet.type"),
  );
  await assert.rejects(
    readSheetFile(Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])),
    refusedWith("sheet.old_excel"),
  );
  await assert.rejects(
    readSheetFile(Buffer.from(zipSync({ "word/document.xml": strToU8("<a/>") }))),
    refusedWith("sheet.type"),
  );
  await assert.rejects(
    readSheetFile(Buffer.from("PK\u0003\u0004 and no more")),
    refusedWith("zip.not_a_zip", "zip.damaged"),
  );
  await assert.rejects(
    readSheetFile(Buffer.alloc(sheetLimits.maxBytes + 1, 65)),
    refusedWith("sheet.too_large"),
  );
  const cut = workbook(sheetOf(""));
  await assert.rejects(readSheetFile(cut.subarray(0, cut.length - 30)), refusedWith("zip.damaged"));
});

test("a bomb of a thousand to one is refused before anything is unpacked", async () => {
  const bomb = workbook(sheetOf(`<row r="1">${text("A1", "x".repeat(20_000_000))}</row>`));
  assert.ok(bomb.length < 60_000);
  await assert.rejects(readSheetFile(bomb), refusedWith("zip.bomb"));
});

test("many entries, much content, nested archives, paths that lead outside and shared bytes are refused", async () => {
  const many: Zippable = Object.fromEntries(
    Array.from({ length: 300 }, (_, index) => [`xl/part${index}.xml`, strToU8("<a/>")]),
  );
  await assert.rejects(readSheetFile(workbook(sheetOf(""), many)), refusedWith("zip.too_many_entries"));
  // Incompressible, so that only the sum is too much.
  const limits = { ...sheetLimits, maxUnpackedBytes: 50_000 };
  await assert.rejects(
    readSheetFile(
      workbook(sheetOf(""), {
        "xl/media/a.bin": [crypto.getRandomValues(new Uint8Array(60_000)), { level: 0 }],
      }),
      limits,
    ),
    refusedWith("zip.too_large"),
  );
  await assert.rejects(
    readSheetFile(workbook(sheetOf(""), { "xl/inner.zip": zipSync({ "a.txt": strToU8("a") }) })),
    refusedWith("zip.nested"),
  );
  await assert.rejects(
    readSheetFile(
      workbook(sheetOf(""), { "xl/inner.xml": [zipSync({ "a.txt": strToU8("a") }), { level: 0 }] }),
    ),
    refusedWith("zip.nested"),
  );
  await assert.rejects(
    readSheetFile(workbook(sheetOf(""), { "../outside.xml": strToU8("<a/>") })),
    refusedWith("zip.bad_name"),
  );
  const shared = workbook(sheetOf(""));
  // The second directory entry is made to point at the first one's bytes.
  const first = shared.indexOf(Buffer.from("PK\u0001\u0002", "latin1"));
  const second = shared.indexOf(Buffer.from("PK\u0001\u0002", "latin1"), first + 4);
  shared.writeUInt32LE(shared.readUInt32LE(first + 42), second + 42);
  await assert.rejects(readSheetFile(shared), refusedWith("zip.overlapping", "zip.damaged"));
});

test("an entry that lies about its size is stopped at the size it declared", async () => {
  const file = workbook(sheetOf(`<row r="1">${text("A1", "x".repeat(3_000_000))}</row>`));
  for (
    let at = file.indexOf("PK\u0001\u0002", 0, "latin1");
    at !== -1;
    at = file.indexOf("PK\u0001\u0002", at + 4, "latin1")
  ) {
    const name = file.subarray(at + 46, at + 46 + file.readUInt16LE(at + 28)).toString();
    if (name.endsWith("sheet1.xml")) file.writeUInt32LE(1_000, at + 24);
  }
  const declared = readZipDirectory(file, { maxEntries: 100, maxUnpackedBytes: 1_000_000, maxRatio: 200 });
  assert.equal(declared.find((entry) => entry.name.endsWith("sheet1.xml"))?.size, 1_000);
  await assert.rejects(readSheetFile(file), refusedWith("sheet.damaged"));
});

test("too many rows or columns are refused, also where one far cell claims them", async () => {
  const limits = { ...sheetLimits, maxRows: 10, maxColumns: 4 };
  const csv = (rows: number, columns: number) =>
    Buffer.from(
      Array.from({ length: rows }, () => Array.from({ length: columns }, () => "a").join(",")).join("\n"),
    );
  await assert.rejects(readSheetFile(csv(12, 2), limits), refusedWith("sheet.too_many_rows"));
  await assert.rejects(readSheetFile(csv(2, 5), limits), refusedWith("sheet.too_many_columns"));
  assert.equal((await readSheetFile(csv(11, 4), limits)).length, 11);
  await assert.rejects(
    readSheetFile(workbook(sheetOf(`<row r="1048576">${text("A1048576", "x")}</row>`))),
    refusedWith("sheet.too_many_rows"),
  );
  await assert.rejects(
    readSheetFile(workbook(sheetOf(`<row r="1">${text("XFD1", "x")}</row>`))),
    refusedWith("sheet.too_many_columns"),
  );
});

test("a DTD is refused, so that no entity is ever expanded", async () => {
  const evil =
    '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbb">]><worksheet><sheetData><row r="1"><c r="A1"><v>&b;</v></c></row></sheetData></worksheet>';
  await assert.rejects(readSheetFile(workbook(evil)), refusedWith("sheet.damaged"));
});

test("a file that takes too long or too much memory ends its worker and not the process", async () => {
  const rows = Array.from({ length: 4_000 }, (_, row) => [`名称${row}`, "值".repeat(50)]);
  const file = await toXlsx(rows, {
    sheet: "S",
    columns: [
      { header: "a", value: (row) => row[0] ?? "" },
      { header: "b", value: (row) => row[1] ?? "" },
    ],
  });
  await assert.rejects(readSheetFile(file, { ...sheetLimits, maxMs: 1 }), refusedWith("sheet.too_heavy"));
  await assert.rejects(readSheetFile(file, { ...sheetLimits, maxHeapMb: 4 }), refusedWith("sheet.too_heavy"));
  assert.equal((await readSheetFile(file)).length, 4_001);
});

test("hostile texts of cells are data: __proto__, 1e309, markup", async () => {
  const rows = await readSheetFile(Buffer.from('__proto__,constructor\n1e309,"<script>"\n'));
  assert.deepEqual(
    rows.map((row) => row.cells),
    [
      ["__proto__", "constructor"],
      ["1e309", "<script>"],
    ],
  );
});
