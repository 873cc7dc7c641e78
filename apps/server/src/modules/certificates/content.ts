import { canonicalJson } from "#kernel/canonical-json.ts";
import type { CertificateKind } from "./state.ts";

export type CertifiedService = {
  day: string;
  title: string;
  team: string;
  minutes: number;
  /** Signed on site, or added by hand with a reason. */
  kind: "credited" | "added";
  reason: string | null;
};

/** What a certificate says, as it is hashed into the ledger and printed. */
export type CertificateContent = {
  version: 1;
  no: string;
  kind: CertificateKind;
  name: string;
  unit: string;
  from: string;
  to: string;
  creditedMinutes: number;
  addedMinutes: number;
  services: CertifiedService[];
  trainings: string[];
  stars: string;
  /** Words of thanks. */
  words: string | null;
  purpose: string | null;
  issuedOn: string;
  /** Random: without it the hash in the public ledger would confirm a guess of the name. */
  salt: string;
};

export const toContentText = (content: CertificateContent): string => canonicalJson(content);

// Only toContentText wrote what is read here.
export const parseContent = (text: string): CertificateContent => JSON.parse(text) as CertificateContent;

/** The digits that go with the number: whoever holds the paper has them, whoever guesses numbers has not. */
export const toCheckCode = (hash: Buffer): string => hash.toString("hex").slice(0, 10).toUpperCase();
