import assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import { test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { type PersonActor, systemActor } from "#kernel/actor.ts";
import { inTransaction, type Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { createId } from "#kernel/ids.ts";
import { createPerson, identityModule } from "#modules/identity/index.ts";
import { organisationsModule } from "#modules/organisations/index.ts";
import { trustModule } from "#modules/trust/index.ts";
import { buildUnit } from "#test/support/builders.ts";
import { databaseSuite } from "#test/support/database.ts";
import { startTestServer } from "#test/support/server.ts";
import { buildPlan } from "./builders.ts";
import { plansModule } from "./index.ts";
import { setTaskUnits } from "./tasks.ts";
import { draftWorkPlan, writeItem } from "./work-plans.ts";

const system = systemActor("test");
const modules = [organisationsModule, identityModule, trustModule, plansModule];

databaseSuite("two at one plan", (database) => {
  test("two liaisons write one item at once, 200 rounds: one is told that it changed, nobody's words are overwritten; without the revision they are", async () => {
    await using server = await startTestServer(database(), { modules });
    const { context } = server;
    const { db, clock } = context;
    const act = <T>(work: (trx: Trx) => Promise<T>): Promise<T> => inTransaction(db, work);
    const root = await buildUnit(db, { kind: "park" });
    const street = await buildUnit(db, { parent: root, name: "青枫街道" });
    const { documentId, taskIds } = await buildPlan(db, context, { unitId: root.id });
    const [taskId = ""] = taskIds;
    await act((trx) =>
      setTaskUnits(trx, context, system, {
        taskId,
        units: [
          { unitId: root.id, part: "lead" },
          { unitId: street.id, part: "support" },
        ],
      }),
    );
    const person = async (fullName: string): Promise<PersonActor> => ({
      kind: "person",
      personId: await act((trx) => createPerson(trx, context, system, { fullName })),
      sessionId: createId(clock),
      grants: [],
      secondFactor: true,
    });
    const [first, second] = [await person("演示联络员甲"), await person("演示联络员乙")];
    const planId = await act((trx) =>
      draftWorkPlan(trx, context, first, { documentId, unitId: street.id, year: 2026 }),
    );
    const read = async () =>
      db
        .selectFrom("work_plan_items")
        .select(["id", "revision", "note"])
        .where("work_plan_id", "=", planId)
        .orderBy("id")
        .executeTakeFirstOrThrow();

    /** Both have the item on their screens as it stands, and both save. */
    const race = async (
      save: (trx: Trx, actor: PersonActor, input: { revision: number; note: string }) => Promise<unknown>,
      round: number,
    ): Promise<{ saved: readonly string[]; kept: string | null; revisions: number }> => {
      const before = await read();
      const one = async (actor: PersonActor, note: string): Promise<string | undefined> => {
        if (randomInt(2) === 1) await setTimeout(randomInt(3));
        try {
          await act((trx) => save(trx, actor, { revision: before.revision, note }));
          return note;
        } catch (error) {
          if (error instanceof AppError && error.code === "plans.item_changed") return undefined;
          throw error;
        }
      };
      const saved = (
        await Promise.all([one(first, `第 ${round} 轮甲写的`), one(second, `第 ${round} 轮乙写的`)])
      ).flatMap((note) => note ?? []);
      const after = await read();
      return { saved, kept: after.note, revisions: after.revision - before.revision };
    };
    const { id: itemId } = await read();
    const guarded = (trx: Trx, actor: PersonActor, input: { revision: number; note: string }) =>
      writeItem(trx, context, actor, { itemId, title: "开好科学课", months: [3], ...input });
    // What writeItem would be if it did not ask which state the writer saw.
    const unguarded = (trx: Trx, _actor: PersonActor, { note }: { note: string }) =>
      trx
        .updateTable("work_plan_items")
        .set((eb) => ({ note, revision: eb("revision", "+", 1) }))
        .where("id", "=", itemId)
        .execute();
    for (let round = 0; round < 200; round += 1) {
      const { saved, kept, revisions } = await race(guarded, round);
      assert.deepEqual([saved.length, revisions], [1, 1]);
      assert.equal(kept, saved[0]);
    }
    let lost = 0;
    for (let round = 0; round < 40; round += 1)
      if ((await race(unguarded, round)).saved.length > 1) lost += 1;
    assert.ok(lost > 0, "the control must show what the revision prevents");
  });
});
