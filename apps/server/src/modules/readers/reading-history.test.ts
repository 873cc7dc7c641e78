import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { sql } from "kysely";
import { systemActor } from "#kernel/actor.ts";
import { inTransaction } from "#kernel/db.ts";
import { createPerson } from "#modules/identity/index.ts";
import { addChild, eraseOwnAccount, giveConsent } from "#modules/people/index.ts";
import { databaseSuite } from "#test/support/database.ts";
import { buildCookie, buildPerson, buildReadable, buildStudio } from "#test/support/readable.ts";
import { startTestServer, type TestServer } from "#test/support/server.ts";
import { readersDataSource } from "./personal-data.ts";
import { clearOldHistory, noteReading, turnHistoryOff, turnHistoryOn } from "./reading-history.ts";

const visitorOf = (personId: string) => ({
  kind: "person" as const,
  personId,
  sessionId: randomUUID(),
  grants: [],
  secondFactor: false,
});
const countHistory = async ({ context }: TestServer, personId: string): Promise<number> =>
  (await context.db.selectFrom("reading_history").selectAll().where("person_id", "=", personId).execute())
    .length;
const turnOn = (server: TestServer, personId: string): Promise<void> =>
  inTransaction(server.context.db, (trx) =>
    turnHistoryOn(trx, server.context, visitorOf(personId), { adult: "yes" }),
  );

const code = (expected: string) => (error: unknown) =>
  error instanceof Error && "code" in error && error.code === expected;

databaseSuite("reading history", (database) => {
  test("off by default nothing is stored; on, what is opened is noted once; fetched ahead is not; off deletes all", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    const { no } = await buildReadable(context, await buildStudio(context));
    const person = await buildPerson(context);
    const cookie = await buildCookie(context, person.id);
    const open = (headers: Record<string, string> = {}) =>
      server.app.inject({ method: "GET", url: `/articles/${no}`, headers: { cookie, ...headers } });
    const send = async (url: string, fields: Record<string, string> = {}) => {
      const page = await server.app.inject({ method: "GET", url: "/my/history", headers: { cookie } });
      const key = /name="_key" value="([^"]+)"/u.exec(page.body)?.[1] ?? randomUUID();
      return server.app.inject({
        method: "POST",
        url,
        headers: {
          cookie,
          "sec-fetch-site": "same-origin",
          "content-type": "application/x-www-form-urlencoded",
        },
        payload: new URLSearchParams({ _key: key, ...fields }).toString(),
      });
    };
    await open();
    assert.equal(await countHistory(server, person.id), 0);
    const unsure = await send("/my/history/on");
    assert.equal(unsure.statusCode, 422);
    assert.match(unsure.body, /请先勾选“我已满 18 周岁”/u);
    assert.equal((await send("/my/history/on", { adult: "yes" })).statusCode, 303);
    await open({ "sec-purpose": "prefetch" });
    assert.equal(await countHistory(server, person.id), 0, "fetched ahead by the browser");
    await open();
    await open();
    assert.equal(await countHistory(server, person.id), 1);
    const page = await server.app.inject({ method: "GET", url: "/my/history", headers: { cookie } });
    assert.match(page.body, /夏天的剩菜怎么放才安全/u);
    assert.equal((await send("/my/history/off")).statusCode, 303);
    assert.equal(await countHistory(server, person.id), 0);
    await open();
    assert.equal(await countHistory(server, person.id), 0);
    assert.equal((await send("/my/history/off")).statusCode, 409, "it is off already");
  });

  test("a minor has no history: the switch refuses, and the database refuses a row even with a consent", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    const { contentId } = await buildReadable(context, await buildStudio(context));
    const guardian = await buildPerson(context);
    const child = await inTransaction(context.db, (trx) =>
      addChild(trx, context, visitorOf(guardian.id), {
        fullName: "小禾",
        birthDate: "2018-09-01",
        relation: "mother",
        consent: true,
      }),
    );
    const pupil = await inTransaction(context.db, (trx) =>
      createPerson(trx, context, systemActor("test"), { fullName: "演示高中生", birthDate: "2009-11-24" }),
    );
    for (const personId of [child, pupil]) {
      await assert.rejects(turnOn(server, personId), code("readers.adults_only"));
      await inTransaction(context.db, (trx) => noteReading(trx, context, { personId, contentId }));
      assert.equal(await countHistory(server, personId), 0);
    }
    const consentId = await inTransaction(context.db, (trx) =>
      giveConsent(trx, context, visitorOf(child), {
        personId: child,
        purpose: "reading_history",
        givenByPersonId: child,
        method: "web",
      }),
    );
    await assert.rejects(
      context.db
        .insertInto("reading_history")
        .values({
          person_id: child,
          content_id: contentId,
          consent_id: consentId,
          last_read_at: server.clock.now(),
        })
        .execute(),
      (error: unknown) =>
        error instanceof Error && "constraint" in error && error.constraint === "reading_history_no_child",
    );
    // The day of the eighteenth birthday (2027-11-24) opens it.
    server.clock.set("2027-11-23T23:59:00+08:00");
    await assert.rejects(turnOn(server, pupil), code("readers.adults_only"));
    server.clock.set("2027-11-24T00:01:00+08:00");
    await turnOn(server, pupil);
  });

  test("a reading under way while it is switched off leaves nothing; control: without the lock on the consent it would", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    const { contentId } = await buildReadable(context, await buildStudio(context));
    const race = async (note: "as it is" | "without the lock"): Promise<number> => {
      const person = await buildPerson(context);
      await turnOn(server, person.id);
      let switchedOff: Promise<void> | undefined;
      const isWaiting = async (): Promise<boolean> => {
        const found = await sql<{ waits: boolean }>`
          select exists (select 1 from pg_stat_activity where datname = current_database()
            and wait_event_type = 'Lock') as waits`.execute(context.db);
        return found.rows[0]?.waits ?? false;
      };
      await inTransaction(context.db, async (trx) => {
        if (note === "as it is") await noteReading(trx, context, { personId: person.id, contentId });
        else {
          await sql`alter table reading_history disable trigger reading_history_consent`.execute(context.db);
          const consent = await trx
            .selectFrom("consents")
            .select("id")
            .where("person_id", "=", person.id)
            .executeTakeFirstOrThrow();
          await sql`insert into reading_history (person_id, content_id, consent_id, last_read_at)
            values (${person.id}, ${contentId}, ${consent.id}, ${server.clock.now()})`.execute(trx);
        }
        switchedOff = inTransaction(context.db, (other) =>
          turnHistoryOff(other, context, visitorOf(person.id)),
        );
        // Until the other one either waits for us or is through.
        const through = switchedOff.then(() => "through" as const);
        for (let turn = 0; turn < 200 && !(await isWaiting()); turn += 1)
          if ((await Promise.race([through, setTimeout(10, "not yet")])) === "through") break;
      });
      await switchedOff;
      return countHistory(server, person.id);
    };
    try {
      assert.equal(await race("as it is"), 0);
      assert.equal(await race("without the lock"), 1, "the control must show what the lock is for");
    } finally {
      await sql`alter table reading_history enable trigger reading_history_consent`.execute(context.db);
    }
  });

  test("export hands out what was saved and read, erasing the account deletes it, a year forgets it", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    const { contentId, no } = await buildReadable(context, await buildStudio(context));
    const person = await buildPerson(context);
    await turnOn(server, person.id);
    await inTransaction(context.db, (trx) => noteReading(trx, context, { personId: person.id, contentId }));
    await server.app.inject({
      method: "POST",
      url: "/saved/add",
      headers: {
        cookie: await buildCookie(context, person.id),
        "sec-fetch-site": "same-origin",
        "content-type": "application/x-www-form-urlencoded",
      },
      payload: `no=${no}`,
    });
    const exported = JSON.stringify(await readersDataSource.exportOf(context.db, context, person.id));
    assert.equal(exported.split("夏天的剩菜怎么放才安全").length - 1, 2);
    const other = await buildPerson(context);
    await turnOn(server, other.id);
    await inTransaction(context.db, (trx) => noteReading(trx, context, { personId: other.id, contentId }));
    await inTransaction(context.db, (trx) =>
      eraseOwnAccount(trx, { ...context, personalData: context.personalData }, visitorOf(person.id), {
        confirm: "注销",
      }),
    );
    assert.equal(await countHistory(server, person.id), 0);
    assert.equal(await countHistory(server, other.id), 1);
    server.clock.advanceMs(366 * 86_400_000);
    assert.ok((await inTransaction(context.db, (trx) => clearOldHistory(trx, context))) >= 1);
    assert.equal(await countHistory(server, other.id), 0);
  });
});
