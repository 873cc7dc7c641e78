import { defineStates } from "#kernel/transitions.ts";

export type PolicyStatus = "draft" | "published" | "ended" | "dropped";
export type PolicyEvent = "publish" | "take_back" | "end" | "drop";

/** A guide is drafted, published by somebody else, and ended when its document is; taken back, it is written and published anew. */
export const policyStates = defineStates<PolicyStatus, PolicyEvent>(
  {
    draft: { publish: "published", drop: "dropped" },
    published: { take_back: "draft", end: "ended" },
    ended: {},
    dropped: {},
  },
  ["publish", "take_back", "end", "drop"],
);

export const policyStatusNames: Readonly<Record<PolicyStatus, string>> = {
  draft: "草稿",
  published: "已发布",
  ended: "已失效",
  dropped: "不再采用",
};

export const policyEventNames: Readonly<Record<PolicyEvent, string>> = {
  publish: "发布",
  take_back: "撤回修改",
  end: "标为失效",
  drop: "不再采用",
};
