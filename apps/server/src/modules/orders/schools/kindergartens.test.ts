import assert from "node:assert/strict";
import { test } from "node:test";
import { AppError } from "#kernel/errors.ts";
import { databaseSuite, type TestDatabase } from "#test/support/database.ts";
import { buildCookie, buildReadable, buildStudio } from "#test/support/readable.ts";
import { startTestServer } from "#test/support/server.ts";
import { walkOrder } from "../builders.ts";
import { recategoriseOrder } from "../desk.ts";
import { listItems, writeItem } from "../menu.ts";
import { freeRequest, openAt } from "./builders.ts";
import { adultsFor } from "./kindergartens.ts";
import { listOwnSchools } from "./places.ts";

const refused = (code: string, field?: string) => (error: unknown) => {
  assert.ok(error instanceof AppError, String(error));
  assert.equal(error.code, code);
  if (field !== undefined) assert.deepEqual(Object.keys(error.fields), [field]);
  return true;
};
/** How many reviewed items for three to six a parent finds in their band. */
const itemsShown = 3;

const open = async (database: TestDatabase) => {
  const world = await openAt(database, "kindergarten");
  return {
    ...world,
    kindergarten: world.place,
    order: (itemCode = "kindergarten-shadows") => world.order(itemCode, 25),
  };
};

test("five and twenty children with six to a grown-up take five of them", () => {
  const little = { materials: "纸片", hazards: "纸边", childrenPerAdult: 6 };
  assert.deepEqual(
    [1, 6, 7, 25].map((children) => adultsFor(little, children)),
    [1, 1, 2, 5],
  );
});

databaseSuite("kindergartens order", (database) => {
  test("what carries a safety label, and nothing else; a later change of the service neither", async () => {
    const { db, context, act, kindergarten, teacher, order, noticeOf } = await open(database());
    assert.deepEqual(
      (await listOwnSchools(db, teacher, "2026-11-23")).map(({ id }) => id),
      [kindergarten.id],
    );
    const offered = await listItems(db, { little: "yes" });
    assert.ok(offered.length >= 2);
    assert.ok(offered.every((item) => item.little !== undefined && item.badges.includes("children")));
    for (const item of ["stars-talk", freeRequest])
      await assert.rejects(order(item), refused("orders.kindergarten_item", "placeUnitId"));
    const id = await order();
    assert.match(await noticeOf(id), /告诉家长.*几位大人/u);
    await assert.rejects(
      act((trx) => recategoriseOrder(trx, context, teacher, { orderId: id, itemCode: "stars-talk" })),
      refused("orders.kindergarten_item", "itemCode"),
    );
  });

  test("no time is named before the kindergarten agreed, the guardians were told and the grown-ups are enough", async () => {
    const world = await open(database());
    const { db, order, give, schedule, consentOf, rowOf } = world;
    const id = await order();
    const asked = await consentOf(id);
    assert.equal(asked.asked, "little");
    assert.equal(asked.little?.adultsNeeded, 5);
    await walkOrder(world, id, "accepted");
    await assert.rejects(schedule(id), refused("orders.consent_needed"));
    await assert.rejects(
      give(id, { guardiansToldOn: undefined, adultsCount: 5 }),
      refused("orders.consent_guardians", "guardiansToldOn"),
    );
    for (const adultsCount of [undefined, 4, 4.5, Number.NaN, 201])
      await assert.rejects(give(id, { adultsCount }), refused("orders.consent_adults", "adultsCount"));
    await give(id, { adultsCount: 5 });
    // More children came onto the list since: five are no longer enough.
    await db.updateTable("orders").set({ people_count: 40 }).where("id", "=", id).execute();
    await assert.rejects(schedule(id), refused("orders.consent_adults"));
    await give(id, { adultsCount: 7 });
    await schedule(id);
    assert.equal((await rowOf(id)).status, "scheduled");
  });

  test("a label is whole or none, for the command and for the database", async () => {
    const { db, context, act, teacher } = await open(database());
    await act((trx) =>
      writeItem(trx, context, teacher, {
        code: "kindergarten-leaves",
        title: "幼儿园动手做：叶子拓印",
        about: "捡叶子，印出叶脉。",
        kind: "experiment",
        topic: "nature",
        audiences: ["youth"],
        skill: "science-show",
        badges: ["children"],
        effort: "light",
        demands: [],
        minutes: 30,
        volunteers: 2,
        little: { materials: "叶子、水彩、纸", hazards: "水彩不入口", childrenPerAdult: 5 },
      }),
    );
    await assert.rejects(
      db
        .updateTable("service_items")
        .set({ little_hazards: null })
        .where("code", "=", "kindergarten-leaves")
        .execute(),
      /service_items_little_check/u,
    );
  });

  test("the whole way without JavaScript: the menu says what could go wrong, the order asks for its grown-ups, the band lists reviewed items", async () => {
    const world = await open(database());
    const { kindergarten, teacher, order } = world;
    await using server = await startTestServer(database(), { now: "2026-11-23T01:00:00Z" });
    const { context } = server;
    await context.db
      .insertInto("role_grants")
      .values({
        id: teacher.personId,
        person_id: teacher.personId,
        role: "teacher",
        unit_id: kindergarten.id,
        starts_on: "2026-01-01",
        ends_on: null,
        reason: "演示",
        granted_by_person_id: null,
        granted_at: new Date("2026-01-01T00:00:00Z"),
        ended_at: null,
        ended_by_person_id: null,
        end_reason: null,
      })
      .execute();
    const menu = await server.app.inject({ url: "/orders?little=yes" });
    assert.match(menu.body, /用到：手电、厚纸片、白墙。当心：手电不照眼睛/u);
    assert.match(menu.body, /每 6 个孩子至少 1 位大人/u);
    assert.doesNotMatch(menu.body, /星空和航天讲座/u);
    const id = await order();
    const cookie = await buildCookie(context, teacher.personId);
    const page = await server.app.inject({ url: `/my/orders/${id}`, headers: { cookie } });
    assert.match(page.body, /还没有幼儿园的书面同意/u);
    assert.match(page.body, /这一单至少要 5 位园里的大人在场/u);
    const typed = {
      signerName: "演示园长",
      signerPosition: "园长",
      agreedOn: "2026-11-20",
      classes: "大一班",
      guardiansToldOn: "2026-11-20",
      adultsCount: "三位",
      confirmed: "yes",
    };
    const send = (fields: Record<string, string>) => {
      const form = new FormData();
      for (const [name, value] of Object.entries({ _key: crypto.randomUUID(), ...fields }))
        form.set(name, value);
      const request = new Request("http://localhost", { method: "POST", body: form });
      return request.arrayBuffer().then((bytes) =>
        server.app.inject({
          method: "POST",
          url: `/my/orders/${id}/school-consent`,
          headers: {
            cookie,
            "sec-fetch-site": "same-origin",
            "content-type": request.headers.get("content-type") ?? "",
          },
          payload: Buffer.from(bytes),
        }),
      );
    };
    const wrong = await send(typed);
    assert.equal(wrong.statusCode, 422, wrong.body);
    assert.match(wrong.body, /至少要 5 位园里的大人/u);
    assert.match(wrong.body, /value="三位"/u, "what was typed stays");
    assert.equal((await send({ ...typed, adultsCount: "５" })).statusCode, 303);
    const studio = await buildStudio(context);
    for (let no = 1; no <= itemsShown; no += 1)
      await buildReadable(context, studio, {
        title: `三到六岁第 ${no} 篇`,
        audiences: ["youth"],
        ageBands: ["3-6"],
      });
    const zone = await server.app.inject({ url: "/zones/youth", headers: { cookie: "kepu_band=3-6" } });
    for (let no = 1; no <= itemsShown; no += 1)
      assert.match(zone.body, new RegExp(`三到六岁第 ${no} 篇`, "u"));
  });
});
