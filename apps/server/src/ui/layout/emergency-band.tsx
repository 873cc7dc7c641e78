import { Icon } from "#ui/icon/icon.tsx";

export type Emergency = {
  /** `暴雨红色预警`, marked 演练 or 演示 by who writes it. */
  title: string;
  /** What to do now, in one sentence. */
  text: string;
  href?: string;
  /** Who says so and since when. */
  source: string;
};

/** Above everything, on every page, as long as it holds. */
export function EmergencyBand({ title, text, href, source }: Emergency) {
  return (
    <section class="emergency-band" aria-label="紧急提醒">
      <div class="container emergency-band__inner">
        <Icon name="warning" size="large" />
        <p>
          <strong class="emergency-band__title">{title}</strong>
          <span class="emergency-band__text">{text}</span>
          <span class="emergency-band__source">{source}</span>
        </p>
        {href !== undefined && (
          <a class="emergency-band__link" href={href}>
            看该怎么做
          </a>
        )}
      </div>
    </section>
  );
}
