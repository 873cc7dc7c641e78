import { randomInt } from "node:crypto";
import type { FieldCipher } from "#kernel/encryption.ts";

/** Twelve digits: can be read out on the phone and typed by everybody; 10¹² of them cannot be guessed through. */
export const createReceiptNumber = (): string =>
  `${String(randomInt(1_000_000)).padStart(6, "0")}${String(randomInt(1_000_000)).padStart(6, "0")}`;

/** As people type it: full width, blanks and dashes between. Undefined where it is no number of twelve digits. */
export const parseReceiptNumber = (text: string): string | undefined => {
  const digits = text
    .replaceAll(/[０-９]/gu, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0))
    .replaceAll(/[\s\-－—]/gu, "");
  return /^\d{12}$/u.test(digits) ? digits : undefined;
};

/** `4821 0937 5562` */
export const receiptText = (number: string): string => number.replaceAll(/(\d{4})(?=\d)/gu, "$1 ");

/** Only the digest is stored: whoever reads the table cannot open an asker's page. */
export const hashReceipt = (cipher: FieldCipher, number: string): Buffer =>
  cipher.blindIndex("claim-receipt", number);
