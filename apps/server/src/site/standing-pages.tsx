// Routes of pages that stand by themselves: what is being prepared, about the site, how it is shown, 我的.
import type { Actor } from "#kernel/actor.ts";
import type { Context } from "#kernel/context.ts";
import type { PageView, Routes, Visit } from "#kernel/http-types.ts";
import { formatMode } from "#kernel/mode.ts";
import { certificatesPaths } from "#modules/certificates/index.ts";
import { claimsPaths } from "#modules/claims/index.ts";
import { complaintsPaths } from "#modules/complaints/index.ts";
import { commissionersPaths } from "#modules/commissioners/index.ts";
import { activitiesPaths } from "#modules/activities/index.ts";
import { commonsPaths } from "#modules/commons/index.ts";
import { honorariaPaths } from "#modules/honoraria/index.ts";
import { identityPaths } from "#modules/identity/index.ts";
import { inspectionsPaths } from "#modules/inspections/index.ts";
import { meetingsPaths } from "#modules/meetings/index.ts";
import { ordersPaths } from "#modules/orders/index.ts";
import { packsPaths } from "#modules/packs/index.ts";
import { peoplePaths } from "#modules/people/index.ts";
import { listOwnQuestions, QuestionsSection } from "#modules/questions/index.ts";
import { HistorySection, listSavedOf, readHistoryState, SavedSection } from "#modules/readers/index.ts";
import { recruitmentsPaths } from "#modules/recruitments/index.ts";
import { rumoursPaths } from "#modules/rumours/index.ts";
import { returneesPaths } from "#modules/returnees/index.ts";
import { techniquesPaths } from "#modules/techniques/index.ts";
import { teamsPaths } from "#modules/teams/index.ts";
import { applyModeChange, parseModeChange, toLocalPath } from "#ui/mode.ts";
import { cookieAttributes } from "./cookies.ts";
import { home } from "./directory-pages.tsx";
import { openDirectory } from "./directory.ts";
import { MePage, type MeSection } from "./me/me-page.tsx";
import { offlineScript } from "./offline/offline-routes.tsx";
import { AboutPage, AboutSide } from "./pages/about-page.tsx";
import { AccessibilityPage } from "./pages/accessibility-page.tsx";
import { DisplayPage } from "./pages/display-page.tsx";
import { OfflinePage } from "./pages/offline-page.tsx";
import { PrivacyPage } from "./pages/privacy-page.tsx";
import { SitemapPage } from "./pages/sitemap-page.tsx";
import { paths } from "./paths.ts";
import { isStaff } from "./workbench.ts";

const anyone = { allow: "public" } as const;
const yearSeconds = 365 * 24 * 3600;

export function registerStandingPages(routes: Routes, context: Context): void {
  const { config, db } = context;
  const standing = (url: string, view: () => PageView): void =>
    routes.page({ url, access: anyone, cache: "anonymous", handler: view });

  standing(paths.about, () => ({
    title: "关于湘江科普",
    breadcrumbs: home,
    main: <AboutPage />,
    side: <AboutSide current={paths.about} />,
  }));
  standing(paths.accessibility, () => ({
    title: "无障碍声明",
    breadcrumbs: home,
    main: <AccessibilityPage />,
    side: <AboutSide current={paths.accessibility} />,
  }));
  standing(paths.sitemap, () => ({
    title: "网站地图",
    breadcrumbs: home,
    main: <SitemapPage />,
    side: <AboutSide current={paths.sitemap} />,
  }));
  standing(paths.offline, () => ({ title: "没有网络", scripts: [offlineScript], main: <OfflinePage /> }));
  routes.page({
    url: paths.privacy,
    access: anyone,
    cache: "anonymous",
    handler: async ({ now }) => ({
      title: "个人信息怎么用",
      breadcrumbs: home,
      main: <PrivacyPage controller={await openDirectory(db, now).controller()} />,
      side: <AboutSide current={paths.privacy} />,
    }),
  });
  routes.page({
    url: paths.display,
    access: anyone,
    cache: "anonymous",
    handler: ({ mode }) => ({ title: "显示方式", breadcrumbs: home, main: <DisplayPage mode={mode} /> }),
  });

  routes.page({
    url: paths.mode,
    access: anyone,
    handler: ({ mode, query, reply }) => {
      // Writes the reader's own cookie and nothing else, so a link may do it.
      const asked = typeof query === "object" && query !== null ? { ...query } : {};
      reply.header("cache-control", "no-store");
      reply.setCookie("kepu_mode", formatMode(applyModeChange(mode, parseModeChange(asked))), {
        ...cookieAttributes(config),
        maxAge: yearSeconds,
      });
      return { redirect: toLocalPath("back" in asked ? asked.back : undefined) };
    },
  });

  routes.page({
    url: paths.me,
    access: anyone,
    handler: async (visit) => {
      const { actor } = visit;
      // What is saved on this device is nobody else's page.
      visit.reply.header("cache-control", "no-store");
      const own = actor.kind === "person" && actor.onBehalfOf === undefined ? actor : undefined;
      const history = own && (await readHistoryState(db, context, own.personId));
      return {
        title: "我的",
        section: "me",
        breadcrumbs: home,
        scripts: [offlineScript],
        main: (
          <MePage
            person={actor.kind === "person" ? { name: actor.displayName } : undefined}
            work={isStaff(actor) ? workSectionsFor(actor) : []}
            sections={actor.kind === "person" ? sectionsFor(visit) : []}
            signOut={
              actor.kind === "person" ? { action: identityPaths.signOut, formKey: visit.formKey } : undefined
            }
            kept={
              <>
                <SavedSection items={await listSavedOf(context, visit)} now={visit.now} />
                {history !== undefined && <HistorySection state={history} />}
                {own !== undefined && (
                  <QuestionsSection
                    questions={await listOwnQuestions(db, { cipher: context.cipher }, own.personId)}
                  />
                )}
              </>
            }
          />
        ),
      };
    },
  });
}

const workSectionsFor = (actor: Actor): readonly MeSection[] => {
  const isLiaison =
    actor.kind === "person" &&
    actor.grants.some(({ role }) => role === "street_liaison" || role === "department_liaison");
  return [
    {
      title: "我的工作",
      links: [
        ...(isLiaison
          ? [{ text: "本单位要办的事", href: packsPaths.duties, about: "到期的、自己填好的、要您给的" }]
          : []),
        { text: "打开工作台", href: paths.workbench, about: "等您办的事、单位、人员、账本" },
        { text: "提联席会议议题", href: meetingsPaths.issues, about: "联络员随时提困难和建议，看办到哪一步" },
        { text: "我的决议", href: meetingsPaths.resolutions, about: "联席会议交给我们单位的事，报告进展" },
        { text: "收到的通知", href: inspectionsPaths.notices, about: "发给我们单位的通知，签收" },
        { text: "要整改的事", href: inspectionsPaths.rectifications, about: "检查发现的问题，报告整改" },
      ],
    },
  ];
};

/** What a signed-in person finds besides what he keeps. */
function sectionsFor({ actor }: Visit): readonly MeSection[] {
  const helps = actor.kind === "person" && actor.grants.some((grant) => grant.role === "helper");
  const teaches = actor.kind === "person" && actor.grants.some((grant) => grant.role === "teacher");
  return [
    {
      title: "我问过的",
      links: [{ text: "我问过的消息", href: rumoursPaths.own, about: "是真是假，查到哪儿了" }],
    },
    {
      title: "我写的",
      links: [
        { text: "我来投稿", href: commonsPaths.contribute, about: "三步交稿，看进展，发布前可以撤回" },
        { text: "科研和创作配对", href: commonsPaths.pairing, about: "有成果的找会讲的，会讲的找懂的" },
        ...(teaches
          ? [{ text: "我登记过的课", href: commonsPaths.lessonUses, about: "哪个班、哪天、多少学生" }]
          : []),
      ],
    },
    {
      title: "点单",
      links: [
        { text: "我的点单", href: ordersPaths.own, about: "到哪一步了、到访码、评价" },
        { text: "我的投诉", href: complaintsPaths.own, about: "服务没做好，5 天内有人答复" },
        { text: "我报过的活动", href: activitiesPaths.own, about: "报名码、排队、取消" },
      ],
    },
    {
      title: "志愿服务",
      links: [
        { text: "我的服务安排", href: ordersPaths.volunteering, about: "要去哪里、换班、日历、自己的限度" },
        { text: "接单", href: ordersPaths.work, about: "派给我们的、可以抢的、要去的" },
        { text: "现场签到", href: activitiesPaths.onSite, about: "没有网也能签，有网自动传" },
        { text: "我的服务队", href: teamsPaths.own, about: "登记、队员、会做什么" },
        { text: "加入服务队", href: recruitmentsPaths.enter, about: "扫码或填招募码报名，也可以挑一支队" },
        { text: "我的入队报名", href: recruitmentsPaths.own, about: "队长收了没有" },
        { text: "我的培训证", href: teamsPaths.badges, about: "给孩子上课、讲健康要先有" },
        { text: "我的服务时长", href: teamsPaths.hours, about: "签到记的和补录的，分开算" },
        { text: "我的服务证明", href: certificatesPaths.own, about: "向记录的单位要，不收费" },
        { text: "我的理赔", href: claimsPaths.own, about: "服务中出了意外，请保险赔" },
        { text: "我的特派员服务", href: commissionersPaths.own, about: "科技特派员记服务，农户确认才算" },
        { text: "我做专家", href: peoplePaths.expertOwn, about: "申请、值班、何时不在、利益声明" },
        { text: "找我的单", href: ordersPaths.offers, about: "和我领域对口的单：去不去、要不要再收到" },
        {
          text: "我的建议",
          href: peoplePaths.expertAdvice,
          about: "老专家写给街道、部门的建议：送出、看答复",
        },
        { text: "我的讲题", href: ordersPaths.talks, about: "老专家科普报告团：报讲题、收回" },
        { text: "我的专家酬劳和评议", href: honorariaPaths.own, about: "做了什么、发了多少、年度评议" },
        {
          text: "等我确认的采用",
          href: techniquesPaths.toConfirm,
          about: "农户说用了目录里的，特派员看过再确认",
        },
        { text: "我用过的品种技术", href: techniquesPaths.own, about: "说过用了什么，用得怎么样" },
        { text: "我为家乡出力", href: returneesPaths.own, about: "返乡人才、新乡贤登记能帮什么" },
        { text: "特派员选派", href: commissionersPaths.selection, about: "我的申请、请我评审的" },
        { text: "特派员来过的服务", href: commissionersPaths.farm, about: "农户看记录，来过就确认" },
      ],
    },
    {
      title: "我的资料",
      links: [
        { text: "看、改、带走、删除", href: peoplePaths.data, about: "称呼、手机号；导出成文件；注销账号" },
        { text: "我同意过什么", href: peoplePaths.consents, about: "每一项都可以收回" },
        { text: "我的孩子", href: peoplePaths.family, about: "不满 14 岁，先要您同意" },
      ],
    },
    {
      title: "登录和安全",
      links: [
        {
          text: "登录安全",
          href: identityPaths.security,
          about: "密码、通行密钥、验证器、在哪些设备上登录着",
        },
      ],
    },
    {
      title: "代办",
      links: [
        ...(helps
          ? [{ text: "替人代办", href: peoplePaths.helping, about: "先得本人同意，两个人的名字都会记下来" }]
          : []),
        { text: "谁替我办过", href: peoplePaths.helped, about: "什么时候、办了什么" },
      ],
    },
    {
      title: "怎么看着舒服",
      links: [{ text: "显示方式", href: paths.display, about: "长辈版、高对比、字的大小" }],
    },
  ];
}
