// The saved items of a reader without an account: item numbers in a cookie of this device, nothing on the server.
import { timingSafeEqual } from "node:crypto";
import type { FieldCipher } from "#kernel/encryption.ts";

export const savedCookieName = "kepu_saved";
export const savedCookieSeconds = 365 * 24 * 3600;

/** Browsers keep 4 KB a cookie; forty numbers with the seal take less than 450 bytes. */
export const savedCookieLimit = 40;

const sealOf = (cipher: FieldCipher, numbers: string): Buffer =>
  cipher.blindIndex("saved-items-cookie", numbers).subarray(0, 16);

/** `12.7.31.<seal>`: newest first. */
export const formatSavedCookie = (cipher: FieldCipher, nos: readonly number[]): string => {
  const numbers = nos.slice(0, savedCookieLimit).join(".");
  return `${numbers}.${sealOf(cipher, numbers).toString("base64url")}`;
};

/** The numbers of a cookie that we wrote; anything else is an empty list. */
export const parseSavedCookie = (cipher: FieldCipher, value: string | undefined): readonly number[] => {
  const found = /^((?:[1-9]\d{0,8})(?:\.[1-9]\d{0,8}){0,39})\.([\w-]{22})$/u.exec(value ?? "");
  if (found === null) return [];
  const [, numbers = "", seal = ""] = found;
  if (!timingSafeEqual(Buffer.from(seal, "base64url"), sealOf(cipher, numbers))) return [];
  return [...new Set(numbers.split(".").map(Number))];
};
