import type { PolicyTable } from "#kernel/policy.ts";

export const channelsPolicy = {
  "channels.read": { allow: ["editor", "supervisor", "audit_admin"], scope: "any" },
  "channels.manage": { allow: ["editor", "supervisor"], scope: "any" },
  "channels.read_deliveries": {
    allow: ["editor", "supervisor", "audit_admin", "street_liaison"],
    scope: "unit",
  },
  "channels.act_on_delivery": { allow: ["editor", "supervisor"], scope: "unit" },
  "channels.manage_screens": { allow: ["org_admin", "street_liaison", "editor"], scope: "unit" },
  "channels.screen": { allow: "public" },
  "channels.read_upstream": {
    allow: ["editor", "expert", "supervisor", "teacher", "department_liaison", "street_liaison"],
    scope: "any",
  },
  "channels.manage_upstream": { allow: ["editor", "supervisor"], scope: "any" },
} as const satisfies PolicyTable;
