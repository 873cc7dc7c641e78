import { recordAudit } from "#kernel/audit.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { Context } from "#kernel/context.ts";
import type { Db, Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import type { Routes, Visit } from "#kernel/http-types.ts";
import { findPersonByPhone, getMaskedNames } from "#modules/identity/index.ts";
import { getUnit } from "#modules/organisations/index.ts";
import * as shared from "../contract.ts";
import type { CommissionersError } from "../errors.ts";
import { applicationStatusNames, callStatusNames, commissionerFields, leastReviews } from "../state.ts";
import { nominate } from "./applications.ts";
import { endCall, nameReviewer, openCall } from "./calls.ts";
import * as contract from "./contract.ts";
import { appointSelected, decideApplication } from "./decisions.ts";
import {
  type ApplicationView,
  type CallView,
  getApplicationView,
  getCall,
  listApplications,
  listCalls,
  listReviews,
  readStatement,
} from "./queries.ts";

type Next = { action: string; label: string; allowed: boolean; reason?: string };

/** One step with the first thing that stands in its way. */
const step = (action: string, label: string, hindrances: readonly (string | false)[]): Next => {
  const reason = hindrances.find((one) => one !== false);
  return typeof reason === "string"
    ? { action, label, allowed: false, reason }
    : { action, label, allowed: true };
};

const stepsOfCall = (call: CallView, input: { may: boolean; today: string }): Next[] => {
  if (call.status !== "open") return [];
  const foreign = !input.may && `由${call.unitName}来办。`;
  const running = input.today <= call.applyUntilOn && "申请还没有截止。";
  const closed = input.today > call.applyUntilOn && "申请已经截止。";
  return [
    step("nominate", "推荐人", [closed]),
    step("reviewer", "请评审人", [foreign]),
    step("finish", "办结", [foreign, running]),
    step("cancel", "取消", [foreign]),
  ];
};

const stepsOfApplication = (row: ApplicationView, input: { may: boolean; today: string }): Next[] => {
  const foreign = !input.may && `由${row.unitName}来办。`;
  if (row.status === "selected") return row.hasContract ? [] : [step("appoint", "签聘任", [foreign])];
  if (row.status !== "applied" || row.callStatus !== "open") return [];
  const hindrances = [
    foreign,
    input.today <= row.applyUntilOn && "申请还没有截止。",
    row.scored < leastReviews && `要 ${leastReviews} 位没有利害关系的评审人打分，现在 ${row.scored} 位。`,
  ];
  return [step("select", "选上", hindrances), step("pass_over", "没有选上", hindrances)];
};

/** What a town does to choose its commissioners, and how a unit nominates somebody. */
export const registerSelectionApi = (routes: Routes, context: Context): void => {
  const { db, clock, cipher, policy } = context;
  const act = (visit: { requestId: string }) => ({ clock, cipher, requestId: visit.requestId });
  const requirePerson = async (from: Db | Trx, phone: string): Promise<string> => {
    const person = await findPersonByPhone(from, cipher, phone);
    if (person === undefined || person.status !== "active")
      throw new AppError<CommissionersError>("commissioners.person_unknown", {
        fields: { phone: "commissioners.person_unknown" },
      });
    return person.id;
  };
  const enterCall = async (visit: Visit<{ id: string }>, trx: Trx) => {
    visit.authorise((await getCall(trx, visit.params.id)).unitPath);
    return act(visit);
  };
  const enterApplication = async (visit: Visit<{ id: string }>, from: Db | Trx) => {
    const row = await getApplicationView(from, visit.params.id);
    visit.authorise(row.unitPath);
    return row;
  };

  routes.read({
    url: "/api/commissioner-calls",
    access: { action: "commissioners.read" },
    summary: "Calls for commissioners in my area, with how far each is",
    query: contract.callQuery,
    response: contract.callPage,
    handler: async (visit) => {
      const { page = 1, size = 50, status } = visit.query;
      const listed = await listCalls(db, { scope: visit.scope(), status }, { page, size });
      const today = toDistrictDate(visit.now);
      return {
        rows: listed.rows.map((row) => ({
          ...row,
          fieldName: commissionerFields[row.field],
          statusName: callStatusNames[row.status],
          nextActions: stepsOfCall(row, {
            may: policy.decide(visit.actor, "commissioners.select", { unitPath: row.unitPath }).ok,
            today,
          }),
        })),
        total: listed.total,
        page,
        size,
      };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/commissioner-calls",
    access: { action: "commissioners.select" },
    summary: "Call for commissioners: field, whom to serve, how many, until when one applies, the term",
    body: contract.callBody,
    response: shared.idAnswer,
    handler: async (visit, trx) => {
      visit.authorise((await getUnit(trx, visit.body.unitId, toDistrictDate(visit.now))).path);
      return { id: await openCall(trx, act(visit), visit.person(), visit.body) };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/commissioner-calls/:id/reviewers",
    access: { action: "commissioners.select" },
    summary: "Name somebody who scores the applications",
    params: shared.idParams,
    body: contract.reviewerBody,
    response: shared.idAnswer,
    handler: async (visit, trx) => {
      const entered = await enterCall(visit, trx);
      const personId = await requirePerson(trx, visit.body.phone);
      await nameReviewer(trx, entered, visit.person(), { callId: visit.params.id, personId });
      return { id: visit.params.id };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/commissioner-calls/:id/nominations",
    access: { action: "commissioners.nominate" },
    summary: "A unit nominates somebody, who has to agree",
    params: shared.idParams,
    body: contract.nominateBody,
    response: shared.idAnswer,
    handler: async (visit, trx) => {
      const { phone, unitId, statement } = visit.body;
      visit.authorise((await getUnit(trx, unitId, toDistrictDate(visit.now))).path);
      const personId = await requirePerson(trx, phone);
      const callId = visit.params.id;
      return {
        id: await nominate(trx, act(visit), visit.person(), { callId, personId, unitId, statement }),
      };
    },
  });
  for (const how of ["finish", "cancel"] as const)
    routes.write({
      method: "POST",
      url: `/api/commissioner-calls/:id/${how}`,
      access: { action: "commissioners.select" },
      summary: how === "finish" ? "Every application is decided" : "The call falls away, with the reason",
      params: shared.idParams,
      body: contract.endBody,
      response: shared.idAnswer,
      handler: async (visit, trx) => {
        const entered = await enterCall(visit, trx);
        const { reason } = visit.body;
        await endCall(trx, entered, visit.person(), { callId: visit.params.id, how, reason });
        return { id: visit.params.id };
      },
    });

  routes.read({
    url: "/api/commissioner-applications",
    access: { action: "commissioners.select" },
    summary: "Applications to my area's calls, the best average of each call first; names masked",
    query: contract.applicationQuery,
    response: contract.applicationPage,
    handler: async (visit) => {
      const { page = 1, size = 50, call, status } = visit.query;
      const listed = await listApplications(
        db,
        { scope: visit.scope(), callId: call, status },
        { page, size },
      );
      const names = await getMaskedNames(
        db,
        cipher,
        listed.rows.map((row) => row.personId),
      );
      const today = toDistrictDate(visit.now);
      return {
        rows: listed.rows.map((row) => ({
          id: row.id,
          name: names.get(row.personId) ?? "",
          callId: row.callId,
          title: row.title,
          unitId: row.unitId,
          unitName: row.unitName,
          fieldName: commissionerFields[row.field],
          nominatedBy: row.nominatedBy,
          status: row.status,
          statusName: applicationStatusNames[row.status],
          scored: row.scored,
          recused: row.recused,
          score: row.scored < leastReviews ? null : row.score,
          decisionReason: row.decisionReason,
          term: `${row.startsOn} 至 ${row.endsOn}`,
          bases: row.bases,
          nextActions: stepsOfApplication(row, {
            may: policy.decide(visit.actor, "commissioners.select", { unitPath: row.unitPath }).ok,
            today,
          }),
        })),
        total: listed.total,
        page,
        size,
      };
    },
  });
  routes.read({
    url: "/api/commissioner-applications/:id/reviews",
    access: { action: "commissioners.select" },
    summary:
      "What an applicant says and, once two reviewers scored, the scores without the reviewers' names; audited",
    params: shared.idParams,
    response: contract.reviewsAnswer,
    handler: async (visit) => {
      const row = await enterApplication(visit, db);
      await recordAudit(db, context, {
        actor: visit.actor,
        action: "commissioners.read_application",
        outcome: "read",
        unitId: row.unitId,
        record: { table: "commissioner_applications", id: row.id },
        requestId: visit.requestId,
      });
      return {
        statement: await readStatement(db, context, row.id),
        rows: row.scored < leastReviews ? [] : await listReviews(db, row.id),
      };
    },
  });
  for (const event of ["select", "pass_over"] as const)
    routes.write({
      method: "POST",
      url: `/api/commissioner-applications/:id/${event}`,
      access: { action: "commissioners.select" },
      summary:
        event === "select" ? "The applicant is selected, with the reason" : "He is not, with the reason",
      params: shared.idParams,
      body: contract.decideBody,
      response: shared.idAnswer,
      handler: async (visit, trx) => {
        const { id } = await enterApplication(visit, trx);
        const { reason } = visit.body;
        await decideApplication(trx, act(visit), visit.person(), { applicationId: id, event, reason });
        return { id };
      },
    });
  routes.write({
    method: "POST",
    url: "/api/commissioner-applications/:id/appoint",
    access: { action: "commissioners.select" },
    summary: "Sign the contract that the selected application drafts",
    params: shared.idParams,
    body: contract.appointBody,
    response: shared.idAnswer,
    handler: async (visit, trx) => {
      const { id } = await enterApplication(visit, trx);
      const { document } = visit.body;
      return { id: await appointSelected(trx, act(visit), visit.person(), { applicationId: id, document }) };
    },
  });
};
