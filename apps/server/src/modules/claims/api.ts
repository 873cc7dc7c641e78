import type { PersonActor } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import type { Context } from "#kernel/context.ts";
import type { Trx } from "#kernel/db.ts";
import type { Routes } from "#kernel/http-types.ts";
import { toDownload } from "#kernel/stored-files.ts";
import { type ClaimDecision, decideClaim } from "./commands.ts";
import * as contract from "./contract.ts";
import { getPaperFile } from "./papers.ts";
import { getClaimPlace, listClaims } from "./queries.ts";
import { claimKinds, claimStatusNames } from "./state.ts";

/** What stations and the units above do with volunteers' insurance claims. */
export const registerClaimApi = (routes: Routes, context: Context): void => {
  const { db } = context;
  routes.read({
    url: "/api/claims",
    access: { action: "claims.read" },
    summary: "Volunteers' insurance claims (理赔) that units in my area work on",
    query: contract.listQuery,
    response: contract.claimPage,
    handler: async (visit) => {
      const { page = 1, size = 50, status } = visit.query;
      const { rows, total } = await listClaims(db, context, { scope: visit.scope(), status, page, size });
      // What happened to people is shown: who looked is on record.
      if (rows.length > 0)
        await recordAudit(db, context, {
          actor: visit.actor,
          action: "claims.read",
          outcome: "read",
          requestId: visit.requestId,
        });
      return {
        rows: rows.map((row) => ({
          id: row.id,
          no: row.no,
          visitTitle: row.visitTitle,
          name: row.name,
          teamId: row.teamId,
          teamName: row.teamName,
          unitId: row.unitId,
          unitName: row.unitName,
          kindName: claimKinds[row.kind],
          body: row.body,
          wasInsured: row.wasInsured,
          paperIds: [...row.paperIds],
          status: row.status,
          statusName: claimStatusNames[row.status],
          dueAt: row.dueAt,
          isLate: row.dueAt !== null && (row.takeOvers > 0 || row.dueAt <= visit.now),
          paidYuan: row.paidFen === null ? null : (row.paidFen / 100).toFixed(2),
          reason: row.reason,
          createdAt: row.createdAt,
        })),
        total,
        page,
        size,
      };
    },
  });
  routes.file({
    url: "/api/claims/:id/papers/:paperId",
    access: { action: "claims.decide" },
    params: contract.paperParams,
    handler: async (visit) => {
      const { id, paperId } = visit.params;
      const { unitId, unitPath } = await getClaimPlace(db, id);
      visit.authorise(unitPath);
      const fileId = await getPaperFile(db, { claimId: id, paperId });
      await recordAudit(db, context, {
        actor: visit.actor,
        action: "claims.read_paper",
        outcome: "read",
        unitId,
        record: { table: "claim_papers", id: paperId },
        requestId: visit.requestId,
      });
      return toDownload(context, fileId);
    },
  });
  const decide = async (
    visit: { params: { id: string }; requestId: string; authorise: (path: string) => void } & {
      person: () => PersonActor;
    },
    trx: Trx,
    decision: ClaimDecision,
  ): Promise<{ id: string }> => {
    const { id } = visit.params;
    visit.authorise((await getClaimPlace(trx, id)).unitPath);
    await decideClaim(trx, { ...context, requestId: visit.requestId }, visit.person(), {
      claimId: id,
      ...decision,
    });
    return { id };
  };
  const act = {
    method: "POST",
    access: { action: "claims.decide" },
    params: contract.idParams,
    response: contract.idAnswer,
  } as const;
  for (const event of ["check", "send"] as const)
    routes.write({
      ...act,
      url: `/api/claims/:id/${event}`,
      summary: `The office works on a claim: ${event}; who checks does not send`,
      handler: (visit, trx) => decide(visit, trx, { event }),
    });
  for (const [path, event] of [
    ["give-back", "give_back"],
    ["refuse", "refuse"],
  ] as const)
    routes.write({
      ...act,
      url: `/api/claims/:id/${path}`,
      summary: `A claim with a reason: ${event}`,
      body: contract.reasonBody,
      handler: (visit, trx) => decide(visit, trx, { event, reason: visit.body.reason }),
    });
  routes.write({
    ...act,
    url: "/api/claims/:id/pay",
    summary: "What the insurer paid, from its letter",
    body: contract.payBody,
    handler: (visit, trx) =>
      decide(visit, trx, { event: "pay", paidFen: contract.toFen(visit.body.paidYuan) }),
  });
};
