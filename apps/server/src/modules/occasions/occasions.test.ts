import assert from "node:assert/strict";
import { test } from "node:test";
import { systemActor } from "#kernel/actor.ts";
import type { Context } from "#kernel/context.ts";
import { inTransaction } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { databaseSuite } from "#test/support/database.ts";
import { startTestServer } from "#test/support/server.ts";
import { endPeriod, type PeriodInput, setPeriod, writeOccasion } from "./commands.ts";
import { listOccasions } from "./queries.ts";
import { seedOccasions } from "./seed.ts";
import { standardOccasions } from "./standard-occasions.ts";

const actor = systemActor("test");
const week: PeriodInput = {
  code: "innovation-week",
  startsOn: "2026-12-10",
  endsOn: "2026-12-16",
  act: "on",
  reason: "演示：当年通知",
};
const set = async (context: Context, change: Partial<PeriodInput> = {}): Promise<string> =>
  inTransaction(context.db, (trx) => setPeriod(trx, context, actor, { ...week, ...change }));
const refusedWith =
  (code: string) =>
  (error: unknown): boolean => {
    assert.ok(error instanceof AppError);
    assert.equal(error.code, code);
    return true;
  };

databaseSuite("occasions", (database) => {
  test("the standard occasions are written once; a second start changes nothing that a person changed", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    assert.equal((await listOccasions(context.db)).length, standardOccasions.length);
    const [heat] = standardOccasions.filter(({ code }) => code === "heat");
    assert.ok(heat !== undefined);
    await inTransaction(context.db, (trx) =>
      writeOccasion(trx, context, actor, { ...heat, advice: "演示：改过的话" }),
    );
    await seedOccasions(context);
    const rows = await listOccasions(context.db, { kind: "season" });
    assert.equal(rows.find(({ code }) => code === "heat")?.advice, "演示：改过的话");
  });

  test("twenty people set overlapping days at once: one is kept; without the constraint all are (control)", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    const race = async (code: string): Promise<number> => {
      const results = await Promise.allSettled(
        Array.from({ length: 20 }, (_, index) =>
          set(context, { code, startsOn: `2026-12-${10 + (index % 5)}`, endsOn: "2026-12-20" }),
        ),
      );
      for (const result of results)
        if (result.status === "rejected") refusedWith("occasions.overlap")(result.reason);
      return results.filter((result) => result.status === "fulfilled").length;
    };
    assert.equal(await race("innovation-week"), 1);
    await database().pool.query("alter table occasion_periods drop constraint occasion_periods_no_overlap");
    assert.equal(await race("public-science-day"), 20);
  });
});

databaseSuite("dates of occasions", (database) => {
  test("a day can be given again once the period before it was ended; ending twice is refused", async () => {
    await using server = await startTestServer(database(), { now: "2026-12-12T01:00:00Z" });
    const { context } = server;
    const id = await set(context);
    await assert.rejects(
      set(context, { startsOn: "2026-12-16", endsOn: "2026-12-18" }),
      refusedWith("occasions.overlap"),
    );
    const end = async () =>
      inTransaction(context.db, (trx) => endPeriod(trx, context, actor, { id, reason: "演示：改期" }));
    await end();
    await assert.rejects(end(), refusedWith("occasions.period_over"));
    await set(context, { startsOn: "2026-12-12", endsOn: "2026-12-18" });
    const entries = await context.db
      .selectFrom("audit_entries")
      .select(["reason", "after_hash"])
      .where("action", "=", "occasions.set_days")
      .execute();
    assert.equal(entries.filter((entry) => entry.reason === "演示：改期").length, 1);
    assert.equal(entries.length, 3);
    assert.ok(
      entries.every((entry) => entry.after_hash !== null),
      "the row is guarded",
    );
  });

  test("turned, past and endless days, unknown occasions and dates without a source are refused with their reason", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    await assert.rejects(set(context, { endsOn: "2026-12-01" }), refusedWith("occasions.days_turned"));
    await assert.rejects(set(context, { endsOn: "2028-01-01" }), refusedWith("occasions.too_long"));
    await assert.rejects(
      set(context, { startsOn: "2026-10-01", endsOn: "2026-10-02" }),
      refusedWith("occasions.past"),
    );
    await assert.rejects(set(context, { code: "no-such" }), refusedWith("occasions.not_found"));
    const [day] = standardOccasions;
    assert.ok(day !== undefined);
    const write = async (change: Partial<typeof day>) =>
      inTransaction(context.db, (trx) => writeOccasion(trx, context, actor, { ...day, ...change }));
    await assert.rejects(write({ source: null }), refusedWith("occasions.source_needed"));
    await assert.rejects(
      write({ rule: { kind: "fixed", from: "02-30", to: "03-01" } }),
      refusedWith("occasions.day_wrong"),
    );
    await assert.rejects(write({ topics: ["no-such"] }), refusedWith("occasions.topic_unknown"));
    // The database holds the rule of the source by itself.
    await assert.rejects(
      context.db
        .updateTable("occasions")
        .set({ source_publisher: null })
        .where("code", "=", day.code)
        .execute(),
      /occasions_dated_is_sourced/u,
    );
  });
});
