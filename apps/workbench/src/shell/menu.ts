import type { Capability } from "../capability.ts";
import { paths } from "../paths.ts";

export type MenuEntry = { path: string; label: string; capability?: Capability; demoOnly?: true };
export type MenuGroup = { label: string; entries: readonly MenuEntry[] };

/** The left menu in the order of a working day; an entry shows where its capability is open to the reader. */
export const menu: readonly MenuGroup[] = [
  { label: "办理", entries: [{ path: paths.home, label: "等我办的事" }] },
  {
    label: "答疑与辟谣",
    entries: [
      { path: paths.questions, label: "居民提问", capability: "questions" },
      { path: paths.expertDuties, label: "专家值班", capability: "expertDuties" },
      { path: paths.questionCards, label: "问答卡", capability: "questions" },
      { path: paths.rumours, label: "核查台", capability: "rumours" },
      { path: paths.rumourIntake, label: "代录线索", capability: "rumourIntake" },
    ],
  },
  {
    label: "点单服务",
    entries: [
      { path: paths.orders, label: "点单看板", capability: "orders" },
      { path: paths.orderAgenda, label: "日程", capability: "orders" },
      { path: paths.orderArrivals, label: "今天到岗", capability: "orders" },
      { path: paths.streetMap, label: "街道地图", capability: "orders" },
      { path: paths.orderCoverage, label: "覆盖与趋势", capability: "orders" },
      { path: paths.orderNeeds, label: "没满足的需求", capability: "orders" },
      { path: paths.sourcing, label: "找供给单", capability: "orders" },
      { path: paths.complaints, label: "投诉", capability: "complaints" },
      { path: paths.claims, label: "理赔", capability: "claims" },
      { path: paths.series, label: "常态化服务", capability: "standingOrders" },
      { path: paths.schoolCoverage, label: "学校覆盖", capability: "standingOrders" },
      { path: paths.hubExchanges, label: "上送市级中心", capability: "dispatchOrders" },
      { path: paths.orderPlan, label: "整板建议", capability: "dispatchOrders" },
      { path: paths.orderCall, label: "电话点单", capability: "takeCall" },
      { path: paths.workDays, label: "节假日", capability: "workDays" },
      { path: paths.activities, label: "活动", capability: "activities" },
      { path: paths.serviceItems, label: "服务菜单", capability: "serviceItems" },
      { path: paths.lectureTalks, label: "老专家讲题", capability: "lectureTalks" },
      { path: paths.teams, label: "服务队", capability: "teams" },
      { path: paths.cropPests, label: "病虫害名录", capability: "pests" },
      { path: paths.recruitments, label: "招募", capability: "recruitments" },
      { path: paths.badges, label: "培训证", capability: "teams" },
      { path: paths.serviceHours, label: "服务时长", capability: "teams" },
      { path: paths.hoursCorrections, label: "时长更正", capability: "teams" },
      { path: paths.histories, label: "往年记录", capability: "histories" },
      { path: paths.certificates, label: "服务证明", capability: "certificates" },
      { path: paths.commissioners, label: "科技特派员", capability: "commissioners" },
      { path: paths.commissionerCalls, label: "特派员选派", capability: "commissioners" },
      { path: paths.commissionerApplications, label: "特派员申请", capability: "selectCommissioners" },
      { path: paths.commissionerLogs, label: "特派员服务", capability: "commissioners" },
      { path: paths.commissionerScores, label: "特派员得分", capability: "commissioners" },
      { path: paths.returnees, label: "返乡人才和新乡贤", capability: "returnees" },
      { path: paths.villageRequests, label: "村里的需求", capability: "returnees" },
      { path: paths.techniques, label: "品种技术目录", capability: "techniques" },
      { path: paths.adoptions, label: "采用记录", capability: "techniques" },
    ],
  },
  {
    label: "方案与督导",
    entries: [
      { path: paths.plans, label: "方案", capability: "plans" },
      { path: paths.planTasks, label: "任务进展", capability: "plans" },
      { path: paths.pillars, label: "按四个方面看", capability: "pillars" },
      { path: paths.workPlans, label: "年度工作计划", capability: "workPlans" },
      { path: paths.budgets, label: "预算经费", capability: "workPlans" },
      { path: paths.checklists, label: "创建清单", capability: "plans" },
      { path: paths.evidence, label: "佐证材料", capability: "evidence" },
    ],
  },
  {
    label: "会商与督查",
    entries: [
      { path: paths.jointIssues, label: "联席会议议题", capability: "jointIssues" },
      { path: paths.meetings, label: "联席会议", capability: "meetings" },
      { path: paths.resolutions, label: "联席会议决议", capability: "resolutions" },
      { path: paths.inspections, label: "督促检查", capability: "inspections" },
      { path: paths.rectifications, label: "整改", capability: "rectifications" },
      { path: paths.unitNotices, label: "通知", capability: "runInspections" },
      { path: paths.liaisons, label: "联络员名录", capability: "inspections" },
      { path: paths.scoreSchemes, label: "评分办法", capability: "assessments" },
      { path: paths.assessments, label: "年度考核", capability: "assessments" },
    ],
  },
  {
    label: "选题与来稿",
    entries: [
      { path: paths.gaps, label: "缺口与选题", capability: "pitches" },
      { path: paths.submissions, label: "公众投稿", capability: "submissions" },
      { path: paths.pairBoard, label: "结对板", capability: "submissions" },
      { path: paths.results, label: "成果转科普", capability: "results" },
      { path: paths.upstream, label: "上游来源", capability: "upstream" },
    ],
  },
  {
    label: "编审",
    entries: [
      { path: paths.contents, label: "稿件与审校", capability: "contents" },
      { path: paths.readerReports, label: "读者纠错", capability: "readerReports" },
      { path: paths.collections, label: "故事合集", capability: "collections" },
      { path: paths.experts, label: "审签专家", capability: "experts" },
      { path: paths.expertApplications, label: "专家申请", capability: "expertApplications" },
      { path: paths.occasions, label: "时节与主题日", capability: "occasions" },
      { path: paths.policies, label: "政策库", capability: "policies" },
      { path: paths.templates, label: "稿件模板", capability: "templates" },
      { path: paths.codeTables, label: "分类代码表", capability: "codeTables" },
    ],
  },
  {
    label: "投放与使用",
    entries: [
      { path: paths.deliveries, label: "渠道送达", capability: "deliveries" },
      { path: paths.outsidePosts, label: "外部平台", capability: "deliveries" },
      { path: paths.screens, label: "科普终端", capability: "screens" },
      { path: paths.filmShowings, label: "终端放映", capability: "screens" },
      { path: paths.placements, label: "投放台账", capability: "placements" },
      { path: paths.posterOpens, label: "海报扫码", capability: "posterOpens" },
      { path: paths.lessonUses, label: "课程使用", capability: "lessonUses" },
    ],
  },
  {
    label: "组织与人员",
    entries: [
      { path: paths.organisations, label: "组织核验", capability: "organisations" },
      { path: paths.units, label: "组织架构", capability: "units" },
      { path: paths.areaSets, label: "区域划分", capability: "areaSets" },
      { path: paths.people, label: "人员与岗位", capability: "people" },
      { path: paths.advicePapers, label: "老专家建议", capability: "advice" },
      { path: paths.adviceRequests, label: "请老专家建议", capability: "advice" },
      { path: paths.honoraria, label: "专家酬劳", capability: "honoraria" },
      { path: paths.honorariumSchemes, label: "酬劳标准", capability: "honoraria" },
      { path: paths.appointmentReviews, label: "专家年度评议", capability: "appointmentReviews" },
      { path: paths.scienceStaff, label: "科普人员", capability: "personnel" },
      { path: paths.scienceStaffCounts, label: "科普人员统计", capability: "personnel" },
    ],
  },
  {
    label: "数字",
    entries: [
      { path: paths.figures, label: "数字与事实", capability: "figures" },
      { path: paths.overview, label: "总览", capability: "overview" },
      { path: paths.evidencePacks, label: "迎检材料包", capability: "evidencePacks" },
      { path: paths.burdens, label: "填报负担", capability: "burdens" },
    ],
  },
  {
    label: "可信与运行",
    entries: [
      { path: paths.ledger, label: "存证账本", capability: "ledger" },
      { path: paths.audit, label: "操作审计", capability: "audit" },
      { path: paths.jobs, label: "后台任务", capability: "jobs" },
      { path: paths.systemHealth, label: "系统状况", capability: "systemHealth" },
      { path: paths.outbox, label: "演示短信箱", demoOnly: true },
    ],
  },
];

/** What of the menu is shown; empty groups fall away. */
export const visibleMenu = (
  mayOpen: (capability: Capability) => boolean,
  demo: boolean,
): readonly MenuGroup[] =>
  menu
    .map((group) => ({
      ...group,
      entries: group.entries.filter((entry) =>
        entry.demoOnly ? demo : entry.capability === undefined || mayOpen(entry.capability),
      ),
    }))
    .filter((group) => group.entries.length > 0);

/** The entry that a page belongs to: the longest path that it lies at or below. */
export const currentEntry = (pathname: string): string => {
  const all = menu.flatMap((group) => group.entries.map((entry) => entry.path));
  const below = all.filter(
    (path) => pathname === path || pathname.startsWith(`${path}/`) || pathname.startsWith(`${path}-`),
  );
  const longest = below.sort((left, right) => right.length - left.length)[0];
  if (longest !== undefined) return longest;
  if (pathname.startsWith("/activity-sessions") || pathname.startsWith(paths.themeDays))
    return paths.activities;
  return pathname.startsWith(paths.facts) ? paths.figures : pathname;
};
