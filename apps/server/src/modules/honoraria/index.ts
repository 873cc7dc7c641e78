import type { Module } from "#kernel/module.ts";
import { registerRecordResolver } from "#kernel/records.ts";
import { registerWaitingSource } from "#kernel/waiting.ts";
import { expertActKinds } from "#modules/people/index.ts";
import { registerHonorariaDesk } from "./api-desk.ts";
import { registerHonorariaApi } from "./api.ts";
import { honorariaFactKinds } from "./facts.ts";
import { honorariaMessages, honorariaNames } from "./messages.ts";
import { honorariaNumericInputs } from "./numeric-inputs.ts";
import { honorariaDataSource } from "./personal-data.ts";
import { honorariaPlanRows } from "./plan-rows.ts";
import { honorariaPolicy } from "./policy.ts";
import { registerHonorariaPages } from "./portal.tsx";
import { listHonoraria, listReviews } from "./queries.ts";
import "./tables.ts";

export const honorariaModule: Module = {
  name: "honoraria",
  policy: honorariaPolicy,
  messages: honorariaMessages,
  names: honorariaNames,
  guardedTables: [
    {
      table: "honoraria",
      columns: [
        "id",
        "expert_id",
        "unit_id",
        "act_kind",
        "source_table",
        "source_id",
        "happened_on",
        "scheme_id",
        "amount_fen",
        "status",
        "drawn_by_person_id",
        "decided_by_person_id",
        "paid_on",
        "voucher",
      ],
    },
    {
      table: "honorarium_schemes",
      columns: [
        "id",
        "unit_id",
        "version_no",
        "starts_on",
        "rates",
        "document",
        "status",
        "decided_by_person_id",
      ],
    },
    {
      table: "appointment_reviews",
      columns: [
        "id",
        "expert_id",
        "year",
        "act_counts",
        "duty_weeks",
        "outcome",
        "renew_until",
        "status",
        "written_by_person_id",
        "decided_by_person_id",
      ],
    },
  ],
  factKinds: honorariaFactKinds,
  planRows: honorariaPlanRows,
  personalData: [honorariaDataSource],
  numericInputs: honorariaNumericInputs,
  routes: (routes, context) => {
    registerRecordResolver({
      sourceTable: "honoraria",
      resolve: async (db, ids) => {
        const rows = await db
          .selectFrom("honoraria")
          .select(["id", "act_kind", "happened_on"])
          .where("id", "in", [...ids])
          .execute();
        return new Map(
          rows.map((row) => [
            row.id,
            {
              title: `专家酬劳：${expertActKinds[row.act_kind]} ${row.happened_on}`,
              href: `/workbench/honoraria?month=${row.happened_on.slice(0, 7)}`,
            },
          ]),
        );
      },
    });
    registerRecordResolver({
      sourceTable: "appointment_reviews",
      resolve: async (db, ids) => {
        const rows = await db
          .selectFrom("appointment_reviews")
          .select(["id", "year"])
          .where("id", "in", [...ids])
          .execute();
        return new Map(
          rows.map((row) => [
            row.id,
            { title: `${row.year} 年专家评议`, href: "/workbench/appointment-reviews" },
          ]),
        );
      },
    });
    registerWaitingSource("honoraria", async ({ db, policy, cipher }, actor) => {
      const scope = policy.scopeOf(actor, "honoraria.decide");
      const one = { scope, page: 1, size: 1 };
      const entries = await listHonoraria(db, { cipher }, { ...one, status: "drawn" });
      const reviews = await listReviews(db, { cipher }, { ...one, status: "written" });
      return [
        {
          kind: "honoraria.drawn",
          title: "专家酬劳等核准",
          href: "/workbench/honoraria?status=drawn",
          count: entries.total,
        },
        {
          kind: "honoraria.reviews",
          title: "专家年度评议等确认",
          href: "/workbench/appointment-reviews?status=written",
          count: reviews.total,
        },
      ];
    });
    registerHonorariaApi(routes, context);
    registerHonorariaDesk(routes, context);
    registerHonorariaPages(routes, context);
  },
};

export { approveHonoraria, drawHonoraria, payHonoraria, refuseHonorarium } from "./honoraria.ts";
export { honorariaPaths } from "./paths.ts";
export { listHonoraria } from "./queries.ts";
export { confirmReview, writeReview } from "./reviews.ts";
export { decideScheme, proposeScheme } from "./schemes.ts";
