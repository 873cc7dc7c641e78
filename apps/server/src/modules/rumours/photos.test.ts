import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import sharp from "sharp";
import { inTransaction } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { removeDeletedBytes } from "#kernel/stored-files.ts";
import { databaseSuite } from "#test/support/database.ts";
import { startTestServer } from "#test/support/server.ts";
import { buildDesk, buildPublishedVerdict, buildTakenUp } from "./builders.ts";
import { mergeClaims } from "./claims.ts";
import { getDeskDetail, listDesk } from "./desk-queries.ts";
import { rumoursDataSource } from "./personal-data.ts";
import { keepPhoto, listClaimPhotos, photoPurpose, takePhoto, transcribePhoto } from "./photos.ts";
import { getAsked } from "./public-queries.ts";
import { submitReport } from "./reports.ts";

const refused = (code: string) => (error: unknown) => error instanceof AppError && error.code === code;

const draw = async (background: string): Promise<Buffer> =>
  sharp({ create: { width: 60, height: 40, channels: 3, background } })
    .withExif({ IFD3: { GPSLatitude: "27/1 50/1 0/1" } })
    .jpeg()
    .toBuffer();

const toForm = (fields: Record<string, string>, photo: Buffer | undefined) => {
  const edge = "----photo";
  const parts = Object.entries({ _key: randomUUID(), ...fields }).map(([name, value]) =>
    Buffer.from(`--${edge}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`),
  );
  const file = [
    Buffer.from(
      `--${edge}\r\ncontent-disposition: form-data; name="photo"; filename="${photo === undefined ? "" : "王奶奶家群聊.jpg"}"\r\ncontent-type: image/jpeg\r\n\r\n`,
    ),
    photo ?? Buffer.alloc(0),
    Buffer.from("\r\n"),
  ];
  return {
    headers: {
      "sec-fetch-site": "same-origin",
      "content-type": `multipart/form-data; boundary=${edge}`,
    },
    payload: Buffer.concat([...parts, ...file, Buffer.from(`--${edge}--\r\n`)]),
  };
};

databaseSuite("a rumour as a picture", (database) => {
  test("a picture without words goes to the desk, who writes its words out; the same picture joins it; a verdict near the words answers everybody", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    const desk = await buildDesk(context);
    const checked = await buildTakenUp(context, desk);
    await buildPublishedVerdict(context, desk, { claimId: checked.claimId });
    const photo = await draw("green");
    const send = async (fields: Record<string, string>, file: Buffer | undefined) =>
      server.app.inject({ method: "POST", url: "/rumours/ask", ...toForm(fields, file) });

    const sent = await send({}, photo);
    assert.equal(sent.statusCode, 303, sent.body);
    const asked = String(sent.headers.location);
    const waiting = await server.app.inject({ url: asked });
    assert.match(waiting.body, /图片里的字，核查的人会写出来再查/u);
    const [, source = ""] = /<img class="asked__photo" src="([^"]+)"/u.exec(waiting.body) ?? [];
    const shown = await server.app.inject({ url: source });
    assert.equal(shown.statusCode, 200);
    assert.equal(shown.headers["cache-control"], "no-store");
    assert.ok(!shown.rawPayload.includes("Exif"), "drawn anew: where it was taken is gone");
    // Somebody else's number does not open it.
    const elsewhere = source.replace(/asked\/\d+/u, "asked/000000000000");
    assert.equal((await server.app.inject({ url: elsewhere })).statusCode, 404);

    // The same picture from somebody else meets the first one.
    assert.equal((await send({}, photo)).statusCode, 303);
    // Neither words nor a picture, and what is no picture: refused, with what was typed.
    for (const [fields, file, sentence] of [
      [{}, undefined, /里面没有文字/u],
      [{ message: "这是真的吗？快转" }, Buffer.from("<svg onload=alert(1)>"), /SVG/u],
    ] as const) {
      const answer = await send(fields, file);
      assert.equal(answer.statusCode, 422);
      assert.match(answer.body, sentence);
      if ("message" in fields) assert.match(answer.body, /这是真的吗？快转/u);
    }

    const { rows } = await listDesk(
      context.db,
      { cipher: context.cipher, now: server.clock.now() },
      { scope: "everywhere", status: ["open"], page: 1, size: 50 },
    );
    assert.deepEqual(
      rows.map((row) => [row.title, row.reports]),
      [["（一张图片，还没有人写出里面的字）", 2]],
    );
    const claimId = rows[0]?.id ?? "";
    const photos = await listClaimPhotos(context.db, [claimId]);
    assert.equal(photos.length, 2);
    const stored = await context.db
      .selectFrom("stored_files")
      .select("original_name")
      .where("purpose", "=", photoPurpose)
      .execute();
    for (const file of stored) assert.doesNotMatch(file.original_name, /王奶奶/u);
    const write = async (photoId: string, text: string) =>
      inTransaction(context.db, (trx) =>
        transcribePhoto(trx, context, desk.editor, { claimId, photoId, text }),
      );
    const photoId = photos[0]?.id ?? "";
    await assert.rejects(write(photoId, "！！！"), refused("rumours.no_words"));
    await assert.rejects(write(randomUUID(), "隔夜菜"), refused("rumours.photo_not_found"));
    await write(photoId, "听说隔夜菜放在冰箱里面也会中毒，千万别吃");
    await assert.rejects(write(photoId, "另一种写法的隔夜菜"), refused("rumours.photo_has_words"));

    const detail = await getDeskDetail(
      context.db,
      { cipher: context.cipher, now: server.clock.now() },
      claimId,
    );
    assert.deepEqual(
      detail.photos.map((one) => one.hasWords),
      [true, true],
    );
    assert.equal(detail.near[0]?.claimId, checked.claimId, "the words lead to the verdict");
    assert.ok(detail.acts.some((act) => act.title === "写出图片里的字"));
    const { told } = await inTransaction(context.db, (trx) =>
      mergeClaims(trx, context, desk.editor, { claimId, intoId: checked.claimId, reason: "说的是一回事" }),
    );
    assert.equal(told, 2);
    assert.match((await server.app.inject({ url: asked })).body, /假的/u);
    // From now on the same picture is answered at once.
    const again = await send({}, photo);
    assert.match((await server.app.inject({ url: String(again.headers.location) })).body, /假的/u);
  });

  test("a picture beside words is kept with them, goes with the person's data, and with his account", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    const desk = await buildDesk(context);
    const asker = await desk.person("volunteer");
    const photo = await takePhoto([
      { field: "photo", filename: "a.jpg", declaredType: "image/jpeg", bytes: await draw("blue") },
    ]);
    assert.ok(photo !== undefined);
    const { number } = await inTransaction(context.db, async (trx) => {
      const made = await submitReport(trx, context, asker, {
        text: "吃了蓝色的药会变聪明",
        source: "web",
        photoDigest: photo.digest,
      });
      await keepPhoto(trx, context, asker, { reportId: made.reportId, photo, requestId: "test" });
      return made;
    });
    const asked = await getAsked(context.db, context.cipher, number);
    assert.deepEqual([asked.text, asked.photoIds.length], ["吃了蓝色的药会变聪明", 1]);
    const exported = await inTransaction(context.db, async (trx) =>
      rumoursDataSource.exportOf(trx, context, asker.personId),
    );
    assert.equal((exported as { photos: unknown[] }).photos.length, 1); // the shape is this module's own
    await inTransaction(context.db, async (trx) => rumoursDataSource.erase(trx, context, asker.personId));
    assert.deepEqual((await getAsked(context.db, context.cipher, number)).photoIds, []);
    await removeDeletedBytes(context, photoPurpose);
    const left = await context.db
      .selectFrom("stored_files")
      .select("id")
      .where("purpose", "=", photoPurpose)
      .where("uploaded_by_person_id", "=", asker.personId)
      .where("deleted_at", "is", null)
      .execute();
    assert.deepEqual(left, []);
  });
});
