import { timingSafeEqual } from "node:crypto";
import type { FieldCipher } from "#kernel/encryption.ts";

/** `application`: see how it stands, after receipt number and phone were right. `received`: the page right after sending, with the code. */
export type TokenPurpose = "application" | "received";

const digestOf = (cipher: FieldCipher, purpose: TokenPurpose, organisationId: string): string =>
  cipher.blindIndex(`organisations.${purpose}`, organisationId).toString("hex").slice(0, 40);

/** A link that cannot be guessed and needs no stored secret: the record's id with its keyed digest. */
export const toToken = (cipher: FieldCipher, purpose: TokenPurpose, organisationId: string): string =>
  `${organisationId.replaceAll("-", "")}${digestOf(cipher, purpose, organisationId)}`;

/** The record's id, undefined where the link was not made here for this purpose. */
export const readToken = (cipher: FieldCipher, purpose: TokenPurpose, token: string): string | undefined => {
  const match = /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})([0-9a-f]{40})$/.exec(
    token,
  );
  if (match === null) return undefined;
  const organisationId = match.slice(1, 6).join("-");
  const given = Buffer.from(match[6] ?? "");
  return timingSafeEqual(given, Buffer.from(digestOf(cipher, purpose, organisationId)))
    ? organisationId
    : undefined;
};

/** Eight digits by which the applicant proves to be the one who sent it (办理码). */
export const toFixCode = (cipher: FieldCipher, organisationId: string): string =>
  String(cipher.blindIndex("organisations.fix_code", organisationId).readUInt32BE(0) % 100_000_000).padStart(
    8,
    "0",
  );

export const isFixCode = (cipher: FieldCipher, organisationId: string, given: string): boolean =>
  timingSafeEqual(
    cipher.blindIndex("compare", toFixCode(cipher, organisationId)),
    cipher.blindIndex("compare", given.trim()),
  );
