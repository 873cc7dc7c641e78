import assert from "node:assert/strict";
import { test } from "node:test";
import { createTestClock } from "#kernel/clock.ts";
import { AppError } from "#kernel/errors.ts";
import { buildActor } from "#modules/teams/builders.ts";
import { databaseSuite } from "#test/support/database.ts";
import { testCipher } from "#test/support/keys.ts";
import { createRendezvous } from "#test/support/rendezvous.ts";
import {
  buildOrder,
  buildOrderWorld,
  type OrderWorld,
  requesterOf,
  statusOf,
  walkOrder,
} from "../builders.ts";
import { listHistory } from "../queries.ts";
import { listRatings, rateOrder } from "../ratings.ts";
import { listTeamRatings, replyToRating } from "./rating-replies.ts";

const refused = (code: string) => (error: unknown) => {
  assert.ok(error instanceof AppError, String(error));
  assert.equal(error.code, code);
  return true;
};

/** A visit that somebody found bad, and what its rating is called. */
const rateLow = async (world: OrderWorld) => {
  const id = await buildOrder(world);
  await walkOrder(world, id, "confirmed");
  const requester = await requesterOf(world, id);
  await world.act((trx) =>
    rateOrder(trx, world.context, requester, {
      orderId: id,
      stars: 1,
      comment: "太快了，没学会",
      code: undefined,
    }),
  );
  const rating = (await listTeamRatings(world.db, world.context, world.team.leader.personId)).find(
    (one) => one.orderId === id,
  );
  assert.ok(rating !== undefined);
  return { id, requester, rating };
};

databaseSuite("answers to ratings", (database) => {
  test("the leader of the team that came reads a low rating though the order is open again, answers once, and the resident is told and reads it", async () => {
    const clock = createTestClock("2026-11-23T01:00:00Z");
    const world = await buildOrderWorld(database().db, { clock, cipher: testCipher });
    const other = await world.newTeam();
    const { id, requester, rating } = await rateLow(world);
    assert.equal(await statusOf(world, id), "reopened");
    assert.deepEqual([rating.stars, rating.comment, rating.reply], [1, "太快了，没学会", undefined]);
    assert.deepEqual(await listTeamRatings(world.db, world.context, other.leader.personId), []);

    const say = (actor: typeof requester, words: string) =>
      world.act((trx) => replyToRating(trx, world.context, actor, { ratingId: rating.id, words }));
    const stranger = await buildActor(world.db, world.context, "演示路人");
    for (const actor of [other.leader, requester, stranger])
      await assert.rejects(say(actor, "对不起，下次慢慢讲。"), refused("orders.rating_not_found"));
    await assert.rejects(say(world.team.leader, "  好 "), (error) => {
      refused("orders.rating_reply")(error);
      assert.ok(error instanceof AppError);
      assert.deepEqual(Object.keys(error.fields ?? {}), ["words"]);
      return true;
    });
    await say(world.team.leader, "对不起，下次慢慢讲，讲到您会为止。");
    await assert.rejects(say(world.team.leader, "再补一句话。"), refused("orders.replied_already"));

    const [shown] = await listRatings(world.db, world.context, id);
    assert.equal(shown?.reply, "对不起，下次慢慢讲，讲到您会为止。");
    assert.equal(await statusOf(world, id), "reopened", "an answer changes nothing of the order");
    const told = await world.db
      .selectFrom("order_notices")
      .select(["person_id", "body"])
      .where("order_id", "=", id)
      .where("body", "like", "%答复了您%")
      .execute();
    assert.equal(told.length, 1);
    assert.equal(told[0]?.person_id, requester.personId);
    assert.doesNotMatch(told[0]?.body ?? "", /慢慢讲/, "the words stay sealed");
    assert.ok((await listHistory(world.db, id)).some((entry) => entry.event === "answer_rating"));
    const row = await world.db
      .selectFrom("order_ratings")
      .select(["reply_sealed"])
      .where("id", "=", rating.id)
      .executeTakeFirstOrThrow();
    assert.ok(row.reply_sealed !== null && !row.reply_sealed.includes("慢慢讲"));
  });

  test("pressed twice at once there is one answer and one message; without the compare-and-set there would be two", async () => {
    const clock = createTestClock("2026-11-23T01:00:00Z");
    const world = await buildOrderWorld(database().db, { clock, cipher: testCipher });
    const { id, rating } = await rateLow(world);
    const outcomes = await Promise.allSettled(
      ["第一遍写的答复。", "第二遍写的答复。"].map((words) =>
        world.act((trx) =>
          replyToRating(trx, world.context, world.team.leader, { ratingId: rating.id, words }),
        ),
      ),
    );
    assert.equal(outcomes.filter((one) => one.status === "fulfilled").length, 1);
    const entries = (await listHistory(world.db, id)).filter((entry) => entry.event === "answer_rating");
    assert.equal(entries.length, 1);

    // Control: who looks first and then writes, without the condition, writes over the other's words.
    await world.db
      .updateTable("order_ratings")
      .set({ reply_sealed: null, replied_by_person_id: null, replied_at: null })
      .where("id", "=", rating.id)
      .execute();
    const meet = createRendezvous(2);
    const unguarded = async (words: string): Promise<boolean> =>
      world.act(async (trx) => {
        const { replied_at: before } = await trx
          .selectFrom("order_ratings")
          .select("replied_at")
          .where("id", "=", rating.id)
          .executeTakeFirstOrThrow();
        await meet();
        if (before !== null) return false;
        await trx
          .updateTable("order_ratings")
          .set({
            reply_sealed: world.context.cipher.encrypt(words),
            replied_by_person_id: world.team.leader.personId,
            replied_at: clock.now(),
          })
          .where("id", "=", rating.id)
          .execute();
        return true;
      });
    assert.deepEqual(await Promise.all([unguarded("甲"), unguarded("乙")]), [true, true]);
  });
});
