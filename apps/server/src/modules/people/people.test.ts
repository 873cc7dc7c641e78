import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { databaseSuite, type TestDatabase } from "#test/support/database.ts";
import { buildUnit } from "#test/support/builders.ts";
import { testCipher } from "#test/support/keys.ts";
import type { PersonActor } from "#kernel/actor.ts";
import { systemActor } from "#kernel/actor.ts";
import { createTestClock } from "#kernel/clock.ts";
import { type Db, inTransaction } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { createPerson, exportPerson, getPersonName } from "#modules/identity/index.ts";
import { addChild, listChildren, removeChild } from "./children.ts";
import { giveConsent, hasConsent, withdrawConsent } from "./consents.ts";
import { eraseOwnAccount, exportOwnData, peopleDataSource, readOwnExport } from "./own-data.ts";
import { endOverdue, endProxy, listProxyActsOf, startProxy } from "./proxies.ts";
import { ageOn } from "./vocabulary.ts";

const clock = createTestClock("2026-11-23T01:00:00Z");
const context = { clock, cipher: testCipher, personalData: [peopleDataSource] };

const buildPerson = async (db: Db, fullName = "演示居民"): Promise<PersonActor> => {
  const personId = await inTransaction(db, (trx) =>
    createPerson(trx, context, systemActor("test"), { fullName }),
  );
  return { kind: "person", personId, sessionId: randomUUID(), grants: [], secondFactor: false };
};

const refusal = (code: string) => (error: unknown) => error instanceof AppError && error.code === code;

const startInput = async (database: TestDatabase, elder: PersonActor, witness: PersonActor) => ({
  elderPersonId: elder.personId,
  unitId: (await buildUnit(database.db)).id,
  matter: "报名手机课",
  method: "spoken" as const,
  witnessPersonId: witness.personId,
  readBack: true,
});

databaseSuite("people", (database) => {
  test("agreeing twice is one consent, and withdrawing it counts at once", async () => {
    const { db } = database();
    const person = await buildPerson(db);
    const give = () =>
      inTransaction(db, (trx) =>
        giveConsent(trx, context, person, {
          personId: person.personId,
          purpose: "messages",
          givenByPersonId: person.personId,
          method: "web",
        }),
      );
    assert.equal(await give(), await give());
    assert.equal(await hasConsent(db, person.personId, "messages"), true);
    await inTransaction(db, (trx) =>
      withdrawConsent(trx, context, person, {
        personId: person.personId,
        purpose: "messages",
        byPersonId: person.personId,
      }),
    );
    assert.equal(await hasConsent(db, person.personId, "messages"), false);
  });

  test("a child under 14 is never stored without the guardian's consent", async () => {
    const { db } = database();
    const guardian = await buildPerson(db, "演示家长");
    const child = { fullName: "小禾", birthDate: "2018-09-01", relation: "mother" as const };
    const count = async () => (await db.selectFrom("persons").select("id").execute()).length;
    const before = await count();
    await assert.rejects(
      inTransaction(db, (trx) => addChild(trx, context, guardian, { ...child, consent: false })),
      refusal("people.consent_needed"),
    );
    await assert.rejects(
      inTransaction(db, (trx) =>
        createPerson(trx, context, guardian, { fullName: "小禾", birthDate: "2018-09-01" }),
      ),
      refusal("identity.under_14"),
    );
    assert.equal(await count(), before);
  });

  test("the database refuses a child whose consent is another's, even when code forgets", async () => {
    const { db } = database();
    const guardian = await buildPerson(db);
    const stranger = await buildPerson(db);
    const child = await buildPerson(db, "小禾");
    const consentId = await inTransaction(db, (trx) =>
      giveConsent(trx, context, stranger, {
        personId: child.personId,
        purpose: "child_account",
        givenByPersonId: stranger.personId,
        method: "web",
      }),
    );
    await assert.rejects(
      db
        .insertInto("children")
        .values({
          person_id: child.personId,
          guardian_person_id: guardian.personId,
          relation: "father",
          consent_id: consentId,
          school_unit_id: null,
          created_at: clock.now(),
        })
        .execute(),
      /guardian's consent/,
    );
  });

  test("a guardian who withdraws leaves no personal field of the child and a proof", async () => {
    const { db } = database();
    const guardian = await buildPerson(db, "演示家长");
    const childId = await inTransaction(db, (trx) =>
      addChild(trx, context, guardian, {
        fullName: "小禾",
        birthDate: "2018-09-01",
        relation: "mother",
        consent: true,
      }),
    );
    assert.equal((await listChildren(db, guardian.personId)).length, 1);
    const stranger = await buildPerson(db);
    await assert.rejects(
      inTransaction(db, (trx) => removeChild(trx, context, stranger, childId)),
      refusal("people.child_not_yours"),
    );
    const proof = await inTransaction(db, (trx) => removeChild(trx, context, guardian, childId));
    const row = await db
      .selectFrom("persons")
      .selectAll()
      .where("id", "=", childId)
      .executeTakeFirstOrThrow();
    assert.equal(row.status, "erased");
    assert.equal(row.name_sealed, null);
    assert.equal(row.birth_date_sealed, null);
    const request = await db
      .selectFrom("data_requests")
      .select("kind")
      .where("id", "=", proof)
      .executeTakeFirstOrThrow();
    assert.equal(request.kind, "erase_child");
  });

  test("fourteen counts from the birthday on, also for 29 February", () => {
    assert.equal(ageOn("2012-11-24", "2026-11-23"), 13);
    assert.equal(ageOn("2012-11-23", "2026-11-23"), 14);
    assert.equal(ageOn("2012-02-29", "2026-02-28"), 13);
    assert.equal(ageOn("2012-02-29", "2026-03-01"), 14);
  });

  test("helping needs reading aloud, and the spoken word a witness who is neither of the two", async () => {
    const { db } = database();
    const [helper, elder, witness] = [await buildPerson(db), await buildPerson(db), await buildPerson(db)];
    const input = await startInput(database(), elder, witness);
    const start = (change: object) =>
      inTransaction(db, (trx) => startProxy(trx, context, helper, { ...input, ...change }));
    await assert.rejects(start({ readBack: false }), refusal("people.read_back_needed"));
    await assert.rejects(start({ witnessPersonId: helper.personId }), refusal("people.witness_needed"));
    await assert.rejects(start({ witnessPersonId: elder.personId }), refusal("people.witness_needed"));
    await assert.rejects(start({ elderPersonId: helper.personId }), refusal("people.helping_oneself"));
  });

  test("one elder is helped by one helper at a time: of ten at once exactly one starts", async () => {
    const { db } = database();
    const [elder, witness] = [await buildPerson(db), await buildPerson(db)];
    const input = await startInput(database(), elder, witness);
    const helpers = await Promise.all(Array.from({ length: 10 }, () => buildPerson(db)));
    const results = await Promise.allSettled(
      helpers.map((helper) => inTransaction(db, (trx) => startProxy(trx, context, helper, input))),
    );
    assert.equal(results.filter((result) => result.status === "fulfilled").length, 1);
    for (const result of results)
      if (result.status === "rejected") assert.ok(result.reason instanceof AppError, String(result.reason));
  });

  test("without the index two helpers would help one elder (control)", async () => {
    const { db, pool } = database();
    const [elder, witness] = [await buildPerson(db), await buildPerson(db)];
    const input = await startInput(database(), elder, witness);
    const [one, two] = [await buildPerson(db), await buildPerson(db)];
    await pool.query("drop index proxy_acts_elder_busy");
    try {
      for (const helper of [one, two])
        await inTransaction(db, (trx) => startProxy(trx, context, helper, input));
      const running = await db
        .selectFrom("proxy_acts")
        .select("id")
        .where("elder_person_id", "=", elder.personId)
        .where("ended_at", "is", null)
        .execute();
      assert.equal(running.length, 2);
      for (const act of running)
        await inTransaction(db, (trx) => endProxy(trx, context, systemActor("test"), act.id));
    } finally {
      await pool.query(
        "create unique index proxy_acts_elder_busy on proxy_acts (elder_person_id) where ended_at is null",
      );
    }
  });

  test("an act of helping names both persons in the audit and is recorded as one fact when it ends", async () => {
    const { db } = database();
    const [helper, elder, witness] = [
      await buildPerson(db, "演示帮办员"),
      await buildPerson(db, "演示老人"),
      await buildPerson(db),
    ];
    const id = await inTransaction(db, async (trx) =>
      startProxy(trx, context, helper, await startInput(database(), elder, witness)),
    );
    const entry = await db
      .selectFrom("audit_entries")
      .selectAll()
      .where("action", "=", "people.proxy_started")
      .where("record_id", "=", id)
      .executeTakeFirstOrThrow();
    assert.equal(entry.actor_person_id, helper.personId);
    assert.equal(entry.on_behalf_of_person_id, elder.personId);
    assert.equal(await inTransaction(db, (trx) => endProxy(trx, context, helper, id)), true);
    assert.equal(await inTransaction(db, (trx) => endProxy(trx, context, helper, id)), false);
    const facts = await db
      .selectFrom("facts")
      .select(["kind", "audience"])
      .where("source_id", "=", id)
      .execute();
    assert.deepEqual(facts, [{ kind: "people.helped", audience: "elder" }]);
    const [view] = await listProxyActsOf(db, elder.personId);
    assert.equal(await getPersonName(db, testCipher, view?.helperPersonId ?? ""), "演示帮办员");
  });

  test("an act whose hour is over ends by itself", async () => {
    const { db } = database();
    const [helper, elder, witness] = [await buildPerson(db), await buildPerson(db), await buildPerson(db)];
    await inTransaction(db, async (trx) =>
      startProxy(trx, context, helper, await startInput(database(), elder, witness)),
    );
    assert.equal(await inTransaction(db, (trx) => endOverdue(trx, context, [elder.personId])), 0);
    clock.advanceMs(61 * 60_000);
    assert.equal(await inTransaction(db, (trx) => endOverdue(trx, context, [elder.personId])), 1);
  });

  test("an export holds what is stored and is gone after a day", async () => {
    const { db } = database();
    const person = await buildPerson(db, "演示居民甲");
    const id = await inTransaction(db, (trx) => exportOwnData(trx, context, person));
    const content = JSON.parse(await readOwnExport(db, context, person, id));
    assert.deepEqual(content.账户.name, (await exportPerson(db, context, person.personId))["name"]);
    assert.equal(content.账户.name, "演示居民甲");
    const stranger = await buildPerson(db);
    await assert.rejects(readOwnExport(db, context, stranger, id), refusal("people.export_gone"));
    clock.advanceMs(25 * 3_600_000);
    await assert.rejects(readOwnExport(db, context, person, id), refusal("people.export_gone"));
  });

  test("erasing asks for the word, refuses while children are kept, and leaves nothing that names the person", async () => {
    const { db, pool } = database();
    const person = await buildPerson(db, "演示注销人");
    const erase = (confirm: string) =>
      inTransaction(db, (trx) => eraseOwnAccount(trx, context, person, { confirm }));
    await assert.rejects(erase("好"), refusal("people.erase_confirm"));
    const childId = await inTransaction(db, (trx) =>
      addChild(trx, context, person, {
        fullName: "小满",
        birthDate: "2019-05-05",
        relation: "father",
        consent: true,
      }),
    );
    await assert.rejects(erase("注销"), refusal("people.erase_has_children"));
    await inTransaction(db, (trx) => removeChild(trx, context, person, childId));
    const proof = await erase("注销");
    const { rows } = await pool.query("select name_sealed, phone_sealed, salt from persons where id = $1", [
      person.personId,
    ]);
    assert.deepEqual(rows, [{ name_sealed: null, phone_sealed: null, salt: null }]);
    const ledger = await db.selectFrom("audit_entries").select("id").where("record_id", "=", proof).execute();
    assert.equal(ledger.length, 1);
  });
});
