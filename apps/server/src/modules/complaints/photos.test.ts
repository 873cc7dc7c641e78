import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import sharp from "sharp";
import { AppError } from "#kernel/errors.ts";
import { inTransaction } from "#kernel/db.ts";
import type { FacesSaid } from "#kernel/face-places.ts";
import { buildActor } from "#modules/teams/builders.ts";
import { databaseSuite } from "#test/support/database.ts";
import { buildOrderAt } from "#test/support/probes/orders.ts";
import { startWorld } from "#test/support/whole-system.ts";
import { buildComplaint } from "./builders.ts";
import { answerComplaint } from "./commands.ts";
import { dropPhotosOf, getPhotoFile, keepPhotos } from "./photos.ts";
import { listOwnComplaints } from "./queries.ts";

const refused = (code: string) => (error: unknown) => {
  assert.ok(error instanceof AppError, String(error));
  assert.equal(error.code, code);
  return true;
};

/** Black and white stripes of three points each: what was made unrecognisable has no stripes. */
const picture = async (): Promise<Buffer> => {
  const side = 90;
  const data = Buffer.alloc(side * side, 0);
  for (let at = 0; at < data.length; at += 1) data[at] = (at % side) % 6 < 3 ? 0 : 255;
  return sharp(data, { raw: { width: side, height: side, channels: 1 } })
    .png()
    .toBuffer();
};

databaseSuite("photographs of a complaint", (database) => {
  test("are kept with marked faces unrecognisable, at most three, while it is open, for the resident and the desk alone", async () => {
    await using world = await startWorld(database());
    const { context } = world.system;
    const { db } = context;
    const { street } = world.places;
    const order = await buildOrderAt(world, street);
    const complaintId = await buildComplaint(db, context, {
      orderId: order.id,
      requester: order.requester,
      ownerUnitId: street.id,
    });
    const bytes = await picture();
    const keep = (said: FacesSaid | undefined, actor = order.requester, sent = bytes) =>
      inTransaction(db, (trx) =>
        keepPhotos(trx, context, actor, {
          complaintId,
          said,
          requestId: randomUUID(),
          files: [{ field: "photo", filename: "IMG_1.jpg", declaredType: "image/jpeg", bytes: sent }],
        }),
      );
    const none: FacesSaid = { faces: "none", boxes: "", parts: [] };
    await assert.rejects(keep(undefined), refused("complaints.faces"));
    await assert.rejects(keep({ ...none, faces: "marked" }), refused("complaints.faces"));
    await assert.rejects(keep(none, await buildActor(db, context)), refused("complaints.not_found"));
    assert.equal(await keep(none, order.requester, Buffer.alloc(0)), 0);
    await keep({ faces: "marked", boxes: "", parts: ["left-middle"] });
    const [view] = await listOwnComplaints(db, context, order.requester.personId);
    const [photoId = ""] = view?.photoIds ?? [];
    const fileId = await getPhotoFile(db, { complaintId, photoId });
    const kept = await context.files.get(fileId);
    const { data, info } = await sharp(kept).greyscale().raw().toBuffer({ resolveWithObject: true });
    const at = (x: number, y: number): number =>
      data[y * info.width * info.channels + x * info.channels] ?? 0;
    const contrast = (y: number): number => Math.abs(at(1, y) - at(4, y));
    assert.ok(contrast(5) > 200 && contrast(45) < 40, `${contrast(5)} ${contrast(45)}`);

    await assert.rejects(
      getPhotoFile(db, { complaintId, photoId, personId: (await buildActor(db, context)).personId }),
      refused("complaints.photo_not_found"),
    );
    await keep(none);
    await keep(none);
    await assert.rejects(keep(none), refused("complaints.photos_full"));
    // With the account the photographs go.
    await inTransaction(db, (trx) => dropPhotosOf(trx, context, order.requester.personId));
    await assert.rejects(getPhotoFile(db, { complaintId, photoId }), refused("complaints.photo_not_found"));
    const desk = await buildActor(db, context, "演示站点");
    await inTransaction(db, (trx) =>
      answerComplaint(trx, context, desk, {
        complaintId,
        finding: "partly",
        answer: "演示：已经问过，向您道歉。",
      }),
    );
    await assert.rejects(keep(none), refused("complaints.photo_late"));
  });
});

// A world makes a district: each has a database of its own.
databaseSuite("the way to a complaint", (database) => {
  test("is found from the order's page and from the foot of every page, with the order chosen", async () => {
    await using world = await startWorld(database());
    const order = await buildOrderAt(world, world.places.street);
    const page = await world.ask(order.requester, { url: `/my/orders/${order.id}` });
    const link = `/my/complaints?orderId=${order.id}`;
    assert.ok(page.body.includes(`href="${link}"`));
    assert.ok(page.body.includes('href="/my/complaints"'));
    const form = await world.ask(order.requester, { url: link });
    assert.equal(form.statusCode, 200);
    assert.match(form.body, new RegExp(`value="${order.id}" selected`, "u"));
  });
});
