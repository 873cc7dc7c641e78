import type { Role } from "#kernel/actor.ts";
import type { PolicyTable } from "#kernel/policy.ts";

/**
 * System administration opens and stops accounts, security administration gives the powers, audit administration
 * watches both (三权分立); an organisation's administrator looks after his own unit and below.
 */
export const identityPolicy: PolicyTable = {
  "identity.me": { allow: "signedIn" },
  "identity.read_people": { allow: ["org_admin", "system_admin", "security_admin"], scope: "unit" },
  "identity.create_person": { allow: ["org_admin", "system_admin"], scope: "unit" },
  "identity.grant_role": { allow: ["org_admin", "security_admin"], scope: "unit" },
  "identity.end_grant": { allow: ["org_admin", "security_admin"], scope: "unit" },
  "identity.handover": { allow: ["org_admin", "security_admin"], scope: "unit" },
  "identity.disable_person": { allow: ["org_admin", "system_admin", "security_admin"], scope: "unit" },
  "identity.enable_person": { allow: ["org_admin", "security_admin"], scope: "unit" },
};

const unitRoles: readonly Role[] = [
  "volunteer",
  "helper",
  "teacher",
  "base_manager",
  "dispatcher",
  "editor",
  "expert",
  "street_liaison",
  "department_liaison",
  "supervisor",
  "statistician",
  "org_admin",
];

/** Which roles a role may give to somebody else; what stands nowhere here is given on the command line only. */
export const grantableBy: Readonly<Partial<Record<Role, readonly Role[]>>> = {
  org_admin: unitRoles,
  security_admin: [...unitRoles, "system_admin", "security_admin", "audit_admin"],
};

/** 系统管理员、安全管理员、审计管理员 */
export const threePowers: readonly Role[] = ["system_admin", "security_admin", "audit_admin"];

export const roleNames: Readonly<Record<Role, string>> = {
  volunteer: "科技志愿者",
  helper: "帮办员",
  teacher: "科技教师",
  base_manager: "基地管理员",
  dispatcher: "派单员",
  editor: "编辑",
  expert: "专家",
  street_liaison: "街镇联络员",
  department_liaison: "部门联络员",
  supervisor: "督导员",
  statistician: "统计员",
  org_admin: "单位管理员",
  system_admin: "系统管理员",
  security_admin: "安全管理员",
  audit_admin: "审计管理员",
};
