import type { Module } from "#kernel/module.ts";
import { registerRecordResolver } from "#kernel/records.ts";
import { removeDeletedBytes } from "#kernel/stored-files.ts";
import { registerWaitingSource } from "#kernel/waiting.ts";
import { registerClaimApi } from "./api.ts";
import { passLateClaimsUp } from "./commands.ts";
import { claimFactKinds } from "./facts.ts";
import { claimsMessages, claimsNames } from "./messages.ts";
import { claimsNumericInputs } from "./numeric-inputs.ts";
import { paperPurpose } from "./papers.ts";
import { claimsDataSource } from "./personal-data.ts";
import { claimsPlanRows } from "./plan-rows.ts";
import { claimsPolicy } from "./policy.ts";
import { registerClaimPages } from "./portal.tsx";
import { countOpenClaims } from "./queries.ts";
import { claimEvents } from "./telling.ts";
import "./tables.ts";

export const claimsModule: Module = {
  name: "claims",
  policy: claimsPolicy,
  messages: claimsMessages,
  names: claimsNames,
  guardedTables: [
    {
      table: "insurance_claims",
      columns: [
        "id",
        "visit_id",
        "team_id",
        "person_id",
        "kind",
        "was_insured",
        "status",
        "owner_unit_id",
        "checked_by_person_id",
        "sent_by_person_id",
        "paid_fen",
      ],
    },
  ],
  factKinds: claimFactKinds,
  planRows: claimsPlanRows,
  personalData: [claimsDataSource],
  numericInputs: claimsNumericInputs,
  events: claimEvents,
  jobs: (context) => [
    {
      name: "claims.pass_late_up",
      title: "到时没办的理赔转上级",
      everySeconds: 300,
      run: async () => void (await passLateClaimsUp(context)),
    },
    {
      name: "claims.remove_papers",
      title: "清掉已删除的理赔材料",
      everySeconds: 3_600,
      run: async () => void (await removeDeletedBytes(context, paperPurpose)),
    },
  ],
  routes: (routes, context) => {
    registerRecordResolver({
      sourceTable: "insurance_claims",
      resolve: async (db, ids) => {
        const rows = await db
          .selectFrom("insurance_claims")
          .select(["id", "claim_no"])
          .where("id", "in", [...ids])
          .execute();
        return new Map(
          rows.map((row) => [row.id, { title: `理赔 ${row.claim_no}`, href: "/workbench/claims" }]),
        );
      },
    });
    registerWaitingSource("claims.open", async ({ db, policy }, actor) => {
      const { count, dueAt } = await countOpenClaims(db, policy.scopeOf(actor, "claims.decide"));
      return [
        {
          kind: "claims.open",
          title: "志愿者理赔要办",
          href: "/workbench/claims",
          count,
          ...(dueAt === undefined ? {} : { dueAt }),
        },
      ];
    });
    registerClaimApi(routes, context);
    registerClaimPages(routes, context);
  },
};

export { decideClaim, fileClaim } from "./commands.ts";
export { keepPapers } from "./papers.ts";
export { claimsPaths } from "./paths.ts";
