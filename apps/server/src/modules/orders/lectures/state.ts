import { defineStates } from "#kernel/transitions.ts";

export type TalkStatus = "submitted" | "admitted" | "refused" | "withdrawn";
type TalkEvent = "admit" | "refuse" | "withdraw";

export const talkStates = defineStates<TalkStatus, TalkEvent>(
  {
    submitted: { admit: "admitted", refuse: "refused", withdraw: "withdrawn" },
    admitted: { withdraw: "withdrawn" },
    refused: {},
    withdrawn: {},
  },
  ["admit", "refuse", "withdraw"],
);

export const talkStatusNames: Readonly<Record<TalkStatus, string>> = {
  submitted: "等核对",
  admitted: "可以点",
  refused: "没有通过",
  withdrawn: "已收回",
};
