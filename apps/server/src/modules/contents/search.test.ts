import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { databaseSuite } from "#test/support/database.ts";
import { startTestServer, type TestServer } from "#test/support/server.ts";
import type { ContentBody } from "./body.ts";
import { buildPublished, buildStudio } from "./builders.ts";
import { searchLive } from "./search.ts";

const paragraph = (text: string): ContentBody["document"] => [
  {
    type: "paragraph",
    content: [
      { type: "text", text: text.repeat(Math.ceil(260 / text.length)) },
      { type: "sourceRef", source: 1 },
    ],
  },
];

/** Items whose words overlap as those of a real collection do. */
const items: readonly (Pick<ContentBody, "title"> & Partial<ContentBody>)[] = [
  {
    title: "高血压的药要天天吃",
    answer: "血压稳住了也不要自己停药。",
    summary: "高血压没有感觉也在伤血管，药要按时吃，每天在家量血压并记下来。",
    document: paragraph("量血压之前坐五分钟，不说话，不跷腿。袖带和心脏一样高。"),
    audiences: ["elder"],
    topics: ["food-safety"],
  },
  {
    title: "夏天的剩菜怎么放才安全",
    audiences: ["elder", "worker"],
    topics: ["food-safety"],
  },
  {
    title: "臺灣的科學家怎麼看雲",
    answer: "雲是小水滴，不是棉花。",
    summary: "雲的樣子告訴我們天氣要怎麼變，學會看雲，出門少淋雨。",
    document: paragraph("雲越低越厚，雨就越近。早上的雲和晚上的雲不一樣。"),
    audiences: ["youth"],
    ageBands: ["9-12"],
    topics: ["scientists-spirit"],
    kind: "lesson",
    lesson: { grades: "四年级", minutes: 40, aim: "会看三种云" },
  },
  {
    title: "紫甘蓝遇到醋会变红",
    answer: "里面的花青素碰到酸就变色。",
    summary: "用厨房里的紫甘蓝做一次实验，看看哪些东西是酸、哪些是碱。",
    document: paragraph("把紫甘蓝切碎泡热水，分成三杯，一杯加醋，一杯加小苏打。"),
    audiences: ["youth"],
    ageBands: ["9-12"],
    topics: ["scientists-spirit"],
  },
];

databaseSuite("search of what is out", (database) => {
  let server: TestServer;
  before(async () => {
    server = await startTestServer(database());
    const studio = await buildStudio(server.context);
    for (const change of items) await buildPublished(server.context, studio, change);
  });
  after(async () => server[Symbol.asyncDispose]());

  const search = (query: string, filter: Parameters<typeof searchLive>[2]["filter"] = {}) =>
    searchLive(server.context.db, server.clock.now(), { query, filter, page: 1, size: 20 });
  const titles = async (query: string): Promise<readonly string[]> =>
    (await search(query)).rows.map((row) => row.title);

  test("every substring of one to six characters of every title finds its item", async () => {
    const missed: string[] = [];
    for (const { title } of items)
      for (let length = 1; length <= 6; length += 1)
        for (let start = 0; start + length <= title.length; start += 1) {
          const part = title.slice(start, start + length);
          if (!(await titles(part)).includes(title)) missed.push(`${part} of ${title}`);
        }
    assert.deepEqual(missed, []);
  });

  test("a substring of the body finds its item, and what stands in a title comes first", async () => {
    assert.deepEqual(await titles("袖带"), ["高血压的药要天天吃"]);
    assert.deepEqual(await titles("小苏打"), ["紫甘蓝遇到醋会变红"]);
    assert.equal((await titles("安全"))[0], "夏天的剩菜怎么放才安全");
  });

  test("simplified finds traditional and traditional finds simplified, and both are marked", async () => {
    assert.deepEqual(await titles("台湾"), ["臺灣的科學家怎麼看雲"]);
    assert.equal((await titles("科学家怎么看云"))[0], "臺灣的科學家怎麼看雲");
    assert.equal((await titles("高血壓"))[0], "高血压的药要天天吃");
  });

  test("pinyin finds: whole, with spaces, initials, a slip of the finger, southern sounds", async () => {
    const blood = "高血压的药要天天吃";
    for (const query of ["gaoxueya", "gao xue ya", "gxy", "gaoxeuya", "gaoxueyade", "GaoXueYa"])
      assert.equal((await titles(query))[0], blood, query);
    for (const query of ["shengcai", "sengcai", "xtdsc"])
      assert.equal((await titles(query))[0], "夏天的剩菜怎么放才安全", query);
    const found = await search("gxy");
    assert.equal(found.by, "pinyin");
    assert.equal(found.marks, "高血压", "what it sounds like is what is marked");
  });

  test("one wrong character: of the same sound, and of another", async () => {
    for (const [query, by] of [
      ["高雪压", "pinyin"],
      ["高白压", "slip"],
      ["紫甘南", "words"],
      ["紫干蓝遇到醋", "words"],
      ["剩采", "pinyin"],
    ] as const) {
      const found = await search(query);
      assert.equal(found.by, by, query);
      const expected = query.startsWith("高")
        ? "高血压的药要天天吃"
        : query.startsWith("剩")
          ? "夏天的剩菜怎么放才安全"
          : "紫甘蓝遇到醋会变红";
      assert.equal(found.rows[0]?.title, expected, query);
    }
    assert.equal((await search("高白压")).marks, "高血压");
  });

  test("what nobody wrote about finds nothing, though single characters of it stand everywhere", async () => {
    for (const query of ["量子纠缠", "股票行情", "彩票中奖", "天文台开放时间", "xyzzy", "？！", "-高血压"]) {
      const found = await search(query);
      assert.deepEqual([found.total, found.rows.length], [0, 0], query);
    }
    // Control: each of these characters alone does find something.
    for (const character of ["量", "高", "天"]) assert.ok((await search(character)).total > 0, character);
  });

  test("a question in a sentence finds the item on its subject", async () => {
    assert.equal((await titles("高血压的人能不能吃柚子"))[0], "高血压的药要天天吃");
    assert.ok((await titles("剩菜要不要放冰箱")).includes("夏天的剩菜怎么放才安全"));
  });

  test("facets count all that was found by audience, topic and kind, and one chosen narrows the rows but not the counts", async () => {
    const all = await search("的");
    assert.ok(all.total >= 3);
    const youth = await search("的", { audience: "youth" });
    assert.deepEqual(youth.facets, all.facets);
    assert.equal(youth.total, all.facets.audiences.get("youth"));
    const lesson = await search("云", { kind: "lesson" });
    assert.deepEqual(
      lesson.rows.map((row) => row.title),
      ["臺灣的科學家怎麼看雲"],
    );
    assert.equal(lesson.facets.kinds.get("lesson"), 1);
    const topic = await search("的", { topic: "food-safety" });
    assert.equal(topic.total, all.facets.topics.get("food-safety"));
  });
});
