import {
  rumoursPaths,
  toClaimPath,
  type PublicVerdict,
  type VerdictCard,
  type VerdictVersion,
} from "#modules/rumours/index.ts";
import { dateText } from "#ui/date-text.ts";
import { LinkButton } from "#ui/link-button/link-button.tsx";
import { Notice } from "#ui/notice/notice.tsx";
import { Qr } from "#ui/qr/qr.tsx";
import { SectionHead } from "#ui/section-head/section-head.tsx";
import { VerdictBody, VerdictList } from "./verdict-parts.tsx";

/** A claim and its verdict, with every version that was ever out. */
export function VerdictPage({ verdict, now }: { verdict: PublicVerdict; now: Date }) {
  return (
    <article class="stack verdict-page">
      <p class="verdict-page__kind">有人在传{verdict.asked > 0 && ` · ${verdict.asked} 人次问过`}</p>
      <h1>{verdict.title}</h1>
      {verdict.changeNotice !== undefined && (
        <Notice tone="soon" title={`结论更新于 ${dateText(verdict.publishedAt, now)}`}>
          {verdict.changeNotice}
        </Notice>
      )}
      {verdict.returned !== undefined && (
        <Notice tone="soon" title="这个说法又传起来了">
          {verdict.returned.quietDays} 天没人问，{dateText(verdict.returned.since, now)}起又有{" "}
          {verdict.returned.reports} 人次问到。结论没有变，见下面。
        </Notice>
      )}
      <p>
        <LinkButton href={`${toClaimPath(verdict.claimNo)}/listen`} variant="secondary" icon="listen">
          念给我听
        </LinkButton>
      </p>
      <VerdictBody verdict={verdict} now={now} ids="verdict" />
      {verdict.earlier.length > 0 && (
        <section aria-labelledby="earlier">
          <SectionHead title="以前的结论" id="earlier">
            结论改过，以前的每一版都留着。
          </SectionHead>
          {verdict.earlier.map((version) => (
            <details key={version.versionNo} class="verdict-page__earlier">
              <summary>
                第 {version.versionNo} 版：{version.rating.name}（{dateText(version.publishedAt, now)}）
              </summary>
              <EarlierVersion version={version} />
            </details>
          ))}
        </section>
      )}
      <nav class="verdict-page__acts" aria-label="这个结论">
        <LinkButton href={rumoursPaths.list} icon="question">
          再问一条
        </LinkButton>
        <LinkButton href={`${toClaimPath(verdict.claimNo)}/print`} variant="secondary">
          打印一张
        </LinkButton>
      </nav>
    </article>
  );
}

/** A version that gave way, in short: its words and what it stood on. */
const EarlierVersion = ({ version }: { version: VerdictVersion }) => (
  <div class="prose">
    <p>
      <strong>{version.rating.name}。</strong>
      {version.answer}
    </p>
    <p>{version.explanation}</p>
    {version.changeNotice !== undefined && <p>那一次的更新说明：{version.changeNotice}</p>}
    <p class="small">
      来源：{version.sources.map((source) => `${source.publisher}《${source.title}》`).join("；")}。
      {version.signers.filter((signer) => signer.decision === "agree").length} 位专家签字。
    </p>
  </div>
);

export function VerdictSide({ others, now }: { others: readonly VerdictCard[]; now: Date }) {
  if (others.length === 0) return null;
  return (
    <section aria-labelledby="other-verdicts">
      <SectionHead title="最近查清的" id="other-verdicts" more={{ href: rumoursPaths.list, text: "全部" }} />
      <VerdictList cards={others} now={now} />
    </section>
  );
}

/** One sheet of paper for a station's wall or an elder's pocket. */
export function VerdictSheet({
  verdict,
  address,
  now,
}: {
  verdict: PublicVerdict;
  address: string;
  now: Date;
}) {
  return (
    <div class="poster">
      <p class="verdict-page__kind">有人在传</p>
      <h1 class="poster__headline">{verdict.title}</h1>
      <p class="verdict__rating">
        <strong>{verdict.rating.name}</strong>
      </p>
      <p class="poster__points">{verdict.answer}</p>
      <p class="poster__advice">{verdict.advice}</p>
      <ol class="verdict__sources">
        {verdict.sources.map((source) => (
          <li key={`${source.publisher} ${source.title}`}>
            {source.publisher}：{source.title}
          </li>
        ))}
      </ol>
      <p>
        {verdict.signers.filter((signer) => signer.decision === "agree").length} 位专家签字 · 第{" "}
        {verdict.versionNo} 版 · {dateText(verdict.publishedAt, now)}
      </p>
      <div class="poster__code">
        <Qr text={address} label={`手机打开这条结论：${verdict.title}`} />
        <p>手机扫一扫，看理由和来源；结论改了，那里会写明。</p>
      </div>
      <p class="poster__print">
        打印请按浏览器的“打印”。<a href={toClaimPath(verdict.claimNo)}>回到结论</a>
      </p>
    </div>
  );
}
