import { createPrivateKey, generateKeyPairSync } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createSigner, type HashSuite, type NoteSigner } from "@kepu/transparency-log";
import { AppError } from "./errors.ts";

export type LedgerKeyError = "ledger.key_unreadable";

/** The log's name, unique for ever: the host people know it by. It is fixed at the first checkpoint. */
export const ledgerOrigin = (publicUrl: string): string => `${new URL(publicUrl).host}/ledger`;

export const ledgerSuite = (cryptoSuite: "intl" | "gm"): HashSuite =>
  cryptoSuite === "gm" ? "sm3" : "sha256";

export const ledgerKeyFile = (dataFolder: string): string => join(dataFolder, "ledger-key.json");

/** A key that no longer signs; its checkpoints stay valid up to the size at which it handed over. */
export type EarlierKey = {
  /** `name+id+key`, as it stood on the public page. */
  verifier: string;
  from: string | undefined;
  until: string;
  size: number;
  /** The tree at the hand-over, signed by this key and by the next: each vouches for the other. */
  handover: string;
};

export type LedgerKeys = {
  signer: NoteSigner;
  from: string | undefined;
  /** Oldest first. */
  earlier: readonly EarlierKey[];
};

type KeyFile = { origin: string; privateKey: string; from?: string; earlier?: readonly EarlierKey[] };

const unreadable = (file: string, cause?: unknown): AppError =>
  new AppError<LedgerKeyError>("ledger.key_unreadable", { values: { file }, cause });

const isEarlierKey = (value: unknown): value is EarlierKey =>
  typeof value === "object" &&
  value !== null &&
  ["verifier", "until", "handover"].every((name) => typeof Reflect.get(value, name) === "string") &&
  typeof Reflect.get(value, "size") === "number";

const readKeyFile = (file: string, origin: string): KeyFile => {
  const read: unknown = JSON.parse(readFileSync(file, "utf8"));
  if (typeof read !== "object" || read === null || !("privateKey" in read)) throw unreadable(file);
  const { privateKey, origin: name, from, earlier } = read as Partial<Record<keyof KeyFile, unknown>>; // each is checked here
  if (typeof privateKey !== "string") throw unreadable(file);
  if (earlier !== undefined && !(Array.isArray(earlier) && earlier.every(isEarlierKey)))
    throw unreadable(file);
  return {
    // The name stays the one it was made under, also when the public address changes later.
    origin: typeof name === "string" ? name : origin,
    privateKey,
    ...(typeof from === "string" ? { from } : {}),
    ...(earlier === undefined ? {} : { earlier }),
  };
};

const makePrivateKey = (): string =>
  generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }).toString();

/**
 * The key that signs checkpoints, and those that signed before: made once, readable by its owner alone, never in the
 * database, so that somebody who can write the database cannot sign. Several nodes need the same file.
 * @throws AppError `ledger.key_unreadable`
 */
export const loadLedgerKeys = (dataFolder: string, origin: string): LedgerKeys => {
  const file = ledgerKeyFile(dataFolder);
  if (!existsSync(file)) {
    mkdirSync(dataFolder, { recursive: true });
    try {
      writeFileSync(file, `${JSON.stringify({ origin, privateKey: makePrivateKey() }, null, 2)}\n`, {
        mode: 0o600,
        flag: "wx",
      });
    } catch (error) {
      // Another process of this installation made it a moment ago: theirs counts.
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    }
  }
  try {
    const read = readKeyFile(file, origin);
    return {
      signer: createSigner(read.origin, createPrivateKey(read.privateKey)),
      from: read.from,
      earlier: read.earlier ?? [],
    };
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw unreadable(file, cause);
  }
};

export const loadLedgerSigner = (dataFolder: string, origin: string): NoteSigner =>
  loadLedgerKeys(dataFolder, origin).signer;

/** A new key of the same log, not yet written anywhere. */
export const makeLedgerKey = (name: string): { privateKey: string; signer: NoteSigner } => {
  const privateKey = makePrivateKey();
  return { privateKey, signer: createSigner(name, createPrivateKey(privateKey)) };
};

/** Puts a new key in place of the old one, whose private half is gone with this. */
export const writeLedgerKey = (dataFolder: string, content: KeyFile): void => {
  const file = ledgerKeyFile(dataFolder);
  const draft = `${file}.${process.pid}.new`;
  writeFileSync(draft, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600, flag: "wx" });
  renameSync(draft, file);
};
