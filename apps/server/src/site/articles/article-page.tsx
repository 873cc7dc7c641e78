import { audienceNames } from "#kernel/audiences.ts";
import {
  type BriefView,
  commonsPaths,
  type Credit,
  creditParts,
  toLessonPath,
} from "#modules/commons/index.ts";
import {
  ageLabels,
  aiShares,
  contentKinds,
  type LiveArticle,
  type LiveCard,
  stages,
  toArticlePath,
  toMediaPath,
  type TopicView,
  toTopicPath,
} from "#modules/contents/index.ts";
import { SaveAct, SavedNotice } from "#modules/readers/index.ts";
import { paths } from "#site/paths.ts";
import { AnswerBox } from "#ui/answer-box/answer-box.tsx";
import { Cover } from "#ui/cover/cover.tsx";
import { dateText } from "#ui/date-text.ts";
import { LinkButton } from "#ui/link-button/link-button.tsx";
import { Listing } from "#ui/listing/listing.tsx";
import { Notice } from "#ui/notice/notice.tsx";
import { SectionHead } from "#ui/section-head/section-head.tsx";
import { lengthText } from "./article-items.tsx";
import { ArticleAsk } from "./ask-link.tsx";
import { EasyChoice, EasyText } from "./easy-text.tsx";
import { toMotif } from "./topic-words.ts";
import { TextBlocks } from "./text-blocks.tsx";

export type ArticlePageProps = {
  article: LiveArticle;
  /** Who is credited beside the editors: contributors, advisers, researchers. */
  credits?: readonly Credit[];
  topics: readonly TopicView[];
  now: Date;
  elder: boolean;
  /** The reader chose 易读版: shown where the item has one. */
  easy?: boolean;
  /** A teacher reads it: then a lesson can be told as used, and adapted. */
  teaches?: boolean;
  /** What the page has to do with this reader; a copy is what lies on a device for reading offline. */
  reader?: { saved: "yes" | "no"; justSaved?: "yes" | undefined; purpose: "page" | "copy" };
};

const nameOf = (topics: readonly TopicView[], code: string): string =>
  topics.find((topic) => topic.code === code)?.name ?? code;

/** One item: the answer first, then the text, its sources, and who stands behind it. */
export function ArticlePage({
  article,
  credits = [],
  topics,
  now,
  elder,
  easy = false,
  teaches = false,
  reader,
}: ArticlePageProps) {
  const { content } = article;
  const [mainTopic] = article.topics;
  // Own words for the elder page, where the editors wrote some; else the same text in its large dress.
  const { saved = "no", justSaved, purpose = "page" } = reader ?? {};
  const elderWords = elder ? content.renditions.elder.trim() : "";
  const easyReading = easy ? content.renditions.easy : undefined;
  return (
    <article class="article" lang="zh-CN">
      <header class="article__head">
        <p class="article__kind">
          {contentKinds[article.kind]}
          {article.topics.map((code) => (
            <>
              {" · "}
              <a href={toTopicPath(code)}>{nameOf(topics, code)}</a>
            </>
          ))}
        </p>
        <h1>{article.title}</h1>
        <p class="article__by">
          {content.byline === "" ? article.unitName : `${content.byline}（${article.unitName}）`}
          {" · "}
          {dateText(article.firstPublishedAt, now)}发布
          {article.ageBands.length > 0 && ` · 适合 ${article.ageBands.join("、")} 岁`}
          {content.ageLabel !== undefined && ` · ${ageLabels[content.ageLabel]}`}
          {content.specialEducation === true && " · 适合特殊教育"}
        </p>
        {credits.length > 0 && (
          <p class="article__by">
            {credits.map((credit) => `${creditParts[credit.part]}：${credit.shownName}`).join(" · ")}
          </p>
        )}
        {content.ai !== "none" && <p class="article__mark">{aiShares[content.ai]}</p>}
      </header>
      {justSaved === "yes" && <SavedNotice />}
      {purpose === "copy" && (
        <Notice title={`离线保存的一份，${dateText(now, now)}存下`}>
          有网的时候会自动核对：撤下的会从这台设备删掉，改过的会换成新的。
        </Notice>
      )}
      {article.corrections.map((correction) => (
        <Notice
          key={correction.versionNo}
          tone="soon"
          title={`更正 ${dateText(correction.publishedAt, now)}`}
        >
          {correction.notice}
        </Notice>
      ))}
      {content.renditions.easy !== undefined && purpose === "page" && (
        <EasyChoice path={toArticlePath(article.no)} shown={easyReading === undefined ? "text" : "easy"} />
      )}
      {/* The answer is written for quick readers; the easy text says it again in its own words. */}
      {easyReading === undefined && <AnswerBox>{content.answer}</AnswerBox>}
      {content.panels === undefined && content.chart === undefined && (
        <div class="article__cover">
          <Cover topic={toMotif(topics, mainTopic)} seed={article.contentId} shape="band" />
        </div>
      )}
      {content.lesson !== undefined && (
        <dl class="article__lesson">
          <div>
            <dt>适用</dt>
            <dd>{content.lesson.grades}</dd>
          </div>
          <div>
            <dt>时长</dt>
            <dd>{content.lesson.minutes} 分钟</dd>
          </div>
          <div>
            <dt>学完能</dt>
            <dd>{content.lesson.aim}</dd>
          </div>
          {content.lesson.standards !== undefined && (
            <div>
              <dt>课标</dt>
              {content.lesson.standards.map((place) => (
                <dd key={place.text}>
                  {`${place.text}（${place.edition}${place.page === "" ? "" : `，第 ${place.page} 页`}）`}
                </dd>
              ))}
            </div>
          )}
        </dl>
      )}
      {content.safety !== undefined && (
        <Notice tone="soon" title={content.safety.adult ? "动手做：大人陪着" : "动手做"}>
          <p>用到：{content.safety.materials}</p>
          <p>当心：{content.safety.hazards}</p>
        </Notice>
      )}
      <Film article={article} />
      <Chart article={article} />
      {content.panels !== undefined && (
        <ol class="article__panels">
          {content.panels.map((panel) => (
            <li key={panel.fileId}>
              <img src={toMediaPath(panel.fileId)} alt={panel.alt} loading="lazy" width="480" height="360" />
              <p>{panel.caption}</p>
            </li>
          ))}
        </ol>
      )}
      <div class="article__text">
        {easyReading === undefined ? (
          elderWords === "" ? (
            <TextBlocks document={content.document} />
          ) : (
            elderWords.split(/\n+/u).map((words) => <p>{words}</p>)
          )
        ) : (
          <EasyText reading={easyReading} />
        )}
      </div>
      <Sources article={article} />
      {purpose === "page" && <Acts article={article} saved={saved} teaches={teaches} />}
    </article>
  );
}

/** The film with its captions, played by the browser alone; nothing is fetched before the reader presses play. */
function Film({ article }: { article: LiveArticle }) {
  const { media } = article.content;
  if (media?.videoFileId === undefined) return null;
  return (
    <figure class="article__film">
      {/* oxlint-disable-next-line jsx-a11y/media-has-caption -- the pre-check lets no film out without its captions */}
      <video controls preload="none" width="640" aria-label={`视频：${article.title}`}>
        <source src={toMediaPath(media.videoFileId)} type="video/mp4" />
        {media.captionsFileId !== undefined && (
          <track
            kind="captions"
            src={toMediaPath(media.captionsFileId)}
            srcLang="zh-CN"
            label="字幕"
            default
          />
        )}
      </video>
      <figcaption class="small">
        {media.videoSeconds !== undefined && `${lengthText(media.videoSeconds)}，`}
        {media.signLanguage === true && "有手语，"}
        {media.captionsFileId !== undefined && "有字幕。"}
        {media.rights}
      </figcaption>
    </figure>
  );
}

/** What a reader can do with it: keeping and passing on are buttons, what few need stands quietly below them. */
function Acts({ article, saved, teaches }: { article: LiveArticle; saved: "yes" | "no"; teaches: boolean }) {
  const { no } = article;
  const path = toArticlePath(no);
  return (
    <section class="article__acts" aria-label="这篇文章">
      {article.kind === "lesson" && teaches && (
        <div class="article__acts-row">
          <LinkButton href={toLessonPath(article.contentId, "use")} icon="check">
            我用过了
          </LinkButton>
          <LinkButton href={toLessonPath(article.contentId, "copy")} variant="secondary" icon="document">
            改成我的课
          </LinkButton>
        </div>
      )}
      <div class="article__acts-row">
        <SaveAct no={no} saved={saved} />
        <LinkButton href={`${path}/share`} variant="secondary" icon="forward">
          转给别人
        </LinkButton>
      </div>
      <div class="article__acts-row article__acts-row--quiet">
        {article.content.media?.audioFileId === undefined && (
          <LinkButton href={`${path}/listen`} variant="quiet" icon="listen">
            念给我听
          </LinkButton>
        )}
        <LinkButton href={`${paths.offlineItems}?save=${no}`} variant="quiet">
          离线保存
        </LinkButton>
        <LinkButton href={`${path}/report`} variant="quiet">
          哪里不对？
        </LinkButton>
        {article.kind === "lesson" && !teaches && (
          <LinkButton href={commonsPaths.lessons} variant="quiet">
            更多课程
          </LinkButton>
        )}
      </div>
    </section>
  );
}

/** Beside the text on wide screens, under it elsewhere: who stands behind it, and what to read next. */
export function ArticleSide({
  article,
  topics,
  related,
  brief,
  now,
}: {
  article: LiveArticle;
  topics: readonly TopicView[];
  /** The result of research that the item tells of, with its other half. */
  brief?: BriefView | undefined;
  related: readonly (LiveCard & { sharedTopics: readonly string[] })[];
  now: Date;
}) {
  return (
    <>
      <Signers article={article} now={now} />
      {brief !== undefined && <Result brief={brief} no={article.no} />}
      <ArticleAsk no={article.no} topic={article.topics[0]} />
      {related.length > 0 && (
        <section aria-labelledby="related">
          <SectionHead title="接着看" id="related" />
          <Listing
            items={related.map((item) => ({
              key: item.contentId,
              title: item.title,
              href: toArticlePath(item.no),
              meta: `也讲${nameOf(topics, item.sharedTopics[0] ?? "")}`,
            }))}
          />
        </section>
      )}
    </>
  );
}

function Chart({ article }: { article: LiveArticle }) {
  const { chart } = article.content;
  if (chart === undefined) return null;
  return (
    <figure class="article__figure">
      <img
        src={`${toArticlePath(article.no)}/chart.svg`}
        alt={chart.textEquivalent}
        width="640"
        height="360"
      />
      <figcaption>
        {chart.textEquivalent}
        <a href={`#source-${chart.source}`}>数据来源 [{chart.source}]</a>
      </figcaption>
      <details>
        <summary>看数字</summary>
        <table>
          <caption>单位：{chart.unit}</caption>
          <tbody>
            {chart.rows.map(([label, value]) => (
              <tr>
                <th scope="row">{label}</th>
                <td>{value}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}

function Sources({ article }: { article: LiveArticle }) {
  return (
    <section class="article__sources" aria-labelledby="sources">
      <h2 id="sources">来源</h2>
      <ol>
        {article.content.sources.map((source, index) => (
          <li id={`source-${index + 1}`} key={source.title}>
            {source.publisher}：
            {source.url === undefined ? source.title : <a href={source.url}>{source.title}</a>}
            {source.date !== undefined && `（${source.date}）`}
            {source.supports !== "" && <p class="small">{source.supports}</p>}
          </li>
        ))}
      </ol>
      {article.content.rights !== "" && <p class="small">{article.content.rights}</p>}
    </section>
  );
}

function Result({ brief, no }: { brief: BriefView; no: number }) {
  const other = brief.articleNo === no ? brief.chartNo : brief.articleNo;
  return (
    <section aria-labelledby="result">
      <SectionHead title="这项成果" id="result" />
      <p>
        {`${brief.foundBy}，${brief.publishedIn}，${brief.publishedOn}。`}
        <a href={brief.address}>看原文</a>
      </p>
      {other !== null && (
        <p>
          <a href={toArticlePath(other)}>{brief.articleNo === no ? "看图说" : "看文章"}</a>
        </p>
      )}
      {brief.leadDays !== null && <p class="small">{`从送来到发布用了 ${brief.leadDays} 天。`}</p>}
    </section>
  );
}

function Signers({ article, now }: { article: LiveArticle; now: Date }) {
  const science = article.signers.find((signer) => signer.stage === "science");
  return (
    <section class="article__signers" aria-labelledby="signers">
      <h2 id="signers">谁核过</h2>
      {science !== undefined && (
        <p>
          科学性审核：{science.publicTitle ?? "登记专家"}
          {science.fieldName !== undefined && `（${science.fieldName}）`}，{dateText(science.decidedAt, now)}
        </p>
      )}
      <details>
        <summary>三审三校，{article.signers.length} 个人各做一个环节</summary>
        <ol>
          {article.signers.map((signer) => (
            <li key={signer.stage}>
              {stages[signer.stage]}：
              {signer.publicTitle ?? (signer.stage === "review3" ? "分管负责人" : "编辑")}，
              {dateText(signer.decidedAt, now)}
            </li>
          ))}
        </ol>
        <p class="small">
          发布的文字和审校签过的文字是同一份，校验码 <code class="article__hash">{article.contentHash}</code>
          ，可以在<a href="/ledger">账本</a>里核对。
        </p>
      </details>
      {article.audiences.length > 0 && (
        <p class="small">写给：{article.audiences.map((audience) => audienceNames[audience]).join("、")}</p>
      )}
    </section>
  );
}
