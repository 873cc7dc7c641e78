import assert from "node:assert/strict";
import { test } from "node:test";
import { nameKeys } from "#modules/organisations/index.ts";
import { markupProblems } from "#ui/markup-problems.ts";
import { buildUnit } from "#test/support/builders.ts";
import { programSuite } from "#test/support/database.ts";
import { startTestServer, type TestServer } from "#test/support/server.ts";
import { sitemapLinks } from "./pages/sitemap-page.tsx";
import { paths } from "./paths.ts";

const get = (system: TestServer, url: string, headers: Record<string, string> = {}) =>
  system.app.inject({ url, headers });

const hrefsOf = (html: string): string[] =>
  [...html.matchAll(/\shref="([^"]+)"/g)].map((match) => (match[1] ?? "").replaceAll("&amp;", "&"));

programSuite("site", (database) => {
  test("from the home page every link of the site leads somewhere, and every page is valid and runs no script", async () => {
    await using system = await startTestServer(database());
    const street = await buildUnit(system.context.db, { kind: "street", name: "望江街道（演示）" });
    await buildUnit(system.context.db, { parent: street, kind: "station", name: "望江站点（演示）" });
    const seen = new Set<string>(["/"]);
    const queue: { url: string; from: string }[] = [{ url: "/", from: "" }];
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const reply = await get(system, next.url, { "sec-fetch-site": "same-origin" });
      // Ordering is for somebody: whoever is not signed in is shown the way to sign in.
      const refusal = reply.statusCode === 401 && /^\/(my|me|orders\/new|experts\/apply)/.test(next.url);
      if (refusal)
        assert.ok(reply.body.includes(`/sign-in?${new URLSearchParams({ back: next.url })}`), next.url);
      assert.ok(
        [200, 303].includes(reply.statusCode) || refusal,
        `${next.url} (from ${next.from}) answers ${reply.statusCode}`,
      );
      if (!String(reply.headers["content-type"]).startsWith("text/html") || reply.statusCode !== 200)
        continue;
      // Pages of modules may load an island; the site's own may not.
      const problems = markupProblems(reply.body).filter((problem) => problem !== "<script>");
      assert.deepEqual(problems, [], next.url);
      assert.equal(reply.body.match(/<h1[\s>]/g)?.length, 1, `${next.url} has one h1`);
      for (const href of hrefsOf(reply.body)) {
        // Modes make 16 of every page; the switch is tested below.
        if (!href.startsWith("/") || href.startsWith("/mode?")) continue;
        const url = href.split("#")[0] ?? "";
        if (!seen.has(url)) {
          seen.add(url);
          queue.push({ url, from: next.url });
        }
      }
    }
    for (const { href } of sitemapLinks) assert.ok(seen.has(href), `${href} is not reached`);
    assert.ok(seen.size > 30, `${seen.size} addresses`);
  });

  test("a mode is kept in a cookie, comes back to the page, and shows in it", async () => {
    await using system = await startTestServer(database());
    const set = await get(system, "/mode?elder=1&contrast=high&font=3&back=%2Fplaces%3Fq%3Dx");
    assert.equal(set.statusCode, 303);
    assert.equal(set.headers.location, "/places?q=x");
    const cookie = set.cookies.find(({ name }) => name === "kepu_mode");
    assert.equal(cookie?.value, "e1c1f3");
    assert.equal(cookie?.httpOnly, true);
    const page = await get(system, "/about", { cookie: `kepu_mode=${cookie?.value}` });
    assert.ok(
      page.body.startsWith(
        '<!doctype html><html lang="zh-CN" data-elder data-contrast="high" data-font-step="3">',
      ),
    );
    const plain = await get(system, "/about");
    assert.ok(!plain.body.includes("data-elder"));
  });

  test("the mode switch sends nobody to another site", async () => {
    await using system = await startTestServer(database());
    for (const back of [
      "//evil.example",
      "https://evil.example",
      "/\\evil.example",
      "/%0d%0aset-cookie:x=1",
      "javascript:alert(1)",
    ]) {
      const reply = await get(system, `/mode?elder=1&back=${encodeURIComponent(back)}`);
      const target = new URL(String(reply.headers.location), "http://here.invalid");
      assert.equal(target.host, "here.invalid", back);
      assert.equal(reply.cookies.length, 1);
    }
  });

  test("a place of the tree is on its own street's page and can be found by its name", async () => {
    await using system = await startTestServer(database());
    const { db } = system.context;
    const street = await buildUnit(db, { kind: "street", name: "枫林街道（演示）" });
    const other = await buildUnit(db, { kind: "street", name: "江岸街道（演示）" });
    const venue = await buildUnit(db, { parent: street, kind: "venue", name: "枫林小小科技馆（演示）" });
    await db
      .updateTable("org_units")
      .set({ name_search: nameKeys(venue.name).nameSearch })
      .where("id", "=", venue.id)
      .execute();
    const here = await get(system, `/places?street=${street.id}`);
    assert.ok(here.body.includes("枫林小小科技馆（演示）"));
    const there = await get(system, `/places?street=${other.id}`);
    assert.ok(!there.body.includes("枫林小小科技馆（演示）"));
    assert.ok(there.body.includes("没有找到这样的地方"));
    const found = await get(system, `/search?q=${encodeURIComponent("小小科技馆")}`);
    assert.ok(found.body.includes("枫林小小科技馆（演示）"));
  });

  test("filters that are nonsense are a page or a sentence, never an error of ours", async () => {
    await using system = await startTestServer(database());
    for (const url of [
      "/places?street=&q=&page=1",
      "/places?street=1%27%20or%201=1--&q=%25_%5C",
      "/places?page=99999999",
      "/places?page=-1",
      "/places?kind=castle",
      "/places?q=%00",
      "/places?q=%ED%A0%80",
      `/places?q=${"长".repeat(200)}`,
      "/places?q=a&q=b",
      "/search?q=%3Cscript%3Ealert(1)%3C/script%3E",
      "/search?__proto__[x]=1",
      "/zones/youth/band/99",
      "/mode?elder[]=1",
    ]) {
      const reply = await get(system, url);
      assert.ok(reply.statusCode < 500, `${url}: ${reply.statusCode}`);
      assert.ok(!reply.body.includes("<script>alert"), url);
    }
  });

  test("the age band is chosen once and remembered", async () => {
    await using system = await startTestServer(database());
    assert.ok((await get(system, "/zones/youth")).body.includes("选一次就记住"));
    const chosen = await get(system, "/zones/youth/band/6-9");
    assert.equal(chosen.headers.location, "/zones/youth");
    const cookie = chosen.cookies.find(({ name }) => name === "kepu_band");
    const page = await get(system, "/zones/youth", { cookie: `kepu_band=${cookie?.value}` });
    assert.ok(page.body.includes("月亮为什么有时弯"));
    assert.ok((await get(system, "/zones/youth", { cookie: "kepu_band=<b>" })).body.includes("选一次就记住"));
  });

  test("the home page names today, also when it was kept yesterday", async () => {
    await using system = await startTestServer(database(), { now: "2026-11-23T15:30:00Z" });
    assert.ok((await get(system, "/")).body.includes("11月23日（周一）"));
    system.clock.advanceMs(3_600_000);
    assert.ok((await get(system, "/")).body.includes("11月24日（周二）"));
  });

  test("the stylesheet is kept for ever under its hash and comes compressed where asked", async () => {
    await using system = await startTestServer(database());
    const href = hrefsOf((await get(system, "/")).body).find((found) => found.endsWith(".css")) ?? "";
    const plain = await get(system, href);
    assert.match(String(plain.headers["cache-control"]), /immutable/);
    const small = await get(system, href, { "accept-encoding": "gzip, deflate, br" });
    assert.equal(small.headers["content-encoding"], "br");
    assert.ok(small.rawPayload.length < plain.rawPayload.length / 4);
  });

  test("the first view of the farmers' zone weighs less than 200 KB, uncompressed", async () => {
    await using system = await startTestServer(database());
    const page = await get(system, "/zones/farmers");
    const files = hrefsOf(page.body.split("<body")[0] ?? "").filter((href) => href.startsWith("/assets/"));
    const sizes = await Promise.all(files.map(async (href) => (await get(system, href)).rawPayload.length));
    assert.ok(files.length >= 2);
    assert.ok(sizes.reduce((sum, size) => sum + size, page.rawPayload.length) < 200_000);
  });

  test("the portal can be installed: manifest with icons that are what they say", async () => {
    await using system = await startTestServer(database());
    const manifest = (await get(system, paths.manifest)).json<{
      icons: { src: string; type: string; sizes: string }[];
    }>();
    for (const icon of manifest.icons) {
      const reply = await get(system, icon.src);
      assert.equal(reply.headers["content-type"], icon.type);
      if (icon.type === "image/png")
        assert.equal(`${reply.rawPayload.readUInt32BE(16)}x${reply.rawPayload.readUInt32BE(20)}`, icon.sizes);
    }
  });

  test("a page that is not there says so, in Chinese, with a number to quote and a way on", async () => {
    await using system = await startTestServer(database());
    const reply = await get(system, "/no-such-page");
    assert.equal(reply.statusCode, 404);
    assert.ok(reply.body.includes("没有找到这个页面"));
    assert.ok(reply.body.includes(String(reply.headers["x-request-id"])));
    assert.deepEqual(markupProblems(reply.body), []);
  });

  test("production shows no component page", async () => {
    await using system = await startTestServer(database(), { env: { KEPU_ENV: "production" } });
    assert.equal((await get(system, "/ui")).statusCode, 404);
    assert.equal((await get(system, "/ui/pages/home")).statusCode, 404);
  });
});
