import { sql } from "kysely";
import type { Db } from "#kernel/db.ts";
import { toCsv } from "#kernel/csv.ts";
import { maxExportRows, requireExportable, toXlsx, type XlsxColumn } from "#kernel/xlsx-export.ts";
import { importColumns, importHeaders, type ImportColumn } from "./import-parse.ts";
import type { Scope } from "./listing.ts";
import { listOrganisations, type OrganisationFilter, type OrganisationView } from "./organisation-queries.ts";
import { listUnits, type UnitFilter, type UnitSort, type UnitView } from "./unit-queries.ts";

/** Names from the root to each unit, joined by `/`: what the column 上级单位 of an import takes. */
const pathNames = async (db: Db): Promise<Map<string, string>> => {
  const { rows } = await sql<{ id: string; names: string }>`
    select u.id, string_agg(a.name, '/' order by nlevel(a.path)) as names
    from org_units u join org_units a on a.path @> u.path group by u.id`.execute(db);
  return new Map(rows.map((row) => [row.id, row.names]));
};

const unitValue: Readonly<
  Record<ImportColumn, (unit: UnitView, names: ReadonlyMap<string, string>) => string | null>
> = {
  name: (unit) => unit.name,
  kind: (unit) => unit.kindName,
  parent: (unit, names) => (unit.parentId === null ? null : (names.get(unit.parentId) ?? null)),
  regionCode: (unit) => unit.regionCode,
  stationLevel: (unit) => unit.stationLevelName,
  stationOf: (unit, names) => (unit.stationOf === null ? null : (names.get(unit.stationOf) ?? null)),
  phone: (unit) => unit.phone,
  address: (unit) => unit.address,
  openingHours: (unit) => unit.openingHours,
  description: (unit) => unit.description,
  validFrom: (unit) => unit.validFrom,
};

const widths: Partial<Record<ImportColumn, number>> = {
  name: 28,
  parent: 40,
  stationOf: 40,
  address: 30,
  openingHours: 26,
  description: 40,
};

/** Units of a filter as .xlsx with the columns of the import: what is exported can be corrected and imported again. */
export const exportUnits = async (
  db: Db,
  filter: UnitFilter,
  options: { scope: Scope; today: string; sort?: UnitSort },
): Promise<Buffer> => {
  const [{ rows }, names] = [
    await listUnits(db, filter, { ...options, page: 1, size: maxExportRows }),
    await pathNames(db),
  ];
  const columns = importColumns.map((column): XlsxColumn<UnitView> => ({
    header: importHeaders[column].title,
    width: widths[column] ?? 16,
    value: (unit) => unitValue[column](unit, names),
  }));
  return toXlsx(rows, { sheet: "单位", columns });
};

const examples: readonly Partial<Record<ImportColumn, string>>[] = [
  {
    name: "示例社区",
    kind: "社区",
    parent: "示例街道",
    regionCode: "990000000001",
    phone: "0000-88000001",
    address: "示例路 1 号",
    description: "这一行是示例，请删掉",
  },
  {
    name: "示例社区科普站",
    kind: "站点",
    parent: "示例街道/示例社区",
    stationLevel: "站",
    stationOf: "示例街道实践所",
    openingHours: "周一至周五 9:00–17:00",
    validFrom: "2026-01-01",
  },
];

/** An empty table with the columns of the import and two example rows. */
export const toImportTemplate = async (format: "xlsx" | "csv"): Promise<Buffer> => {
  if (format === "csv")
    return Buffer.from(
      toCsv(
        importColumns.map((column) => importHeaders[column].title),
        examples.map((row) => importColumns.map((column) => row[column] ?? null)),
      ),
    );
  const columns = importColumns.map((column): XlsxColumn<(typeof examples)[number]> => ({
    header: importHeaders[column].title,
    width: widths[column] ?? 16,
    value: (row) => row[column] ?? null,
  }));
  return toXlsx(examples, { sheet: "单位", columns });
};

/** Registered organisations of a filter as .xlsx, without their contacts. */
export const exportOrganisations = async (
  db: Db,
  filter: OrganisationFilter,
  scope: Scope,
): Promise<Buffer> => {
  const { rows, total } = await listOrganisations(db, filter, { scope, page: 1, size: maxExportRows });
  requireExportable(total);
  const columns: XlsxColumn<OrganisationView>[] = [
    { header: "回执编号", value: (row) => row.receiptNo },
    { header: "单位名称", width: 28, value: (row) => row.name },
    { header: "单位种类", value: (row) => row.kindName },
    { header: "统一社会信用代码", width: 22, value: (row) => row.creditCode },
    { header: "非营利", value: (row) => row.nonProfit },
    { header: "所在地", value: (row) => row.homeUnitName },
    { header: "详细地址", width: 30, value: (row) => row.address },
    { header: "想做哪些科普", width: 50, value: (row) => row.purpose },
    { header: "状态", value: (row) => row.statusName },
    { header: "提交时间", width: 22, value: (row) => row.createdAt },
  ];
  return toXlsx(rows, { sheet: "社会主体", columns });
};
