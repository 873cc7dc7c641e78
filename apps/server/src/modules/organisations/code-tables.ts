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
  /** The same thing's code in the version before. */ previousCode?: string;
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
  const mapped = table.rows.flatMap(({ previousCode }) => previousCode ?? []);
  if (mapped.length > 0) {
    const known = await trx
      .selectFrom("code_rows")
      .select("code")
      .where("scheme", "=", table.scheme)
      .where("version", "=", table.previousVersion ?? "")
      .execute();
    const earlier = new Set(known.map(({ code }) => code));
    for (const { code, previousCode } of table.rows)
      if (previousCode !== undefined && !earlier.has(previousCode)) wrong.add(code);
  }
  if (wrong.size > 0)
    throw new AppError<OrganisationsError>("organisations.code_table_rows", {
      values: { codes: [...wrong].slice(0, 5).join("、") },
    });
};

/**
 * Imports one version of a code table (GB/T 2260 and the like). Importing the same rows again changes nothing; other
 * rows under the same version are refused, because records may already carry its codes.
 * @returns how many rows the version has
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
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  // Two imports of one version go one after the other.
  await trx
    .selectFrom("code_schemes")
    .select("scheme")
    .where("scheme", "=", key.scheme)
    .where("version", "=", key.version)
    .forUpdate()
    .execute();
  const existing = await trx
    .selectFrom("code_rows")
    .selectAll()
    .where("scheme", "=", key.scheme)
    .where("version", "=", key.version)
    .execute();
  if (existing.length > 0) {
    const shape = (rows: readonly CodeRow[]): string =>
      JSON.stringify(
        rows
          .map((row) => [row.code, row.name, row.parentCode ?? null, row.previousCode ?? null].join("\t"))
          .sort(),
      );
    const now = existing.map((row) => ({
      code: row.code,
      name: row.name,
      ...(row.parent_code === null ? {} : { parentCode: row.parent_code }),
      ...(row.previous_code === null ? {} : { previousCode: row.previous_code }),
    }));
    if (shape(now) !== shape(table.rows))
      throw new AppError<OrganisationsError>("organisations.code_table_exists", { status: 409 });
    return { rows: existing.length };
  }
  for (let start = 0; start < table.rows.length; start += 1_000) {
    await trx
      .insertInto("code_rows")
      .values(
        table.rows.slice(start, start + 1_000).map((row) => ({
          ...key,
          code: row.code,
          name: row.name,
          parent_code: row.parentCode ?? null,
          previous_code: row.previousCode ?? null,
        })),
      )
      .execute();
  }
  await trx
    .updateTable("code_schemes")
    .set({ imported_at: context.clock.now() })
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
      (eb) => eb.fn.count<number>("r.code").as("rowCount"),
    ])
    .groupBy(["s.scheme", "s.version", "s.name", "s.source", "s.valid_from"])
    .orderBy("s.scheme")
    .orderBy("s.version")
    .execute();

/** What a code of one version is called in the version after it; undefined where it ended. */
export const findSuccessorCode = async (
  db: Db | Trx,
  scheme: string,
  options: { code: string; nextVersion: string },
): Promise<{ code: string; name: string } | undefined> =>
  db
    .selectFrom("code_rows")
    .select(["code", "name"])
    .where("scheme", "=", scheme)
    .where("version", "=", options.nextVersion)
    .where("previous_code", "=", options.code)
    .executeTakeFirst();
