import { open } from "node:fs/promises";
import { basename, extname } from "node:path";
import { PlanError } from "../errors.ts";
import { decodeText } from "./decode-text.ts";
import { readDocx } from "./docx-reader.ts";
import { defaultLimits, type FileLimits } from "./limits.ts";
import { markdownToText } from "./markdown.ts";

export type ReadOptions = { readonly limits?: Partial<FileLimits> };

const readBytes = async (path: string, limit: number): Promise<Buffer> => {
  const file = basename(path);
  try {
    await using handle = await open(path, "r");
    const stat = await handle.stat();
    // A folder, a pipe or a device has no size to check before reading.
    if (!stat.isFile()) throw new PlanError("plan.file_unreadable", { file });
    if (stat.size > limit) throw new PlanError("plan.file_too_large", { size: stat.size, limit });
    if (stat.size === 0) throw new PlanError("plan.text_empty");
    const bytes = Buffer.alloc(stat.size);
    const { bytesRead } = await handle.read(bytes, 0, stat.size, 0);
    return bytes.subarray(0, bytesRead);
  } catch (cause) {
    if (cause instanceof PlanError) throw cause;
    const isMissing = cause instanceof Error && "code" in cause && cause.code === "ENOENT";
    throw new PlanError(isMissing ? "plan.file_missing" : "plan.file_unreadable", { file }, { cause });
  }
};

const startsWith = (bytes: Buffer, signature: readonly number[]): boolean =>
  signature.every((byte, index) => bytes[index] === byte);

const zipSignature = [0x50, 0x4b, 0x03, 0x04];
/** Compound file: the old .doc, and a .docx with a password. */
const compoundSignature = [0xd0, 0xcf, 0x11, 0xe0];

/**
 * The text of a plan file that is in memory, such as an upload; `name` tells text files apart, nothing else.
 *
 * @throws PlanError `plan.file_*`, `plan.docx_*`, `plan.text_empty`
 * @example await readPlanBytes(Buffer.from("一、总则"), "方案.txt"); // => "一、总则"
 */
export const readPlanBytes = async (
  bytes: Buffer,
  name: string,
  options: ReadOptions = {},
): Promise<string> => {
  const limits = { ...defaultLimits, ...options.limits };
  if (bytes.length === 0) throw new PlanError("plan.text_empty");
  if (bytes.length > limits.fileBytes)
    throw new PlanError("plan.file_too_large", { size: bytes.length, limit: limits.fileBytes });
  if (startsWith(bytes, zipSignature)) return readDocx(bytes, limits);
  if (startsWith(bytes, compoundSignature)) throw new PlanError("plan.docx_old_or_encrypted");
  switch (extname(name).toLowerCase()) {
    case ".txt":
    case ".text":
      return decodeText(bytes);
    case ".md":
    case ".markdown":
      return markdownToText(decodeText(bytes));
    case ".docx":
      throw new PlanError("plan.docx_not_zip");
    default:
      throw new PlanError("plan.file_kind_unknown", { file: basename(name) });
  }
};

/**
 * The text of a plan file for `parsePlan`. The content decides what it is, the name only among texts: a zip archive is
 * read as .docx (in a worker thread, within the limits), `.txt` as UTF-8, UTF-16 with its mark, or GB18030, `.md`
 * without its signs.
 *
 * @throws PlanError `plan.file_*`, `plan.docx_*`, `plan.text_empty`
 * @example await readPlanFile("no-such-plan.txt").catch((error) => error.code); // => "plan.file_missing"
 */
export const readPlanFile = async (path: string, options: ReadOptions = {}): Promise<string> => {
  const limits = { ...defaultLimits, ...options.limits };
  return readPlanBytes(await readBytes(path, limits.fileBytes), path, options);
};
