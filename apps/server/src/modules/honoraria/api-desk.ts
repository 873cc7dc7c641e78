import type { Actor } from "#kernel/actor.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { Context } from "#kernel/context.ts";
import type { Routes } from "#kernel/http-types.ts";
import { getUnit } from "#modules/organisations/index.ts";
import { expertActKindCodes, expertActKinds, getExpertPlace } from "#modules/people/index.ts";
import * as contract from "./contract.ts";
import { listReviews } from "./queries.ts";
import { confirmReview, countYear, getReviewPlace, returnReview, writeReview } from "./reviews.ts";
import { decideScheme, getSchemePlace, listSchemes, proposeScheme } from "./schemes.ts";
import { reviewOutcomeNames, reviewStatusNames, schemeStatusNames } from "./state.ts";
import type { ActCounts } from "./tables.ts";

/** Counts by kind of act in the order of the kinds, with what they are called; kinds without any are left out. */
const toCounts = (counts: ActCounts) =>
  expertActKindCodes.flatMap((kind) => {
    const count = counts[kind];
    return count === undefined ? [] : [{ kind, kindName: expertActKinds[kind], count }];
  });

/** Versions of rates, and the yearly reviews of appointments: each made by one person and decided by another. */
export const registerHonorariaDesk = (routes: Routes, context: Context): void => {
  const { db, clock, cipher, policy } = context;
  const act = (visit: { requestId: string }) => ({ clock, cipher, requestId: visit.requestId });
  const nextOf = (
    actor: Actor,
    of: {
      action: "honoraria.decide_scheme" | "honoraria.confirm_review";
      unitPath: string;
      closedTo: readonly string[];
      steps: readonly { action: string; label: string }[];
    },
  ) => {
    const may = policy.decide(actor, of.action, { unitPath: of.unitPath }).ok;
    const own = actor.kind === "person" && of.closedTo.includes(actor.personId);
    return of.steps.map((step) => ({
      ...step,
      allowed: may && !own,
      ...(may ? {} : { reason: "由单位管理员或督导员办。" }),
      ...(may && own ? { reason: "您写的或关于您自己的，要另一位同事办。" } : {}),
    }));
  };

  routes.read({
    url: "/api/honorarium-schemes",
    access: { action: "honoraria.read" },
    summary: "Versions of what experts are paid, by unit",
    query: contract.schemesQuery,
    response: contract.schemesPage,
    handler: async (visit) => {
      const { page = 1, size = 50, status } = visit.query;
      const { rows, total } = await listSchemes(db, { scope: visit.scope(), status, page, size });
      return {
        rows: rows.map(({ proposedBy, unitPath, rates, ...row }) => ({
          ...row,
          rates: toCounts(rates).map(({ count, ...one }) => ({ ...one, yuan: count / 100 })),
          statusName: schemeStatusNames[row.status],
          nextActions:
            row.status === "proposed"
              ? nextOf(visit.actor, {
                  action: "honoraria.decide_scheme",
                  unitPath,
                  closedTo: [proposedBy],
                  steps: [
                    { action: "approve", label: "核准" },
                    { action: "refuse", label: "不通过" },
                  ],
                })
              : [],
        })),
        total,
        page,
        size,
      };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/honorarium-schemes",
    access: { action: "honoraria.propose_scheme" },
    summary: "Propose a version of a unit's rates",
    body: contract.schemeBody,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      const { unitId, startsOn, document, scienceCheck, verdict, answer, visit: call, lecture } = visit.body;
      visit.authorise((await getUnit(trx, unitId, toDistrictDate(visit.now))).path);
      const typed = { science_check: scienceCheck, verdict, answer, visit: call, activity: lecture };
      return {
        id: await proposeScheme(trx, act(visit), visit.actor, {
          unitId,
          startsOn,
          document,
          yuan: Object.fromEntries(
            Object.entries(typed).flatMap(([kind, yuan]) =>
              yuan === undefined ? [] : [[kind, Number(yuan)]],
            ),
          ),
        }),
      };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/honorarium-schemes/:id/approve",
    access: { action: "honoraria.decide_scheme" },
    summary: "A second person approves a version of rates",
    params: contract.idParams,
    body: contract.noBody,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      const { id } = visit.params;
      visit.authorise((await getSchemePlace(trx, id)).unitPath);
      await decideScheme(trx, act(visit), visit.actor, { id, decision: "approve" });
      return { id };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/honorarium-schemes/:id/refuse",
    access: { action: "honoraria.decide_scheme" },
    summary: "A second person turns a version of rates down, with the reason",
    params: contract.idParams,
    body: contract.reasonBody,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      const { id } = visit.params;
      visit.authorise((await getSchemePlace(trx, id)).unitPath);
      await decideScheme(trx, act(visit), visit.actor, {
        id,
        decision: "refuse",
        reason: visit.body.reason,
      });
      return { id };
    },
  });

  routes.read({
    url: "/api/appointment-reviews",
    access: { action: "honoraria.read_reviews" },
    summary: "Yearly reviews of experts' appointments, the newest year first",
    query: contract.reviewsQuery,
    response: contract.reviewsPage,
    handler: async (visit) => {
      const { page = 1, size = 50, status } = visit.query;
      const { rows, total } = await listReviews(db, context, { scope: visit.scope(), status, page, size });
      return {
        rows: rows.map(({ writtenBy, expertPersonId, unitPath, counts, ...row }) => ({
          ...row,
          counts: toCounts(counts),
          outcomeName: reviewOutcomeNames[row.outcome],
          statusName: reviewStatusNames[row.status],
          nextActions:
            row.status === "written"
              ? nextOf(visit.actor, {
                  action: "honoraria.confirm_review",
                  unitPath,
                  closedTo: [writtenBy, expertPersonId],
                  steps: [
                    { action: "confirm", label: "确认" },
                    { action: "return", label: "退回" },
                  ],
                })
              : [],
        })),
        total,
        page,
        size,
      };
    },
  });
  routes.read({
    url: "/api/experts/:id/year",
    access: { action: "honoraria.review" },
    summary: "What an expert did in a year, as the records tell",
    params: contract.idParams,
    query: contract.yearQuery,
    response: contract.yearAnswer,
    handler: async (visit) => {
      const { id } = visit.params;
      visit.authorise((await getExpertPlace(db, id)).unitPath);
      const year = await countYear(db, context, { expertId: id, year: Number(visit.query.year) });
      return { ...year, counts: toCounts(year.counts) };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/appointment-reviews",
    access: { action: "honoraria.review" },
    summary: "Write the review of an expert's year; what he did is counted from the records",
    body: contract.reviewBody,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      visit.authorise((await getExpertPlace(trx, visit.body.expertId)).unitPath);
      const { year, ...input } = visit.body;
      return { id: await writeReview(trx, act(visit), visit.actor, { ...input, year: Number(year) }) };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/appointment-reviews/:id/confirm",
    access: { action: "honoraria.confirm_review" },
    summary: "A second person confirms a review; the appointment is renewed or ends",
    params: contract.idParams,
    body: contract.noBody,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      const { id } = visit.params;
      visit.authorise((await getReviewPlace(trx, id)).unitPath);
      await confirmReview(trx, act(visit), visit.actor, id);
      return { id };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/appointment-reviews/:id/return",
    access: { action: "honoraria.confirm_review" },
    summary: "Send a review back to be written anew, with the reason",
    params: contract.idParams,
    body: contract.reasonBody,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      const { id } = visit.params;
      visit.authorise((await getReviewPlace(trx, id)).unitPath);
      await returnReview(trx, act(visit), visit.actor, { id, reason: visit.body.reason });
      return { id };
    },
  });
};
