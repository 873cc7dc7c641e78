import type { FieldCipher } from "#kernel/encryption.ts";
import { AppError } from "#kernel/errors.ts";
import type { IdentityError } from "./messages.ts";

/** Full-width digits, spaces and dashes as people type or paste them. */
const toPlainDigits = (text: string): string =>
  text
    .replace(/[０-９]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0))
    .replace(/[\s\-－—()（）]/g, "");

/**
 * A mainland mobile number as 11 digits.
 * @throws AppError `identity.phone_format` (422) on field `phone`
 */
export const parsePhone = (text: string): string => {
  const digits = toPlainDigits(text).replace(/^(?:\+|00)?86(?=1\d{10}$)/, "");
  if (!/^1[3-9]\d{9}$/.test(digits))
    throw new AppError<IdentityError>("identity.phone_format", {
      fields: { phone: "identity.phone_format" },
    });
  return digits;
};

/** `138****5678` */
export const maskPhone = (phone: string): string => `${phone.slice(0, 3)}****${phone.slice(-4)}`;

/** `张*` `欧**`: the first character and a star for each other one. */
export const maskName = (name: string): string => {
  const [first = "", ...rest] = Array.from(name);
  return first + "*".repeat(Math.min(rest.length, 4));
};

export const phoneIndex = (cipher: FieldCipher, phone: string): Buffer => cipher.blindIndex("phone", phone);
export const nameIndex = (cipher: FieldCipher, name: string): Buffer =>
  cipher.blindIndex("person-name", name);

/** A code as typed: digits of either width, with or without gaps. */
export const parseCode = (text: string): string => toPlainDigits(text);
