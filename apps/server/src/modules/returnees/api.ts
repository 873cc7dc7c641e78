import { toDistrictDate } from "#kernel/clock.ts";
import type { Context } from "#kernel/context.ts";
import type { Trx } from "#kernel/db.ts";
import type { Routes, Visit } from "#kernel/http-types.ts";
import { getMaskedNames } from "#modules/identity/index.ts";
import { getUnit } from "#modules/organisations/index.ts";
import * as contract from "./contract.ts";
import { askForHelp, cancelMatch, closeRequest, confirmHelp, proposeMatch } from "./matches.ts";
import { noteIncentive } from "./offers.ts";
import {
  getOffer,
  getRequestView,
  listFitting,
  listOffers,
  listRequests,
  type RequestView,
} from "./queries.ts";
import { helpSkills, incentiveKinds, matchStatusNames, requestStatusNames, returneeKinds } from "./state.ts";

type Next = { action: string; label: string; allowed: boolean; reason?: string };

const stepsOf = (row: RequestView, may: boolean): Next[] => {
  const step = (action: string, label: string, hindrance?: string): Next =>
    !may
      ? { action, label, allowed: false, reason: `由${row.unitName}来办。` }
      : hindrance === undefined
        ? { action, label, allowed: true }
        : { action, label, allowed: false, reason: hindrance };
  if (row.status === "open") return [step("propose", "请人"), step("close", "结束")];
  if (row.status !== "matched") return [];
  return [
    step("confirm", "确认帮到了", row.matchStatus === "done" ? undefined : "他说做完了才能确认。"),
    step("cancel", "没有办成"),
  ];
};

/** What a village does: ask, choose among those whose offer fits, confirm; and the register with honours. */
export const registerReturneeApi = (routes: Routes, context: Context): void => {
  const { db, clock, cipher, policy } = context;
  const act = (visit: { requestId: string }) => ({ clock, cipher, requestId: visit.requestId });
  const enter = async (visit: Visit<{ id: string }>, trx: Trx): Promise<string> => {
    const row = await getRequestView(trx, visit.params.id);
    visit.authorise(row.unitPath);
    return row.id;
  };

  routes.read({
    url: "/api/returnees",
    access: { action: "returnees.read" },
    summary: "Returnees and local worthies of my area with what they can do; names masked",
    query: contract.offerQuery,
    response: contract.offerPage,
    handler: async (visit) => {
      const { page = 1, size = 50 } = visit.query;
      const listed = await listOffers(db, { scope: visit.scope() }, { page, size });
      const names = await getMaskedNames(
        db,
        cipher,
        listed.rows.map((row) => row.personId),
      );
      return {
        rows: listed.rows.map((row) => ({
          id: row.id,
          name: names.get(row.personId) ?? "",
          unitId: row.unitId,
          unitName: row.unitName,
          kindName: returneeKinds[row.kind],
          skillNames: row.skills.map((skill) => helpSkills[skill]),
          hoursAMonth: row.hoursAMonth,
          helped: row.helped,
          isBusy: row.isBusy,
          incentives: row.incentives.map(({ kind, ...one }) => ({ ...one, kindName: incentiveKinds[kind] })),
        })),
        total: listed.total,
        page,
        size,
      };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/returnees/:id/incentives",
    access: { action: "returnees.manage" },
    summary: "Write down an honour given or a policy told, with its document",
    params: contract.idParams,
    body: contract.incentiveBody,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      visit.authorise((await getOffer(trx, visit.params.id)).unitPath);
      const returneeId = visit.params.id;
      return { id: await noteIncentive(trx, act(visit), visit.person(), { ...visit.body, returneeId }) };
    },
  });
  routes.read({
    url: "/api/village-requests",
    access: { action: "returnees.read" },
    summary: "What villages of my area look for, and who helps; names masked",
    query: contract.requestQuery,
    response: contract.requestPage,
    handler: async (visit) => {
      const { page = 1, size = 50, status } = visit.query;
      const listed = await listRequests(db, { scope: visit.scope(), status }, { page, size });
      const names = await getMaskedNames(
        db,
        cipher,
        listed.rows.flatMap((row) => row.personId ?? []),
      );
      return {
        rows: listed.rows.map((row) => ({
          id: row.id,
          unitId: row.unitId,
          unitName: row.unitName,
          skillName: helpSkills[row.skill],
          wanted: row.wanted,
          untilOn: row.untilOn,
          status: row.status,
          statusName: requestStatusNames[row.status],
          endReason: row.endReason,
          helper: row.personId === null ? null : (names.get(row.personId) ?? ""),
          matchStatusName: row.matchStatus === null ? null : matchStatusNames[row.matchStatus],
          reasons: [...(row.reasons ?? [])],
          nextActions: stepsOf(
            row,
            policy.decide(visit.actor, "returnees.manage", { unitPath: row.unitPath }).ok,
          ),
        })),
        total: listed.total,
        page,
        size,
      };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/village-requests",
    access: { action: "returnees.manage" },
    summary: "A village says what help it looks for",
    body: contract.requestBody,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      visit.authorise((await getUnit(trx, visit.body.unitId, toDistrictDate(visit.now))).path);
      return { id: await askForHelp(trx, act(visit), visit.person(), visit.body) };
    },
  });
  routes.read({
    url: "/api/village-requests/:id/offers",
    access: { action: "returnees.manage" },
    summary: "Offers that fit, the nearest first, with the reasons and why somebody cannot be asked now",
    params: contract.idParams,
    response: contract.fittingAnswer,
    handler: async (visit) => {
      const row = await getRequestView(db, visit.params.id);
      visit.authorise(row.unitPath);
      const fitting = await listFitting(db, { requestId: row.id });
      const names = await getMaskedNames(
        db,
        cipher,
        fitting.map((one) => one.personId),
      );
      return {
        rows: fitting.map((one) => ({
          id: one.id,
          name: names.get(one.personId) ?? "",
          unitName: one.unitName,
          reasons: [...one.reasons],
          hindrance: one.hindrance ?? null,
        })),
      };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/village-requests/:id/propose",
    access: { action: "returnees.manage" },
    summary: "Ask one of those whose offer fits; he has five days to answer",
    params: contract.idParams,
    body: contract.proposeBody,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      const requestId = await enter(visit, trx);
      const { returneeId } = visit.body;
      return { id: await proposeMatch(trx, act(visit), visit.person(), { requestId, returneeId }) };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/village-requests/:id/confirm",
    access: { action: "returnees.manage" },
    summary: "The village was helped: now it counts",
    params: contract.idParams,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      const requestId = await enter(visit, trx);
      await confirmHelp(trx, act(visit), visit.person(), requestId);
      return { id: requestId };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/village-requests/:id/cancel",
    access: { action: "returnees.manage" },
    summary: "Nothing came of the asking, with the reason: the village looks for somebody else",
    params: contract.idParams,
    body: contract.reasonBody,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      const requestId = await enter(visit, trx);
      await cancelMatch(trx, act(visit), visit.person(), { requestId, reason: visit.body.reason });
      return { id: requestId };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/village-requests/:id/close",
    access: { action: "returnees.manage" },
    summary: "The village no longer looks for it, with the reason",
    params: contract.idParams,
    body: contract.reasonBody,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      const requestId = await enter(visit, trx);
      await closeRequest(trx, act(visit), visit.person(), { requestId, reason: visit.body.reason });
      return { id: requestId };
    },
  });
};
