import type { PlanRow } from "#kernel/module.ts";

export const ordersPlanRows: readonly PlanRow[] = [
  {
    id: "B-12",
    state: "partly",
    where: "/orders · /my/orders · /my/team-orders · 工作台—点单看板",
    note: "点单、受理、派单、抢单、接单、婉拒、超时重派、约时间、签到签退、没人到与替补、确认、评价、低分重办、上级接手（orders.test.ts、deadlines.test.ts、races.test.ts）。整板建议由 @kepu/dispatch 排，逐条确认（plan.test.ts）。照片与语音（attachments.test.ts）。日程、到岗看板、一键叫替补（watch.test.ts），街道地图、覆盖、第一次回应的中位时间（map.test.ts）。队长答复评价（replies.test.ts），纸条拍照存着（attachments.test.ts），消息一天的上限和夜里不响（notices.test.ts）。缺：在科普终端上点单，语言和方言，服务项目限定区域。",
  },
  {
    id: "B-09",
    state: "works",
    where: "/workbench/orders",
    note: "单子落到地址所属的站点，超时由上级站点接手：deadlines.test.ts。",
  },
  {
    id: "E-04",
    state: "works",
    where: "/orders/lectures · /my/expert/talks · 工作台—老专家讲题",
    note: "老专家本人报讲题，第二人核对后进菜单；单上写明讲题和主讲人，只派给主讲人所在的队，主讲人先排上，办完有评价：lectures.test.ts。",
  },
  {
    id: "U-01",
    state: "works",
    where: "/experts/apply · /my/expert · /my/expert/offers · 工作台—专家申请",
    note: "本人带领域和证明申请、另一个人聘任、写明何时不在（expert-desk.test.ts）；点单当时按主题告诉对口的专家，一人一天两单、夜里不发、可以关，愿意去的排在他所在的队旁边：offers.test.ts。",
  },
  {
    id: "Y-06",
    state: "works",
    where: "/orders?little=yes · /my/orders · 工作台—服务菜单",
    note: "幼儿园只能点标着“3–6 岁动手做”的服务，菜单写明用到什么、当心什么、几个孩子一位大人；园里书面同意、告诉了家长、到场的大人够数，才能约时间：kindergartens.test.ts。列出的 3–6 岁内容都走完三审三校（kindergartens.test.ts）。",
  },
  {
    id: "Y-30",
    state: "works",
    where: "/experts · /orders/new · /my/orders · 工作台—点单",
    note: "老师从专家库挑人挑题、给自己的学校点单；没有学校的书面同意约不了时间，讲健康的还要先告诉家长，同意书或写明学校谁、哪天同意的都行：schools.test.ts。没有证的不派给要证的服务：rank.test.ts。",
  },
  {
    id: "F-17",
    state: "works",
    where: "/orders · /my/teams · 工作台—病虫害名录、点单",
    note: "农户在单里写病虫害（别名、繁体、一句话里都行），按名录认出来，登记会治的学会队排在前面并写明原因，派单员可以改认错的；接单、做完、评价走同一流程：pests.test.ts。名录每条有出处，可导入、可改。",
  },
  {
    id: "Y-34",
    state: "works",
    where: "/orders（乡村学校科学实验送培、安全用药下乡培训）· /my/rolls/:id",
    note: "乡村学校点送培，队去上课，现场用手机记到课名单：大人记名字（加密，一年后删），学生只记人数；签了字才能办结，人次按名单、按人群记，更正要原因和第二个人，名单签了才能评：rolls.test.ts。",
  },
  {
    id: "W-02",
    state: "works",
    where: "/orders",
    note: "劳模工匠故事报告会在菜单里，园区、车间可以点（menu.test.ts）；约好时间，园区终端同一周放专题片，改时间跟着改（films.test.ts）。放映由 channels 提供。",
  },
  {
    id: "E-07",
    state: "works",
    where: "/workbench/standing-orders",
    note: "每周一台排 8 周，到时生成单、派给固定的队，没人到有替补：series.test.ts。",
  },
  {
    id: "Y-02",
    state: "works",
    where: "/orders · /workbench/school-coverage",
    note: "讲座、展览、科普剧、科普电影都在菜单里，走同一流程（menu.test.ts）；每所学校上次服务日期，今年没去过的排在前（series.test.ts）。",
  },
  {
    id: "Y-11",
    state: "works",
    where: "/workbench/standing-orders-new",
    note: "学校一次排 12 周，假日、教室和缺人的冲突先看后排，每次有没有队接看得到：series.test.ts。",
  },
  {
    id: "I-22",
    state: "partly",
    where: "/workbench/orders-plan",
    note: "整板建议可把一组区域排在前面并要最低份额（plan.test.ts）。缺：规则存档和年度对照。",
  },
  {
    id: "B-08",
    state: "works",
    where: "/workbench/hub-exchanges",
    note: "办不了的单一键上送，按文件往返（docs/hub-exchange.schema.json）：together.test.ts。",
  },
  {
    id: "G-05",
    state: "works",
    where: "/workbench/order-needs · /workbench/sourcing-orders",
    note: "没满足的单按主题 × 街道排，旁边是能做的队，一键发起找供给单，不会重复（sourcing.test.ts）。门户里没有结果的搜索按主题和街道（不知道就算全区）计数，一个人一种说法一天一次，满 10 次的才显示原话（misses.test.ts）。",
  },
  { id: "J-09", state: "not yet", where: "", note: "供需匹配指数还没有。" },
];
