import type { Actor } from "#kernel/actor.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { Context } from "#kernel/context.ts";
import type { Routes } from "#kernel/http-types.ts";
import { getUnit } from "#modules/organisations/index.ts";
import {
  changePolicy,
  draftPolicy,
  dropPolicy,
  endPolicy,
  publishPolicy,
  takeBackPolicy,
} from "./commands.ts";
import * as contract from "./contract.ts";
import { getPolicy, listPolicies, type PolicyView } from "./queries.ts";
import { type PolicyEvent, policyEventNames, policyStates, policyStatusNames } from "./state.ts";

const eventActions: Readonly<Record<PolicyEvent, "policies.write" | "policies.publish">> = {
  publish: "policies.publish",
  take_back: "policies.publish",
  end: "policies.publish",
  drop: "policies.write",
};

/** JSON routes of the policy library's desk. */
export const registerPolicyRoutes = (routes: Routes, { db, clock, cipher, policy }: Context): void => {
  const act = (visit: { requestId: string }) => ({ clock, cipher, requestId: visit.requestId });

  const nextActions = (view: PolicyView, actor: Actor) =>
    policyStates.eventsFrom(view.status).map((event) => {
      const may = policy.decide(actor, eventActions[event], { unitPath: view.unitPath }).ok;
      const own = event === "publish" && actor.kind === "person" && actor.personId === view.draftedByPersonId;
      const refusal = own
        ? "起草的人不能自己发布，请另一个人核对后发布。"
        : may
          ? undefined
          : "您的岗位没有这项权限。";
      return {
        action: event,
        label: policyEventNames[event],
        allowed: refusal === undefined,
        ...(refusal === undefined ? {} : { reason: refusal }),
      };
    });

  const toRow = (view: PolicyView, actor: Actor) => {
    const {
      unitPath: _path,
      draftedByPersonId: _drafted,
      publishedByPersonId: _published,
      appliesTo: _whom,
      matters: _matters,
      ...row
    } = view;
    return {
      ...row,
      points: [...row.points],
      statusName: policyStatusNames[row.status],
      nextActions: nextActions(view, actor),
    };
  };

  routes.read({
    url: "/api/policies",
    access: { action: "policies.read" },
    summary: "Guides to policies within my area, drafts too",
    query: contract.policyQuery,
    response: contract.policyPage,
    handler: async (visit) => {
      const { page = 1, size = 50, status } = visit.query;
      const listed = await listPolicies(db, { scope: visit.scope(), status, page, size });
      return { rows: listed.rows.map((row) => toRow(row, visit.actor)), total: listed.total, page, size };
    },
  });
  routes.read({
    url: "/api/policies/:id",
    access: { action: "policies.read" },
    summary: "One guide with its points",
    params: contract.idParams,
    response: contract.policyAnswer,
    handler: async (visit) => {
      const found = await getPolicy(db, visit.params.id);
      visit.authorise(found.unitPath);
      return toRow(found, visit.actor);
    },
  });
  routes.write({
    method: "POST",
    url: "/api/policies",
    access: { action: "policies.write" },
    summary: "Draft a guide to a document",
    body: contract.policyBody,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      visit.authorise((await getUnit(trx, visit.body.unitId, toDistrictDate(clock.now()))).path);
      return { id: await draftPolicy(trx, act(visit), visit.person(), visit.body) };
    },
  });
  routes.write({
    method: "PUT",
    url: "/api/policies/:id",
    access: { action: "policies.write" },
    summary: "Change a draft",
    params: contract.idParams,
    body: contract.changeBody,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      visit.authorise((await getPolicy(trx, visit.params.id)).unitPath);
      await changePolicy(trx, act(visit), visit.person(), { id: visit.params.id, ...visit.body });
      return { id: visit.params.id };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/policies/:id/publish",
    access: { action: "policies.publish" },
    summary: "Publish a guide that somebody else drafted",
    params: contract.idParams,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      visit.authorise((await getPolicy(trx, visit.params.id)).unitPath);
      await publishPolicy(trx, act(visit), visit.person(), { id: visit.params.id });
      return { id: visit.params.id };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/policies/:id/take-back",
    access: { action: "policies.publish" },
    summary: "Take a published guide back to be corrected",
    params: contract.idParams,
    body: contract.reasonBody,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      visit.authorise((await getPolicy(trx, visit.params.id)).unitPath);
      await takeBackPolicy(trx, act(visit), visit.person(), {
        id: visit.params.id,
        reason: visit.body.reason,
      });
      return { id: visit.params.id };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/policies/:id/end",
    access: { action: "policies.publish" },
    summary: "Say which was or will be the last day in force, and why",
    params: contract.idParams,
    body: contract.endBody,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      visit.authorise((await getPolicy(trx, visit.params.id)).unitPath);
      await endPolicy(trx, act(visit), visit.person(), { id: visit.params.id, ...visit.body });
      return { id: visit.params.id };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/policies/:id/drop",
    access: { action: "policies.write" },
    summary: "Leave a draft aside",
    params: contract.idParams,
    body: contract.reasonBody,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      visit.authorise((await getPolicy(trx, visit.params.id)).unitPath);
      await dropPolicy(trx, act(visit), visit.person(), { id: visit.params.id, reason: visit.body.reason });
      return { id: visit.params.id };
    },
  });
};
