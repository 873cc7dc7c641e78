import { audienceNames, audiences } from "#kernel/audiences.ts";
import { occasionsPaths } from "#modules/occasions/index.ts";
import { policiesPaths } from "#modules/policies/index.ts";
import { commissionersPaths } from "#modules/commissioners/index.ts";
import { commonsPaths } from "#modules/commons/index.ts";
import { plansPaths } from "#modules/plans/index.ts";
import { questionsPaths } from "#modules/questions/index.ts";
import { techniquesPaths } from "#modules/techniques/index.ts";
import { Listing } from "#ui/listing/listing.tsx";
import { paths, zonePath } from "#site/paths.ts";

const groups: readonly { title: string; links: readonly { text: string; href: string }[] }[] = [
  {
    title: "五个栏目",
    links: [
      { text: "首页", href: paths.home },
      { text: "找", href: paths.search },
      { text: "点单", href: paths.orders },
      { text: "活动", href: paths.activities },
      { text: "我的", href: paths.me },
    ],
  },
  {
    title: "五个专区",
    links: audiences.map((zone) => ({ text: audienceNames[zone], href: zonePath(zone) })),
  },
  {
    title: "查一查",
    links: [
      { text: "站点和场馆", href: paths.places },
      { text: "科普单位", href: paths.organisations },
      { text: "公益科普机构", href: paths.nonProfit },
      { text: "12 个主题", href: paths.topics },
      { text: "故事合集", href: commonsPaths.collections },
      { text: "成果转科普", href: commonsPaths.results },
      { text: "课程", href: commonsPaths.lessons },
      { text: "公益广告库", href: commonsPaths.publicService },
      { text: "我来投稿", href: commonsPaths.contribute },
      { text: "这是真的吗", href: paths.rumours },
      { text: "时节日历", href: occasionsPaths.calendar },
      { text: "政策库", href: policiesPaths.list },
      { text: "哪些政策和我有关", href: policiesPaths.which },
      { text: "品种技术目录", href: techniquesPaths.list },
      { text: "科技特派员选派", href: commissionersPaths.calls },
      { text: "问专家", href: questionsPaths.ask },
      { text: "易读版", href: paths.easyReading },
      { text: "别处的消息", href: paths.upstream },
    ],
  },
  {
    title: "帮助和说明",
    links: [
      { text: "有人帮我", href: paths.help },
      { text: "显示方式", href: paths.display },
      { text: "关于湘江科普", href: paths.about },
      { text: "科普方案做到哪一步", href: plansPaths.plan },
      { text: "账本：谁也改不了的记录", href: paths.ledger },
      { text: "无障碍声明", href: paths.accessibility },
      { text: "个人信息怎么用", href: paths.privacy },
    ],
  },
];

export const sitemapLinks = groups.flatMap((group) => group.links);

export function SitemapPage() {
  return (
    <div class="stack">
      <h1>网站地图</h1>
      {groups.map((group) => (
        <section key={group.title} aria-label={group.title}>
          <h2>{group.title}</h2>
          <Listing
            items={group.links.map(({ text, href }) => ({ key: href, title: text, href }))}
            columns="two"
          />
        </section>
      ))}
    </div>
  );
}
