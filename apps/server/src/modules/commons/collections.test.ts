import assert from "node:assert/strict";
import { test } from "node:test";
import { inTransaction } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { buildDraft, buildPublished } from "#test/support/studio.ts";
import { recallVersion } from "#modules/contents/index.ts";
import { databaseSuite } from "#test/support/database.ts";
import { startTestServer } from "#test/support/server.ts";
import { buildDesk } from "./builders.ts";
import { createCollection, editCollection, listLiveCollections, publishCollection } from "./collections.ts";

const refused = (code: string) => (error: unknown) => {
  assert.ok(error instanceof AppError, String(error));
  assert.equal(error.code, code);
  return true;
};
const words = {
  title: "不肯放过一个疑点的人",
  introduction: "三个故事：他们怎样发现自己错了，又怎样改过来。",
};

databaseSuite("故事合集", (database) => {
  test("of published items only, in their order, by two people; a recalled item leaves every place by itself", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    const desk = await buildDesk(context);
    const [first, second, third] = [
      await buildPublished(context, desk, { title: "测试故事一" }),
      await buildPublished(context, desk, { title: "测试故事二" }),
      await buildPublished(context, desk, { title: "测试故事三" }),
    ];
    const hidden = await buildDraft(context, desk);
    const create = (nos: readonly number[]) =>
      inTransaction(context.db, (trx) =>
        createCollection(trx, context, desk.author, { unitId: desk.unit.id, ...words, nos }),
      );
    await assert.rejects(create([first.contentNo, hidden.contentNo]), refused("commons.collection_not_live"));
    await assert.rejects(create([first.contentNo]), refused("commons.collection_empty"));
    const id = await create([third.contentNo, first.contentNo, second.contentNo]);
    const publish = (actor: typeof desk.author) =>
      inTransaction(context.db, (trx) => publishCollection(trx, context, actor, { id }));
    await assert.rejects(publish(desk.author), refused("commons.collection_own"));
    assert.deepEqual(await listLiveCollections(context.db, context.clock.now()), []);
    await publish(desk.signers.review3);
    const [live] = await listLiveCollections(context.db, context.clock.now());
    assert.deepEqual(
      live?.cards.map((card) => card.no),
      [third.contentNo, first.contentNo, second.contentNo],
    );
    const places = [
      `/collections/${live.no}`,
      "/collections",
      "/topics/food-safety",
      "/feeds/all.atom",
      "/feeds/collections.rss",
      "/feeds/topics/food-safety.json",
      "/sitemap.xml",
      `/search?q=${encodeURIComponent("疑点")}`,
    ];
    for (const url of places)
      assert.match((await server.app.inject({ url })).body, new RegExp(`/collections/${live.no}`, "u"), url);
    const page = async () => (await server.app.inject({ url: `/collections/${live.no}` })).body;
    assert.match(await page(), /测试故事一/u);
    const recall = (contentId: string) =>
      inTransaction(context.db, (trx) =>
        recallVersion(trx, context, desk.signers.review3, { contentId, reason: "测试：来源撤回" }),
      );
    await recall(first.contentId);
    assert.doesNotMatch(await page(), /测试故事一/u);
    assert.match(await page(), /测试故事二/u);
    await recall(second.contentId);
    await recall(third.contentId);
    assert.equal((await server.app.inject({ url: `/collections/${live.no}` })).statusCode, 404);
    for (const url of places.slice(1))
      assert.doesNotMatch(
        (await server.app.inject({ url })).body,
        new RegExp(`/collections/${live.no}`, "u"),
        url,
      );
  });

  test("changed words go back to the draft and need another person again", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    const desk = await buildDesk(context);
    const nos = [
      (await buildPublished(context, desk)).contentNo,
      (await buildPublished(context, desk)).contentNo,
    ];
    const id = await inTransaction(context.db, async (trx) => {
      const made = await createCollection(trx, context, desk.author, { unitId: desk.unit.id, ...words, nos });
      await publishCollection(trx, context, desk.signers.review3, { id: made });
      await editCollection(trx, context, desk.signers.review3, { id: made, ...words, nos: nos.toReversed() });
      return made;
    });
    assert.deepEqual(await listLiveCollections(context.db, context.clock.now()), []);
    await assert.rejects(
      inTransaction(context.db, (trx) => publishCollection(trx, context, desk.signers.review3, { id })),
      refused("commons.collection_own"),
    );
  });
});
