import type { FactKind } from "#kernel/facts.ts";

export const questionFactKinds: readonly FactKind[] = [
  {
    kind: "questions.asked",
    name: "居民向专家提问",
    measure: "个",
    from: "收到一个提问",
    sourceTable: "questions",
  },
  {
    kind: "questions.answered",
    name: "专家答复提问",
    measure: "个",
    from: "一个人写、另一个人核对后，答复发给提问人",
    sourceTable: "questions",
  },
  {
    kind: "questions.card_published",
    name: "公开的问答卡",
    measure: "个",
    from: "把已发出的答复改写成谁都看得懂的问答卡，另一个人核对后公开（撤下时冲销）",
    sourceTable: "question_cards",
  },
];
