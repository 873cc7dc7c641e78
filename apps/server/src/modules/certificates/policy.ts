import type { PolicyTable } from "#kernel/policy.ts";

/** Whoever recorded certifies: the unit's own staff issue and revoke; anybody may check a certificate that he holds. */
export const certificatesPolicy = {
  "certificates.own": { allow: "signedIn" },
  "certificates.verify": { allow: "public" },
  "certificates.read": { allow: ["dispatcher", "org_admin", "supervisor"], scope: "unit" },
  "certificates.issue": { allow: ["dispatcher", "org_admin"], scope: "unit" },
} as const satisfies PolicyTable;
