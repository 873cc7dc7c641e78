import { createHash } from "node:crypto";
import { inflateRawSync } from "node:zlib";
import {
  leafHash,
  parseVerifier,
  TransparencyLogError,
  verifyCheckpoint,
  verifyInclusion,
} from "@kepu/transparency-log";
import { AppError } from "#kernel/errors.ts";
import { readZipDirectory } from "#kernel/zip-guard.ts";
import { type Manifest, manifestName, type PackSeal, sealName, sha256 } from "./archive.ts";

/** Larger than any pack that is made here. */
const limits = { maxEntries: 5_000, maxUnpackedBytes: 256 * 1024 * 1024, maxRatio: 2_000 } as const;

export type PackProblem = { path: string; sentence: string };
export type PackReport = {
  title: string;
  asOf: string;
  files: number;
  problems: readonly PackProblem[];
  /** The signed checkpoint that covers it; undefined where the pack carries no seal or a wrong one. */
  checkpoint: { origin: string; size: number; publicKey: string } | undefined;
};

const unpack = (bytes: Buffer): Map<string, Buffer> => {
  const files = new Map<string, Buffer>();
  for (const entry of readZipDirectory(bytes, limits)) {
    if (entry.name.endsWith("/")) continue;
    const packed = bytes.subarray(entry.dataStart, entry.dataStart + entry.compressedSize);
    files.set(
      entry.name,
      entry.method === 0 ? packed : inflateRawSync(packed, { maxOutputLength: entry.size + 1 }),
    );
  }
  return files;
};

const parseJson = (bytes: Buffer | undefined): unknown => {
  if (bytes === undefined) return undefined;
  try {
    return JSON.parse(bytes.toString("utf8"));
  } catch {
    return undefined;
  }
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;

const toManifest = (read: unknown): Manifest | undefined => {
  if (!isRecord(read) || read["format"] !== "kepu-evidence-pack/1" || !Array.isArray(read["files"]))
    return undefined;
  const files: readonly unknown[] = read["files"];
  const sound = files.every(
    (one) =>
      isRecord(one) &&
      typeof one["path"] === "string" &&
      typeof one["size"] === "number" &&
      typeof one["sha256"] === "string",
  );
  return sound && typeof read["title"] === "string" && typeof read["asOf"] === "string"
    ? (read as Manifest) // each field that is used was looked at
    : undefined;
};

const toSeal = (read: unknown): PackSeal | undefined => {
  if (!isRecord(read)) return undefined;
  const texts = ["content", "leaf", "checkpoint", "publicKey"].every(
    (name) => typeof read[name] === "string",
  );
  const numbers = ["leafIndex", "treeSize"].every((name) => Number.isSafeInteger(read[name]));
  const proof: unknown = read["proof"];
  const suite = read["suite"] === "sha256" || read["suite"] === "sm3";
  return texts && numbers && suite && Array.isArray(proof) && proof.every((one) => typeof one === "string")
    ? (read as PackSeal) // as above
    : undefined;
};

/** What is wrong with the seal, as a sentence; undefined where it holds. */
const checkSeal = (
  seal: PackSeal,
  manifestHash: string,
  key: string | undefined,
): { sentence: string } | { checkpoint: { origin: string; size: number; publicKey: string } } => {
  const content = parseJson(Buffer.from(seal.content));
  if (!isRecord(content) || content["manifest_hash"] !== manifestHash)
    return { sentence: "封签写的清单指纹和包里的清单不一致：清单被换过，或封签不是这个包的。" };
  const leaf = parseJson(Buffer.from(seal.leaf));
  const contentHash = createHash("sha256").update(seal.content).digest("hex");
  if (!isRecord(leaf) || leaf["content_hash"] !== contentHash)
    return { sentence: "账本条目的指纹和封签内容不一致：封签被改过。" };
  try {
    const verifier = parseVerifier(key ?? seal.publicKey);
    const { origin } = { origin: verifier.name };
    const checkpoint = verifyCheckpoint(seal.checkpoint, { origin, verifiers: [verifier] });
    verifyInclusion({
      leafHash: leafHash(Buffer.from(seal.leaf), seal.suite),
      leafIndex: seal.leafIndex,
      treeSize: checkpoint.size,
      proof: seal.proof.map((hash) => Buffer.from(hash, "base64")),
      root: checkpoint.root,
      suite: seal.suite,
    });
    return { checkpoint: { origin, size: checkpoint.size, publicKey: key ?? seal.publicKey } };
  } catch (error) {
    if (!(error instanceof TransparencyLogError)) throw error;
    return { sentence: "签名或账本证明不成立：检查点不是这把公钥签的，或条目不在账本里。" };
  }
};

/**
 * Checks a pack without the system that made it: every file against the manifest, none too many, the manifest against
 * the seal, the seal against the ledger's signed checkpoint. With `key`, a public key got elsewhere, also who signed.
 * @throws AppError ZipError for what is no archive or would hurt when opened
 */
export const verifyPack = (bytes: Buffer, options: { key?: string | undefined } = {}): PackReport => {
  const files = unpack(bytes);
  const manifestBytes = files.get(manifestName);
  const manifest = toManifest(parseJson(manifestBytes));
  if (manifestBytes === undefined || manifest === undefined)
    throw new AppError("packs.no_manifest", { status: 422 });
  const problems: PackProblem[] = [];
  for (const entry of manifest.files) {
    const found = files.get(entry.path);
    if (found === undefined) problems.push({ path: entry.path, sentence: "清单里有，包里没有。" });
    else if (found.length !== entry.size || sha256(found) !== entry.sha256)
      problems.push({ path: entry.path, sentence: "内容和清单里的指纹不一致，被改过。" });
  }
  const listed = new Set([...manifest.files.map(({ path }) => path), manifestName, sealName]);
  for (const path of files.keys())
    if (!listed.has(path)) problems.push({ path, sentence: "清单里没有，是后来放进去的。" });
  const seal = toSeal(parseJson(files.get(sealName)));
  const checked =
    seal === undefined
      ? { sentence: "没有封签或封签读不出，无法证明清单没有被换过。" }
      : checkSeal(seal, sha256(manifestBytes), options.key);
  if ("sentence" in checked) problems.push({ path: sealName, sentence: checked.sentence });
  return {
    title: manifest.title,
    asOf: manifest.asOf,
    files: manifest.files.length,
    problems,
    checkpoint: "checkpoint" in checked ? checked.checkpoint : undefined,
  };
};
