import assert from "node:assert/strict";
import { test } from "node:test";
import { systemActor } from "#kernel/actor.ts";
import { inTransaction } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { databaseSuite } from "#test/support/database.ts";
import { startTestServer } from "#test/support/server.ts";
import { buildDraft, buildPublished, buildStudio, passStages } from "./builders.ts";
import { countLiveAt } from "./live-queries.ts";
import { addComment, listComments, resolveComment } from "./remarks.ts";
import { searchLive } from "./search.ts";
import { readSetting, writeSetting } from "./settings.ts";
import { writeTopic } from "./topics.ts";

const actor = systemActor("test");

databaseSuite("planning and labels", (database) => {
  test("a chain counts what is out at it and below, each item once, against a least number that a district sets (R-06)", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    const studio = await buildStudio(context);
    await inTransaction(context.db, async (trx) => {
      for (const [code, parentCode] of [
        ["chain-x", null],
        ["chain-x-part", "chain-x"],
      ] as const)
        await writeTopic(trx, context, actor, {
          code,
          parentCode,
          name: `演示链${code.length}`,
          about: "",
          synonyms: [],
          kind: "chain",
          motif: "food",
        });
    });
    const count = () => countLiveAt(context.db, context.clock.now(), ["chain-x", "chain-x-part"]);
    assert.equal(await count(), 0);
    await buildPublished(context, studio, {
      topics: ["chain-x", "chain-x-part"],
      audiences: ["elder", "farmer"],
      ageBands: [],
    });
    assert.equal(await count(), 1);
    assert.equal(await readSetting(context.db, "chain_minimum"), 3);
    await inTransaction(context.db, (trx) =>
      writeSetting(trx, context, studio.author, { name: "chain_minimum", amount: 5 }),
    );
    assert.equal(await readSetting(context.db, "chain_minimum"), 5);
  });

  test("readers filter by 适合特殊教育, alone and with words; an unlabelled item is not among them (Y-07)", async () => {
    await using server = await startTestServer(database());
    const { context, app } = server;
    const studio = await buildStudio(context);
    const labelled = await buildPublished(context, studio, {
      specialEducation: true,
      title: "剩菜怎么放：易读的一篇",
    });
    const plain = await buildPublished(context, studio, { title: "剩菜怎么放：普通的一篇" });
    for (const query of ["", "剩菜"]) {
      const found = await searchLive(context.db, context.clock.now(), {
        query,
        filter: { special: "yes" },
        page: 1,
        size: 50,
      });
      const numbers = found.rows.map((row) => row.no);
      assert.ok(numbers.includes(labelled.contentNo), query);
      assert.ok(!numbers.includes(plain.contentNo), query);
    }
    const page = await app.inject({ url: "/search?special=yes" });
    assert.equal(page.statusCode, 200);
    assert.match(page.body, /易读的一篇/u);
    assert.doesNotMatch(page.body, /普通的一篇/u);
    assert.match(page.body, /aria-current="true"[^>]*>\s*适合特殊教育/u);
    assert.match((await app.inject({ url: `/articles/${labelled.contentNo}` })).body, /适合特殊教育/u);
  });

  test("an item to do shows its safety label above the text, and a film plays with its captions and no script (Y-06, I-02)", async () => {
    await using server = await startTestServer(database());
    const { context, app } = server;
    const studio = await buildStudio(context);
    const item = await buildPublished(context, studio, {
      ageLabel: "6",
      safety: { adult: true, materials: "清水、塑料杯", hazards: "地上有水会滑" },
    });
    const { body } = await app.inject({ url: `/articles/${item.contentNo}` });
    assert.match(body, /动手做：大人陪着/u);
    assert.match(body, /地上有水会滑/u);
    assert.match(body, /6 岁以上/u);
    assert.ok(body.indexOf("地上有水会滑") < body.indexOf("为什么会坏"));
  });

  test("a remark stands at its place in the text until somebody has dealt with it, once", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    const studio = await buildStudio(context);
    const draft = await buildDraft(context, studio);
    await passStages(context, studio, { versionId: draft.versionId, until: "review1" });
    const commentId = await inTransaction(context.db, (trx) =>
      addComment(trx, context, studio.signers.review1, {
        versionId: draft.versionId,
        blockNo: 1,
        quote: "室温下放过两小时",
        remark: "这里要有来源",
      }),
    );
    const list = () => listComments(context.db, context.cipher, draft.versionId);
    assert.deepEqual(
      (await list()).map(({ blockNo, quote, resolvedAt }) => ({ blockNo, quote, resolvedAt })),
      [{ blockNo: 1, quote: "室温下放过两小时", resolvedAt: null }],
    );
    const resolve = () =>
      inTransaction(context.db, (trx) =>
        resolveComment(trx, context, studio.author, { versionId: draft.versionId, commentId }),
      );
    await resolve();
    assert.notEqual((await list())[0]?.resolvedAt, null);
    await assert.rejects(
      resolve(),
      (error: unknown) => error instanceof AppError && error.code === "contents.comment_not_found",
    );
  });
});
