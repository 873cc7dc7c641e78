import type { Module } from "#kernel/module.ts";
import { registerArticlePages } from "./articles/article-routes.tsx";
import { registerAssetFiles } from "./asset-files.tsx";
import { registerCalendarPages } from "./calendar/calendar-routes.tsx";
import { registerDirectoryPages } from "./directory-pages.tsx";
import { createChildAdmission } from "./family/child-admission.ts";
import { registerFamilyPages } from "./family/child-routes.tsx";
import { registerListenPages } from "./listen/listen-routes.tsx";
import { registerPlacePages } from "./places/place-routes.tsx";
import { registerPolicyPages } from "./policies/policy-routes.tsx";
import { registerOfflinePages } from "./offline/offline-routes.tsx";
import { registerRumourPages } from "./rumours/rumours-routes.tsx";
import { registerStandingPages } from "./standing-pages.tsx";

/** The pages that belong to no one module: home, zones, places, search, 我的, about. It owns no table and records no fact. */
export const site: Module = {
  name: "site",
  policy: {},
  messages: {},
  planRows: [
    {
      id: "I-08",
      state: "partly",
      where: "/ · /zones/… · /search · /places · /me",
      note: "首页、五专区、主题、文章、找（字和拼音）、订阅、站点名录已通（site.test.ts、articles.test.ts、contents.e2e.ts）；离线保存、转发卡片、收藏、提问已通（readers.e2e.ts、offline.test.ts）；辟谣已通（rumours.e2e.ts），结论和没有录音的文章可以念给人听（listen.test.ts）；点单已通（orders.test.ts）；活动已通（activities.test.ts）。缺：真实读者几步找到答案、首屏多快。",
    },
    {
      id: "Y-00",
      state: "works",
      where: "/zones/youth · /my/family/…",
      note: "五个年龄段选一次就记住、先提问再去场馆（site.test.ts）；按年龄段给问题和实验（articles.test.ts）；家长把设备交给孩子，孩子只开青少年专区，7 岁的看不到 15 岁以上的；每天几分钟、几点到几点由家长定，到时说一句话，安全文章和辟谣一直开；家长看孩子收藏的和问的，不记看过什么：child.test.ts、child-time.test.ts。学生作品的展示是 Y-25。没有登录的合用设备管不到，页上写明。",
    },
    {
      id: "B-17",
      state: "works",
      where: "/places/…",
      note: "每个站点、场馆有自己的一页：地址、电话、接下来五周的服务台和活动；学校的课不对外列出（place-page.test.ts）。站点可以打印一张点单电话，带菜单、扫码和可填的点单条。",
    },
    {
      id: "F-00",
      state: "partly",
      where: "/zones/farmers",
      note: "按节气打头、首屏小于 200 KB（site.test.ts、solar-term.test.ts）；每条可以听；水稻、粮食、土壤、用药的内容已有（demo-contents.test.ts）。缺：方言音频。",
    },
    {
      id: "E-00",
      state: "works",
      where: "/mode · /display · /zones/elders · /help",
      note: "长辈版字不小于 18、最大 30 像素，按钮不小于 60×60，不用 JavaScript（portal-modes.e2e.ts）；有录音的文章在文首就能听，没有录音的可以念给人听（listen.test.ts）。",
    },
  ],
  childAdmission: createChildAdmission,
  routes: (routes, context) => {
    registerDirectoryPages(routes, context);
    registerFamilyPages(routes, context);
    registerPlacePages(routes, context);
    registerStandingPages(routes, context);
    registerArticlePages(routes, context);
    registerCalendarPages(routes, context);
    registerPolicyPages(routes, context);
    registerOfflinePages(routes, context);
    registerListenPages(routes, context);
    registerRumourPages(routes, context);
    registerAssetFiles(routes, context);
  },
};
