import type { PersonActor } from "#kernel/actor.ts";
import type { Context } from "#kernel/context.ts";
import type { Routes } from "#kernel/http-types.ts";
import { type CardView, getCard, listCards } from "./card-queries.ts";
import { type CardEvent, cardEventNames, cardStates, cardStatusNames } from "./card-state.ts";
import { publishCard, stopCard, writeCard } from "./cards.ts";
import * as contract from "./contract.ts";
import { questionsMessages } from "./messages.ts";
import { nextActionsOf, type Step } from "./next-actions.ts";
import { getQuestion } from "./queries.ts";

const actionOf = {
  publish: "questions.publish_card",
  return: "questions.publish_card",
  withdraw: "questions.publish_card",
  rewrite: "questions.write_card",
} as const satisfies Record<CardEvent, string>;

const stepsOf = (actor: PersonActor, view: CardView): readonly Step[] =>
  cardStates.eventsFrom(view.status).map((event) => ({
    event,
    action: actionOf[event],
    label: cardEventNames[event],
    obstacle:
      event === "publish" && view.writtenByPersonId === actor.personId
        ? questionsMessages["questions.same_person"]
        : undefined,
  }));

export const registerCardApi = (routes: Routes, context: Context): void => {
  const { db, clock, cipher, policy } = context;
  const act = (visit: { requestId: string }) => ({ clock, cipher, requestId: visit.requestId });
  routes.read({
    url: "/api/question-cards",
    access: { action: "questions.read" },
    summary: "Cards written from answers of my area, those to check first",
    query: contract.cardQuery,
    response: contract.cardPage,
    handler: async (visit) => {
      const { page = 1, size = 50, status } = visit.query;
      const listed = await listCards(db, { scope: visit.scope(), status, page, size });
      return {
        rows: listed.rows.map((view) => ({
          id: view.id,
          no: view.no,
          questionId: view.questionId,
          title: view.title,
          question: view.question,
          answer: view.answer,
          audience: view.audience,
          topicCode: view.topicCode,
          fieldName: view.fieldName,
          expertTitle: view.expertTitle,
          status: view.status,
          statusName: cardStatusNames[view.status],
          decisionReason: view.decisionReason,
          unitId: view.unitId,
          unitName: view.unitName,
          publishedAt: view.publishedAt?.toISOString() ?? null,
          nextActions: nextActionsOf(policy, visit.person(), {
            steps: stepsOf(visit.person(), view),
            unitPath: view.unitPath,
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
    url: "/api/questions/:id/card",
    access: { action: "questions.write_card" },
    summary: "Write an answered question anew for everybody; a second person publishes it",
    params: contract.idParams,
    body: contract.cardBody,
    response: contract.okAnswer,
    handler: async (visit, trx) => {
      visit.authorise((await getQuestion(trx, { cipher }, visit.params.id)).unitPath);
      return {
        id: await writeCard(trx, act(visit), visit.person(), { questionId: visit.params.id, ...visit.body }),
      };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/question-cards/:id/publish",
    access: { action: "questions.publish_card" },
    summary: "A second person makes a card public",
    params: contract.idParams,
    response: contract.okAnswer,
    handler: async (visit, trx) => {
      visit.authorise((await getCard(trx, visit.params.id)).unitPath);
      await publishCard(trx, act(visit), visit.person(), visit.params.id);
      return { id: visit.params.id };
    },
  });
  for (const event of ["return", "withdraw"] as const)
    routes.write({
      method: "POST",
      url: `/api/question-cards/:id/${event}`,
      access: { action: "questions.publish_card" },
      summary: `A card: ${event}, with the reason`,
      params: contract.idParams,
      body: contract.reasonBody,
      response: contract.okAnswer,
      handler: async (visit, trx) => {
        visit.authorise((await getCard(trx, visit.params.id)).unitPath);
        await stopCard(trx, act(visit), visit.person(), {
          cardId: visit.params.id,
          event,
          reason: visit.body.reason,
        });
        return { id: visit.params.id };
      },
    });
};
