import type { PlanRow } from "#kernel/module.ts";

export const complaintsPlanRows: readonly PlanRow[] = [
  {
    id: "B-11",
    state: "works",
    where: "/my/complaints · 工作台—投诉",
    note: "居民对自己的单、报过名的活动投诉队、站点或办活动的单位，5 天内答复，到时没办转上级；被投诉的队里的人、办活动和在活动上讲的人不能答复，不满意由上级换人复核；可以附三张照片，人脸先打码再存：complaints.test.ts、sessions.test.ts、photos.test.ts。从单、报名的页面和页脚都找得到。",
  },
];
