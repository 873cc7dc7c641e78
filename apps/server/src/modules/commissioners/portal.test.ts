import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { anonymous } from "#kernel/actor.ts";
import { databaseSuite } from "#test/support/database.ts";
import { buildPerson, personActor, startWorld } from "#test/support/whole-system.ts";
import { buildApplication, buildCall, buildContract, buildLog } from "./builders.ts";

const form = (fields: Readonly<Record<string, string>>) => ({
  method: "POST" as const,
  payload: new URLSearchParams({ _key: randomUUID(), ...fields }).toString(),
  headers: { "content-type": "application/x-www-form-urlencoded" },
});

// A world makes a district: each has a database of its own.
databaseSuite("calls for commissioners, as people see them", (database) => {
  test("everybody reads the calls; an application that says too little comes back with its words, a good one stands on the own page", async () => {
    await using world = await startWorld(database());
    const { context } = world.system;
    const { callId } = await buildCall(context.db, context, { unitId: world.places.street.id });
    const calls = await world.ask(anonymous, { url: "/commissioner-calls" });
    assert.ok(calls.statusCode === 200 && calls.body.includes(`/commissioner-calls/${callId}`));
    const someone = personActor(await buildPerson(world.system, { name: "演示农技员" }), [], "without");
    const url = `/commissioner-calls/${callId}`;
    assert.equal((await world.ask(someone, { url })).statusCode, 200);
    const refused = await world.ask(someone, { url, ...form({ statement: "我会种田" }) });
    assert.equal(refused.statusCode, 422);
    assert.ok(refused.body.includes("至少 20 个字") && refused.body.includes("我会种田"));
    const statement = "演示：种了二十年双季稻，带过三户徒弟，愿意每月下田四次。";
    assert.equal((await world.ask(someone, { url, ...form({ statement }) })).statusCode, 303);
    const own = await world.ask(someone, { url: "/my/commissioner-selection" });
    assert.ok(own.body.includes(statement) && own.body.includes("撤回申请"));
  });
});

databaseSuite("a reviewer's page", (database) => {
  test("a reviewer sees the name and the words, must declare that he has no conflict, and keeps what he typed", async () => {
    await using world = await startWorld(database());
    const { context } = world.system;
    const { id, callId } = await buildApplication(context.db, context, {
      unitId: world.places.street.id,
      to: "reviewed",
    });
    await context.db.deleteFrom("commissioner_reviews").where("application_id", "=", id).execute();
    const { person_id: reviewerId } = await context.db
      .selectFrom("commissioner_reviewers")
      .select("person_id")
      .where("call_id", "=", callId)
      .executeTakeFirstOrThrow();
    const reviewer = personActor(reviewerId, [], "without");
    const page = await world.ask(reviewer, { url: "/my/commissioner-selection" });
    assert.ok(page.body.includes("演示农技员"));
    const scores = { skill: "30", practice: "20", plan: "21", comment: "演示：下田多年，说得清楚" };
    const url = `/my/commissioner-selection/${id}/score`;
    const one = await world.ask(reviewer, { url });
    assert.ok(one.statusCode === 200 && one.body.includes("有利害关系，我回避"));
    const refused = await world.ask(reviewer, { url, ...form(scores) });
    assert.equal(refused.statusCode, 422);
    assert.ok(refused.body.includes("没有利害关系") && refused.body.includes(scores.comment));
    const over = await world.ask(reviewer, { url, ...form({ ...scores, skill: "41", declared: "yes" }) });
    assert.equal(over.statusCode, 422);
    assert.equal(
      (await world.ask(reviewer, { url, ...form({ ...scores, declared: "yes" }) })).statusCode,
      303,
    );
    const stranger = personActor(await buildPerson(world.system, { name: "演示外人" }), [], "without");
    assert.equal(
      (await world.ask(stranger, { url, ...form({ ...scores, declared: "yes" }) })).statusCode,
      404,
    );
  });
});

databaseSuite("photographs on a commissioner's page", (database) => {
  test("a commissioner's page has the fields of a photograph, and a photograph's form without a file says so", async () => {
    await using world = await startWorld(database());
    const { context } = world.system;
    const contract = await buildContract(context.db, context, world.places.street.id);
    const logId = await buildLog(context.db, context, contract);
    const actor = personActor(contract.commissioner.personId, [], "without");
    const page = await world.ask(actor, { url: "/my/commissioner" });
    assert.ok(page.body.includes("人脸在照片的哪一块") && page.body.includes("加照片"));
    assert.equal((await world.ask(actor, { url: `/my/commissioner/logs/${logId}/photos` })).statusCode, 200);
    const edge = `edge${randomUUID()}`;
    const answer = await world.ask(actor, {
      method: "POST",
      url: `/my/commissioner/logs/${logId}/photos`,
      payload: `--${edge}\r\ncontent-disposition: form-data; name="_key"\r\n\r\n${randomUUID()}\r\n--${edge}--\r\n`,
      headers: { "content-type": `multipart/form-data; boundary=${edge}` },
    });
    assert.equal(answer.statusCode, 422);
    assert.ok(answer.body.includes("请先选一张照片"));
  });
});
