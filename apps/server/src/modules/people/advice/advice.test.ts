import assert from "node:assert/strict";
import { test } from "node:test";
import type { PersonActor } from "#kernel/actor.ts";
import { createTestClock } from "#kernel/clock.ts";
import { inTransaction, type Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { applyTransition } from "#kernel/transitions.ts";
import { buildUnit } from "#test/support/builders.ts";
import { databaseSuite, type TestDatabase } from "#test/support/database.ts";
import { testCipher } from "#test/support/keys.ts";
import { createPerson } from "#modules/identity/index.ts";
import { randomUUID } from "node:crypto";
import { adviceWords, buildAdviser, buildPaper } from "./builders.ts";
import {
  confirmReply,
  draftReply,
  passLateAdviceUp,
  receivePaper,
  returnPaper,
  revisePaper,
  sendReplyBack,
  submitPaper,
  withdrawPaper,
} from "./papers.ts";
import { listPapers } from "./queries.ts";
import { askAdvice, listAdviceRequests } from "./requests.ts";
import { adviceStates } from "./state.ts";

const dayMs = 86_400_000;
const refused = (code: string) => (error: unknown) => {
  assert.ok(error instanceof AppError, String(error));
  assert.equal(error.code, code);
  return true;
};

const open = async ({ db }: TestDatabase) => {
  const clock = createTestClock("2026-11-23T01:00:00Z");
  const context = { clock, cipher: testCipher };
  const act = <T>(work: (trx: Trx) => Promise<T>): Promise<T> => inTransaction(db, work);
  const street = await buildUnit(db, { kind: "street" });
  const person = async (): Promise<PersonActor> => ({
    kind: "person",
    personId: await act((trx) =>
      createPerson(trx, context, { kind: "system", name: "test" }, { fullName: "演示人员" }),
    ),
    sessionId: randomUUID(),
    grants: [],
    secondFactor: true,
  });
  const [adviser, first, second] = [await person(), await person(), await person()];
  await buildAdviser(db, context, { personId: adviser.personId, unitId: street.id });
  const paperOf = async (id: string) => {
    const { rows } = await listPapers(db, {
      scope: "everywhere",
      personId: adviser.personId,
      page: 1,
      size: 50,
    });
    const found = rows.find((row) => row.id === id);
    assert.ok(found !== undefined);
    return found;
  };
  return { db, clock, context, act, street, person, adviser, first, second, paperOf };
};

const factsOf = ({ db }: TestDatabase, id: string) =>
  db
    .selectFrom("facts")
    .select(["kind", "quantity", "unit_id"])
    .where("source_table", "=", "advice_papers")
    .where("source_id", "=", id)
    .execute();

databaseSuite("advice papers of senior experts", (database) => {
  test("a street asks, a senior expert's paper is filed and linked, received, answered by two persons, and counts once", async () => {
    const { db, context, act, street, adviser, first, second, paperOf } = await open(database());
    const requestId = await act((trx) =>
      askAdvice(trx, context, first, {
        unitId: street.id,
        title: "老城区的橱窗怎么办",
        question: "橱窗旧了，内容也不换，请老专家看看怎么用起来。",
        closesOn: "2026-12-31",
      }),
    );
    const id = await act((trx) =>
      submitPaper(trx, context, adviser, { ...adviceWords, unitId: undefined, requestId }),
    );
    assert.deepEqual(
      [(await paperOf(id)).requestTitle, (await paperOf(id)).unitName],
      ["老城区的橱窗怎么办", street.name],
    );
    await assert.rejects(
      act((trx) => receivePaper(trx, context, adviser, id)),
      refused("people.advice_own"),
    );
    await act((trx) => receivePaper(trx, context, first, id));
    await assert.rejects(
      act((trx) => draftReply(trx, context, first, { id, reply: "好" })),
      refused("people.advice_reply"),
    );
    await act((trx) => draftReply(trx, context, first, { id, reply: "明年一季度先换三个社区的橱窗。" }));
    await assert.rejects(
      act((trx) => confirmReply(trx, context, first, id)),
      refused("people.advice_second"),
    );
    // Control: the database refuses it too, where the command would not.
    await assert.rejects(
      db
        .updateTable("advice_papers")
        .set({ status: "answered", due_at: null, answered_by_person_id: first.personId })
        .where("id", "=", id)
        .execute(),
      /advice_papers_two_persons_check/u,
    );
    await act((trx) => sendReplyBack(trx, context, second, { id, reason: "请写清楚是哪三个社区" }));
    await act((trx) =>
      draftReply(trx, context, first, { id, reply: "明年一季度先换东、西、南三个社区的橱窗。" }),
    );
    assert.deepEqual(await factsOf(database(), id), []);
    const outcomes = await Promise.allSettled(
      Array.from({ length: 8 }, () => act((trx) => confirmReply(trx, context, second, id))),
    );
    assert.equal(outcomes.filter((one) => one.status === "fulfilled").length, 1);
    assert.deepEqual(
      (await factsOf(database(), id)).map((fact) => [fact.kind, fact.quantity, fact.unit_id]),
      [["people.advice_answered", 1, street.id]],
    );
    const answered = await paperOf(id);
    assert.equal(answered.status, "answered");
    assert.match(answered.reply ?? "", /东、西、南/u);
    const [request] = (await listAdviceRequests(db, { scope: [street.path], page: 1, size: 10 })).rows;
    assert.deepEqual([request?.papers, request?.answered], [1, 1]);
    await assert.rejects(
      act((trx) => withdrawPaper(trx, context, adviser, id)),
      refused("people.advice_not_now"),
    );
  });

  test("returned with a reason, revised and sent again; nothing typed badly is taken", async () => {
    const { db, context, act, street, person, adviser, first, paperOf } = await open(database());
    const submit = (change: Partial<Parameters<typeof submitPaper>[3]>, actor = adviser) =>
      act((trx) =>
        submitPaper(trx, context, actor, {
          ...adviceWords,
          unitId: street.id,
          requestId: undefined,
          ...change,
        }),
      );
    await assert.rejects(submit({}, await person()), refused("people.advice_senior"));
    await assert.rejects(submit({ title: "窗" }), refused("people.advice_title"));
    await assert.rejects(submit({ body: "请换橱窗" }), refused("people.advice_body"));
    await assert.rejects(submit({ unitId: undefined }), refused("people.advice_unit"));
    await assert.rejects(submit({ requestId: randomUUID() }), refused("people.advice_request"));
    const school = await buildUnit(db, { parent: street, kind: "school" });
    await assert.rejects(submit({ unitId: school.id }), refused("people.advice_unit"));
    const id = await buildPaper(db, context, adviser, street.id);
    await assert.rejects(
      act((trx) => returnPaper(trx, context, first, { id, reason: "改" })),
      refused("people.advice_reason"),
    );
    await act((trx) => returnPaper(trx, context, first, { id, reason: "请写明是哪几个社区" }));
    assert.deepEqual([(await paperOf(id)).reason, (await paperOf(id)).dueAt], ["请写明是哪几个社区", null]);
    await assert.rejects(
      act(async (trx) => revisePaper(trx, context, await person(), { ...adviceWords, id })),
      refused("people.advice_not_found"),
    );
    await act((trx) => revisePaper(trx, context, adviser, { ...adviceWords, title: "橱窗每季换一次", id }));
    assert.deepEqual(
      [(await paperOf(id)).title, (await paperOf(id)).status],
      ["橱窗每季换一次", "submitted"],
    );
    await act((trx) => withdrawPaper(trx, context, adviser, id));
    assert.equal((await paperOf(id)).status, "withdrawn");
  });

  test("what nobody acts on in time passes to the unit above, once whoever looks; at the top it stays", async () => {
    const { db, clock, context, act, street, adviser, first, paperOf } = await open(database());
    const id = await buildPaper(db, context, adviser, street.id);
    const pass = () => passLateAdviceUp({ db, ...context });
    assert.equal(await pass(), 0);
    clock.advanceMs(5 * dayMs);
    const passed = await Promise.all([pass(), pass(), pass()]);
    assert.equal(
      passed.reduce((sum, one) => sum + one, 0),
      1,
    );
    const above = await paperOf(id);
    assert.notEqual(above.ownerUnitId, street.id);
    assert.deepEqual([above.passUps, above.unitName], [1, street.name]);
    clock.advanceMs(5 * dayMs);
    assert.equal(await pass(), 0, "nobody stands above the district");
    await act((trx) => receivePaper(trx, context, first, id));
    assert.equal((await paperOf(id)).status, "received");
    // Control: without the look under the lock the second server would pass it up again.
    const other = await buildPaper(db, context, adviser, street.id);
    const unguarded = await Promise.all(
      [0, 1].map(() =>
        act((trx) =>
          applyTransition(trx as never, {
            machine: adviceStates,
            table: "advice_papers",
            id: other,
            event: "pass_up",
            now: clock.now(),
          }),
        ).then(() => 1),
      ),
    );
    assert.equal(unguarded.length, 2, "the event leads from submitted to submitted");
  });
});
