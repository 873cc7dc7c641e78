import { sql } from "kysely";
import type { Db, Trx } from "#kernel/db.ts";
import { type Scope, withinScope } from "./listing.ts";

export type AreaSetView = {
  id: string;
  scheme: string;
  name: string;
  description: string;
  validFrom: string;
  validTo: string | null;
  memberCount: number;
};
export type AreaMemberView = {
  id: string;
  unitId: string;
  unitName: string;
  validFrom: string;
  validTo: string | null;
};

/** All sets with the number of members on `today`. */
export const listAreaSets = async (db: Db | Trx, today: string): Promise<AreaSetView[]> =>
  db
    .selectFrom("area_sets as s")
    .select([
      "s.id",
      "s.scheme",
      "s.name",
      "s.description",
      "s.valid_from as validFrom",
      "s.valid_to as validTo",
    ])
    .select(
      sql<number>`(select count(*) from area_set_members m where m.area_set_id = s.id and daterange(m.valid_from, m.valid_to) @> ${today}::date)`.as(
        "memberCount",
      ),
    )
    .orderBy("s.scheme")
    .orderBy("s.name")
    .execute();

/** Members of a set, past and coming ones too, within the scope. */
export const listAreaSetMembers = async (
  db: Db | Trx,
  areaSetId: string,
  scope: Scope,
): Promise<AreaMemberView[]> =>
  db
    .selectFrom("area_set_members as m")
    .innerJoin("org_units as u", "u.id", "m.unit_id")
    .select([
      "m.id",
      "m.unit_id as unitId",
      "u.name as unitName",
      "m.valid_from as validFrom",
      "m.valid_to as validTo",
    ])
    .where("m.area_set_id", "=", areaSetId)
    .where(withinScope("u.path", scope))
    .orderBy("u.name_sort")
    .orderBy("m.valid_from")
    .execute();

/** The sets a unit belongs to on a day, itself or through a unit above it: one a scheme. */
export const listAreaSetsOf = async (
  db: Db | Trx,
  unitPath: string,
  today: string,
): Promise<{ id: string; scheme: string; name: string; validFrom: string; validTo: string | null }[]> =>
  db
    .selectFrom("area_set_members as m")
    .innerJoin("area_sets as s", "s.id", "m.area_set_id")
    .innerJoin("org_units as u", "u.id", "m.unit_id")
    .distinctOn("s.scheme")
    .select(["s.id", "s.scheme", "s.name", "m.valid_from as validFrom", "m.valid_to as validTo"])
    .where(sql<boolean>`u.path @> ${unitPath}::ltree`)
    .where(sql<boolean>`daterange(m.valid_from, m.valid_to) @> ${today}::date`)
    .orderBy("s.scheme")
    .orderBy(sql`nlevel(u.path)`, "desc")
    .execute();

/** The region codes that make up a unit's plan area on a day. */
export const listRegionCodes = async (
  db: Db | Trx,
  unitId: string,
  today: string,
): Promise<{ regionCode: string; validFrom: string; validTo: string | null }[]> =>
  db
    .selectFrom("region_set_codes")
    .select(["region_code as regionCode", "valid_from as validFrom", "valid_to as validTo"])
    .where("unit_id", "=", unitId)
    .where(sql<boolean>`daterange(valid_from, valid_to) @> ${today}::date`)
    .orderBy("region_code")
    .execute();
