import { defineStates } from "#kernel/transitions.ts";

export type AdviceStatus = "submitted" | "received" | "drafted" | "answered" | "returned" | "withdrawn";
export type AdviceEvent =
  | "receive"
  | "draft"
  | "confirm"
  | "send_back"
  | "return"
  | "revise"
  | "withdraw"
  | "pass_up";

/** A paper goes to its unit, is received, answered by two persons, or returned to be revised; late it passes to the unit above. */
export const adviceStates = defineStates<AdviceStatus, AdviceEvent>(
  {
    submitted: { receive: "received", return: "returned", withdraw: "withdrawn", pass_up: "submitted" },
    received: { draft: "drafted", return: "returned", withdraw: "withdrawn", pass_up: "submitted" },
    drafted: { confirm: "answered", send_back: "received", pass_up: "submitted" },
    answered: {},
    returned: { revise: "submitted", withdraw: "withdrawn" },
    withdrawn: {},
  },
  ["receive", "draft", "confirm", "send_back", "return", "revise", "withdraw", "pass_up"],
);

export const adviceStatusNames: Readonly<Record<AdviceStatus, string>> = {
  submitted: "已送到，等收下",
  received: "已收下，等答复",
  drafted: "答复已拟，等第二人确认",
  answered: "已答复",
  returned: "退回修改",
  withdrawn: "本人撤回",
};

/** Days that each state may last; our own, the plan names none. */
export const adviceDays: Readonly<Partial<Record<AdviceStatus, number>>> = {
  submitted: 5,
  received: 30,
  drafted: 5,
};
