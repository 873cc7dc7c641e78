import type { PlanRow } from "#kernel/module.ts";

export const recruitmentsPlanRows: readonly PlanRow[] = [
  {
    id: "Y-21",
    state: "works",
    where: "/join · /my/teams/:id/recruitment · 工作台—招募",
    note: "队长按人群开招募，有二维码和 6 位短码、人数、报名截止、服务期；居民用手机凭码报名、写能来的半天，队长收或不收都要答复；招满、过期当场说明，最后一个名额只有一个人得到：recruitments.test.ts。学期时间表在学期里代替平时的时间：terms.test.ts、rank.test.ts。",
  },
  {
    id: "K-05",
    state: "works",
    where: "/join · 工作台—招募",
    note: "按八类人群招募，入队人数成为事实：recruitments.test.ts。褒奖由 certificates 提供。",
  },
];
