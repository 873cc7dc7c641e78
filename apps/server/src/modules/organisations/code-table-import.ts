import { createHash } from "node:crypto";
import type { Actor } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Db, Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { type CodeTableFile, parseCodeTable, toCodeRows } from "./code-table-file.ts";
import { importCodeTable } from "./code-tables.ts";
import type { OrganisationsError } from "./errors.ts";

export type CodeTableKey = { scheme: string; version: string };
export type CodeTablePreview = CodeTableFile & {
  /** SHA-256 of the file, in hex: what is applied must be what was previewed. */
  fileHash: string;
  counts: { rows: number; errors: number; mapped: number };
};

/** @throws AppError `organisations.code_table_not_found` */
const getEdition = async (db: Db | Trx, key: CodeTableKey) => {
  const row = await db
    .selectFrom("code_schemes")
    .select(["scheme", "version", "name", "source", "valid_from", "previous_version"])
    .where("scheme", "=", key.scheme)
    .where("version", "=", key.version)
    .executeTakeFirst();
  if (row === undefined)
    throw new AppError<OrganisationsError>("organisations.code_table_not_found", { status: 404 });
  return row;
};

const codesOf = async (db: Db | Trx, key: CodeTableKey): Promise<ReadonlySet<string>> => {
  const rows = await db
    .selectFrom("code_rows")
    .select("code")
    .where("scheme", "=", key.scheme)
    .where("version", "=", key.version)
    .execute();
  return new Set(rows.map(({ code }) => code));
};

export type CodeTableInput = CodeTableKey & { bytes: Buffer; previousVersion: string | undefined };

/** What a file would write, with the errors of each row; nothing is written. @throws AppError `organisations.code_table_not_found` | as readSheetFile */
export const previewCodeTable = async (db: Db | Trx, input: CodeTableInput): Promise<CodeTablePreview> => {
  const { scheme, version, previousVersion } = input;
  await getEdition(db, { scheme, version });
  const previous =
    previousVersion === undefined ? undefined : await codesOf(db, { scheme, version: previousVersion });
  const file = await parseCodeTable(input.bytes, previous);
  if (previousVersion === version || previous?.size === 0)
    file.fileErrors.push("上一版要是同一个标准里、已经导入过的另一版。");
  const before = await codesOf(db, { scheme, version });
  if (before.size > 0) {
    const now = new Set(file.rows.map((row) => row.code));
    const gone = [...before].filter((code) => !now.has(code));
    const come = [...now].filter((code) => !before.has(code));
    if (gone.length + come.length > 0)
      file.fileErrors.push(
        `这一版已经导入过，稿件可能在用它的代码，只能补说明和旧代码。文件里少了 ${gone.length} 个、多了 ${come.length} 个代码：${[...gone, ...come].slice(0, 5).join("、")}。`,
      );
  }
  return {
    ...file,
    fileHash: createHash("sha256").update(input.bytes).digest("hex"),
    counts: {
      rows: file.rows.length,
      errors: file.rows.filter((row) => row.errors.length > 0).length + file.fileErrors.length,
      mapped: file.rows.filter((row) => row.previousCodes.length > 0).length,
    },
  };
};

/**
 * Writes a previewed file, all rows or none.
 * @throws AppError `organisations.code_table_preview` (another file than was previewed) | `organisations.code_table_errors` |
 *   as importCodeTable
 */
export const applyCodeTable = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: CodeTableInput & { fileHash: string },
): Promise<{ rows: number }> => {
  const edition = await getEdition(trx, input);
  const preview = await previewCodeTable(trx, input);
  if (preview.fileHash !== input.fileHash)
    throw new AppError<OrganisationsError>("organisations.code_table_preview", { status: 409 });
  if (preview.counts.errors > 0)
    throw new AppError<OrganisationsError>("organisations.code_table_errors", {
      values: { count: preview.counts.errors },
    });
  return importCodeTable(trx, context, actor, {
    scheme: edition.scheme,
    version: edition.version,
    name: edition.name,
    source: edition.source,
    rows: toCodeRows(preview),
    ...(edition.valid_from === null ? {} : { validFrom: edition.valid_from }),
    ...(input.previousVersion === undefined ? {} : { previousVersion: input.previousVersion }),
  });
};

/** A slot for a later edition of a standard; its rows come by import. @throws AppError `organisations.code_table_known` */
export const openCodeTable = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: CodeTableKey & { name: string; source: string; validFrom: string | undefined },
): Promise<void> => {
  const opened = await trx
    .insertInto("code_schemes")
    .values({
      scheme: input.scheme,
      version: input.version,
      name: input.name.trim(),
      source: input.source.trim(),
      valid_from: input.validFrom ?? null,
      valid_to: null,
      imported_at: null,
      previous_version: null,
    })
    .onConflict((conflict) => conflict.columns(["scheme", "version"]).doNothing())
    .returning("scheme")
    .executeTakeFirst();
  if (opened === undefined)
    throw new AppError<OrganisationsError>("organisations.code_table_known", {
      status: 409,
      fields: { version: "organisations.code_table_known" },
    });
  await recordAudit(trx, context, {
    actor,
    action: "organisations.import_code_table",
    record: { table: "code_schemes", id: `${input.scheme} ${input.version}` },
    requestId: context.requestId,
  });
};

export type CodeTableRowView = {
  code: string;
  name: string;
  parentCode: string | null;
  previousCodes: string[];
  note: string;
};

/** Codes of an edition in the order of its file; `q` finds in code and name. @throws AppError `organisations.code_table_not_found` */
export const listCodes = async (
  db: Db | Trx,
  key: CodeTableKey,
  options: { q: string | undefined; page: number; size: number },
): Promise<{ rows: readonly CodeTableRowView[]; total: number }> => {
  await getEdition(db, key);
  let base = db.selectFrom("code_rows").where("scheme", "=", key.scheme).where("version", "=", key.version);
  const wanted = options.q?.trim() ?? "";
  if (wanted !== "") {
    const like = `%${wanted.replaceAll(/[\\%_]/g, "\\$&")}%`;
    base = base.where((eb) => eb.or([eb("code", "ilike", like), eb("name", "ilike", like)]));
  }
  const { total } = await base.select((eb) => eb.fn.countAll<number>().as("total")).executeTakeFirstOrThrow();
  const rows = await base
    .select(["code", "name", "parent_code as parentCode", "previous_codes as previousCodes", "note"])
    .orderBy("sort_no")
    .orderBy("code")
    .limit(options.size)
    .offset((options.page - 1) * options.size)
    .execute();
  return { rows, total };
};
