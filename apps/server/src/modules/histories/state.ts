import { defineStates } from "#kernel/transitions.ts";

export type HistoryStatus = "previewed" | "applied" | "discarded";
export type HistoryEvent = "apply" | "discard";

export const historyStates = defineStates<HistoryStatus, HistoryEvent>(
  { previewed: { apply: "applied", discard: "discarded" }, applied: {}, discarded: {} },
  ["apply", "discard"],
);

export const historyStatusNames: Readonly<Record<HistoryStatus, string>> = {
  previewed: "等第二个人确认",
  applied: "已写入",
  discarded: "已放弃",
};
