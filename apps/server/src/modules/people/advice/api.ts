import Type from "typebox";
import type { Context } from "#kernel/context.ts";
import type { Trx } from "#kernel/db.ts";
import type { Routes, Visit } from "#kernel/http-types.ts";
import { registerWaitingSource } from "#kernel/waiting.ts";
import { getUnit } from "#modules/organisations/index.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import { confirmReply, draftReply, receivePaper, returnPaper, sendReplyBack } from "./papers.ts";
import { type AdvicePaperView, getPaperPath, listPapers } from "./queries.ts";
import { askAdvice, listAdviceRequests } from "./requests.ts";
import { type AdviceEvent, adviceStates, type AdviceStatus, adviceStatusNames } from "./state.ts";

const closed = { additionalProperties: false } as const;
const id = Type.String({ pattern: "^[0-9a-f-]{36}$", title: "编号" });
const text = Type.String();
const nullableText = Type.Union([text, Type.Null()]);
const status = Type.Unsafe<AdviceStatus>({
  type: "string",
  enum: [...adviceStates.states],
  title: "状态",
});
const paging = {
  page: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000, title: "页码" })),
  size: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, title: "每页条数" })),
};
const listOf = <T extends ReturnType<typeof Type.Object>>(row: T) =>
  Type.Object({ rows: Type.Array(row), total: Type.Integer(), page: Type.Integer(), size: Type.Integer() });
const idParams = Type.Object({ id });
const answer = Type.Object({ id });
const reasonBody = Type.Object(
  { reason: Type.String({ minLength: 1, maxLength: 300, title: "原因" }) },
  closed,
);

/** What a unit can do with a paper, in the order in which it is done. */
const acts: readonly { action: string; event: AdviceEvent; label: string }[] = [
  { action: "receive", event: "receive", label: "收下" },
  { action: "draft", event: "draft", label: "拟答复" },
  { action: "confirm", event: "confirm", label: "确认答复" },
  { action: "send-back", event: "send_back", label: "答复重拟" },
  { action: "return", event: "return", label: "退回修改" },
];

/** The units' side of advice (E-02): what lies with them, and what they ask. */
export const registerAdviceRoutes = (routes: Routes, context: Context): void => {
  const { db, clock, cipher, policy } = context;
  const act = (visit: { requestId: string }) => ({ clock, cipher, requestId: visit.requestId });
  const nextActions = (visit: Visit, row: AdvicePaperView) =>
    acts
      .filter(({ event }) => adviceStates.next(row.status, event) !== undefined)
      .map(({ action, label }) => {
        const may = policy.decide(visit.actor, "people.answer_advice", { unitPath: row.ownerPath }).ok;
        const personId = visit.actor.kind === "person" ? visit.actor.personId : "";
        const own = row.submittedBy === personId;
        const second = action === "confirm" && row.draftedBy === personId;
        const reason = own
          ? "自己的建议要由别的同事办。"
          : second
            ? "答复是您拟的，要另一位同事确认。"
            : "由这个单位的联络员或管理员办。";
        return may && !own && !second
          ? { action, label, allowed: true }
          : { action, label, allowed: false, reason };
      });

  routes.read({
    url: "/api/advice-papers",
    access: { action: "people.read_advice" },
    summary: "Papers of advice that lie with my units, what is due first on top",
    query: Type.Object(
      { ...paging, sort: Type.Optional(Type.String({ maxLength: 30 })), status: Type.Optional(status) },
      closed,
    ),
    response: listOf(
      Type.Object({
        id,
        no: text,
        title: text,
        body: text,
        publicTitle: text,
        unitName: text,
        ownerUnitId: id,
        ownerUnitName: text,
        requestTitle: nullableText,
        status,
        statusName: text,
        dueAt: nullableText,
        late: Type.Boolean(),
        passUps: Type.Integer(),
        reply: nullableText,
        reason: nullableText,
        nextActions: Type.Array(
          Type.Object({ action: text, label: text, allowed: Type.Boolean(), reason: Type.Optional(text) }),
        ),
      }),
    ),
    handler: async (visit) => {
      const { page = 1, size = 50 } = visit.query;
      const { rows, total } = await listPapers(db, {
        scope: visit.scope(),
        status: visit.query.status,
        page,
        size,
      });
      return {
        rows: rows.map((row) => ({
          id: row.id,
          no: row.no,
          title: row.title,
          body: row.body,
          publicTitle: row.publicTitle,
          unitName: row.unitName,
          ownerUnitId: row.ownerUnitId,
          ownerUnitName: row.ownerUnitName,
          requestTitle: row.requestTitle,
          status: row.status,
          statusName: adviceStatusNames[row.status],
          dueAt: row.dueAt?.toISOString() ?? null,
          late: row.dueAt !== null && row.dueAt <= visit.now,
          passUps: row.passUps,
          reply: row.reply,
          reason: row.reason,
          nextActions: nextActions(visit, row),
        })),
        total,
        page,
        size,
      };
    },
  });

  const authorise = async (visit: Visit<{ id: string }>, trx: Trx): Promise<string> => {
    visit.authorise(await getPaperPath(trx, visit.params.id));
    return visit.params.id;
  };
  const access = { action: "people.answer_advice" } as const;
  const simple = { receive: receivePaper, confirm: confirmReply } as const;
  for (const verb of ["receive", "confirm"] as const)
    routes.write({
      method: "POST",
      url: `/api/advice-papers/:id/${verb}`,
      access,
      summary: verb === "receive" ? "Take a paper in" : "Confirm an answer that somebody else wrote",
      params: idParams,
      response: answer,
      handler: async (visit, trx) => {
        const paperId = await authorise(visit, trx);
        await simple[verb](trx, act(visit), visit.person(), paperId);
        return { id: paperId };
      },
    });
  routes.write({
    method: "POST",
    url: "/api/advice-papers/:id/draft",
    access,
    summary: "Write the answer to a paper",
    params: idParams,
    body: Type.Object({ reply: Type.String({ minLength: 1, maxLength: 3000, title: "答复" }) }, closed),
    response: answer,
    handler: async (visit, trx) => {
      const paperId = await authorise(visit, trx);
      await draftReply(trx, act(visit), visit.person(), { id: paperId, reply: visit.body.reply });
      return { id: paperId };
    },
  });
  const reasoned = { "send-back": sendReplyBack, return: returnPaper } as const;
  for (const verb of ["send-back", "return"] as const)
    routes.write({
      method: "POST",
      url: `/api/advice-papers/:id/${verb}`,
      access,
      summary: verb === "return" ? "Return a paper to its expert" : "Have an answer written anew",
      params: idParams,
      body: reasonBody,
      response: answer,
      handler: async (visit, trx) => {
        const paperId = await authorise(visit, trx);
        await reasoned[verb](trx, act(visit), visit.person(), { id: paperId, reason: visit.body.reason });
        return { id: paperId };
      },
    });

  routes.read({
    url: "/api/advice-requests",
    access: { action: "people.read_advice" },
    summary: "What my units asked senior experts, with the papers that came",
    query: Type.Object({ ...paging, sort: Type.Optional(Type.String({ maxLength: 30 })) }, closed),
    response: listOf(
      Type.Object({
        id,
        title: text,
        question: text,
        unitId: id,
        unitName: text,
        closesOn: text,
        papers: Type.Integer(),
        answered: Type.Integer(),
      }),
    ),
    handler: async (visit) => {
      const { page = 1, size = 50 } = visit.query;
      const { rows, total } = await listAdviceRequests(db, { scope: visit.scope(), page, size });
      return { rows: [...rows], total, page, size };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/advice-requests",
    access,
    summary: "Ask the senior experts for advice",
    body: Type.Object(
      {
        unitId: id,
        title: Type.String({ minLength: 1, maxLength: 60, title: "想听哪方面的建议" }),
        question: Type.String({ minLength: 1, maxLength: 500, title: "具体问什么" }),
        closesOn: Type.String({ format: "date", pattern: "^20\\d\\d-", title: "到哪天" }),
      },
      closed,
    ),
    response: answer,
    handler: async (visit, trx) => {
      visit.authorise((await getUnit(trx, visit.body.unitId, toDistrictDate(visit.now))).path);
      return { id: await askAdvice(trx, act(visit), visit.person(), visit.body) };
    },
  });
  registerWaitingSource("people.advice", async ({ db: base, policy: rules }, actor) => {
    const { rows, total } = await listPapers(base, {
      scope: rules.scopeOf(actor, "people.answer_advice"),
      waiting: "yes",
      page: 1,
      size: 1,
    });
    const dueAt = rows[0]?.dueAt;
    return [
      {
        kind: "people.advice",
        title: "老专家的建议等答复",
        href: "/workbench/advice-papers",
        count: total,
        ...(dueAt === null || dueAt === undefined ? {} : { dueAt }),
      },
    ];
  });
};
