import type { Db, Trx } from "#kernel/db.ts";
import type { UnitKind } from "#kernel/tables.ts";

/** Whom an expert may advise: those who decide. */
const addressees: readonly UnitKind[] = [
  "committee",
  "department",
  "park",
  "street",
  "town",
  "community",
  "village",
];

const open = (db: Db | Trx, day: string) =>
  db
    .selectFrom("org_units as u")
    .select(["u.id", "u.name"])
    .where("u.kind", "in", [...addressees])
    .where("u.valid_from", "<=", day)
    .where((eb) => eb.or([eb("u.valid_to", "is", null), eb("u.valid_to", ">", day)]));

export const listAddressees = (db: Db | Trx, day: string): Promise<readonly { id: string; name: string }[]> =>
  open(db, day).orderBy("u.name_sort").orderBy("u.id").limit(1000).execute();

export const isAddressee = async (db: Db | Trx, unitId: string, day: string): Promise<boolean> =>
  (await open(db, day).where("u.id", "=", unitId).executeTakeFirst()) !== undefined;
