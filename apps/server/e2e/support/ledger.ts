// The ledger as an outsider checks it: against the checkpoints outside the database and the public key.
import { formatVerifier } from "@kepu/transparency-log";
import { makeCheckpoint } from "#kernel/ledger-checkpoint.ts";
import { ledgerOrigin, ledgerSuite, loadLedgerSigner } from "#kernel/ledger-keys.ts";
import { sequenceLedger } from "#kernel/ledger-sequencer.ts";
import { type LedgerVerification, verifyLedger } from "#kernel/ledger-verify.ts";
import type { District } from "./district.ts";

const signerOf = ({ system }: District) => {
  const { config } = system.context;
  return loadLedgerSigner(config.dataFolder, ledgerOrigin(config.publicUrl));
};

/** Gives every waiting entry its place and signs a checkpoint, as the job does each minute. */
export const checkpointNow = async (district: District): Promise<void> => {
  const { config, db, clock } = district.system.context;
  const signer = signerOf(district);
  const suite = ledgerSuite(config.cryptoSuite);
  await sequenceLedger(db, { origin: signer.name, suite, verifier: formatVerifier(signer.verifier) });
  await makeCheckpoint(db, { clock, signer, suite, checkpointFolder: config.checkpointFolder });
};

export const verifyDistrict = async (district: District): Promise<LedgerVerification> => {
  const { config, db, cipher } = district.system.context;
  return verifyLedger(db, {
    checkpointFolder: config.checkpointFolder,
    publicKey: formatVerifier(signerOf(district).verifier),
    cipher,
  });
};
