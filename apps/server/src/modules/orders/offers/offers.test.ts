import assert from "node:assert/strict";
import { test } from "node:test";
import { sql } from "kysely";
import { type PersonActor, systemActor } from "#kernel/actor.ts";
import { createTestClock } from "#kernel/clock.ts";
import { AppError } from "#kernel/errors.ts";
import { appointExpert, registerExpert, setOwnProfile } from "#modules/people/index.ts";
import { buildActor } from "#modules/teams/builders.ts";
import { setHealthLimits } from "#modules/teams/index.ts";
import { databaseSuite, type TestDatabase } from "#test/support/database.ts";
import { testCipher } from "#test/support/keys.ts";
import { buildOrder, buildOrderWorld, walkOrder } from "../builders.ts";
import { rankOrder } from "../ranking.ts";
import { answerExpertOffer, listExpertOffers, setOfferPause } from "./offers.ts";

const refused = (code: string) => (error: unknown) => {
  assert.ok(error instanceof AppError, String(error));
  assert.equal(error.code, code);
  return true;
};

/** A world with the vocabulary's digital topic, so that the computing experts below are those it is told to. */
const open = async (database: TestDatabase) => {
  const clock = createTestClock("2026-11-23T01:00:00Z");
  const world = await buildOrderWorld(database.db, { clock, cipher: testCipher });
  const { db, context, act, street } = world;
  // Experts of other tests in this database are out of term.
  await sql`update expert_terms set ends_on = '2026-01-02', starts_on = '2026-01-01'`.execute(db);
  const expert = async (actor?: PersonActor): Promise<PersonActor> => {
    const person = actor ?? (await buildActor(db, context, "演示专家"));
    await act(async (trx) => {
      const expertId = await registerExpert(trx, context, systemActor("test"), {
        personId: person.personId,
        unitId: street.id,
        publicTitle: "网络安全工程师（演示）",
      });
      await appointExpert(trx, context, systemActor("test"), {
        expertId,
        field: "computing",
        canSign: "no",
        startsOn: "2026-02-01",
        endsOn: "2027-12-31",
        document: "演示聘书",
      });
    });
    return person;
  };
  const order = (change: Parameters<typeof buildOrder>[1] = {}) =>
    buildOrder(world, { itemCode: "anti-fraud-talk", audience: "elder", ...change });
  const offersOf = async (person: PersonActor) => (await listExpertOffers(db, person.personId)).rows;
  return { ...world, expert, order, offersOf };
};

databaseSuite("suitable orders for experts", (database) => {
  test("an order is told at once to experts of its field who are there, and to nobody else", async () => {
    const { db, context, act, expert, order, offersOf, clock } = await open(database());
    const [suitable, away] = [await expert(), await expert()];
    await act((trx) =>
      setOwnProfile(trx, context, away, {
        openLimit: 1,
        awayFrom: "2026-11-24",
        awayUntil: "2026-12-10",
      }),
    );
    const frail = await expert();
    await act((trx) => setHealthLimits(trx, context, frail, { cannot: ["night"], agrees: true }));
    const orderId = await order();
    assert.deepEqual(
      (await offersOf(suitable)).map((offer) => [offer.fieldName, offer.status, offer.isOpen]),
      [["计算机与人工智能", "offered", true]],
    );
    assert.deepEqual(await offersOf(away), []);
    assert.equal((await offersOf(frail)).length, 1);
    await order({ wantedHalf: "evening" });
    assert.equal((await offersOf(frail)).length, 1, "who does not go out at night is not told of an evening");
    const notice = await db
      .selectFrom("order_notices")
      .select(["body", "created_at"])
      .where("order_id", "=", orderId)
      .where("person_id", "=", suitable.personId)
      .executeTakeFirstOrThrow();
    assert.match(notice.body, /和您的领域（计算机与人工智能）对口/u);
    assert.deepEqual(notice.created_at, clock.now(), "in the same transaction, so the same day");
    // One-to-one help needs no expert.
    await order({ itemCode: "phone-registration" });
    assert.equal((await offersOf(suitable)).length, 2);
  });

  test("two orders a day, none at night, none when switched off", async () => {
    const { db, context, act, expert, order, offersOf, clock } = await open(database());
    const person = await expert();
    clock.set("2026-11-23T15:30:00Z");
    const late = await order();
    const { send_after: sendAfter } = await db
      .selectFrom("order_notices")
      .select("send_after")
      .where("order_id", "=", late)
      .where("person_id", "=", person.personId)
      .executeTakeFirstOrThrow();
    assert.ok(sendAfter > clock.now(), "23:30 in the district: the message waits for the morning");
    await order();
    await order();
    assert.equal((await offersOf(person)).length, 2, "the third of a day is not told");
    clock.advanceMs(25 * 3_600_000);
    await act((trx) => setOfferPause(trx, context, person, "yes"));
    await order();
    assert.equal((await offersOf(person)).length, 2);
    await act((trx) => setOfferPause(trx, context, person, "no"));
    await order();
    assert.equal((await offersOf(person)).length, 3);
  });

  test("many orders at once: an expert is told of two", async () => {
    const { expert, order, offersOf } = await open(database());
    const person = await expert();
    // The resident may have ten orders under way: what is beyond is refused.
    const outcomes = await Promise.allSettled(Array.from({ length: 10 }, async () => order()));
    assert.ok(outcomes.filter((one) => one.status === "fulfilled").length > 5);
    assert.equal((await offersOf(person)).length, 2);
  });

  test("a yes is told to the station and stands beside the team by which he can be sent; once taken it is over", async () => {
    const world = await open(database());
    const { db, context, act, expert, order, offersOf, team, clock } = world;
    const person = await expert(team.members[1]);
    const orderId = await order();
    const [offer] = await offersOf(person);
    const answer = (actor: PersonActor, event: "agree" | "decline") =>
      act((trx) => answerExpertOffer(trx, context, actor, { id: offer?.id ?? "", event }));
    await assert.rejects(answer(team.leader, "agree"), refused("orders.offer_not_found"));
    await answer(person, "agree");
    await assert.rejects(answer(person, "agree"), refused("state.conflict"));
    const { candidates } = await rankOrder(db, world.context, { orderId, now: clock.now() });
    assert.equal(
      candidates.find((one) => one.team.id === team.id)?.reasons[0],
      "愿意去的专家在这个队：网络安全工程师（演示）",
    );
    await walkOrder(world, orderId, "accepted");
    await assert.rejects(answer(person, "decline"), refused("orders.offer_over"));
  });
});
