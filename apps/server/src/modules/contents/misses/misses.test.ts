import assert from "node:assert/strict";
import { test } from "node:test";
import { sql } from "kysely";
import { createTestClock } from "#kernel/clock.ts";
import { findRootUnit } from "#modules/organisations/index.ts";
import { buildUnit } from "#test/support/builders.ts";
import { databaseSuite, type TestDatabase } from "#test/support/database.ts";
import { testCipher } from "#test/support/keys.ts";
import { startTestServer } from "#test/support/server.ts";
import { listTopics, seedTopics } from "../topics.ts";
import { createMissCounter, toKeptWords } from "./counter.ts";
import {
  dropOldMisses,
  findNamedTopic,
  flushSearchMisses,
  leastShown,
  listSearchMisses,
  noteSearchMiss,
} from "./misses.ts";

const day = "2026-11-23";
const miss = { words: "量子养殖", topic: undefined, streetId: undefined };

test("words that tell of somebody, or are a whole sentence, are counted and never kept", () => {
  assert.equal(toKeptWords(" 量子　養殖 "), "量子 养殖");
  for (const words of ["打 13800000000", "4301 0419", "a@b.cn", "https://x.cn", "我".repeat(21), "  "])
    assert.equal(toKeptWords(words), null, words);
});

test("one reader and wording counts once a day; what is taken and given back is not lost", () => {
  const counter = createMissCounter();
  for (const address of ["10.0.0.1", "10.0.0.1", "10.0.0.2"]) counter.note(day, { ...miss, address });
  counter.note("2026-11-24", { ...miss, address: "10.0.0.1" });
  const taken = counter.take();
  assert.deepEqual(
    taken.map((count) => [count.day, count.words, count.misses]),
    [
      [day, "量子养殖", 2],
      ["2026-11-24", "量子养殖", 1],
    ],
  );
  assert.deepEqual(counter.take(), []);
  counter.giveBack(taken);
  assert.deepEqual(counter.take(), taken);
});

test("the memory is bounded: of a thousand wordings only so many are held, and of readers too", () => {
  const kinds = createMissCounter({ mostKinds: 5 });
  for (let index = 0; index < 1_000; index += 1)
    kinds.note(day, { ...miss, words: `词${index}`, address: "10.0.0.1" });
  assert.equal(kinds.take().length, 5);
  const readers = createMissCounter({ mostReaders: 7 });
  for (let index = 0; index < 1_000; index += 1) readers.note(day, { ...miss, address: String(index) });
  assert.equal(readers.take()[0]?.misses, 7);
});

databaseSuite("searches that found nothing", (database) => {
  let opened = 0;
  const open = async (one: TestDatabase) => {
    const clock = createTestClock(`${day}T02:00:00Z`);
    const { db } = one;
    // Makes the root where there is none.
    await buildUnit(db);
    const root = await findRootUnit(db);
    assert.ok(root !== undefined);
    const context = { db, clock, cipher: testCipher };
    await sql`delete from search_misses`.execute(db);
    await sql`delete from search_miss_words`.execute(db);
    await seedTopics(db, context);
    const topics = await listTopics(db);
    opened += 1;
    const test = `${opened} `;
    const search = (input: { words: string; address: string; streetId?: string | undefined }) =>
      noteSearchMiss(db, clock.now(), {
        topic: undefined,
        streetId: undefined,
        ...input,
        // Readers of one test are not those of another.
        address: `${test}${input.address}`,
        topics,
      });
    const list = (unitPath: string) => listSearchMisses(db, { unitPath, now: clock.now() });
    return { db, clock, root, context, topics, search, list };
  };

  test("the ninth reader's words are stored nowhere; the tenth makes them everybody's", async () => {
    const { db, root, context, search, list } = await open(database());
    const stored = async () =>
      (await db.selectFrom("search_miss_words").select("words").execute()).map(({ words }) => words);
    for (let reader = 1; reader < leastShown; reader += 1)
      search({ words: "量子养殖", address: `10.0.0.${reader}` });
    await flushSearchMisses(context);
    const { rows } = await sql<{ all: string }>`select search_misses::text as all from search_misses`.execute(
      db,
    );
    assert.ok(rows.length > 0 && rows.every((row) => !row.all.includes("量子")));
    assert.deepEqual(await stored(), []);
    assert.deepEqual(await list(root.path), { cells: [], words: [], total: leastShown - 1 });
    search({ words: "量子养殖", address: "10.0.0.10" });
    await flushSearchMisses(context);
    assert.deepEqual(await stored(), ["量子养殖"]);
    assert.deepEqual((await list(root.path)).words, [{ words: "量子养殖", misses: leastShown }]);
    assert.equal(await flushSearchMisses(context), 0);
  });

  test("a topic that the words name counts for it, in the street where that was chosen; a unit sees its own area, and words only where ten came there", async () => {
    const { db, root, context, topics, search, list } = await open(database());
    const topic = topics[0];
    assert.ok(topic !== undefined);
    const street = await buildUnit(db, { parent: root, kind: "street" });
    for (let reader = 0; reader < leastShown; reader += 1)
      search({
        words: `${topic.name}量子`,
        address: String(reader),
        ...(reader < 3 ? { streetId: street.id } : {}),
      });
    await flushSearchMisses(context);
    const here = await list(street.path);
    assert.deepEqual(
      here.cells.map((cell) => [cell.topic, cell.unitId, cell.misses]),
      [[topic.code, street.id, 3]],
    );
    assert.deepEqual(here.words, []);
    assert.equal((await list(root.path)).words.length, 1);
    assert.equal(findNamedTopic(topics, "没有这样的主题名"), undefined);
  });

  test("what is older than ninety days goes, with words that then came less than ten times", async () => {
    const { db, clock, root, context, search, list } = await open(database());
    for (let reader = 0; reader < leastShown; reader += 1)
      search({ words: "量子养殖", address: String(reader) });
    await flushSearchMisses(context);
    clock.advanceMs(91 * 86_400_000);
    assert.equal((await list(root.path)).total, 0);
    await dropOldMisses(context);
    for (const table of ["search_misses", "search_miss_words"] as const)
      assert.deepEqual(await db.selectFrom(table).selectAll().execute(), []);
  });

  test("counts that could not be written come back, and of two writes at once neither is lost", async () => {
    const { db, root, context, search, list } = await open(database());
    search({ words: "量子养殖", address: "1" });
    const broken = {
      ...context,
      cipher: { ...testCipher, blindIndex: () => assert.fail("the key is gone") },
    };
    await assert.rejects(flushSearchMisses(broken), /the key is gone/u);
    assert.equal((await list(root.path)).total, 0);
    await flushSearchMisses(context);
    assert.equal((await list(root.path)).total, 1);
    for (let round = 0; round < 20; round += 1) {
      for (const words of ["甲甲甲", "乙乙乙"]) search({ words, address: `a${round}` });
      const first = flushSearchMisses(context);
      for (const words of ["乙乙乙", "甲甲甲"]) search({ words, address: `b${round}` });
      await Promise.all([first, flushSearchMisses(context)]);
    }
    assert.equal((await list(root.path)).total, 81);
    assert.equal((await db.selectFrom("search_miss_words").selectAll().execute()).length, 2);
  });

  test("a search on the portal that finds nothing is counted by the page and written by the job, never by the request", async () => {
    await using system = await startTestServer(database());
    const { db } = system.context;
    const total = async () =>
      (
        await db
          .selectFrom("search_misses")
          .select((eb) => eb.fn.sum<number | null>("misses").as("sum"))
          .executeTakeFirstOrThrow()
      ).sum ?? 0;
    await buildUnit(db);
    const before = await total();
    for (const address of ["/search?q=", "/search?page=2&q=", "/ask/answers?q=", "/places?q="]) {
      const answer = await system.app.inject({ url: `${address}${encodeURIComponent("螭魅罔两")}` });
      assert.equal(answer.statusCode, 200);
    }
    assert.equal(await total(), before);
    await flushSearchMisses(system.context);
    // One reader and wording, whichever page he asked.
    assert.equal(await total(), before + 1);
  });
});
