import { ActingForBanner } from "#ui/acting-for/acting-for.tsx";
import { DemoBanner } from "#ui/demo-banner/demo-banner.tsx";
import { fixed, type Fixed } from "#ui/fixed.tsx";
import { Icon, type IconName } from "#ui/icon/icon.tsx";
import { Logotype } from "#ui/logotype/logotype.tsx";
import { ModeSwitch } from "#ui/mode-switch/mode-switch.tsx";
import { toLocalPath } from "#ui/mode.ts";
import { EmergencyBand } from "./emergency-band.tsx";
import type { PageContext, SectionName } from "./layout.tsx";
import { RiverLine } from "./river-line.tsx";

const doors: readonly { section: SectionName; href: string; text: string; icon: IconName }[] = [
  { section: "home", href: "/", text: "首页", icon: "home" },
  { section: "find", href: "/search", text: "找", icon: "search" },
  { section: "order", href: "/orders", text: "点单", icon: "order" },
  { section: "activities", href: "/activities", text: "活动", icon: "calendar" },
  { section: "me", href: "/me", text: "我的", icon: "person" },
];

const searchForm = fixed(
  <form class="site-search__form" action="/search" method="get" aria-label="全站">
    <input class="site-search__input" type="search" name="q" aria-label="找什么" autocomplete="off" />
    <button class="site-search__button" type="submit">
      <Icon name="search" />
      <span>找</span>
    </button>
  </form>,
);

const toDoors = (section: SectionName | undefined): Fixed =>
  fixed(
    <ul class="container doors__list">
      {doors.map((door) => (
        <li key={door.section}>
          <a
            class="doors__link"
            href={door.href}
            aria-current={door.section === section ? "page" : undefined}
          >
            <Icon name={door.icon} />
            <span>{door.text}</span>
          </a>
        </li>
      ))}
    </ul>,
  );
const doorsBySection = new Map(doors.map(({ section }) => [section, toDoors(section)]));
const doorsOfNone = toDoors(undefined);
const doorsOf = (section: SectionName | undefined): Fixed =>
  (section === undefined ? undefined : doorsBySection.get(section)) ?? doorsOfNone;

/** One banner landmark around all that stands above the page: nothing lies outside a landmark (axe `region`). */
export function Header({ page, section }: { page: PageContext; section: SectionName | undefined }) {
  const elder = page.mode.elder;
  return (
    <header class="site-header">
      <a class="skip-link" href="#main">
        跳到正文
      </a>
      {page.emergency && <EmergencyBand {...page.emergency} />}
      {page.demo && <DemoBanner />}
      {page.actingFor && <ActingForBanner {...page.actingFor} />}
      <div class="container site-header__row">
        <a class="site-header__home" href="/">
          <Logotype />
        </a>
        <nav class="site-header__settings" aria-label="显示方式和登录">
          {!elder && <ModeSwitch mode={page.mode} path={page.path} extent="brief" />}
          {page.person === undefined ? (
            <a class="site-header__person" href={signInHref(page.path)}>
              登录
            </a>
          ) : (
            <a class="site-header__person" href="/me">
              <Icon name="person" />
              {/* A phone has no room for a long name beside the mode switch. */}
              <span class="site-header__short">我的</span>
              <span class="site-header__name">{page.person.name ?? "我的"}</span>
            </a>
          )}
        </nav>
        {!elder && <search class="site-search" {...searchForm} />}
      </div>
      {elder && (
        <div class="container elder-bar">
          <details class="elder-bar__display">
            <summary class="elder-bar__button">
              <Icon name="bigger" />
              字号颜色
            </summary>
            <ModeSwitch mode={page.mode} path={page.path} extent="full" />
          </details>
          <a class="elder-bar__button elder-bar__button--help" href="/help">
            <Icon name="help" />
            有人帮我
          </a>
        </div>
      )}
      <nav class="doors" aria-label="主要栏目" {...doorsOf(section)} />
      <RiverLine />
    </header>
  );
}

/** Back to the same page after signing in, but never from sign-in to itself. */
function signInHref(path: string): string {
  const back = toLocalPath(path);
  return back === "/" || back.startsWith("/sign-in")
    ? "/sign-in"
    : `/sign-in?${new URLSearchParams({ back }).toString()}`;
}
