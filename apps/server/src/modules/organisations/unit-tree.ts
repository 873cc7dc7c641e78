import { sql } from "kysely";
import type { Db, Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import type { UnitKind } from "#kernel/tables.ts";
import type { OrganisationsError } from "./errors.ts";
import { mayStandUnder, unitKinds } from "./unit-kinds.ts";

/**
 * Changes of the tree go one after another: each takes the root's row first. Two moves that each look right (A under B,
 * B under A) would otherwise both pass their check and make a ring. FOR NO KEY UPDATE and not FOR UPDATE, because every
 * fact and grant at the root holds a KEY SHARE lock on that row until its own transaction ends.
 */
export const lockTree = async (trx: Trx): Promise<void> => {
  await trx.selectFrom("org_units").select("id").where("parent_id", "is", null).forNoKeyUpdate().execute();
};

/** @throws AppError `organisations.unit_not_found` (404) */
export const getUnitRow = async (db: Db | Trx, unitId: string) => {
  const row = await db.selectFrom("org_units").selectAll().where("id", "=", unitId).executeTakeFirst();
  if (row === undefined)
    throw new AppError<OrganisationsError>("organisations.unit_not_found", { status: 404 });
  return row;
};

/** The parent a unit of this kind would stand under. @throws AppError where it is missing, closed or of a wrong kind */
export const getParentFor = async (trx: Trx, kind: UnitKind, parentId: string, today: string) => {
  const parent = await trx.selectFrom("org_units").selectAll().where("id", "=", parentId).executeTakeFirst();
  if (parent === undefined)
    throw new AppError<OrganisationsError>("organisations.parent_not_found", {
      fields: { parentId: "organisations.parent_not_found" },
    });
  if (parent.valid_to !== null && parent.valid_to <= today)
    throw new AppError<OrganisationsError>("organisations.parent_closed", {
      fields: { parentId: "organisations.parent_closed" },
    });
  if (!mayStandUnder(kind, parent.kind)) {
    throw new AppError<OrganisationsError>("organisations.parent_kind", {
      values: {
        kind: unitKinds[kind].name,
        parents: unitKinds[kind].parents.map((one) => unitKinds[one].name).join("、"),
      },
      fields: { parentId: "organisations.parent_kind" },
    });
  }
  return parent;
};

/**
 * Moves a unit with all that lies below it; the caller holds the tree's lock.
 * @throws AppError `organisations.move_into_itself` where the new parent lies at or below the unit
 */
export const moveSubtree = async (
  trx: Trx,
  unit: { id: string; path: string },
  parent: { id: string; path: string },
  now: Date,
): Promise<number> => {
  if (parent.path === unit.path || parent.path.startsWith(`${unit.path}.`))
    throw new AppError<OrganisationsError>("organisations.move_into_itself", {
      fields: { parentId: "organisations.move_into_itself" },
    });
  const moved = await sql`
    update org_units set
      path = ${parent.path}::ltree || subpath(path, nlevel(${unit.path}::ltree) - 1),
      parent_id = case when id = ${unit.id} then ${parent.id} else parent_id end,
      updated_at = ${now}
    where path <@ ${unit.path}::ltree`.execute(trx);
  return Number(moved.numAffectedRows ?? 0n);
};
