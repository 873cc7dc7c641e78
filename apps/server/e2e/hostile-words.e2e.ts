// Words that would run, in every field of an item, of what readers send and of files brought in, shown by every page that
// shows them, in Chromium: nothing runs, nothing is asked of another host, and the policy of the page has nothing to stop.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { type Db, inTransaction } from "#kernel/db.ts";
import { systemActor } from "#kernel/actor.ts";
import { buildBody, buildPublished, buildStudio } from "#modules/contents/builders.ts";
import { importItems, proposePitch, reportMistake } from "#modules/contents/index.ts";
import { openPage, type Watched } from "./support/browser.ts";
import { openDistrict, signInAs } from "./support/district.ts";
import { hostileWords } from "./support/hostile-words.ts";

type Seen = { hits: unknown[]; stopped: string[] };
declare global {
  interface Window {
    __seen: Seen;
    __hit: (value: unknown) => void;
  }
}

/** Tells what ran and what the policy had to stop, from before the page's first byte. */
const watch = async (watched: Watched): Promise<void> => {
  await watched.page.addInitScript(() => {
    window.__seen = { hits: [], stopped: [] };
    window.__hit = (value) => window.__seen.hits.push(value);
    document.addEventListener("securitypolicyviolation", (event) =>
      window.__seen.stopped.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`),
    );
  });
  watched.page.on("dialog", (dialog) => {
    watched.problems.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
};

/** Opens a page and tells what was seen; `shown` is the heading that proves that it is whole. */
const look = async (page: Page, path: string, shown?: string): Promise<readonly string[]> => {
  await page.goto(path);
  if (shown !== undefined) await page.locator("h1", { hasText: shown }).waitFor();
  const { hits, stopped } = await page.evaluate(() => window.__seen);
  return [
    ...(hits.length > 0 ? [`${path}: something ran`] : []),
    ...stopped.map((what) => `${path}: stopped ${what}`),
  ];
};

/** Journeys share one district whose ledger is verified: the studio stands in a unit that has its audit entry. */
const findRoot = (db: Db): Promise<{ id: string; path: string; name: string }> =>
  db
    .selectFrom("org_units")
    .select(["id", "path", "name"])
    .where("parent_id", "is", null)
    .executeTakeFirstOrThrow();

const cut = (words: string, length: number): string => Array.from(words).slice(0, length).join("");

/** The words in each field that takes text; identifiers and codes of tables take none (classification.test.ts). */
const hostileBody = (words: string) => {
  const body = buildBody();
  const [source] = body.sources;
  if (source === undefined) throw new Error("the example has a source");
  const text = [{ type: "text" as const, text: words }];
  return {
    title: cut(words, 60),
    answer: cut(words, 160),
    summary: `${words} ${body.summary}`.slice(0, 300),
    byline: cut(words, 60),
    coverAlt: cut(words, 60),
    rights: cut(words, 200),
    sources: [{ ...source, title: words, publisher: cut(words, 100), supports: words }],
    document: [
      ...body.document,
      { type: "heading" as const, level: 2 as const, content: text },
      { type: "paragraph" as const, content: [...text, { type: "hardBreak" as const }, ...text] },
      { type: "blockquote" as const, content: [{ type: "paragraph" as const, content: text }] },
      { type: "orderedList" as const, items: [[{ type: "paragraph" as const, content: text }]] },
      {
        type: "table" as const,
        caption: words,
        header: true,
        rows: [
          [text, text],
          [text, text],
        ],
      },
    ],
    lesson: { grades: cut(words, 40), minutes: 5, aim: words },
    chart: {
      type: "bar" as const,
      unit: cut(words, 40),
      rows: [
        [cut(words, 40), 1],
        [`${cut(words, 38)}二`, 2],
      ] satisfies [string, number][],
      source: 1,
      textEquivalent: `${words}：一和二，后一个是前一个的两倍，说明到此为止。`,
    },
    renditions: {
      elder: words,
      poster: { headline: cut(words, 30), points: [cut(words, 60)], advice: cut(words, 60) },
      radio: `${words} ${body.renditions.radio}`,
      easy: {
        text: "剩菜要放冰箱。两个小时以内放进去。再吃以前要热透。中间也要烫。闻着不对就不吃。放了一夜的菜也要热。",
        words: [{ word: "热透", meaning: cut(words, 40) }],
      },
    },
  };
};

test("control: what runs, and what the policy stops, is seen", async () => {
  const district = await openDistrict();
  await using watched = await openPage({ url: district.url });
  await watch(watched);
  assert.deepEqual(await look(watched.page, "/help"), []);
  const seen = await watched.page.evaluate(async () => {
    document.body.insertAdjacentHTML("beforeend", "<img src=x onerror=__hit(1)>");
    window.__hit(2);
    await new Promise((resolve) => setTimeout(resolve, 300));
    return window.__seen;
  });
  assert.deepEqual(seen.hits, [2]);
  assert.match(seen.stopped.join(), /script-src-attr/u);
});

test("hostile words stay words in every field and on every page", { timeout: 300_000 }, async () => {
  const district = await openDistrict();
  const { context } = district.system;
  const studio = await buildStudio(context, await findRoot(context.db));
  const found: string[] = [];
  await using reader = await openPage({ url: district.url, width: 360 });
  await using elder = await openPage({ url: district.url, width: 360, mode: { elder: true } });
  await using desk = await openPage({ url: district.url });
  for (const watched of [reader, elder, desk]) await watch(watched);
  await signInAs(desk.page, district, "demo.editor");

  for (const [index, words] of hostileWords.entries()) {
    const item = await buildPublished(context, studio, hostileBody(words));
    const path = `/articles/${item.contentNo}`;
    await inTransaction(context.db, async (trx) => {
      await proposePitch(trx, context, studio.author, {
        unitId: studio.unit.id,
        title: cut(words, 60).padEnd(4, "字"),
        reason: words,
        audience: "elder",
        topic: "food-safety",
        kind: "article",
      });
      await reportMistake(trx, context, systemActor("test"), {
        contentId: item.contentId,
        versionId: item.versionId,
        remark: words,
      });
    });
    const dress = index % 2 === 0 ? reader.page : elder.page;
    const shown = await dress.goto(path);
    assert.equal(shown?.status(), 200);
    // Shown letter for letter: what is missing was taken for something else.
    assert.equal(await dress.locator("h1").textContent(), cut(words, 60).trim());
    for (const address of [
      path,
      `${path}/poster`,
      `${path}/share`,
      `${path}/cards`,
      `${path}/listen`,
      `${path}/copy`,
      `${path}/chart.svg`,
      `${path}/report`,
      `/search?q=${encodeURIComponent(words)}`,
      // In its easy words, and back.
      `/mode?easy=1&back=${encodeURIComponent(path)}`,
      `/mode?easy=0&back=${encodeURIComponent(path)}`,
    ])
      found.push(...(await look(dress, address)));
    const title = cut(words, 60).trim();
    found.push(...(await look(desk.page, `/workbench/contents/${item.contentId}`, title)));
    found.push(...(await look(desk.page, `/workbench/contents/${item.contentId}/sheet`, "审")));
  }
  for (const path of [
    "/",
    "/topics",
    "/topics/food-safety",
    "/zones/elders",
    "/zones/youth",
    "/zones/farmers",
    "/easy-reading",
    "/calendar",
    "/sitemap",
    "/feeds/all.atom",
    "/feeds/all.rss",
    "/feeds/all.json",
    "/feeds/zones/elder.atom",
    "/feeds/topics/food-safety.atom",
  ])
    found.push(...(await look(reader.page, path)));
  for (const [path, heading] of [
    ["/workbench/pitches", "选题"],
    ["/workbench/reader-reports", "读者纠错"],
    ["/workbench/gaps", "缺口与选题"],
    ["/workbench/deliveries", "渠道送达"],
  ] as const)
    found.push(...(await look(desk.page, path, heading)));
  assert.deepEqual(found, []);
  for (const watched of [reader, elder, desk]) assert.deepEqual(watched.problems, []);
});

test(
  "hostile words in files brought in become words of a draft, in the editor too",
  { timeout: 120_000 },
  async () => {
    const district = await openDistrict();
    const { context } = district.system;
    const studio = await buildStudio(context, await findRoot(context.db));
    const text = [`# ${hostileWords[2]}`, ...hostileWords.map((words) => `段落 ${words}`)].join("\n\n");
    const [outcome] = await importItems(
      { context, actor: studio.author, unitId: studio.unit.id, findBeside: async () => undefined },
      [{ name: "hostile.md", bytes: Buffer.from(text) }],
    );
    assert.ok(outcome?.ok === true, JSON.stringify(outcome));
    await using desk = await openPage({ url: district.url });
    await watch(desk);
    await signInAs(desk.page, district, "demo.editor");
    const path = `/workbench/contents/${outcome.contentId}/edit`;
    const found = await look(desk.page, path);
    await desk.page.getByRole("textbox", { name: "正文" }).waitFor();
    const { hits, stopped } = await desk.page.evaluate(() => window.__seen);
    assert.deepEqual([...found, ...hits, ...stopped], []);
    assert.deepEqual(desk.problems, []);
  },
);
