import { createPrivateKey, generateKeyPairSync } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createSigner, type HashSuite, type NoteSigner } from "@kepu/transparency-log";
import { AppError } from "./errors.ts";

export type LedgerKeyError = "ledger.key_unreadable";

/** The log's name, unique for ever: the host people know it by. It is fixed at the first checkpoint. */
export const ledgerOrigin = (publicUrl: string): string => `${new URL(publicUrl).host}/ledger`;

export const ledgerSuite = (cryptoSuite: "intl" | "gm"): HashSuite =>
  cryptoSuite === "gm" ? "sm3" : "sha256";

export const ledgerKeyFile = (dataFolder: string): string => join(dataFolder, "ledger-key.json");

/**
 * The key that signs checkpoints: made once, readable by its owner alone, never in the database, so that somebody
 * who can write the database cannot sign. Several nodes need the same file.
 * @throws AppError `ledger.key_unreadable`
 */
export const loadLedgerSigner = (dataFolder: string, origin: string): NoteSigner => {
  const file = ledgerKeyFile(dataFolder);
  if (!existsSync(file)) {
    mkdirSync(dataFolder, { recursive: true });
    const pem = generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }).toString();
    try {
      writeFileSync(file, `${JSON.stringify({ origin, privateKey: pem }, null, 2)}\n`, {
        mode: 0o600,
        flag: "wx",
      });
    } catch (error) {
      // Another process of this installation made it a moment ago: theirs counts.
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    }
  }
  try {
    const read: unknown = JSON.parse(readFileSync(file, "utf8"));
    if (
      typeof read === "object" &&
      read !== null &&
      "privateKey" in read &&
      typeof read.privateKey === "string"
    ) {
      // The name stays the one it was made under, also when the public address changes later.
      const name = "origin" in read && typeof read.origin === "string" ? read.origin : origin;
      return createSigner(name, createPrivateKey(read.privateKey));
    }
  } catch (cause) {
    throw new AppError<LedgerKeyError>("ledger.key_unreadable", { values: { file }, cause });
  }
  throw new AppError<LedgerKeyError>("ledger.key_unreadable", { values: { file } });
};
