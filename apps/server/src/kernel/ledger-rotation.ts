import {
  formatVerifier,
  type NoteVerifier,
  parseVerifier,
  rootOfFrontier,
  signCheckpoint,
  TransparencyLogError,
  verifyCheckpoint,
} from "@kepu/transparency-log";
import { systemActor } from "./actor.ts";
import { recordAudit } from "./audit.ts";
import type { Context } from "./context.ts";
import { makeCheckpoint } from "./ledger-checkpoint.ts";
import {
  type EarlierKey,
  ledgerOrigin,
  ledgerSuite,
  loadLedgerKeys,
  makeLedgerKey,
  writeLedgerKey,
} from "./ledger-keys.ts";
import { lockLedger, readFrontier, sequenceLedger } from "./ledger-sequencer.ts";

/**
 * A new signing key: the log is sequenced and signed once more by the old key, then the tree as it stands is signed by
 * both, which introduces each to whoever knows the other, and the old private key is written over. The site must not be
 * running: it would go on with the old key.
 * @returns the verifier texts of both
 * @throws AppError LedgerKeyError | CheckpointError
 */
export const rotateLedgerKey = async (
  context: Pick<Context, "db" | "clock" | "config" | "cipher">,
): Promise<{ old: string; new: string }> => {
  const { db, clock, config, cipher } = context;
  const keys = loadLedgerKeys(config.dataFolder, ledgerOrigin(config.publicUrl));
  const { signer: old } = keys;
  const suite = ledgerSuite(config.cryptoSuite);
  const oldVerifier = formatVerifier(old.verifier);
  const state = { origin: old.name, suite, verifier: oldVerifier };
  await sequenceLedger(db, state);
  await makeCheckpoint(db, { clock, signer: old, suite, checkpointFolder: config.checkpointFolder });
  const made = makeLedgerKey(old.name);
  const newVerifier = formatVerifier(made.signer.verifier);
  await db.transaction().execute(async (trx) => {
    // Another node that signs right now goes first.
    let locked = await lockLedger(trx, state);
    while (locked === undefined) locked = await lockLedger(trx, state);
    const frontier = await readFrontier(trx, locked.suite);
    const at = clock.now();
    const handover = signCheckpoint(
      {
        origin: locked.origin,
        size: frontier.size,
        root: rootOfFrontier(frontier),
        suite: locked.suite,
        issuedAt: at,
      },
      [old, made.signer],
    );
    await trx.updateTable("ledger_state").set({ verifier: newVerifier }).execute();
    await recordAudit(
      trx,
      { clock, cipher },
      {
        actor: systemActor("kepu ledger rotate-key"),
        action: "trust.rotate_ledger_key",
        reason: `${oldVerifier} → ${newVerifier}`,
      },
    );
    const retired: EarlierKey = {
      verifier: oldVerifier,
      from: keys.from,
      until: at.toISOString(),
      size: frontier.size,
      handover,
    };
    // Last of all: where this fails the transaction is taken back, and the old key goes on.
    writeLedgerKey(config.dataFolder, {
      origin: old.name,
      privateKey: made.privateKey,
      from: at.toISOString(),
      earlier: [...keys.earlier, retired],
    });
  });
  return { old: oldVerifier, new: newVerifier };
};

/** A key and the sizes of tree for which its signature counts. */
export type TrustedKey = { verifier: NoteVerifier; from: number; to: number };

const isSignedBy = (note: string, verifier: NoteVerifier, size: number): boolean => {
  try {
    return verifyCheckpoint(note, { origin: verifier.name, verifiers: [verifier] }).size === size;
  } catch (error) {
    if (error instanceof TransparencyLogError) return false;
    throw error;
  }
};

const tryParse = (text: string): NoteVerifier | undefined => {
  try {
    return parseVerifier(text);
  } catch (error) {
    if (error instanceof TransparencyLogError) return undefined;
    throw error;
  }
};

/**
 * The keys that follow from the one somebody holds: from it on to the newest and back to the oldest, as long as each
 * hand-over is signed by both of its keys. Each counts only for trees of its time.
 * @param current the verifier text of the key that signs now, from the same list
 */
export const trustedKeys = (
  held: NoteVerifier,
  history: { current: string; earlier: readonly EarlierKey[] },
): readonly TrustedKey[] => {
  const chain = [...history.earlier.map(({ verifier }) => verifier), history.current];
  const position = chain.indexOf(formatVerifier(held));
  // Not of this list: it stands alone, and what others signed will not count.
  if (position === -1) return [{ verifier: held, from: 0, to: Number.POSITIVE_INFINITY }];
  const isHandedOver = (index: number): boolean => {
    const entry = history.earlier[index];
    const [before, after] = [tryParse(chain[index] ?? ""), tryParse(chain[index + 1] ?? "")];
    return (
      entry !== undefined &&
      before !== undefined &&
      after !== undefined &&
      isSignedBy(entry.handover, before, entry.size) &&
      isSignedBy(entry.handover, after, entry.size)
    );
  };
  let first = position;
  while (first > 0 && isHandedOver(first - 1)) first -= 1;
  let last = position;
  while (last < chain.length - 1 && isHandedOver(last)) last += 1;
  return chain.slice(first, last + 1).flatMap((text, offset) => {
    const index = first + offset;
    const verifier = tryParse(text);
    return verifier === undefined
      ? []
      : {
          verifier,
          from: history.earlier[index - 1]?.size ?? 0,
          to: history.earlier[index]?.size ?? Number.POSITIVE_INFINITY,
        };
  });
};
