import type { PlanRow } from "#kernel/module.ts";

export const contentsPlanRows: readonly PlanRow[] = [
  {
    id: "G-03",
    state: "works",
    where: "/topics/scientists-spirit · 工作台—缺口与选题",
    note: "主题表、按人群的缺口表（contents.e2e.ts）；主题页直说还没有写给谁（articles.test.ts）；演示里搜“科学家精神”，五类人群都有（demo-contents.test.ts）。",
  },
  {
    id: "Y-03",
    state: "works",
    where: "/articles/…（课程）",
    note: "课程有年级、时长、目标、课标条目，走三审三校（reviews.test.ts）；找课、改编、登记使用在 commons。",
  },
  {
    id: "Y-06",
    state: "works",
    where: "/zones/youth（3–6 岁）",
    note: "3–6 岁单列、可以听（site.test.ts）。动手做的内容要写安全标签、有大人陪（precheck.test.ts、planning.test.ts）。幼儿园点单在 orders。",
  },
  {
    id: "Y-07",
    state: "partly",
    where: "工作台—稿件 · /articles/… · /easy-reading",
    note: "缺字幕、图片说明或文字说明的不能标“适合特殊教育”（precheck.test.ts），搜索页可按此筛选（planning.test.ts）。易读版：句长、一句一事、难词解释由机器查，校对要逐个看过，文章页一按就换、不登录也记住（easy-reading.test.ts）。缺：手语视频只有标记，没有自己的样式。",
  },
  {
    id: "E-11",
    state: "works",
    where: "工作台—稿件",
    note: "一篇有网页、长辈版、海报、广播稿四种样式，三次校对逐个勾选（reviews.test.ts、contents.e2e.ts）；投放台账在 commons。",
  },
  {
    id: "R-06",
    state: "works",
    where: "/topics/artificial-intelligence 等",
    note: "三条产业链各有页面，缺口表标出空格（articles.test.ts）；每链最低篇数可设，不够的在缺口表标出（planning.test.ts）。",
  },
  {
    id: "I-02",
    state: "partly",
    where: "工作台—稿件",
    note: "文章、音频、视频、漫画、图表、课程、卡片各有检查，视频无字幕、音视频无时长、版权、适龄提示送不了审（precheck.test.ts）。缺：游戏。",
  },
  {
    id: "I-11",
    state: "partly",
    where: "/articles/…",
    note: "人工智能参与的文字有标识，没有七个人签字发布不了（articles.test.ts）；改一行即被点名（contents.e2e.ts）。缺：国密套件下内容用 SM3。",
  },
  {
    id: "X-08",
    state: "works",
    where: "/topics/climate-change 等六个",
    note: "六个共同挑战各有主题页：articles.test.ts。",
  },
  {
    id: "J-03",
    state: "works",
    where: "工作台—上游来源 · 选题",
    note: "上游条目一键成选题，成稿的第一条来源就是它的网址、单位和日期：upstream.test.ts。",
  },
  {
    id: "J-04",
    state: "works",
    where: "工作台—机器检查 · /articles/…/chart.svg",
    note: "图表没有数据来源或文字说明，送不了审：precheck.test.ts。",
  },
];
