import type { PlanRow } from "#kernel/module.ts";

export const commissionersPlanRows: readonly PlanRow[] = [
  {
    id: "F-15",
    state: "works",
    where:
      "/commissioner-calls · /my/commissioner · /my/commissioner-selection · 工作台—特派员选派、申请、聘任、服务、得分",
    note: "选派（申请或单位推荐、两位无利害关系的评审人打分、写明原因再定、从申请直接签聘任：selection.test.ts），按镇街和点单配对，服务记录有时间、地点、打过码的照片，农户看得到照片、确认才算（photos.test.ts、commissioners.test.ts），年度得分只算确认过的。",
  },
];
