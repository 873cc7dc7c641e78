import { formatVerifier } from "@kepu/transparency-log";
import type { Context } from "#kernel/context.ts";
import type { JobDefinition } from "#kernel/jobs.ts";
import { makeCheckpoint } from "#kernel/ledger-checkpoint.ts";
import { type LedgerKeys, ledgerSuite } from "#kernel/ledger-keys.ts";
import { sequenceLedger } from "#kernel/ledger-sequencer.ts";

const dayMs = 24 * 60 * 60 * 1_000;

export const trustJobs = (context: Context, keys: () => LedgerKeys): readonly JobDefinition[] => {
  const { db, clock, config } = context;
  const suite = ledgerSuite(config.cryptoSuite);
  const sequence = async (): Promise<void> => {
    const waiting = await db.selectFrom("ledger_pending").select("pending_no").limit(1).executeTakeFirst();
    if (waiting === undefined) return;
    const { name, verifier } = keys().signer;
    await sequenceLedger(db, { origin: name, suite, verifier: formatVerifier(verifier) });
  };
  return [
    { name: "trust.sequence", title: "给新账目排定在账本里的位置", everySeconds: 3, run: sequence },
    {
      name: "trust.checkpoint",
      title: "签发账本检查点，存到数据库之外",
      everySeconds: 60,
      run: async () => {
        await sequence();
        await makeCheckpoint(db, {
          clock,
          signer: keys().signer,
          earlier: keys().earlier,
          suite,
          checkpointFolder: config.checkpointFolder,
        });
      },
    },
    {
      name: "trust.sweep",
      title: "清理过期的任务回执和幂等编号",
      schedule: "20 3 * * *",
      run: async (_data, job) => {
        const now = clock.now().getTime();
        await job.once(async (trx) => {
          await trx
            .deleteFrom("job_receipts")
            .where("handled_at", "<", new Date(now - 14 * dayMs))
            .execute();
          // A form left open over the weekend still finds its key.
          await trx
            .deleteFrom("idempotency_keys")
            .where("created_at", "<", new Date(now - 7 * dayMs))
            .execute();
          await trx
            .deleteFrom("attempt_counts")
            .where("window_start", "<", new Date(now - 7 * dayMs))
            .execute();
          // Events stay half a year, like the logs (网络安全法: not less than six months).
          await trx
            .deleteFrom("outbox_events")
            .where("delivered_at", "<", new Date(now - 190 * dayMs))
            .execute();
        });
      },
    },
  ];
};
