import type { PlanRow } from "#kernel/module.ts";

export const commonsPlanRows: readonly PlanRow[] = [
  {
    id: "J-08",
    state: "works",
    where: "/contribute · 工作台—公众投稿",
    note: "三步交稿、用稿说明、回执与进展、配专家、三审三校、署名发布、退回说原因、发布前撤回：commons.e2e.ts、submissions.test.ts。",
  },
  {
    id: "R-05",
    state: "works",
    where: "/pairing · 工作台—结对板",
    note: "按领域和主题配对并说理由，工作台看得到每条需求有几个合适的、谁在等回话，双方愿意即成共同稿、两人署名、谁也不审自己的稿：pairs.test.ts。",
  },
  {
    id: "R-08",
    state: "works",
    where: "/results · 工作台—成果转科普",
    note: "送来、专家核对、文章加图表、发布；用时由事实算出，超期单列：results.test.ts。",
  },
  {
    id: "R-11",
    state: "works",
    where: "/collections · 工作台—故事合集",
    note: "合集有顺序和引言、两人经手，撤稿的自己退出，进搜索、主题页和订阅：collections.test.ts。",
  },
  {
    id: "I-06",
    state: "works",
    where: "/public-service · 工作台—投放台账",
    note: "公益广告库、投放计划对实际，自有渠道按回执自动计数：placements.test.ts。",
  },
  {
    id: "E-11",
    state: "works",
    where: "工作台—投放台账",
    note: "投放按媒介列计划和实际，六个健康主题乘四种媒体逐格列出，空格看得见：placements.test.ts。",
  },
  {
    id: "Y-03",
    state: "works",
    where: "/lessons · 工作台—课程使用",
    note: "按年级、学科、主题、课标找课；教师改编打印、登记使用只记一次：lessons.test.ts。",
  },
];
