import type { Actor } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Db, Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import type { OrdersError } from "../errors.ts";
import { type MapRow, type Polygons, readStreetMap, type Street } from "./geojson.ts";

/** What a map is drawn of: streets, towns and parks that are open. */
const listDrawable = async (db: Db | Trx, today: string): Promise<readonly Street[]> =>
  (
    await db
      .selectFrom("org_units as u")
      .select(["u.id", "u.name", "u.region_code"])
      .where("u.kind", "in", ["street", "town", "park"])
      .where("u.valid_from", "<=", today)
      .where((eb) => eb.or([eb("u.valid_to", "is", null), eb("u.valid_to", ">", today)]))
      .orderBy("u.name_sort")
      .execute()
  ).map((row) => ({ id: row.id, name: row.name, codes: row.region_code === null ? [] : [row.region_code] }));

type MapImport = { applied: boolean; rows: readonly MapRow[]; missing: readonly string[] };

/**
 * Takes a district's own map in (GeoJSON), looking first: it is written where every shape is right, and then instead of the
 * one before. @throws AppError `orders.map_file` | `orders.map_limits`
 */
export const importStreetMap = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { bytes: Buffer; source: string; today: string; mode: "preview" | "apply" },
): Promise<MapImport> => {
  const read = readStreetMap(input.bytes, await listDrawable(trx, input.today));
  if ("problem" in read) {
    const code: OrdersError = read.problem === "file" ? "orders.map_file" : "orders.map_limits";
    throw new AppError<OrdersError>(code, { fields: { file: code } });
  }
  const { rows, shapes, missing } = read;
  if (input.mode === "preview" || rows.some((row) => !row.ok)) return { applied: false, rows, missing };
  await trx.deleteFrom("street_shapes").execute();
  await trx
    .insertInto("street_shapes")
    .values(
      shapes.map(({ unitId, polygons }) => ({
        unit_id: unitId,
        polygons: JSON.stringify(polygons),
        source: input.source.slice(0, 100),
        imported_at: context.clock.now(),
      })),
    )
    .execute();
  await recordAudit(trx, context, {
    actor,
    action: "orders.map",
    reason: `${shapes.length} 个街道，来源：${input.source.slice(0, 100)}`,
    requestId: context.requestId,
  });
  return { applied: true, rows, missing };
};

type StreetShape = { unitId: string; polygons: Polygons };

/** Shapes of the given units, and where and when the whole map was taken from. */
export const listShapes = async (
  db: Db | Trx,
  unitIds: readonly string[],
): Promise<{ shapes: readonly StreetShape[]; source: string | null; importedAt: Date | null }> => {
  const about = await db.selectFrom("street_shapes").select(["source", "imported_at"]).executeTakeFirst();
  const rows =
    about === undefined || unitIds.length === 0
      ? []
      : await db
          .selectFrom("street_shapes")
          .select(["unit_id", "polygons"])
          .where("unit_id", "in", [...unitIds])
          .orderBy("unit_id")
          .execute();
  return {
    shapes: rows.map((row) => ({ unitId: row.unit_id, polygons: row.polygons })),
    source: about?.source ?? null,
    importedAt: about?.imported_at ?? null,
  };
};
