import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { type PersonActor, systemActor } from "#kernel/actor.ts";
import type { Context } from "#kernel/context.ts";
import { inTransaction, type Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import {
  appointExpert,
  declareInterest,
  registerExpert,
  setDuty,
  setOwnProfile,
} from "#modules/people/index.ts";
import { buildPerson } from "#modules/identity/builders.ts";
import { buildUnit, type BuiltUnit } from "#test/support/builders.ts";
import { databaseSuite } from "#test/support/database.ts";
import { startTestServer } from "#test/support/server.ts";
import { assignQuestion } from "./answering.ts";
import { askQuestion } from "./asking.ts";
import { matchExperts, nobodyWords } from "./matching.ts";

const tester = systemActor("test");
const refusedWith = (code: string) => (error: unknown) => error instanceof AppError && error.code === code;
const within = <T>(context: Context, work: (trx: Trx) => Promise<T>): Promise<T> =>
  inTransaction(context.db, work);

const buildActor = async (context: Context, fullName: string): Promise<PersonActor> => ({
  kind: "person",
  personId: (await buildPerson(context, { fullName })).id,
  sessionId: randomUUID(),
  grants: [],
  secondFactor: false,
});

const buildExpert = async (
  context: Context,
  unit: BuiltUnit,
  field: string,
): Promise<{ id: string; actor: PersonActor }> => {
  const actor = await buildActor(context, "演示专家");
  const id = await within(context, async (trx) => {
    const expertId = await registerExpert(trx, context, tester, {
      personId: actor.personId,
      unitId: unit.id,
      publicTitle: "演示专家",
    });
    await appointExpert(trx, context, tester, {
      expertId,
      field,
      canSign: "no",
      startsOn: "2026-01-01",
      endsOn: "2027-12-31",
      document: "演示聘书",
    });
    return expertId;
  });
  return { id, actor };
};

const ask = async (context: Context, text = "演示：白菜叶子有洞怎么办"): Promise<string> =>
  (await within(context, (trx) => askQuestion(trx, context, tester, { text }))).id;

databaseSuite("matching of experts", (database) => {
  test("who is free comes first, on duty before others, then the least in hand; nobody free is said honestly", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    const unit = await buildUnit(context.db);
    const editor = await buildActor(context, "演示编辑");
    const [one, two, three] = [
      await buildExpert(context, unit, "astronomy"),
      await buildExpert(context, unit, "astronomy"),
      await buildExpert(context, unit, "astronomy"),
    ];
    const question = { id: await ask(context), askedText: "演示公司的望远镜好不好" };
    const order = async () =>
      (await matchExperts(context.db, { question, field: "astronomy", now: context.clock.now() })).map(
        ({ id, reason }) => [id, reason],
      );
    const assign = (expertId: string, text?: string) =>
      ask(context, text).then((id) =>
        within(context, (trx) => assignQuestion(trx, context, editor, { id, field: "astronomy", expertId })),
      );
    await assign(one.id);
    await assign(two.id);
    await assign(two.id);
    assert.deepEqual(await order(), [
      [three.id, undefined],
      [one.id, undefined],
      [two.id, undefined],
    ]);
    await within(context, (trx) =>
      setDuty(trx, context, tester, { expertId: two.id, kind: "questions", weekStartsOn: "2026-11-23" }),
    );
    assert.equal((await order())[0]?.[0], two.id, "on duty this week");
    await within(context, (trx) => setOwnProfile(trx, context, two.actor, { openLimit: 2 }));
    await within(context, (trx) =>
      setOwnProfile(trx, context, three.actor, {
        openLimit: 5,
        awayFrom: "2026-11-20",
        awayUntil: "2026-11-30",
      }),
    );
    await within(context, (trx) =>
      declareInterest(trx, context, one.actor, { organisation: "演示公司", relation: "领过课题经费" }),
    );
    assert.deepEqual(
      new Map((await order()).map(([id, reason]) => [id, reason])),
      new Map([
        [one.id, "interest"],
        [two.id, "full"],
        [three.id, "away"],
      ]),
    );
    const matches = await matchExperts(context.db, {
      question,
      field: "astronomy",
      now: context.clock.now(),
    });
    assert.equal(
      nobodyWords(matches, "astronomy"),
      "天文航天的 3 位专家现在都没有空：1 位不在，1 位手上已满，1 位声明过有利益关系。",
    );
    assert.equal(nobodyWords([], "energy"), "能源现在没有在聘期内的专家。");
    await assert.rejects(assign(two.id), refusedWith("questions.expert_busy"));
    await assert.rejects(assign(three.id), refusedWith("questions.expert_away"));
    await assert.rejects(assign(one.id, "演示公司的望远镜好不好"), refusedWith("questions.expert_interest"));
    await assign(one.id, "月亮白天为什么也看得到");
  });

  test("an expert's limit holds when two give him a question at once: 200 rounds, with a control without the lock", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    const unit = await buildUnit(context.db);
    const editor = await buildActor(context, "演示编辑");
    const expert = await buildExpert(context, unit, "physics");
    await within(context, (trx) => setOwnProfile(trx, context, expert.actor, { openLimit: 1 }));
    const [first, second] = [await ask(context), await ask(context)];
    const reset = () =>
      context.db
        .updateTable("questions")
        .set({ status: "received", expert_id: null, assigned_at: null })
        .where("id", "in", [first, second])
        .execute();
    const held = async () =>
      (
        await context.db
          .selectFrom("questions")
          .select("id")
          .where("expert_id", "=", expert.id)
          .where("status", "=", "assigned")
          .execute()
      ).length;
    let violations = 0;
    for (let round = 0; round < 200; round += 1) {
      await reset();
      const outcomes = await Promise.allSettled(
        [first, second].map((id) =>
          within(context, (trx) =>
            assignQuestion(trx, context, editor, { id, field: "physics", expertId: expert.id }),
          ),
        ),
      );
      if ((await held()) !== 1 || outcomes.filter(({ status }) => status === "fulfilled").length !== 1)
        violations += 1;
    }
    assert.equal(violations, 0);
    // Control: looked at and then given, without taking the expert's row.
    let doubled = 0;
    for (let round = 0; round < 30 && doubled === 0; round += 1) {
      await reset();
      await Promise.all(
        [first, second].map((id) =>
          within(context, async (trx) => {
            const [match] = await matchExperts(trx, {
              question: { id, askedText: "" },
              field: "physics",
              now: context.clock.now(),
              expertId: expert.id,
            });
            if (match?.reason !== undefined) return;
            await trx
              .updateTable("questions")
              .set({ status: "assigned", expert_id: expert.id, assigned_at: context.clock.now() })
              .where("id", "=", id)
              .execute();
          }),
        ),
      );
      if ((await held()) > 1) doubled += 1;
    }
    assert.ok(doubled > 0, "without the lock the limit held by chance");
  });
});
