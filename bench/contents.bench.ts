// The portal over 20,000 items: an article from the cache and from the database beside node:http sending the same bytes,
// search beside PostgreSQL's own ILIKE over the same rows, what a reading page weighs, and how soon a publication is seen.
import { Agent } from "node:http";
import { gzipSync } from "node:zlib";
import { inTransaction } from "../apps/server/src/kernel/db.ts";
import { buildDraft, passStages, type Studio } from "../apps/server/src/modules/contents/builders.ts";
import { publishVersion } from "../apps/server/src/modules/contents/index.ts";
import { createTestDatabase, type TestDatabase } from "../apps/server/test/support/database.ts";
import { startTestServer } from "../apps/server/test/support/server.ts";
import { ask, fetchOnce, measure, startServer } from "./http-load.ts";
import type { BenchRow } from "./row.ts";
import { seedContents } from "./seed-contents.ts";

const itemCount = 20_000;
const publications = 10;

/** One character to a whole question, and letters; drawn from the words of the items. */
const queries = [
  ..."盐 水 药 热 冷 电 火 虫 稻 灯".split(" "),
  ..."高血压 剩菜 冰箱 稻田 血压 农药 间隔 中风 体温计 石墨 影子 月亮 打雷 骗子".split(" "),
  ..."低钠盐 血压计 安全间隔期 科学家精神 食品安全 人工智能".split(" "),
  ..."夏天的剩菜在外面放多久就不能吃了 老人的药太多记不住怎么办 打完农药几天以后才可以采摘 接到像儿子声音的电话要钱怎么办".split(
    " ",
  ),
  ..."gaoxueya gxy shengcai nongyao".split(" "),
];

type Page = { port: number; path: string };
const read = async (agent: Agent, { port, path }: Page): Promise<Buffer> => {
  const { status, body } = await fetchOnce(agent, port, path);
  if (status !== 200) throw new Error(`${path} answered ${status}`);
  return body;
};

const quantile = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0;

const timeEach = async (work: (query: string) => Promise<unknown>): Promise<readonly number[]> => {
  for (const query of queries) await work(query);
  const times: number[] = [];
  for (let round = 0; round < 3; round += 1)
    for (const query of queries) {
      const start = performance.now();
      await work(query);
      times.push(performance.now() - start);
    }
  return times;
};

const measureSearch = async (agent: Agent, port: number, database: TestDatabase): Promise<BenchRow[]> => {
  let asked = 0;
  const ours = await timeEach(async (query) => {
    asked += 1;
    // A number that no cache has seen: every answer is made anew.
    await read(agent, { port, path: `/search?q=${encodeURIComponent(query)}&n=${asked}` });
  });
  const plain = await timeEach((query) =>
    database.pool.query(
      "select content_id from content_search where title ilike $1 or body ilike $1 order by (title ilike $1) desc limit 20",
      [`%${query}%`],
    ),
  );
  return [
    {
      name: `search over ${itemCount.toLocaleString("en")} items, whole page, p95`,
      value: quantile(ours, 0.95),
      unit: "ms",
      target: "≤ 50 ms",
      ok: quantile(ours, 0.95) <= 50,
      note: `p50 ${quantile(ours, 0.5).toFixed(1)} ms, ${queries.length} queries, slowest ${Math.max(...ours).toFixed(0)} ms`,
    },
    {
      name: "comparator: PostgreSQL ILIKE over the same rows, p95",
      value: quantile(plain, 0.95),
      unit: "ms",
      note: `p50 ${quantile(plain, 0.5).toFixed(1)} ms; no ranking, no sounds, no facets, no page`,
    },
  ];
};

const assetsOf = (html: string, pattern: RegExp): readonly string[] =>
  [...html.matchAll(pattern)].flatMap((match) => match[1] ?? []);

/** What a page makes a browser fetch before anybody presses anything. */
const weigh = async (agent: Agent, page: Page): Promise<{ script: number; all: number }> => {
  const body = await read(agent, page);
  const html = body.toString();
  const sizeOf = async (paths: readonly string[]): Promise<number> => {
    let size = 0;
    for (const path of new Set(paths)) size += (await read(agent, { port: page.port, path })).length;
    return size;
  };
  const script = await sizeOf(assetsOf(html, /<script[^>]*\ssrc="(\/[^"]+)"/gu));
  const styles = await sizeOf(assetsOf(html, /<link[^>]*rel="stylesheet"[^>]*href="(\/[^"]+)"/gu));
  const icons = await sizeOf(assetsOf(html, /<link[^>]*rel="icon"[^>]*href="(\/[^"]+)"/gu));
  const images = await sizeOf(assetsOf(html, /<img[^>]*\ssrc="(\/[^"]+)"/gu));
  const inline = assetsOf(html, /<script(?![^>]*(?:\ssrc=|ld\+json))[^>]*>([^<]*)<\/script>/gu).join(
    "",
  ).length;
  return { script: script + inline, all: body.length + script + styles + icons + images };
};

const measureWeights = async (agent: Agent, port: number, articleNo: number): Promise<BenchRow[]> => {
  const readingPages = [
    "/",
    `/articles/${articleNo}`,
    "/topics",
    "/zones/elders",
    "/zones/youth",
    "/zones/farmers",
    "/search?q=盐",
  ];
  let script = 0;
  for (const path of readingPages) script += (await weigh(agent, { port, path: encodeURI(path) })).script;
  const farmers = await weigh(agent, { port, path: "/zones/farmers" });
  return [
    {
      name: `JavaScript on ${readingPages.length} reading pages`,
      value: script,
      unit: "bytes",
      target: "0",
      ok: script === 0,
    },
    {
      name: "first view of the farmers' zone, uncompressed",
      value: farmers.all / 1_000,
      unit: "KB",
      target: "≤ 200 KB",
      ok: farmers.all <= 200_000,
      note: "page, styles, icons and pictures",
    },
  ];
};

/** The largest script that a reader can ask for, compressed as it is sent. */
const measureIslands = async (agent: Agent, port: number): Promise<BenchRow[]> => {
  const found = new Map<string, number>();
  for (const path of ["/me", "/sign-in", "/sign-in/passkey", "/display"]) {
    const { body } = await fetchOnce(agent, port, path);
    for (const script of assetsOf(body.toString(), /<script[^>]*\ssrc="(\/[^"]+)"/gu))
      found.set(script, gzipSync(await read(agent, { port, path: script })).length / 1_000);
  }
  const largest = Math.max(0, ...found.values());
  return [
    {
      name: `largest of ${found.size} island${found.size === 1 ? "" : "s"}, gzipped`,
      value: largest,
      unit: "KB",
      target: "≤ 30 KB",
      ok: found.size > 0 && largest <= 30,
    },
  ];
};

/** From the commit of a publication to its page and its place in the feed, asked of another process. */
const measurePublishing = async (
  agent: Agent,
  port: number,
  options: { database: TestDatabase; studio: Studio },
): Promise<BenchRow> => {
  await using system = await startTestServer(options.database);
  const { context } = system;
  let slowest = 0;
  for (let turn = 0; turn < publications; turn += 1) {
    const draft = await buildDraft(context, options.studio, { title: `刚刚发布的第${turn + 1}篇` });
    await passStages(context, options.studio, { versionId: draft.versionId });
    const path = `/articles/${draft.contentNo}`;
    const isShown = async (): Promise<boolean> =>
      (await fetchOnce(agent, port, path)).status === 200 &&
      (await read(agent, { port, path: "/feeds/all.atom" })).includes(path);
    if (await isShown()) throw new Error("shown before it was published");
    await inTransaction(context.db, (trx) =>
      publishVersion(trx, context, options.studio.signers.review3, { versionId: draft.versionId }),
    );
    const start = performance.now();
    while (!(await isShown()))
      if (performance.now() - start > 20_000) throw new Error(`${path} was not shown`);
    slowest = Math.max(slowest, performance.now() - start);
  }
  return {
    name: `published to seen on the portal and in the feed, slowest of ${publications}`,
    value: slowest / 1_000,
    unit: "s",
    target: "≤ 1 s",
    ok: slowest <= 1_000,
  };
};

export const rows = async (): Promise<BenchRow[]> => {
  const database = await createTestDatabase();
  const { studio, firstNo, count } = await seedContents(database, itemCount);
  const ours = startServer("kepu.ts");
  const raw = startServer("raw.ts");
  const agent = new Agent({ keepAlive: true });
  try {
    const { port } = await ask<{ port: number }>(ours, { pool: database.poolOptions });
    const path = `/articles/${firstNo}`;
    const body = await read(agent, { port, path });
    const { port: rawPort } = await ask<{ port: number }>(raw, { body: body.toString("base64") });
    const rawUs = await measure(raw, rawPort, () => "/", body.length);
    const cachedUs = await measure(ours, port, () => path, body.length);
    // Each article is asked for once: none is in the cache.
    const builtUs = await measure(
      ours,
      port,
      (index) => `/articles/${firstNo + 1 + (index % (count - 1))}`,
      body.length / 2,
    );
    return [
      {
        name: `node:http, the same ${Math.round(body.length / 1024)} KB article`,
        value: rawUs,
        unit: "µs CPU/request",
      },
      {
        name: "article from the cache",
        value: cachedUs / rawUs,
        unit: "× raw",
        target: "≤ 4",
        ok: cachedUs <= 4 * rawUs,
        note: `${cachedUs.toFixed(0)} µs`,
      },
      {
        name: "article from the database",
        value: builtUs / rawUs,
        unit: "× raw",
        target: "≤ 20",
        ok: builtUs <= 20 * rawUs,
        note: `${builtUs.toFixed(0)} µs, ${count.toLocaleString("en")} items`,
      },
      ...(await measureSearch(agent, port, database)),
      ...(await measureWeights(agent, port, firstNo)),
      ...(await measureIslands(agent, port)),
      await measurePublishing(agent, port, { database, studio }),
    ];
  } finally {
    agent.destroy();
    ours.disconnect();
    raw.disconnect();
    await database.drop();
  }
};
