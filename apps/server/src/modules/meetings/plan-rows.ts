import type { PlanRow } from "#kernel/module.ts";

export const meetingsPlanRows: readonly PlanRow[] = [
  {
    id: "J-01",
    state: "works",
    where: "/my/issues · 工作台—联席会议—议题",
    note: "成员单位随时在手机上提，分类，按字面相似找出同样的事并合并：meetings.test.ts。",
  },
  {
    id: "J-02",
    state: "works",
    where: "工作台—联席会议 · /my/resolutions",
    note: "逾期决议排在下次议程最前；没有责任单位或日期的决议写不进数据库；先提醒责任单位、再提醒牵头单位，各一次；纪要定稿进账本，纪要 .docx：meetings.test.ts、races.test.ts、minutes-document.test.ts、e2e/plan-year.e2e.ts。",
  },
  {
    id: "D-01",
    state: "partly",
    where: "工作台—联席会议—决议",
    note: "决议可以写明依据的调研报告（meetings.test.ts）。缺：调研课题与报告本身。",
  },
];
