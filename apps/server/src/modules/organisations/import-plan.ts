import { isAtOrBelow } from "#kernel/actor.ts";
import type { Db, Trx } from "#kernel/db.ts";
import type { UnitKind } from "#kernel/tables.ts";
import { importHeaders, importKindOf, importLevelOf, type ImportRow, type RowError } from "./import-parse.ts";
import type { Scope } from "./listing.ts";
import type { StationLevel } from "./unit-kinds.ts";
import { mayStandUnder, stationLevels, unitKinds } from "./unit-kinds.ts";

export type PlannedAction = "create" | "update" | "unchanged" | "error";

/** A parent or superior station: a unit that is there, or another row of the file by its line. */
export type Target = { unitId: string } | { line: number };

export type PlannedRow = {
  line: number;
  values: ImportRow["values"];
  errors: RowError[];
  action: PlannedAction;
  unitId?: string;
  parent?: Target;
  stationOf?: Target;
};

export type Plan = {
  rows: PlannedRow[];
  /** Lines of the rows to create, parents and superior stations before those that need them. */ order: number[];
};

type Known = {
  id: string;
  name: string;
  kind: UnitKind;
  path: string;
  parent_id: string | null;
  region_code: string | null;
  station_level: StationLevel | null;
  station_of: string | null;
  phone: string | null;
  address: string | null;
  opening_hours: string | null;
  description: string;
};

const isWithin = (scope: Scope, path: string): boolean =>
  scope === "everywhere" || scope.some((top) => isAtOrBelow(path, top));

const compared = {
  regionCode: "region_code",
  phone: "phone",
  address: "address",
  openingHours: "opening_hours",
  description: "description",
} as const;

/** What differs from the unit as it is; an empty cell changes nothing. */
export const changesOf = (
  row: Pick<PlannedRow, "values">,
  unit: Pick<Known, (typeof compared)[keyof typeof compared]>,
) =>
  (["regionCode", "phone", "address", "openingHours", "description"] as const).filter(
    (column) => row.values[column] !== undefined && row.values[column] !== (unit[compared[column]] ?? ""),
  );

/** Looks names up: among open units and among the rows of the file, by name or by full path with `/`. */
const createLookup = (known: readonly Known[], rows: readonly ImportRow[]) => {
  const byId = new Map(known.map((unit) => [unit.id, unit]));
  const byName = new Map<string, Known[]>();
  for (const unit of known) byName.set(unit.name, [...(byName.get(unit.name) ?? []), unit]);
  const rowsByName = new Map<string, ImportRow[]>();
  for (const row of rows)
    if (row.values.name !== undefined)
      rowsByName.set(row.values.name, [...(rowsByName.get(row.values.name) ?? []), row]);
  const chainOf = (unit: Known): string[] => {
    const names: string[] = [];
    for (
      let at: Known | undefined = unit;
      at !== undefined;
      at = at.parent_id === null ? undefined : byId.get(at.parent_id)
    )
      names.unshift(at.name);
    return names;
  };
  /** The one unit or row that the text names; a sentence where none or several do. */
  const find = (text: string, fits: (kind: UnitKind) => boolean): Target | { sentence: string } => {
    const parts = text
      .split(/[/／]/)
      .map((part) => part.trim())
      .filter((part) => part !== "");
    const last = parts.at(-1) ?? "";
    const units = (byName.get(last) ?? []).filter(
      (unit) => fits(unit.kind) && (parts.length === 1 || chainOf(unit).join("/").endsWith(parts.join("/"))),
    );
    // A row that only describes one of these units again is not a second candidate.
    const rowsOfThatName = (rowsByName.get(last) ?? []).filter((row) => {
      const kind = importKindOf(row);
      if (kind === undefined || !fits(kind) || units.some((unit) => unit.kind === kind)) return false;
      return parts.length === 1 || (row.values.parent ?? "").split(/[/／]/).at(-1)?.trim() === parts.at(-2);
    });
    const [unit, row] = [units[0], rowsOfThatName[0]];
    if (units.length + rowsOfThatName.length > 1)
      return { sentence: `叫“${last}”的不止一个，请写完整路径，例如“枫溪街道/${last}”。` };
    if (unit !== undefined) return { unitId: unit.id };
    if (row !== undefined) return { line: row.line };
    const other = byName.get(last)?.[0];
    return {
      sentence:
        other === undefined
          ? `没有找到“${text}”，文件里也没有这一行。请先增加它。`
          : `“${text}”是${unitKinds[other.kind].name}，这里不能填它。`,
    };
  };
  return { byId, find };
};

const loadUnits = async (db: Db | Trx, today: string): Promise<Known[]> =>
  db
    .selectFrom("org_units")
    .select([
      "id",
      "name",
      "kind",
      "path",
      "parent_id",
      "region_code",
      "station_level",
      "station_of",
      "phone",
      "address",
      "opening_hours",
      "description",
    ])
    .where((eb) => eb.or([eb("valid_to", "is", null), eb("valid_to", ">", today)]))
    .execute();

/** Creations in the order in which each finds what it needs; lines that need each other in a ring are named. */
const toOrder = (rows: readonly PlannedRow[]): { order: number[]; ring: number[] } => {
  const waiting = new Map(rows.filter((row) => row.action === "create").map((row) => [row.line, row]));
  const order: number[] = [];
  for (let progress = true; progress;) {
    progress = false;
    for (const [line, row] of waiting) {
      const needs = [row.parent, row.stationOf].flatMap((target) =>
        target !== undefined && "line" in target ? [target.line] : [],
      );
      if (needs.some((need) => waiting.has(need))) continue;
      order.push(line);
      waiting.delete(line);
      progress = true;
    }
  }
  return { order, ring: [...waiting.keys()] };
};

/**
 * Compares the rows of a file with the tree: what each would create, change or leave, and every error with its line and
 * column. The same file planned again after it was applied changes nothing.
 */
export const planUnitImport = async (
  db: Db | Trx,
  rows: readonly ImportRow[],
  options: { scope: Scope; today: string },
): Promise<Plan> => {
  const known = await loadUnits(db, options.today);
  const { byId, find } = createLookup(known, rows);
  const byLine = new Map(rows.map((row) => [row.line, row]));
  const planned = new Map<number, PlannedRow>();
  const seen = new Map<string, number>();
  const codes = new Map<string, number>();

  for (const row of rows) {
    const errors = [...row.errors];
    const fail = (column: keyof typeof importHeaders, sentence: string): void => {
      errors.push({ column: importHeaders[column].title, sentence });
    };
    const kind = importKindOf(row);
    const level = importLevelOf(row);
    const result: PlannedRow = { line: row.line, values: row.values, errors, action: "error" };
    planned.set(row.line, result);
    if (kind === undefined || row.values.name === undefined) continue;
    if (kind === "committee") fail("kind", "最上面的委员会不能导入。");
    if (kind === "station" && level === undefined) fail("stationLevel", "站点要填级别：中心、所或站。");
    if (kind !== "station" && (row.values.stationLevel !== undefined || row.values.stationOf !== undefined))
      fail("stationLevel", "只有站点才填站点级别和上级站点。");
    if (row.values.parent !== undefined) {
      const parent = find(row.values.parent, (candidate) => mayStandUnder(kind, candidate));
      if ("sentence" in parent) fail("parent", parent.sentence);
      else if ("line" in parent && parent.line === row.line) fail("parent", "上级单位不能是它自己。");
      else result.parent = parent;
    }
    if (row.values.stationOf !== undefined && level !== undefined) {
      const superior = find(row.values.stationOf, (candidate) => candidate === "station");
      if ("sentence" in superior) fail("stationOf", superior.sentence);
      else {
        const other =
          "unitId" in superior
            ? byId.get(superior.unitId)?.station_level
            : importLevelOf(byLine.get(superior.line) ?? row);
        if (other === undefined || other === null || stationLevels[other].rank >= stationLevels[level].rank)
          fail("stationOf", "上级站点要比本站点高一级。");
        else result.stationOf = superior;
      }
    }
    const parentKey =
      result.parent === undefined
        ? row.values.parent
        : "unitId" in result.parent
          ? result.parent.unitId
          : `line ${result.parent.line}`;
    const key = `${kind}|${row.values.name}|${parentKey ?? ""}`;
    const earlier = seen.get(key);
    if (earlier !== undefined) fail("name", `和第 ${earlier} 行是同一个单位，请只留一行。`);
    seen.set(key, row.line);
    const sameCode =
      row.values.regionCode === undefined ? undefined : codes.get(`${kind}|${row.values.regionCode}`);
    if (sameCode !== undefined) fail("regionCode", `和第 ${sameCode} 行的区划代码相同。`);
    if (row.values.regionCode !== undefined) codes.set(`${kind}|${row.values.regionCode}`, row.line);

    const { parent } = result;
    const existing =
      parent !== undefined && "unitId" in parent
        ? known.find(
            (unit) => unit.parent_id === parent.unitId && unit.kind === kind && unit.name === row.values.name,
          )
        : undefined;
    const holder =
      row.values.regionCode === undefined
        ? undefined
        : known.find((unit) => unit.kind === kind && unit.region_code === row.values.regionCode);
    if (holder !== undefined && holder.id !== existing?.id)
      fail("regionCode", `这个代码已经是“${holder.name}”的。改名或换上级请在组织树里做。`);
    if (
      parent !== undefined &&
      "unitId" in parent &&
      !isWithin(options.scope, existing?.path ?? byId.get(parent.unitId)?.path ?? "")
    )
      fail("parent", "不在您负责的单位范围内。");
    if (errors.length > 0) continue;
    if (existing === undefined) {
      result.action = "create";
      continue;
    }
    result.unitId = existing.id;
    const movesStation =
      result.stationOf !== undefined &&
      (!("unitId" in result.stationOf) || result.stationOf.unitId !== existing.station_of);
    result.action = changesOf(result, existing).length > 0 || movesStation ? "update" : "unchanged";
  }

  // A row under a row with errors cannot be made either; a row that needs itself through others neither.
  const rowsInOrder = [...planned.values()];
  for (let changed = true; changed;) {
    changed = false;
    for (const row of rowsInOrder) {
      if (row.action === "error") continue;
      const broken = [row.parent, row.stationOf].find(
        (target) => target !== undefined && "line" in target && planned.get(target.line)?.action === "error",
      );
      if (broken === undefined || !("line" in broken)) continue;
      row.errors.push({
        column: importHeaders.parent.title,
        sentence: `它要用到的第 ${broken.line} 行有错，请先改那一行。`,
      });
      row.action = "error";
      changed = true;
    }
  }
  const { order, ring } = toOrder(rowsInOrder);
  for (const line of ring) {
    const row = planned.get(line);
    row?.errors.push({
      column: importHeaders.parent.title,
      sentence: "这几行互为上级，绕成了圈，请检查上级单位。",
    });
    if (row !== undefined) row.action = "error";
  }
  return { rows: rowsInOrder, order };
};

export const countActions = (rows: readonly PlannedRow[]): Record<PlannedAction, number> => {
  const counts = { create: 0, update: 0, unchanged: 0, error: 0 };
  for (const row of rows) counts[row.action] += 1;
  return counts;
};
