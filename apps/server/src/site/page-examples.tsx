// Every page of the site in the states it can be in: what tests, the accessibility gate and reviewers look at.
import { emptyForm, type PageView } from "#kernel/http-types.ts";
import { hostileText } from "#ui/example.ts";
import { standardMode } from "#ui/mode.ts";
import type { OrganisationView, PlaceView } from "./directory.ts";
import { ErrorPage } from "./error-page.tsx";
import { childExamples } from "./family/child-examples.tsx";
import { HomePage, type HomePageProps } from "./home/home-page.tsx";
import { MePage } from "./me/me-page.tsx";
import { ArticlePage, ArticleSide } from "./articles/article-page.tsx";
import {
  buildExampleArticle,
  exampleCard,
  exampleTopic,
  exampleTopics,
} from "./articles/article-examples.ts";
import { GonePage, PosterPage, ReportPage, TopicListPage, TopicPage } from "./articles/other-pages.tsx";
import { CardsPage, SharePage } from "./articles/sharing-pages.tsx";
import { OfflineItemsPage } from "./offline/offline-items-page.tsx";
import { AboutPage, AboutSide } from "./pages/about-page.tsx";
import { AccessibilityPage } from "./pages/accessibility-page.tsx";
import { DisplayPage } from "./pages/display-page.tsx";
import { HelpPage } from "./pages/help-page.tsx";
import { MaintenancePage, OfflinePage } from "./pages/offline-page.tsx";
import { PrivacyPage } from "./pages/privacy-page.tsx";
import { SitemapPage } from "./pages/sitemap-page.tsx";
import { UpstreamPage } from "./articles/upstream-page.tsx";
import { PlacesPage } from "./places/places-page.tsx";
import { SearchPage } from "./places/search-page.tsx";
import { placeExamples } from "./places/place-examples.tsx";
import { rumourExamples } from "./rumours/rumour-examples.tsx";
import { solarTermToday } from "./solar-term.ts";
import { ElderPage } from "./zones/elder-page.tsx";
import { FarmerPage, FarmerSide } from "./zones/farmer-page.tsx";
import { OfficialPage, OfficialSide } from "./zones/official-page.tsx";
import { WorkerPage, WorkerSide } from "./zones/worker-page.tsx";
import { YouthPage } from "./zones/youth-page.tsx";

export type PageExample = { name: string; view: PageView };

const now = new Date("2026-11-23T09:00:00+08:00");
const term = solarTermToday(now);
const home = [{ label: "首页", href: "/" }];
const streets = ["望江街道（演示）", "枫林街道（演示）", "稻香镇（演示）"].map((name, index) => ({
  id: String(index + 1),
  name,
}));
const places: readonly PlaceView[] = [
  {
    id: "1",
    name: "枫林社区新时代文明实践站（演示）",
    kind: "station",
    kindText: "新时代文明实践站",
    streetName: "枫林街道（演示）",
    address: "枫林一路 1 号（演示）",
    phone: "0731-00000001",
    openingText: "周一至周五 9:00–17:00",
  },
  {
    id: "2",
    name: "江岸科技馆（演示）",
    kind: "venue",
    streetName: "望江街道（演示）",
    address: "江岸路 2 号（演示）",
    phone: "0731-00000002",
    openingText: "周三至周日 9:30–16:30，周一闭馆",
  },
  {
    id: "3",
    name: "稻香镇党群服务中心（演示）",
    kind: "station",
    kindText: "党群服务中心",
    streetName: "稻香镇（演示）",
    phone: "0731-00000003",
  },
  {
    id: "4",
    name: "望江街道新时代文明实践所（演示）",
    kind: "station",
    kindText: "新时代文明实践所",
    streetName: "望江街道（演示）",
    openingText: "每天 8:30–20:00",
  },
];
const hostilePlace: PlaceView = {
  id: "x",
  name: hostileText,
  kind: "venue",
  kindText: hostileText,
  streetName: hostileText,
  address: hostileText,
  phone: "1".repeat(40),
  openingText: hostileText,
};
const organisations: readonly OrganisationView[] = [
  { id: "1", name: "枫叶科普公益促进会（演示）", kindText: "社会团体", areaText: "望江街道（演示）" },
];
const onePage = <Row,>(rows: readonly Row[]) => ({ rows, total: rows.length, page: 1, pageCount: 1 });
const rumourDesk = { action: "/rumours/ask", formKey: "演示" };
const emptyHome: HomePageProps = {
  now,
  term,
  rumourDesk,
  orders: { href: "/orders", items: [] },
  places: [],
  placeTotal: 0,
};
const fullHome: HomePageProps = {
  ...emptyHome,
  lead: {
    id: "a1",
    title: "一氧化碳闻不到，取暖先开窗（演示）",
    answer: "烧炭、烧气取暖要留一条窗缝；头晕、恶心先出门，再打 120。",
    href: "/",
    topic: "safety",
  },
  more: [
    { id: "a2", title: "流感疫苗什么时候打（演示）", answer: "", href: "/", topic: "health" },
    { id: "a3", title: "橘子皮上的白霜是不是农药（演示）", answer: "", href: "/", topic: "food" },
    { id: "a4", title: "今晚能看到土星（演示）", answer: "", href: "/", topic: "stars" },
  ],
  rumourDesk,
  orders: {
    href: "/orders",
    items: [
      { title: "手机防骗一对一（演示）", href: "/orders?item=1" },
      { title: "急救入门一小时（演示）", href: "/orders?item=2" },
      { title: "阳台种菜（演示）", href: "/orders?item=3" },
    ],
  },
  places,
  placeTotal: 42,
  activities: [
    {
      id: "1",
      title: "星空夜（演示）",
      href: "/activities",
      timeText: "今天 19:00–21:00",
      placeName: "江岸科技馆（演示）",
    },
    {
      id: "2",
      title: "老年人用手机（演示）",
      href: "/activities",
      timeText: "明天 9:00–11:00",
      placeName: "枫林社区实践站（演示）",
    },
  ],
  forYou: {
    offHref: "/me",
    items: [{ title: "冬天怎样防一氧化碳（演示）", href: "/", reason: "您关注“安全应急”，本周降温" }],
  },
};

const page = (name: string, view: PageView): PageExample => ({ name, view });
const plain = (
  name: string,
  title: string,
  main: PageView["main"],
  rest: Partial<PageView> = {},
): PageExample => page(name, { title, main, breadcrumbs: home, ...rest });

export const pageExamples: readonly PageExample[] = [
  page("home", {
    title: "首页",
    section: "home",
    main: <HomePage {...emptyHome} places={places} placeTotal={42} />,
  }),
  page("home-empty", { title: "首页", section: "home", main: <HomePage {...emptyHome} /> }),
  page("home-full", { title: "首页", section: "home", main: <HomePage {...fullHome} /> }),
  page("home-hostile", {
    title: hostileText,
    section: "home",
    main: (
      <HomePage
        {...fullHome}
        lead={{ id: "x", title: hostileText, answer: hostileText, href: "/", topic: "ai" }}
        places={[hostilePlace]}
        orders={{ href: "/orders", items: [{ title: hostileText, href: "/orders" }] }}
      />
    ),
  }),
  plain("youth", "青少年", <YouthPage places={places.slice(1, 2)} />, { zone: "youth" }),
  plain("youth-band", "青少年", <YouthPage band="9-12" places={places} />, { zone: "youth" }),
  plain("farmers", "农民", <FarmerPage now={now} term={term} places={places.slice(2)} />, {
    zone: "farmer",
    side: <FarmerSide />,
  }),
  plain("workers", "产业工人", <WorkerPage now={now} evening={[]} places={places} />, {
    zone: "worker",
    side: <WorkerSide />,
  }),
  plain("elders", "老年人", <ElderPage mode={standardMode} />, { zone: "elder" }),
  plain(
    "officials",
    "领导干部和公务员",
    <OfficialPage
      now={now}
      figures={[
        { name: "登记并核实的单位", value: 128, unit: "家", href: "/organisations", source: "单位登记" },
        { name: "站点", value: 42, unit: "个", href: "/places", source: "组织机构" },
      ]}
    />,
    { zone: "official", side: <OfficialSide /> },
  ),
  plain(
    "places",
    "站点和场馆",
    <PlacesPage
      filter={{}}
      streets={streets}
      kinds={[
        { kind: "station", count: 30 },
        { kind: "venue", count: 12 },
      ]}
      places={{ rows: places, total: 42, page: 2, pageCount: 3 }}
    />,
    { section: "find" },
  ),
  plain(
    "places-none",
    "站点和场馆",
    <PlacesPage filter={{ street: "1", q: "没有的" }} streets={streets} kinds={[]} places={onePage([])} />,
    { section: "find" },
  ),
  plain(
    "places-hostile",
    "站点和场馆",
    <PlacesPage
      filter={{ q: hostileText }}
      streets={[{ id: "x", name: hostileText }]}
      kinds={[]}
      places={onePage([hostilePlace])}
    />,
    { section: "find" },
  ),
  plain(
    "upstream",
    "别处的消息",
    <UpstreamPage
      now={now}
      topics={exampleTopics}
      items={["food-safety", null].map((topic, index) => ({
        feedId: "0190a0a0-0000-7000-8000-00000000000f",
        guid: String(index),
        title: index === 0 ? "上游的一条消息" : hostileText,
        link: "https://up.example/a",
        summary: index === 0 ? "两三句说明。" : hostileText,
        publishedAt: now,
        publisher: index === 0 ? "演示上游" : hostileText,
        topic,
      }))}
    />,
    { section: "find" },
  ),
  plain("upstream-none", "别处的消息", <UpstreamPage now={now} topics={[]} items={[]} />, {
    section: "find",
  }),
  plain("search", "找", <SearchPage query={{ q: "", page: 1 }} now={now} topics={exampleTopics} />, {
    section: "find",
  }),
  plain(
    "search-found",
    "找",
    <SearchPage
      query={{ q: "枫林", page: 1 }}
      now={now}
      topics={exampleTopics}
      items={{
        rows: [exampleCard],
        total: 41,
        facets: {
          audiences: new Map([
            ["elder", 30],
            ["youth", 11],
          ]),
          topics: new Map([["food-safety", 41]]),
          kinds: new Map([
            ["article", 40],
            ["comic", 1],
          ]),
          special: 3,
        },
        by: "words",
        marks: "",
      }}
      found={{ places, placeTotal: 9, organisations }}
    />,
    { section: "find" },
  ),
  plain(
    "search-none",
    "找",
    <SearchPage
      query={{ q: hostileText, page: 1 }}
      now={now}
      topics={exampleTopics}
      items={{
        rows: [],
        total: 0,
        facets: { audiences: new Map(), topics: new Map(), kinds: new Map(), special: 0 },
        by: "words",
        marks: "",
      }}
      found={{ places: [], placeTotal: 0, organisations: [] }}
    />,
    { section: "find" },
  ),
  plain("topics", "主题", <TopicListPage topics={exampleTopics} counts={new Map([["food-safety", 3]])} />),
  plain(
    "topic",
    "食品安全",
    <TopicPage
      topic={exampleTopic}
      topics={exampleTopics}
      cards={[exampleCard]}
      total={1}
      collections={[]}
      now={now}
    />,
  ),
  plain(
    "topic-empty",
    "食品安全",
    <TopicPage topic={exampleTopic} topics={exampleTopics} cards={[]} total={0} collections={[]} now={now} />,
  ),
  plain(
    "article",
    "文章",
    <ArticlePage
      article={buildExampleArticle("剩菜放多久就不能吃了？")}
      topics={exampleTopics}
      now={now}
      elder={false}
    />,
    {
      side: (
        <ArticleSide
          article={buildExampleArticle("剩菜放多久就不能吃了？")}
          topics={exampleTopics}
          related={[{ ...exampleCard, no: 13, sharedTopics: ["food-safety"] }]}
          now={now}
        />
      ),
    },
  ),
  plain(
    "article-hostile",
    "文章",
    <ArticlePage article={buildExampleArticle(hostileText)} topics={exampleTopics} now={now} elder={false} />,
    {
      side: (
        <ArticleSide
          article={buildExampleArticle(hostileText)}
          topics={exampleTopics}
          related={[]}
          now={now}
        />
      ),
    },
  ),
  plain(
    "article-gone",
    "已经撤下",
    <GonePage gone={{ status: "recalled", title: hostileText, at: now, reason: hostileText }} now={now} />,
  ),
  plain(
    "article-report",
    "哪里不对？",
    <ReportPage article={buildExampleArticle("剩菜放多久就不能吃了？")} formKey="example" form={emptyForm} />,
  ),
  plain(
    "article-poster",
    "海报",
    <PosterPage
      article={buildExampleArticle("剩菜放多久就不能吃了？")}
      address="https://kepu.example/articles/12"
      street="枫林街道"
    />,
  ),
  plain(
    "article-share",
    "转给别人",
    <SharePage
      article={buildExampleArticle(hostileText)}
      address="https://kepu.example/articles/12"
      streets={streets}
      street={streets[0]}
    />,
  ),
  plain(
    "article-cards",
    "小卡片",
    <CardsPage
      article={buildExampleArticle("剩菜放多久就不能吃了？")}
      address="https://kepu.example/p/12/01a20000-0000-7000-8000-000000000000"
      street="枫林街道"
    />,
  ),
  plain(
    "article-copy",
    "离线保存的一份",
    <ArticlePage
      article={buildExampleArticle("剩菜放多久就不能吃了？")}
      topics={exampleTopics}
      now={now}
      elder={false}
      reader={{ saved: "no", purpose: "copy" }}
    />,
  ),
  plain(
    "article-saved",
    "收藏好了",
    <ArticlePage
      article={buildExampleArticle("剩菜放多久就不能吃了？")}
      topics={exampleTopics}
      now={now}
      elder={false}
      reader={{ saved: "yes", justSaved: "yes", purpose: "page" }}
    />,
  ),
  plain("offline-items", "离线看的文章", <OfflineItemsPage item={undefined} />, { section: "me" }),
  plain("offline-save", "离线保存", <OfflineItemsPage item={{ no: 12, title: hostileText }} />, {
    section: "me",
  }),
  ...childExamples.map(({ name, title, main }) => plain(name, title, main)),
  ...placeExamples.map(({ name, title, main }) => plain(name, title, main, { section: "find" })),
  ...rumourExamples.map(({ name, title, main }) => plain(name, title, main)),
  plain("help", "有人帮我", <HelpPage streets={streets} street={streets[0]} stations={places} />),
  plain("help-choose", "有人帮我", <HelpPage streets={streets} stations={[]} />),
  plain("help-none", "有人帮我", <HelpPage streets={[]} stations={[]} />),
  plain("display", "显示方式", <DisplayPage mode={standardMode} />),
  plain("me", "我的", <MePage sections={[]} />, { section: "me" }),
  plain(
    "me-signed-in",
    "我的",
    <MePage
      person={{ name: "林女士（演示）" }}
      signOut={{ action: "/sign-out", formKey: "演示" }}
      sections={[
        { title: "我办的事", links: [], empty: "您还没有在这里办过事" },
        {
          title: "我的资料",
          links: [
            { text: "称呼和手机号", href: "/me/profile", about: "改称呼、换手机号" },
            { text: "导出我的资料", href: "/me/export", about: "一个文件，带得走" },
          ],
        },
      ]}
    />,
    { section: "me" },
  ),
  plain("about", "关于湘江科普", <AboutPage />, { side: <AboutSide current="/about" /> }),
  plain("accessibility", "无障碍声明", <AccessibilityPage />, {
    side: <AboutSide current="/accessibility" />,
  }),
  plain(
    "privacy",
    "个人信息怎么用",
    <PrivacyPage controller={{ name: "湘江科普演示区科协（演示）", phone: "0731-00000000" }} />,
    { side: <AboutSide current="/privacy" /> },
  ),
  plain("privacy-none", "个人信息怎么用", <PrivacyPage />),
  plain("sitemap", "网站地图", <SitemapPage />),
  plain(
    "not-found",
    "没有找到这个页面",
    <ErrorPage
      status={404}
      code="http.not_found"
      sentence="网址可能打错了，或者这一页已经撤下。"
      requestId="01jd0演示"
    />,
  ),
  plain(
    "forbidden",
    "没有完成",
    <ErrorPage status={403} code="policy.role" sentence="您的岗位不能办理这一步。" requestId="01jd1演示" />,
  ),
  plain(
    "must-sign-in",
    "没有完成",
    <ErrorPage
      status={401}
      code="policy.sign_in"
      sentence="请先登录，再继续这一步。"
      requestId="01jd2演示"
    />,
  ),
  plain(
    "unexpected",
    "没有完成",
    <ErrorPage status={500} code="http.unexpected" sentence="请过几分钟再试。" requestId="01jd3演示" />,
  ),
  plain("maintenance", "正在维护", <MaintenancePage untilText="今天 18:00" />),
  plain("offline", "没有网络", <OfflinePage />),
];
