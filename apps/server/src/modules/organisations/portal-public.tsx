import Type from "typebox";
import type { Context } from "#kernel/context.ts";
import { AppError } from "#kernel/errors.ts";
import type { Routes } from "#kernel/http-types.ts";
import { id } from "./contract.ts";
import { organisationKind } from "./contract-organisations.ts";
import type { OrganisationsError } from "./errors.ts";
import { findPublicOrganisation, listPublicOrganisations } from "./organisation-queries.ts";
import { organisationsPaths } from "./paths.ts";
import { OrganisationPage, OrganisationsPage } from "./views-public.tsx";

const pageSize = 20;

/** The public register of verified organisations. The directory of places is a page of the site, fed by listPlaces. */
export const registerPublicPages = (routes: Routes, context: Context): void => {
  const { db } = context;
  routes.page({
    url: organisationsPaths.organisations,
    access: { allow: "public" },
    cache: "anonymous",
    query: Type.Object({
      kind: Type.Optional(organisationKind),
      nonProfit: Type.Optional(Type.Literal("yes")),
      page: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000 })),
    }),
    handler: async (visit) => {
      const { page = 1, ...filter } = visit.query;
      const listed = await listPublicOrganisations(db, filter, { page, size: pageSize });
      return {
        title: filter.nonProfit === "yes" ? "公益科普机构名录" : "科普单位",
        main: (
          <OrganisationsPage
            filter={visit.query}
            rows={listed.rows}
            total={listed.total}
            page={page}
            size={pageSize}
          />
        ),
      };
    },
  });
  routes.page({
    url: organisationsPaths.organisation,
    access: { allow: "public" },
    cache: "anonymous",
    params: Type.Object({ id }),
    handler: async (visit) => {
      const organisation = await findPublicOrganisation(db, visit.params.id);
      if (organisation === undefined)
        throw new AppError<OrganisationsError>("organisations.not_found", { status: 404 });
      return {
        title: organisation.name,
        breadcrumbs: [{ label: "科普单位", href: organisationsPaths.organisations }],
        main: <OrganisationPage organisation={organisation} />,
      };
    },
  });
};
