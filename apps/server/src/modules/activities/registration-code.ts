import { randomInt } from "node:crypto";
import type { FieldCipher } from "#kernel/encryption.ts";

/** Without 0 O 1 I L: read aloud over a telephone, none is taken for another. */
const letters = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
const length = 10;

/** Ten letters of 31: 49 bits, with counted tries more than can be guessed through a web page. */
export const createRegistrationCode = (): string =>
  Array.from({ length }, () => letters[randomInt(letters.length)]).join("");

/** `ABCDE-FGHJK`, as it is shown. */
export const showRegistrationCode = (code: string): string => `${code.slice(0, 5)}-${code.slice(5)}`;

/** The code that somebody typed or scanned, however it was typed; undefined where it cannot be one. */
export const parseRegistrationCode = (text: string): string | undefined => {
  const code = text
    .normalize("NFKC")
    .toUpperCase()
    .replaceAll(/[^0-9A-Z]/gu, "");
  return code.length === length ? code : undefined;
};

export const toCodeIndex = (cipher: FieldCipher, code: string): Buffer =>
  cipher.blindIndex("registration-code", code);
