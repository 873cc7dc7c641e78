/** Fields in which an expert may sign. Our own list for the science check; the GB/T 13745 disciplines are an imported code table. */
export const expertFields = {
  medicine: "医学",
  nutrition: "营养与食品",
  psychology: "心理",
  agriculture: "农业",
  engineering: "工程制造",
  computing: "计算机与人工智能",
  materials: "材料",
  energy: "能源",
  environment: "环境与生态",
  "earth-science": "地球与气象",
  astronomy: "天文航天",
  physics: "物理",
  chemistry: "化学",
  biology: "生物",
  education: "教育",
  emergency: "应急与安全",
  "history-of-science": "科学史",
} as const;
export type ExpertField = keyof typeof expertFields;
export const isExpertField = (text: string): text is ExpertField => Object.hasOwn(expertFields, text);
