import type { Module } from "#kernel/module.ts";
import { registerRecordResolver } from "#kernel/records.ts";
import { registerWaitingSource } from "#kernel/waiting.ts";
import { registerCertificateApi } from "./api.ts";
import { certificateFactKinds } from "./facts.ts";
import { certificatesMessages, certificatesNames } from "./messages.ts";
import { certificatesDataSource } from "./personal-data.ts";
import { certificatesPlanRows } from "./plan-rows.ts";
import { certificatesPolicy } from "./policy.ts";
import { registerCertificatePages } from "./portal.tsx";
import { listCertificates } from "./queries.ts";
import "./tables.ts";

export const certificatesModule: Module = {
  name: "certificates",
  policy: certificatesPolicy,
  messages: certificatesMessages,
  names: certificatesNames,
  guardedTables: [
    {
      table: "service_certificates",
      columns: [
        "id",
        "kind",
        "person_id",
        "unit_id",
        "period_from",
        "period_to",
        "certificate_no",
        "credited_minutes",
        "added_minutes",
        "content_hash",
        "status",
        "decided_by_person_id",
      ],
    },
  ],
  factKinds: certificateFactKinds,
  planRows: certificatesPlanRows,
  personalData: [certificatesDataSource],
  routes: (routes, context) => {
    registerRecordResolver({
      sourceTable: "service_certificates",
      resolve: async (db, ids) => {
        const rows = await db
          .selectFrom("service_certificates")
          .select(["id", "certificate_no"])
          .where("id", "in", [...ids])
          .execute();
        return new Map(
          rows.map((row) => [
            row.id,
            { title: `服务证明 ${row.certificate_no ?? ""}`, href: "/workbench/certificates" },
          ]),
        );
      },
    });
    registerWaitingSource("certificates.requested", async ({ db, policy }, actor) => {
      const { rows, total } = await listCertificates(
        db,
        { scope: policy.scopeOf(actor, "certificates.issue"), status: "requested" },
        { page: 1, size: 1 },
      );
      const dueAt = rows[0]?.dueAt;
      return [
        {
          kind: "certificates.requested",
          title: "服务证明等出具",
          href: "/workbench/certificates?status=requested",
          count: total,
          ...(dueAt === null || dueAt === undefined ? {} : { dueAt }),
        },
      ];
    });
    registerCertificateApi(routes, context);
    registerCertificatePages(routes, context);
  },
};

export { endCertificate, issueCertificate, requestCertificate, thankVolunteer } from "./commands.ts";
export type { CertificatesError } from "./errors.ts";
export { CertificateProblem, type CertificateFile, checkFile, findNote, openClaim } from "./note.ts";
export { certificatesPaths } from "./paths.ts";
export { openCertificate } from "./queries.ts";
