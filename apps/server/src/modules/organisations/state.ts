import { defineStates } from "#kernel/transitions.ts";

export type OrganisationStatus =
  | "submitted"
  | "under_review"
  | "returned"
  | "verified"
  | "rejected"
  | "suspended"
  | "withdrawn";
export type OrganisationEvent =
  | "begin_review"
  | "verify"
  | "return"
  | "resubmit"
  | "reject"
  | "suspend"
  | "reinstate"
  | "withdraw";

/** The life of a registered organisation. `rejected` and `withdrawn` are ends: a new application is a new record. */
export const organisationStates = defineStates<OrganisationStatus, OrganisationEvent>(
  {
    submitted: {
      begin_review: "under_review",
      verify: "verified",
      return: "returned",
      reject: "rejected",
      withdraw: "withdrawn",
    },
    under_review: { verify: "verified", return: "returned", reject: "rejected", withdraw: "withdrawn" },
    returned: { resubmit: "submitted", reject: "rejected", withdraw: "withdrawn" },
    verified: { suspend: "suspended", withdraw: "withdrawn" },
    suspended: { reinstate: "verified", withdraw: "withdrawn" },
    rejected: {},
    withdrawn: {},
  },
  ["begin_review", "verify", "return", "resubmit", "reject", "suspend", "reinstate", "withdraw"],
);

export const statusNames: Readonly<Record<OrganisationStatus, string>> = {
  submitted: "已提交",
  under_review: "审核中",
  returned: "退回补正",
  verified: "已核实",
  rejected: "未通过",
  suspended: "已暂停",
  withdrawn: "已撤回",
};

export const eventNames: Readonly<Record<OrganisationEvent | "submit", string>> = {
  submit: "提交登记",
  begin_review: "开始审核",
  verify: "核实通过",
  return: "退回补正",
  resubmit: "补正后再次提交",
  reject: "不予通过",
  suspend: "暂停",
  reinstate: "恢复",
  withdraw: "撤回",
};

/** An import is previewed, then applied once. */
export const importStates = defineStates<"previewed" | "applied", "apply">(
  { previewed: { apply: "applied" }, applied: {} },
  ["apply"],
);
