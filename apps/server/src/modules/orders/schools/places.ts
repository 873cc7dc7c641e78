import type { PersonActor } from "#kernel/actor.ts";
import type { Db, Trx } from "#kernel/db.ts";
import { withinScope } from "#modules/organisations/index.ts";

/** Roles in which somebody orders for a school: its teachers, and who administers it. */
const schoolRoles: ReadonlySet<string> = new Set(["teacher", "org_admin"]);

/** Schools and kindergartens that a person may order for (Y-30, Y-06): those at or below where he is a teacher or administers; none while he helps somebody. */
export const listOwnSchools = async (
  db: Db | Trx,
  actor: PersonActor,
  day: string,
): Promise<readonly { id: string; name: string }[]> => {
  const paths = actor.grants
    .filter((grant) => schoolRoles.has(grant.role) && grant.unitPath !== "")
    .map((grant) => grant.unitPath);
  if (paths.length === 0 || actor.onBehalfOf !== undefined) return [];
  return db
    .selectFrom("org_units as u")
    .select(["u.id", "u.name"])
    .where("u.kind", "in", ["school", "kindergarten"])
    .where(withinScope("u.path", paths))
    .where("u.valid_from", "<=", day)
    .where((eb) => eb.or([eb("u.valid_to", "is", null), eb("u.valid_to", ">", day)]))
    .orderBy("u.name_sort")
    .orderBy("u.id")
    .limit(200)
    .execute();
};
