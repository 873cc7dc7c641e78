import assert from "node:assert/strict";
import { test } from "node:test";
import { deflateRawSync } from "node:zlib";
import { strToU8, zipSync } from "fflate";
import { PlanError, type PlanErrorCode } from "../index.ts";
import { buildDocx, paragraph } from "../testing/build-docx.ts";
import { docxToText } from "./docx-text.ts";
import { defaultLimits, type FileLimits } from "./limits.ts";
import { readZipDirectory, readZipEntry } from "./zip-directory.ts";

const refuses = (bytes: Uint8Array, code: PlanErrorCode, limits: Partial<FileLimits> = {}): void => {
  assert.throws(
    () => docxToText(Buffer.from(bytes), { ...defaultLimits, ...limits }),
    (error) => error instanceof PlanError && error.code === code,
    code,
  );
};

const sound = (): Buffer => Buffer.from(buildDocx({ body: paragraph("科学。") }));

/** Offset of the central directory header of an entry. */
const headerOf = (bytes: Buffer, name: string): number => {
  let at = bytes.readUInt32LE(bytes.length - 22 + 16);
  while (bytes.toString("utf8", at + 46, at + 46 + bytes.readUInt16LE(at + 28)) !== name) {
    at += 46 + bytes.readUInt16LE(at + 28) + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return at;
};

test("a sound document opens", () => {
  assert.equal(docxToText(sound(), defaultLimits), "　　科学。");
});

test("a bomb is refused by the size it declares, before anything is inflated", () => {
  const bomb = zipSync({ "word/document.xml": new Uint8Array(80 * 1024 * 1024) }, { level: 9 });
  assert.ok(bomb.length < 200_000);
  refuses(bomb, "plan.docx_unpacks_too_large");
  // The sum counts: many entries that are small each.
  const many = Object.fromEntries(
    Array.from({ length: 70 }, (_, index) => [`part${index}`, new Uint8Array(1024 * 1024)]),
  );
  refuses(zipSync(many), "plan.docx_unpacks_too_large");
});

test("a bomb that declares too little is stopped while it inflates", () => {
  const bytes = Buffer.from(zipSync({ "word/document.xml": new Uint8Array(30 * 1024 * 1024) }));
  bytes.writeUInt32LE(1000, headerOf(bytes, "word/document.xml") + 24);
  const entry = readZipDirectory(bytes, defaultLimits).get("word/document.xml");
  assert.ok(entry);
  assert.throws(() => readZipEntry(bytes, entry), {
    code: "plan.docx_unpacks_too_large",
    values: { limit: 1000 },
  });
});

test("too many entries are refused, as are more entries than the directory says", () => {
  const entries = Object.fromEntries(
    Array.from({ length: 30 }, (_, index) => [`part${index}`, strToU8("x")]),
  );
  const bytes = Buffer.from(zipSync(entries));
  refuses(bytes, "plan.docx_too_many_entries", { entries: 20 });
  bytes.writeUInt16LE(5, bytes.length - 22 + 8);
  bytes.writeUInt16LE(5, bytes.length - 22 + 10);
  refuses(bytes, "plan.docx_broken", { entries: 20 });
});

test("two entries of one name are refused", () => {
  const bytes = Buffer.from(zipSync({ "word/a": strToU8("1"), "word/b": strToU8("2") }));
  bytes.write("word/a", headerOf(bytes, "word/b") + 46);
  refuses(bytes, "plan.docx_broken");
});

test("a damaged stream, a wrong checksum, a wrong size and a cut file are refused", () => {
  const name = "word/document.xml";
  const checksum = sound();
  checksum.writeUInt32LE(1, headerOf(checksum, name) + 16);
  refuses(checksum, "plan.docx_broken");
  const size = sound();
  size.writeUInt32LE(size.readUInt32LE(headerOf(size, name) + 24) + 1, headerOf(size, name) + 24);
  refuses(size, "plan.docx_broken");
  const stream = sound();
  stream.fill(
    0xff,
    stream.readUInt32LE(headerOf(stream, name) + 42) + 60,
    stream.readUInt32LE(headerOf(stream, name) + 42) + 80,
  );
  refuses(stream, "plan.docx_broken");
  const offset = sound();
  offset.writeUInt32LE(0x7fffffff, headerOf(offset, name) + 42);
  refuses(offset, "plan.docx_broken");
  const whole = sound();
  for (let length = 0; length < whole.length; length += 97) {
    assert.throws(() => docxToText(whole.subarray(0, length), defaultLimits), PlanError);
  }
});

test("every single damaged byte is refused or harmless, never a crash", () => {
  const whole = sound();
  for (let at = 0; at < whole.length; at += 1) {
    const damaged = Buffer.from(whole);
    damaged.writeUInt8(damaged.readUInt8(at) ^ 0xff, at);
    try {
      assert.equal(docxToText(damaged, defaultLimits).includes("科学"), true);
    } catch (error) {
      if (!(error instanceof PlanError)) throw error;
    }
  }
});

test("an encrypted entry and an unknown method are refused", () => {
  const locked = sound();
  const at = headerOf(locked, "word/document.xml");
  locked.writeUInt16LE(locked.readUInt16LE(at + 8) | 1, at + 8);
  refuses(locked, "plan.docx_old_or_encrypted");
  const method = sound();
  method.writeUInt16LE(12, headerOf(method, "word/document.xml") + 10);
  refuses(method, "plan.docx_broken");
});

test("a zip archive without a document is no .docx", () => {
  refuses(zipSync({ "xl/workbook.xml": strToU8("<a/>") }), "plan.docx_not_zip");
  refuses(deflateRawSync(Buffer.from("no archive at all, only a stream")), "plan.docx_not_zip");
});

const withDocument = (xml: string): Uint8Array =>
  buildDocx({ body: "", parts: { "word/document.xml": xml } });

test("a DOCTYPE is refused: no entities that grow, none that read files", () => {
  refuses(
    withDocument('<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><d>&b;</d>'),
    "plan.docx_doctype",
  );
  refuses(withDocument('<!DOCTYPE d SYSTEM "file:///etc/hostname"><d/>'), "plan.docx_doctype");
});

test("malformed XML, an unknown entity, wrong encoding and endless nesting are refused", () => {
  for (const xml of ["<d>", "<d></e>", "<d>&nosuch;</d>", "<d a='1' a='2'/>", "text", "<d>\u0001</d>"]) {
    refuses(withDocument(xml), "plan.docx_broken");
  }
  refuses(withDocument("<a>".repeat(300) + "</a>".repeat(300)), "plan.docx_broken");
  refuses(withDocument(`<d>${"<a/>".repeat(200)}</d>`), "plan.docx_broken", { xmlElements: 100 });
  const bytes = buildDocx({
    body: "",
    parts: { "word/document.xml": new Uint8Array([0x3c, 0x61, 0x3e, 0xff, 0xfe]) },
  });
  refuses(bytes, "plan.docx_broken");
});

test("a document without text says so", () => {
  refuses(buildDocx({ body: "<w:p/>" }), "plan.docx_no_text");
});
