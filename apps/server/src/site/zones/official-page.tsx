import type { ComponentChildren } from "preact";
import { questionsPaths } from "#modules/questions/index.ts";
import { dateText } from "#ui/date-text.ts";
import { SectionHead } from "#ui/section-head/section-head.tsx";
import { paths } from "#site/paths.ts";
import { ZoneHead } from "./zone-head.tsx";

/** A figure of the brief; every figure is a link to what it counts (一数一源). */
export type BriefFigure = { name: string; value: number; unit: string; href: string; source: string };

export type OfficialPageProps = {
  now: Date;
  figures: readonly BriefFigure[];
  items?: ComponentChildren;
  /** What is on now for these readers. */
  nowBand?: ComponentChildren;
};

const documents: readonly { title: string; number: string; says: string }[] = [
  {
    title: "中华人民共和国科学技术普及法",
    number: "2024年12月25日修订",
    says: "科普是全社会的事；内容要合法、科学；虚假的要澄清。",
  },
  {
    title: "全民科学素质行动规划纲要（2021—2035年）",
    number: "国发〔2021〕9号",
    says: "五项提升行动，五项重点工程。",
  },
];

/** 领导干部和公务员: a brief that fits five minutes, every line with its source. */
export function OfficialPage({ now, figures, items, nowBand }: OfficialPageProps) {
  return (
    <div class="zone">
      <ZoneHead zone="official" line="五分钟简报，条条有出处。" />
      {nowBand}
      <article class="brief" aria-labelledby="brief-title">
        <p class="brief__line">
          <strong id="brief-title">科普工作简报</strong>
          <span>{dateText(now, now)}</span>
        </p>
        <h2 class="brief__heading">一、全区现在有什么</h2>
        <ul class="brief__figures">
          {figures.map((figure) => (
            <li key={figure.name}>
              <a href={figure.href}>
                {figure.name} <strong>{figure.value}</strong> {figure.unit}
              </a>
              <span class="brief__source">来源：{figure.source}</span>
            </li>
          ))}
        </ul>
        <h2 class="brief__heading">二、依据</h2>
        <ol class="brief__documents">
          {documents.map((document) => (
            <li key={document.title}>
              <p>
                《{document.title}》<span class="brief__source">{document.number}</span>
              </p>
              <p>{document.says}</p>
            </li>
          ))}
        </ol>
        <h2 class="brief__heading">三、拿不准时</h2>
        <p>
          可以<a href={questionsPaths.ask}>问专家</a>，两个工作日内回复；想请人来讲一次，
          <a href={paths.orders}>照菜单点</a>。桌面演练还没有开通。
        </p>
      </article>
      {items}
    </div>
  );
}

/** The four bans on government apps, which hold here by construction. */
export function OfficialSide() {
  return (
    <section aria-labelledby="official-rules">
      <SectionHead title="我们不做的四件事" id="official-rules" />
      <ul class="prose">
        <li>不要求重复填报：填过一次的数，别处自动用。</li>
        <li>不强制签到、打卡。</li>
        <li>不给人排名。</li>
        <li>点赞、转发、学习时长不进任何考核。</li>
      </ul>
      <p class="small">
        每个数都能点开看到是哪些记录，见<a href={paths.about}>关于湘江科普</a>。
      </p>
    </section>
  );
}
