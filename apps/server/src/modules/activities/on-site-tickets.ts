import { timingSafeEqual } from "node:crypto";
import { canonicalJson } from "#kernel/canonical-json.ts";
import type { FieldCipher } from "#kernel/encryption.ts";

/** What a device was given to work with, and by which a line can show that it was: to whom, what, when, which rows. */
export type Ticket = { targetId: string; issuedAt: Date; digest: string };

const mark = (cipher: FieldCipher, personId: string, ticket: Ticket): Buffer =>
  cipher.blindIndex(
    "on-site-ticket",
    canonicalJson([personId, ticket.targetId, ticket.issuedAt.toISOString(), ticket.digest]),
  );

export const signTicket = (cipher: FieldCipher, personId: string, ticket: Ticket): string =>
  mark(cipher, personId, ticket).toString("hex");

export const isOwnTicket = (
  cipher: FieldCipher,
  personId: string,
  ticket: Ticket & { signature: string },
): boolean => {
  const given = Buffer.from(ticket.signature, "hex");
  const right = mark(cipher, personId, ticket);
  return given.length === right.length && timingSafeEqual(given, right);
};
