import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import sharp from "sharp";
import { anonymous } from "#kernel/actor.ts";
import { databaseSuite } from "#test/support/database.ts";
import { buildActivityAt } from "#test/support/probes/activities.ts";
import { buildPerson, personActor, startWorld } from "#test/support/whole-system.ts";

const form = (fields: Readonly<Record<string, string>>, key = randomUUID()) => ({
  payload: new URLSearchParams({ _key: key, ...fields }).toString(),
  headers: { "content-type": "application/x-www-form-urlencoded" },
});

/** A form with a file, as a browser sends it. */
const upload = (bytes: Buffer, fields: readonly (readonly [string, string])[]) => {
  const edge = `edge${randomUUID()}`;
  const text = [["_key", randomUUID()] as const, ...fields]
    .map(([name, value]) => `--${edge}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`)
    .join("");
  const head = `--${edge}\r\ncontent-disposition: form-data; name="photo"; filename="IMG_1.jpg"\r\ncontent-type: image/jpeg\r\n\r\n`;
  return {
    payload: Buffer.concat([Buffer.from(text + head), bytes, Buffer.from(`\r\n--${edge}--\r\n`)]),
    headers: { "content-type": `multipart/form-data; boundary=${edge}` },
  };
};

databaseSuite("pages of activities", (database) => {
  test("a refusal keeps what was typed and says what to do; a form sent twice registers once; the code opens and cancels", async () => {
    await using world = await startWorld(database());
    const { no, sessionId } = await buildActivityAt(world, world.places.street, "open");
    const url = `/activities/${no}/register/${sessionId}`;
    const page = await world.ask(anonymous, { url });
    assert.equal(page.statusCode, 200);
    const typed = { contactName: "张演示", contactPhone: "19900008123", peopleCount: "3", minorsCount: "2" };
    const refused = await world.ask(anonymous, { method: "POST", url, ...form(typed) });
    assert.equal(refused.statusCode, 422);
    assert.ok(refused.body.includes("监护人") && refused.body.includes('value="张演示"'));
    const key = randomUUID();
    const cookies = { cookie: `kepu_visitor=${randomUUID()}` };
    const sent = { ...form({ ...typed, guardian: "yes" }, key) };
    const answers = [
      await world.ask(anonymous, { method: "POST", url, ...sent, headers: { ...sent.headers, ...cookies } }),
      await world.ask(anonymous, { method: "POST", url, ...sent, headers: { ...sent.headers, ...cookies } }),
    ];
    assert.deepEqual(
      answers.map((answer) => answer.statusCode),
      [303, 303],
    );
    assert.equal(answers[0]?.headers.location, answers[1]?.headers.location);
    const path = String(answers[0]?.headers.location).replace("?new=yes", "");
    const shown = await world.ask(anonymous, { url: path });
    assert.ok(shown.body.includes("报上了") && shown.headers["cache-control"] === "no-store");
    assert.equal(
      (await world.ask(anonymous, { method: "POST", url: `${path}/cancel`, ...form({}) })).statusCode,
      303,
    );
    assert.ok((await world.ask(anonymous, { url: path })).body.includes("您取消了这个报名"));
    const calendar = await world.ask(anonymous, { url: "/activities.ics" });
    assert.ok(calendar.body.includes(`activity-${sessionId}@`));
  });
});

// A world makes a district: each has a database of its own.
databaseSuite("pages of what happened on site", (database) => {
  test("who works at a session sends a photograph without JavaScript and counts heads; a second person confirms; a stranger sees neither", async () => {
    await using world = await startWorld(database());
    const { sessionId } = await buildActivityAt(world, world.places.street, "over");
    const { street } = world.places;
    const grants = [{ role: "street_liaison" as const, unitId: street.id, unitPath: street.path }];
    const staff = personActor(world.personId, grants, "with");
    const second = personActor(await buildPerson(world.system), grants, "with");
    const stranger = personActor(await buildPerson(world.system), [], "with");
    const url = `/on-site/photos/session/${sessionId}`;
    const picture = await sharp({ create: { width: 90, height: 60, channels: 3, background: "#446688" } })
      .jpeg()
      .toBuffer();
    const unsaid = await world.ask(staff, { method: "POST", url, ...upload(picture, [["faces", "marked"]]) });
    assert.equal(unsaid.statusCode, 422);
    assert.ok(unsaid.body.includes("框出来或选它在哪一块"));
    const sent = await world.ask(staff, {
      method: "POST",
      url,
      ...upload(picture, [
        ["boxes", ""],
        ["faces", "marked"],
        ["parts", "left-top"],
      ]),
    });
    assert.equal(sent.statusCode, 303, sent.body.slice(0, 400));
    const { db, clock } = { ...world.system.context, clock: world.system.clock };
    const photo = await db
      .selectFrom("evidence_photos")
      .selectAll()
      .where("session_id", "=", sessionId)
      .executeTakeFirstOrThrow();
    assert.equal(photo.places_blurred, 1);
    const image = await world.ask(staff, { url: `/on-site/photo-files/${photo.id}` });
    assert.equal(image.headers["content-type"], "image/jpeg");
    for (const closed of [url, `/on-site/photo-files/${photo.id}`])
      assert.equal((await world.ask(stranger, { url: closed })).statusCode, 403);
    const hour = (hours: number): string =>
      new Date(clock.now().getTime() + (8 + hours) * 3_600_000).toISOString().slice(11, 16);
    const counted = await world.ask(staff, {
      method: "POST",
      url: `${url}/heads`,
      ...form({ method: "clicker", peopleCount: "88", from: hour(-2), to: hour(-1), photoId: photo.id }),
    });
    assert.equal(counted.statusCode, 303, counted.body.slice(0, 400));
    const { id } = await db
      .selectFrom("head_counts")
      .select("id")
      .where("session_id", "=", sessionId)
      .executeTakeFirstOrThrow();
    const confirm = { method: "POST" as const, url: `${url}/heads/confirm`, ...form({ countId: id }) };
    const own = await world.ask(staff, confirm);
    assert.equal(own.statusCode, 403);
    assert.ok(own.body.includes("另一个人确认"));
    assert.equal((await world.ask(second, { ...confirm, ...form({ countId: id }) })).statusCode, 303);
    assert.ok((await world.ask(second, { url })).body.includes("确认了"));
  });
});
