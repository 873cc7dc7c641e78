import type { MotifName } from "#ui/cover/motifs.ts";

export type Topic = { motif: MotifName; name: string; about: string };

/** What the portal will speak about (G-03: 科学精神 stands among the others, not beside them). */
export const topics: readonly Topic[] = [
  { motif: "health", name: "健康", about: "看病、用药、锻炼、睡觉" },
  { motif: "food", name: "食品", about: "怎么选、怎么放、怎么吃" },
  { motif: "safety", name: "安全应急", about: "暴雨、高温、用气、急救" },
  { motif: "digital", name: "数字生活", about: "手机、网上办事、防骗" },
  { motif: "farming", name: "农事", about: "节气、种植、养殖" },
  { motif: "nature", name: "生态环境", about: "河流、森林、垃圾分类" },
  { motif: "stars", name: "星空与地球", about: "天气、地质、宇宙" },
  { motif: "matter", name: "物质与能量", about: "声、光、电、热" },
  { motif: "ai", name: "人工智能", about: "会做什么，不会做什么" },
  { motif: "making", name: "智能制造", about: "机器怎样造出东西" },
  { motif: "materials", name: "新材料", about: "从实验室到工厂" },
  { motif: "spirit", name: "科学精神", about: "科学家怎样想、怎样做" },
];
