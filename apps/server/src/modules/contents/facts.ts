import type { FactKind } from "#kernel/facts.ts";

/** What this module records of the plan (G-03 coverage per audience and topic, I-02 kinds, R-08 lead time). */
export const contentFactKinds: readonly FactKind[] = [
  {
    kind: "contents.published",
    name: "发布科普内容",
    measure: "篇",
    from: "一篇内容审校完成后发布（每个人群、每个主要主题各记一次）",
    sourceTable: "content_versions",
  },
  {
    kind: "contents.corrected",
    name: "公开更正",
    measure: "次",
    from: "更正版发布，附更正说明",
    sourceTable: "content_versions",
  },
  {
    kind: "contents.recalled",
    name: "撤稿",
    measure: "次",
    from: "已发布的内容被撤回",
    sourceTable: "content_recalls",
  },
  {
    kind: "contents.signed",
    name: "专家审签",
    measure: "次",
    from: "专家通过科学性审核",
    sourceTable: "review_steps",
  },
];
