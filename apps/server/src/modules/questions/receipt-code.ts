import { randomInt } from "node:crypto";
import type { FieldCipher } from "#kernel/encryption.ts";

/** Without 0 O 1 I L: read aloud over a telephone, none is taken for another. */
const letters = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
const length = 12;

/** Twelve letters of 31: 59 bits, more than can be guessed through a web page. */
export const createReceiptCode = (): string =>
  Array.from({ length }, () => letters[randomInt(letters.length)]).join("");

/** `ABCD-EFGH-JKMN`, as it is shown. */
export const showReceiptCode = (code: string): string => code.replaceAll(/(.{4})(?!$)/gu, "$1-");

/** The code that somebody typed, however it was typed; undefined where it cannot be one. */
export const parseReceiptCode = (text: string): string | undefined => {
  const code = text
    .normalize("NFKC")
    .toUpperCase()
    .replaceAll(/[^0-9A-Z]/gu, "");
  return code.length === length ? code : undefined;
};

export const toReceiptIndex = (cipher: FieldCipher, code: string): Buffer =>
  cipher.blindIndex("question-receipt", code);
