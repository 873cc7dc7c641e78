import assert from "node:assert/strict";
import { test } from "node:test";
import { sql } from "kysely";
import { inTransaction } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { appointExpert, listLibrary, registerExpert } from "#modules/people/index.ts";
import { buildActor } from "#modules/teams/builders.ts";
import { buildUnit } from "#test/support/builders.ts";
import { databaseSuite, type TestDatabase } from "#test/support/database.ts";
import { createRendezvous } from "#test/support/rendezvous.ts";
import { startTestServer } from "#test/support/server.ts";
import { buildOrder, race, statusOf, toConsent, walkOrder, wins } from "../builders.ts";
import { ordersMessages } from "../messages.ts";
import { lockOrder } from "../order-writes.ts";
import { generateOrders, startSeries } from "../series/commands.ts";
import { listOccurrences } from "../series/queries.ts";
import { submitOrder } from "../submit.ts";
import { missVisit, substituteTeam } from "../visits.ts";
import { openAt } from "./builders.ts";
import { giveOwnConsent, type NewConsent, readSigner, recordConsent } from "./consents.ts";
import { dropConsentsOf, keepLetter } from "./letters.ts";
import { listOwnSchools } from "./places.ts";

const refused = (code: string) => (error: unknown) => {
  assert.ok(error instanceof AppError, String(error));
  assert.equal(error.code, code);
  return true;
};
const hourMs = 3_600_000;

const open = async (database: TestDatabase) => {
  const world = await openAt(database, "school");
  return { ...world, school: world.place, order: (itemCode = "stars-talk") => world.order(itemCode) };
};

databaseSuite("experts at schools", (database) => {
  test("a teacher orders for the school he teaches at and for no other; nobody else orders for it", async () => {
    const { db, context, act, school, teacher, street, order, resident, noticeOf } = await open(database());
    const other = await buildUnit(db, { parent: street, kind: "school" });
    assert.deepEqual(
      (await listOwnSchools(db, teacher, "2026-11-23")).map((one) => one.id),
      [school.id],
    );
    assert.deepEqual(
      await listOwnSchools(
        db,
        { ...teacher, onBehalfOf: { personId: resident.personId, proxyActId: school.id } },
        "2026-11-23",
      ),
      [],
      "who helps an elder acts for the elder",
    );
    const id = await order();
    assert.match(await noticeOf(id), /登记学校的书面同意/u);
    for (const [actor, placeUnitId] of [
      [teacher, other.id],
      [resident, school.id],
    ] as const)
      await assert.rejects(
        act((trx) =>
          submitOrder(trx, context, actor, {
            itemCode: "stars-talk",
            details: undefined,
            audience: "youth",
            placeUnitId,
            address: undefined,
            peopleCount: 40,
            wantedOn: "2026-11-30",
            wantedHalf: "morning",
            contactName: "演示",
            contactPhone: "19900000001",
            requesterPersonId: actor.personId,
            channel: "portal",
          }),
        ),
        refused("orders.place"),
      );
  });

  test("no visit to a school without its consent in writing; with it the team names the time", async () => {
    const world = await open(database());
    const { db, context, team, order, schedule, give, consentOf } = world;
    const id = await order();
    await walkOrder(world, id, "accepted");
    await assert.rejects(schedule(id), refused("orders.consent_needed"));
    assert.equal(await statusOf(world, id), "accepted", "nothing was written");
    assert.match(ordersMessages["orders.consent_needed"], /我的点单.*登记/u);
    await give(id);
    const { given } = await consentOf(id);
    assert.deepEqual(
      [given?.signerPosition, given?.agreedOn, given?.classes],
      ["校长", "2026-11-20", "五年级 1 班"],
    );
    const told = await db
      .selectFrom("order_notices")
      .select("body")
      .where("order_id", "=", id)
      .where("person_id", "=", team.leader.personId)
      .where("body", "like", "%学校已经书面同意%")
      .execute();
    assert.equal(told.length, 1);
    await schedule(id);
    assert.equal(await statusOf(world, id), "scheduled");
    const signer = await readSigner(
      db,
      context,
      world.dispatcher,
      await db.selectFrom("orders").selectAll().where("id", "=", id).executeTakeFirstOrThrow(),
    );
    assert.equal(signer.signerName, "演示校长");
    // Where people live nobody is asked.
    const home = await buildOrder(world);
    assert.equal((await consentOf(home)).asked, "none");
    await assert.rejects(
      world.act((trx) => recordConsent(trx, context, world.dispatcher, toConsent(home))),
      refused("orders.consent_needless"),
    );
  });

  test("a substitute needs it as well: a consent that is gone keeps everybody out", async () => {
    const world = await open(database());
    const { db, context, act, dispatcher, order } = world;
    const id = await order();
    await walkOrder(world, id, "scheduled");
    await act(async (trx) =>
      missVisit(trx, context, dispatcher, { order: await lockOrder(trx, id), reason: "到点没有人来" }),
    );
    await sql`update school_consents set superseded_at = now() where order_id = ${id}`.execute(db);
    const other = await world.newTeam({ badges: ["children", "health"] });
    const startsAt = new Date(world.clock.now().getTime() + hourMs);
    const substitute = () =>
      act((trx) =>
        substituteTeam(trx, context, dispatcher, {
          orderId: id,
          teamId: other.id,
          reason: "电话里说好马上到",
          startsAt,
          endsAt: new Date(startsAt.getTime() + hourMs),
        }),
      );
    await assert.rejects(substitute(), refused("orders.consent_needed"));
    await act((trx) => recordConsent(trx, context, dispatcher, toConsent(id)));
    await substitute();
    assert.equal(await statusOf(world, id), "substituted");
  });

  test("health asks for the guardians too, also where the service becomes one on health later", async () => {
    const world = await open(database());
    const { db, order, schedule, give, consentOf } = world;
    const id = await order();
    assert.equal((await consentOf(id)).asked, "school");
    await walkOrder(world, id, "accepted");
    await give(id, { guardiansToldOn: undefined });
    await sql`update orders set item_code = 'medicine-talk' where id = ${id}`.execute(db);
    assert.equal((await consentOf(id)).asked, "health");
    await assert.rejects(schedule(id), refused("orders.consent_guardians"));
    await assert.rejects(
      give(id, { guardiansToldOn: undefined }),
      (error: unknown) =>
        refused("orders.consent_guardians")(error) &&
        error instanceof AppError &&
        "guardiansToldOn" in error.fields,
    );
    await give(id);
    await schedule(id);
  });

  test("what is missing is said at its field; the team that would come does not speak for the school", async () => {
    const world = await open(database());
    const { context, act, team, order, give, resident } = world;
    const id = await order();
    const wrong: readonly [Partial<NewConsent>, string, string][] = [
      [{ signerName: " " }, "signerName", "orders.consent_signer"],
      [{ signerPosition: "" }, "signerPosition", "orders.consent_position"],
      [{ classes: "" }, "classes", "orders.consent_classes"],
      [{ agreedOn: "" }, "agreedOn", "orders.consent_day"],
      [{ agreedOn: "2026-11-24" }, "agreedOn", "orders.consent_day"],
      [{ agreedOn: "2026-02-30" }, "agreedOn", "orders.consent_day"],
      [{ agreedOn: "2026-01-02" }, "agreedOn", "orders.consent_day"],
      [{ guardiansToldOn: "2027-01-01" }, "guardiansToldOn", "orders.consent_day"],
      [{ confirmed: "no" }, "confirmed", "orders.consent_proof"],
    ];
    for (const [change, field, code] of wrong)
      await assert.rejects(give(id, change), (error: unknown) => {
        assert.ok(error instanceof AppError, String(error));
        assert.deepEqual(error.fields, { [field]: code });
        return true;
      });
    await assert.rejects(give(id, {}, resident), refused("orders.not_yours"));
    await walkOrder(world, id, "accepted");
    await assert.rejects(
      act((trx) => recordConsent(trx, context, team.leader, toConsent(id))),
      refused("orders.consent_own_team"),
    );
    await give(id);
    await walkOrder(world, id, "under_way");
    await assert.rejects(give(id), refused("orders.not_now"));
  });

  test("a series agrees once for all its weeks; many consents at once leave one", async () => {
    const world = await open(database());
    const { db, context, act, dispatcher, school, consentOf } = world;
    const series = await act((trx) =>
      startSeries(trx, context, dispatcher, {
        kind: "term",
        title: "周五科学社",
        placeUnitId: school.id,
        room: "301",
        half: "morning",
        startsOn: "2026-12-04",
        itemCodes: ["stars-talk", "stars-talk", "stars-talk"],
        teamId: undefined,
        audience: "youth",
        peopleCount: 30,
        contactName: "演示教师",
        contactPhone: undefined,
        keep: [1, 2, 3],
      }),
    );
    await act((trx) => generateOrders(trx, context, dispatcher, series));
    const orders = (await listOccurrences(db, series)).map((one) => one.orderId ?? "");
    assert.equal(orders.length, 3);
    const outcomes = await race(
      ...Array.from(
        { length: 12 },
        (_, index) => () =>
          act((trx) => recordConsent(trx, context, dispatcher, toConsent(orders[index % 3] ?? ""))),
      ),
    );
    assert.equal(wins(outcomes), 12, "each supersedes the one before");
    const standing = () =>
      db
        .selectFrom("school_consents")
        .select("id")
        .where("standing_id", "=", series)
        .where("superseded_at", "is", null)
        .execute();
    assert.equal((await standing()).length, 1);
    for (const id of orders) assert.equal((await consentOf(id)).given?.wholeSeries, true);
    // Control: without the lock on the series both look before either writes, and the unique index refuses the second.
    const both = createRendezvous(2);
    const unlocked = await Promise.allSettled(
      [0, 1].map((index) =>
        act(async (trx) => {
          await sql`update school_consents set superseded_at = now() where standing_id = ${series} and superseded_at is null and false`.execute(
            trx,
          );
          await both();
          await sql`insert into school_consents select gen_random_uuid(), ${orders[index] ?? ""}::uuid, ${series}::uuid, null, '校长', current_date,
            '演示', null, null, given_by_person_id, now(), null from school_consents where standing_id = ${series} limit 1`.execute(
            trx,
          );
        }),
      ),
    );
    assert.equal(unlocked.filter((one) => one.status === "fulfilled").length, 0);
    assert.equal((await standing()).length, 1);
  });

  test("the letter is kept and opened by who may; erased with the orderer's data", async () => {
    await using system = await startTestServer(database());
    const { context } = system;
    const { db, teacher, order, act, consentOf } = await open(database());
    const id = await order();
    const files = (bytes: Buffer) => [
      { field: "letter", filename: "王校长签字.pdf", declaredType: "application/pdf", bytes },
    ];
    const keep = (bytes: Buffer) =>
      inTransaction(db, (trx) =>
        keepLetter(trx, context, teacher, { files: files(bytes), requestId: "test" }),
      );
    assert.equal(await keep(Buffer.alloc(0)), undefined);
    await assert.rejects(
      keep(Buffer.from("hello")),
      (error: unknown) => error instanceof AppError && error.fields["letter"] === "files.wrong_kind",
    );
    const letterFileId = await keep(Buffer.from("%PDF-1.4\n%%EOF\n"));
    await act((trx) =>
      giveOwnConsent(trx, context, teacher, toConsent(id, { letterFileId, confirmed: "no" })),
    );
    assert.equal((await consentOf(id)).given?.letterFileId, letterFileId);
    const { original_name: name } = await db
      .selectFrom("stored_files")
      .select("original_name")
      .where("id", "=", letterFileId ?? "")
      .executeTakeFirstOrThrow();
    assert.equal(name, "school-letter");
    await act((trx) => dropConsentsOf(trx, context, teacher.personId));
    const left = await db
      .selectFrom("school_consents")
      .select(["signer_name_sealed", "letter_file_id", "signer_position"])
      .where("order_id", "=", id)
      .executeTakeFirstOrThrow();
    assert.deepEqual(left, { signer_name_sealed: null, letter_file_id: null, signer_position: "校长" });
  });

  test("the library shows experts in office by public title, fields and talks; who is out of term is not shown", async () => {
    await using system = await startTestServer(database());
    const { context } = system;
    const { db, act, street } = await open(database());
    const build = async (publicTitle: string, endsOn: string) => {
      const person = await buildActor(db, context, "王演示");
      await act(async (trx) => {
        const expertId = await registerExpert(trx, context, person, {
          personId: person.personId,
          unitId: street.id,
          publicTitle,
        });
        for (const field of ["physics", "astronomy"] as const)
          await appointExpert(
            trx,
            context,
            { kind: "system", name: "test" },
            {
              expertId,
              field,
              canSign: "no",
              startsOn: "2026-01-01",
              endsOn,
              document: "演示聘书",
            },
          );
      });
    };
    await build("中学物理教师甲（演示）", "2027-12-31");
    await build("中学物理教师乙（演示）", "2026-10-31");
    const listed = await listLibrary(db, { day: "2026-11-23", field: "physics" });
    assert.deepEqual(
      listed.filter((one) => one.publicTitle.startsWith("中学物理教师")).map((one) => one.fields),
      [["astronomy", "physics"]],
    );
    const page = await system.app.inject({ url: "/experts?field=physics" });
    assert.equal(page.statusCode, 200);
    assert.match(page.body, /中学物理教师甲（演示）/u);
    assert.match(page.body, /领域：天文航天、物理/u);
    assert.doesNotMatch(page.body, /中学物理教师乙|王演示/u);
    assert.equal((await system.app.inject({ url: "/experts?field=alchemy" })).statusCode, 422);
  });
});
