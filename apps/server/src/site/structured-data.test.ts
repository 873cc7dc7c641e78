import assert from "node:assert/strict";
import { test } from "node:test";
import { buildPublished, buildStudio } from "#modules/contents/builders.ts";
import { contentKindCodes } from "#modules/contents/index.ts";
import { hostileText } from "#ui/example.ts";
import { programSuite } from "#test/support/database.ts";
import { structuredDataOf, structuredDataProblems } from "#test/support/schema-org.ts";
import { startTestServer, type TestServer } from "#test/support/server.ts";
import { buildExampleArticle, exampleTopics } from "./articles/article-examples.ts";
import { toStructuredData } from "./articles/structured-data.ts";
import { sitemapLinks } from "./pages/sitemap-page.tsx";
import { toDataBlock, toPageGraph } from "./structured-data.ts";

const typesOf = async (server: TestServer, url: string): Promise<readonly string[]> => {
  const { statusCode, body } = await server.app.inject({ url });
  assert.equal(statusCode, 200, url);
  const parts = structuredDataOf(body);
  assert.deepEqual(await structuredDataProblems(parts), [], url);
  return parts.map((part) => String(part["@type"]));
};

test("control: the validator names a class and a property that the vocabulary does not know, and a list without names", async () => {
  assert.deepEqual(
    await structuredDataProblems([
      { "@type": "Artikel", name: "甲" },
      { "@type": "Article", headline: "乙", colour: "red" },
      { "@type": "Article", citation: [{ "@type": "CreativeWork", pageStart: 3 }] },
      {
        "@type": "BreadcrumbList",
        itemListElement: [{ "@type": "ListItem" }, { "@type": "ListItem", position: 2 }],
      },
    ]).then((problems) => problems.map((problem) => problem.split(":")[0])),
    ["Artikel", "Article", "Article", "BreadcrumbList", "BreadcrumbList", "BreadcrumbList"],
  );
  assert.deepEqual(
    await structuredDataProblems([
      { "@type": "ComicStory", name: "丙", author: { "@type": "Organization", name: "丁" } },
    ]),
    [],
  );
});

test("items of each kind are valid with everything that an item can have, hostile words included", async () => {
  const config = { publicUrl: "https://kepu.example", siteName: "湘江科普" };
  const audioFileId = "0190a0a0-0000-7000-8000-00000000000a";
  for (const kind of contentKindCodes) {
    const base = buildExampleArticle(hostileText);
    const article = { ...base, kind, content: { ...base.content, kind, media: { audioFileId } } };
    const view = { title: hostileText, main: "", breadcrumbs: [{ label: "首页", href: "/" }] };
    const graph = toPageGraph(
      {
        ...view,
        structuredData: [
          toStructuredData(article, {
            topics: exampleTopics,
            credits: [{ part: "author", shownName: "演示笔名" }],
            config,
          }),
        ],
      },
      config,
    );
    assert.ok(graph !== undefined);
    const parts = structuredDataOf(`<script type="application/ld+json">${toDataBlock(graph)}</script>`);
    assert.equal(parts[0]?.["headline"], hostileText);
    assert.deepEqual(await structuredDataProblems(parts), [], kind);
  }
});

programSuite("structured data", (database) => {
  test("each page of the site says only what the schema.org vocabulary knows", async () => {
    await using server = await startTestServer(database());
    const studio = await buildStudio(server.context);
    const published = await buildPublished(server.context, studio);
    for (const { href } of sitemapLinks)
      if ((await server.app.inject({ url: href })).statusCode === 200) await typesOf(server, href);
    assert.deepEqual(await typesOf(server, "/"), ["WebSite"]);
    assert.deepEqual(await typesOf(server, "/topics"), ["CollectionPage", "BreadcrumbList"]);
    assert.deepEqual(await typesOf(server, "/topics/food-safety"), ["CollectionPage", "BreadcrumbList"]);
    assert.deepEqual(await typesOf(server, `/articles/${published.contentNo}`), [
      "Article",
      "BreadcrumbList",
    ]);
    assert.deepEqual(await typesOf(server, "/zones/elders"), ["BreadcrumbList"]);
    assert.deepEqual(await typesOf(server, "/search?q=剩菜"), ["BreadcrumbList"]);
  });

  test("a page that is not there says nothing to machines", async () => {
    await using server = await startTestServer(database());
    assert.deepEqual(structuredDataOf((await server.app.inject({ url: "/nowhere" })).body), []);
  });
});
