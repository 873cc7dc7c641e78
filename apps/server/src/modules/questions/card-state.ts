import { defineStates } from "#kernel/transitions.ts";

export type CardStatus = "waiting" | "published" | "returned" | "withdrawn";
export type CardEvent = "publish" | "return" | "withdraw" | "rewrite";

export const cardStates = defineStates<CardStatus, CardEvent>(
  {
    waiting: { publish: "published", return: "returned" },
    published: { withdraw: "withdrawn" },
    returned: { rewrite: "waiting" },
    withdrawn: { rewrite: "waiting" },
  },
  ["publish", "return", "withdraw", "rewrite"],
);

export const cardStatusNames: Readonly<Record<CardStatus, string>> = {
  waiting: "等另一个人核对",
  published: "已公开",
  returned: "退回",
  withdrawn: "已撤下",
};

export const cardEventNames: Readonly<Record<CardEvent, string>> = {
  publish: "核对无误，公开",
  return: "退回",
  withdraw: "撤下",
  rewrite: "重写",
};
