// The small signed text that a certificate's code carries: it can be checked without the database, by anybody who has the
// public key of the ledger. Pure.
import { createHash } from "node:crypto";
import {
  leafHash,
  type NoteSigner,
  type NoteVerifier,
  openNote,
  signNote,
  TransparencyLogError,
  verifyCheckpoint,
  verifyInclusion,
} from "@kepu/transparency-log";

/** What a note says of a certificate. */
export type CertificateClaim = {
  no: string;
  kind: "hours" | "thanks";
  name: string;
  unit: string;
  from: string;
  to: string;
  creditedMinutes: number;
  addedMinutes: number;
  issuedOn: string;
  /** SHA-256 of the certificate's content, hexadecimal. */
  hash: string;
  /** Entry of the ledger that commits to the content. */
  entry: string;
  /** Its place and the size of the signed tree that holds it; both undefined where no checkpoint covers it yet. */
  leaf: { index: number; treeSize: number } | undefined;
};

/** First line of the signed text: a checkpoint begins with another, so that neither can be taken for the other. */
const heading = (origin: string): string => `${origin} certificate v1`;
const oneLine = (text: string): string => text.replaceAll(/\s+/gu, " ").trim();

const toText = (origin: string, claim: CertificateClaim): string =>
  [
    heading(origin),
    claim.no,
    claim.kind,
    oneLine(claim.name),
    oneLine(claim.unit),
    `${claim.from} ${claim.to}`,
    `${claim.creditedMinutes} ${claim.addedMinutes}`,
    claim.issuedOn,
    claim.hash,
    claim.entry,
    claim.leaf === undefined ? "-" : `${claim.leaf.index} ${claim.leaf.treeSize}`,
    "",
  ].join("\n");

/** Signs what the code carries, with the key of the ledger. */
export const signClaim = (claim: CertificateClaim, signer: NoteSigner): string =>
  signNote(toText(signer.name, claim), [signer]);

type CertificateCheck =
  | "not_a_certificate"
  | "unknown_key"
  | "wrong_signature"
  | "other_content"
  | "not_in_ledger";

export class CertificateProblem extends Error {
  readonly kind: CertificateCheck;
  constructor(kind: CertificateCheck, cause?: unknown) {
    super(kind, { cause });
    this.kind = kind;
  }
}

const openSigned = (note: string, verifiers: readonly NoteVerifier[]): string => {
  try {
    return openNote(note, verifiers).text;
  } catch (error) {
    if (!(error instanceof TransparencyLogError)) throw error;
    if (error.code === "key-unknown") throw new CertificateProblem("unknown_key", error);
    if (error.code === "signature-invalid") throw new CertificateProblem("wrong_signature", error);
    throw new CertificateProblem("not_a_certificate", error);
  }
};

/** @throws CertificateProblem */
export const openClaim = (note: string, verifiers: readonly NoteVerifier[]): CertificateClaim => {
  const lines = openSigned(note, verifiers).split("\n");
  const [head = "", no = "", kind = "", name = "", unit = "", period = "", minutes = "", issuedOn = ""] =
    lines;
  const [hash = "", entry = "", leaf = ""] = lines.slice(8);
  const isHeaded = verifiers.some((verifier) => head === heading(verifier.name));
  const [from = "", to = ""] = period.split(" ");
  const [credited, added] = minutes.split(" ").map(Number);
  const [index, treeSize] = leaf.split(" ").map(Number);
  if (!isHeaded || (kind !== "hours" && kind !== "thanks") || credited === undefined || added === undefined)
    throw new CertificateProblem("not_a_certificate");
  return {
    no,
    kind,
    name,
    unit,
    from,
    to,
    creditedMinutes: credited,
    addedMinutes: added,
    issuedOn,
    hash,
    entry,
    leaf: leaf === "-" || index === undefined || treeSize === undefined ? undefined : { index, treeSize },
  };
};

const marker = "#kepu=";

/** The note as the end of an address: what follows `#` is never sent to the server that the address names. */
export const toFragment = (note: string): string => `${marker}${Buffer.from(note).toString("base64url")}`;

/** The note in any text that holds one: a scanned address, the bytes of a PDF, the note itself. */
export const findNote = (text: string): string | undefined => {
  const found = /#kepu=([\w-]+)/u.exec(text);
  if (found !== null) return Buffer.from(found[1] ?? "", "base64url").toString("utf8");
  return / certificate v1\n/u.test(text) ? text : undefined;
};

/** The file beside the printed certificate: its whole content and the way from it to a signed tree. */
export type CertificateFile = {
  note: string;
  /** Canonical JSON, as it was hashed. */
  content: string;
  proof?: {
    leaf: string;
    leafIndex: number;
    treeSize: number;
    suite: string;
    proof: readonly string[];
    checkpoint: string;
  };
};

/**
 * Checks a certificate file against keys alone: the note's signature, the content's hash, and that the ledger entry of that
 * hash lies in a tree that was signed.
 * @throws CertificateProblem
 */
export const checkFile = (
  file: CertificateFile,
  verifiers: readonly NoteVerifier[],
): { claim: CertificateClaim; inLedger: boolean } => {
  const claim = openClaim(file.note, verifiers);
  if (createHash("sha256").update(file.content).digest("hex") !== claim.hash)
    throw new CertificateProblem("other_content");
  const { proof } = file;
  if (proof === undefined) return { claim, inLedger: false };
  const entry = JSON.parse(proof.leaf) as { id?: unknown; content_hash?: unknown }; // both are compared next
  if (entry.id !== claim.entry || entry.content_hash !== claim.hash)
    throw new CertificateProblem("not_in_ledger");
  try {
    const suite = proof.suite === "sm3" ? "sm3" : "sha256";
    const origin = proof.checkpoint.split("\n", 1)[0] ?? "";
    const head = verifyCheckpoint(proof.checkpoint, { origin, verifiers });
    verifyInclusion({
      leafHash: leafHash(Buffer.from(proof.leaf), suite),
      leafIndex: proof.leafIndex,
      treeSize: head.size,
      proof: proof.proof.map((hash) => Buffer.from(hash, "base64")),
      root: head.root,
      suite,
    });
  } catch (error) {
    throw new CertificateProblem("not_in_ledger", error);
  }
  return { claim, inLedger: true };
};
