import { audienceNames } from "#kernel/audiences.ts";
import type { Context } from "#kernel/context.ts";
import type { Routes } from "#kernel/http-types.ts";
import { registerWaitingSource } from "#kernel/waiting.ts";
import { listTopics } from "#modules/contents/index.ts";
import { idAnswer, idParams } from "../contract.ts";
import * as contract from "./contract.ts";
import { talkStatusNames } from "./state.ts";
import { admitTalk, getTalk, listTalks, refuseTalk } from "./talks.ts";

/** The desk's side of the lecture group: talks that experts offer, admitted by somebody else. */
export const registerLectureRoutes = (routes: Routes, context: Context): void => {
  const { db, clock, cipher, policy } = context;
  const act = (visit: { requestId: string }) => ({ clock, cipher, requestId: visit.requestId });

  routes.read({
    url: "/api/lecture-talks",
    access: { action: "orders.read_talks" },
    summary: "Talks that senior experts offer, those to decide first",
    query: contract.talksQuery,
    response: contract.talksPage,
    handler: async (visit) => {
      const { page = 1, size = 50, status } = visit.query;
      const { rows, total } = await listTalks(db, { scope: visit.scope(), status, page, size });
      const topics = new Map((await listTopics(db)).map((topic) => [topic.code, topic.name]));
      return {
        rows: rows.map((row) => {
          const may = policy.decide(visit.actor, "orders.decide_talk", { unitPath: row.unitPath }).ok;
          const own = visit.actor.kind === "person" && visit.actor.personId === row.submittedBy;
          const why = may ? "自己报的讲题要另一位同事核对。" : "由单位管理员或督导员核对。";
          const allowed = may && !own ? { allowed: true } : { allowed: false, reason: why };
          return {
            id: row.id,
            title: row.title,
            about: row.about,
            topicName: topics.get(row.topic) ?? row.topic,
            audienceNames: row.audiences.map((one) => audienceNames[one]),
            forYouth: row.audiences.includes("youth"),
            minutes: row.minutes,
            publicTitle: row.publicTitle,
            unitId: row.unitId,
            unitName: row.unitName,
            status: row.status,
            statusName: talkStatusNames[row.status],
            decisionReason: row.decisionReason,
            nextActions:
              row.status === "submitted"
                ? [
                    { action: "admit", label: "通过", ...allowed },
                    { action: "refuse", label: "不通过", ...allowed },
                  ]
                : [],
          };
        }),
        total,
        page,
        size,
      };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/lecture-talks/:id/admit",
    access: { action: "orders.decide_talk" },
    summary: "Admit a talk into the menu, with the badges that it asks for",
    params: idParams,
    body: contract.admitBody,
    response: idAnswer,
    handler: async (visit, trx) => {
      const { id } = visit.params;
      visit.authorise((await getTalk(trx, id)).unit_path);
      await admitTalk(trx, act(visit), visit.person(), { id, badges: visit.body.badges });
      return { id };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/lecture-talks/:id/refuse",
    access: { action: "orders.decide_talk" },
    summary: "Say no to a talk, with the reason",
    params: idParams,
    body: contract.refuseBody,
    response: idAnswer,
    handler: async (visit, trx) => {
      const { id } = visit.params;
      visit.authorise((await getTalk(trx, id)).unit_path);
      await refuseTalk(trx, act(visit), visit.person(), { id, reason: visit.body.reason });
      return { id };
    },
  });
  registerWaitingSource("orders.talks", async ({ db: base, policy: rules }, actor) => {
    const scope = rules.scopeOf(actor, "orders.decide_talk");
    const { total } = await listTalks(base, { scope, status: "submitted", page: 1, size: 1 });
    return [
      {
        kind: "orders.talks",
        title: "老专家讲题等核对",
        href: "/workbench/lecture-talks?status=submitted",
        count: total,
      },
    ];
  });
};
