import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link, useNavigate, useParams } from "react-router";
import { client, read } from "../../api/client.ts";
import { permissionOf } from "../../capability.ts";
import { readVersion, type VersionView } from "./read-version.ts";
import { DetailPage } from "../../detail/detail-page.tsx";
import { FactsList } from "../../detail/facts-list.tsx";
import { StatusMark } from "../../detail/status-mark.tsx";
import { ContentAct } from "../../forms/content-act.tsx";
import { ContentPillars } from "../../forms/content-pillars.tsx";
import { useMe } from "../../me.tsx";
import { paths, portal } from "../../paths.ts";
import { timeText } from "../../time-text.ts";
import { pillarNames } from "../plans/plan-words.ts";
import { CommentMargin } from "./comment-margin.tsx";
import { audienceName, isProof, kindName, statusTone } from "./contents-words.ts";
import { FindingsPanel } from "./findings-panel.tsx";
import { ChangesPanel } from "./changes-panel.tsx";
import { CodesPanel } from "./codes-panel.tsx";
import { SideCopiesPanel } from "./side-copies-panel.tsx";
import { SignaturesPanel } from "./signatures-panel.tsx";
import { TextView } from "./text-view.tsx";
import type { TextDocument } from "./text-document.ts";
import { useTopics } from "./use-topics.ts";

/** One item: its words as they will be read, who signed what, and what can be done next. */
export const ContentPage = () => {
  const { id = "" } = useParams();
  const navigate = useNavigate();
  const [act, setAct] = useState<string>();
  const [tagging, setTagging] = useState(false);
  const mayWrite = permissionOf(useMe(), "writeContent").ok;
  const topics = useTopics();
  const query = useQuery({
    queryKey: ["/api/contents", id],
    queryFn: ({ signal }) => readVersion(id, signal),
  });
  const comments = useQuery({
    queryKey: ["/api/contents", id, "comments", query.data?.id],
    enabled: query.data !== undefined,
    queryFn: ({ signal }) =>
      read(
        client.GET("/api/content-versions/{id}/comments", {
          params: { path: { id: query.data?.id ?? "" } },
          signal,
        }),
      ),
  });
  const topicNames = (codes: readonly string[]): string =>
    codes.map((code) => topics.find((topic) => topic.code === code)?.name ?? code).join("、");
  return (
    <>
      <DetailPage
        query={query}
        title="稿件"
        titleOf={(view) => view.content.title}
        crumbs={[{ label: "稿件与审校", to: paths.contents }]}
        statusOf={(view) => <StatusMark tone={statusTone(view.status)}>{view.statusName}</StatusMark>}
        actionsOf={(view) => view.nextActions}
        dangerous={["return", "recall", "drop"]}
        onAct={(action) => {
          if (action.action === "edit") void navigate(paths.contentEdit(id));
          else setAct(action.action);
        }}
        main={(view) => (
          <>
            {view.correctionNotice !== null && (
              <p className="notice-line">更正说明（读者会看到）：{view.correctionNotice}</p>
            )}
            <FindingsPanel findings={view.findings} />
            <SideCopiesPanel view={view} />
            <section className="panel">
              <h2>正文</h2>
              <p className="answer-line">{view.content.answer}</p>
              <TextView
                document={view.content.document as TextDocument} // read from the server's own closed tree
                marginOf={(blockNo) => (
                  <CommentMargin
                    versionId={view.id}
                    contentId={id}
                    blockNo={blockNo}
                    comments={(comments.data?.rows ?? []).filter((row) => row.blockNo === blockNo)}
                  />
                )}
              />
            </section>
            <ChangesPanel contentId={id} view={view} />
            <RenditionsPanel view={view} />
            <SourcesPanel view={view} />
            <CodesPanel contentId={id} view={view} />
          </>
        )}
        aside={(view) => (
          <>
            <SignaturesPanel version={view} />
            <FactsList
              title="基本信息"
              facts={[
                ["编号", String(view.no)],
                ["形式", kindName(view.content.kind)],
                ["人群", view.content.audiences.map(audienceName).join("、")],
                ["主题", topicNames(view.content.topics)],
                [
                  "四个方面",
                  <span key="pillars">
                    {pillarNames(view.pillars) || "没有标签"}（
                    {view.pillarsSetByPerson ? "人定的" : "按文字推荐"}）
                    {mayWrite && (
                      <button type="button" className="link-button" onClick={() => setTagging(true)}>
                        改标签
                      </button>
                    )}
                  </span>,
                ],
                ["单位", view.unitName],
                ["版本", `第 ${view.versionNo} 版，第 ${view.roundNo} 轮审校`],
                ["禁发到", view.embargoUntil === null ? "没有" : timeText(view.embargoUntil)],
                ["定时发布", view.publishAt === null ? "没有" : timeText(view.publishAt)],
                ["下架时间", view.expiresAt === null ? "长期" : timeText(view.expiresAt)],
                ["发布时间", view.publishedAt === null ? "还没有发布" : timeText(view.publishedAt)],
                [
                  "文字校验码",
                  view.contentHash === undefined ? (
                    "送审时生成"
                  ) : (
                    <span key="hash" className="mono hash">
                      {view.contentHash}
                    </span>
                  ),
                ],
                [
                  "对照",
                  <Link key="compare" to={paths.contentCompare(id)}>
                    {view.versions.length > 1 ? "看与上一版的差别" : "看各轮之间的差别"}
                  </Link>,
                ],
                [
                  "审校单",
                  <Link key="sheet" to={paths.contentSheet(id)}>
                    打开可打印的审校单
                  </Link>,
                ],
                [
                  "渠道",
                  <Link key="deliveries" to={`${paths.deliveries}?contentId=${id}`}>
                    看送到了哪些渠道
                  </Link>,
                ],
                [
                  "读者看到的",
                  view.status === "published" ? (
                    <a key="portal" href={portal.article(view.no)}>
                      打开门户页面
                    </a>
                  ) : (
                    "还没有"
                  ),
                ],
              ]}
            />
          </>
        )}
      />
      {tagging && query.data !== undefined && (
        <ContentPillars contentId={id} pillars={query.data.pillars} onClose={() => setTagging(false)} />
      )}
      {act !== undefined && query.data !== undefined && (
        <ContentAct version={query.data} act={act} onClose={() => setAct(undefined)} />
      )}
    </>
  );
};

const RenditionsPanel = ({ view }: { view: VersionView }) => {
  const { poster, radio, elder, easy } = view.content.renditions;
  return (
    <section className="panel" id="renditions">
      <h2>各种样式{isProof(view.status) ? "（校对时逐个看过再勾选）" : ""}</h2>
      <h3>海报（科普终端）</h3>
      <p>
        <strong>{poster.headline === "" ? "未填写" : poster.headline}</strong>
      </p>
      <ul>
        {poster.points.map((point) => (
          <li key={point}>{point}</li>
        ))}
      </ul>
      {poster.advice !== "" && <p>{poster.advice}</p>}
      <h3>广播稿</h3>
      <p>{radio === "" ? "未填写" : radio}</p>
      <h3>长辈版</h3>
      <p>{elder === "" ? "用正文的大字显示" : elder}</p>
      {easy !== undefined && (
        <>
          <h3>易读版</h3>
          {easy.text.split("\n").map((line) => (
            <p key={line}>{line}</p>
          ))}
          <ul>
            {easy.words.map(({ word, meaning }) => (
              <li key={word}>
                {word}：{meaning}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
};

const SourcesPanel = ({ view }: { view: VersionView }) => (
  <section className="panel">
    <h2>来源</h2>
    <ol className="sources">
      {view.content.sources.map((source) => (
        <li key={`${source.publisher} ${source.title}`}>
          {source.publisher}：
          {source.url === undefined ? (
            source.title
          ) : (
            <a href={source.url} target="_blank" rel="noreferrer">
              {source.title}
            </a>
          )}
          {source.date !== undefined && `，${source.date}`}
          {source.supports !== "" && <p className="unknown">{source.supports}</p>}
        </li>
      ))}
    </ol>
  </section>
);
