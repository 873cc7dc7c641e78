import { randomBytes } from "node:crypto";
import type { Clock } from "./clock.ts";

// Random bytes are drawn for many ids at once: a system call for each would cost more than the rest of a cached page.
const pool = { bytes: Buffer.alloc(0), next: 0 };

const takeRandom = (count: number): Buffer => {
  if (pool.next + count > pool.bytes.length) {
    pool.bytes = randomBytes(4_096);
    pool.next = 0;
  }
  pool.next += count;
  return Buffer.from(pool.bytes.subarray(pool.next - count, pool.next));
};

/**
 * A UUID version 7 (RFC 9562 §5.7): sorts by the millisecond it was made in, so that primary keys stay
 * close together in their index. PostgreSQL 15 has no function for it.
 */
export const createId = (clock: Clock): string => {
  const bytes = takeRandom(16);
  bytes.writeUIntBE(clock.now().getTime(), 0, 6);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x70, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
};

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export const isId = (value: unknown): value is string => typeof value === "string" && uuidPattern.test(value);
