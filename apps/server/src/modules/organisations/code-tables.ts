import type { Actor } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Db, Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import type { OrganisationsError } from "./errors.ts";

export type CodeRow = {
  code: string;
  name: string;
  parentCode?: string;
  /** The same thing's codes in the edition before: several where they were merged. */
  previousCodes?: readonly string[];
  note?: string;
};
export type CodeTable = {
  scheme: string;
  version: string;
  name: string;
  source: string;
  validFrom?: string;
  previousVersion?: string;
  rows: readonly CodeRow[];
};

const requireConsistent = async (trx: Trx, table: CodeTable): Promise<void> => {
  if (table.rows.length === 0) throw new AppError<OrganisationsError>("organisations.code_table_empty");
  const codes = new Set(table.rows.map((row) => row.code));
  const wrong = new Set<string>();
  if (codes.size !== table.rows.length) {
    const seen = new Set<string>();
    for (const { code } of table.rows) {
      if (seen.has(code)) wrong.add(code);
      seen.add(code);
    }
  }
  for (const { code, parentCode } of table.rows)
    if (parentCode !== undefined && !codes.has(parentCode)) wrong.add(code);
  if (table.rows.some(({ previousCodes = [] }) => previousCodes.length > 0)) {
    const known = await trx
      .selectFrom("code_rows")
      .select("code")
      .where("scheme", "=", table.scheme)
      .where("version", "=", table.previousVersion ?? "")
      .execute();
    const earlier = new Set(known.map(({ code }) => code));
    for (const { code, previousCodes = [] } of table.rows)
      if (previousCodes.some((previous) => !earlier.has(previous))) wrong.add(code);
  }
  if (wrong.size > 0)
    throw new AppError<OrganisationsError>("organisations.code_table_rows", {
      values: { codes: [...wrong].slice(0, 5).join("、") },
    });
};

/** What of a row must stay once records may carry its code: the mapping may still come later. */
const shapeOf = (rows: readonly CodeRow[]): string =>
  JSON.stringify(rows.map((row) => [row.code, row.name, row.parentCode ?? ""].join("\t")).sort());

const toColumns = (key: { scheme: string; version: string }, row: CodeRow, index: number) => ({
  ...key,
  code: row.code,
  name: row.name,
  parent_code: row.parentCode ?? null,
  previous_codes: [...(row.previousCodes ?? [])],
  note: row.note ?? "",
  sort_no: index,
});

/**
 * Imports one edition of a code table (GB/T 2260, GB/T 32844 and the like); the rows are the owner's. Importing the same
 * rows again changes nothing but notes and the mapping from the edition before; other codes under the same edition are
 * refused, because records may already carry them.
 * @returns how many rows the edition has
 * @throws AppError `organisations.code_table_empty` | `organisations.code_table_rows` | `organisations.code_table_exists`
 */
export const importCodeTable = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  table: CodeTable,
): Promise<{ rows: number }> => {
  await requireConsistent(trx, table);
  const key = { scheme: table.scheme, version: table.version };
  await trx
    .insertInto("code_schemes")
    .values({
      ...key,
      name: table.name,
      source: table.source,
      valid_from: table.validFrom ?? null,
      valid_to: null,
      imported_at: null,
      previous_version: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  // Two imports of one edition go one after the other.
  await trx
    .selectFrom("code_schemes")
    .select("scheme")
    .where("scheme", "=", key.scheme)
    .where("version", "=", key.version)
    .forUpdate()
    .execute();
  const existing = await trx
    .selectFrom("code_rows")
    .select(["code", "name", "parent_code"])
    .where("scheme", "=", key.scheme)
    .where("version", "=", key.version)
    .execute();
  const before = existing.map(({ code, name, parent_code: parentCode }) => ({
    code,
    name,
    ...(parentCode === null ? {} : { parentCode }),
  }));
  if (existing.length > 0 && shapeOf(before) !== shapeOf(table.rows))
    throw new AppError<OrganisationsError>("organisations.code_table_exists", { status: 409 });
  for (let start = 0; start < table.rows.length; start += 1_000)
    await trx
      .insertInto("code_rows")
      .values(table.rows.slice(start, start + 1_000).map((row, index) => toColumns(key, row, start + index)))
      .onConflict((conflict) =>
        conflict.columns(["scheme", "version", "code"]).doUpdateSet((eb) => ({
          previous_codes: eb.ref("excluded.previous_codes"),
          note: eb.ref("excluded.note"),
        })),
      )
      .execute();
  await trx
    .updateTable("code_schemes")
    .set({ imported_at: context.clock.now(), previous_version: table.previousVersion ?? null })
    .where("scheme", "=", key.scheme)
    .where("version", "=", key.version)
    .execute();
  await recordAudit(trx, context, {
    actor,
    action: "organisations.import_code_table",
    record: { table: "code_schemes", id: `${key.scheme} ${key.version}` },
    requestId: context.requestId,
  });
  return { rows: table.rows.length };
};

/** All versions of all code tables; `rowCount` 0 is a slot whose table the installation has to bring. */
export const listCodeSchemes = async (
  db: Db | Trx,
): Promise<
  {
    scheme: string;
    version: string;
    name: string;
    source: string;
    validFrom: string | null;
    rowCount: number;
    mappedCount: number;
    previousVersion: string | null;
    importedAt: Date | null;
  }[]
> =>
  db
    .selectFrom("code_schemes as s")
    .leftJoin("code_rows as r", (join) =>
      join.onRef("r.scheme", "=", "s.scheme").onRef("r.version", "=", "s.version"),
    )
    .select([
      "s.scheme",
      "s.version",
      "s.name",
      "s.source",
      "s.valid_from as validFrom",
      "s.previous_version as previousVersion",
      "s.imported_at as importedAt",
      (eb) => eb.fn.count<number>("r.code").as("rowCount"),
      (eb) =>
        eb.fn
          .count<number>("r.code")
          .filterWhere((inner) => inner(inner.fn<number>("cardinality", ["r.previous_codes"]), ">", 0))
          .as("mappedCount"),
    ])
    .groupBy([
      "s.scheme",
      "s.version",
      "s.name",
      "s.source",
      "s.valid_from",
      "s.previous_version",
      "s.imported_at",
    ])
    .orderBy("s.scheme")
    .orderBy("s.version")
    .execute();

export type CodeKey = { scheme: string; version: string; code: string };
export type NamedCode = CodeKey & { name: string };

/** What a code is called in the editions that map from its own: several where it was split, none where it ended. */
export const listSuccessorCodes = async (db: Db | Trx, key: CodeKey): Promise<readonly NamedCode[]> =>
  db
    .selectFrom("code_rows as row")
    .innerJoin("code_schemes as scheme", (join) =>
      join.onRef("scheme.scheme", "=", "row.scheme").onRef("scheme.version", "=", "row.version"),
    )
    .select(["row.scheme", "row.version", "row.code", "row.name"])
    .where("row.scheme", "=", key.scheme)
    .where("scheme.previous_version", "=", key.version)
    .where((eb) => eb(eb.val(key.code), "=", eb.fn.any("row.previous_codes")))
    .orderBy("row.sort_no")
    .execute();

/** The names of codes that are in an imported edition; others are left out. */
export const findCodes = async (db: Db | Trx, keys: readonly CodeKey[]): Promise<readonly NamedCode[]> => {
  if (keys.length === 0) return [];
  return db
    .selectFrom("code_rows")
    .select(["scheme", "version", "code", "name"])
    .where((eb) =>
      eb.or(
        keys.map((key) =>
          eb.and([eb("scheme", "=", key.scheme), eb("version", "=", key.version), eb("code", "=", key.code)]),
        ),
      ),
    )
    .execute();
};
