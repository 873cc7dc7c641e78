import type { Context } from "#kernel/context.ts";
import type { Routes } from "#kernel/http-types.ts";
import { getMaskedNames } from "#modules/identity/index.ts";
import { getTeam } from "#modules/teams/index.ts";
import { endCertificate, issueCertificate, thankVolunteer } from "./commands.ts";
import * as contract from "./contract.ts";
import { getCertificate, listCertificates } from "./queries.ts";
import { kindNames, standingNames } from "./state.ts";

/** What a unit's staff do with the certificates that volunteers asked for. */
export const registerCertificateApi = (routes: Routes, context: Context): void => {
  const { db, clock, cipher } = context;
  const act = (visit: { requestId: string }) => ({ clock, cipher, requestId: visit.requestId });
  routes.read({
    url: "/api/certificates",
    access: { action: "certificates.read" },
    summary: "Certificates of service records and letters of thanks of my area, newest first",
    query: contract.listQuery,
    response: contract.certificatePage,
    handler: async (visit) => {
      const { page = 1, size = 50, status, kind } = visit.query;
      const listed = await listCertificates(db, { scope: visit.scope(), status, kind }, { page, size });
      const names = await getMaskedNames(
        db,
        cipher,
        listed.rows.map((row) => row.personId),
      );
      return {
        rows: listed.rows.map((row) => ({
          id: row.id,
          kind: row.kind,
          kindName: kindNames[row.kind],
          name: names.get(row.personId) ?? "",
          unitId: row.unitId,
          unitName: row.unitName,
          from: row.from,
          to: row.to,
          purpose: row.purpose,
          no: row.no,
          creditedMinutes: row.creditedMinutes,
          addedMinutes: row.addedMinutes,
          status: row.status,
          standing: row.standing,
          standingName: standingNames[row.standing],
          dueAt: row.dueAt,
          issuedAt: row.issuedAt,
          decisionReason: row.decisionReason,
          createdAt: row.createdAt,
        })),
        total: listed.total,
        page,
        size,
      };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/certificates/:id/issue",
    access: { action: "certificates.issue" },
    summary: "Issue the certificate: the records that stand now, signed and added apart",
    params: contract.idParams,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      visit.authorise((await getCertificate(trx, visit.params.id)).unitPath);
      await issueCertificate(trx, act(visit), visit.actor, visit.params.id);
      return { id: visit.params.id };
    },
  });
  for (const event of ["refuse", "revoke"] as const)
    routes.write({
      method: "POST",
      url: `/api/certificates/:id/${event}`,
      access: { action: "certificates.issue" },
      summary: `End a certificate with a reason: ${event}`,
      params: contract.idParams,
      body: contract.reasonBody,
      response: contract.idAnswer,
      handler: async (visit, trx) => {
        visit.authorise((await getCertificate(trx, visit.params.id)).unitPath);
        await endCertificate(trx, act(visit), visit.actor, {
          certificateId: visit.params.id,
          event,
          reason: visit.body.reason,
        });
        return { id: visit.params.id };
      },
    });
  routes.write({
    method: "POST",
    url: "/api/certificates/thanks",
    access: { action: "certificates.issue" },
    summary: "A letter of thanks for a member of a team",
    body: contract.thanksBody,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      const team = await getTeam(trx, visit.body.teamId);
      visit.authorise(team.unitPath);
      const { personId, from, to, words } = visit.body;
      const input = { personId, unitId: team.unitId, from, to, words };
      return { id: await thankVolunteer(trx, act(visit), visit.actor, input) };
    },
  });
};
