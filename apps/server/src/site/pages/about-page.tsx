import { paths } from "#site/paths.ts";

export function AboutPage() {
  return (
    <div class="prose">
      <h1>关于湘江科普</h1>
      <p class="lead">让科学走到每个人身边：问得到、找得到、请得来。</p>
      <h2>我们做什么</h2>
      <ul>
        <li>把核过的科学内容，用您看得懂的话讲出来。</li>
        <li>让您找到身边的站点、场馆和人。</li>
        <li>您需要什么，我们请人上门来讲、来教。</li>
        <li>收到拿不准的消息，帮您核。</li>
      </ul>
      <p>看文章、核消息、问专家、点单、投稿、找站点、报名活动，现在都能用。</p>
      <h2>内容怎样才能发布</h2>
      <p>写的人、审的人、核科学的人和校对的人，互不相同。出了错，更正写在文章最上面，不悄悄改。</p>
      <h2>数字从哪里来</h2>
      <p>页面上的每个数，都由办成的事一件一件数出来，不另外填。点开一个数，看得到是哪些记录。</p>
      <h2>我们不做什么</h2>
      <ul>
        <li>不放广告，不诱导下载和付费。</li>
        <li>不强制签到，不给人排名。</li>
        <li>不拿点赞、转发、学习时长做考核。</li>
      </ul>
      <h2>这套软件</h2>
      <p>
        软件是开源的，许可是 Apache-2.0，别的地方可以拿去用。个人信息怎么用，见
        <a href={paths.privacy}>个人信息怎么用</a>。
      </p>
    </div>
  );
}

const siblings = [
  { href: paths.about, text: "关于湘江科普" },
  { href: paths.accessibility, text: "无障碍声明" },
  { href: paths.privacy, text: "个人信息怎么用" },
  { href: paths.sitemap, text: "网站地图" },
];

/** From one page about the site to the others. */
export function AboutSide({ current }: { current: string }) {
  return (
    <nav class="about-side" aria-label="关于本站的页面">
      <ul>
        {siblings.map(({ href, text }) => (
          <li key={href}>
            <a href={href} aria-current={href === current ? "page" : undefined}>
              {text}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
