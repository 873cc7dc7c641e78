// A worker in a process of its own, for tests that kill it: says on stdout how far a job came, then hangs.
// Run: node job-worker.ts '{"poolOptions":{…},"hang":"before-commit"|"after-commit"}'
import { createTestClock } from "#kernel/clock.ts";
import { createDb, createPool } from "#kernel/db.ts";
import { createJobs } from "#kernel/jobs.ts";
import { sql } from "kysely";
import pino from "pino";

const input = JSON.parse(process.argv[2] ?? "{}") as {
  poolOptions: Parameters<typeof createPool>[0];
  hang: "before-commit" | "after-commit";
};
const pool = createPool(input.poolOptions);
const db = createDb(pool);
const jobs = createJobs({
  pool,
  db,
  clock: createTestClock("2026-11-23T01:00:00Z"),
  log: pino({ level: "silent" }),
});
const forEver = new Promise<void>(() => undefined);

jobs.define(
  [
    {
      name: "probe.effect",
      title: "演示",
      expireInSeconds: 2,
      run: async (_data, job) => {
        await job.once(async (trx) => {
          await sql`insert into probe_effects (by_worker) values ('killed')`.execute(trx);
          if (input.hang === "before-commit") {
            process.stdout.write("REACHED\n");
            await forEver;
          }
        });
        process.stdout.write("REACHED\n");
        await forEver;
      },
    },
  ],
  [],
);
await jobs.start();
