import { defineStates } from "#kernel/transitions.ts";

export type SubmissionStatus =
  | "writing"
  | "received"
  | "paired"
  | "drafted"
  | "published"
  | "declined"
  | "withdrawn";
export type SubmissionEvent = "send" | "pair" | "draft" | "publish" | "reopen" | "decline" | "withdraw";

/** A contribution: written in three steps, paired with an expert, made a draft, out with credit; withdrawn while it is not out. */
export const submissionStates = defineStates<SubmissionStatus, SubmissionEvent>(
  {
    writing: { send: "received", withdraw: "withdrawn" },
    received: { pair: "paired", decline: "declined", withdraw: "withdrawn" },
    paired: { draft: "drafted", decline: "declined", withdraw: "withdrawn" },
    drafted: { publish: "published", decline: "declined", withdraw: "withdrawn" },
    published: { reopen: "drafted" },
    declined: {},
    withdrawn: {},
  },
  ["send", "pair", "draft", "publish", "reopen", "decline", "withdraw"],
);
export const submissionStatusNames: Readonly<Record<SubmissionStatus, string>> = {
  writing: "还没交",
  received: "收到了，等编辑看",
  paired: "专家在帮忙",
  drafted: "在三审三校",
  published: "已发布",
  declined: "没有采用",
  withdrawn: "已撤回",
};

export type PairStatus = "open" | "paired" | "closed";
export type PairEvent = "pair" | "close";
/** A request on the pair board is open until it has a partner or its owner closes it. */
export const pairStates = defineStates<PairStatus, PairEvent>(
  { open: { pair: "paired", close: "closed" }, paired: {}, closed: {} },
  ["pair", "close"],
);
export const pairStatusNames: Readonly<Record<PairStatus, string>> = {
  open: "在找",
  paired: "已配对",
  closed: "不找了",
};

export type BriefStatus = "filed" | "checked" | "drafted" | "published" | "declined";
export type BriefEvent = "check" | "draft" | "publish" | "reopen" | "decline";
/** A result: filed, checked by an expert, drafted as article and chart, out when both are; recalled, it is drafted again. */
export const briefStates = defineStates<BriefStatus, BriefEvent>(
  {
    filed: { check: "checked", decline: "declined" },
    checked: { draft: "drafted", decline: "declined" },
    drafted: { publish: "published", decline: "declined" },
    published: { reopen: "drafted" },
    declined: {},
  },
  ["check", "draft", "publish", "reopen", "decline"],
);
export const briefStatusNames: Readonly<Record<BriefStatus, string>> = {
  filed: "等专家核对",
  checked: "等成稿",
  drafted: "在三审三校",
  published: "已发布",
  declined: "不做",
};

export type CollectionStatus = "draft" | "published" | "retired";
export type CollectionEvent = "publish" | "edit" | "retire";
export const collectionStates = defineStates<CollectionStatus, CollectionEvent>(
  {
    draft: { publish: "published", retire: "retired" },
    published: { edit: "draft", retire: "retired" },
    retired: {},
  },
  ["publish", "edit", "retire"],
);
export const collectionStatusNames: Readonly<Record<CollectionStatus, string>> = {
  draft: "草稿",
  published: "已发布",
  retired: "已收起",
};

export type PlacementStatus = "planned" | "cancelled";
export const placementStates = defineStates<PlacementStatus, "cancel">(
  { planned: { cancel: "cancelled" }, cancelled: {} },
  ["cancel"],
);
