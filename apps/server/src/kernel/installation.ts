import type { Clock } from "./clock.ts";
import type { Db, Trx } from "./db.ts";

/** What is known of this database as a whole. */
export type InstallationFacts = {
  /** Set before the first demonstration account is made, and never taken back. */
  demo: { since: string; finishedAt?: string };
  /** The program's versions that worked on this database, oldest first. */
  versions: readonly { version: string; since: string }[];
  last_backup: { at: string; bytes: number };
};

export interface InstallationTable {
  key: string;
  value: unknown;
  updated_at: Date;
}

declare module "./db.ts" {
  interface Tables {
    installation: InstallationTable;
  }
}

/** The value kept under `key`, or undefined. */
export const findInstallationFact = async <Key extends keyof InstallationFacts>(
  db: Db | Trx,
  key: Key,
): Promise<InstallationFacts[Key] | undefined> => {
  const row = await db.selectFrom("installation").select("value").where("key", "=", key).executeTakeFirst();
  return row?.value as InstallationFacts[Key] | undefined; // written by setInstallationFact alone
};

/** Writes the value of `key`, whether or not there was one. */
export const setInstallationFact = async <Key extends keyof InstallationFacts>(
  db: Db | Trx,
  clock: Clock,
  fact: { key: Key; value: InstallationFacts[Key] },
): Promise<void> => {
  const row = { value: JSON.stringify(fact.value), updated_at: clock.now() };
  await db
    .insertInto("installation")
    .values({ key: fact.key, ...row })
    .onConflict((conflict) => conflict.column("key").doUpdateSet(row))
    .execute();
};

/** Notes that this version of the program works on the database from now on. */
export const recordVersion = async (db: Db, clock: Clock, version: string): Promise<void> => {
  const versions = (await findInstallationFact(db, "versions")) ?? [];
  if (versions.at(-1)?.version === version) return;
  await setInstallationFact(db, clock, {
    key: "versions",
    value: [...versions, { version, since: clock.now().toISOString() }],
  });
};
