import { createHash } from "node:crypto";
import { unzipSync, zipSync, type Zippable } from "fflate";
import { canonicalJson } from "#kernel/canonical-json.ts";

/** One file of a pack by its path inside. */
export type PackFile = { path: string; bytes: Uint8Array };

export type ManifestEntry = { path: string; size: number; sha256: string };
export type Manifest = {
  format: "kepu-evidence-pack/1";
  packId: string;
  title: string;
  /** The day whose figures it shows. */
  asOf: string;
  madeAt: string;
  files: readonly ManifestEntry[];
};

/** What shows that the ledger held the manifest's hash: no part of the manifest, as it is made later. */
export type PackSeal = {
  /** The row that the ledger entry is the hash of, as canonical JSON; it names the manifest's hash. */
  content: string;
  /** The bytes of the leaf; they name the hash of `content`. */
  leaf: string;
  leafIndex: number;
  treeSize: number;
  suite: "sha256" | "sm3";
  /** Base64. */
  proof: readonly string[];
  checkpoint: string;
  publicKey: string;
};

export const manifestName = "manifest.json";
export const sealName = "seal.json";

export const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/** The earliest date a zip entry can carry: the same pack gives the same bytes. */
const zipDate = new Date(1980, 0, 1);

/** Texts are compressed, evidence is stored: photos and PDF are compressed already. */
const levelOf = (path: string): 0 | 6 => (path.startsWith("evidence/") ? 0 : 6);

const toZip = (files: readonly PackFile[]): Uint8Array => {
  const entries: Zippable = {};
  for (const { path, bytes } of files) entries[path] = [bytes, { mtime: zipDate, level: levelOf(path) }];
  return zipSync(entries);
};

/** Files in order of path, with the manifest of their hashes. */
export const packFiles = (
  files: readonly PackFile[],
  about: Omit<Manifest, "format" | "files">,
): { bytes: Uint8Array; manifestHash: string; fileCount: number } => {
  const inOrder = [...files].sort((one, other) => (one.path < other.path ? -1 : 1));
  const manifest: Manifest = {
    format: "kepu-evidence-pack/1",
    ...about,
    files: inOrder.map(({ path, bytes }) => ({ path, size: bytes.length, sha256: sha256(bytes) })),
  };
  const manifestBytes = Buffer.from(canonicalJson(manifest));
  return {
    bytes: toZip([...inOrder, { path: manifestName, bytes: manifestBytes }]),
    manifestHash: sha256(manifestBytes),
    fileCount: inOrder.length,
  };
};

/** The same pack with its seal. */
export const addSeal = (bytes: Uint8Array, seal: PackSeal): Uint8Array => {
  const files = Object.entries(unzipSync(bytes)).map(([path, content]) => ({ path, bytes: content }));
  return toZip([...files, { path: sealName, bytes: Buffer.from(canonicalJson(seal)) }]);
};
