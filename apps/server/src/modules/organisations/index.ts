import type { GuardedTable } from "#kernel/audit.ts";
import type { Module } from "#kernel/module.ts";
import { type RecordLink, registerRecordResolver } from "#kernel/records.ts";
import { registerWaitingSource } from "#kernel/waiting.ts";
import { findOrganisation, listOrganisations } from "./organisation-queries.ts";
import { registerCodeTableRoutes } from "./api-code-tables.ts";
import { registerImportRoutes } from "./api-imports.ts";
import { registerOrganisationRoutes } from "./api-organisations.ts";
import { registerUnitRoutes } from "./api-units.ts";
import { organisationFactKinds } from "./facts.ts";
import { organisationJobs } from "./jobs.ts";
import { organisationsMessages, organisationsNames } from "./messages.ts";
import { organisationPlanRows } from "./plan-rows.ts";
import { organisationsPolicy } from "./policy.ts";
import { registerPublicPages } from "./portal-public.tsx";
import { registerRegistrationPages } from "./portal-register.tsx";
import { registerStatusPages } from "./portal-status.tsx";
import "./tables.ts";

const guardedTables: readonly GuardedTable[] = [
  {
    table: "org_units",
    // Not `path`: it changes for every unit below a moved one, in that one act; `parent_id` says the same.
    columns: [
      "id",
      "parent_id",
      "kind",
      "name",
      "region_code",
      "station_level",
      "station_of",
      "phone",
      "address",
      "opening_hours",
      "description",
      "valid_from",
      "valid_to",
    ],
  },
  {
    table: "organisations",
    columns: [
      "id",
      "receipt_no",
      "kind",
      "name",
      "credit_code",
      "non_profit",
      "purpose",
      "home_unit_id",
      "address",
      "proof_file_id",
      "status",
      "unit_id",
    ],
  },
  { table: "area_set_members", columns: ["id", "area_set_id", "unit_id", "valid_from", "valid_to"] },
  { table: "station_areas", columns: ["id", "station_id", "unit_id", "valid_from", "valid_to"] },
];

export const organisationsModule: Module = {
  name: "organisations",
  policy: organisationsPolicy,
  messages: organisationsMessages,
  names: organisationsNames,
  guardedTables,
  factKinds: organisationFactKinds,
  planRows: organisationPlanRows,
  jobs: organisationJobs,
  routes: (routes, context) => {
    registerWaitingSource("organisations.review", async ({ db, policy }, actor) => {
      const scope = policy.scopeOf(actor, "organisations.review");
      const filter = { status: ["submitted", "under_review"] } as const;
      const { total } = await listOrganisations(db, filter, { page: 1, size: 1, scope });
      const href = "/workbench/organisations";
      return [{ kind: "organisations.review", title: "等待核验的组织", href, count: total }];
    });
    registerRecordResolver({
      sourceTable: "organisations",
      resolve: async (db, ids) => {
        const links = new Map<string, RecordLink>();
        for (const id of ids) {
          const found = await findOrganisation(db, id);
          if (found !== undefined)
            links.set(id, { title: found.name, href: `/workbench/organisations/${id}` });
        }
        return links;
      },
    });
    registerUnitRoutes(routes, context);
    registerOrganisationRoutes(routes, context);
    registerImportRoutes(routes, context);
    registerCodeTableRoutes(routes, context);
    registerPublicPages(routes, context);
    registerRegistrationPages(routes, context);
    registerStatusPages(routes, context);
  },
};

export type { OrganisationsError } from "./errors.ts";
export { organisationsPaths, toOrganisationPath } from "./paths.ts";
export { unitKinds, unitKindCodes, stationLevels, mayStandUnder, type StationLevel } from "./unit-kinds.ts";
export {
  createUnit,
  changeUnit,
  renameUnit,
  moveUnit,
  closeUnit,
  type NewUnit,
  type UnitChange,
  type UnitReference,
} from "./unit-commands.ts";
export {
  findUnit,
  getUnit,
  findRootUnit,
  listUnits,
  getTree,
  listAncestors,
  listDescendants,
  type UnitView,
  type UnitFilter,
  type TreeNode,
} from "./unit-queries.ts";
export {
  findStation,
  findStationFor,
  findTakeOverStation,
  listTakeOverStations,
  listServingAreas,
  type Station,
} from "./station-queries.ts";
export {
  createAreaSet,
  addAreaSetMember,
  endAreaSetMember,
  assignStationArea,
  addRegionCode,
  administrationScheme,
} from "./area-commands.ts";
export { listAreaSets, listAreaSetMembers, listAreaSetsOf, listRegionCodes } from "./area-queries.ts";
export { declareUnitUse, type UnitUse } from "./unit-uses.ts";
export { withinScope, type Scope } from "./listing.ts";
export { nameKeys } from "./name-keys.ts";
export { type OrganisationKind, organisationKinds, organisationKindCodes } from "./organisation-kinds.ts";
export {
  organisationStates,
  statusNames,
  eventNames,
  type OrganisationStatus,
  type OrganisationEvent,
} from "./state.ts";
export { submitOrganisation, type OrganisationAnswers } from "./organisation-commands.ts";
export {
  beginReview,
  verifyOrganisation,
  returnOrganisation,
  rejectOrganisation,
  suspendOrganisation,
  reinstateOrganisation,
  resubmitOrganisation,
  withdrawOrganisation,
} from "./review-commands.ts";
export {
  findOrganisation,
  getOrganisation,
  getOrganisationContact,
  listOrganisations,
  listPublicOrganisations,
  findPublicOrganisation,
  type OrganisationView,
  type PublicOrganisation,
} from "./organisation-queries.ts";
export {
  readHomePlaces,
  listPlaces,
  countPlacesByKind,
  listStreets,
  listHomeUnits,
  placeKinds,
  type Place,
  type PlaceKind,
  type PlaceFilter,
} from "./place-queries.ts";
export {
  importCodeTable,
  listCodeSchemes,
  findCodes,
  listSuccessorCodes,
  type CodeKey,
  type CodeTable,
  type CodeRow,
} from "./code-tables.ts";
export { applyCodeTable, openCodeTable, previewCodeTable } from "./code-table-import.ts";
export { creditCodeCheckDigit, isCreditCode } from "./credit-code.ts";
export { parseUnitImport, importHeaders, type ImportFile, type ImportRow } from "./import-parse.ts";
export { previewUnitImport, applyUnitImport, importHomeOf, type ImportPreview } from "./import-commands.ts";
