import type { Actor } from "#kernel/actor.ts";
import type { Db } from "#kernel/db.ts";
import type { Policy } from "#kernel/policy.ts";
import { listAreaSetsOf, listRegionCodes } from "./area-queries.ts";
import type { NextAction } from "./contract.ts";
import { organisationsMessages } from "./messages.ts";
import {
  findStation,
  findStationFor,
  listServingAreas,
  listTakeOverStations,
  type Station,
} from "./station-queries.ts";
import { type UnitView, listAncestors } from "./unit-queries.ts";
import { countUnitUses } from "./unit-uses.ts";

const brief = ({ id, name, level, phone }: Station) => ({ id, name, level, phone });

const policySentences: Readonly<Record<string, string>> = {
  "policy.second_factor": "需要先完成第二重验证。",
  "policy.outside_area": "不在您负责的单位范围内。",
};

/** Whether the actor may take an action at a unit, as a row of `nextActions`. `obstacle` is why the record itself does not allow it. */
export const toNextAction = (
  policy: Policy,
  actor: Actor,
  action: { action: string; label: string; unitPath: string; obstacle?: string | undefined },
): NextAction => {
  const { obstacle, unitPath, ...rest } = action;
  const decision = policy.decide(actor, action.action, { unitPath });
  if (!decision.ok)
    return {
      ...rest,
      allowed: false,
      reason: policySentences[decision.reason] ?? "您的岗位不能办理这一步。",
    };
  return obstacle === undefined ? { ...rest, allowed: true } : { ...rest, allowed: false, reason: obstacle };
};

/** A unit with all that its page shows: where it stands, sets, codes, stations, uses, next actions. */
export const toUnitDetail = async (
  db: Db,
  options: { unit: UnitView; actor: Actor; policy: Policy; today: string },
) => {
  const { unit, actor, policy, today } = options;
  const ancestors = await listAncestors(db, unit.path);
  const own = unit.kind === "station" ? await findStation(db, unit.id, today) : undefined;
  const station = own ?? (await findStationFor(db, unit.id, today));
  const uses = await countUnitUses(db, unit.id);
  const isClosed = unit.validTo !== null && unit.validTo <= today;
  const closedReason = isClosed ? organisationsMessages["organisations.unit_closed"] : undefined;
  const rootReason = unit.parentId === null ? organisationsMessages["organisations.root_stays"] : undefined;
  const inUse = uses.find((use) => use.count > 0);
  const closeObstacle =
    closedReason ??
    rootReason ??
    (unit.childCount > 0 ? `下面还有 ${unit.childCount} 个下级单位，先移走或撤销它们。` : undefined) ??
    (inUse === undefined ? undefined : `这里还有 ${inUse.count} ${inUse.label}，先移交。`);
  return {
    ...unit,
    ancestors: ancestors.filter((step) => step.id !== unit.id).map(({ id, name }) => ({ id, name })),
    areaSets: await listAreaSetsOf(db, unit.path, today),
    regionCodes: await listRegionCodes(db, unit.id, today),
    station: station === undefined ? null : brief(station),
    takeOver: station === undefined ? [] : (await listTakeOverStations(db, station.id, today)).map(brief),
    servingAreas: unit.kind === "station" ? await listServingAreas(db, unit.id, today) : [],
    // Counted by the module that knows people, where it has declared itself.
    peopleCount: uses.find((use) => use.name === "people")?.count ?? null,
    uses: [...uses],
    nextActions: [
      toNextAction(policy, actor, {
        action: "organisations.edit_unit",
        label: "修改",
        unitPath: unit.path,
        obstacle: closedReason,
      }),
      toNextAction(policy, actor, {
        action: "organisations.create_unit",
        label: "增加下级单位",
        unitPath: unit.path,
        obstacle: closedReason,
      }),
      toNextAction(policy, actor, {
        action: "organisations.close_unit",
        label: "撤销",
        unitPath: unit.path,
        obstacle: closeObstacle,
      }),
    ],
  };
};
