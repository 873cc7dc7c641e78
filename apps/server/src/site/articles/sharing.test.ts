import assert from "node:assert/strict";
import { test } from "node:test";
import sharp from "sharp";
import { cleanFile } from "#kernel/stored-files.ts";
import { programSuite } from "#test/support/database.ts";
import { buildArea, buildReadable, buildStudio } from "#test/support/readable.ts";
import { startTestServer } from "#test/support/server.ts";
import { drawShareCard, shareCardSize, shareCardSvg } from "./share-card.ts";

test("the same item has the same card, another item another, and none holds a word", () => {
  const card = shareCardSvg({ topic: "food", seed: "a" });
  assert.equal(card, shareCardSvg({ topic: "food", seed: "a" }));
  assert.notEqual(card, shareCardSvg({ topic: "food", seed: "b" }));
  assert.doesNotMatch(card, /<text/u);
});

test("a card is drawn after an uploaded picture shut the SVG door of this process, and the door stays shut", async () => {
  const png = await sharp({ create: { width: 8, height: 8, channels: 3, background: "#fff" } })
    .png()
    .toBuffer();
  await cleanFile(png, { kinds: ["png"], maxBytes: 10_000 });
  const drawn = await drawShareCard({ topic: "food", seed: "c" });
  const { format, width, height } = await sharp(drawn).metadata();
  assert.deepEqual({ format, width, height }, { format: "png", ...shareCardSize });
  assert.ok(drawn.length < 120_000, `${drawn.length} bytes`);
  await assert.rejects(
    sharp(Buffer.from(shareCardSvg({ topic: "food", seed: "c" })))
      .png()
      .toBuffer(),
  );
});

programSuite("sharing an item", (database) => {
  test("Open Graph is complete, and its picture is there; sheets and codes lead to the item by way of the chosen street", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    const { no } = await buildReadable(context, await buildStudio(context));
    const { street } = await buildArea(server, "street_liaison");
    const get = (url: string) => server.app.inject({ method: "GET", url });
    const { body } = await get(`/articles/${no}`);
    const meta = new Map(
      [...body.matchAll(/<meta property="([^"]+)" content="([^"]*)"/gu)].map(([, name = "", value = ""]) => [
        name,
        value,
      ]),
    );
    for (const name of [
      "og:type",
      "og:title",
      "og:description",
      "og:url",
      "og:site_name",
      "og:locale",
      "og:image",
      "og:image:type",
      "og:image:width",
      "og:image:height",
      "og:image:alt",
      "article:published_time",
      "article:modified_time",
      "article:section",
      "article:tag",
    ])
      assert.ok((meta.get(name) ?? "") !== "", name);
    const image = await get(new URL(meta.get("og:image") ?? "").pathname);
    assert.equal(image.headers["content-type"], "image/png");
    const share = await get(`/articles/${no}/share`);
    assert.match(share.body, new RegExp(`<option value="${street.id}"`, "u"));
    for (const sheet of ["poster", "cards"]) {
      const chosen = await get(`/articles/${no}/${sheet}?street=${street.id}`);
      assert.ok(chosen.body.includes(street.name), sheet);
      const anywhere = await get(`/articles/${no}/${sheet}?street=`);
      assert.equal(anywhere.statusCode, 200);
      assert.equal(anywhere.body.includes(`/p/${no}/`), false);
    }
    assert.equal((await get("/articles/987654/card.png")).statusCode, 404);
  });
});
