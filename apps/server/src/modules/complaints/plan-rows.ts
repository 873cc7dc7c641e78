import type { PlanRow } from "#kernel/module.ts";

export const complaintsPlanRows: readonly PlanRow[] = [
  {
    id: "B-11",
    state: "works",
    where: "/my/complaints · 工作台—投诉",
    note: "居民对自己的单投诉队或站点，5 天内答复，到时没办转上级；被投诉的队里的人不能答复，不满意由上级换人复核；可以附三张照片，人脸先打码再存：complaints.test.ts、photos.test.ts。从单的页面、页脚都找得到。",
  },
];
