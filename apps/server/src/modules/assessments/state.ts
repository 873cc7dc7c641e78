import { defineStates } from "#kernel/transitions.ts";

export type SchemeStatus = "draft" | "published" | "retired";
export type SchemeEvent = "publish" | "retire";
export const schemeStates = defineStates<SchemeStatus, SchemeEvent>(
  { draft: { publish: "published", retire: "retired" }, published: { retire: "retired" }, retired: {} },
  ["publish", "retire"],
);
export const schemeStatusNames: Readonly<Record<SchemeStatus, string>> = {
  draft: "起草中",
  published: "已发布",
  retired: "已停用",
};

export type AssessmentStatus = "open" | "frozen" | "published";
export type AssessmentEvent = "freeze" | "publish";
export const assessmentStates = defineStates<AssessmentStatus, AssessmentEvent>(
  { open: { freeze: "frozen" }, frozen: { publish: "published" }, published: {} },
  ["freeze", "publish"],
);
export const assessmentStatusNames: Readonly<Record<AssessmentStatus, string>> = {
  open: "计算中",
  frozen: "已冻结",
  published: "已公布",
};

export type AppealStatus = "filed" | "upheld" | "dismissed";
export type AppealEvent = "uphold" | "dismiss";
export const appealStates = defineStates<AppealStatus, AppealEvent>(
  { filed: { uphold: "upheld", dismiss: "dismissed" }, upheld: {}, dismissed: {} },
  ["uphold", "dismiss"],
);
export const appealStatusNames: Readonly<Record<AppealStatus, string>> = {
  filed: "等待复议",
  upheld: "采纳，已改分",
  dismissed: "维持原分",
};
