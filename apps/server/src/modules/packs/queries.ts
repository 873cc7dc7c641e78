import type { Db, Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { type Scope, withinScope } from "#modules/organisations/index.ts";
import type { PacksError } from "./errors.ts";
import type { PackStatus } from "./state.ts";
import "./tables.ts";

export type PackView = {
  id: string;
  unitId: string;
  unitName: string;
  unitPath: string;
  documentId: string;
  title: string;
  asOf: string;
  status: PackStatus;
  fileId: string | null;
  byteCount: number | null;
  failure: string | null;
  askedAt: Date;
  manifestHash: string | null;
  fileCount: number | null;
};

const selectPacks = (db: Db | Trx) =>
  db
    .selectFrom("evidence_packs as pack")
    .innerJoin("org_units as unit", "unit.id", "pack.unit_id")
    .leftJoin("pack_manifests as manifest", "manifest.id", "pack.id")
    .select([
      "pack.id",
      "pack.unit_id as unitId",
      "unit.name as unitName",
      "unit.path as unitPath",
      "pack.document_id as documentId",
      "pack.title",
      "pack.as_of as asOf",
      "pack.status",
      "pack.file_id as fileId",
      "pack.byte_count as byteCount",
      "pack.failure",
      "pack.asked_at as askedAt",
      "manifest.manifest_hash as manifestHash",
      "manifest.file_count as fileCount",
    ]);

/** @throws AppError `packs.not_found` (404) */
export const getPack = async (db: Db | Trx, id: string): Promise<PackView> => {
  const row = await selectPacks(db).where("pack.id", "=", id).executeTakeFirst();
  if (row === undefined) throw new AppError<PacksError>("packs.not_found", { status: 404 });
  return row;
};

/** Packs of units in a scope, newest first. */
export const listPacks = async (
  db: Db | Trx,
  filter: { scope: Scope; page: number; size: number },
): Promise<{ rows: readonly PackView[]; total: number }> => {
  const narrowed = selectPacks(db).where(withinScope("unit.path", filter.scope));
  const { total } = await db
    .selectFrom(narrowed.clearSelect().select("pack.id").as("found"))
    .select((eb) => eb.fn.countAll<number>().as("total"))
    .executeTakeFirstOrThrow();
  const rows = await narrowed
    .orderBy("pack.asked_at", "desc")
    .orderBy("pack.id")
    .limit(filter.size)
    .offset((filter.page - 1) * filter.size)
    .execute();
  return { rows, total };
};
