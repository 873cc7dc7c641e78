import type { ActContext } from "./context.ts";
import type { Db, Trx } from "./db.ts";

/** What a module holds about a person: how to hand it out and how to forget it (PIPL 45, 47). */
export type PersonalDataSource = {
  /** Chinese heading in the export. */
  title: string;
  exportOf: (trx: Db | Trx, context: ActContext, personId: string) => Promise<unknown>;
  /** Removes what names the person; facts, audit and ledger keep the pseudonymous id. */
  erase: (trx: Trx, context: ActContext, personId: string) => Promise<void>;
};
