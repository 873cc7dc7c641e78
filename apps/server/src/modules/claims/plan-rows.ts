import type { PlanRow } from "#kernel/module.ts";

export const claimsPlanRows: readonly PlanRow[] = [
  {
    id: "E-03",
    state: "works",
    where: "/my/claims · 工作台—理赔",
    note: "服务中出了意外，志愿者凭去过的那一次申请理赔、拍照交材料；站点 5 天内核对，换第二个人送保险公司，退回、赔付、不赔都有去向，到时没办转上级：claims.test.ts。与保险公司没有接口，结果照通知记。",
  },
];
