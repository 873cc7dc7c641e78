import { AppError } from "./errors.ts";

export type ZipError =
  | "zip.not_a_zip"
  | "zip.damaged"
  | "zip.encrypted"
  | "zip.too_many_entries"
  | "zip.too_large"
  | "zip.bomb"
  | "zip.nested"
  | "zip.overlapping"
  | "zip.bad_name";

export type ZipEntry = {
  name: string;
  method: 0 | 8;
  compressedSize: number;
  size: number;
  dataStart: number;
};

export type ZipLimits = {
  maxEntries: number;
  /** Declared unpacked bytes of all entries together. */
  maxUnpackedBytes: number;
  /** Unpacked ÷ packed of one entry above 256 KB; office XML reaches some 30, a bomb 1,000. */
  maxRatio: number;
};

const refuse = (code: ZipError): never => {
  throw new AppError<ZipError>(code);
};

const endRecord = (bytes: Buffer): number => {
  // 22 bytes, and a comment of at most 65,535.
  for (let at = bytes.length - 22; at >= Math.max(0, bytes.length - 22 - 65_535); at -= 1)
    if (bytes.readUInt32LE(at) === 0x06054b50) return at;
  return refuse("zip.damaged");
};

const archiveName = /\.(zip|xlsx|xlsm|docx|pptx|jar|7z|rar|gz|tgz|bz2|xz)$/i;

/**
 * Reads a zip archive's central directory and nothing else, and refuses what would hurt when opened: too many entries,
 * too much unpacked, bombs by ratio, archives in the archive, entries that share bytes, names that lead outside,
 * encryption, ZIP64. What an entry declares may be a lie: unpack with `size` as the hard limit.
 * @throws AppError ZipError (422)
 */
export const readZipDirectory = (bytes: Buffer, limits: ZipLimits): ZipEntry[] => {
  if (bytes.length < 22 || bytes.readUInt32LE(0) !== 0x04034b50) refuse("zip.not_a_zip");
  const end = endRecord(bytes);
  const count = bytes.readUInt16LE(end + 10);
  const directorySize = bytes.readUInt32LE(end + 12);
  const directoryStart = bytes.readUInt32LE(end + 16);
  if (bytes.readUInt16LE(end + 4) !== 0 || count === 0xffff || directoryStart === 0xffffffff)
    refuse("zip.damaged");
  if (count > limits.maxEntries) refuse("zip.too_many_entries");
  if (directoryStart + directorySize > end) refuse("zip.damaged");
  const entries: ZipEntry[] = [];
  const spans: { from: number; to: number }[] = [];
  const names = new Set<string>();
  let unpacked = 0;
  let at = directoryStart;
  for (let index = 0; index < count; index += 1) {
    if (at + 46 > end || bytes.readUInt32LE(at) !== 0x02014b50) refuse("zip.damaged");
    const flags = bytes.readUInt16LE(at + 8);
    const method = bytes.readUInt16LE(at + 10);
    const compressedSize = bytes.readUInt32LE(at + 20);
    const size = bytes.readUInt32LE(at + 24);
    const nameLength = bytes.readUInt16LE(at + 28);
    const localStart = bytes.readUInt32LE(at + 42);
    const name = bytes.subarray(at + 46, at + 46 + nameLength).toString("utf8");
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
    if ((flags & 1) !== 0) refuse("zip.encrypted");
    if (method !== 0 && method !== 8) refuse("zip.damaged");
    if (name.startsWith("/") || name.includes("\\") || name.includes("\0") || name.split("/").includes(".."))
      refuse("zip.bad_name");
    if (names.has(name)) refuse("zip.overlapping");
    names.add(name);
    if (archiveName.test(name)) refuse("zip.nested");
    unpacked += size;
    if (unpacked > limits.maxUnpackedBytes) refuse("zip.too_large");
    if (size > 256 * 1024 && size > compressedSize * limits.maxRatio) refuse("zip.bomb");
    if (localStart + 30 > directoryStart || bytes.readUInt32LE(localStart) !== 0x04034b50)
      refuse("zip.damaged");
    const dataStart =
      localStart + 30 + bytes.readUInt16LE(localStart + 26) + bytes.readUInt16LE(localStart + 28);
    const dataEnd = dataStart + compressedSize;
    if (dataEnd > directoryStart) refuse("zip.damaged");
    // An archive that hides behind another name still begins like one.
    if (method === 0 && compressedSize >= 4 && bytes.readUInt32LE(dataStart) === 0x04034b50)
      refuse("zip.nested");
    spans.push({ from: localStart, to: dataEnd });
    entries.push({ name, method: method === 0 ? 0 : 8, compressedSize, size, dataStart });
  }
  spans.sort((a, b) => a.from - b.from);
  for (const [index, span] of spans.entries()) {
    const before = spans[index - 1];
    if (before !== undefined && span.from < before.to) refuse("zip.overlapping");
  }
  return entries;
};
