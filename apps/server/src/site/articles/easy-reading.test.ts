import assert from "node:assert/strict";
import { test } from "node:test";
import { inTransaction } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import {
  buildBody,
  buildDraft,
  buildPublished,
  buildStudio,
  passStages,
} from "#modules/contents/builders.ts";
import { signStage } from "#modules/contents/index.ts";
import { databaseSuite } from "#test/support/database.ts";
import { startTestServer } from "#test/support/server.ts";

const easy = {
  text: "剩菜放久了会坏。\n吃了会肚子疼。\n里面有细菌。\n熟菜在桌上，最多放两小时。\n拿不准，就不要吃。\n放进冰箱，也不要放太久。",
  words: [{ word: "细菌", meaning: "很小的活东西，眼睛看不见。" }],
};
const withEasy = () => ({ renditions: { ...buildBody().renditions, easy } });

databaseSuite("易读版", (database) => {
  test("a proof that has not named 易读版 does not pass, and one of a text without it need not (Y-07)", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    const studio = await buildStudio(context);
    const draft = await buildDraft(context, studio, withEasy());
    await passStages(context, studio, { versionId: draft.versionId, until: "proof1" });
    const { content_hash: hash } = await context.db
      .selectFrom("content_versions")
      .select("content_hash")
      .where("id", "=", draft.versionId)
      .executeTakeFirstOrThrow();
    const sign = (
      versionId: string,
      renditions: readonly ("web" | "elder" | "poster" | "radio" | "easy")[],
    ) =>
      inTransaction(context.db, (trx) =>
        signStage(trx, context, studio.signers.proof1, {
          versionId,
          stage: "proof1",
          decision: "pass",
          contentHash: hash?.toString("hex") ?? "",
          renditions,
        }),
      );
    await assert.rejects(sign(draft.versionId, ["web", "elder", "poster", "radio"]), (error) => {
      assert.ok(error instanceof AppError);
      assert.equal(error.code, "contents.renditions_unseen");
      assert.equal(error.values?.["forms"], "易读版");
      return true;
    });
    await sign(draft.versionId, ["web", "elder", "poster", "radio", "easy"]);
    const steps = await context.db
      .selectFrom("review_steps")
      .select(["stage", "renditions"])
      .where("stage", "=", "proof1")
      .where("version_id", "=", draft.versionId)
      .execute();
    assert.deepEqual(steps, [{ stage: "proof1", renditions: ["web", "elder", "poster", "radio", "easy"] }]);
    const plain = await buildPublished(context, studio);
    const [step] = await context.db
      .selectFrom("review_steps")
      .select("renditions")
      .where("stage", "=", "proof1")
      .where("version_id", "=", plain.versionId)
      .execute();
    assert.deepEqual(step?.renditions, ["web", "elder", "poster", "radio"], "what is not there was not read");
  });

  test("the article offers 易读版, the device remembers it without an account, and every sentence has its line", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    const studio = await buildStudio(context);
    const item = await buildPublished(context, studio, withEasy());
    const plain = await buildPublished(context, studio, { title: "没有易读版的一篇" });
    const read = async (url: string, cookie = "") =>
      (await server.app.inject({ method: "GET", url, headers: cookie === "" ? {} : { cookie } })).body;
    const url = `/articles/${item.contentNo}`;
    const before = await read(url);
    assert.match(before, /看易读版/u);
    assert.match(before, /两小时内放进冰箱，吃之前彻底加热/u);
    assert.doesNotMatch(before, /这些词的意思/u);
    const change = await server.app.inject({ method: "GET", url: `/mode?easy=1&back=${url}` });
    assert.equal(change.headers.location, url);
    const [kept] = change.cookies;
    const cookie = `${kept?.name}=${kept?.value}`;
    const after = await read(url, cookie);
    assert.match(after, /看原文/u);
    assert.equal(after.match(/class="article__easy-line"/gu)?.length, 6);
    assert.match(after, /<dt>细菌<\/dt><dd>很小的活东西/u);
    assert.doesNotMatch(after, /食物里本来就有少量细菌/u, "the text itself is not shown beside it");
    assert.match(await read(`/articles/${plain.contentNo}`, cookie), /食物里本来就有少量细菌/u);
    assert.doesNotMatch(await read(url), /这些词的意思/u, "the kept page of another reader is not his");
    const list = await read("/easy-reading", cookie);
    assert.match(list, new RegExp(`href="${url}"`, "u"));
    assert.doesNotMatch(list, new RegExp(`href="/articles/${plain.contentNo}"`, "u"));
    // A cookie of the time before 易读版 keeps its three choices.
    assert.match(await read(url, "kepu_mode=e1c1f2"), /data-elder/u);
  });
});
