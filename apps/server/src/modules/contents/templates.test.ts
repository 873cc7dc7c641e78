import assert from "node:assert/strict";
import { test } from "node:test";
import { audiences } from "#kernel/audiences.ts";
import { inTransaction } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { databaseSuite } from "#test/support/database.ts";
import { startTestServer } from "#test/support/server.ts";
import { checkBody } from "./body.ts";
import { buildBody, buildStudio } from "./builders.ts";
import { decidePitch, draftFromPitch, proposePitch } from "./pitches.ts";
import { precheck } from "./precheck.ts";
import { standardTemplates } from "./standard-templates.ts";
import {
  bodyOfTemplate,
  changeTemplate,
  createTemplate,
  listTemplates,
  retireTemplate,
} from "./templates.ts";
import { contentKindCodes } from "./vocabulary.ts";

const refused = (code: string) => (error: unknown) => {
  assert.ok(error instanceof AppError, String(error));
  assert.equal(error.code, code);
  return true;
};

test("there is a template for every kind and one of its own for every audience; names differ", () => {
  for (const kind of contentKindCodes)
    assert.ok(
      standardTemplates.some((template) => template.content.kind === kind),
      kind,
    );
  for (const audience of audiences)
    assert.ok(
      standardTemplates.some((template) => template.audience === audience),
      audience,
    );
  assert.equal(new Set(standardTemplates.map((template) => template.name)).size, standardTemplates.length);
  for (const { content } of standardTemplates) assert.deepEqual(checkBody(content), content);
});

test("a draft that still has a prompt of its template cannot be sent to review", () => {
  for (const { name, content } of standardTemplates) {
    const places = precheck(content, [])
      .filter((finding) => finding.rule === "template_prompt")
      .map((finding) => finding.place);
    assert.ok(places.includes("标题") && places.includes("一句话回答") && places.includes("广播稿"), name);
    assert.ok(
      places.some((place) => /^第 \d+ 段$/u.test(place)),
      name,
    );
  }
  assert.deepEqual(
    precheck(buildBody(), []).filter((finding) => finding.rule === "template_prompt"),
    [],
  );
});

databaseSuite("templates", (database) => {
  test("our templates are there after the start, once, and what a district retired does not come back", async () => {
    const names = async () => (await listTemplates(database().db)).map((template) => template.name);
    {
      await using server = await startTestServer(database());
      assert.equal((await names()).length, standardTemplates.length);
      const comic = (await listTemplates(database().db)).find((template) => template.name === "四格漫画");
      await inTransaction(server.context.db, async (trx) => {
        const studio = await buildStudio(server.context);
        await retireTemplate(trx, server.context, studio.author, comic?.id ?? "");
      });
    }
    await using _again = await startTestServer(database());
    assert.equal((await names()).length, standardTemplates.length - 1);
  });

  test("the first template of a kind is the general one: a pitch without its own audience takes it", async () => {
    await using _server = await startTestServer(database());
    const articles = (await listTemplates(database().db)).filter((template) => template.kind === "article");
    assert.equal(articles[0]?.name, "科普文章");
  });

  test("of two who change one template at once one is told; a taken name, a file and an unknown topic are refused", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    const { author } = await buildStudio(context);
    const base = { name: "测试模板", about: "测试用", audience: null, content: buildBody() };
    const id = await inTransaction(context.db, (trx) => createTemplate(trx, context, author, base));
    const change = (name: string) =>
      inTransaction(context.db, (trx) =>
        changeTemplate(trx, context, author, { ...base, id, baseRevision: 1, name }),
      );
    const outcomes = await Promise.allSettled(["甲改的模板", "乙改的模板", "丙改的模板"].map(change));
    assert.equal(outcomes.filter((outcome) => outcome.status === "fulfilled").length, 1);
    for (const outcome of outcomes)
      if (outcome.status === "rejected") refused("contents.template_moved")(outcome.reason);
    const create = (part: object) =>
      inTransaction(context.db, (trx) => createTemplate(trx, context, author, { ...base, ...part }));
    await create({ name: "另一个模板" });
    await assert.rejects(create({ name: "另一个模板" }), refused("contents.template_name_taken"));
    await assert.rejects(
      create({
        name: "有图的模板",
        content: buildBody({
          document: [{ type: "image", fileId: "0190a0a0-0000-7000-8000-000000000000", alt: "", caption: "" }],
        }),
      }),
      refused("contents.template_files"),
    );
    await assert.rejects(
      create({ name: "主题不对的模板", content: buildBody({ topics: ["no-such-topic"] }) }),
      refused("contents.topic_unknown"),
    );
  });

  test("the template for the audience wins over the one for all; a pitch's draft begins with it and with its source", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    const studio = await buildStudio(context);
    const farmers = await bodyOfTemplate(context.db, { kind: "article", audience: "farmer", title: "浇水" });
    assert.equal(farmers.title, "浇水");
    assert.ok(JSON.stringify(farmers.document).includes("先看苗，再动手"));
    const chart = await bodyOfTemplate(context.db, { kind: "chart", audience: "farmer", title: "雨量" });
    assert.equal(chart.kind, "chart");
    const draft = await inTransaction(context.db, async (trx) => {
      const id = await proposePitch(trx, context, studio.author, {
        unitId: studio.unit.id,
        title: "新研究说了什么",
        reason: "上游来源的新消息",
        audience: "farmer",
        topic: "food-safety",
        kind: "article",
        sourceUrl: "https://up.example/a",
        sourceTitle: "上游的标题",
        sourcePublisher: "演示上游",
        sourceDate: "2026-11-20",
      });
      await decidePitch(trx, context, studio.signers.review3, { id, decision: "accept" });
      return draftFromPitch(trx, context, studio.author, { id });
    });
    const { content } = await context.db
      .selectFrom("content_versions")
      .select("content")
      .where("id", "=", draft.versionId)
      .executeTakeFirstOrThrow();
    assert.equal(content.title, "新研究说了什么");
    assert.ok(JSON.stringify(content.document).includes("先看苗，再动手"));
    assert.equal(content.sources[0]?.url, "https://up.example/a");
    assert.equal(content.sources[0]?.publisher, "演示上游");
    assert.equal(content.sources[0]?.date, "2026-11-20");
  });
});
