import assert from "node:assert/strict";
import { test } from "node:test";
import { sql } from "kysely";
import { inTransaction } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { databaseSuite } from "#test/support/database.ts";
import { startTestServer } from "#test/support/server.ts";
import { buildBody, buildDraft, buildPublished, buildStudio, passStages, signAs } from "./builders.ts";
import { beginCorrection, saveDraft, takeLock } from "./drafts.ts";
import { findLive } from "./live-articles.ts";
import { findGone } from "./live-queries.ts";
import { publishVersion, recallVersion, runDue, scheduleVersion } from "./publishing.ts";
import { submitVersion, takeBackVersion } from "./reviews.ts";
import { searchLive } from "./search.ts";
import { systemActor } from "#kernel/actor.ts";
import { stageCodes } from "./vocabulary.ts";

const refused = (code: string) => (error: unknown) => {
  assert.ok(error instanceof AppError, String(error));
  assert.equal(error.code, code);
  return true;
};

databaseSuite("三审三校", (database) => {
  test("seven different people bring a draft to publication, and the facts, the search and the ledger have it", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    const studio = await buildStudio(context);
    const draft = await buildPublished(context, studio);
    const article = await findLive(context.db, context.clock.now(), draft.contentNo);
    assert.equal(article?.signers.length, 7);
    assert.equal(
      article.signers.find((signer) => signer.stage === "science")?.publicTitle,
      "测试医院营养科医师",
    );
    const facts = await context.db
      .selectFrom("facts")
      .select(["kind", "audience", "topic"])
      .where("source_id", "=", draft.versionId)
      .execute();
    assert.deepEqual(facts, [{ kind: "contents.published", audience: "elder", topic: "food-safety" }]);
    const ledger = await context.db
      .selectFrom("ledger_entries")
      .select("id")
      .where("subject_table", "=", "content_versions")
      .where("subject_id", "=", draft.versionId)
      .execute();
    assert.equal(ledger.length, 1);
    const found = await searchLive(context.db, context.clock.now(), {
      query: "剩菜",
      filter: {},
      page: 1,
      size: 10,
    });
    assert.equal(
      found.rows.some((row) => row.no === draft.contentNo),
      true,
    );
    const bySound = await searchLive(context.db, context.clock.now(), {
      query: "shengcai",
      filter: {},
      page: 1,
      size: 10,
    });
    assert.equal(bySound.by, "pinyin");
    assert.equal(
      bySound.rows.some((row) => row.no === draft.contentNo),
      true,
    );
  });

  test("whoever did one stage, or wrote the words, is refused every other stage", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    const studio = await buildStudio(context);
    const draft = await buildDraft(context, studio);
    await inTransaction(context.db, (trx) =>
      submitVersion(trx, context, studio.author, { versionId: draft.versionId }),
    );
    for (const stage of stageCodes) {
      await assert.rejects(
        signAs(context, studio.author, { versionId: draft.versionId, stage }),
        refused("contents.author_stage"),
      );
      if (stage !== "review1")
        await assert.rejects(
          signAs(context, studio.signers.review1, { versionId: draft.versionId, stage }),
          refused("contents.same_person"),
        );
      await signAs(context, studio.signers[stage], { versionId: draft.versionId, stage });
    }
  });

  test("the database itself keeps one person from two stages", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    const studio = await buildStudio(context);
    const draft = await buildDraft(context, studio);
    await passStages(context, studio, { versionId: draft.versionId, until: "review2" });
    await assert.rejects(
      sql`insert into review_steps (id, version_id, round_no, stage, person_id, decision, content_hash, decided_at)
        select gen_random_uuid(), version_id, round_no, 'proof1', person_id, decision, content_hash, decided_at
        from review_steps where version_id = ${draft.versionId} and stage = 'review1'`.execute(context.db),
      /review_steps_one_person/,
    );
  });

  test("an expert of another field, or whose term has ended, does not sign", async () => {
    await using server = await startTestServer(database());
    const { context, clock } = server;
    const studio = await buildStudio(context);
    const other = await buildDraft(context, studio, { expertField: "medicine" });
    await passStages(context, studio, { versionId: other.versionId, until: "science" });
    await assert.rejects(
      signAs(context, studio.signers.science, { versionId: other.versionId, stage: "science" }),
      refused("contents.not_expert"),
    );
    const draft = await buildDraft(context, studio);
    await passStages(context, studio, { versionId: draft.versionId, until: "science" });
    clock.set("2027-01-01T00:00:00+08:00");
    await assert.rejects(
      signAs(context, studio.signers.science, { versionId: draft.versionId, stage: "science" }),
      refused("contents.not_expert"),
    );
    clock.set("2026-12-31T23:59:00+08:00");
    await signAs(context, studio.signers.science, { versionId: draft.versionId, stage: "science" });
  });

  test("a return sends it to the draft, and all stages are signed anew", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    const studio = await buildStudio(context);
    const draft = await buildDraft(context, studio);
    await passStages(context, studio, { versionId: draft.versionId, until: "proof2" });
    await assert.rejects(
      signAs(context, studio.signers.proof2, {
        versionId: draft.versionId,
        stage: "proof2",
        decision: "return",
      }),
      refused("contents.reason_needed"),
    );
    await signAs(context, studio.signers.proof2, {
      versionId: draft.versionId,
      stage: "proof2",
      decision: "return",
      reason: "第二段有错字",
    });
    const saved = await inTransaction(context.db, (trx) =>
      saveDraft(trx, context, studio.author, {
        versionId: draft.versionId,
        baseRevision: 1,
        body: buildBody({ title: "剩菜怎么放才安全" }),
      }),
    );
    assert.equal(saved.outcome, "saved");
    await passStages(context, studio, { versionId: draft.versionId });
    await inTransaction(context.db, (trx) =>
      publishVersion(trx, context, studio.author, { versionId: draft.versionId }),
    );
    assert.equal(
      (await findLive(context.db, context.clock.now(), draft.contentNo))?.title,
      "剩菜怎么放才安全",
    );
  });

  test("words changed by SQL after the signatures are not published", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    const studio = await buildStudio(context);
    const draft = await buildDraft(context, studio);
    await passStages(context, studio, { versionId: draft.versionId });
    await assert.rejects(
      sql`update content_versions set content = jsonb_set(content, '{answer}', '"改了"') where id = ${draft.versionId}`.execute(
        context.db,
      ),
      /content_versions_frozen|frozen/,
    );
    await sql`alter table content_versions disable trigger content_versions_frozen`.execute(context.db);
    await sql`update content_versions set content = jsonb_set(content, '{answer}', '"改了"') where id = ${draft.versionId}`.execute(
      context.db,
    );
    await sql`alter table content_versions enable trigger content_versions_frozen`.execute(context.db);
    await assert.rejects(
      inTransaction(context.db, (trx) =>
        publishVersion(trx, context, studio.author, { versionId: draft.versionId }),
      ),
      refused("contents.text_changed"),
    );
  });

  test("an embargo blocks publishing by hand and by the clock, and a clock that jumped shows nothing early", async () => {
    await using server = await startTestServer(database(), { now: "2026-11-23T00:00:00Z" });
    const { context, clock } = server;
    const studio = await buildStudio(context);
    const draft = await buildDraft(context, studio);
    await passStages(context, studio, { versionId: draft.versionId });
    const at = new Date("2026-11-25T00:00:00Z");
    await inTransaction(context.db, (trx) =>
      scheduleVersion(trx, context, studio.author, {
        versionId: draft.versionId,
        publishAt: at,
        embargoUntil: at,
      }),
    );
    await assert.rejects(
      inTransaction(context.db, (trx) =>
        publishVersion(trx, context, studio.author, { versionId: draft.versionId }),
      ),
      refused("contents.embargo"),
    );
    await runDue(context, systemActor("test"));
    assert.equal(await findLive(context.db, clock.now(), draft.contentNo), undefined);
    // The clock runs ahead for a moment: it comes out by that clock, and hides again when the clock is right.
    clock.set("2026-11-25T00:00:01Z");
    assert.equal((await runDue(context, systemActor("test"))).published, 1);
    assert.notEqual(await findLive(context.db, clock.now(), draft.contentNo), undefined);
    clock.set("2026-11-24T12:00:00Z");
    assert.equal(await findLive(context.db, clock.now(), draft.contentNo), undefined);
    const found = await searchLive(context.db, clock.now(), {
      query: "剩菜怎么放",
      filter: {},
      page: 1,
      size: 50,
    });
    assert.equal(
      found.rows.some((row) => row.no === draft.contentNo),
      false,
    );
    await assert.rejects(
      sql`update content_versions set published_at = '2026-11-24T00:00:00Z' where id = ${draft.versionId}`.execute(
        context.db,
      ),
      /content_versions_embargo_check/,
    );
  });

  test("a correction replaces what is out and tells readers; its authors stay authors", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    const studio = await buildStudio(context);
    const draft = await buildPublished(context, studio);
    const second = await studio.person("editor");
    const correction = await inTransaction(context.db, (trx) =>
      beginCorrection(trx, context, second, {
        contentId: draft.contentId,
        notice: "原文把两小时误写为四小时，现予更正。",
      }),
    );
    await assert.rejects(
      inTransaction(context.db, (trx) =>
        beginCorrection(trx, context, second, { contentId: draft.contentId, notice: "又一次更正的说明" }),
      ),
      refused("contents.working_version"),
    );
    await passStages(context, studio, { versionId: correction.versionId, until: "review2" });
    await assert.rejects(
      signAs(context, second, { versionId: correction.versionId, stage: "review2" }),
      refused("contents.author_stage"),
    );
    for (const stage of ["review2", "review3", "proof1", "proof2", "proof3"] as const)
      await signAs(context, studio.signers[stage], { versionId: correction.versionId, stage });
    await inTransaction(context.db, (trx) =>
      publishVersion(trx, context, second, { versionId: correction.versionId }),
    );
    const article = await findLive(context.db, context.clock.now(), draft.contentNo);
    assert.equal(article?.versionNo, 2);
    assert.deepEqual(
      article.corrections.map(({ notice }) => notice),
      ["原文把两小时误写为四小时，现予更正。"],
    );
  });

  test("a recall takes it out of every door, says why, and takes its facts back", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    const studio = await buildStudio(context);
    const draft = await buildPublished(context, studio);
    await inTransaction(context.db, (trx) =>
      recallVersion(trx, context, studio.signers.review3, {
        contentId: draft.contentId,
        reason: "来源撤回了原来的结论",
      }),
    );
    assert.equal(await findLive(context.db, context.clock.now(), draft.contentNo), undefined);
    assert.equal((await findGone(context.db, draft.contentNo))?.reason, "来源撤回了原来的结论");
    const found = await searchLive(context.db, context.clock.now(), {
      query: "剩菜",
      filter: {},
      page: 1,
      size: 50,
    });
    assert.equal(
      found.rows.some((row) => row.no === draft.contentNo),
      false,
    );
    const { sum } = await context.db
      .selectFrom("facts")
      .select((eb) => eb.fn.sum<number>("quantity").as("sum"))
      .where("source_id", "=", draft.versionId)
      .executeTakeFirstOrThrow();
    assert.equal(sum, 0);
  });

  test("a recall after a correction takes the first version's facts back too, and what comes out again counts once", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    const studio = await buildStudio(context);
    const draft = await buildPublished(context, studio);
    const correct = async () => {
      const correction = await inTransaction(context.db, (trx) =>
        beginCorrection(trx, context, studio.author, {
          contentId: draft.contentId,
          notice: "更正一处数字，原文写错了。",
        }),
      );
      await passStages(context, studio, { versionId: correction.versionId });
      await inTransaction(context.db, (trx) =>
        publishVersion(trx, context, studio.author, { versionId: correction.versionId }),
      );
    };
    const countPublished = async () => {
      const { sum } = await context.db
        .selectFrom("facts")
        .select((eb) => eb.fn.sum<number>("quantity").as("sum"))
        .where("kind", "=", "contents.published")
        .where(
          "source_id",
          "in",
          sql<string>`(select id::text from content_versions where content_id = ${draft.contentId})`,
        )
        .executeTakeFirstOrThrow();
      return sum;
    };
    const audiences = buildBody().audiences.length;
    await correct();
    assert.equal(await countPublished(), audiences);
    await inTransaction(context.db, (trx) =>
      recallVersion(trx, context, studio.signers.review3, {
        contentId: draft.contentId,
        reason: "来源撤回了原来的结论",
      }),
    );
    assert.equal(await countPublished(), 0);
    await correct();
    assert.equal(await countPublished(), audiences);
    await correct();
    assert.equal(await countPublished(), audiences);
  });

  test("an expired item is gone at its minute, though the job is late", async () => {
    await using server = await startTestServer(database(), { now: "2026-11-23T00:00:00Z" });
    const { context, clock } = server;
    const studio = await buildStudio(context);
    const draft = await buildDraft(context, studio);
    await passStages(context, studio, { versionId: draft.versionId });
    await inTransaction(context.db, (trx) =>
      scheduleVersion(trx, context, studio.author, {
        versionId: draft.versionId,
        publishAt: new Date("2026-11-23T01:00:00Z"),
        expiresAt: new Date("2026-11-24T01:00:00Z"),
      }),
    );
    clock.set("2026-11-23T01:00:00Z");
    await runDue(context, systemActor("test"));
    assert.notEqual(await findLive(context.db, clock.now(), draft.contentNo), undefined);
    clock.set("2026-11-24T01:00:00Z");
    assert.equal(await findLive(context.db, clock.now(), draft.contentNo), undefined);
    assert.equal((await runDue(context, systemActor("test"))).expired, 1);
    assert.equal((await findGone(context.db, draft.contentNo))?.status, "expired");
  });

  test("two editors on one draft: nothing is overwritten, and no word is lost", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    const studio = await buildStudio(context);
    const draft = await buildDraft(context, studio);
    const other = await studio.person("editor");
    await inTransaction(context.db, (trx) =>
      takeLock(trx, context, studio.author, { contentId: draft.contentId, takeOver: "no" }),
    );
    await assert.rejects(
      inTransaction(context.db, (trx) =>
        takeLock(trx, context, other, { contentId: draft.contentId, takeOver: "no" }),
      ),
      refused("contents.locked"),
    );
    await inTransaction(context.db, (trx) =>
      takeLock(trx, context, other, { contentId: draft.contentId, takeOver: "yes" }),
    );
    const mine = await inTransaction(context.db, (trx) =>
      saveDraft(trx, context, other, {
        versionId: draft.versionId,
        baseRevision: 1,
        body: buildBody({ answer: "另一位编辑写的一句话回答。" }),
      }),
    );
    assert.deepEqual(mine, { outcome: "saved", revision: 2 });
    const late = await inTransaction(context.db, (trx) =>
      saveDraft(trx, context, studio.author, {
        versionId: draft.versionId,
        baseRevision: 1,
        body: buildBody({ answer: "作者没来得及保存的话。" }),
      }),
    );
    assert.equal(late.outcome, "kept_beside");
    const copies = await context.db
      .selectFrom("content_side_copies")
      .selectAll()
      .where("version_id", "=", draft.versionId)
      .execute();
    assert.equal(copies[0]?.content.answer, "作者没来得及保存的话。");
  });

  test("of twenty who sign one stage at once, exactly one is first", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    const studio = await buildStudio(context);
    const draft = await buildDraft(context, studio);
    await inTransaction(context.db, (trx) =>
      submitVersion(trx, context, studio.author, { versionId: draft.versionId }),
    );
    const people = await Promise.all(Array.from({ length: 20 }, () => studio.person("editor")));
    const outcomes = await Promise.allSettled(
      people.map((person) => signAs(context, person, { versionId: draft.versionId, stage: "review1" })),
    );
    assert.equal(outcomes.filter(({ status }) => status === "fulfilled").length, 1);
    const steps = await context.db
      .selectFrom("review_steps")
      .select("id")
      .where("version_id", "=", draft.versionId)
      .where("stage", "=", "review1")
      .execute();
    assert.equal(steps.length, 1);
  });

  test("a version taken back asks for all signatures again, and those who signed may not write it", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    const studio = await buildStudio(context);
    const draft = await buildDraft(context, studio);
    await passStages(context, studio, { versionId: draft.versionId });
    await inTransaction(context.db, (trx) =>
      takeBackVersion(trx, context, studio.author, { versionId: draft.versionId, reason: "补一条来源" }),
    );
    await assert.rejects(
      inTransaction(context.db, (trx) =>
        saveDraft(trx, context, studio.signers.proof1, {
          versionId: draft.versionId,
          baseRevision: 1,
          body: buildBody(),
        }),
      ),
      refused("contents.author_stage"),
    );
  });
});
