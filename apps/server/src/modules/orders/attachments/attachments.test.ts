import assert from "node:assert/strict";
import { test } from "node:test";
import sharp from "sharp";
import { toDistrictDate } from "#kernel/clock.ts";
import { AppError } from "#kernel/errors.ts";
import { inTransaction } from "#kernel/db.ts";
import { databaseSuite } from "#test/support/database.ts";
import { mp3, mp4 } from "#test/support/recordings.ts";
import { startTestServer } from "#test/support/server.ts";
import { buildOrder, buildOrderWorld, requesterOf, walkOrder } from "../builders.ts";
import { giveUpOrder } from "../desk.ts";
import { submitOrder } from "../submit.ts";
import {
  attachPaper,
  attachToOrder,
  dropAttachmentsOf,
  getAttachmentFile,
  keepAttachments,
  listAttachments,
} from "./attach.ts";
import { soundSeconds } from "#kernel/sound-length.ts";

const refused = (code: string) => (error: unknown) => {
  assert.ok(error instanceof AppError, String(error));
  assert.equal(error.code, code);
  return true;
};

const file = (field: "photo" | "voice", bytes: Buffer) => ({
  field,
  filename: "王奶奶的叶子.jpg",
  declaredType: "application/octet-stream",
  bytes,
});

test("the length of a recording is read from its own bytes", () => {
  assert.equal(Math.round(soundSeconds(mp3(20), "mp3") ?? 0), 20);
  assert.equal(soundSeconds(mp4(42), "mp4"), 42);
  assert.equal(soundSeconds(Buffer.from("nonsense"), "mp3"), undefined);
  assert.equal(soundSeconds(Buffer.from("mvhd"), "mp4"), undefined);
});

databaseSuite("attachments of orders", (database) => {
  test("a photograph without its place and a voice of a minute come with an order and a rating; what is too long, too many, or somebody else's is refused", async () => {
    await using system = await startTestServer(database());
    const { context } = system;
    const world = await buildOrderWorld(context.db, { ...context, clock: system.clock });
    const orderId = await buildOrder(world);
    const owner = await requesterOf(world, orderId);
    const attach = (files: readonly ReturnType<typeof file>[], actor = owner) =>
      inTransaction(context.db, (trx) =>
        attachToOrder(trx, context, actor, { orderId, files, requestId: "test" }),
      );
    const photo = await sharp({ create: { width: 40, height: 30, channels: 3, background: "green" } })
      .withExif({ IFD3: { GPSLatitude: "27/1 50/1 0/1" } })
      .jpeg()
      .toBuffer();
    assert.ok(photo.includes("Exif"));
    await attach([file("photo", photo), file("voice", mp4(30))]);
    const kept = await listAttachments(context.db, orderId);
    assert.deepEqual(
      kept.map((one) => [one.kind, one.seconds]).toSorted(([a], [b]) => String(a).localeCompare(String(b))),
      [
        ["photo", null],
        ["voice", 30],
      ],
    );
    const stored = await context.db
      .selectFrom("stored_files")
      .select(["id", "original_name"])
      .where("purpose", "=", "orders.attachment")
      .execute();
    for (const row of stored) {
      assert.doesNotMatch(row.original_name, /王奶奶/u);
      assert.ok(!(await context.files.get(row.id)).includes("Exif"));
    }
    await assert.rejects(attach([file("voice", mp4(20))]), refused("orders.attachments_full"));
    await assert.rejects(attach([file("photo", Buffer.from("<svg onload=alert(1)>"))]), refused("files.svg"));
    await assert.rejects(attach([file("photo", Buffer.alloc(0))]), refused("orders.attachment_none"));
    await assert.rejects(attach([file("photo", photo)], world.resident), refused("orders.not_yours"));
    const other = await buildOrder(world);
    const otherOwner = await requesterOf(world, other);
    await assert.rejects(
      inTransaction(context.db, (trx) =>
        attachToOrder(trx, context, otherOwner, {
          orderId: other,
          files: [file("voice", mp3(75))],
          requestId: "test",
        }),
      ),
      refused("orders.voice_length"),
    );
    assert.equal((await listAttachments(context.db, other)).length, 0);

    await walkOrder(world, orderId, "done");
    await inTransaction(context.db, (trx) =>
      keepAttachments(trx, context, owner, {
        orderId,
        about: "rating",
        files: [file("voice", mp3(12))],
        requestId: "test",
      }),
    );
    assert.equal(
      (await listAttachments(context.db, orderId)).filter((one) => one.about === "rating").length,
      1,
    );

    await inTransaction(context.db, (trx) => dropAttachmentsOf(trx, context, owner.personId));
    assert.deepEqual(await listAttachments(context.db, orderId), []);
    const left = await context.db
      .selectFrom("stored_files")
      .select("id")
      .where("purpose", "=", "orders.attachment")
      .where("deleted_at", "is", null)
      .execute();
    assert.deepEqual(left, []);
  });

  test("the station keeps a photograph of the paper that an order came on, of no other order, and not once it is over", async () => {
    await using system = await startTestServer(database());
    const { context } = system;
    const world = await buildOrderWorld(context.db, { ...context, clock: system.clock });
    const photo = await sharp({ create: { width: 40, height: 30, channels: 3, background: "white" } })
      .withExif({ IFD3: { GPSLatitude: "27/1 50/1 0/1" } })
      .jpeg()
      .toBuffer();
    const attach = (orderId: string, bytes: Buffer) =>
      inTransaction(context.db, (trx) =>
        attachPaper(trx, context, world.dispatcher, {
          orderId,
          files: [file("photo", bytes)],
          requestId: "test",
        }),
      );
    const typed = await buildOrder(world);
    await assert.rejects(attach(typed, photo), refused("orders.not_on_paper"));
    const slip = await inTransaction(context.db, (trx) =>
      submitOrder(trx, context, world.dispatcher, {
        itemCode: "phone-registration",
        details: undefined,
        audience: undefined,
        placeUnitId: world.community.id,
        address: undefined,
        peopleCount: 1,
        wantedOn: toDistrictDate(new Date(system.clock.now().getTime() + 3 * 86_400_000)),
        wantedHalf: "morning",
        contactName: "演示王奶奶",
        contactPhone: undefined,
        requesterPersonId: undefined,
        channel: "paper",
      }),
    );
    await assert.rejects(attach(slip.id, Buffer.alloc(0)), refused("orders.attachment_none"));
    await assert.rejects(attach(slip.id, Buffer.from("<svg onload=alert(1)>")), refused("files.svg"));
    for (let count = 0; count < 3; count += 1) await attach(slip.id, photo);
    await assert.rejects(attach(slip.id, photo), refused("orders.attachments_full"));
    const kept = await listAttachments(context.db, slip.id);
    assert.deepEqual(
      kept.map((one) => one.kind),
      ["photo", "photo", "photo"],
    );
    const fileId = await getAttachmentFile(context.db, {
      orderId: slip.id,
      attachmentId: kept[0]?.id ?? "",
    });
    assert.ok(!(await context.files.get(fileId)).includes("Exif"));
    await inTransaction(context.db, (trx) =>
      giveUpOrder(trx, context, world.dispatcher, { orderId: slip.id, reason: "演示：纸条写错了" }),
    );
    await assert.rejects(attach(slip.id, photo), refused("orders.not_now"));
  });
});
