import type { PlanRow } from "#kernel/module.ts";

export const certificatesPlanRows: readonly PlanRow[] = [
  {
    id: "K-05",
    state: "partly",
    where: "/my/certificates · 工作台—服务证明",
    note: "志愿者要证明、单位出具、写感谢信、凭编号核对（certificates.test.ts）。缺：按人群的招募活动。",
  },
];
