import assert from "node:assert/strict";
import { test } from "node:test";
import type { PersonActor } from "#kernel/actor.ts";
import { createTestClock } from "#kernel/clock.ts";
import { AppError } from "#kernel/errors.ts";
import { endContract } from "#modules/commissioners/index.ts";
import { buildContract } from "#modules/commissioners/builders.ts";
import { buildOrderWorld, race, wins } from "#modules/orders/builders.ts";
import { buildActor } from "#modules/teams/builders.ts";
import { buildUnit } from "#test/support/builders.ts";
import { databaseSuite, type TestDatabase } from "#test/support/database.ts";
import { testCipher } from "#test/support/keys.ts";
import { startTestServer } from "#test/support/server.ts";
import { createRendezvous } from "#test/support/rendezvous.ts";
import {
  type AdoptionDecision,
  adoptEntry,
  decideAdoption,
  takeBackAdoption,
  tellOutcome,
} from "./adoptions.ts";
import { buildAdoption, buildEntry, entryWords } from "./builders.ts";
import { publishEntry, rewriteEntry, stopEntry, writeEntry } from "./entries.ts";
import { getPublicEntry, listAdoptionsOf, listEntries } from "./queries.ts";
import { type ConfirmedBy, seasonOf } from "./vocabulary.ts";

const rounds = 50;
const refused = (code: string) => (error: unknown) => {
  assert.ok(error instanceof AppError, String(error));
  assert.equal(error.code, code);
  return true;
};

const open = async (database: TestDatabase) => {
  const clock = createTestClock("2026-11-23T02:00:00Z");
  const world = await buildOrderWorld(database.db, { clock, cipher: testCipher });
  const { db, context, act } = world;
  const town = await buildUnit(db, { parent: world.root, kind: "town" });
  const factsOf = async (id: string): Promise<number> => {
    const { sum } = await db
      .selectFrom("facts")
      .select((eb) => eb.fn.sum<number | null>("quantity").as("sum"))
      .where("source_id", "=", id)
      .executeTakeFirstOrThrow();
    return sum ?? 0;
  };
  const entry = await buildEntry(db, context, { unitId: world.root.id, status: "published" });
  const adopt = () => buildAdoption(db, context, { entryNo: entry.no, unitId: town.id });
  const decide = (
    adoptionId: string,
    decision: AdoptionDecision,
    { actor = world.dispatcher, by = "town" }: { actor?: PersonActor; by?: ConfirmedBy } = {},
  ) => act((trx) => decideAdoption(trx, context, actor, { adoptionId, by, ...decision }));
  return { ...world, town, entry, factsOf, adopt, decide };
};

test("a farming season takes three months from March on; January belongs to the winter of the year before", () => {
  assert.deepEqual(["2026-03-01", "2026-08-31", "2026-11-30", "2026-12-01", "2027-02-28"].map(seasonOf), [
    { year: 2026, season: "spring" },
    { year: 2026, season: "summer" },
    { year: 2026, season: "autumn" },
    { year: 2026, season: "winter" },
    { year: 2026, season: "winter" },
  ]);
});

databaseSuite("techniques", (database) => {
  test("an entry with its source is public only when a second person made it so, and its fact goes when it is taken down", async () => {
    const { db, context, act, root, factsOf } = await open(database());
    await assert.rejects(
      act((trx) =>
        writeEntry(trx, context, {} as never, {
          ...entryWords,
          unitId: root.id,
          sourceTitle: " ",
          seasons: [],
        }),
      ),
      (error: unknown) => {
        assert.ok(error instanceof AppError);
        assert.deepEqual(error.fields, {
          sourceTitle: "techniques.source",
          seasons: "techniques.fit",
        });
        return true;
      },
    );
    const { id, no, writer } = await buildEntry(db, context, { unitId: root.id });
    await assert.rejects(getPublicEntry(db, no), refused("techniques.not_found"));
    await assert.rejects(
      act((trx) => publishEntry(trx, context, writer, id)),
      refused("techniques.same_person"),
    );
    // The database holds it too.
    await assert.rejects(
      db
        .updateTable("technique_entries")
        .set({ status: "published", decided_by_person_id: writer.personId })
        .where("id", "=", id)
        .execute(),
      /technique_entries_two_persons_check/u,
    );
    const second = await buildActor(db, context);
    const stop = (event: "return" | "withdraw", reason: string) =>
      act((trx) => stopEntry(trx, context, second, { entryId: id, event, reason }));
    await assert.rejects(stop("return", "不"), refused("techniques.reason_needed"));
    await stop("return", "出处写得不全");
    // Who writes it anew is its writer: the first may check it then.
    await act((trx) =>
      rewriteEntry(trx, context, second, { entryId: id, ...entryWords, name: "改过的条目" }),
    );
    await assert.rejects(
      act((trx) => publishEntry(trx, context, second, id)),
      refused("techniques.same_person"),
    );
    await act((trx) => publishEntry(trx, context, writer, id));
    assert.equal((await getPublicEntry(db, no)).name, "改过的条目");
    assert.equal(await factsOf(id), 1);
    await stop("withdraw", "新的公告代替了它");
    await assert.rejects(getPublicEntry(db, no), refused("techniques.not_found"));
    assert.equal(await factsOf(id), 0);
  });

  test("the list is narrowed by kind, field and season", async () => {
    const { db } = await open(database());
    const names = async (filter: object) =>
      (await listEntries(db, { scope: "everywhere", status: "published", ...filter }, { page: 1, size: 50 }))
        .total;
    const all = await names({});
    assert.ok(all > 0);
    assert.equal(await names({ kind: "technique", field: "rice", season: "winter" }), all);
    assert.equal(await names({ season: "summer" }), 0);
    assert.equal(await names({ kind: "variety" }), 0);
  });

  test("what a farmer says counts when the town or the commissioner of that area confirms it, never he himself; then he says how it went, once", async () => {
    const { db, context, act, town, street, entry, factsOf, adopt, decide } = await open(database());
    const { id, farmer } = await adopt();
    await assert.rejects(
      act((trx) => adoptEntry(trx, context, farmer, { entryNo: entry.no, unitId: town.id })),
      refused("techniques.adopted_already"),
    );
    const tell = () =>
      act((trx) => tellOutcome(trx, context, farmer, { adoptionId: id, outcome: "good", note: "省水。" }));
    await assert.rejects(tell(), refused("techniques.outcome_early"));
    await assert.rejects(
      decide(id, { event: "confirm" }, { actor: farmer }),
      refused("techniques.own_adoption"),
    );
    const here = await buildContract(db, context, town.id);
    const elsewhere = await buildContract(db, context, street.id);
    const as = (one: typeof here) => ({ actor: one.commissioner, by: "commissioner" as const });
    await assert.rejects(
      decide(id, { event: "confirm" }, as(elsewhere)),
      refused("techniques.not_commissioner"),
    );
    assert.equal(await factsOf(id), 0);
    assert.equal((await getPublicEntry(db, entry.no)).adopted, 0);
    await decide(id, { event: "confirm" }, as(here));
    assert.equal(await factsOf(id), 1);
    await assert.rejects(decide(id, { event: "confirm" }), refused("state.conflict"));
    await tell();
    await assert.rejects(tell(), refused("techniques.outcome_given"));
    const { adopted, good, poor } = await getPublicEntry(db, entry.no);
    assert.deepEqual([adopted, good, poor], [1, 1, 0]);
    const row = await db
      .selectFrom("technique_adoptions")
      .selectAll()
      .where("id", "=", id)
      .executeTakeFirstOrThrow();
    assert.ok(row.outcome_note_sealed !== null && !row.outcome_note_sealed.includes("省水"));
    assert.deepEqual([row.season_year, row.season, row.confirmed_by], [2026, "autumn", "commissioner"]);
    const [own] = await listAdoptionsOf(db, context, farmer.personId);
    assert.equal(own?.outcomeNote, "省水。");

    // A commissioner whose contract ended confirms nothing.
    const late = await adopt();
    const office = await buildActor(db, context);
    await act((trx) =>
      endContract(trx, context, office, { contractId: here.id, unitId: town.id, reason: "调到别的镇去了" }),
    );
    await assert.rejects(
      decide(late.id, { event: "confirm" }, as(here)),
      refused("techniques.not_commissioner"),
    );
    await assert.rejects(
      decide(late.id, { event: "dispute", reason: "没" }),
      refused("techniques.reason_needed"),
    );
    await decide(late.id, { event: "dispute", reason: "问过，这一季没有种" });
    assert.equal(await factsOf(late.id), 0);
  });

  test("he takes back what waits and says it again; the next season he says it anew; only a street or town can be named", async () => {
    const { db, context, act, clock, root, town, entry, adopt, decide } = await open(database());
    const { id, farmer } = await adopt();
    const say = (unitId = town.id) =>
      act((trx) => adoptEntry(trx, context, farmer, { entryNo: entry.no, unitId }));
    const stranger = await buildActor(db, context);
    const takeBack = (adoptionId: string, actor = farmer) =>
      act((trx) => takeBackAdoption(trx, context, actor, adoptionId));
    await assert.rejects(takeBack(id, stranger), refused("techniques.adoption_not_found"));
    await takeBack(id);
    await assert.rejects(say(root.id), refused("techniques.town"));
    const again = await say();
    await decide(again, { event: "confirm" });
    await assert.rejects(takeBack(again), refused("state.conflict"));
    await assert.rejects(say(), refused("techniques.adopted_already"));
    clock.advanceMs(9 * 86_400_000);
    await say();
  });

  test("everybody reads the catalogue; who is not signed in is asked to before he says that he used something", async () => {
    const { entry } = await open(database());
    await using system = await startTestServer(database());
    const status = async (url: string) => (await system.app.inject({ url })).statusCode;
    assert.equal(await status("/techniques?kind=&field=rice&season=none"), 200);
    assert.equal(await status(`/techniques/${entry.no}`), 200);
    assert.equal(await status("/techniques/no-number"), 404);
    assert.equal(await status(`/my/techniques/${entry.id}/adopt`), 401);
  });

  test(`one farmer presses twice at once: one record, ${rounds} times; a look alone would let both through`, async () => {
    const { db, context, act, town, entry } = await open(database());
    const pressTwice = async () => {
      const farmer = await buildActor(db, context);
      const press = () =>
        act((trx) => adoptEntry(trx, context, farmer, { entryNo: entry.no, unitId: town.id }));
      const outcomes = await race(press, press);
      assert.equal(wins(outcomes), 1);
    };
    for (let round = 0; round < rounds; round += 1) await pressTwice();
    // Control: a look before the write, with no index behind it, lets both through.
    const farmer = await buildActor(db, context);
    const { id: entryId } = entry;
    const bothHaveLooked = createRendezvous(2);
    let written = 0;
    const unguarded = () =>
      act(async (trx) => {
        const before = await trx
          .selectFrom("technique_adoptions")
          .select("id")
          .where("entry_id", "=", entryId)
          .where("person_id", "=", farmer.personId)
          .executeTakeFirst();
        if (before !== undefined) return;
        await bothHaveLooked();
        written += 1;
      });
    await Promise.all([unguarded(), unguarded()]);
    assert.equal(written, 2);
  });

  test(`the town confirms and the farmer takes back at once: exactly one happens, ${rounds} times`, async () => {
    const { db, context, act, factsOf, adopt, decide } = await open(database());
    for (let round = 0; round < rounds; round += 1) {
      const { id, farmer } = await adopt();
      const outcomes = await race(
        () => decide(id, { event: "confirm" }),
        () => act((trx) => takeBackAdoption(trx, context, farmer, id)),
      );
      assert.equal(wins(outcomes), 1);
      const { status } = await db
        .selectFrom("technique_adoptions")
        .select("status")
        .where("id", "=", id)
        .executeTakeFirstOrThrow();
      assert.equal(await factsOf(id), status === "confirmed" ? 1 : 0);
    }
  });
});
