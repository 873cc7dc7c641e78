import assert from "node:assert/strict";
import { test } from "node:test";
import { inTransaction } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { applyTransition } from "#kernel/transitions.ts";
import { buildBody, passStages, signAs } from "#test/support/studio.ts";
import { findLive, publishVersion, recallVersion, saveDraft } from "#modules/contents/index.ts";
import { addChild } from "#modules/people/index.ts";
import { databaseSuite } from "#test/support/database.ts";
import { startTestServer, type TestServer } from "#test/support/server.ts";
import { buildDesk, buildDrafted, buildSubmission, creditsOf, type Desk, testWords } from "./builders.ts";
import { commonsDataSource } from "./personal-data.ts";
import { submissionStates } from "./state.ts";
import { getSubmission, listOwnSubmissions, listSubmissions } from "./submission-queries.ts";
import {
  adviseSubmission,
  declineSubmission,
  pairSubmission,
  saveWords,
  sendSubmission,
  startSubmission,
  withdrawSubmission,
} from "./submissions.ts";

const refused = (code: string) => (error: unknown) => {
  assert.ok(error instanceof AppError, String(error));
  assert.equal(error.code, code);
  return true;
};

const statusOf = async ({ context }: TestServer, id: string) => (await getSubmission(context.db, id)).status;

/** The editor writes what the machine asks for, and everybody signs. */
const approve = async (server: TestServer, desk: Desk, draft: { versionId: string }): Promise<void> => {
  const { context } = server;
  await inTransaction(context.db, (trx) =>
    saveDraft(trx, context, desk.author, {
      versionId: draft.versionId,
      baseRevision: 1,
      body: buildBody({ title: "剩菜能不能吃，我记了一个月" }),
    }),
  );
  await passStages(context, desk, { versionId: draft.versionId });
};
const publish = (server: TestServer, desk: Desk, versionId: string) =>
  inTransaction(server.context.db, (trx) =>
    publishVersion(trx, server.context, desk.signers.review3, { versionId }),
  );

databaseSuite("公众投稿", (database) => {
  test("a citizen's words pass an expert and seven reviewers and come out with credit; a recall takes the fact back", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    const desk = await buildDesk(context);
    const draft = await buildDrafted(context, desk);
    await approve(server, desk, draft);
    await publish(server, desk, draft.versionId);
    await server.jobs.deliver();
    assert.equal(await statusOf(server, draft.id), "published");
    const article = await findLive(context.db, context.clock.now(), draft.contentNo);
    assert.ok(article !== undefined);
    assert.deepEqual(await creditsOf(context.db, article.contentId), [
      { part: "author", shownName: "测试柳叶" },
      { part: "adviser", shownName: "测试大学副教授" },
    ]);
    const page = await server.app.inject({ url: `/articles/${draft.contentNo}` });
    assert.match(page.body, /投稿：测试柳叶/u);
    const kinds = async (): Promise<readonly string[]> =>
      (
        await context.db
          .selectFrom("fact_cells")
          .select(["kind", "quantity"])
          .where("kind", "like", "commons.%")
          .execute()
      )
        .filter((cell) => cell.quantity > 0)
        .map((cell) => cell.kind)
        .sort();
    assert.deepEqual(await kinds(), ["commons.submission_published", "commons.submitted"]);
    await inTransaction(context.db, (trx) =>
      recallVersion(trx, context, desk.signers.review3, {
        contentId: draft.contentId,
        reason: "测试：来源撤回",
      }),
    );
    await server.jobs.deliver();
    assert.deepEqual(await kinds(), ["commons.submitted"]);
    assert.equal(await statusOf(server, draft.id), "drafted");
  });

  test("whoever wrote or advised signs no stage, and nothing of it is on any page before it is out", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    const desk = await buildDesk(context);
    const draft = await buildDrafted(context, desk);
    const steps = await context.db
      .selectFrom("review_steps")
      .select(["person_id"])
      .where("version_id", "=", draft.versionId)
      .where("stage", "=", "author")
      .execute();
    assert.deepEqual(
      new Set(steps.map((step) => step.person_id)),
      new Set([desk.citizen.personId, desk.adviser.personId, desk.author.personId]),
    );
    await inTransaction(context.db, (trx) =>
      saveDraft(trx, context, desk.author, {
        versionId: draft.versionId,
        baseRevision: 1,
        body: buildBody(),
      }),
    );
    await passStages(context, desk, { versionId: draft.versionId, until: "science" });
    for (const person of [desk.adviser, desk.citizen])
      await assert.rejects(
        signAs(context, person, { versionId: draft.versionId, stage: "science" }),
        refused("contents.author_stage"),
      );
    for (const url of [
      `/articles/${draft.contentNo}`,
      "/",
      "/topics/food-safety",
      "/feeds/all.atom",
      "/contribute",
      `/search?q=${encodeURIComponent("剩菜")}`,
      "/sitemap.xml",
    ]) {
      const answer = await server.app.inject({ url });
      assert.doesNotMatch(answer.body, /记了一个月|测试柳叶/u, url);
    }
  });

  test("without agreement, a pen name or words nothing is sent, and each says so", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    const desk = await buildDesk(context);
    const id = await inTransaction(context.db, (trx) =>
      startSubmission(trx, context, desk.citizen, {
        kind: "idea",
        title: "为什么豆浆要煮透",
        audience: "elder",
        topic: "food-safety",
      }),
    );
    const send = (change: object) =>
      inTransaction(context.db, (trx) =>
        sendSubmission(trx, context, desk.citizen, {
          id,
          credit: "pen_name",
          penName: "柳叶",
          agreed: "yes",
          ...change,
        }),
      );
    await assert.rejects(send({}), refused("commons.step_missing"));
    await inTransaction(context.db, (trx) => saveWords(trx, context, desk.citizen, { id, words: testWords }));
    await assert.rejects(send({ agreed: "no" }), refused("commons.agree_needed"));
    await assert.rejects(send({ penName: " " }), refused("commons.pen_name_needed"));
    const seen = async () =>
      (await listSubmissions(context.db, { scope: "everywhere", page: 1, size: 200 })).rows.map(
        (row) => row.id,
      );
    assert.equal((await seen()).includes(id), false, "what is still being written is its writer's alone");
    await send({});
    assert.equal((await seen()).includes(id), true);
    await assert.rejects(send({}), refused("commons.not_writing"));
    const stranger = await desk.resident();
    await assert.rejects(
      inTransaction(context.db, (trx) => withdrawSubmission(trx, context, stranger, { id })),
      refused("commons.submission_not_found"),
    );
  });

  test("a child's words are sent by its guardian only, under a pen name only, and go when the child's data go", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    const desk = await buildDesk(context);
    const childPersonId = await inTransaction(context.db, (trx) =>
      addChild(trx, context, desk.citizen, {
        fullName: "小禾",
        birthDate: "2018-09-01",
        relation: "mother",
        consent: true,
      }),
    );
    const write = (writer: typeof desk.citizen) =>
      inTransaction(context.db, async (trx) => {
        const id = await startSubmission(trx, context, writer, {
          kind: "draft",
          title: "我养的蚕宝宝",
          audience: "youth",
          topic: "food-safety",
        });
        await saveWords(trx, context, writer, { id, words: testWords });
        await sendSubmission(trx, context, writer, {
          id,
          childPersonId,
          credit: "name",
          penName: "小桑叶",
          agreed: "yes",
        });
        return id;
      });
    await assert.rejects(write(await desk.resident()), refused("commons.child_not_yours"));
    const id = await write(desk.citizen);
    const row = await context.db
      .selectFrom("submissions")
      .selectAll()
      .where("id", "=", id)
      .executeTakeFirstOrThrow();
    assert.deepEqual(
      [row.author_person_id, row.owner_person_id, row.credit_choice, row.pen_name],
      [childPersonId, desk.citizen.personId, "pen_name", "小桑叶"],
    );
    await inTransaction(context.db, (trx) => commonsDataSource.erase(trx, context, childPersonId));
    const [left] = await listOwnSubmissions(context.db, desk.citizen.personId);
    assert.equal(left?.status, "withdrawn");
    assert.doesNotMatch(String(left.words), /冰箱/u);
  });

  test("declined with a reason, its draft leaves the studio; the writer reads why", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    const desk = await buildDesk(context);
    const draft = await buildDrafted(context, desk);
    await inTransaction(context.db, (trx) =>
      declineSubmission(trx, context, desk.author, { id: draft.id, reason: "和已经发布的一篇重复" }),
    );
    const view = await getSubmission(context.db, draft.id);
    assert.deepEqual([view.status, view.reason], ["declined", "和已经发布的一篇重复"]);
    assert.equal(view.studioStatus, "不再采用");
  });

  test("only a registered expert of the field is given a contribution, and only the one who was given it advises", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    const desk = await buildDesk(context);
    const id = await buildSubmission(context, desk);
    const pair = (expertPersonId: string, field: string) =>
      inTransaction(context.db, (trx) =>
        pairSubmission(trx, context, desk.author, { id, expertPersonId, field }),
      );
    await assert.rejects(pair(desk.citizen.personId, "nutrition"), refused("commons.not_expert"));
    await assert.rejects(pair(desk.adviser.personId, "physics"), refused("commons.not_expert"));
    await pair(desk.adviser.personId, "nutrition");
    await assert.rejects(
      inTransaction(context.db, (trx) =>
        adviseSubmission(trx, context, desk.signers.science, { id, advice: "要写明温度" }),
      ),
      refused("commons.not_paired_with_you"),
    );
    await inTransaction(context.db, (trx) =>
      adviseSubmission(trx, context, desk.adviser, { id, advice: "要写明温度" }),
    );
    assert.equal((await getSubmission(context.db, id)).advice, "要写明温度");
  });

  test("of eight editors who take a contribution at once one gives it to his expert", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    const desk = await buildDesk(context);
    const id = await buildSubmission(context, desk);
    const experts = await Promise.all(Array.from({ length: 8 }, () => desk.expertOf("nutrition")));
    const outcomes = await Promise.allSettled(
      experts.map((expert) =>
        inTransaction(context.db, (trx) =>
          pairSubmission(trx, context, desk.author, {
            id,
            expertPersonId: expert.personId,
            field: "nutrition",
          }),
        ),
      ),
    );
    const won = outcomes.flatMap((outcome, index) => (outcome.status === "fulfilled" ? [index] : []));
    assert.equal(won.length, 1);
    assert.equal((await getSubmission(context.db, id)).expertPersonId, experts[won[0] ?? -1]?.personId);
  });

  test("a withdrawal and a publication at the same time: exactly one happens, over and over", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    const desk = await buildDesk(context);
    const seen = { withdrawn: 0, published: 0 };
    for (let round = 0; round < 6; round += 1) {
      const draft = await buildDrafted(context, desk);
      await approve(server, desk, draft);
      const withdraw = () =>
        inTransaction(context.db, (trx) => withdrawSubmission(trx, context, desk.citizen, { id: draft.id }));
      const bringOut = () => publish(server, desk, draft.versionId);
      // Each is first in half of the rounds, so that both ends are seen.
      const acts = round % 2 === 0 ? [withdraw(), bringOut()] : [bringOut(), withdraw()].toReversed();
      const [withdrawal, publication] = await Promise.allSettled(acts);
      await server.jobs.deliver();
      const live = await findLive(context.db, context.clock.now(), draft.contentNo);
      const status = await statusOf(server, draft.id);
      assert.notEqual(withdrawal?.status, publication?.status, "one won, one was refused");
      assert.equal(live !== undefined, publication?.status === "fulfilled");
      assert.equal(status, live === undefined ? "withdrawn" : "published");
      seen[live === undefined ? "withdrawn" : "published"] += 1;
    }
    assert.equal(seen.withdrawn + seen.published, 6);
  });

  test("control: a withdrawal that asks its own status alone lets a withdrawn text come out", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    const desk = await buildDesk(context);
    const draft = await buildDrafted(context, desk);
    await approve(server, desk, draft);
    const unguarded = inTransaction(context.db, (trx) =>
      applyTransition(trx as never, {
        machine: submissionStates,
        table: "submissions",
        id: draft.id,
        event: "withdraw",
        now: context.clock.now(),
      }),
    );
    await Promise.all([unguarded, publish(server, desk, draft.versionId)]);
    const live = await findLive(context.db, context.clock.now(), draft.contentNo);
    assert.equal(await statusOf(server, draft.id), "withdrawn");
    assert.ok(live !== undefined, "both happened: what the lock and the question to the item prevent");
  });
});
