/** What a platform called an item, and what was begun there: kept with the item, so that a killed worker goes on where it stood. */
export type PostMarks = {
  /** WeChat: the cover among the account's pictures, the draft, the task of its publication. */
  coverId?: string;
  draftId?: string;
  taskId?: string;
  /** The platform's number of what is out. */
  articleId?: string;
  url?: string;
  /** Our address of this version, as it was handed over. */
  address?: string;
  /** A step that must not be done twice was begun: its answer may have been lost. */
  begun?: "submit";
  /** SHA-256 of what was handed over. */
  sentHash?: string;
};

/** What is handed over: the words of the approved version, and the picture of its cover. */
export type OutsideItem = {
  no: number;
  versionNo: number;
  title: string;
  summary: string;
  author: string;
  html: string;
  /** Our own page of the item. */
  address: string;
  /** The same, unlike the address of any other version: some platforms take an address once. */
  versionAddress: string;
  cover: () => Promise<Buffer>;
};

export type OutsideProof = { httpStatus: number; answerHash: string; url?: string; note?: string };

/**
 * What one step came to. `done`: the platform itself showed it; `wait`: it is under way there; `again`: busy, over its limit
 * or not reached; `stop`: refused, or the account is set wrong, a person has to look and trying again is no use.
 */
export type OutsideOutcome =
  | { state: "done"; proof: OutsideProof }
  | { state: "wait"; note: string }
  | { state: "again"; problem: string; waitMinutes?: number }
  | { state: "stop"; problem: string };

/** Keeps marks at once, before and after a step that must not be done twice. */
export type KeepMarks = (marks: PostMarks) => Promise<void>;

/** A platform outside; docs/outside-platforms.md says what each has to offer. It never throws for what the platform says. */
export type OutsidePlatform = {
  publish: (item: OutsideItem, marks: PostMarks, keep: KeepMarks) => Promise<OutsideOutcome>;
  /** Takes it down and asks whether it is gone. */
  recall: (
    item: Pick<OutsideItem, "title" | "versionAddress">,
    marks: PostMarks,
    keep: KeepMarks,
  ) => Promise<OutsideOutcome>;
};

/** The day's quota of a platform is used up: no use before tomorrow. */
export const quotaMinutes = 12 * 60;
