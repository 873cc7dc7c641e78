import type { ComponentChildren } from "preact";
import { Icon, type IconName } from "#ui/icon/icon.tsx";

export type NoticeTone = "info" | "done" | "soon" | "urgent";
export type NoticeProps = {
  tone?: NoticeTone;
  title: string;
  children?: ComponentChildren;
  /** `status` when the notice answers what the reader just did, so that it is spoken; else it is only read in turn. */
  live?: "status";
  /** Level of the title in the page's outline; without one it is no heading. */
  heading?: "h2" | "h3";
};

const icons: Record<NoticeTone, IconName> = { info: "info", done: "check", soon: "clock", urgent: "warning" };

export function Notice({ tone = "info", title, children, live, heading: Heading }: NoticeProps) {
  return (
    <div class={`notice notice--${tone}`} role={live}>
      <Icon name={icons[tone]} size="large" />
      <div class="notice__body">
        {Heading ? <Heading class="notice__title">{title}</Heading> : <p class="notice__title">{title}</p>}
        {children !== undefined && <div class="notice__text">{children}</div>}
      </div>
    </div>
  );
}
