import { formatVerifier } from "@kepu/transparency-log";
import type { Context } from "#kernel/context.ts";
import { makeCheckpoint } from "#kernel/ledger-checkpoint.ts";
import { ledgerOrigin, ledgerSuite, loadLedgerKeys } from "#kernel/ledger-keys.ts";
import { sequenceLedger } from "#kernel/ledger-sequencer.ts";

/** Signs a checkpoint now, as the job does each minute: a sample waits for the one after its population was frozen. */
export const signCheckpointNow = async ({ db, clock, config }: Context): Promise<void> => {
  const { signer, earlier } = loadLedgerKeys(config.dataFolder, ledgerOrigin(config.publicUrl));
  const suite = ledgerSuite(config.cryptoSuite);
  await sequenceLedger(db, { origin: signer.name, suite, verifier: formatVerifier(signer.verifier) });
  await makeCheckpoint(db, { clock, signer, earlier, suite, checkpointFolder: config.checkpointFolder });
};
