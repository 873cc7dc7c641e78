import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from "node:crypto";
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { dirname } from "node:path";
import { pipeline } from "node:stream/promises";
import { Readable, Transform, type TransformCallback } from "node:stream";
import { createGunzip, createGzip } from "node:zlib";
import { AppError } from "./errors.ts";
import { toFolderError } from "./run-lock.ts";

export type BackupError =
  | "backup.key_missing"
  | "backup.exists"
  | "backup.not_a_backup"
  | "backup.wrong_key"
  | "backup.damaged"
  | "backup.database_not_empty"
  | "backup.newer";

/** An archive is a list of entries; each has a head (JSON), data in pieces, and an end. */
export type Frame = { kind: "head" | "data" | "end"; bytes: Buffer };

const magic = Buffer.from("KEPU-BACKUP-1\n");
const saltBytes = 16;
const pieceBytes = 64 * 1024;
const tagBytes = 16;
const kinds = ["head", "data", "end"] as const;

/** A passphrase of 16 characters with this work factor costs an attacker about 0.1 s a guess. */
const toKey = (passphrase: string, salt: Buffer): Buffer =>
  scryptSync(passphrase, salt, 32, { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 });

/** The STREAM construction: the nonce counts the pieces and marks the last one, so that none can be cut or moved. */
const nonceOf = (count: number, place: "inner" | "last"): Buffer => {
  const nonce = Buffer.alloc(12);
  nonce.writeUIntBE(count, 5, 6);
  nonce[11] = place === "last" ? 1 : 0;
  return nonce;
};

const encrypting = (key: Buffer): Transform => {
  let waiting = Buffer.alloc(0);
  let count = 0;
  const seal = (piece: Buffer, place: "inner" | "last"): Buffer => {
    const cipher = createCipheriv("aes-256-gcm", key, nonceOf(count, place));
    count += 1;
    const body = Buffer.concat([cipher.update(piece), cipher.final()]);
    return Buffer.concat([body, cipher.getAuthTag()]);
  };
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      waiting = Buffer.concat([waiting, chunk]);
      // One piece is always kept back: only at the end is it known which one is the last.
      while (waiting.length > pieceBytes) {
        this.push(seal(waiting.subarray(0, pieceBytes), "inner"));
        waiting = waiting.subarray(pieceBytes);
      }
      done();
    },
    flush(done) {
      done(null, seal(waiting, "last"));
    },
  });
};

const decrypting = (key: Buffer): Transform => {
  let waiting = Buffer.alloc(0);
  let count = 0;
  const sealedBytes = pieceBytes + tagBytes;
  const unseal = (sealed: Buffer, place: "inner" | "last"): Buffer => {
    const code = count === 0 ? "backup.wrong_key" : "backup.damaged";
    const refuse = (cause?: unknown): AppError<BackupError> =>
      new AppError<BackupError>(code, { values: { where: `第 ${count + 1} 段` }, cause });
    if (sealed.length < tagBytes) throw refuse();
    const decipher = createDecipheriv("aes-256-gcm", key, nonceOf(count, place));
    decipher.setAuthTag(sealed.subarray(-tagBytes));
    try {
      const piece = Buffer.concat([decipher.update(sealed.subarray(0, -tagBytes)), decipher.final()]);
      count += 1;
      return piece;
    } catch (cause) {
      throw refuse(cause);
    }
  };
  const attempt = (done: TransformCallback, work: () => void): void => {
    try {
      work();
      done();
    } catch (error) {
      done(error instanceof Error ? error : new Error(String(error)));
    }
  };
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      attempt(done, () => {
        waiting = Buffer.concat([waiting, chunk]);
        while (waiting.length > sealedBytes) {
          this.push(unseal(waiting.subarray(0, sealedBytes), "inner"));
          waiting = waiting.subarray(sealedBytes);
        }
      });
    },
    flush(done) {
      attempt(done, () => this.push(unseal(waiting, "last")));
    },
  });
};

async function* toBytes(frames: AsyncIterable<Frame>): AsyncGenerator<Buffer> {
  for await (const { kind, bytes } of frames) {
    const prefix = Buffer.alloc(5);
    prefix.writeUInt8(kinds.indexOf(kind), 0);
    prefix.writeUInt32BE(bytes.length, 1);
    yield prefix;
    yield bytes;
  }
}

/** Writes a new file (mode 0600): compressed, then encrypted. @throws AppError `backup.exists` */
export const writeArchive = async (
  file: string,
  passphrase: string,
  frames: AsyncIterable<Frame>,
): Promise<void> => {
  const salt = randomBytes(saltBytes);
  const handle = await open(file, "wx", 0o600).catch((error: unknown) => {
    if (error instanceof Error && "code" in error && error.code === "EEXIST")
      throw new AppError<BackupError>("backup.exists", { values: { file }, cause: error });
    throw toFolderError(error, dirname(file));
  });
  await handle.write(Buffer.concat([magic, salt]));
  const out = handle.createWriteStream({ start: magic.length + saltBytes, flush: true });
  await pipeline(
    Readable.from(toBytes(frames)),
    createGzip({ level: 6 }),
    encrypting(toKey(passphrase, salt)),
    out,
  );
};

const readStart = async (file: string): Promise<Buffer> => {
  const parts: Buffer[] = [];
  try {
    for await (const chunk of createReadStream(file, { end: magic.length + saltBytes - 1 }))
      parts.push(chunk as Buffer);
  } catch (cause) {
    throw new AppError<BackupError>("backup.not_a_backup", { values: { file }, cause });
  }
  return Buffer.concat(parts);
};

/**
 * Reads an archive's frames. Every piece is authenticated before any of it is given out.
 * @throws AppError `backup.not_a_backup` | `backup.wrong_key` | `backup.damaged`
 */
export async function* readArchive(file: string, passphrase: string): AsyncGenerator<Frame> {
  const start = await readStart(file);
  if (start.length !== magic.length + saltBytes || !start.subarray(0, magic.length).equals(magic))
    throw new AppError<BackupError>("backup.not_a_backup", { values: { file } });
  const input = createReadStream(file, { start: start.length });
  const opened = decrypting(toKey(passphrase, start.subarray(magic.length)));
  const unpacked = createGunzip();
  let failure: unknown;
  const flow = pipeline(input, opened, unpacked).catch((error: unknown) => {
    failure = error;
  });
  let waiting = Buffer.alloc(0);
  try {
    for await (const chunk of unpacked) {
      waiting = Buffer.concat([waiting, chunk as Buffer]);
      while (waiting.length >= 5) {
        const length = waiting.readUInt32BE(1);
        if (waiting.length < 5 + length) break;
        const kind = kinds[waiting.readUInt8(0)];
        if (kind === undefined)
          throw new AppError<BackupError>("backup.damaged", { values: { where: "结构" } });
        yield { kind, bytes: waiting.subarray(5, 5 + length) };
        waiting = waiting.subarray(5 + length);
      }
    }
  } catch (error) {
    await flow;
    // The unpacker only says that its input broke; the reason stands in the pipeline.
    const reason = failure ?? error;
    throw reason instanceof AppError
      ? reason
      : new AppError<BackupError>("backup.damaged", { values: { where: "压缩数据" }, cause: reason });
  } finally {
    input.destroy();
  }
}
