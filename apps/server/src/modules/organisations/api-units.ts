import Type from "typebox";
import { toDistrictDate } from "#kernel/clock.ts";
import type { Context } from "#kernel/context.ts";
import { AppError } from "#kernel/errors.ts";
import type { Routes } from "#kernel/http-types.ts";
import { addAreaSetMember, assignStationArea, createAreaSet, endAreaSetMember } from "./area-commands.ts";
import { listAreaSetMembers, listAreaSets } from "./area-queries.ts";
import * as contract from "./contract.ts";
import type { OrganisationsError } from "./errors.ts";
import type { Scope } from "./listing.ts";
import { changeUnit, closeUnit, createUnit, moveUnit } from "./unit-commands.ts";
import { toUnitDetail } from "./unit-detail.ts";
import { unitKindCodes } from "./unit-kinds.ts";
import { findRootUnit, getTree, getUnit, listUnits, type UnitFilter, type UnitSort } from "./unit-queries.ts";
import { getUnitRow } from "./unit-tree.ts";

const toSort = (sort: string | undefined): UnitSort | undefined => {
  const by = (["name", "kind", "validFrom", "path"] as const).find(
    (column) => column === sort?.replace(/^-/, ""),
  );
  return by === undefined ? undefined : { by, direction: sort?.startsWith("-") === true ? "desc" : "asc" };
};

/** The list's options from its address; a parent or root outside the scope simply finds nothing. */
export const toUnitListing = async (context: Context, query: contract.UnitQuery, scope: Scope) => {
  const kinds = unitKindCodes.filter((code) => query.kind?.split(",").includes(code) ?? false);
  const under = query.underId === undefined ? undefined : await getUnitRow(context.db, query.underId);
  const filter: UnitFilter = {
    kinds,
    ...(query.q === undefined ? {} : { q: query.q }),
    ...(query.parentId === undefined ? {} : { parentId: query.parentId }),
    ...(under === undefined ? {} : { underPath: under.path }),
    ...(query.areaSetId === undefined ? {} : { areaSetId: query.areaSetId }),
    ...(query.state === undefined ? {} : { state: query.state }),
  };
  const sort = toSort(query.sort);
  return {
    filter,
    options: { scope, today: toDistrictDate(context.clock.now()), ...(sort === undefined ? {} : { sort }) },
  };
};

const readRoutes = (routes: Routes, context: Context): void => {
  const { db, clock, policy } = context;
  routes.read({
    url: "/api/units",
    access: { action: "organisations.read_units" },
    summary: "Units of the organisation tree within my area",
    query: contract.unitQuery,
    response: contract.unitPage,
    handler: async (visit) => {
      const { page = 1, size = 50 } = visit.query;
      const { filter, options } = await toUnitListing(context, visit.query, visit.scope());
      return { ...(await listUnits(db, filter, { ...options, page, size })), page, size };
    },
  });
  routes.read({
    url: "/api/units/tree",
    access: { action: "organisations.read_units" },
    summary: "The open tree within my area: parents before children, siblings in pinyin order",
    query: contract.treeQuery,
    response: contract.treeAnswer,
    handler: async (visit) => {
      const { rootId, depth } = visit.query;
      const root = rootId === undefined ? undefined : await getUnitRow(db, rootId);
      const nodes = await getTree(db, {
        scope: visit.scope(),
        today: toDistrictDate(clock.now()),
        ...(root === undefined ? {} : { rootPath: root.path }),
        ...(depth === undefined ? {} : { depth }),
      });
      return { nodes };
    },
  });
  routes.read({
    url: "/api/units/:id",
    access: { action: "organisations.read_units" },
    summary: "One unit: place in the tree, area sets, codes, station, next actions",
    params: contract.idParams,
    response: contract.unitDetail,
    handler: async (visit) => {
      const today = toDistrictDate(clock.now());
      const unit = await getUnit(db, visit.params.id, today);
      visit.authorise(unit.path);
      return toUnitDetail(db, { unit, actor: visit.actor, policy, today });
    },
  });
  routes.read({
    url: "/api/area-sets",
    access: { action: "organisations.read_units" },
    summary: "Area sets (直管区, 托管区) with their members within my area",
    response: contract.areaSetList,
    handler: async (visit) => {
      const scope = visit.scope();
      const sets = await listAreaSets(db, toDistrictDate(clock.now()));
      return {
        rows: await Promise.all(
          sets.map(async (set) => ({ ...set, members: await listAreaSetMembers(db, set.id, scope) })),
        ),
      };
    },
  });
};

const writeRoutes = (routes: Routes, context: Context): void => {
  const { clock, cipher } = context;
  const act = (visit: { requestId: string }) => ({ clock, cipher, requestId: visit.requestId });
  routes.write({
    method: "POST",
    url: "/api/units",
    access: { action: "organisations.create_unit" },
    summary: "Add a unit under a parent",
    body: contract.newUnit,
    response: contract.unitReference,
    handler: async (visit, trx) => {
      visit.authorise((await getUnitRow(trx, visit.body.parentId)).path);
      return createUnit(trx, act(visit), visit.actor, visit.body);
    },
  });
  routes.write({
    method: "PATCH",
    url: "/api/units/:id",
    access: { action: "organisations.edit_unit" },
    summary: "Rename, change or move a unit",
    params: contract.idParams,
    body: contract.unitChange,
    response: contract.unitReference,
    handler: async (visit, trx) => {
      const { parentId, ...change } = visit.body;
      const unit = await getUnitRow(trx, visit.params.id);
      visit.authorise(unit.path);
      let result = { id: unit.id, path: unit.path, name: unit.name };
      if (parentId !== undefined && parentId !== unit.parent_id) {
        // Both ends of a move lie in the actor's area.
        visit.authorise((await getUnitRow(trx, parentId)).path);
        result = await moveUnit(trx, act(visit), visit.actor, { unitId: unit.id, parentId });
      } else if (Object.keys(change).length === 0)
        throw new AppError<OrganisationsError>("organisations.nothing_to_change");
      if (Object.keys(change).length > 0)
        result = await changeUnit(trx, act(visit), visit.actor, { unitId: unit.id, change });
      return result;
    },
  });
  routes.write({
    method: "POST",
    url: "/api/units/:id/close",
    access: { action: "organisations.close_unit" },
    summary: "End a unit on a day; refused while something hangs on it",
    params: contract.idParams,
    body: contract.closing,
    response: contract.unitReference,
    handler: async (visit, trx) => {
      visit.authorise((await getUnitRow(trx, visit.params.id)).path);
      return closeUnit(trx, act(visit), visit.actor, { unitId: visit.params.id, ...visit.body });
    },
  });
  routes.write({
    method: "POST",
    url: "/api/units/:id/serving-areas",
    access: { action: "organisations.manage_areas" },
    summary: "Let a station serve a unit and what lies below it",
    params: contract.idParams,
    body: contract.newStationArea,
    response: contract.created,
    handler: async (visit, trx) => {
      visit.authorise((await getUnitRow(trx, visit.params.id)).path);
      visit.authorise((await getUnitRow(trx, visit.body.unitId)).path);
      return assignStationArea(trx, act(visit), visit.actor, { stationId: visit.params.id, ...visit.body });
    },
  });
  routes.write({
    method: "POST",
    url: "/api/area-sets",
    access: { action: "organisations.manage_areas" },
    summary: "Add an area set; for those whose area is the whole district",
    body: contract.newAreaSet,
    response: contract.created,
    handler: async (visit, trx) => {
      visit.authorise((await findRootUnit(trx))?.path ?? "");
      return createAreaSet(trx, act(visit), visit.actor, visit.body);
    },
  });
  routes.write({
    method: "POST",
    url: "/api/area-sets/:id/members",
    access: { action: "organisations.manage_areas" },
    summary: "Put a unit into an area set for a period",
    params: contract.idParams,
    body: contract.newAreaMember,
    response: contract.created,
    handler: async (visit, trx) => {
      visit.authorise((await getUnitRow(trx, visit.body.unitId)).path);
      return addAreaSetMember(trx, act(visit), visit.actor, { areaSetId: visit.params.id, ...visit.body });
    },
  });
  routes.write({
    method: "POST",
    url: "/api/area-sets/:id/members/:memberId/end",
    access: { action: "organisations.manage_areas" },
    summary: "End a unit's membership on a day",
    params: contract.areaMemberParams,
    body: contract.areaMemberEnd,
    response: Type.Object({ ok: Type.Boolean() }),
    handler: async (visit, trx) => {
      const member = await trx
        .selectFrom("area_set_members as m")
        .innerJoin("org_units as u", "u.id", "m.unit_id")
        .select(["m.id", "u.path"])
        .where("m.id", "=", visit.params.memberId)
        .where("m.area_set_id", "=", visit.params.id)
        .executeTakeFirst();
      if (member === undefined)
        throw new AppError<OrganisationsError>("organisations.area_set_not_found", { status: 404 });
      visit.authorise(member.path);
      await endAreaSetMember(trx, act(visit), visit.actor, {
        memberId: member.id,
        validTo: visit.body.validTo,
      });
      return { ok: true };
    },
  });
};

/** JSON routes of the tree and the area sets. */
export const registerUnitRoutes = (routes: Routes, context: Context): void => {
  readRoutes(routes, context);
  writeRoutes(routes, context);
};
