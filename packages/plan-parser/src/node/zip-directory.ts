import { crc32, inflateRawSync } from "node:zlib";
import { PlanError } from "../errors.ts";
import type { FileLimits } from "./limits.ts";

/** One entry of a zip archive as its central directory declares it (PKWARE APPNOTE 4.3.12). */
export type ZipEntry = {
  readonly name: string;
  readonly method: number;
  readonly flags: number;
  readonly crc: number;
  readonly packedBytes: number;
  readonly unpackedBytes: number;
  readonly headerOffset: number;
};

export type ZipDirectory = ReadonlyMap<string, ZipEntry>;

const endSignature = 0x06054b50;
const entrySignature = 0x02014b50;
const localSignature = 0x04034b50;
const endBytes = 22;
const entryBytes = 46;
const localBytes = 30;
const longestComment = 0xffff;

const findEnd = (bytes: Buffer): number => {
  const first = Math.max(0, bytes.length - endBytes - longestComment);
  for (let at = bytes.length - endBytes; at >= first; at -= 1)
    if (bytes.readUInt32LE(at) === endSignature) return at;
  throw new PlanError("plan.docx_not_zip");
};

const readEntry = (bytes: Buffer, at: number): { readonly entry: ZipEntry; readonly next: number } => {
  if (at + entryBytes > bytes.length || bytes.readUInt32LE(at) !== entrySignature) {
    throw new PlanError("plan.docx_broken", { part: "目录" });
  }
  const nameLength = bytes.readUInt16LE(at + 28);
  const next = at + entryBytes + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  if (next > bytes.length) throw new PlanError("plan.docx_broken", { part: "目录" });
  const entry = {
    flags: bytes.readUInt16LE(at + 8),
    method: bytes.readUInt16LE(at + 10),
    crc: bytes.readUInt32LE(at + 16),
    packedBytes: bytes.readUInt32LE(at + 20),
    unpackedBytes: bytes.readUInt32LE(at + 24),
    headerOffset: bytes.readUInt32LE(at + 42),
    name: bytes.toString("utf8", at + entryBytes, at + entryBytes + nameLength),
  };
  return { entry, next };
};

/**
 * Reads the central directory and refuses the archive by what it declares, before anything is inflated. Zip64 is
 * refused: a document that needs it is beyond the limits.
 */
export const readZipDirectory = (bytes: Buffer, limits: FileLimits): ZipDirectory => {
  if (bytes.length < endBytes) throw new PlanError("plan.docx_not_zip");
  const end = findEnd(bytes);
  const count = bytes.readUInt16LE(end + 10);
  const start = bytes.readUInt32LE(end + 16);
  if (count > limits.entries)
    throw new PlanError("plan.docx_too_many_entries", { entries: count, limit: limits.entries });
  if (bytes.readUInt16LE(end + 4) !== 0 || bytes.readUInt16LE(end + 8) !== count || start >= end) {
    throw new PlanError("plan.docx_broken", { part: "目录" });
  }
  const directory = new Map<string, ZipEntry>();
  let declared = 0;
  let at = start;
  for (let index = 0; index < count; index += 1) {
    const { entry, next } = readEntry(bytes, at);
    at = next;
    declared += entry.unpackedBytes;
    if (declared > limits.unpackedBytes) {
      throw new PlanError("plan.docx_unpacks_too_large", { limit: limits.unpackedBytes });
    }
    // Two entries of one name are read differently by different programs; nothing honest writes them.
    if (directory.has(entry.name)) throw new PlanError("plan.docx_broken", { part: entry.name.slice(0, 60) });
    directory.set(entry.name, entry);
  }
  // More entries than the end record says would hide from the limits.
  if (at < end && bytes.readUInt32LE(at) === entrySignature)
    throw new PlanError("plan.docx_broken", { part: "目录" });
  return directory;
};

const unpack = (entry: ZipEntry, packed: Buffer, limit: number): Buffer => {
  if (entry.method === 0) return packed;
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, limit) });
  } catch (error) {
    if (error instanceof RangeError)
      throw new PlanError("plan.docx_unpacks_too_large", { limit }, { cause: error });
    throw new PlanError("plan.docx_broken", { part: entry.name.slice(0, 60) }, { cause: error });
  }
};

/** Inflates one entry; its real size is held to the size it declares, whatever the stream contains. */
export const readZipEntry = (bytes: Buffer, entry: ZipEntry): Buffer => {
  const broken = new PlanError("plan.docx_broken", { part: entry.name.slice(0, 60) });
  if ((entry.flags & 1) !== 0) throw new PlanError("plan.docx_old_or_encrypted");
  if (entry.method !== 0 && entry.method !== 8) throw broken;
  const at = entry.headerOffset;
  if (at + localBytes > bytes.length || bytes.readUInt32LE(at) !== localSignature) throw broken;
  const from = at + localBytes + bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28);
  if (from + entry.packedBytes > bytes.length) throw broken;
  const content = unpack(entry, bytes.subarray(from, from + entry.packedBytes), entry.unpackedBytes);
  if (content.length !== entry.unpackedBytes || crc32(content) !== entry.crc) throw broken;
  return content;
};
