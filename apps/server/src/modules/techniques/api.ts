import { recordAudit } from "#kernel/audit.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { Context } from "#kernel/context.ts";
import type { Routes } from "#kernel/http-types.ts";
import { commissionerFields } from "#modules/commissioners/index.ts";
import { getUnit } from "#modules/organisations/index.ts";
import { decideAdoption } from "./adoptions.ts";
import * as contract from "./contract.ts";
import { publishEntry, rewriteEntry, stopEntry, writeEntry } from "./entries.ts";
import { type EntryView, getAdoptionPlace, getEntry, listAdoptions, listEntries } from "./queries.ts";
import { adoptionStatusNames, type EntryEvent, entryStates, entryStatusNames } from "./state.ts";
import { entryKinds, outcomes } from "./vocabulary.ts";

const labels: Readonly<Record<EntryEvent, string>> = {
  publish: "核对无误，公开",
  return: "退回",
  withdraw: "撤下",
  rewrite: "重写",
};
const confirmedByNames = { commissioner: "科技特派员", town: "镇街" } as const;

/** What offices do with the catalogue and with what farmers say they used. */
export const registerTechniquesApi = (routes: Routes, context: Context): void => {
  const { db, clock, cipher, policy } = context;
  const act = (visit: { requestId: string }) => ({ clock, cipher, requestId: visit.requestId });

  routes.read({
    url: "/api/techniques",
    access: { action: "techniques.read" },
    summary:
      "The catalogue of varieties, techniques, equipment and facilities (品种技术装备目录), with what can be done",
    query: contract.entryQuery,
    response: contract.entryPage,
    handler: async (visit) => {
      const { page = 1, size = 50, status, kind } = visit.query;
      const actor = visit.person();
      const { rows, total } = await listEntries(db, { scope: visit.scope(), status, kind }, { page, size });
      const actionsOf = (row: EntryView) =>
        entryStates.eventsFrom(row.status).map((event) => {
          const action = event === "rewrite" ? "techniques.write" : "techniques.publish";
          const reason = !policy.decide(actor, action, { unitPath: row.unitPath }).ok
            ? "您的岗位不办这一步。"
            : event === "publish" && row.writtenBy === actor.personId
              ? "您写的，请另一个人核对。"
              : undefined;
          return {
            action: event,
            label: labels[event],
            allowed: reason === undefined,
            ...(reason === undefined ? {} : { reason }),
          };
        });
      return {
        rows: rows.map(({ unitPath: _path, writtenBy: _writer, statusChangedAt: _at, ...row }, index) => ({
          ...row,
          kindName: entryKinds[row.kind],
          fieldName: commissionerFields[row.field],
          statusName: entryStatusNames[row.status],
          // the same index of the same list
          nextActions: actionsOf(rows[index] as EntryView),
        })),
        total,
        page,
        size,
      };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/techniques",
    access: { action: "techniques.write" },
    summary: "Write an entry of the catalogue with its source; a second person makes it public",
    body: contract.newEntryBody,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      visit.authorise((await getUnit(trx, visit.body.unitId, toDistrictDate(visit.now))).path);
      return { id: await writeEntry(trx, act(visit), visit.person(), visit.body) };
    },
  });
  const onEntry = { method: "POST", params: contract.idParams, response: contract.idAnswer } as const;
  routes.write({
    ...onEntry,
    url: "/api/techniques/:id/rewrite",
    access: { action: "techniques.write" },
    summary: "Write an entry anew that came back or was taken down",
    body: contract.entryWords,
    handler: async (visit, trx) => {
      const { id } = visit.params;
      visit.authorise((await getEntry(trx, id)).unitPath);
      await rewriteEntry(trx, act(visit), visit.person(), { entryId: id, ...visit.body });
      return { id };
    },
  });
  routes.write({
    ...onEntry,
    url: "/api/techniques/:id/publish",
    access: { action: "techniques.publish" },
    summary: "A second person makes an entry public",
    handler: async (visit, trx) => {
      const { id } = visit.params;
      visit.authorise((await getEntry(trx, id)).unitPath);
      await publishEntry(trx, act(visit), visit.person(), id);
      return { id };
    },
  });
  for (const event of ["return", "withdraw"] as const)
    routes.write({
      ...onEntry,
      url: `/api/techniques/:id/${event}`,
      access: { action: "techniques.publish" },
      summary: `An entry with a reason: ${event}`,
      body: contract.reasonBody,
      handler: async (visit, trx) => {
        const { id } = visit.params;
        visit.authorise((await getEntry(trx, id)).unitPath);
        const { reason } = visit.body;
        await stopEntry(trx, act(visit), visit.person(), { entryId: id, event, reason });
        return { id };
      },
    });

  routes.read({
    url: "/api/technique-adoptions",
    access: { action: "techniques.read" },
    summary: "What farmers of my area say they used (采用记录); confirmed ones count",
    query: contract.adoptionQuery,
    response: contract.adoptionPage,
    handler: async (visit) => {
      const { page = 1, size = 50, status } = visit.query;
      const { rows, total } = await listAdoptions(db, context, {
        scope: visit.scope(),
        status,
        page,
        size,
      });
      // What farmers wrote is shown: who looked is on record.
      if (rows.length > 0)
        await recordAudit(db, context, {
          actor: visit.actor,
          action: "techniques.read",
          outcome: "read",
          requestId: visit.requestId,
        });
      return {
        rows: rows.map((row) => ({
          id: row.id,
          entryName: row.entryName,
          name: row.name,
          unitId: row.unitId,
          unitName: row.unitName,
          seasonName: row.seasonName,
          reportedOn: row.reportedOn,
          status: row.status,
          statusName: adoptionStatusNames[row.status],
          confirmedByName: row.confirmedBy === null ? null : confirmedByNames[row.confirmedBy],
          reason: row.reason,
          outcomeName: row.outcome === null ? null : outcomes[row.outcome],
          outcomeNote: row.outcomeNote,
        })),
        total,
        page,
        size,
      };
    },
  });
  const onAdoption = {
    method: "POST",
    access: { action: "techniques.confirm" },
    params: contract.idParams,
    response: contract.idAnswer,
  } as const;
  routes.write({
    ...onAdoption,
    url: "/api/technique-adoptions/:id/confirm",
    summary: "The town asked: the farmer used it; it counts from now on",
    handler: async (visit, trx) => {
      const { id } = visit.params;
      visit.authorise((await getAdoptionPlace(trx, id)).unitPath);
      await decideAdoption(trx, act(visit), visit.person(), {
        adoptionId: id,
        by: "town",
        event: "confirm",
      });
      return { id };
    },
  });
  routes.write({
    ...onAdoption,
    url: "/api/technique-adoptions/:id/dispute",
    summary: "The town asked: it was not used, with the reason",
    body: contract.reasonBody,
    handler: async (visit, trx) => {
      const { id } = visit.params;
      visit.authorise((await getAdoptionPlace(trx, id)).unitPath);
      await decideAdoption(trx, act(visit), visit.person(), {
        adoptionId: id,
        by: "town",
        event: "dispute",
        reason: visit.body.reason,
      });
      return { id };
    },
  });
};
