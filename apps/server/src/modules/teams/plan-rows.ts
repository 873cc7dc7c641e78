import type { PlanRow } from "#kernel/module.ts";

export const teamsPlanRows: readonly PlanRow[] = [
  {
    id: "B-10",
    state: "works",
    where: "/my/teams · 工作台—服务队",
    note: "登记、核验、技能、队员、服务范围、时间、容量、保险日期，核验后接到第一单：teams.test.ts、orders.test.ts。",
  },
  {
    id: "B-11",
    state: "partly",
    where: "/my/hours · 工作台—服务时长",
    note: "签到记的与补录的永远分开，补录要原因和第二个人（teams.test.ts）。没有网也能签到签退（on-site.test.ts、activities.e2e.ts）。星级和证明由 certificates 提供。投诉由 complaints 提供。",
  },
  {
    id: "R-13",
    state: "partly",
    where: "/my/badges · 工作台—培训证",
    note: "没有有效培训证的不派、不能安排去（orders.test.ts）。缺：培训课程本身。",
  },
  {
    id: "E-03",
    state: "works",
    where: "/my/teams",
    note: "只做轻便活的队不派偏重的服务（rank.test.ts）；队员自己勾选身体限度（不登高、只能坐着做、天热不在户外等），加密，要单独同意，队长只看到“这次去不了”（demands.test.ts）；去得了的人不够的队、超过限度的队员都不派、不推荐、不请替班，也不说是谁：able.test.ts。",
  },
  {
    id: "Y-21",
    state: "works",
    where: "/my/teams",
    note: "大学生服务队可登记、接单（teams.test.ts），名单由“往年记录”导入；考试、放假的日子由队长写明，那些天不派单（absences.test.ts），学期时间表在学期里代替平时的（terms.test.ts）；派单按路程和区域排队（rank.test.ts）。招募码由 recruitments 提供。",
  },
  { id: "Y-20", state: "not yet", where: "", note: "科普学分规则还没有。" },
  { id: "E-08", state: "not yet", where: "", note: "以小协老的结对还没有。" },
  { id: "B-04", state: "not yet", where: "", note: "应急队伍的召集还没有。" },
];
