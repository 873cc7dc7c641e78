import type { ComponentChildren } from "preact";
import { Notice } from "#ui/notice/notice.tsx";
import { LinkButton } from "#ui/link-button/link-button.tsx";
import { PhoneLink } from "#ui/phone-link/phone-link.tsx";
import { ButtonRow } from "#ui/button/button.tsx";
import { paths } from "#site/paths.ts";

type SoonProps = { title: string; lead: string; will: readonly string[]; children?: ComponentChildren };

/** A door whose room is still being built: what will be there, and what can be done today. */
function SoonPage({ title, lead, will, children }: SoonProps) {
  return (
    <div class="stack">
      <h1>{title}</h1>
      <Notice title="这一栏还在准备，现在不能办">{lead}</Notice>
      {children}
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

export function OrdersSoonPage() {
  return (
    <SoonPage
      title="点单"
      lead="请专家来讲、请志愿者上门，要先排好人和时间。开通前，请直接打站点电话说您的需要。"
      will={[
        "写一句话，说想请人讲什么、教什么。",
        "街道站点 24 小时内回复您。",
        "每一步到哪儿了，都看得到。",
        "办完您来评，不满意可以重办。",
      ]}
    />
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

export function RumoursSoonPage() {
  return (
    <SoonPage
      title="这是真的吗"
      lead="核查台还没有开，现在不能收您的消息。先用下面三句话自己核一核。"
      will={[
        "把收到的话贴进来，查有没有核过。",
        "没核过的，专家核，写明根据。",
        "结论改了，会告诉问过的人。",
      ]}
    >
      <section class="prose" aria-labelledby="check-yourself">
        <h2 id="check-yourself">先问三句</h2>
        <ol class="check-three">
          <li>
            <strong>谁说的？</strong>找得到单位和人名吗？“专家说”“医生说”不算。
          </li>
          <li>
            <strong>出处查得到吗？</strong>到那个单位自己的网站、电话去问，不点消息里的链接。
          </li>
          <li>
            <strong>要我做什么？</strong>要转钱、要验证码、要马上转发的，先停下。
          </li>
        </ol>
        <p>
          有人要您转钱、要验证码，马上打反诈专线：
          <PhoneLink number="96110" about="全国反诈专线" size="large" />
        </p>
      </section>
    </SoonPage>
  );
}
