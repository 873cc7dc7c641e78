import type { Actor } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Db, Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { createId } from "#kernel/ids.ts";
import { cleanFilename } from "#kernel/sheet-cells.ts";
import { applyTransition } from "#kernel/transitions.ts";
import type { OrganisationsError } from "./errors.ts";
import { type ImportFile, importKindOf, importLevelOf } from "./import-parse.ts";
import {
  changesOf,
  countActions,
  type PlannedAction,
  type PlannedRow,
  planUnitImport,
  type Target,
} from "./import-plan.ts";
import type { Scope } from "./listing.ts";
import { changeUnit, createUnit } from "./unit-commands.ts";
import { importStates } from "./state.ts";
import { findRootUnit } from "./unit-queries.ts";
import { getUnitRow, lockTree } from "./unit-tree.ts";

export type ImportPreview = {
  importId: string;
  filename: string;
  status: "previewed" | "applied";
  fileErrors: string[];
  ignoredColumns: string[];
  rows: Pick<PlannedRow, "line" | "values" | "errors" | "action">[];
  counts: Record<PlannedAction, number>;
};

type StoredPreview = Omit<ImportPreview, "importId" | "filename" | "status">;

/** A preview older than this is taken away: the tree has gone on. */
export const previewMs = 24 * 3_600_000;

const toShown = ({ line, values, errors, action }: PlannedRow) => ({ line, values, errors, action });

/**
 * Keeps what a file would change, row by row with its errors. Nothing of the tree is written.
 * @param input.unitId the unit at whose place the import is made, for the scope of later reading
 */
export const previewUnitImport = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { file: ImportFile; filename: string; unitId: string; scope: Scope },
): Promise<ImportPreview> => {
  const now = context.clock.now();
  const { rows } = await planUnitImport(trx, input.file.rows, {
    scope: input.scope,
    today: toDistrictDate(now),
  });
  const preview: StoredPreview = {
    fileErrors: input.file.fileErrors,
    ignoredColumns: input.file.ignoredColumns,
    rows: rows.map(toShown),
    counts: countActions(rows),
  };
  const id = createId(context.clock);
  const filename = cleanFilename(input.filename);
  await trx
    .insertInto("import_batches")
    .values({
      id,
      kind: "units",
      filename,
      status: "previewed",
      status_changed_at: now,
      unit_id: input.unitId,
      created_by_person_id: actor.kind === "person" ? actor.personId : null,
      file_rows: JSON.stringify(input.file.rows),
      preview: JSON.stringify(preview),
      created_at: now,
    })
    .execute();
  await recordAudit(trx, context, {
    actor,
    action: "organisations.preview_import",
    unitId: input.unitId,
    record: { table: "import_batches", id },
    requestId: context.requestId,
  });
  return { importId: id, filename, status: "previewed", ...preview };
};

/** A preview by id, with the unit at which it was made. @throws AppError `organisations.import_not_found` (404) */
export const getUnitImport = async (
  db: Db | Trx,
  importId: string,
  now: Date,
): Promise<ImportPreview & { unitId: string }> => {
  const row = await db.selectFrom("import_batches").selectAll().where("id", "=", importId).executeTakeFirst();
  if (
    row === undefined ||
    (row.status === "previewed" && now.getTime() - row.created_at.getTime() > previewMs)
  )
    throw new AppError<OrganisationsError>("organisations.import_not_found", { status: 404 });
  // Written by previewUnitImport in this shape.
  return {
    importId: row.id,
    filename: row.filename,
    status: row.status,
    unitId: row.unit_id,
    ...(row.preview as StoredPreview),
  };
};

/**
 * Writes what the preview showed, all of it or nothing. Applying again answers the same and changes nothing.
 * @throws AppError `organisations.import_not_found` | `organisations.import_has_errors` | `organisations.import_stale` (the tree has
 * changed so that a row would now do something else)
 */
export const applyUnitImport = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { importId: string; scope: Scope },
): Promise<ImportPreview> => {
  const now = context.clock.now();
  // The tree first, as every change of it: then the batch, so that two applies go one after the other.
  await lockTree(trx);
  const row = await trx
    .selectFrom("import_batches")
    .selectAll()
    .where("id", "=", input.importId)
    .forUpdate()
    .executeTakeFirst();
  const { unitId, ...preview } = await getUnitImport(trx, input.importId, now);
  if (row === undefined || row.status === "applied") return preview;
  if (preview.counts.error > 0 || preview.fileErrors.length > 0)
    throw new AppError<OrganisationsError>("organisations.import_has_errors", {
      status: 409,
      values: { count: preview.counts.error },
    });
  // Stored by previewUnitImport.
  const rows = row.file_rows as ImportFile["rows"];
  const plan = await planUnitImport(trx, rows, { scope: input.scope, today: toDistrictDate(now) });
  const shown = new Map(preview.rows.map((one) => [one.line, one.action]));
  const changed = plan.rows.filter((one) => one.action !== shown.get(one.line)).map((one) => one.line);
  if (changed.length > 0)
    throw new AppError<OrganisationsError>("organisations.import_stale", {
      status: 409,
      values: { lines: changed.slice(0, 10).join("、") },
    });
  await writeRows(trx, context, actor, plan);
  await applyTransition(trx as never, {
    machine: importStates,
    table: "import_batches",
    id: input.importId,
    event: "apply",
    now,
  }); // the function is generic over all modules' tables
  await recordAudit(trx, context, {
    actor,
    action: "organisations.import_units",
    unitId,
    record: { table: "import_batches", id: input.importId },
    requestId: context.requestId,
  });
  return { ...preview, status: "applied" };
};

const writeRows = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  plan: { rows: PlannedRow[]; order: number[] },
): Promise<void> => {
  const byLine = new Map(plan.rows.map((row) => [row.line, row]));
  const made = new Map<number, string>();
  const idOf = (target: Target): string => {
    const unitId =
      "unitId" in target ? target.unitId : (made.get(target.line) ?? byLine.get(target.line)?.unitId);
    if (unitId === undefined) throw new Error("an import's order missed a row");
    return unitId;
  };
  for (const line of plan.order) {
    const row = byLine.get(line);
    const kind = row === undefined ? undefined : importKindOf(row);
    if (row?.values.name === undefined || row.parent === undefined || kind === undefined)
      throw new Error("a planned row is complete");
    const { name, regionCode, phone, address, openingHours, description, validFrom } = row.values;
    const level = importLevelOf(row);
    const unit = await createUnit(trx, context, actor, {
      kind,
      name,
      parentId: idOf(row.parent),
      ...(regionCode === undefined ? {} : { regionCode }),
      ...(level === undefined ? {} : { stationLevel: level }),
      ...(row.stationOf === undefined ? {} : { stationOf: idOf(row.stationOf) }),
      ...(phone === undefined ? {} : { phone }),
      ...(address === undefined ? {} : { address }),
      ...(openingHours === undefined ? {} : { openingHours }),
      ...(description === undefined ? {} : { description }),
      ...(validFrom === undefined ? {} : { validFrom }),
    });
    made.set(line, unit.id);
  }
  for (const row of plan.rows) {
    if (row.action !== "update" || row.unitId === undefined) continue;
    const columns = changesOf(row, await getUnitRow(trx, row.unitId));
    await changeUnit(trx, context, actor, {
      unitId: row.unitId,
      change: {
        ...Object.fromEntries(columns.map((column) => [column, row.values[column]])),
        ...(row.stationOf === undefined ? {} : { stationOf: idOf(row.stationOf) }),
      },
    });
  }
};

/** The unit at which somebody with this scope makes an import. */
export const importHomeOf = async (db: Db | Trx, scope: Scope): Promise<{ id: string; path: string }> => {
  const found =
    scope === "everywhere" || scope.length === 0
      ? await findRootUnit(db)
      : await db
          .selectFrom("org_units")
          .select(["id", "path"])
          .where("path", "in", [...scope])
          .orderBy("path")
          .executeTakeFirst();
  if (found === undefined)
    throw new AppError<OrganisationsError>("organisations.unit_not_found", { status: 404 });
  return { id: found.id, path: found.path };
};
