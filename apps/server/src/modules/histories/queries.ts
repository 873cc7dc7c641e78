import type { ActContext } from "#kernel/context.ts";
import type { Db, Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { getPersonNames } from "#modules/identity/index.ts";
import { type Scope, withinScope } from "#modules/organisations/index.ts";
import type { HistoriesError } from "./errors.ts";
import { planHistory } from "./planning.ts";
import { type HistoryRow, type SheetKind, sheets } from "./sheets.ts";
import { type HistoryStatus, historyStatusNames } from "./state.ts";

/** How long names and numbers of a sheet wait for a second person. */
export const previewMs = 7 * 86_400_000;
export const isExpired = (sheet: { createdAt: Date }, now: Date): boolean =>
  now.getTime() - sheet.createdAt.getTime() > previewMs;

/** The rows that `previewHistory` sealed; undefined once they are gone. */
export const readRows = (
  context: Pick<ActContext, "cipher">,
  sealed: Buffer | null,
): readonly HistoryRow[] | undefined =>
  sealed === null ? undefined : (JSON.parse(context.cipher.decrypt(sealed)) as HistoryRow[]); // written by previewHistory

export type HistoryView = {
  id: string;
  no: number;
  kind: SheetKind;
  kindName: string;
  filename: string;
  status: HistoryStatus;
  statusName: string;
  unitId: string;
  unitName: string;
  createdByPersonId: string;
  createdByName: string;
  decidedByName: string | null;
  rowCount: number;
  errorCount: number;
  createdAt: Date;
};

const select = (db: Db | Trx) =>
  db
    .selectFrom("history_imports as one")
    .innerJoin("org_units as unit", "unit.id", "one.unit_id")
    .select([
      "one.id",
      "one.import_no",
      "one.kind",
      "one.filename",
      "one.status",
      "one.unit_id",
      "unit.name as unit_name",
      "unit.path as unit_path",
      "one.created_by_person_id",
      "one.decided_by_person_id",
      "one.row_count",
      "one.error_count",
      "one.created_at",
    ]);
type Row = Awaited<ReturnType<ReturnType<typeof select>["executeTakeFirstOrThrow"]>>;

const toViews = async (
  db: Db | Trx,
  context: ActContext,
  rows: readonly Row[],
): Promise<readonly HistoryView[]> => {
  const names = await getPersonNames(db, context.cipher, [
    ...new Set(rows.flatMap((row) => [row.created_by_person_id, row.decided_by_person_id ?? []].flat())),
  ]);
  return rows.map((row) => ({
    id: row.id,
    no: row.import_no,
    kind: row.kind,
    kindName: sheets[row.kind].name,
    filename: row.filename,
    status: row.status,
    statusName: historyStatusNames[row.status],
    unitId: row.unit_id,
    unitName: row.unit_name,
    createdByPersonId: row.created_by_person_id,
    createdByName: names.get(row.created_by_person_id) ?? "",
    decidedByName: row.decided_by_person_id === null ? null : (names.get(row.decided_by_person_id) ?? ""),
    rowCount: row.row_count,
    errorCount: row.error_count,
    createdAt: row.created_at,
  }));
};

export const listHistories = async (
  db: Db | Trx,
  context: ActContext,
  filter: { scope: Scope; status?: HistoryStatus | undefined; page: number; size: number },
): Promise<{ rows: readonly HistoryView[]; total: number }> => {
  const base = select(db)
    .where(withinScope("unit.path", filter.scope))
    .$if(filter.status !== undefined, (query) =>
      query.where("one.status", "=", filter.status ?? "previewed"),
    );
  const { total } = await db
    .selectFrom(base.as("listed"))
    .select((eb) => eb.fn.countAll<number>().as("total"))
    .executeTakeFirstOrThrow();
  const rows = await base
    .orderBy("one.created_at", "desc")
    .orderBy("one.id")
    .limit(filter.size)
    .offset((filter.page - 1) * filter.size)
    .execute();
  return { rows: await toViews(db, context, rows), total };
};

/** @throws AppError `histories.not_found` (404) */
export const getHistoryPlace = async (
  db: Db | Trx,
  importId: string,
): Promise<{ unitPath: string; createdByPersonId: string }> => {
  const row = await select(db).where("one.id", "=", importId).executeTakeFirst();
  if (row === undefined) throw new AppError<HistoriesError>("histories.not_found", { status: 404 });
  return { unitPath: row.unit_path, createdByPersonId: row.created_by_person_id };
};

type PreviewRow = {
  line: number;
  values: Record<string, string>;
  errors: string[];
  action: "write" | "skip" | "error";
};

/**
 * An import with its rows as they would be written now, each wrong one with what is wrong; without rows once it is decided.
 * @throws AppError `histories.not_found` (404)
 */
export const getHistory = async (
  db: Db | Trx,
  context: ActContext,
  input: { importId: string; scope: Scope },
): Promise<HistoryView & { rows: PreviewRow[] }> => {
  const row = await select(db)
    .select("one.rows_sealed")
    .where("one.id", "=", input.importId)
    .executeTakeFirst();
  if (row === undefined) throw new AppError<HistoriesError>("histories.not_found", { status: 404 });
  const [view] = await toViews(db, context, [row]);
  if (view === undefined) throw new Error("one row has one view");
  const rows = readRows(context, row.rows_sealed) ?? [];
  const plan = await planHistory(db, context, {
    kind: row.kind,
    rows,
    scope: input.scope,
    actors: [row.created_by_person_id],
  });
  return {
    ...view,
    // What was wrong at the upload still stops the confirmation, also where it would be right by now.
    errorCount: Math.max(view.errorCount, plan.filter(({ errors }) => errors.length > 0).length),
    rows: plan.map(({ line, errors, planned }, index) => ({
      line,
      values: { ...rows[index]?.values },
      errors: [...errors],
      action: errors.length > 0 ? "error" : planned?.act === "skip" ? "skip" : "write",
    })),
  };
};
