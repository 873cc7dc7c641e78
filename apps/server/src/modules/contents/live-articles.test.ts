import assert from "node:assert/strict";
import { test } from "node:test";
import { sql } from "kysely";
import { inTransaction } from "#kernel/db.ts";
import { invalidatePages } from "#kernel/page-cache.ts";
import { databaseSuite } from "#test/support/database.ts";
import { startTestServer } from "#test/support/server.ts";
import { buildPublished, buildStudio } from "./builders.ts";
import { createArticleReader } from "./live-articles.ts";

const read = createArticleReader({ relatedSize: 4, beside: sql<null>`null::json` });

databaseSuite("what stands beside an item", (database) => {
  test("items of a rare topic are found behind a thousand newer ones of another, and of a busy topic the newest are near", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    const studio = await buildStudio(context);
    const rare = [];
    for (let index = 0; index < 2; index += 1)
      rare.push(await buildPublished(context, studio, { topics: ["scientists-spirit"] }));
    const busy = await buildPublished(context, studio, { topics: ["food-safety"] });
    const copy = sql`generate_series(1, 1000) as n`;
    await sql`
      with made as (
        insert into contents (id, unit_id, kind, created_by_person_id, origin, created_at)
        select gen_random_uuid(), c.unit_id, c.kind, c.created_by_person_id, c.origin, c.created_at
        from contents c, ${copy} where c.id = ${busy.contentId} returning id)
      insert into content_versions (id, content_id, version_no, status, status_changed_at, round_no, revision, content, title, summary,
        audiences, age_bands, topics, content_hash, published_at, created_by_person_id, created_at, updated_at)
      select gen_random_uuid(), made.id, 1, v.status, v.status_changed_at, v.round_no, v.revision, v.content, v.title, v.summary,
        v.audiences, v.age_bands, v.topics, v.content_hash, v.published_at + interval '1 minute', v.created_by_person_id, v.created_at, v.updated_at
      from content_versions v, made where v.id = ${busy.versionId}`.execute(context.db);
    const now = new Date(context.clock.now().getTime() + 3_600_000);
    const [first, second] = rare;
    assert.ok(first !== undefined && second !== undefined);
    const beside = await read(context, now, first.contentNo);
    assert.deepEqual(
      beside?.related.map((card) => card.contentId),
      [second.contentId],
    );
    const busyBeside = await read(context, now, busy.contentNo);
    assert.equal(busyBeside?.related.length, 4);
    for (const card of busyBeside.related) {
      assert.notEqual(card.contentId, busy.contentId);
      assert.deepEqual(card.sharedTopics, ["food-safety"]);
      assert.equal(card.publishedAt.getTime(), busyBeside.article.publishedAt.getTime() + 60_000);
    }
    assert.match(busyBeside.article.contentHash, /^[0-9a-f]{64}$/u);
  });

  test("what comes out stands beside at the next look, and what expired does not, though the pool is kept", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    const studio = await buildStudio(context);
    const topics = ["scientists-spirit"];
    const item = await buildPublished(context, studio, { topics });
    const stands = async (contentId: string, minutes: number): Promise<boolean> => {
      const now = new Date(context.clock.now().getTime() + minutes * 60_000);
      const found = await read(context, now, item.contentNo);
      return found?.related.some((card) => card.contentId === contentId) ?? false;
    };
    assert.equal(await stands(item.contentId, 0), false);
    const other = await buildPublished(context, studio, { topics });
    assert.equal(await stands(other.contentId, 0), true);
    await context.db
      .updateTable("content_versions")
      .set({ expires_at: new Date(context.clock.now().getTime() + 60_000) })
      .where("id", "=", other.versionId)
      .execute();
    await inTransaction(context.db, invalidatePages);
    // The same pool twice: time alone passes.
    assert.deepEqual([await stands(other.contentId, 0), await stands(other.contentId, 2)], [true, false]);
  });
});
