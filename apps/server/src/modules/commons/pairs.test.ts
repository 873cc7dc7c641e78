import assert from "node:assert/strict";
import { test } from "node:test";
import { sql } from "kysely";
import type { PersonActor } from "#kernel/actor.ts";
import { inTransaction } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import type { TopicView } from "#modules/contents/index.ts";
import { signAs } from "#test/support/studio.ts";
import { databaseSuite } from "#test/support/database.ts";
import { startTestServer, type TestServer } from "#test/support/server.ts";
import { buildDesk, creditsOf, type Desk } from "./builders.ts";
import { getPairRequest, matchRequests, openPairRequest, sayYes } from "./pairs.ts";

const refused = (code: string) => (error: unknown) => {
  assert.ok(error instanceof AppError, String(error));
  assert.equal(error.code, code);
  return true;
};

const topic = (code: string, name: string, parentCode: string | null): TopicView => ({
  code,
  parentCode,
  name,
  about: "",
  synonyms: [],
  kind: "subject",
  motif: "food",
  sortNo: 1,
});

const open = (
  { context }: TestServer,
  actor: PersonActor,
  change: Partial<Parameters<typeof openPairRequest>[3]> = {},
): Promise<string> =>
  inTransaction(context.db, (trx) =>
    openPairRequest(trx, context, actor, {
      side: "creator",
      title: "我会画四格漫画",
      about: "画过三年社区黑板报，想把吃的安全画出来。",
      field: "nutrition",
      topic: "food-safety",
      kind: "comic",
      creditedAs: "测试画手",
      ...change,
    }),
  );
const openResult = (server: TestServer, desk: Desk): Promise<string> =>
  open(server, desk.adviser, {
    side: "result",
    title: "隔夜菜的亚硝酸盐实测",
    about: "实测十种家常菜冷藏一到三天的变化，想找人讲给老人听。",
    creditedAs: "测试大学营养组",
  });
const yes = ({ context }: TestServer, actor: PersonActor, id: string, otherId: string) =>
  inTransaction(context.db, (trx) => sayYes(trx, context, actor, { id, otherId }));

test("requests match by topic, branch, field and form, and say why; nothing shared is no match", () => {
  const topics = [
    topic("food", "吃", null),
    topic("salt", "盐", "food"),
    topic("oil", "油", "food"),
    topic("sky", "天", null),
  ];
  const request = (field: string, code: string, kind: "comic" | "article" = "comic") =>
    ({ field, topic_code: code, kind }) as const;
  assert.deepEqual(matchRequests(request("nutrition", "salt"), request("nutrition", "salt"), topics), {
    score: 8,
    reasons: ["同一主题：盐", "同一领域：营养与食品", "都想做漫画"],
  });
  assert.deepEqual(
    matchRequests(request("physics", "salt"), request("nutrition", "oil", "article"), topics),
    {
      score: 2,
      reasons: ["主题相近：都属于吃"],
    },
  );
  assert.equal(matchRequests(request("physics", "sky"), request("nutrition", "salt"), topics), undefined);
});

databaseSuite("配对板", (database) => {
  test("both say yes: one joint draft, both credited, and neither signs a stage of it", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    const desk = await buildDesk(context);
    const result = await openResult(server, desk);
    const creator = await open(server, desk.citizen);
    const seen = await getPairRequest(context.db, desk.citizen.personId, creator);
    assert.equal(
      seen.matches.find((match) => match.id === result)?.reasons.join("，"),
      "同一主题：食品安全，同一领域：营养与食品，都想做漫画",
    );
    assert.equal(await yes(server, desk.citizen, creator, result), "waiting");
    assert.equal(
      (await getPairRequest(context.db, desk.adviser.personId, result)).matches.find(
        (match) => match.id === creator,
      )?.theySaidYes,
      true,
    );
    assert.equal(await yes(server, desk.adviser, result, creator), "paired");
    const { contentId } = await getPairRequest(context.db, desk.citizen.personId, creator);
    assert.ok(contentId !== undefined);
    assert.deepEqual(await creditsOf(context.db, contentId), [
      { part: "creator", shownName: "测试画手" },
      { part: "scientist", shownName: "测试大学营养组" },
    ]);
    const authors = await context.db
      .selectFrom("review_steps as step")
      .innerJoin("content_versions as version", "version.id", "step.version_id")
      .select(["step.person_id", "step.version_id"])
      .where("version.content_id", "=", contentId)
      .where("step.stage", "=", "author")
      .execute();
    assert.deepEqual(
      new Set(authors.map((author) => author.person_id)),
      new Set([desk.citizen.personId, desk.adviser.personId]),
    );
    await assert.rejects(
      signAs(context, desk.adviser, { versionId: authors[0]?.version_id ?? "", stage: "science" }),
      refused("contents.wrong_stage"),
    );
  });

  test("a result is offered by a registered expert of its field only; nobody pairs with himself or with what does not fit", async () => {
    await using server = await startTestServer(database());
    const desk = await buildDesk(server.context);
    await assert.rejects(
      open(server, desk.citizen, { side: "result" }),
      refused("commons.pair_experts_only"),
    );
    await assert.rejects(
      open(server, desk.adviser, { side: "result", field: "physics" }),
      refused("commons.pair_experts_only"),
    );
    const result = await openResult(server, desk);
    const own = await open(server, desk.adviser);
    await assert.rejects(yes(server, desk.adviser, own, result), refused("commons.pair_self"));
    const far = await open(server, desk.citizen, { field: "physics", topic: "scientists-spirit" });
    await assert.rejects(yes(server, desk.citizen, far, result), refused("commons.pair_no_match"));
    await assert.rejects(yes(server, desk.citizen, result, far), refused("commons.pair_not_found"));
  });

  test("of six creators who take the same result at once one has it, the others are told; both crosswise make one draft", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    const desk = await buildDesk(context);
    const result = await openResult(server, desk);
    const creators = await Promise.all(Array.from({ length: 6 }, () => desk.resident()));
    const requests = await Promise.all(creators.map((creator) => open(server, creator)));
    for (const request of requests) await yes(server, desk.adviser, result, request);
    const outcomes = await Promise.allSettled(
      creators.map((creator, index) => yes(server, creator, requests[index] ?? "", result)),
    );
    assert.equal(outcomes.filter((outcome) => outcome.status === "fulfilled").length, 1);
    for (const outcome of outcomes)
      if (outcome.status === "rejected") refused("commons.pair_taken")(outcome.reason);
    const made = await context.db
      .selectFrom("pairings")
      .select("content_id")
      .where("result_request_id", "=", result)
      .where("content_id", "is not", null)
      .execute();
    assert.equal(made.length, 1);
    // Both sides press at the same moment: the second yes makes the draft, once.
    const second = await openResult(server, desk);
    const other = await open(server, desk.citizen);
    const crosswise = await Promise.all([
      yes(server, desk.adviser, second, other),
      yes(server, desk.citizen, other, second),
    ]);
    assert.deepEqual(crosswise.toSorted(), ["paired", "waiting"]);
  });

  test("control: without the compare-and-set and the index two have the same result", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    const desk = await buildDesk(context);
    const result = await openResult(server, desk);
    const requests = [await open(server, desk.citizen), await open(server, await desk.resident())];
    await sql`drop index pairings_result_once`.execute(context.db);
    let waiting = 0;
    let release: () => void = () => undefined;
    const bothRead = new Promise<void>((resolve) => {
      release = resolve;
    });
    const unguarded = (creatorRequest: string) =>
      inTransaction(context.db, async (trx) => {
        const { status } = await trx
          .selectFrom("pair_requests")
          .select("status")
          .where("id", "=", result)
          .executeTakeFirstOrThrow();
        waiting += 1;
        if (waiting === 2) release();
        await bothRead;
        if (status !== "open") return false;
        await trx.updateTable("pair_requests").set({ status: "paired" }).where("id", "=", result).execute();
        await sql`insert into pairings (id, result_request_id, creator_request_id, result_yes_at, creator_yes_at, content_id, created_at)
          values (gen_random_uuid(), ${result}, ${creatorRequest}, now(), now(), gen_random_uuid(), now())`.execute(
          trx,
        );
        return true;
      });
    assert.deepEqual(await Promise.all(requests.map(unguarded)), [true, true]);
  });
});
