// 念给我听: the pages that read a verdict, or an article without a recording, aloud; and their island.
import { readFileSync } from "node:fs";
import Type from "typebox";
import type { Context } from "#kernel/context.ts";
import type { PageView, Routes } from "#kernel/http-types.ts";
import { contentsPaths, documentText, toArticlePath } from "#modules/contents/index.ts";
import { rumourContract, rumoursPaths, toClaimPath } from "#modules/rumours/index.ts";
import { findArticle } from "#site/articles/article-view.tsx";
import { home } from "#site/directory-pages.tsx";
import { findVerdictByNo } from "#site/rumours/find-verdict.ts";
import { ListenPage, type ListenPageProps } from "./listen-page.tsx";

const listenScript = "/assets/islands/listen.js";

const toView = (page: ListenPageProps, crumb: string): PageView => ({
  title: `念给我听：${page.title}`,
  breadcrumbs: [...home, { label: crumb, href: page.back.href }],
  scripts: [listenScript],
  main: <ListenPage {...page} />,
});

export const registerListenPages = (routes: Routes, context: Context): void => {
  const { db } = context;
  const island = readFileSync(new URL("listen.js", import.meta.url), "utf8");
  routes.file({
    url: listenScript,
    access: { allow: "public" },
    handler: () => ({
      contentType: "text/javascript; charset=utf-8",
      body: island,
      cacheControl: "no-cache",
    }),
  });
  routes.page({
    url: `${rumoursPaths.list}/:no/listen`,
    access: { action: "rumours.read_public" },
    params: rumourContract.noParams,
    handler: async ({ params, now }) => {
      const verdict = await findVerdictByNo(db, params.no, now);
      const agreed = verdict.signers.filter((signer) => signer.decision === "agree").length;
      return toView(
        {
          title: `有人在传：${verdict.title}`,
          parts: [
            `结论是：${verdict.rating.name}。`,
            verdict.answer,
            ...verdict.explanation.split(/\n+/u).filter((words) => words.trim() !== ""),
            ...(verdict.conditions === "" ? [] : [`什么条件下：${verdict.conditions}`]),
            `您可以这样做：${verdict.advice}`,
            `这个结论有 ${agreed} 位专家签字，来自${verdict.sources.map((source) => source.publisher).join("、")}。`,
          ],
          back: { href: toClaimPath(verdict.claimNo), text: "回到结论" },
        },
        "结论",
      );
    },
  });
  routes.page({
    url: `${contentsPaths.article}/listen`,
    access: { action: "contents.read_public" },
    params: Type.Object({ no: Type.String({ maxLength: 12 }) }),
    handler: async (visit) => {
      const article = await findArticle(context, visit);
      return toView(
        {
          title: article.title,
          parts: [article.content.answer, ...documentText(article.content.document).split("\n")].filter(
            (words) => words.trim() !== "",
          ),
          back: { href: toArticlePath(article.no), text: "回到文章" },
        },
        "文章",
      );
    },
  });
};
