import type { Audience } from "#kernel/audiences.ts";
import { toAskPath } from "#modules/questions/index.ts";
import { LinkButton } from "#ui/link-button/link-button.tsx";
import { SectionHead } from "#ui/section-head/section-head.tsx";

/** At the end of a zone's items: what is not here can be asked. */
export const ZoneAsk = ({ zone }: { zone: Audience }) => (
  <p>
    <LinkButton href={toAskPath({ audience: zone })} variant="secondary" icon="question">
      {zone === "farmer" ? "拍张照片问专家" : "问专家"}
    </LinkButton>
  </p>
);

/** Beside an article: a question that it left open. */
export const ArticleAsk = ({ no, topic }: { no: number; topic: string | undefined }) => (
  <section aria-labelledby="article-ask">
    <SectionHead title="还想问？" id="article-ask" />
    <p>
      <LinkButton href={toAskPath({ article: no, topic })} variant="secondary" icon="question">
        问专家
      </LinkButton>
    </p>
    <p class="small">两个工作日内回复，不用登录。</p>
  </section>
);
