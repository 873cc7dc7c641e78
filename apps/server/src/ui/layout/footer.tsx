import { fixed } from "#ui/fixed.tsx";
import { Seal } from "#ui/logotype/logotype.tsx";
import { RiverLine } from "./river-line.tsx";

const links = [
  { href: "/about", text: "关于湘江科普" },
  { href: "/accessibility", text: "无障碍声明" },
  { href: "/privacy", text: "个人信息怎么用" },
  { href: "/places", text: "站点和场馆" },
  { href: "/organisations", text: "科普单位" },
  { href: "/calendar", text: "时节日历" },
  { href: "/policies", text: "政策库" },
  { href: "/ledger", text: "账本" },
  { href: "/display", text: "显示方式" },
  { href: "/help", text: "有人帮我" },
  { href: "/my/complaints", text: "投诉" },
  { href: "/sitemap", text: "网站地图" },
];

const content = fixed(
  <>
    <RiverLine />
    <div class="container site-footer__inner">
      <p class="site-footer__name">
        <Seal />
        <span>湘江科普</span>
      </p>
      <nav aria-label="关于本站">
        <ul class="site-footer__links">
          {links.map((link) => (
            <li key={link.href}>
              <a href={link.href}>{link.text}</a>
            </li>
          ))}
        </ul>
      </nav>
      <p class="site-footer__note">页面上不放广告，不要您下载，不拿浏览时长给人打分。</p>
    </div>
  </>,
);

export function Footer() {
  return <footer class="site-footer" {...content} />;
}
