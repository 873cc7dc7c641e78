import type { Db, Trx } from "#kernel/db.ts";
import type { UnitKind } from "#kernel/tables.ts";
import { listDescendants } from "#modules/organisations/index.ts";
import type { SuggestedTask } from "./suggest.ts";
import type { TaskUnitInput } from "./tasks.ts";

type Named = { id: string; name: string; kind: UnitKind };

/** Names that stand for all units of a kind: 各街道（镇）, 各中小学. */
const groups: readonly (readonly [RegExp, readonly UnitKind[]])[] = [
  [/^(各|全区)?(乡镇)?街道(办事处)?(（镇）|、镇|和镇)?$|^各(街|镇)|^各镇/, ["street", "town"]],
  [/^各(中小)?学校?$|^各中小学/, ["school"]],
  [/^各(科普)?场馆$/, ["venue"]],
  [/^各(有关)?部门(（?单位）?)?$|^各有关单位$/, ["department"]],
];

const bare = (name: string): string =>
  name.replaceAll(/[\s（）()]/g, "").replace(/^(演示)?(新区|本区|区|市)/, "");

export type MatchedUnits = { unitIds: readonly string[]; isGroup: boolean };

/**
 * Finds units of the tree by the names that a plan prints: whole name first, then without the district before it, then
 * the one unit that ends in it; 各街道（镇） is every street and town.
 */
export const createUnitMatcher = async (db: Db | Trx, rootPath: string, today: string) => {
  const units: readonly Named[] = await listDescendants(db, rootPath, today);
  return (printed: string): MatchedUnits => {
    const name = printed.trim();
    const group = groups.find(([words]) => words.test(name));
    if (group !== undefined) {
      const kinds = group[1];
      return {
        unitIds: units.filter((unit) => kinds.includes(unit.kind)).map((unit) => unit.id),
        isGroup: true,
      };
    }
    const short = bare(name);
    const exact = units.find((unit) => unit.name === name) ?? units.find((unit) => bare(unit.name) === short);
    const ending = units.filter((unit) => short.length >= 3 && unit.name.endsWith(short));
    const found = exact ?? (ending.length === 1 ? ending[0] : undefined);
    return { unitIds: found === undefined ? [] : [found.id], isGroup: false };
  };
};

export type Owners = { units: readonly TaskUnitInput[]; unknown: readonly string[] };

/** Lead and support units of a suggested task, and the names that no unit bears. */
export const ownersOf = (
  task: Pick<SuggestedTask, "leadNames" | "supportNames">,
  match: (name: string) => MatchedUnits,
): Owners => {
  const units: TaskUnitInput[] = [];
  const unknown: string[] = [];
  for (const part of ["lead", "support"] as const)
    for (const printedName of part === "lead" ? task.leadNames : task.supportNames) {
      const { unitIds } = match(printedName);
      if (unitIds.length === 0) unknown.push(printedName);
      for (const unitId of unitIds) units.push({ unitId, part, printedName });
    }
  return { units, unknown };
};
