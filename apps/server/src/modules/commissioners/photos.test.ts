import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import sharp from "sharp";
import { AppError } from "#kernel/errors.ts";
import { inTransaction } from "#kernel/db.ts";
import type { FacesSaid } from "#kernel/face-places.ts";
import { createPerson, findPersonByPhone } from "#modules/identity/index.ts";
import { systemActor } from "#kernel/actor.ts";
import { buildActor } from "#modules/teams/builders.ts";
import { databaseSuite } from "#test/support/database.ts";
import { startWorld } from "#test/support/whole-system.ts";
import { buildContract, buildLog } from "./builders.ts";
import { confirmByOther } from "./logs.ts";
import { commissionersDataSource } from "./personal-data.ts";
import { getVisitPhotoFile, keepVisitPhotos, listVisitPhotos } from "./photos.ts";

const refused = (code: string) => (error: unknown) => error instanceof AppError && error.code === code;

/** Stripes: what was made unrecognisable has none. */
const picture = (): Promise<Buffer> => {
  const side = 90;
  const data = Buffer.from(Array.from({ length: side * side }, (_, at) => ((at % side) % 6 < 3 ? 0 : 255)));
  return sharp(data, { raw: { width: side, height: side, channels: 1 } })
    .png()
    .toBuffer();
};

databaseSuite("photographs of a commissioner's visit", (database) => {
  test("marked faces are unrecognisable before anything is kept; the farmer sees them before he confirms, strangers never, and they go with his account", async () => {
    await using world = await startWorld(database());
    const { context } = world.system;
    const { db } = context;
    const phone = "19900000321";
    await inTransaction(db, (trx) =>
      createPerson(trx, context, systemActor("test"), { fullName: "演示农户", phone }),
    );
    const farmer = await findPersonByPhone(db, context.cipher, phone);
    assert.ok(farmer !== undefined);
    const contract = await buildContract(db, context, world.places.street.id);
    const logId = await buildLog(db, context, contract, { farmerPhone: phone });
    const bytes = await picture();
    const none: FacesSaid = { faces: "none", boxes: "", parts: [] };
    const keep = (said: FacesSaid | undefined, actor = contract.commissioner, sent = bytes) =>
      inTransaction(db, (trx) =>
        keepVisitPhotos(trx, context, actor, {
          logId,
          said,
          requestId: randomUUID(),
          files: [{ field: "photo", filename: "IMG_1.jpg", declaredType: "image/jpeg", bytes: sent }],
        }),
      );
    await assert.rejects(keep(undefined), refused("commissioners.faces"));
    await assert.rejects(keep({ ...none, faces: "marked" }), refused("commissioners.faces"));
    await assert.rejects(keep(none, await buildActor(db, context)), refused("commissioners.log_not_found"));
    assert.equal(await keep(none, contract.commissioner, Buffer.alloc(0)), 0);
    await keep({ faces: "marked", boxes: "", parts: ["left-middle"] });
    const [photoId = ""] = await listVisitPhotos(db, logId);
    const seenBy = (personId: string) => getVisitPhotoFile(db, { logId, photoId, personId });
    const kept = await context.files.get(await seenBy(farmer.id));
    const { data, info } = await sharp(kept).greyscale().raw().toBuffer({ resolveWithObject: true });
    const at = (x: number, y: number): number =>
      data[y * info.width * info.channels + x * info.channels] ?? 0;
    const contrast = (y: number): number => Math.abs(at(1, y) - at(4, y));
    assert.ok(contrast(5) > 200 && contrast(45) < 40, `${contrast(5)} ${contrast(45)}`);
    await assert.rejects(
      seenBy((await buildActor(db, context)).personId),
      refused("commissioners.photo_not_found"),
    );
    await keep(none);
    await keep(none);
    await assert.rejects(keep(none), refused("commissioners.photos_full"));
    const helper = await buildActor(db, context, "演示村干部");
    await inTransaction(db, (trx) => confirmByOther(trx, context, helper, { logId, by: "helper" }));
    await assert.rejects(keep(none), refused("commissioners.photo_late"));
    await inTransaction(db, (trx) => commissionersDataSource.erase(trx, context, farmer.id));
    assert.deepEqual(await listVisitPhotos(db, logId), []);
  });
});
