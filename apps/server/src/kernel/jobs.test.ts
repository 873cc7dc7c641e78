import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { sql } from "kysely";
import pino from "pino";
import { databaseSuite, type TestDatabase } from "#test/support/database.ts";
import { createTestClock } from "./clock.ts";
import { inTransaction } from "./db.ts";
import { emitEvent, onEvent } from "./events.ts";
import { createJobs, type JobDefinition, type JobRunner } from "./jobs.ts";

declare module "./events.ts" {
  interface Events {
    "probe.happened": { number: number };
  }
}

const worker = join(import.meta.dirname, "../../test/support/job-worker.ts");

const until = async (what: string, condition: () => Promise<boolean>): Promise<void> => {
  for (let count = 0; count < 600; count += 1) {
    if (await condition()) return;
    await wait(100);
  }
  assert.fail(`never: ${what}`);
};

type Runner = JobRunner & AsyncDisposable;

const createRunner = (database: TestDatabase, jobs: readonly JobDefinition[]): Runner => {
  const runner = createJobs({
    pool: database.pool,
    db: database.db,
    clock: createTestClock("2026-11-23T01:00:00Z"),
    log: pino({ level: "silent" }),
  });
  runner.define(jobs, []);
  return { ...runner, [Symbol.asyncDispose]: runner.stop };
};

const startWorker = async (database: TestDatabase, hang: string): Promise<ChildProcess> => {
  const child = spawn(
    process.execPath,
    [worker, JSON.stringify({ poolOptions: database.poolOptions, hang })],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  return child;
};

databaseSuite("jobs", (database) => {
  const countEffects = async (): Promise<number> => {
    const found = await sql<{ count: number }>`select count(*) as count from probe_effects`.execute(
      database().db,
    );
    return found.rows[0]?.count ?? 0;
  };
  const prepare = async (): Promise<void> => {
    await sql`create table if not exists probe_effects (by_worker text not null)`.execute(database().db);
    await sql`truncate probe_effects`.execute(database().db);
  };

  for (const hang of ["before-commit", "after-commit"] as const) {
    test(`the job of a worker killed ${hang === "before-commit" ? "before" : "after"} its commit is redone, and its effect happens once`, async () => {
      await prepare();
      const finished: boolean[] = [];
      const definition: JobDefinition = {
        name: "probe.effect",
        title: "演示",
        expireInSeconds: 2,
        run: async (_data, job) => {
          finished.push(
            await job.once(
              async (trx) =>
                void (await sql`insert into probe_effects (by_worker) values ('second')`.execute(trx)),
            ),
          );
        },
      };
      await using runner = createRunner(database(), [definition]);
      const child = await startWorker(database(), hang);
      const reached = once(child.stdout ?? child, "data");
      await inTransaction(database().db, (trx) => runner.sender.send(trx, "probe.effect", {}));
      await reached;
      child.kill("SIGKILL");
      await once(child, "exit");
      await runner.start();
      await until("the job is redone", async () => finished.length > 0);
      assert.deepEqual(finished, [hang === "before-commit"]);
      assert.equal(await countEffects(), 1);
    });
  }

  test("a job sent in a transaction that is rolled back never exists", async () => {
    await using runner = createRunner(database(), [
      { name: "probe.rolled-back", title: "演示", run: async () => undefined },
    ]);
    const sent = inTransaction(database().db, async (trx) => {
      await runner.sender.send(trx, "probe.rolled-back", {});
      throw new Error("the act failed");
    });
    await assert.rejects(sent, /the act failed/);
    await inTransaction(database().db, (trx) => runner.sender.send(trx, "probe.rolled-back", {}));
    const found = await sql<{
      count: number;
    }>`select count(*) as count from pgboss.job where name = 'probe.rolled-back'`.execute(database().db);
    assert.equal(found.rows[0]?.count, 1);
  });

  test("of twenty sent at once under one key one waits; without a key each waits", async () => {
    await using runner = createRunner(database(), [
      { name: "probe.single", title: "演示", run: async () => undefined },
    ]);
    const send = (options: { singletonKey?: string }): Promise<unknown> =>
      Promise.all(
        Array.from({ length: 20 }, () =>
          inTransaction(database().db, (trx) => runner.sender.send(trx, "probe.single", {}, options)),
        ),
      );
    const count = async (): Promise<number | undefined> => {
      const found = await sql<{
        count: number;
      }>`select count(*) as count from pgboss.job where name = 'probe.single'`.execute(database().db);
      return found.rows[0]?.count;
    };
    await inTransaction(database().db, (trx) =>
      runner.sender.send(trx, "probe.single", {}, { singletonKey: "one" }),
    );
    await send({ singletonKey: "one" });
    assert.equal(await count(), 1);
    await send({});
    assert.equal(await count(), 21);
  });

  test("a job that no queue knows is refused", async () => {
    await using runner = createRunner(database(), []);
    await assert.rejects(
      inTransaction(database().db, (trx) => runner.sender.send(trx, "probe.unknown", {})),
      { code: "jobs.unknown" },
    );
  });

  test("a poisoned job is put aside, shown with its error, and runs again when a person says so", async () => {
    let attempts = 0;
    let isMended = false;
    await using runner = createRunner(database(), [
      {
        name: "probe.poison",
        title: "会失败的任务",
        retryLimit: 1,
        run: async () => {
          attempts += 1;
          if (!isMended) throw new Error("cannot");
        },
      },
    ]);
    await runner.start();
    await inTransaction(database().db, (trx) => runner.sender.send(trx, "probe.poison", { secret: "演示" }));
    await until("it is put aside", async () => (await runner.sender.failures()).length > 0);
    const [failure] = await runner.sender.failures();
    assert.equal(attempts, 2);
    assert.deepEqual(
      [failure?.queue, failure?.title, failure?.attempts, failure?.error],
      ["probe.poison", "会失败的任务", 2, "cannot"],
    );
    const [queue] = await runner.sender.queues();
    assert.equal(queue?.failed, 1);
    isMended = true;
    await inTransaction(database().db, (trx) => runner.sender.retry(trx, failure?.id ?? ""));
    await until("it ran again", async () => attempts === 3);
    assert.deepEqual(await runner.sender.failures(), []);
    await assert.rejects(
      inTransaction(database().db, (trx) => runner.sender.retry(trx, failure?.id ?? "")),
      { code: "jobs.not_found" },
    );
  });

  test("a definition asks for four retries unless told, never for more, and never expires later than 45 seconds", async () => {
    await using runner = createRunner(database(), [
      { name: "probe.default", title: "演示", run: async () => undefined },
      {
        name: "probe.greedy",
        title: "演示",
        retryLimit: 50,
        expireInSeconds: 3_600,
        run: async () => undefined,
      },
    ]);
    await inTransaction(database().db, (trx) => runner.sender.send(trx, "probe.default", {}));
    const found = await sql<{ name: string; retry_limit: number; expire_seconds: number }>`
      select name, retry_limit, expire_seconds from pgboss.queue where name like 'probe.default' or name like 'probe.greedy' order by 1`.execute(
      database().db,
    );
    assert.deepEqual(found.rows, [
      { name: "probe.default", retry_limit: 4, expire_seconds: 30 },
      { name: "probe.greedy", retry_limit: 4, expire_seconds: 45 },
    ]);
  });

  test("a schedule is kept in the district's time zone and goes when its definition goes", async () => {
    const definition: JobDefinition = {
      name: "probe.nightly",
      title: "每夜任务",
      schedule: "30 2 * * *",
      run: async () => undefined,
    };
    {
      await using runner = createRunner(database(), [definition]);
      await runner.start();
      const found = await sql<{
        cron: string;
        timezone: string;
      }>`select cron, timezone from pgboss.schedule`.execute(database().db);
      assert.deepEqual(found.rows, [{ cron: "30 2 * * *", timezone: "Asia/Shanghai" }]);
      const [queue] = await runner.sender.queues();
      assert.deepEqual([queue?.title, queue?.schedule], ["每夜任务", "30 2 * * *"]);
    }
    await using later = createRunner(database(), []);
    await later.start();
    const left = await sql`select 1 from pgboss.schedule`.execute(database().db);
    assert.equal(left.rows.length, 0);
  });

  test("work at an interval runs, and its failure is noted for the jobs page", async () => {
    let runs = 0;
    await using runner = createRunner(database(), [
      {
        name: "probe.often",
        title: "常做",
        everySeconds: 0.01,
        run: async () => {
          runs += 1;
          throw new Error("not today");
        },
      },
    ]);
    await runner.start();
    await until("it ran twice", async () => runs > 1);
    await until("the failure is noted", async () => {
      const [queue] = await runner.sender.queues();
      return queue?.lastError?.includes("not today") === true;
    });
  });
});

databaseSuite("events", (database) => {
  const clock = createTestClock("2026-11-23T01:00:00Z");
  const emit = (number: number): Promise<void> =>
    inTransaction(database().db, (trx) => emitEvent(trx, clock, "probe.happened", { number }));

  test("a consumer that fails takes nothing back from the others and is tried again alone", async () => {
    const seen: string[] = [];
    let isMended = false;
    const runner = createJobs({
      pool: database().pool,
      db: database().db,
      clock,
      log: pino({ level: "silent" }),
    });
    runner.define(
      [],
      [
        onEvent({ event: "probe.happened", consumer: "good", handle: async () => void seen.push("good") }),
        onEvent({
          event: "probe.happened",
          consumer: "bad",
          handle: async (trx) => {
            if (!isMended) await sql`select 1 / 0`.execute(trx);
            seen.push("bad");
          },
        }),
      ],
    );
    await emit(1);
    assert.equal(await runner.deliver(), 0);
    assert.deepEqual(seen, ["good"]);
    assert.equal(await runner.deliver(), 0, "not before its time");
    isMended = true;
    clock.advanceMs(1_000);
    assert.equal(await runner.deliver(), 1);
    assert.deepEqual(seen, ["good", "bad"]);
  });

  test("an event that failed five times is put aside, holds up nothing, and is tried again when a person says so", async () => {
    let isMended = false;
    const numbers: number[] = [];
    const runner = createJobs({
      pool: database().pool,
      db: database().db,
      clock,
      log: pino({ level: "silent" }),
    });
    runner.define(
      [],
      [
        onEvent({
          event: "probe.happened",
          consumer: "poisoned",
          handle: async (_trx, payload) => {
            if (payload.number === 13 && !isMended) throw new Error("thirteen");
            numbers.push(payload.number);
          },
        }),
      ],
    );
    await emit(13);
    await emit(14);
    for (let attempt = 0; attempt < 8; attempt += 1) {
      await runner.deliver();
      clock.advanceMs(60_000);
    }
    assert.deepEqual(numbers, [14]);
    const [failure] = await runner.sender.failures();
    assert.deepEqual(
      [failure?.kind, failure?.attempts, failure?.error],
      ["event", 5, "poisoned: Error: thirteen"],
    );
    isMended = true;
    await inTransaction(database().db, (trx) => runner.sender.retry(trx, failure?.id ?? ""));
    await runner.deliver();
    assert.deepEqual(numbers, [14, 13]);
  });

  test("twenty deliveries at once give each consumer each event once", async () => {
    const numbers: number[] = [];
    const runner = createJobs({
      pool: database().pool,
      db: database().db,
      clock,
      log: pino({ level: "silent" }),
    });
    runner.define(
      [],
      [
        onEvent({
          event: "probe.happened",
          consumer: "counter",
          handle: async (_trx, payload) => void numbers.push(payload.number),
        }),
      ],
    );
    for (let number = 100; number < 120; number += 1) await emit(number);
    await Promise.all(Array.from({ length: 20 }, () => runner.deliver()));
    assert.deepEqual(
      numbers.sort((a, b) => a - b),
      Array.from({ length: 20 }, (_, index) => 100 + index),
    );
  });
});
