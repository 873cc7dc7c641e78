import assert from "node:assert/strict";
import { test } from "node:test";
import { inTransaction } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { evaluate, getIndicator } from "#kernel/indicators.ts";
import { buildBody, passStages } from "#test/support/studio.ts";
import { publishVersion, recallVersion, saveDraft } from "#modules/contents/index.ts";
import { databaseSuite } from "#test/support/database.ts";
import { startTestServer, type TestServer } from "#test/support/server.ts";
import { buildDesk, type Desk } from "./builders.ts";
import { listBriefs } from "./result-queries.ts";
import { checkBrief, draftBrief, fileBrief } from "./results.ts";

const refused = (code: string) => (error: unknown) => {
  assert.ok(error instanceof AppError, String(error));
  assert.equal(error.code, code);
  return true;
};

const brief = {
  title: "隔夜菜的亚硝酸盐实测",
  finding: "实测十种家常菜冷藏三天的亚硝酸盐，都低于国家标准的限量。",
  foundBy: "测试大学营养组",
  publishedIn: "测试食品学报",
  publishedOn: "2026-11-01",
  doi: "10.1234/test.2026.11",
  field: "nutrition",
  topic: "food-safety",
  audience: "elder",
} as const;

const file = ({ context }: TestServer, desk: Desk, change: object = {}) =>
  inTransaction(context.db, (trx) =>
    fileBrief(trx, context, desk.adviser, { unitId: desk.unit.id, ...brief, ...change }),
  );

const bringOut = async (server: TestServer, desk: Desk, contentId: string): Promise<void> => {
  const { context } = server;
  const { id: versionId, content } = await context.db
    .selectFrom("content_versions")
    .select(["id", "content"])
    .where("content_id", "=", contentId)
    .executeTakeFirstOrThrow();
  const { kind, title } = content;
  const body = buildBody({
    kind,
    title,
    ...(kind === "chart"
      ? {
          chart: {
            type: "bar",
            unit: "毫克每千克",
            rows: [
              ["第一天", 1.2],
              ["第三天", 2.1],
            ],
            source: 1,
            textEquivalent: "第一天 1.2，第三天 2.1，都低于限量。",
          },
        }
      : {}),
  });
  await inTransaction(context.db, (trx) =>
    saveDraft(trx, context, desk.author, { versionId, baseRevision: 1, body }),
  );
  await passStages(context, desk, { versionId });
  await inTransaction(context.db, (trx) => publishVersion(trx, context, desk.signers.review3, { versionId }));
  await server.jobs.deliver();
};

const figure = async ({ context }: TestServer, desk: Desk, code: string): Promise<number> =>
  evaluate(context.db, await getIndicator(context.db, code, 1), {
    rootPath: desk.unit.path,
    period: { from: "2026-01-01", to: "2027-12-31" },
  });

databaseSuite("成果转科普", (database) => {
  test("filed, checked by another expert, article and chart out: the time is a fact; a recall takes it back", async () => {
    await using server = await startTestServer(database());
    const { context, clock } = server;
    const desk = await buildDesk(context);
    const id = await file(server, desk);
    const check = (actor: typeof desk.adviser) =>
      inTransaction(context.db, (trx) => checkBrief(trx, context, actor, { id, note: "和原文一致" }));
    await assert.rejects(check(desk.adviser), refused("commons.brief_own"));
    await assert.rejects(check(await desk.expertOf("physics")), refused("commons.not_expert"));
    const draft = () => inTransaction(context.db, (trx) => draftBrief(trx, context, desk.author, { id }));
    await assert.rejects(draft(), refused("state.conflict"));
    await check(desk.signers.science);
    const { articleContentId, chartContentId } = await draft();
    clock.advanceMs(12.5 * 86_400_000);
    await bringOut(server, desk, articleContentId);
    assert.equal(await figure(server, desk, "commons.result_published"), 0, "half of it is out");
    await bringOut(server, desk, chartContentId);
    assert.equal(await figure(server, desk, "commons.result_published"), 1);
    assert.equal(await figure(server, desk, "commons.result_lead"), 12.5);
    const page = await server.app.inject({ url: "/results" });
    assert.match(page.body, /平均 12\.5 天/u);
    assert.match(page.body, /https:\/\/doi\.org\/10\.1234\/test\.2026\.11/u);
    const listed = await listBriefs(context.db, clock.now(), {
      filter: { scope: "everywhere", status: "published" },
      page: 1,
      size: 10,
    });
    const [view] = listed.rows;
    const article = await server.app.inject({ url: `/articles/${view?.articleNo}` });
    assert.match(article.body, new RegExp(`href="/articles/${view?.chartNo}"`, "u"));
    await inTransaction(context.db, (trx) =>
      recallVersion(trx, context, desk.signers.review3, {
        contentId: chartContentId,
        reason: "测试：数据有误",
      }),
    );
    await server.jobs.deliver();
    assert.equal(await figure(server, desk, "commons.result_published"), 0);
    assert.equal(await figure(server, desk, "commons.result_lead"), 0);
  });

  test("under embargo neither half comes out early, and the due day counts from its end", async () => {
    await using server = await startTestServer(database());
    const { context, clock } = server;
    const desk = await buildDesk(context);
    const embargoUntil = new Date(clock.now().getTime() + 10 * 86_400_000);
    const id = await file(server, desk, { embargoUntil, publishedOn: "2026-12-30" });
    await inTransaction(context.db, async (trx) => {
      await checkBrief(trx, context, desk.signers.science, { id, note: "和原文一致" });
      await draftBrief(trx, context, desk.author, { id });
    });
    const { article_content_id: articleId, due_at: dueAt } = await context.db
      .selectFrom("result_briefs")
      .selectAll()
      .where("id", "=", id)
      .executeTakeFirstOrThrow();
    assert.equal(dueAt.getTime() - embargoUntil.getTime(), 30 * 86_400_000);
    await assert.rejects(bringOut(server, desk, articleId ?? ""), refused("contents.embargo"));
  });

  test("without DOI or address, or dated tomorrow, it is not taken; past its day it is listed as overdue", async () => {
    await using server = await startTestServer(database());
    const { context, clock } = server;
    const desk = await buildDesk(context);
    await assert.rejects(file(server, desk, { doi: undefined }), refused("commons.brief_address"));
    await assert.rejects(file(server, desk, { publishedOn: "2027-11-01" }), refused("commons.brief_date"));
    const id = await file(server, desk);
    const overdue = async () =>
      (
        await listBriefs(context.db, clock.now(), {
          filter: { scope: [desk.unit.path], overdue: "yes" },
          page: 1,
          size: 50,
        })
      ).rows.map((row) => row.id);
    assert.deepEqual(await overdue(), []);
    clock.advanceMs(31 * 86_400_000);
    assert.deepEqual(await overdue(), [id]);
  });
});
