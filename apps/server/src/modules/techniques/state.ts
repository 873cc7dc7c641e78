import { defineStates } from "#kernel/transitions.ts";

export type EntryStatus = "waiting" | "published" | "returned" | "withdrawn";
export type EntryEvent = "publish" | "return" | "withdraw" | "rewrite";
export const entryStates = defineStates<EntryStatus, EntryEvent>(
  {
    waiting: { publish: "published", return: "returned" },
    returned: { rewrite: "waiting" },
    published: { withdraw: "withdrawn" },
    withdrawn: { rewrite: "waiting" },
  },
  ["publish", "return", "withdraw", "rewrite"],
);
export const entryStatusNames: Readonly<Record<EntryStatus, string>> = {
  waiting: "等另一个人核对",
  published: "已公开",
  returned: "退回修改",
  withdrawn: "已撤下",
};

export type AdoptionStatus = "reported" | "confirmed" | "disputed" | "withdrawn";
type AdoptionEvent = "confirm" | "dispute" | "take_back";
export const adoptionStates = defineStates<AdoptionStatus, AdoptionEvent>(
  {
    reported: { confirm: "confirmed", dispute: "disputed", take_back: "withdrawn" },
    confirmed: {},
    disputed: {},
    withdrawn: {},
  },
  ["confirm", "dispute", "take_back"],
);
export const adoptionStatusNames: Readonly<Record<AdoptionStatus, string>> = {
  reported: "等特派员或镇街确认，还不计数",
  confirmed: "已确认",
  disputed: "没有确认",
  withdrawn: "本人撤回",
};
