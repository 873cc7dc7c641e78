import type { PolicyTable } from "#kernel/policy.ts";

export const trustPolicy: PolicyTable = {
  "trust.read_figures": {
    allow: [
      "supervisor",
      "statistician",
      "department_liaison",
      "street_liaison",
      "org_admin",
      "dispatcher",
      "base_manager",
      "system_admin",
      "security_admin",
      "audit_admin",
    ],
    scope: "unit",
  },
  "trust.read_facts": {
    allow: ["supervisor", "statistician", "department_liaison", "street_liaison", "org_admin", "audit_admin"],
    scope: "unit",
  },
  // Who reverses is neither who recorded (operations) nor who keeps the machine running (等保 三权分立).
  "trust.reverse_fact": { allow: ["supervisor", "statistician"], scope: "unit" },
  "trust.read_indicators": { allow: "signedIn" },
  "trust.read_waiting": { allow: "signedIn" },
  "trust.read_public_ledger": { allow: "public" },
  "trust.read_ledger_entries": {
    allow: ["supervisor", "statistician", "system_admin", "security_admin", "audit_admin"],
    scope: "any",
  },
  "trust.verify_ledger": { allow: ["supervisor", "system_admin", "audit_admin"], scope: "any" },
  "trust.read_audit": { allow: ["supervisor", "audit_admin"], scope: "unit" },
  "trust.read_jobs": { allow: ["system_admin", "audit_admin"], scope: "any" },
  "trust.retry_job": { allow: ["system_admin"], scope: "any" },
  "trust.read_system_health": { allow: ["system_admin", "security_admin", "audit_admin"], scope: "any" },
};
