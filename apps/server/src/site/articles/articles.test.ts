import assert from "node:assert/strict";
import { test } from "node:test";
import { parseFeed } from "feedsmith";
import { type DefaultTreeAdapterTypes, parse } from "parse5";
import { systemActor } from "#kernel/actor.ts";
import { inTransaction } from "#kernel/db.ts";
import { cleanFile, storeFile } from "#kernel/stored-files.ts";
import {
  buildBody,
  buildDraft,
  buildPublished,
  buildStudio,
  passStages,
} from "#modules/contents/builders.ts";
import {
  mediaPurpose,
  publishVersion,
  recallVersion,
  runDue,
  scheduleVersion,
} from "#modules/contents/index.ts";
import { databaseSuite } from "#test/support/database.ts";
import { startTestServer, type TestServer, writeHeaders } from "#test/support/server.ts";

const get = async (server: TestServer, url: string, headers: Record<string, string> = {}) =>
  server.app.inject({ method: "GET", url, headers });

/** Bytes that begin as an MP3 does. */
const anyRecording = Buffer.concat([Buffer.from([0xff, 0xf3, 0x28, 0xc4]), Buffer.alloc(4_000, 1)]);

const storeRecording = async (server: TestServer, unitId: string): Promise<string> => {
  const clean = await cleanFile(anyRecording, { kinds: ["mp3"], maxBytes: 10_000 });
  return inTransaction(server.context.db, (trx) =>
    storeFile(trx, server.context, {
      clean,
      name: "a.mp3",
      purpose: mediaPurpose,
      actor: systemActor("test"),
      unitId,
    }),
  );
};

/** Every door through which the public could see an item. */
const doors = (
  no: number,
  fileId: string,
): readonly {
  name: string;
  url: string;
  isOpen: (answer: { statusCode: number; body: string }) => boolean;
}[] => {
  const names = new RegExp(`/articles/${no}(?!\\d)`, "u");
  const lists = ({ statusCode, body }: { statusCode: number; body: string }): boolean =>
    statusCode === 200 && names.test(body);
  return [
    { name: "page", url: `/articles/${no}`, isOpen: ({ statusCode }) => statusCode === 200 },
    { name: "media", url: `/media/${fileId}`, isOpen: ({ statusCode }) => statusCode === 200 },
    { name: "home", url: "/", isOpen: lists },
    { name: "zone", url: "/zones/elders", isOpen: lists },
    { name: "topic", url: "/topics/food-safety", isOpen: lists },
    { name: "search", url: "/search?q=剩菜", isOpen: lists },
    { name: "pinyin", url: "/search?q=shengcai", isOpen: lists },
    { name: "atom", url: "/feeds/all.atom", isOpen: lists },
    { name: "rss", url: "/feeds/all.rss", isOpen: lists },
    { name: "json feed", url: "/feeds/all.json", isOpen: lists },
    { name: "zone feed", url: "/feeds/zones/elder.atom", isOpen: lists },
    { name: "topic feed", url: "/feeds/topics/food-safety.rss", isOpen: lists },
    { name: "sitemap", url: "/sitemap.xml", isOpen: lists },
  ];
};

const openDoors = async (server: TestServer, no: number, fileId: string): Promise<readonly string[]> => {
  const open: string[] = [];
  for (const door of doors(no, fileId))
    if (door.isOpen(await get(server, encodeURI(door.url)))) open.push(door.name);
  return open;
};

/** What hostile texts would have to leave in a page to run. */
const payloads = [
  "<script>alert(1)</script>",
  "<img src=x onerror=alert(1)>",
  "</script><script>alert(1)</script>",
  '"><svg onload=alert(1)>',
  "' onmouseover='alert(1)",
  "javascript:alert(1)",
  "]]><script>alert(1)</script>",
  "{{7*7}}${7*7}<!--",
  "\u2028</title><script>alert(1)</script>",
] as const;

/** Whatever in a parsed page could run: scripts that are no data blocks, handlers, addresses that are programs. */
const runnable = (html: string): readonly string[] => {
  const found: string[] = [];
  const walk = (node: DefaultTreeAdapterTypes.Node): void => {
    if ("attrs" in node) {
      const attribute = (name: string): string => node.attrs.find((attr) => attr.name === name)?.value ?? "";
      if (node.tagName === "script" && attribute("type") !== "application/ld+json" && attribute("src") === "")
        found.push("script");
      if (["iframe", "object", "embed", "base"].includes(node.tagName)) found.push(node.tagName);
      for (const { name, value } of node.attrs)
        if (
          name.startsWith("on") ||
          (["href", "src", "action"].includes(name) && /^\s*(javascript|data):/iu.test(value))
        )
          found.push(`${node.tagName} ${name}`);
    }
    if ("childNodes" in node) for (const child of node.childNodes) walk(child);
  };
  walk(parse(html));
  return found;
};

test("control: the check finds a handler, a script and a program as an address", () => {
  assert.deepEqual(
    runnable(
      "<p onclick=x>a</p><script>1</script><a href='javascript:1'>b</a><script type='application/ld+json'>{}</script>",
    ),
    ["p onclick", "script", "a href"],
  );
});

databaseSuite("articles of the portal", (database) => {
  test("an embargo keeps every door shut, the minute opens all of them, a recall shuts all of them", async () => {
    await using server = await startTestServer(database(), { now: "2026-11-23T00:00:00Z" });
    const { context, clock } = server;
    const studio = await buildStudio(context);
    const fileId = await storeRecording(server, studio.unit.id);
    const draft = await buildDraft(context, studio, { media: { audioFileId: fileId, audioSeconds: 2 } });
    await passStages(context, studio, { versionId: draft.versionId });
    const at = new Date("2026-11-25T00:00:00Z");
    await inTransaction(context.db, (trx) =>
      scheduleVersion(trx, context, studio.author, {
        versionId: draft.versionId,
        publishAt: at,
        embargoUntil: at,
      }),
    );
    assert.deepEqual(await openDoors(server, draft.contentNo, fileId), []);
    clock.set(at);
    await runDue(context, systemActor("test"));
    const all = doors(draft.contentNo, fileId).map(({ name }) => name);
    assert.deepEqual(await openDoors(server, draft.contentNo, fileId), all);
    await inTransaction(context.db, (trx) =>
      recallVersion(trx, context, studio.signers.review3, {
        contentId: draft.contentId,
        reason: "来源撤回了结论",
      }),
    );
    assert.deepEqual(await openDoors(server, draft.contentNo, fileId), []);
    const gone = await get(server, `/articles/${draft.contentNo}`);
    assert.equal(gone.statusCode, 410);
    assert.match(gone.body, /来源撤回了结论/);
  });

  test("an article shows answer, sources, who checked it and its recording, and ships no script", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    const studio = await buildStudio(context);
    const fileId = await storeRecording(server, studio.unit.id);
    const draft = await buildPublished(context, studio, { media: { audioFileId: fileId, audioSeconds: 80 } });
    const { body, headers } = await get(server, `/articles/${draft.contentNo}`);
    assert.match(body, /两小时内放进冰箱/);
    assert.match(body, /测试单位/);
    assert.match(body, /测试医院营养科医师/);
    assert.match(body, /1分20秒，合成声音/);
    assert.match(body, new RegExp(`<audio[^>]+src="/media/${fileId}"`));
    // The one script element is a data block; nothing is executed.
    assert.deepEqual(
      [...body.matchAll(/<script[^>]*>/g)].map(([tag]) => tag),
      ['<script type="application/ld+json">'],
    );
    assert.match(String(headers["content-security-policy"]), /script-src 'self'/);
    const part = await get(server, `/media/${fileId}`, { range: "bytes=0-99" });
    assert.equal(part.statusCode, 206);
    assert.equal(part.rawPayload.length, 100);
    assert.equal(part.headers["content-range"], `bytes 0-99/${anyRecording.length}`);
    assert.equal((await get(server, `/media/${fileId}`, { range: "bytes=99999-" })).statusCode, 416);
    assert.equal((await get(server, `/media/${fileId}`, { range: "bytes=-5" })).rawPayload.length, 5);
  });

  test("structured data parses, names the sources, and no text can end its block", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    const studio = await buildStudio(context);
    const draft = await buildPublished(context, studio, { title: "甲</script><b>乙" });
    const { body } = await get(server, `/articles/${draft.contentNo}`);
    const block = /<script type="application\/ld\+json">([\s\S]*?)<\/script>/.exec(body)?.[1] ?? "";
    const graph = JSON.parse(block) as { "@context": string; "@graph": Record<string, unknown>[] }; // our own object
    assert.equal(graph["@context"], "https://schema.org");
    const data = graph["@graph"][0] ?? {};
    assert.equal(data["@type"], "Article");
    assert.equal(data["headline"], "甲</script><b>乙");
    assert.equal((data["citation"] as unknown[]).length, 1);
    assert.ok(!Number.isNaN(Date.parse(String(data["datePublished"]))));
  });

  test("feeds parse back with their items, absolute addresses, dates and ids", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    const studio = await buildStudio(context);
    const draft = await buildPublished(context, studio, { title: "甲 & 乙 <丙> \u0001丁" });
    const address = `http://localhost:3000/articles/${draft.contentNo}`;
    const atom = await get(server, "/feeds/all.atom");
    assert.match(String(atom.headers["content-type"]), /^application\/atom\+xml/);
    const parsed = parseFeed(atom.body);
    assert.equal(parsed.format, "atom");
    const entry =
      parsed.format === "atom" ? parsed.feed.entries?.find((one) => one.id === address) : undefined;
    assert.equal(entry?.title?.value, "甲 & 乙 <丙> 丁");
    assert.ok(entry?.updated !== undefined && !Number.isNaN(Date.parse(entry.updated)));
    const rss = parseFeed((await get(server, "/feeds/all.rss")).body);
    const item = rss.format === "rss" ? rss.feed.items?.find((one) => one.link === address) : undefined;
    assert.equal(item?.guid?.value, address);
    assert.match(item?.pubDate ?? "", /GMT$/);
    const json = parseFeed((await get(server, "/feeds/all.json")).body);
    assert.equal(json.format, "json");
    assert.equal((await get(server, "/feeds/topics/nowhere.atom")).statusCode, 404);
  });

  test("hostile words in every field of an item are words on every page and feed", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    const studio = await buildStudio(context);
    for (const payload of payloads) {
      const words = `${payload} 足够长的文字足够长的文字足够长的文字`;
      const base = buildBody();
      const draft = await buildPublished(context, studio, {
        title: payload.slice(0, 60),
        answer: words,
        summary: words,
        byline: payload,
        coverAlt: payload,
        rights: words,
        document: [
          ...base.document,
          { type: "heading", level: 2, content: [{ type: "text", text: payload }] },
          { type: "table", caption: payload, header: true, rows: [[[{ type: "text", text: payload }]]] },
        ],
        sources: [{ title: payload, publisher: payload, date: "2024-01-01", supports: payload }],
        renditions: {
          elder: payload,
          poster: { headline: payload.slice(0, 30), points: [payload], advice: payload },
          radio: `${words}${words}${words}`,
        },
        chart: {
          type: "bar",
          unit: payload,
          rows: [
            [payload.slice(0, 40), 1],
            ["乙", 2],
          ],
          source: 1,
          textEquivalent: words,
        },
        lesson: { grades: payload, minutes: 3, aim: payload },
      });
      const pages = [
        `/articles/${draft.contentNo}`,
        `/articles/${draft.contentNo}/poster`,
        `/articles/${draft.contentNo}/report`,
        `/articles/${draft.contentNo}/chart.svg`,
        "/topics/food-safety",
        "/zones/elders",
        "/",
        `/search?q=${encodeURIComponent(payload.slice(0, 40))}`,
      ];
      for (const url of pages) {
        const { statusCode, body } = await get(server, url, { cookie: "kepu_mode=e1c0f0" });
        assert.ok(statusCode < 500, url);
        assert.deepEqual(runnable(body), [], `${url} ${payload}`);
      }
      assert.doesNotMatch((await get(server, "/feeds/all.rss")).body, /<script/u);
    }
  });

  test("the six common challenges, the chains and 科学家精神 have pages of their own (X-08, R-06, G-03)", async () => {
    await using server = await startTestServer(database());
    for (const topic of [
      ["future-development", "未来发展"],
      ["food-security", "粮食安全"],
      ["energy-security", "能源安全"],
      ["human-health", "人类健康"],
      ["disaster-risk", "灾害风险"],
      ["climate-change", "气候变化"],
      ["artificial-intelligence", "人工智能"],
      ["smart-manufacturing", "智能制造"],
      ["new-materials", "新材料"],
      ["scientists-spirit", "科学家精神"],
    ]) {
      const { statusCode, body } = await get(server, `/topics/${topic[0]}`);
      assert.equal(statusCode, 200);
      assert.match(body, new RegExp(`<h1>${topic[1]}</h1>`));
    }
    assert.equal((await get(server, "/topics/nowhere")).statusCode, 404);
  });

  test("a topic page says for whom there is nothing yet, and the search by audience finds nothing for them (G-03)", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    const studio = await buildStudio(context);
    await buildPublished(context, studio, {
      title: "他们怎样量准一把尺",
      topics: ["scientists-spirit"],
      audiences: ["worker"],
    });
    const page = (await get(server, "/topics/scientists-spirit")).body;
    assert.match(page, /还没有写给青少年、农民、老年人、领导干部和公务员的/);
    const search = async (audience: string) =>
      (await get(server, `/search?q=${encodeURIComponent("科学家精神")}&audience=${audience}`)).body;
    assert.match(await search("worker"), /量准一把尺/);
    assert.doesNotMatch(await search("farmer"), /量准一把尺/);
  });

  test("a machine's share in the text is said, and a machine's draft comes out by people's signatures only (I-11)", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    const studio = await buildStudio(context);
    const draft = await buildDraft(context, studio, { ai: "generated" });
    await assert.rejects(
      inTransaction(context.db, (trx) =>
        publishVersion(trx, context, studio.author, { versionId: draft.versionId }),
      ),
      /state.conflict/,
    );
    const published = await buildPublished(context, studio, { ai: "generated" });
    assert.match((await get(server, `/articles/${published.contentNo}`)).body, /人工智能起草，人工审核/);
  });

  test("a reader says what is wrong without an account; too short is refused and keeps the words", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    const studio = await buildStudio(context);
    const draft = await buildPublished(context, studio);
    const url = `/articles/${draft.contentNo}/report`;
    const send = async (remark: string) =>
      server.app.inject({
        method: "POST",
        url,
        headers: { ...writeHeaders(), "content-type": "application/x-www-form-urlencoded" },
        payload: new URLSearchParams({ _key: crypto.randomUUID(), remark }).toString(),
      });
    const short = await send("错");
    assert.equal(short.statusCode, 422);
    assert.match(short.body, />错<\/textarea>/);
    const sent = await send("第二段的两小时应该是一小时");
    assert.equal(sent.statusCode, 303);
    const row = await context.db
      .selectFrom("reader_reports")
      .selectAll()
      .where("content_id", "=", draft.contentId)
      .executeTakeFirstOrThrow();
    assert.equal(row.remark, "第二段的两小时应该是一小时");
    assert.equal(row.person_id, null);
  });
});
