import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { type PersonActor, systemActor } from "#kernel/actor.ts";
import { inTransaction } from "#kernel/db.ts";
import { createPerson } from "#modules/identity/index.ts";
import { buildUnit } from "#test/support/builders.ts";
import { databaseSuite } from "#test/support/database.ts";
import { startTestServer } from "#test/support/server.ts";
import { buildAdviser, buildPaper } from "./builders.ts";
import { passLateAdviceUp, returnPaper } from "./papers.ts";

databaseSuite("what an adviser is told of his paper", (database) => {
  test("a return and a passing up are one message each, at night it waits for the morning, and a day has three", async () => {
    await using server = await startTestServer(database(), { now: "2026-11-23T14:00:00Z" });
    const { context, clock } = server;
    const { db } = context;
    const person = async (phone?: string): Promise<PersonActor> => ({
      kind: "person",
      personId: await inTransaction(db, (trx) =>
        createPerson(trx, context, systemActor("test"), {
          fullName: "演示人员",
          ...(phone === undefined ? {} : { phone }),
        }),
      ),
      sessionId: randomUUID(),
      grants: [],
      secondFactor: true,
    });
    const street = await buildUnit(db, { kind: "street" });
    const [adviser, officer] = [await person("19900000077"), await person()];
    const { personId } = adviser;
    await buildAdviser(db, context, { personId, unitId: street.id });
    const messages = async () => {
      await server.jobs.deliver();
      const rows = await db
        .selectFrom("text_messages")
        .select(["content_sealed", "next_try_at"])
        .where("person_id", "=", personId)
        .orderBy("created_at")
        .execute();
      return rows.map((row) => ({
        text: row.content_sealed === null ? "" : context.cipher.decrypt(row.content_sealed),
        at: row.next_try_at,
      }));
    };
    const giveBack = async (): Promise<void> => {
      const id = await buildPaper(db, context, adviser, street.id);
      await inTransaction(db, (trx) =>
        returnPaper(trx, context, officer, { id, reason: "请补上三个社区的名字" }),
      );
    };
    await giveBack();
    const [first] = await messages();
    assert.match(first?.text ?? "", /退回来请您补充/u);
    assert.doesNotMatch(first?.text ?? "", /橱窗|三个社区/u, "what it is about is not in it");
    assert.equal(first?.at.toISOString(), "2026-11-24T00:00:00.000Z", "22:00 in the district waits for 8:00");

    clock.set("2026-11-25T02:00:00Z");
    const late = await buildPaper(db, context, adviser, street.id);
    clock.advanceMs(40 * 86_400_000);
    assert.equal(await passLateAdviceUp(context), 1);
    assert.match((await messages()).at(-1)?.text ?? "", /已转上级单位办/u);
    for (let count = 0; count < 4; count += 1) await giveBack();
    const sent = (await messages()).length;
    assert.equal(sent, 1 + 3, "of five in one day three are sent");
    assert.ok(late !== "");
  });
});
