import assert from "node:assert/strict";
import { test } from "node:test";
import { createTestClock } from "#kernel/clock.ts";
import { AppError } from "#kernel/errors.ts";
import { inTransaction, type Trx } from "#kernel/db.ts";
import { buildActor } from "#modules/teams/builders.ts";
import { buildUnit } from "#test/support/builders.ts";
import { databaseSuite, type TestDatabase } from "#test/support/database.ts";
import { testCipher } from "#test/support/keys.ts";
import { createRendezvous } from "#test/support/rendezvous.ts";
import { buildCall, score } from "../builders.ts";
import { commissionersDataSource } from "../personal-data.ts";
import { listOwnContracts } from "../queries.ts";
import { answerOwnApplication, applyToCall, nominate } from "./applications.ts";
import { endCall, nameReviewer, openCall } from "./calls.ts";
import { appointSelected, decideApplication, reviewApplication } from "./decisions.ts";
import { getApplicationView, getCall, listOpenCalls, listToReview, readStatement } from "./queries.ts";

const refused = (code: string) => (error: unknown) => {
  assert.ok(error instanceof AppError, String(error));
  assert.equal(error.code, code);
  return true;
};
const statement = "演示：种了二十年双季稻，带过三户徒弟，愿意每月下田四次。";

/** A call of a town for one seat, with two reviewers; the clock can be moved past its deadline. */
const open = async (database: TestDatabase, seats = 1) => {
  const { db } = database;
  const clock = createTestClock("2026-11-23T06:00:00Z");
  const context = { clock, cipher: testCipher };
  const act = <T>(work: (trx: Trx) => Promise<T>): Promise<T> => inTransaction(db, work);
  const town = await buildUnit(db, { kind: "town" });
  const { callId, clerk, reviewers } = await buildCall(db, context, { unitId: town.id, seats });
  const apply = async () => {
    const person = await buildActor(db, context, "演示农技员");
    const id = await act((trx) => applyToCall(trx, context, person, { callId, statement }));
    return { id, person };
  };
  const close = (): void => clock.advanceMs(20 * 86_400_000);
  const reviewAll = async (applicationId: string): Promise<void> => {
    for (const reviewer of reviewers)
      await act((trx) => reviewApplication(trx, context, reviewer, score(applicationId)));
  };
  const decide = (
    applicationId: string,
    event: "select" | "pass_over" = "select",
    actor = clerk,
    reason = "经历最合适",
  ) => act((trx) => decideApplication(trx, context, actor, { applicationId, event, reason }));
  return { db, clock, context, act, town, callId, clerk, reviewers, apply, close, reviewAll, decide };
};

databaseSuite("selection of commissioners", (database) => {
  test("a call, an application, a nomination that its person agrees to, two scores, a decision with reasons, a contract from the application", async () => {
    const world = await open(database());
    const { db, context, act, callId, clerk, apply, close, reviewAll, decide, town } = world;
    assert.ok((await listOpenCalls(db, "2026-11-23")).some((call) => call.id === callId));
    const first = await apply();
    const nominee = await buildActor(db, context, "演示土专家");
    const nominated = await act((trx) =>
      nominate(trx, context, clerk, { callId, personId: nominee.personId, unitId: town.id, statement }),
    );
    await act((trx) =>
      answerOwnApplication(trx, context, nominee, { applicationId: nominated, event: "accept" }),
    );
    await assert.rejects(decide(first.id), refused("commissioners.call_running"));
    close();
    await assert.rejects(decide(first.id), refused("commissioners.too_few_reviews"));
    await reviewAll(first.id);
    await reviewAll(nominated);
    assert.equal((await getApplicationView(db, first.id)).score, 77);
    await assert.rejects(decide(first.id, "select", clerk, "好"), refused("commissioners.reason_needed"));
    await assert.rejects(
      act((trx) =>
        appointSelected(trx, context, clerk, { applicationId: first.id, document: "演示聘书 第 3 号" }),
      ),
      refused("commissioners.application_not_found"),
    );
    await decide(first.id);
    await assert.rejects(decide(nominated), refused("commissioners.seats_taken"));
    await assert.rejects(
      act((trx) => endCall(trx, context, clerk, { callId, how: "finish", reason: undefined })),
      refused("commissioners.call_undecided"),
    );
    await decide(nominated, "pass_over");
    await act((trx) => endCall(trx, context, clerk, { callId, how: "finish", reason: undefined }));
    const appoint = () =>
      act((trx) =>
        appointSelected(trx, context, clerk, { applicationId: first.id, document: "演示聘书 第 3 号" }),
      );
    await appoint();
    await assert.rejects(appoint(), refused("commissioners.appointed_already"));
    const [contract] = await listOwnContracts(db, first.person.personId);
    const call = await getCall(db, callId);
    assert.deepEqual(
      [contract?.unitId, contract?.field, contract?.bases, contract?.startsOn, contract?.endsOn],
      [call.unitId, call.field, call.bases, call.startsOn, call.endsOn],
    );
    const facts = await db
      .selectFrom("facts")
      .select(["kind", "quantity"])
      .where("source_id", "=", first.id)
      .execute();
    assert.deepEqual(facts, [{ kind: "commissioners.selected", quantity: 1 }]);
  });

  test("who is concerned does not score or decide; scores are given once, in their range, with a word why", async () => {
    const world = await open(database());
    const { db, context, act, callId, clerk, reviewers, apply, close, decide, town } = world;
    const [first, second] = reviewers;
    assert.ok(first !== undefined && second !== undefined);
    const one = await apply();
    await assert.rejects(
      act((trx) => applyToCall(trx, context, one.person, { callId, statement })),
      refused("commissioners.applied_already"),
    );
    await assert.rejects(
      act((trx) => applyToCall(trx, context, first, { callId, statement })),
      refused("commissioners.reviewer_applied"),
    );
    await assert.rejects(
      act((trx) => nameReviewer(trx, context, clerk, { callId, personId: one.person.personId })),
      refused("commissioners.reviewer_applied"),
    );
    const friend = await buildActor(db, context, "演示熟人");
    const friends = await act((trx) =>
      nominate(trx, context, first, { callId, personId: friend.personId, unitId: town.id, statement }),
    );
    await act((trx) =>
      answerOwnApplication(trx, context, friend, { applicationId: friends, event: "accept" }),
    );
    const review = (applicationId: string, actor = first, change = {}) =>
      act((trx) => reviewApplication(trx, context, actor, { ...score(applicationId), ...change }));
    await assert.rejects(review(one.id), refused("commissioners.call_running"));
    close();
    await assert.rejects(review(friends), refused("commissioners.conflict_known"));
    await act((trx) => reviewApplication(trx, context, first, { applicationId: friends, conflict: true }));
    await assert.rejects(
      review(one.id, first, { scores: { skill: 41, practice: 20, plan: 20 } }),
      refused("commissioners.score_range"),
    );
    await assert.rejects(review(one.id, first, { comment: "好" }), refused("commissioners.review_comment"));
    await assert.rejects(review(one.id, clerk), refused("commissioners.not_reviewer"));
    await review(one.id);
    await assert.rejects(review(one.id), refused("commissioners.reviewed_already"));
    await review(friends, second);
    assert.deepEqual(
      (await listToReview(db, context, { reviewerId: first.personId, today: "2026-12-20" }))
        .map((row) => row.own)
        .sort(),
      ["conflict", "scored"],
    );
    await assert.rejects(decide(friends), refused("commissioners.too_few_reviews"));
    await review(one.id, second);
    await assert.rejects(decide(one.id, "select", first), refused("commissioners.decider_reviewed"));
    await assert.rejects(decide(one.id, "select", one.person), refused("commissioners.own_application"));
  });

  test("applications come in time or not at all, and can be taken back; a cancelled call says why", async () => {
    const { db, context, act, callId, clerk, apply, close, town } = await open(database());
    const one = await apply();
    await act((trx) =>
      answerOwnApplication(trx, context, one.person, { applicationId: one.id, event: "withdraw" }),
    );
    await act((trx) => applyToCall(trx, context, one.person, { callId, statement }));
    const stranger = await buildActor(db, context);
    await assert.rejects(
      act((trx) =>
        answerOwnApplication(trx, context, stranger, { applicationId: one.id, event: "withdraw" }),
      ),
      refused("commissioners.application_not_found"),
    );
    await assert.rejects(
      act((trx) => applyToCall(trx, context, stranger, { callId, statement: "我会种田" })),
      refused("commissioners.statement"),
    );
    close();
    await assert.rejects(
      act((trx) => applyToCall(trx, context, stranger, { callId, statement })),
      refused("commissioners.call_closed"),
    );
    await assert.rejects(
      act((trx) => endCall(trx, context, clerk, { callId, how: "cancel", reason: "" })),
      refused("commissioners.reason_needed"),
    );
    await act((trx) => endCall(trx, context, clerk, { callId, how: "cancel", reason: "今年经费没有了" }));
    await assert.rejects(
      act((trx) =>
        openCall(trx, context, clerk, {
          unitId: town.id,
          field: "rice",
          title: "演示水稻特派员选派",
          bases: "演示村",
          seats: 1,
          applyUntilOn: "2027-03-01",
          startsOn: "2027-02-01",
          endsOn: "2028-01-31",
        }),
      ),
      refused("commissioners.call_days"),
    );
  });

  test("an erased account leaves no statement and no comment, and its open application is taken back", async () => {
    const { db, context, act, apply, close, reviewAll } = await open(database());
    const one = await apply();
    close();
    await reviewAll(one.id);
    const exported = await act((trx) => commissionersDataSource.exportOf(trx, context, one.person.personId));
    assert.ok(JSON.stringify(exported).includes(statement));
    await act((trx) => commissionersDataSource.erase(trx, context, one.person.personId));
    assert.equal(await readStatement(db, context, one.id), "");
    assert.equal((await getApplicationView(db, one.id)).status, "withdrawn");
    const left = await db
      .selectFrom("commissioner_reviews")
      .select("comment")
      .where("application_id", "=", one.id)
      .execute();
    assert.ok(left.every((row) => row.comment === "（已按本人要求删除）"));
  });

  test("two who decide at once do not select two for one seat, 30 rounds", async () => {
    const world = await open(database(), 1);
    const { db, context, act, callId, clerk, apply, close, reviewAll, decide } = world;
    const colleague = await buildActor(db, context, "演示镇干部乙");
    const pairs = [];
    for (let round = 0; round < 30; round += 1) pairs.push([await apply(), await apply()] as const);
    close();
    for (const [one, other] of pairs) {
      await reviewAll(one.id);
      await reviewAll(other.id);
    }
    for (const [round, [one, other]] of pairs.entries()) {
      await act((trx) =>
        trx
          .updateTable("commissioner_calls")
          .set({ seats: Math.min(round + 1, 20) })
          .where("id", "=", callId)
          .execute(),
      );
      const outcomes = await Promise.allSettled([decide(one.id), decide(other.id, "select", colleague)]);
      const won = outcomes.filter((outcome) => outcome.status === "fulfilled").length;
      const { count } = await db
        .selectFrom("commissioner_applications")
        .select((eb) => eb.fn.countAll<number>().as("count"))
        .where("call_id", "=", callId)
        .where("status", "=", "selected")
        .executeTakeFirstOrThrow();
      assert.equal(count, Math.min(round + 1, 20));
      assert.equal(won, round < 20 ? 1 : 0);
    }
    assert.ok(clerk.personId !== colleague.personId);
  });

  test("control: seats that are counted before the row is held are given twice", async () => {
    const { db, act, callId, apply } = await open(database(), 1);
    const [one, other] = [await apply(), await apply()];
    const bothHaveLooked = createRendezvous(2);
    const unguarded = (applicationId: string) =>
      act(async (trx) => {
        const { count } = await trx
          .selectFrom("commissioner_applications")
          .select((eb) => eb.fn.countAll<number>().as("count"))
          .where("call_id", "=", callId)
          .where("status", "=", "selected")
          .executeTakeFirstOrThrow();
        if (count >= 1) return;
        await bothHaveLooked();
        await trx
          .updateTable("commissioner_applications")
          .set({
            status: "selected",
            decided_by_person_id: crypto.randomUUID(),
            decision_reason: "没有守住名额",
          })
          .where("id", "=", applicationId)
          .execute();
      });
    await Promise.all([unguarded(one.id), unguarded(other.id)]);
    const { count } = await db
      .selectFrom("commissioner_applications")
      .select((eb) => eb.fn.countAll<number>().as("count"))
      .where("call_id", "=", callId)
      .where("status", "=", "selected")
      .executeTakeFirstOrThrow();
    assert.equal(count, 2);
  });
});
