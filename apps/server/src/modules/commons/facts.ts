import type { FactKind } from "#kernel/facts.ts";

export const commonsFactKinds: readonly FactKind[] = [
  {
    kind: "commons.submitted",
    name: "公众投稿",
    measure: "篇",
    from: "居民交来一份投稿（撤回的冲销）",
    sourceTable: "submissions",
  },
  {
    kind: "commons.submission_published",
    name: "公众投稿发布",
    measure: "篇",
    from: "投稿经三审三校发布并署名（撤稿的冲销）",
    sourceTable: "content_credits",
  },
  {
    kind: "commons.paired",
    name: "科研与创作配对",
    measure: "对",
    from: "成果方和创作方都同意，共同成稿",
    sourceTable: "pairings",
  },
  {
    kind: "commons.result_published",
    name: "成果转科普",
    measure: "项",
    from: "一项成果的文章和图表都发布",
    sourceTable: "result_briefs",
  },
  {
    kind: "commons.result_lead",
    name: "成果转科普用时",
    measure: "天",
    from: "一项成果的文章和图表都发布时，记从送来到发布的天数",
    sourceTable: "result_briefs",
  },
  {
    kind: "commons.placed",
    name: "公益内容投放",
    measure: "次",
    from: "人工确认一次投放（自有渠道由送达回执计数，不在这里重复记）",
    sourceTable: "placement_proofs",
  },
  {
    kind: "commons.lesson_used",
    name: "课程使用",
    measure: "节",
    from: "教师登记用一节课程上过一个班（同一教师、班级、日期、课程只记一次）",
    sourceTable: "lesson_uses",
  },
];
