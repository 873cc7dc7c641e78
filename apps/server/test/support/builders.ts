import { randomUUID } from "node:crypto";
import type { Db } from "#kernel/db.ts";
import type { UnitKind } from "#kernel/tables.ts";

export type BuiltUnit = { id: string; path: string; name: string };

/** A unit of the tree, under `parent` or under the one root (which it makes where there is none). */
export const buildUnit = async (
  db: Db,
  options: { parent?: BuiltUnit; kind?: UnitKind; name?: string } = {},
): Promise<BuiltUnit> => {
  const parent = options.parent ?? (options.kind === "committee" ? undefined : await rootUnit(db));
  const id = randomUUID();
  const name = options.name ?? `演示单位${id.slice(0, 8)}`;
  const kind = options.kind ?? "street";
  const at = new Date("2026-01-01T00:00:00Z");
  const inserted = await db
    .insertInto("org_units")
    .values({
      id,
      parent_id: parent?.id ?? null,
      path: `new_${id.replaceAll("-", "")}`,
      kind,
      name,
      name_sort: name,
      region_code: null,
      station_level: kind === "station" ? "station" : null,
      station_of: null,
      phone: null,
      address: null,
      opening_hours: null,
      valid_from: "2026-01-01",
      valid_to: null,
      created_at: at,
      updated_at: at,
    })
    .returning("unit_no")
    .executeTakeFirstOrThrow();
  const path = parent === undefined ? String(inserted.unit_no) : `${parent.path}.${inserted.unit_no}`;
  await db.updateTable("org_units").set({ path }).where("id", "=", id).execute();
  return { id, path, name };
};

const rootUnit = async (db: Db): Promise<BuiltUnit> => {
  const root = await db
    .selectFrom("org_units")
    .select(["id", "path", "name"])
    .where("parent_id", "is", null)
    .executeTakeFirst();
  if (root !== undefined) return root;
  try {
    return await buildUnit(db, { kind: "committee", name: "演示新区科学素质工作委员会" });
  } catch {
    // Another builder made the root at the same time: there is only one.
    return db
      .selectFrom("org_units")
      .select(["id", "path", "name"])
      .where("parent_id", "is", null)
      .executeTakeFirstOrThrow();
  }
};
