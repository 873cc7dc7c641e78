import type { PlanRow } from "#kernel/module.ts";

export const certificatesPlanRows: readonly PlanRow[] = [
  {
    id: "B-11",
    state: "partly",
    where: "/my/hours · /my/certificates · /certificates/verify · 工作台—时长更正、服务证明",
    note: "本人申请更正、另一个人核对（corrections.test.ts）；67 号令证明凭编号或离线核对（certificates.test.ts、certificate-verify.test.ts）；星级只看签到（hours-flags.test.ts）；队员换班（swaps.test.ts）。投诉由 complaints 提供。缺：上传民政部系统。",
  },
  {
    id: "E-03",
    state: "partly",
    where: "/my/volunteering",
    note: "志愿者自己说只做轻便的、一周几次，超过的安排不了（swaps.test.ts）。保险理赔由 claims 提供。",
  },
  {
    id: "K-05",
    state: "partly",
    where: "/my/certificates · 工作台—服务证明",
    note: "志愿者要证明、单位出具、写感谢信、凭编号核对（certificates.test.ts）。按人群的招募由 recruitments 提供。",
  },
];
