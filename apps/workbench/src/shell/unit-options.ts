import type { MyGrantView } from "../api/views.ts";

/** One entry a unit; several roles at one unit stand together. */
export const toUnitOptions = (
  grants: readonly Pick<MyGrantView, "unitId" | "unitName" | "roleName">[],
): { value: string; label: string }[] => {
  const byUnit = new Map<string, { unitName: string; roles: string[] }>();
  for (const grant of grants) {
    const known = byUnit.get(grant.unitId) ?? { unitName: grant.unitName, roles: [] };
    if (!known.roles.includes(grant.roleName)) known.roles.push(grant.roleName);
    byUnit.set(grant.unitId, known);
  }
  return [...byUnit].map(([value, unit]) => ({
    value,
    label: `${unit.unitName}（${unit.roles.join("、")}）`,
  }));
};
