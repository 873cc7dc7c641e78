import assert from "node:assert/strict";
import { test } from "node:test";
import { sql } from "kysely";
import type { PersonActor } from "#kernel/actor.ts";
import { createTestClock } from "#kernel/clock.ts";
import { AppError } from "#kernel/errors.ts";
import { setOwnProfile } from "#modules/people/index.ts";
import { buildActor } from "#modules/teams/builders.ts";
import { databaseSuite, type TestDatabase } from "#test/support/database.ts";
import { testCipher } from "#test/support/keys.ts";
import { readBoard } from "../batch/read-board.ts";
import { buildOrder, buildOrderWorld, race, requesterOf, statusOf, walkOrder, wins } from "../builders.ts";
import { screenOrder } from "../desk.ts";
import { dispatchOrder } from "../dispatching.ts";
import { addItem, findItem } from "../menu.ts";
import { rankOrder } from "../ranking.ts";
import { previewSeries } from "../series/preview.ts";
import { rateOrder } from "../ratings.ts";
import { assignMember, scheduleVisit } from "../visits.ts";
import { buildSenior, buildTalk, talkTopic } from "./builders.ts";
import { admitTalk, listOpenTalks, listTalks, offerTalk, refuseTalk, withdrawTalk } from "./talks.ts";

const rounds = 40;
const refused = (code: string) => (error: unknown) => {
  assert.ok(error instanceof AppError, String(error));
  assert.equal(error.code, code);
  return true;
};

const open = async (database: TestDatabase) => {
  const clock = createTestClock("2026-11-23T01:00:00Z");
  const world = await buildOrderWorld(database.db, { clock, cipher: testCipher });
  const { db, context, act, team, street } = world;
  const lecturer = team.leader;
  await buildSenior(db, context, { personId: lecturer.personId, unitId: street.id });
  const second = await buildActor(db, context, "演示管理员");
  const admit = (id: string, actor: PersonActor = second) =>
    act((trx) => admitTalk(trx, context, actor, { id, badges: [] }));
  const itemOf = async (id: string): Promise<string> => {
    const { item_code } = await db
      .selectFrom("lecture_talks")
      .select("item_code")
      .where("id", "=", id)
      .executeTakeFirstOrThrow();
    return item_code ?? "";
  };
  /** A talk that can be ordered, and an order of it. */
  const ordered = async () => {
    const talkId = await buildTalk(db, context, lecturer);
    await admit(talkId);
    const orderId = await buildOrder(world, { itemCode: await itemOf(talkId), audience: "elder" });
    await act((trx) => screenOrder(trx, context, world.dispatcher, { orderId }));
    return { talkId, orderId };
  };
  return { ...world, lecturer, second, admit, itemOf, ordered };
};

databaseSuite("the lecture group of senior experts", (database) => {
  test("a talk is offered by a senior expert himself and becomes orderable by a second person's yes", async () => {
    const { db, context, act, lecturer, second, admit, itemOf, resident } = await open(database());
    const offer = (actor: PersonActor, change: Partial<Parameters<typeof offerTalk>[3]> = {}) =>
      act((trx) =>
        offerTalk(trx, context, actor, {
          title: "月亮的脸为什么会变",
          about: "用一只球和一盏灯，讲清楚月相。",
          topic: talkTopic,
          audiences: ["youth", "elder"],
          minutes: 60,
          ...change,
        }),
      );
    await buildTalk(db, context, lecturer);
    await assert.rejects(offer(resident), refused("orders.talk_senior"));
    await assert.rejects(offer(lecturer, { title: "月" }), refused("orders.talk_title"));
    await assert.rejects(offer(lecturer, { about: "月相" }), refused("orders.talk_about"));
    await assert.rejects(offer(lecturer, { topic: "none" }), refused("orders.item_topic"));
    await assert.rejects(offer(lecturer, { audiences: ["cats"] }), refused("orders.talk_audiences"));
    await assert.rejects(offer(lecturer, { minutes: 7 }), refused("orders.talk_minutes"));
    const id = await offer(lecturer);
    await assert.rejects(offer(lecturer), refused("orders.talk_twice"));
    await assert.rejects(admit(id, lecturer), refused("orders.talk_own"));
    await admit(id);
    const item = await findItem(db, await itemOf(id));
    assert.deepEqual(
      [item?.title, item?.kind, item?.badges, item?.isOpen],
      ["月亮的脸为什么会变", "talk", ["children"], true],
      "a talk for children always asks for the badge",
    );
    assert.match(item?.about ?? "", /主讲：退休物理教师（演示）/u);
    assert.ok((await listOpenTalks(db)).some((talk) => talk.id === id));
    const no = await buildTalk(db, context, lecturer);
    await assert.rejects(
      act((trx) => refuseTalk(trx, context, second, { id: no, reason: "不" })),
      refused("orders.talk_reason"),
    );
    await act((trx) => refuseTalk(trx, context, second, { id: no, reason: "演示：和已有的重复" }));
    await act((trx) => withdrawTalk(trx, context, lecturer, id));
    assert.equal((await findItem(db, await itemOf(id)))?.isOpen, false);
    const { rows } = await listTalks(db, {
      scope: "everywhere",
      personId: lecturer.personId,
      page: 1,
      size: 10,
    });
    assert.equal(rows.length, 3);
    await assert.rejects(
      act((trx) =>
        addItem(trx, context, second, {
          code: "talk-by-hand",
          title: "手工加的讲题",
          about: "演示",
          kind: "talk",
          topic: talkTopic,
          audiences: ["elder"],
          skill: "science-talk",
          badges: [],
          effort: "light",
          demands: [],
          minutes: 60,
          volunteers: 1,
        }),
      ),
      refused("orders.item_taken"),
    );
  });

  test("a lecturer without a verified team, or out of the senior group, is not admitted", async () => {
    const { db, context, street, admit } = await open(database());
    const alone = await buildActor(db, context, "演示老专家");
    const expertId = await buildSenior(db, context, { personId: alone.personId, unitId: street.id });
    const id = await buildTalk(db, context, alone);
    await assert.rejects(admit(id), refused("orders.talk_team"));
    await sql`update expert_profiles set is_senior = false where expert_id = ${expertId}`.execute(db);
    await assert.rejects(admit(id), refused("orders.talk_lecturer"));
  });

  test("an order names talk and lecturer, and only his team is offered it, on the board and in the whole plan", async () => {
    const world = await open(database());
    const { db, context, act, dispatcher, team, clock, newTeam, ordered } = world;
    const other = await newTeam({ badges: ["children", "health", "safety"] });
    const { orderId } = await ordered();
    const { title } = await db
      .selectFrom("orders")
      .select("title")
      .where("id", "=", orderId)
      .executeTakeFirstOrThrow();
    assert.match(title, /^星星有多远.*（主讲：退休物理教师（演示））$/u);
    const { candidates, refused: others } = await rankOrder(db, world.context, { orderId, now: clock.now() });
    assert.deepEqual(
      candidates.map((one) => [one.team.id, one.reasons[0]]),
      [[team.id, "主讲人在这个队：退休物理教师（演示）"]],
    );
    assert.ok(others.find((one) => one.team.id === other.id)?.reasons[0]?.includes("他不在这个队"));
    await assert.rejects(
      act((trx) => dispatchOrder(trx, context, dispatcher, { orderId, mode: "direct", teamId: other.id })),
      refused("orders.team_refused"),
    );
    const plan = await readBoard(db, world.context, {
      scope: "everywhere",
      now: clock.now(),
      weakPaths: [],
      weakAreaShare: 0,
    });
    const refusedBy = plan.board.orders.find((one) => one.id === orderId)?.refusedBy;
    assert.ok(refusedBy?.includes(other.id) === true && !refusedBy.includes(team.id));
  });

  test("nobody is offered a talk on a day on which its lecturer is away", async () => {
    const { db, context, act, lecturer, clock, ordered } = await open(database());
    const { orderId } = await ordered();
    await act((trx) =>
      setOwnProfile(trx, context, lecturer, {
        openLimit: 1,
        awayFrom: "2026-11-24",
        awayUntil: "2026-11-30",
      }),
    );
    const { candidates, refused: teams } = await rankOrder(db, context, { orderId, now: clock.now() });
    assert.equal(candidates.length, 0);
    assert.ok(teams.every((one) => one.reasons[0] === "主讲人那天不在"));
  });

  test("the lecturer is put on the visit first; the talk is held and rated", async () => {
    const world = await open(database());
    const { context, act, team, lecturer, clock, ordered } = world;
    const { orderId } = await ordered();
    await walkOrder(world, orderId, "accepted");
    const startsAt = new Date(clock.now().getTime() + 24 * 3_600_000);
    const endsAt = new Date(startsAt.getTime() + 3_600_000);
    await act((trx) => scheduleVisit(trx, context, team.leader, { orderId, startsAt, endsAt }));
    const assign = (personId: string) =>
      act((trx) => assignMember(trx, context, team.leader, { orderId, personId }));
    const [, member] = team.members;
    await assert.rejects(assign(member?.personId ?? ""), refused("orders.lecturer_first"));
    await assign(lecturer.personId);
    await assign(member?.personId ?? "");
    await walkOrder(world, orderId, "confirmed");
    const requester = await requesterOf(world, orderId);
    await act((trx) =>
      rateOrder(trx, context, requester, { orderId, stars: 5, comment: undefined, code: undefined }),
    );
    assert.equal(await statusOf(world, orderId), "rated");
  });

  test("a talk is ordered one at a time, never as a weekly series", async () => {
    const { db, context, itemOf, ordered, community, clock } = await open(database());
    const { talkId } = await ordered();
    await assert.rejects(
      previewSeries(db, context, {
        placeUnitId: community.id,
        room: "一楼",
        startsOn: "2026-12-01",
        half: "morning",
        itemCodes: [await itemOf(talkId)],
        teamId: undefined,
        now: clock.now(),
      }),
      refused("orders.talk_series"),
    );
  });

  test(`${rounds} times admitted and withdrawn at once: a talk that is withdrawn is never open to order`, async () => {
    const { db, context, act, lecturer, admit, itemOf } = await open(database());
    for (let round = 0; round < rounds; round += 1) {
      const id = await buildTalk(db, context, lecturer);
      const outcomes = await race(
        () => admit(id),
        () => act((trx) => withdrawTalk(trx, context, lecturer, id)),
      );
      assert.ok(wins(outcomes) >= 1);
      const { status } = await db
        .selectFrom("lecture_talks")
        .select("status")
        .where("id", "=", id)
        .executeTakeFirstOrThrow();
      const code = await itemOf(id);
      const isOpen = code !== "" && (await findItem(db, code))?.isOpen === true;
      assert.equal(isOpen, status === "admitted", `${status} ${JSON.stringify(outcomes)}`);
    }
  });

  test("control: a withdrawal that has looked before the admission leaves its item open", async () => {
    const { db, act, lecturer, context, admit, itemOf } = await open(database());
    const id = await buildTalk(db, context, lecturer);
    await act(async (trx) => {
      const { item_code } = await trx
        .selectFrom("lecture_talks")
        .select("item_code")
        .where("id", "=", id)
        .executeTakeFirstOrThrow();
      await admit(id);
      await sql`update lecture_talks set status = 'withdrawn' where id = ${id}`.execute(trx);
      assert.equal(item_code, null, "nothing to close was seen");
    });
    assert.equal((await findItem(db, await itemOf(id)))?.isOpen, true);
  });
});
