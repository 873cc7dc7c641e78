import { createCipheriv, createDecipheriv, createHmac, randomBytes } from "node:crypto";
import { AppError } from "./errors.ts";

/** Encrypts personal fields (PIPL 51): AES-256-GCM, one random nonce a value, the key id in front for rotation. */
export type FieldCipher = {
  encrypt: (text: string) => Buffer;
  decrypt: (sealed: Buffer) => string;
  /** Keyed digest by which an encrypted field can be found again without being readable. */
  blindIndex: (purpose: string, text: string) => Buffer;
};

export type EncryptionError = "encryption.unreadable";

const nonceBytes = 12;
const tagBytes = 16;

/**
 * @param keys 32-byte data keys by one-byte id; the first is used to encrypt, all of them to decrypt.
 * @param indexKey 32-byte key of the blind index. Rotating it means re-indexing, so it is separate.
 */
export const createFieldCipher = (keys: ReadonlyMap<number, Buffer>, indexKey: Buffer): FieldCipher => {
  const current = keys.entries().next().value;
  if (current === undefined) throw new Error("a field cipher needs a key");
  const [currentId, currentKey] = current;
  return {
    encrypt: (text) => {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv("aes-256-gcm", currentKey, nonce);
      const body = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
      return Buffer.concat([Buffer.of(currentId), nonce, cipher.getAuthTag(), body]);
    },
    decrypt: (sealed) => {
      const key = keys.get(sealed[0] ?? -1);
      if (key === undefined || sealed.length < 1 + nonceBytes + tagBytes)
        throw new AppError<EncryptionError>("encryption.unreadable", { status: 409 });
      const nonce = sealed.subarray(1, 1 + nonceBytes);
      const decipher = createDecipheriv("aes-256-gcm", key, nonce);
      decipher.setAuthTag(sealed.subarray(1 + nonceBytes, 1 + nonceBytes + tagBytes));
      try {
        return Buffer.concat([
          decipher.update(sealed.subarray(1 + nonceBytes + tagBytes)),
          decipher.final(),
        ]).toString("utf8");
      } catch (cause) {
        throw new AppError<EncryptionError>("encryption.unreadable", { status: 409, cause });
      }
    },
    blindIndex: (purpose, text) =>
      createHmac("sha256", indexKey).update(purpose).update("\0").update(text).digest(),
  };
};
