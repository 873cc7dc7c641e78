import { defineStates } from "#kernel/transitions.ts";

export type QuestionStatus = "received" | "assigned" | "drafted" | "answered" | "no_expert" | "withdrawn";
export type QuestionEvent = "assign" | "draft" | "return" | "send" | "close" | "withdraw";

/** A question ends with an answer that two persons stand behind, with the honest word that nobody can answer it, or taken back. */
export const questionStates = defineStates<QuestionStatus, QuestionEvent>(
  {
    received: { assign: "assigned", close: "no_expert", withdraw: "withdrawn" },
    assigned: { assign: "assigned", draft: "drafted", close: "no_expert", withdraw: "withdrawn" },
    drafted: { return: "assigned", send: "answered", withdraw: "withdrawn" },
    answered: {},
    no_expert: {},
    withdrawn: {},
  },
  ["assign", "draft", "return", "send", "close", "withdraw"],
);

export const statusNames: Readonly<Record<QuestionStatus, string>> = {
  received: "待分派",
  assigned: "待作答",
  drafted: "待核对",
  answered: "已答复",
  no_expert: "没有合适的专家",
  withdrawn: "提问人撤回",
};

/** What the asker reads. */
export const askerWords: Readonly<Record<QuestionStatus, string>> = {
  received: "收到了，正在找合适的专家",
  assigned: "已经交给专家，正在写答复",
  drafted: "答复写好了，正在由另一个人核对",
  answered: "有答复了",
  no_expert: "没有合适的专家",
  withdrawn: "您已撤回",
};

export const eventNames: Readonly<Record<QuestionEvent, string>> = {
  assign: "分派",
  draft: "写答复",
  return: "退回重写",
  send: "核对无误，发给提问人",
  close: "没有合适的专家",
  withdraw: "撤回",
};
