import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import sharp from "sharp";
import type { PersonActor } from "#kernel/actor.ts";
import { inTransaction } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { removeDeletedBytes } from "#kernel/stored-files.ts";
import { buildActor } from "#modules/teams/builders.ts";
import { databaseSuite } from "#test/support/database.ts";
import { startTestServer } from "#test/support/server.ts";
import { buildActivity, buildActivityWorld, buildHeadCount } from "./builders.ts";
import {
  addEvidencePhoto,
  cleanEvidence,
  evidencePurpose,
  getPhoto,
  listPhotos,
  readPhoto,
  removePhoto,
} from "./evidence.ts";
import { toPlaces } from "#kernel/face-places.ts";
import { decideHeadCount, withdrawHeadCount } from "./head-counts.ts";
import { holdSession, reportSession } from "./reporting.ts";

const refused = (code: string) => (error: unknown) => {
  assert.ok(error instanceof AppError, String(error));
  assert.equal(error.code, code);
  return true;
};

const side = 240;
/** Noise, in which nothing is like its neighbour: whatever is left of it shows. */
const noise = (): Promise<Buffer> =>
  sharp(randomBytes(side * side * 3), { raw: { width: side, height: side, channels: 3 } })
    .png()
    .toBuffer();

/** How many different colours stand in a part of a picture. */
const coloursIn = async (
  bytes: Buffer,
  area: { left: number; top: number; width: number; height: number },
): Promise<number> => {
  const { data } = await sharp(bytes).extract(area).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const colours = new Set<number>();
  for (let at = 0; at < data.length; at += 3) colours.add(data.readUIntBE(at, 3));
  return colours.size;
};

/** Files of a folder, and where asked of the folders in it, that hold this piece of bytes. */
const holding = (folder: string, piece: Buffer, depth: "here" | "below"): readonly string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return depth === "below" ? holding(path, piece, depth) : [];
    // Others' files come and go here.
    return entry.isFile() && existsSync(path) && readFileSync(path).includes(piece) ? [path] : [];
  });

test("faces are said by boxes or by parts, and what was said must fit together", () => {
  assert.deepEqual(toPlaces({ faces: "marked", boxes: "100,200,50,60", parts: [] }), [
    { x: 0.1, y: 0.2, width: 0.05, height: 0.06 },
  ]);
  assert.equal(toPlaces({ faces: "marked", boxes: "", parts: ["right-bottom"] })?.[0]?.x, 2 / 3);
  assert.deepEqual(toPlaces({ faces: "none", boxes: "", parts: [] }), []);
  for (const boxes of ["1,2,3", "1,2,0,4", "1000,2,3,4", "a,b,c,d", "1,2,3,4;"])
    assert.equal(toPlaces({ faces: "marked", boxes, parts: [] }), undefined, boxes);
  assert.equal(toPlaces({ faces: "marked", boxes: "", parts: [] }), undefined);
  assert.equal(toPlaces({ faces: "none", boxes: "1,2,3,4", parts: [] }), undefined);
});

databaseSuite("photographs and counted heads", (database) => {
  test("the marked place is a few squares in what is kept, the rest is as it was, and no file holds the original", async () => {
    await using system = await startTestServer(database());
    const { context } = system;
    const world = await buildActivityWorld(context.db, { clock: system.clock, cipher: context.cipher });
    const { sessionId } = await buildActivity(world);
    const original = await noise();
    const photo = await cleanEvidence(original, {
      faces: "marked",
      boxes: "250,250,500,500",
      parts: ["left-top"],
    });
    const id = await inTransaction(context.db, (trx) =>
      addEvidencePhoto(trx, context, world.organiser, {
        target: { kind: "session", id: sessionId, unitId: world.street.id },
        photo,
        faces: "marked",
      }),
    );
    const kept = await readPhoto(context, await getPhoto(context.db, id));
    const eye = { left: 80, top: 80, width: 80, height: 80 };
    assert.ok((await coloursIn(original, eye)) > 6_000);
    assert.ok((await coloursIn(kept.body, eye)) <= 36);
    assert.ok((await coloursIn(kept.body, { left: 5, top: 5, width: 60, height: 60 })) <= 36);
    assert.ok((await coloursIn(kept.body, { left: 215, top: 215, width: 20, height: 20 })) > 300);
    // A piece from the middle of the original's bytes, which nothing else holds by chance.
    const piece = original.subarray(original.length >> 1, (original.length >> 1) + 64);
    assert.deepEqual(holding(system.folder, piece, "below"), []);
    assert.deepEqual(holding(tmpdir(), piece, "here"), []);
    assert.ok(!kept.body.includes(piece));
    // Control: the search finds what is kept.
    const mark = kept.body.subarray(200, 264);
    assert.equal(holding(system.folder, mark, "below").length, 1);

    await inTransaction(context.db, (trx) =>
      removePhoto(trx, context, world.organiser, { photoId: id, unitId: world.street.id }),
    );
    await removeDeletedBytes(context, evidencePurpose);
    assert.deepEqual(await listPhotos(context.db, { kind: "session", id: sessionId }), []);
    assert.equal(holding(system.folder, mark, "below").length, 0);
  });

  test("counted heads are a fact of their own once a second person agreed, and are reported without anybody signing in; taken back they are none", async () => {
    await using system = await startTestServer(database());
    const { context } = system;
    const world = await buildActivityWorld(context.db, { clock: system.clock, cipher: context.cipher });
    const { sessionId, endsAt } = await buildActivity(world, { seats: "none", activity: { kind: "stand" } });
    const counter = await buildActor(context.db, context, "演示计数员");
    world.clock.set(endsAt);
    const countId = await buildHeadCount(system, {
      sessionId,
      unitId: world.street.id,
      counter,
      people: 340,
    });
    const decide = (actor: PersonActor) =>
      world.act((trx) =>
        decideHeadCount(trx, world.context, actor, { countId, decision: "confirm", reason: undefined }),
      );
    await assert.rejects(decide(counter), refused("activities.own_count"));
    await assert.rejects(
      context.db
        .updateTable("head_counts")
        .set({ decided_by_person_id: counter.personId })
        .where("id", "=", countId)
        .execute(),
      /head_counts_two_people_check/,
    );
    await world.act((trx) => holdSession(trx, world.context, world.organiser, sessionId));
    const report = () =>
      world.act((trx) => reportSession(trx, world.context, world.organiser, { sessionId, flagsSeen: true }));
    await assert.rejects(report(), refused("activities.nobody_counted"));
    await decide(world.organiser);
    await assert.rejects(decide(world.organiser), refused("activities.not_now"));
    await report();
    const facts = async () =>
      (
        await context.db
          .selectFrom("facts")
          .select(["kind", "quantity"])
          .where("source_id", "in", [countId, sessionId])
          .orderBy("kind")
          .orderBy("quantity", "desc")
          .execute()
      ).map((fact) => [fact.kind, fact.quantity]);
    assert.deepEqual(await facts(), [
      ["activities.held", 1],
      ["activities.reach_counted", 340],
    ]);
    const photo = await context.db
      .selectFrom("head_counts")
      .select("photo_id")
      .where("id", "=", countId)
      .executeTakeFirstOrThrow();
    await assert.rejects(
      world.act((trx) =>
        removePhoto(trx, world.context, counter, { photoId: photo.photo_id, unitId: world.street.id }),
      ),
      refused("activities.photo_in_use"),
    );
    await world.act((trx) =>
      withdrawHeadCount(trx, world.context, world.organiser, { countId, reason: "数重了一段" }),
    );
    assert.deepEqual((await facts()).at(-1), ["activities.reach_counted", -340]);
  });
});
