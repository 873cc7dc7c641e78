import assert from "node:assert/strict";
import { test } from "node:test";
import { databaseSuite } from "#test/support/database.ts";
import { buildArea, buildReadable, buildStudio } from "#test/support/readable.ts";
import { startTestServer } from "#test/support/server.ts";

databaseSuite("posters of a street", (database) => {
  test("the poster's code leads to the item by way of the street: a number is added, no cookie is set, no reader is kept", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    const { no, contentId } = await buildReadable(context, await buildStudio(context));
    const area = await buildArea(server, "street_liaison");
    const poster = await server.app.inject({
      method: "GET",
      url: `/articles/${no}/poster?street=${area.street.id}`,
    });
    assert.match(poster.body, new RegExp(`/p/${no}/${area.street.id}`, "u"));
    const open = (method: "GET" | "HEAD", headers: Record<string, string> = {}) =>
      server.app.inject({ method, url: `/p/${no}/${area.street.id}`, headers });
    const opened = await open("GET");
    assert.equal(opened.statusCode, 303);
    assert.equal(opened.headers.location, `/articles/${no}`);
    assert.equal(opened.headers["set-cookie"], undefined);
    await Promise.all(Array.from({ length: 9 }, () => open("GET")));
    await open("GET", { "sec-purpose": "prefetch" });
    await open("HEAD");
    const rows = await context.db
      .selectFrom("poster_opens")
      .selectAll()
      .where("content_id", "=", contentId)
      .execute();
    assert.deepEqual(
      rows.map((row) => [row.unit_id, row.opened_on, row.opens]),
      [[area.street.id, "2026-11-23", 10]],
    );
    assert.deepEqual(
      Object.keys(rows[0] ?? {}).sort(),
      ["content_id", "opened_on", "opens", "unit_id"],
      "there is no column for a person",
    );
    const seen = await server.app.inject({
      method: "GET",
      url: "/api/poster-opens",
      headers: { cookie: area.cookie },
    });
    assert.equal(seen.json().rows[0].opens, 10);
  });

  test("an unknown street or item opens all the same, says what there is, and counts nothing", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    const { no, contentId } = await buildReadable(context, await buildStudio(context));
    const unknown = "00000000-0000-4000-8000-000000000000";
    const open = (url: string) => server.app.inject({ method: "GET", url });
    assert.equal((await open(`/p/${no}/${unknown}`)).headers.location, `/articles/${no}`);
    assert.equal((await open(`/p/987654/${unknown}`)).headers.location, "/articles/987654");
    assert.equal((await open(`/p/x/${unknown}`)).statusCode, 404);
    assert.equal(
      (await context.db.selectFrom("poster_opens").selectAll().where("content_id", "=", contentId).execute())
        .length,
      0,
    );
  });
});
