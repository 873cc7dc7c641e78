import { sql } from "kysely";
import type { Actor } from "#kernel/actor.ts";
import { hashRow, recordAudit } from "#kernel/audit.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import { isUniqueViolation, type Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { createId } from "#kernel/ids.ts";
import { invalidatePages } from "#kernel/page-cache.ts";
import type { UnitKind } from "#kernel/tables.ts";
import type { OrganisationsError } from "./errors.ts";
import { nameKeys } from "./name-keys.ts";
import { type StationLevel, stationLevels } from "./unit-kinds.ts";
import { getParentFor, getUnitRow, lockTree, moveSubtree } from "./unit-tree.ts";
import { countUnitUses } from "./unit-uses.ts";

export type NewUnit = {
  kind: UnitKind;
  name: string;
  /** Absent only for the one root, the committee. */
  parentId?: string;
  /** Twelve digits (GB/T 2260 and below), where the unit has one. */
  regionCode?: string;
  stationLevel?: StationLevel;
  /** The station above this one (所 → 中心, 站 → 所). */
  stationOf?: string;
  phone?: string;
  address?: string;
  openingHours?: string;
  description?: string;
  /** First day, YYYY-MM-DD; today where it is left out. */
  validFrom?: string;
};

export type UnitChange = {
  name?: string;
  regionCode?: string | null;
  stationOf?: string | null;
  phone?: string | null;
  address?: string | null;
  openingHours?: string | null;
  description?: string;
};

export type UnitReference = { id: string; path: string; name: string };

type UnitRow = Awaited<ReturnType<typeof getUnitRow>>;

const nameRefusals = async <T>(work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    if (isUniqueViolation(error, "org_units_sibling_name"))
      throw new AppError<OrganisationsError>("organisations.sibling_name", {
        status: 409,
        fields: { name: "organisations.sibling_name" },
        cause: error,
      });
    if (isUniqueViolation(error, "org_units_region_code_key"))
      throw new AppError<OrganisationsError>("organisations.region_code_taken", {
        status: 409,
        fields: { regionCode: "organisations.region_code_taken" },
        cause: error,
      });
    throw error;
  }
};

const requireStationShape = async (
  trx: Trx,
  unit: { kind: UnitKind; stationLevel: StationLevel | null; stationOf: string | null },
): Promise<void> => {
  if (unit.kind !== "station") {
    if (unit.stationLevel !== null || unit.stationOf !== null)
      throw new AppError<OrganisationsError>("organisations.station_level_unwanted", {
        fields: { stationLevel: "organisations.station_level_unwanted" },
      });
    return;
  }
  if (unit.stationLevel === null)
    throw new AppError<OrganisationsError>("organisations.station_level_needed", {
      fields: { stationLevel: "organisations.station_level_needed" },
    });
  if (unit.stationOf === null) return;
  const superior = await trx
    .selectFrom("org_units")
    .select(["station_level", "valid_to"])
    .where("id", "=", unit.stationOf)
    .executeTakeFirst();
  // A superior of a strictly higher level: so the chain of take-over ends, whatever is changed.
  const higher =
    superior?.station_level !== undefined &&
    superior.station_level !== null &&
    stationLevels[superior.station_level].rank < stationLevels[unit.stationLevel].rank;
  if (!higher)
    throw new AppError<OrganisationsError>("organisations.station_superior", {
      fields: { stationOf: "organisations.station_superior" },
    });
};

/**
 * Adds a unit to the tree. Without `parentId` it is the root, of which there is one.
 * @returns the new unit's id, path and name
 * @throws AppError `organisations.parent_*` | `organisations.station_*` | `organisations.sibling_name` | `organisations.region_code_taken`
 */
export const createUnit = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: NewUnit,
): Promise<UnitReference> => {
  const now = context.clock.now();
  const today = toDistrictDate(now);
  if ((input.kind === "committee") !== (input.parentId === undefined))
    throw new AppError<OrganisationsError>("organisations.kind_not_creatable", {
      fields: { kind: "organisations.kind_not_creatable" },
    });
  await requireStationShape(trx, {
    kind: input.kind,
    stationLevel: input.stationLevel ?? null,
    stationOf: input.stationOf ?? null,
  });
  await lockTree(trx);
  const parent =
    input.parentId === undefined ? undefined : await getParentFor(trx, input.kind, input.parentId, today);
  const id = createId(context.clock);
  const name = input.name.trim();
  const keys = nameKeys(name);
  const inserted = await nameRefusals(() =>
    trx
      .insertInto("org_units")
      .values({
        id,
        parent_id: parent?.id ?? null,
        // The number is known after the insert; until then a path that can be nobody else's.
        path: `new_${id.replaceAll("-", "")}`,
        kind: input.kind,
        name,
        name_sort: keys.nameSort,
        name_search: keys.nameSearch,
        region_code: input.regionCode ?? null,
        station_level: input.stationLevel ?? null,
        station_of: input.stationOf ?? null,
        phone: input.phone ?? null,
        address: input.address ?? null,
        opening_hours: input.openingHours ?? null,
        description: input.description ?? "",
        valid_from: input.validFrom ?? today,
        valid_to: null,
        created_at: now,
        updated_at: now,
      })
      .returning("unit_no")
      .executeTakeFirstOrThrow(),
  );
  const path = parent === undefined ? String(inserted.unit_no) : `${parent.path}.${inserted.unit_no}`;
  await trx.updateTable("org_units").set({ path }).where("id", "=", id).execute();
  await recordAudit(trx, context, {
    actor,
    action: "organisations.create_unit",
    unitId: id,
    record: { table: "org_units", id },
    requestId: context.requestId,
  });
  await invalidatePages(trx);
  return { id, path, name };
};

const beginChange = async (trx: Trx, context: ActContext, unitId: string) => {
  const unit = await getUnitRow(trx, unitId);
  const today = toDistrictDate(context.clock.now());
  if (unit.valid_to !== null && unit.valid_to <= today)
    throw new AppError<OrganisationsError>("organisations.unit_closed", { status: 409 });
  const beforeHash = await hashRow(trx, context.cipher, { table: "org_units", id: unitId });
  return { unit, today, beforeHash };
};

const toColumns = (change: UnitChange): Partial<UnitRow> => {
  const name = change.name?.trim();
  const keys = name === undefined ? undefined : nameKeys(name);
  return {
    ...(name === undefined || keys === undefined
      ? {}
      : { name, name_sort: keys.nameSort, name_search: keys.nameSearch }),
    ...(change.regionCode === undefined ? {} : { region_code: change.regionCode }),
    ...(change.stationOf === undefined ? {} : { station_of: change.stationOf }),
    ...(change.phone === undefined ? {} : { phone: change.phone }),
    ...(change.address === undefined ? {} : { address: change.address }),
    ...(change.openingHours === undefined ? {} : { opening_hours: change.openingHours }),
    ...(change.description === undefined ? {} : { description: change.description }),
  };
};

/**
 * Changes a unit's name and details; its place in the tree stays.
 * @throws AppError `organisations.unit_not_found` | `organisations.unit_closed` | `organisations.nothing_to_change` | as createUnit
 */
export const changeUnit = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { unitId: string; change: UnitChange },
): Promise<UnitReference> => {
  const { unit, beforeHash } = await beginChange(trx, context, input.unitId);
  const columns = toColumns(input.change);
  if (Object.keys(columns).length === 0)
    throw new AppError<OrganisationsError>("organisations.nothing_to_change");
  if (columns.station_of !== undefined)
    await requireStationShape(trx, {
      kind: unit.kind,
      stationLevel: unit.station_level,
      stationOf: columns.station_of,
    });
  await nameRefusals(
    () =>
      trx
        .updateTable("org_units")
        .set({ ...columns, updated_at: context.clock.now() } as never)
        .where("id", "=", unit.id)
        .execute(), // toColumns gives columns of this table only
  );
  await recordAudit(trx, context, {
    actor,
    action: "organisations.edit_unit",
    unitId: unit.id,
    record: { table: "org_units", id: unit.id },
    beforeHash,
    requestId: context.requestId,
  });
  await invalidatePages(trx);
  return { id: unit.id, path: unit.path, name: columns.name ?? unit.name };
};

/** Gives a unit another name. @throws as changeUnit */
export const renameUnit = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { unitId: string; name: string },
): Promise<UnitReference> =>
  changeUnit(trx, context, actor, { unitId: input.unitId, change: { name: input.name } });

/**
 * Puts a unit with everything below it under another parent and recomputes their paths, one tree change at a time.
 * @throws AppError `organisations.move_into_itself` | `organisations.root_stays` | `organisations.parent_*` | `organisations.sibling_name`
 */
export const moveUnit = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { unitId: string; parentId: string },
): Promise<UnitReference> => {
  await lockTree(trx);
  const { unit, today, beforeHash } = await beginChange(trx, context, input.unitId);
  if (unit.parent_id === null)
    throw new AppError<OrganisationsError>("organisations.root_stays", { status: 409 });
  const parent = await getParentFor(trx, unit.kind, input.parentId, today);
  await nameRefusals(() => moveSubtree(trx, unit, parent, context.clock.now()));
  await recordAudit(trx, context, {
    actor,
    action: "organisations.edit_unit",
    unitId: unit.id,
    record: { table: "org_units", id: unit.id },
    beforeHash,
    reason: "move",
    requestId: context.requestId,
  });
  await invalidatePages(trx);
  const moved = await getUnitRow(trx, unit.id);
  return { id: moved.id, path: moved.path, name: moved.name };
};

/**
 * Ends a unit on a day: from `validTo` on it is no longer there. Its facts and history stay.
 * @throws AppError `organisations.has_children` | `organisations.in_use` (something still hangs on it) | `organisations.closed_too_early`
 */
export const closeUnit = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { unitId: string; validTo?: string },
): Promise<UnitReference> => {
  await lockTree(trx);
  const { unit, today, beforeHash } = await beginChange(trx, context, input.unitId);
  if (unit.parent_id === null)
    throw new AppError<OrganisationsError>("organisations.root_stays", { status: 409 });
  const validTo = input.validTo ?? today;
  if (validTo <= unit.valid_from)
    throw new AppError<OrganisationsError>("organisations.closed_too_early", {
      fields: { validTo: "organisations.closed_too_early" },
      values: { from: unit.valid_from },
    });
  const children = await trx
    .selectFrom("org_units")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("parent_id", "=", unit.id)
    .where((eb) => eb.or([eb("valid_to", "is", null), eb("valid_to", ">", validTo)]))
    .executeTakeFirstOrThrow();
  if (children.count > 0)
    throw new AppError<OrganisationsError>("organisations.has_children", {
      status: 409,
      values: { count: children.count },
    });
  const uses = [
    ...(await countUnitUses(trx, unit.id)),
    { name: "organisations", label: "家已核实的社会主体", count: await countOrganisationsAt(trx, unit.id) },
  ];
  const use = uses.find((one) => one.count > 0);
  if (use !== undefined)
    throw new AppError<OrganisationsError>("organisations.in_use", {
      status: 409,
      values: { count: use.count, label: use.label },
    });
  await trx
    .updateTable("org_units")
    .set({ valid_to: validTo, updated_at: context.clock.now() })
    .where("id", "=", unit.id)
    .execute();
  await endRowsAt(trx, unit.id, validTo);
  await recordAudit(trx, context, {
    actor,
    action: "organisations.close_unit",
    unitId: unit.id,
    record: { table: "org_units", id: unit.id },
    beforeHash,
    requestId: context.requestId,
  });
  await invalidatePages(trx);
  return { id: unit.id, path: unit.path, name: unit.name };
};

const countOrganisationsAt = async (trx: Trx, unitId: string): Promise<number> => {
  const row = await trx
    .selectFrom("organisations")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("unit_id", "=", unitId)
    .where("status", "in", ["verified", "suspended"])
    .executeTakeFirstOrThrow();
  return row.count;
};

/** Memberships and serving areas of a closed unit end with it; those that had not begun are taken back. */
const endRowsAt = async (trx: Trx, unitId: string, validTo: string): Promise<void> => {
  for (const table of ["area_set_members", "station_areas", "region_set_codes"] as const) {
    await sql`delete from ${sql.table(table)} where unit_id = ${unitId} and valid_from >= ${validTo}`.execute(
      trx,
    );
    await sql`update ${sql.table(table)} set valid_to = ${validTo} where unit_id = ${unitId} and (valid_to is null or valid_to > ${validTo})`.execute(
      trx,
    );
  }
  await sql`delete from station_areas where station_id = ${unitId} and valid_from >= ${validTo}`.execute(trx);
  await sql`update station_areas set valid_to = ${validTo} where station_id = ${unitId} and (valid_to is null or valid_to > ${validTo})`.execute(
    trx,
  );
};
