import { Notice } from "#ui/notice/notice.tsx";
import { LinkButton } from "#ui/link-button/link-button.tsx";
import { ButtonRow } from "#ui/button/button.tsx";
import { paths } from "#site/paths.ts";

type SoonProps = { title: string; lead: string; will: readonly string[] };

/** A door whose room is still being built: what will be there, and what can be done today. */
function SoonPage({ title, lead, will }: SoonProps) {
  return (
    <div class="stack">
      <h1>{title}</h1>
      <Notice title="这一栏还在准备，现在不能办">{lead}</Notice>
      <section class="prose" aria-labelledby="soon-will">
        <h2 id="soon-will">开通以后</h2>
        <ul>
          {will.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </section>
      <section aria-labelledby="soon-now">
        <h2 id="soon-now">现在可以</h2>
        <div class="soon-now">
          <ButtonRow>
            <LinkButton href={paths.places}>找身边的站点</LinkButton>
            <LinkButton href={paths.help} variant="secondary" icon="help">
              有人帮我
            </LinkButton>
          </ButtonRow>
        </div>
      </section>
    </div>
  );
}

export function ActivitiesSoonPage() {
  return (
    <SoonPage
      title="活动"
      lead="站点和场馆还没有开始在这里发布活动。想知道最近有什么，请打站点电话。"
      will={[
        "按时间和远近排好，今天的在最前。",
        "报名、排队、取消，都在手机上。",
        "满了可以排队，看得到排第几。",
      ]}
    />
  );
}
