import { defineStates } from "#kernel/transitions.ts";

export type ClaimStatus = "filed" | "checked" | "sent" | "returned" | "paid" | "refused" | "withdrawn";
export type ClaimEvent =
  | "check"
  | "send"
  | "give_back"
  | "file_again"
  | "pay"
  | "refuse"
  | "withdraw"
  | "pass_up";
export const claimStates = defineStates<ClaimStatus, ClaimEvent>(
  {
    filed: { check: "checked", give_back: "returned", withdraw: "withdrawn", pass_up: "filed" },
    checked: { send: "sent", give_back: "returned", withdraw: "withdrawn", pass_up: "checked" },
    sent: { pay: "paid", refuse: "refused", pass_up: "sent" },
    returned: { file_again: "filed", withdraw: "withdrawn" },
    paid: {},
    refused: {},
    withdrawn: {},
  },
  ["check", "send", "give_back", "file_again", "pay", "refuse", "withdraw", "pass_up"],
);
export const claimStatusNames: Readonly<Record<ClaimStatus, string>> = {
  filed: "站点在核对",
  checked: "核对好了，等第二个人送保险公司",
  sent: "已送保险公司",
  returned: "退回补材料",
  paid: "已赔付",
  refused: "保险公司不赔",
  withdrawn: "已撤回",
};

export const claimKinds = {
  injury: "受伤",
  illness: "突发疾病",
  property: "东西损坏",
  others: "碰伤别人或弄坏别人东西",
} as const;
export type ClaimKind = keyof typeof claimKinds;
// Object.keys gives string[]; the keys of this constant are these codes and no others.
export const claimKindCodes = Object.keys(claimKinds) as ClaimKind[];

/** Days that the office has in each state that lies with it; an insurer takes up to thirty (保险法 第二十三条). */
export const dueDays = { filed: 5, checked: 3, sent: 30 } as const;
