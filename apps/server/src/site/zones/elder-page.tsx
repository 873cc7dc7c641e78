import type { ComponentChildren } from "preact";
import { Icon, type IconName } from "#ui/icon/icon.tsx";
import { LinkButton } from "#ui/link-button/link-button.tsx";
import type { Mode } from "#kernel/http-types.ts";
import { modeHref } from "#ui/mode.ts";
import { paths, zonePath } from "#site/paths.ts";
import { ZoneHead } from "./zone-head.tsx";

export type ElderPageProps = {
  mode: Mode;
  items?: ComponentChildren;
  /** What is on now for these readers. */
  nowBand?: ComponentChildren;
};

type Task = { href: string; icon: IconName; verb: string; what: string };

const tasks: readonly Task[] = [
  { href: paths.rumours, icon: "question", verb: "看看是真是假", what: "收到一条消息，拿不准" },
  { href: paths.places, icon: "place", verb: "找身边的站点", what: "想去坐坐，想找人问" },
  { href: paths.display, icon: "bigger", verb: "把字调大", what: "看不清，颜色淡" },
  { href: paths.activities, icon: "calendar", verb: "看有什么活动", what: "想出门，想学点什么" },
];

/** 老年人: what do you want to do, in verbs; the helper above all. */
export function ElderPage({ mode, items, nowBand }: ElderPageProps) {
  return (
    <div class="zone">
      <ZoneHead zone="elder" line="您想做什么？选一样，一步一步来。" />
      {nowBand}
      <a class="helper" href={paths.help}>
        <Icon name="help" size="huge" />
        <span>
          <strong>有人帮我</strong>
          <span class="helper__line">打电话、去站点，或请家里人代办</span>
        </span>
      </a>
      <ul class="tasks">
        {tasks.map((task) => (
          <li key={task.href}>
            <a class="tasks__link" href={task.href}>
              <Icon name={task.icon} size="huge" />
              <span>
                <strong>{task.verb}</strong>
                <span class="tasks__what">{task.what}</span>
              </span>
              <Icon name="forward" size="large" />
            </a>
          </li>
        ))}
      </ul>
      {items}
      {!mode.elder && (
        <p>
          <LinkButton href={modeHref({ elder: true }, zonePath("elder"))} size="large" icon="tea">
            打开长辈版
          </LinkButton>
        </p>
      )}
      <p class="small">这里没有广告，不要您下载，不要您转钱。</p>
    </div>
  );
}
