import type { PlanRow } from "#kernel/module.ts";

export const inspectionsPlanRows: readonly PlanRow[] = [
  {
    id: "O-02",
    state: "works",
    where: "工作台—督促检查 · /my/rectifications",
    note: "检查发现 → 限期整改 → 报告 → 复核 → 销号，经过只增不改：inspections.test.ts、races.test.ts。",
  },
  {
    id: "M-03",
    state: "works",
    where: "工作台—督促检查 · /inspections/:no",
    note: "自查、按公布的种子随机抽样（谁都能重算）、现场核查、结果函：inspections.test.ts。年度得分见 O-05。",
  },
  {
    id: "Z-04",
    state: "works",
    where: "工作台—督促检查",
    note: "中期督查的检查与整改，检查通知 .docx，逾期整改先提醒单位、七天后提醒检查单位（inspections.test.ts、reminders.test.ts、notice-document.test.ts）；材料包见 packs。",
  },
  {
    id: "O-06",
    state: "partly",
    where: "工作台—通知 · /my/notices",
    note: "通知按单位签收，没收到的单位列出，不排个人；联络员名录：inspections.test.ts。缺：联络员培训课程。",
  },
];
