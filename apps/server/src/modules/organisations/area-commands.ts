import type { Actor } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import { isUniqueViolation, type Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { createId } from "#kernel/ids.ts";
import type { OrganisationsError } from "./errors.ts";
import { getUnitRow } from "./unit-tree.ts";

export type Period = { validFrom?: string; validTo?: string };

/** The usual scheme of 直管区 / 托管区; a second scheme may cut the same units otherwise. */
export const administrationScheme = "administration";

const isOverlap = (error: unknown, constraint: string): boolean =>
  error instanceof Error &&
  "code" in error &&
  error.code === "23P01" &&
  "constraint" in error &&
  error.constraint === constraint;

const periodOf = (context: ActContext, period: Period): { valid_from: string; valid_to: string | null } => {
  const from = period.validFrom ?? toDistrictDate(context.clock.now());
  if (period.validTo !== undefined && period.validTo <= from)
    throw new AppError<OrganisationsError>("organisations.area_dates", {
      fields: { validTo: "organisations.area_dates" },
    });
  return { valid_from: from, valid_to: period.validTo ?? null };
};

const refusingOverlap = async <T>(
  constraint: string,
  code: OrganisationsError,
  work: () => Promise<T>,
): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    if (isOverlap(error, constraint))
      throw new AppError<OrganisationsError>(code, { status: 409, cause: error });
    throw error;
  }
};

/**
 * Adds a set of units (直管区, 托管区 …) to a scheme.
 * @throws AppError `organisations.area_set_name` (the scheme has one of that name) | `organisations.area_dates`
 */
export const createAreaSet = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { scheme?: string; name: string; description?: string } & Period,
): Promise<{ id: string }> => {
  const id = createId(context.clock);
  try {
    await trx
      .insertInto("area_sets")
      .values({
        id,
        scheme: input.scheme ?? administrationScheme,
        name: input.name.trim(),
        description: input.description ?? "",
        ...periodOf(context, input),
        created_at: context.clock.now(),
      })
      .execute();
  } catch (error) {
    if (isUniqueViolation(error, "area_sets_name_key"))
      throw new AppError<OrganisationsError>("organisations.area_set_name", {
        status: 409,
        fields: { name: "organisations.area_set_name" },
        cause: error,
      });
    throw error;
  }
  await recordAudit(trx, context, {
    actor,
    action: "organisations.manage_areas",
    record: { table: "area_sets", id },
    requestId: context.requestId,
  });
  return { id };
};

/**
 * Puts a unit into a set for a period. The database refuses two sets of one scheme on one day.
 * @throws AppError `organisations.area_set_not_found` | `organisations.unit_not_found` | `organisations.area_overlap` | `organisations.area_dates`
 */
export const addAreaSetMember = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { areaSetId: string; unitId: string } & Period,
): Promise<{ id: string }> => {
  const set = await trx
    .selectFrom("area_sets")
    .select(["id", "scheme"])
    .where("id", "=", input.areaSetId)
    .executeTakeFirst();
  if (set === undefined)
    throw new AppError<OrganisationsError>("organisations.area_set_not_found", { status: 404 });
  await getUnitRow(trx, input.unitId);
  const id = createId(context.clock);
  await refusingOverlap("area_set_members_one_a_day", "organisations.area_overlap", () =>
    trx
      .insertInto("area_set_members")
      .values({
        id,
        area_set_id: set.id,
        scheme: set.scheme,
        unit_id: input.unitId,
        ...periodOf(context, input),
        created_at: context.clock.now(),
      })
      .execute(),
  );
  await recordAudit(trx, context, {
    actor,
    action: "organisations.manage_areas",
    unitId: input.unitId,
    record: { table: "area_set_members", id },
    requestId: context.requestId,
  });
  return { id };
};

/**
 * Ends a unit's membership on a day, for example before it changes from 托管区 to 直管区.
 * @throws AppError `organisations.area_set_not_found` | `organisations.area_dates`
 */
export const endAreaSetMember = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { memberId: string; validTo: string },
): Promise<void> => {
  const member = await trx
    .selectFrom("area_set_members")
    .selectAll()
    .where("id", "=", input.memberId)
    .executeTakeFirst();
  if (member === undefined)
    throw new AppError<OrganisationsError>("organisations.area_set_not_found", { status: 404 });
  const { valid_to: validTo } = periodOf(context, { validFrom: member.valid_from, validTo: input.validTo });
  await refusingOverlap("area_set_members_one_a_day", "organisations.area_overlap", () =>
    trx.updateTable("area_set_members").set({ valid_to: validTo }).where("id", "=", member.id).execute(),
  );
  await recordAudit(trx, context, {
    actor,
    action: "organisations.manage_areas",
    unitId: member.unit_id,
    record: { table: "area_set_members", id: member.id },
    reason: "end",
    requestId: context.requestId,
  });
};

/**
 * Lets a station serve a unit and what lies below it for a period.
 * @throws AppError `organisations.not_a_station` | `organisations.unit_not_found` | `organisations.station_area_overlap`
 */
export const assignStationArea = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { stationId: string; unitId: string } & Period,
): Promise<{ id: string }> => {
  const station = await getUnitRow(trx, input.stationId);
  if (station.kind !== "station") throw new AppError<OrganisationsError>("organisations.not_a_station");
  await getUnitRow(trx, input.unitId);
  const id = createId(context.clock);
  await refusingOverlap("station_areas_one_a_day", "organisations.station_area_overlap", () =>
    trx
      .insertInto("station_areas")
      .values({
        id,
        station_id: station.id,
        unit_id: input.unitId,
        ...periodOf(context, input),
        created_at: context.clock.now(),
      })
      .execute(),
  );
  await recordAudit(trx, context, {
    actor,
    action: "organisations.manage_areas",
    unitId: input.unitId,
    record: { table: "station_areas", id },
    requestId: context.requestId,
  });
  return { id };
};

/**
 * Adds a region code to the set that makes up a unit's plan area, for a period.
 * @throws AppError `organisations.unit_not_found` | `organisations.region_set_overlap`
 */
export const addRegionCode = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { unitId: string; regionCode: string } & Period,
): Promise<{ id: string }> => {
  await getUnitRow(trx, input.unitId);
  const id = createId(context.clock);
  await refusingOverlap("region_set_codes_once", "organisations.region_set_overlap", () =>
    trx
      .insertInto("region_set_codes")
      .values({
        id,
        unit_id: input.unitId,
        region_code: input.regionCode,
        ...periodOf(context, input),
        created_at: context.clock.now(),
      })
      .execute(),
  );
  await recordAudit(trx, context, {
    actor,
    action: "organisations.manage_areas",
    unitId: input.unitId,
    record: { table: "region_set_codes", id },
    requestId: context.requestId,
  });
  return { id };
};
