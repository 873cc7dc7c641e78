import assert from "node:assert/strict";
import { test } from "node:test";
import { seedDemo } from "#demo/index.ts";
import { audienceNames, audiences } from "#kernel/audiences.ts";
import { programSuite } from "./support/database.ts";
import { startTestServer } from "./support/server.ts";

programSuite("the contents of a whole demonstration district", (database) => {
  test("a search for 科学家精神 gives each of the five audiences something and its page flags no audience; 40 items are out, marked as a model's drafts (G-03, I-11)", async () => {
    await using server = await startTestServer(database(), {
      env: { KEPU_DEMO: "1", KEPU_ENV: "development" },
    });
    await seedDemo(server);
    const read = async (url: string): Promise<string> => {
      const { statusCode, body } = await server.app.inject({ url });
      assert.equal(statusCode, 200, url);
      return body;
    };
    const articlesIn = (body: string): ReadonlySet<string> =>
      new Set([...body.matchAll(/href="(\/articles\/[^"/?#]+)"/gu)].map((found) => found[1] ?? ""));
    const spirit = encodeURIComponent("科学家精神");
    for (const audience of audiences) {
      const found = articlesIn(await read(`/search?q=${spirit}&audience=${audience}`));
      assert.ok(found.size > 0, `${audienceNames[audience]}: no item of 科学家精神`);
      const first = await read([...found][0] ?? "");
      assert.match(first, /科学家精神/u, audienceNames[audience]);
      assert.match(first, /人工智能起草，人工审核/u, audienceNames[audience]);
    }
    assert.doesNotMatch(await read("/topics/scientists-spirit"), /还没有写给/u);

    const published = await server.context.db
      .selectFrom("contents as content")
      .innerJoin("content_versions as version", "version.content_id", "content.id")
      .select(["content.id", "content.kind"])
      .distinct()
      .where("version.status", "=", "published")
      .execute();
    assert.ok(published.length >= 40, `${published.length} items are out`);
    assert.ok(published.filter(({ kind }) => kind === "comic" || kind === "chart").length >= 6);
  });
});
