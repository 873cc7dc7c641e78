import { defineStates } from "#kernel/transitions.ts";

export type DocumentStatus = "draft" | "in_force" | "superseded" | "expired" | "discarded";
export type DocumentEvent = "bring_into_force" | "supersede" | "expire" | "discard";

/** Z-06: what is over stays readable and does not change any more. */
export const documentStates = defineStates<DocumentStatus, DocumentEvent>(
  {
    draft: { bring_into_force: "in_force", discard: "discarded" },
    in_force: { supersede: "superseded", expire: "expired" },
    superseded: {},
    expired: {},
    discarded: {},
  },
  ["bring_into_force", "supersede", "expire", "discard"],
);

export const documentStatusNames: Readonly<Record<DocumentStatus, string>> = {
  draft: "草稿",
  in_force: "施行中",
  superseded: "已被新方案接替",
  expired: "已到期",
  discarded: "已作废",
};

export type WorkPlanStatus = "draft" | "submitted" | "returned" | "approved" | "superseded";
export type WorkPlanEvent = "submit" | "return" | "approve" | "supersede";

/** O-04. A change of an approved plan is a new version that is approved again; the old one stays to be read. */
export const workPlanStates = defineStates<WorkPlanStatus, WorkPlanEvent>(
  {
    draft: { submit: "submitted" },
    submitted: { return: "returned", approve: "approved" },
    returned: { submit: "submitted" },
    approved: { supersede: "superseded" },
    superseded: {},
  },
  ["submit", "return", "approve", "supersede"],
);

export const workPlanStatusNames: Readonly<Record<WorkPlanStatus, string>> = {
  draft: "起草中",
  submitted: "等待批准",
  returned: "退回修改",
  approved: "已批准",
  superseded: "已有新版本",
};
