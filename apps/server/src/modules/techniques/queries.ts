import { sql } from "kysely";
import type { ActContext } from "#kernel/context.ts";
import type { Db, Trx } from "#kernel/db.ts";
import { readPage } from "#kernel/read-page.ts";
import { AppError } from "#kernel/errors.ts";
import type { CommissionerField } from "#modules/commissioners/index.ts";
import { getMaskedNames } from "#modules/identity/index.ts";
import { type Scope, withinScope } from "#modules/organisations/index.ts";
import type { TechniquesError } from "./errors.ts";
import type { AdoptionStatus, EntryStatus } from "./state.ts";
import { type ConfirmedBy, type EntryKind, type Outcome, type Season, seasonText } from "./vocabulary.ts";

type Page = { page: number; size: number };

const countOf = (outcome?: Outcome) =>
  sql<number>`(select count(*)::int from technique_adoptions a where a.entry_id = entry.id and a.status = 'confirmed'${
    outcome === undefined ? sql`` : sql` and a.outcome = ${outcome}`
  })`;

const selectEntries = (db: Db | Trx) =>
  db
    .selectFrom("technique_entries as entry")
    .innerJoin("org_units as unit", "unit.id", "entry.unit_id")
    .select([
      "entry.id",
      "entry.entry_no as no",
      "entry.unit_id as unitId",
      "unit.name as unitName",
      "unit.path as unitPath",
      "entry.kind",
      "entry.field",
      "entry.name",
      "entry.summary",
      "entry.seasons",
      "entry.grounds",
      "entry.source_title as sourceTitle",
      "entry.source_place as sourcePlace",
      "entry.status",
      "entry.status_changed_at as statusChangedAt",
      "entry.written_by_person_id as writtenBy",
      "entry.decision_reason as reason",
      countOf().as("adopted"),
      countOf("good").as("good"),
      countOf("fair").as("fair"),
      countOf("poor").as("poor"),
    ]);
export type EntryView = Awaited<ReturnType<ReturnType<typeof selectEntries>["executeTakeFirstOrThrow"]>>;

/** @throws AppError `techniques.not_found` (404) */
export const getEntry = async (db: Db | Trx, id: string): Promise<EntryView> => {
  const row = await selectEntries(db).where("entry.id", "=", id).executeTakeFirst();
  if (row === undefined) throw new AppError<TechniquesError>("techniques.not_found", { status: 404 });
  return row;
};

/** A public entry by the number in its address. @throws AppError `techniques.not_found` (404) */
export const getPublicEntry = async (db: Db | Trx, no: number): Promise<EntryView> => {
  const row = await selectEntries(db)
    .where("entry.entry_no", "=", no)
    .where("entry.status", "=", "published")
    .executeTakeFirst();
  if (row === undefined) throw new AppError<TechniquesError>("techniques.not_found", { status: 404 });
  return row;
};

type EntryFilter = {
  scope: Scope;
  status?: EntryStatus | undefined;
  kind?: EntryKind | undefined;
  field?: CommissionerField | undefined;
  season?: Season | undefined;
};

/** Entries of the units in scope, the newest first. */
export const listEntries = async (
  db: Db | Trx,
  filter: EntryFilter,
  page: Page,
): Promise<{ rows: readonly EntryView[]; total: number }> => {
  const { status, kind, field, season } = filter;
  const found = selectEntries(db)
    .where(withinScope("unit.path", filter.scope))
    .$if(status !== undefined, (query) => query.where("entry.status", "=", status ?? "waiting"))
    .$if(kind !== undefined, (query) => query.where("entry.kind", "=", kind ?? "variety"))
    .$if(field !== undefined, (query) => query.where("entry.field", "=", field ?? "rice"))
    .$if(season !== undefined, (query) => query.where(sql<boolean>`${season} = any(entry.seasons)`));
  const { rows, total } = await readPage(
    found,
    (query) => query.orderBy("entry.status_changed_at", "desc").orderBy("entry.id"),
    page,
  );
  return { rows, total };
};

/** Entries that wait for somebody else than their writer. */
export const countEntriesToCheck = async (
  db: Db | Trx,
  input: { scope: Scope; personId: string },
): Promise<number> => {
  const { count } = await db
    .selectFrom("technique_entries as entry")
    .innerJoin("org_units as unit", "unit.id", "entry.unit_id")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where(withinScope("unit.path", input.scope))
    .where("entry.status", "=", "waiting")
    .where("entry.written_by_person_id", "<>", input.personId)
    .executeTakeFirstOrThrow();
  return count;
};

export type AdoptionView = {
  id: string;
  entryNo: number;
  entryName: string;
  personId: string;
  /** Masked. */
  name: string;
  unitId: string;
  unitName: string;
  unitPath: string;
  seasonName: string;
  reportedOn: string;
  status: AdoptionStatus;
  confirmedBy: ConfirmedBy | null;
  reason: string | null;
  outcome: Outcome | null;
  outcomeNote: string | null;
};

const selectAdoptions = (db: Db | Trx) =>
  db
    .selectFrom("technique_adoptions as one")
    .innerJoin("technique_entries as entry", "entry.id", "one.entry_id")
    .innerJoin("org_units as unit", "unit.id", "one.unit_id")
    .selectAll("one")
    .select([
      "entry.entry_no",
      "entry.name as entry_name",
      "unit.name as unit_name",
      "unit.path as unit_path",
    ]);
type AdoptionRow = Awaited<ReturnType<ReturnType<typeof selectAdoptions>["executeTakeFirstOrThrow"]>>;

const toViews = async (
  db: Db | Trx,
  context: Pick<ActContext, "cipher">,
  rows: readonly AdoptionRow[],
): Promise<readonly AdoptionView[]> => {
  const names = await getMaskedNames(
    db,
    context.cipher,
    rows.map((row) => row.person_id),
  );
  return rows.map((row) => ({
    id: row.id,
    entryNo: row.entry_no,
    entryName: row.entry_name,
    personId: row.person_id,
    name: names.get(row.person_id) ?? "",
    unitId: row.unit_id,
    unitName: row.unit_name,
    unitPath: row.unit_path,
    seasonName: seasonText({ year: row.season_year, season: row.season }),
    reportedOn: row.reported_on,
    status: row.status,
    confirmedBy: row.confirmed_by,
    reason: row.decision_reason,
    outcome: row.outcome,
    outcomeNote: row.outcome_note_sealed === null ? null : context.cipher.decrypt(row.outcome_note_sealed),
  }));
};

/** Where an adoption is confirmed. @throws AppError `techniques.adoption_not_found` (404) */
export const getAdoptionPlace = async (db: Db | Trx, id: string): Promise<{ unitPath: string }> => {
  const row = await db
    .selectFrom("technique_adoptions as one")
    .innerJoin("org_units as unit", "unit.id", "one.unit_id")
    .select("unit.path as unitPath")
    .where("one.id", "=", id)
    .executeTakeFirst();
  if (row === undefined)
    throw new AppError<TechniquesError>("techniques.adoption_not_found", { status: 404 });
  return row;
};

/** What farmers of the units in scope say they used, what waits the longest first. */
export const listAdoptions = async (
  db: Db | Trx,
  context: Pick<ActContext, "cipher">,
  filter: { scope: Scope; status?: AdoptionStatus | undefined } & Page,
): Promise<{ rows: readonly AdoptionView[]; total: number }> => {
  const { status } = filter;
  const found = selectAdoptions(db)
    .where(withinScope("unit.path", filter.scope))
    .$if(status !== undefined, (query) => query.where("one.status", "=", status ?? "reported"));
  const { rows, total } = await readPage(
    found,
    (query) =>
      query
        .orderBy(sql`one.status = 'reported'`, "desc")
        .orderBy("one.created_at")
        .orderBy("one.id"),
    filter,
  );
  return { rows: await toViews(db, context, rows), total };
};

/** What a farmer said he used, the newest first. */
export const listAdoptionsOf = async (
  db: Db | Trx,
  context: Pick<ActContext, "cipher">,
  personId: string,
): Promise<readonly AdoptionView[]> =>
  toViews(
    db,
    context,
    await selectAdoptions(db)
      .where("one.person_id", "=", personId)
      .orderBy("one.created_at", "desc")
      .orderBy("one.id")
      .limit(50)
      .execute(),
  );
