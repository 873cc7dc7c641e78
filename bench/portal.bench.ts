// The first view of the portal on a weak network and a slow phone (I-08: P75 first view fast on a 3G profile), measured in
// Chromium through its protocol, beside the same words drawn in the browser by React. Every visit is a first one: nothing is kept.
import { type Browser, chromium } from "playwright-core";
import { findChromium } from "../apps/server/e2e/support/chromium.ts";
import { createTestDatabase } from "../apps/server/test/support/database.ts";
import { ask, startServer } from "./http-load.ts";
import type { BenchRow } from "./row.ts";
import { seedForBench } from "./seed.ts";
import { seedContents } from "./seed-contents.ts";

/** WebPageTest's “3G”: 1.6 Mbit/s down, 768 kbit/s up, 300 ms there and back; and a processor slowed four times. */
const network = {
  offline: false,
  latency: 300,
  downloadThroughput: (1_600 * 1_000) / 8,
  uploadThroughput: (768 * 1_000) / 8,
};
const slowdown = 4;
const visits = 8;
/** web.dev/articles/lcp: good up to 2.5 s at the 75th percentile. */
const goodMs = 2_500;

type View = { largestMs: number; kilobytes: number };

const visit = async (browser: Browser, url: string): Promise<View> => {
  const context = await browser.newContext({ viewport: { width: 360, height: 780 }, locale: "zh-CN" });
  try {
    const page = await context.newPage();
    const protocol = await context.newCDPSession(page);
    let bytes = 0;
    await protocol.send("Network.enable");
    protocol.on("Network.loadingFinished", ({ encodedDataLength }) => (bytes += encodedDataLength));
    await protocol.send("Network.emulateNetworkConditions", network);
    await protocol.send("Emulation.setCPUThrottlingRate", { rate: slowdown });
    await page.goto(url, { waitUntil: "networkidle" });
    // Runs in the page: the largest words or picture painted so far, since the visit began.
    const largestMs = await page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          new PerformanceObserver((list) => resolve(list.getEntries().at(-1)?.startTime ?? 0)).observe({
            type: "largest-contentful-paint",
            buffered: true,
          });
          setTimeout(() => resolve(0), 5_000);
        }),
    );
    if (largestMs === 0) throw new Error(`nothing was painted at ${url}`);
    return { largestMs, kilobytes: bytes / 1_024 };
  } finally {
    await context.close();
  }
};

const measure = async (browser: Browser, url: string): Promise<View> => {
  // The server's own first time, and the browser's, do not count.
  await visit(browser, url);
  const views: View[] = [];
  for (let count = 0; count < visits; count += 1) views.push(await visit(browser, url));
  const sorted = views.toSorted((a, b) => a.largestMs - b.largestMs);
  const at75 = sorted[Math.ceil(visits * 0.75) - 1];
  if (at75 === undefined) throw new Error("no visit was measured");
  return at75;
};

export const rows = async (): Promise<BenchRow[]> => {
  const database = await createTestDatabase();
  await seedForBench(database);
  const { firstNo } = await seedContents(database, 500);
  const ours = startServer("kepu.ts");
  const drawn = startServer("drawn-in-browser.ts");
  const browser = await chromium.launch({ executablePath: findChromium(), args: ["--no-sandbox"] });
  try {
    const { port } = await ask<{ port: number }>(ours, { pool: database.poolOptions });
    const address = `http://127.0.0.1:${port}`;
    const article = `${address}/articles/${firstNo}`;
    const reading = await (await browser.newContext()).newPage();
    await reading.goto(article);
    const words = {
      title: await reading.locator("h1").innerText(),
      paragraphs: await reading.locator("main p, main li").allInnerTexts(),
    };
    await reading.context().close();
    const { port: drawnPort } = await ask<{ port: number }>(drawn, words);
    const comparator = await measure(browser, `http://127.0.0.1:${drawnPort}/`);
    const row = async (name: string, path: string): Promise<BenchRow> => {
      const { largestMs, kilobytes } = await measure(browser, `${address}${path}`);
      return {
        name: `first view, P75, 3G and a slow phone: ${name}`,
        value: largestMs,
        unit: "ms",
        target: `≤ ${goodMs} ms`,
        ok: largestMs <= goodMs,
        note: `${kilobytes.toFixed(0)} KB, ${(largestMs / comparator.largestMs).toFixed(2)} × drawn in the browser`,
      };
    };
    return [
      {
        name: "the article's words drawn in the browser by React",
        value: comparator.largestMs,
        unit: "ms",
        note: `${comparator.kilobytes.toFixed(0)} KB`,
      },
      await row("article", `/articles/${firstNo}`),
      await row("home", "/"),
      await row("farmers' zone", "/zones/farmers"),
      await row("search", `/search?q=${encodeURIComponent("剩菜")}`),
    ];
  } finally {
    await browser.close();
    ours.disconnect();
    drawn.disconnect();
    await database.drop();
  }
};
