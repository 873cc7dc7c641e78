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
