import assert from "node:assert/strict";
import { test } from "node:test";
import type { PersonActor } from "#kernel/actor.ts";
import type { Context } from "#kernel/context.ts";
import { inTransaction } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { buildUnit, type BuiltUnit } from "#test/support/builders.ts";
import { databaseSuite } from "#test/support/database.ts";
import { startTestServer } from "#test/support/server.ts";
import { buildPerson } from "#test/support/whole-system.ts";
import {
  changePolicy,
  draftPolicy,
  dropPolicy,
  endPolicy,
  type PolicyInput,
  publishPolicy,
  takeBackPolicy,
} from "./commands.ts";
import { findPublished, getPolicy, isInForce, listInForce, pointsFor } from "./queries.ts";
import { policyStates } from "./state.ts";

const input: PolicyInput = {
  title: "演示科普办法",
  documentNo: "演示〔2026〕1号",
  issuer: "演示单位",
  level: "district",
  issuedOn: "2026-01-01",
  effectiveOn: "2026-02-01",
  endedOn: null,
  officialUrl: "https://example.org/demo",
  lookedUpOn: "2026-11-01",
  summary: "演示用的一份办法",
  points: [
    { text: "演示：全年向公众开放", clause: "第一条", matter: "duty", appliesTo: ["base"] },
    { text: "演示：可以申请补贴", clause: "第二条", matter: "money", appliesTo: ["school"] },
  ],
};

const refusedWith =
  (code: string) =>
  (error: unknown): boolean => {
    assert.ok(error instanceof AppError, String(error));
    assert.equal(error.code, code);
    return true;
  };

type Desk = { context: Context; unit: BuiltUnit; author: PersonActor; other: PersonActor };

const openDesk = async (server: Awaited<ReturnType<typeof startTestServer>>): Promise<Desk> => {
  const unit = await buildUnit(server.context.db, { kind: "department" });
  const person = async (name: string): Promise<PersonActor> => ({
    kind: "person",
    personId: await buildPerson(server, { name }),
    sessionId: name,
    grants: [{ role: "editor", unitId: unit.id, unitPath: unit.path }],
    secondFactor: true,
  });
  return { context: server.context, unit, author: await person("演示甲"), other: await person("演示乙") };
};

const draft = async ({ context, unit, author }: Desk, change: Partial<PolicyInput> = {}): Promise<string> =>
  inTransaction(context.db, (trx) =>
    draftPolicy(trx, context, author, { ...input, ...change, unitId: unit.id }),
  );
const publish = async ({ context }: Desk, actor: PersonActor, id: string): Promise<void> =>
  inTransaction(context.db, (trx) => publishPolicy(trx, context, actor, { id }));

test("the life of a guide: every state and event", () => {
  const allowed = policyStates.states.flatMap((state) =>
    policyStates.eventsFrom(state).map((event) => `${state} ${event} ${policyStates.next(state, event)}`),
  );
  assert.deepEqual(allowed, [
    "draft publish published",
    "draft drop dropped",
    "published take_back draft",
    "published end ended",
  ]);
});

databaseSuite("policies", (database) => {
  test("who drafted or last changed a guide cannot publish it, and the database says so too", async () => {
    await using server = await startTestServer(database());
    const desk = await openDesk(server);
    const { context, author, other } = desk;
    const id = await draft(desk);
    await assert.rejects(publish(desk, author, id), refusedWith("policies.same_person"));
    await inTransaction(context.db, (trx) => changePolicy(trx, context, other, { ...input, id }));
    await assert.rejects(publish(desk, other, id), refusedWith("policies.same_person"));
    await publish(desk, author, id);
    await assert.rejects(
      context.db
        .updateTable("policies")
        .set({ drafted_by_person_id: author.personId })
        .where("id", "=", id)
        .execute(),
      /policies_two_people/u,
    );
    await assert.rejects(
      inTransaction(context.db, (trx) => changePolicy(trx, context, other, { ...input, id })),
      refusedWith("policies.not_a_draft"),
    );
  });

  test("two publish and drop one draft at once: one act is done", async () => {
    await using server = await startTestServer(database());
    const desk = await openDesk(server);
    const { context, other, author } = desk;
    const id = await draft(desk);
    const results = await Promise.allSettled([
      publish(desk, other, id),
      publish(desk, other, id),
      inTransaction(context.db, (trx) => dropPolicy(trx, context, author, { id, reason: "演示：不用了" })),
    ]);
    assert.equal(results.filter((result) => result.status === "fulfilled").length, 1);
  });

  test("a guide taken back leaves the list at once and comes back by another person", async () => {
    await using server = await startTestServer(database());
    const desk = await openDesk(server);
    const { context, other } = desk;
    const id = await draft(desk);
    await publish(desk, other, id);
    const titles = async () => (await listInForce(context.db, "2026-11-23", {})).map(({ id: one }) => one);
    assert.ok((await titles()).includes(id));
    await inTransaction(context.db, (trx) =>
      takeBackPolicy(trx, context, other, { id, reason: "演示：条号写错" }),
    );
    assert.ok(!(await titles()).includes(id));
    assert.equal((await getPolicy(context.db, id)).publishedByPersonId, null);
    await publish(desk, other, id);
    assert.ok((await titles()).includes(id));
  });

  test("a document falls out of the list the day after its last day, marked or not; its page stays and says so", async () => {
    await using server = await startTestServer(database());
    const desk = await openDesk(server);
    const { context, other } = desk;
    const id = await draft(desk, { endedOn: "2026-12-31" });
    await publish(desk, other, id);
    const inForce = async (day: string) =>
      (await listInForce(context.db, day, {})).some((one) => one.id === id);
    assert.ok(await inForce("2026-12-31"));
    assert.ok(!(await inForce("2027-01-01")));
    await inTransaction(context.db, (trx) =>
      endPolicy(trx, context, other, { id, endedOn: "2026-11-01", reason: "演示：被新办法替代" }),
    );
    const policy = await findPublished(context.db, (await getPolicy(context.db, id)).no);
    assert.equal(policy?.status, "ended");
    assert.ok(policy !== undefined && !isInForce(policy, "2026-10-01"));
    await assert.rejects(draft(desk, { endedOn: "2025-12-31" }), refusedWith("policies.dates_turned"));
  });

  test("whom and what a guide is about is what its points say, both in one point", async () => {
    await using server = await startTestServer(database());
    const desk = await openDesk(server);
    const { context, other } = desk;
    const id = await draft(desk);
    await publish(desk, other, id);
    const found = async (filter: Parameters<typeof listInForce>[2]) =>
      (await listInForce(context.db, "2026-11-23", filter)).some((one) => one.id === id);
    assert.ok(await found({ who: "base" }));
    assert.ok(await found({ matter: "money" }));
    assert.ok(await found({ who: "school", matter: "money" }));
    // Money is named, and bases are, but no point gives money to bases.
    assert.ok(!(await found({ who: "base", matter: "money" })));
    assert.ok(!(await found({ who: "elder" })));
    const policy = await getPolicy(context.db, id);
    assert.deepEqual(
      pointsFor(policy, { who: "base", matters: [] }).map(({ clause }) => clause),
      ["第一条"],
    );
  });
});
