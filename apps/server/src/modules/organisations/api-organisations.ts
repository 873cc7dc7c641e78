import { recordAudit } from "#kernel/audit.ts";
import type { Context } from "#kernel/context.ts";
import type { Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import type { Routes, Visit } from "#kernel/http-types.ts";
import { idParams } from "./contract.ts";
import * as contract from "./contract-organisations.ts";
import type { OrganisationsError } from "./errors.ts";
import { toOrganisationDetail } from "./organisation-detail.ts";
import {
  getOrganisation,
  getOrganisationContact,
  listOrganisations,
  type OrganisationFilter,
  type OrganisationSort,
} from "./organisation-queries.ts";
import { readProof } from "./proof-files.ts";
import {
  beginReview,
  reinstateOrganisation,
  rejectOrganisation,
  returnOrganisation,
  suspendOrganisation,
  verifyOrganisation,
} from "./review-commands.ts";
import { organisationStates } from "./state.ts";

const toSort = (sort: string | undefined): OrganisationSort | undefined => {
  const by = (["name", "createdAt", "statusChangedAt", "status"] as const).find(
    (column) => column === sort?.replace(/^-/, ""),
  );
  return by === undefined ? undefined : { by, direction: sort?.startsWith("-") === true ? "desc" : "asc" };
};

export const toOrganisationFilter = (query: contract.OrganisationQuery): OrganisationFilter => ({
  status: organisationStates.states.filter((status) => query.status?.split(",").includes(status) ?? false),
  ...(query.q === undefined ? {} : { q: query.q }),
  ...(query.kind === undefined ? {} : { kind: query.kind }),
  ...(query.nonProfit === undefined ? {} : { nonProfit: query.nonProfit }),
  ...(query.unit === undefined ? {} : { homeUnitId: query.unit }),
});

const readRoutes = (routes: Routes, context: Context): void => {
  const { db, policy, cipher } = context;
  routes.read({
    url: "/api/organisations",
    access: { action: "organisations.read_organisations" },
    summary:
      "Self-registered organisations within my area; the verification queue with status=submitted,under_review",
    query: contract.organisationQuery,
    response: contract.organisationPage,
    handler: async (visit) => {
      const { page = 1, size = 50 } = visit.query;
      const sort = toSort(visit.query.sort);
      const listed = await listOrganisations(db, toOrganisationFilter(visit.query), {
        scope: visit.scope(),
        page,
        size,
        ...(sort === undefined ? {} : { sort }),
      });
      return { ...listed, page, size };
    },
  });
  routes.read({
    url: "/api/organisations/:id",
    access: { action: "organisations.read_organisations" },
    summary: "One organisation with history and next actions; its contact masked",
    params: idParams,
    response: contract.organisationDetail,
    handler: async (visit) => {
      const organisation = await getOrganisation(db, visit.params.id);
      visit.authorise(organisation.homeUnitPath);
      return toOrganisationDetail(db, { organisation, actor: visit.actor, policy, cipher });
    },
  });
  routes.file({
    url: "/api/organisations/:id/proof",
    access: { action: "organisations.read_organisations" },
    params: idParams,
    handler: async (visit) => {
      const organisation = await getOrganisation(db, visit.params.id);
      visit.authorise(organisation.homeUnitPath);
      const proof = await readProof(context, organisation.id);
      if (proof === undefined)
        throw new AppError<OrganisationsError>("organisations.not_found", { status: 404 });
      await recordAudit(db, context, {
        actor: visit.actor,
        action: "organisations.read_proof",
        outcome: "read",
        record: { table: "organisations", id: organisation.id },
        requestId: visit.requestId,
      });
      return proof;
    },
  });
};

const writeRoutes = (routes: Routes, context: Context): void => {
  const { clock, cipher } = context;
  /** The act's context, after the actor was found allowed at the organisation's home. */
  const enter = async (visit: Visit<{ id: string }>, trx: Trx) => {
    visit.authorise((await getOrganisation(trx, visit.params.id)).homeUnitPath);
    return { clock, cipher, requestId: visit.requestId };
  };
  const route = (verb: string, action: string, summary: string) =>
    ({
      method: "POST",
      url: `/api/organisations/:id/${verb}`,
      access: { action },
      summary,
      params: idParams,
      response: contract.reviewAnswer,
    }) as const;
  routes.write({
    ...route("review", "organisations.review", "Begin to look at an application"),
    handler: async (visit, trx) =>
      beginReview(trx, await enter(visit, trx), visit.actor, { organisationId: visit.params.id }),
  });
  routes.write({
    ...route(
      "verify",
      "organisations.review",
      "Verify: gives it a unit under its street, or links an existing one",
    ),
    body: contract.verifyBody,
    handler: async (visit, trx) =>
      verifyOrganisation(trx, await enter(visit, trx), visit.actor, {
        organisationId: visit.params.id,
        ...visit.body,
      }),
  });
  routes.write({
    ...route("return", "organisations.review", "Send back to be completed, with the reason"),
    body: contract.reasonBody,
    handler: async (visit, trx) =>
      returnOrganisation(trx, await enter(visit, trx), visit.actor, {
        organisationId: visit.params.id,
        ...visit.body,
      }),
  });
  routes.write({
    ...route("reject", "organisations.review", "Refuse, with the reason"),
    body: contract.reasonBody,
    handler: async (visit, trx) =>
      rejectOrganisation(trx, await enter(visit, trx), visit.actor, {
        organisationId: visit.params.id,
        ...visit.body,
      }),
  });
  routes.write({
    ...route("suspend", "organisations.suspend", "Take out of the public register for now, with the reason"),
    body: contract.reasonBody,
    handler: async (visit, trx) =>
      suspendOrganisation(trx, await enter(visit, trx), visit.actor, {
        organisationId: visit.params.id,
        ...visit.body,
      }),
  });
  routes.write({
    ...route("reinstate", "organisations.suspend", "Put a suspended organisation back"),
    handler: async (visit, trx) =>
      reinstateOrganisation(trx, await enter(visit, trx), visit.actor, { organisationId: visit.params.id }),
  });
  routes.write({
    ...route(
      "contact",
      "organisations.review",
      "Name and phone of the contact person; the reading is audited",
    ),
    response: contract.contactAnswer,
    handler: async (visit, trx) => {
      const act = await enter(visit, trx);
      await recordAudit(trx, act, {
        actor: visit.actor,
        action: "organisations.read_contact",
        outcome: "read",
        record: { table: "organisations", id: visit.params.id },
        requestId: visit.requestId,
      });
      return getOrganisationContact(trx, cipher, visit.params.id);
    },
  });
};

/** JSON routes of self-registered organisations. */
export const registerOrganisationRoutes = (routes: Routes, context: Context): void => {
  readRoutes(routes, context);
  writeRoutes(routes, context);
};
