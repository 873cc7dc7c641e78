import type { PersonActor } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import type { Context } from "#kernel/context.ts";
import { AppError } from "#kernel/errors.ts";
import type { Routes, Visit } from "#kernel/http-types.ts";
import { requireAllowed } from "#kernel/policy.ts";
import { toDownload } from "#kernel/stored-files.ts";
import { listTopics, type TopicView } from "#modules/contents/index.ts";
import {
  assignQuestion,
  closeWithoutExpert,
  draftAnswer,
  requireExpert,
  returnAnswer,
  sendAnswer,
} from "./answering.ts";
import { registerCardApi } from "./api-cards.ts";
import { registerVoiceRoutes } from "./api-voice.ts";
import { findCardOf } from "./card-queries.ts";
import * as contract from "./contract.ts";
import type { QuestionsError } from "./errors.ts";
import { matchExperts, type MatchReason, nobodyWords } from "./matching.ts";
import { questionsMessages } from "./messages.ts";
import { nextActionsOf, type Step } from "./next-actions.ts";
import { getQuestion, listQuestions, type QuestionView } from "./queries.ts";
import { eventNames, type QuestionEvent, questionStates, statusNames } from "./state.ts";

const toRow = (view: QuestionView, topics: readonly TopicView[], now: Date) => ({
  id: view.id,
  status: view.status,
  statusName: statusNames[view.status],
  askedText: view.askedText,
  audience: view.audience,
  topicCode: view.topicCode,
  topicName: topics.find((topic) => topic.code === view.topicCode)?.name ?? null,
  contact: view.contact,
  unitId: view.unitId,
  unitName: view.unitName,
  expertTitle: view.expertTitle,
  fieldName: view.fieldName,
  askedAt: view.askedAt.toISOString(),
  dueAt: view.dueAt.toISOString(),
  endedAt: view.endedAt?.toISOString() ?? null,
  overdue: view.endedAt === null && view.dueAt < now,
});

const matchReasons: Readonly<Record<MatchReason, string>> = {
  away: "这几天不在",
  full: "手上已满",
  interest: "声明过有利益关系",
};

const actionOf: Readonly<Partial<Record<QuestionEvent, string>>> = {
  assign: "questions.assign",
  draft: "questions.draft",
  return: "questions.check",
  send: "questions.check",
  close: "questions.assign",
};

/** Writing down a recording changes no state: it may be done, and mended, until the question has ended. */
const hearSteps = (view: QuestionView): readonly Step[] =>
  view.voiceSeconds === null || questionStates.isTerminal(view.status)
    ? []
    : [
        {
          event: "hear",
          action: "questions.hear",
          label: view.isHeard ? "改听写的文字" : "听录音，写成文字",
        },
      ];

const stepsOf = (actor: PersonActor, view: QuestionView): readonly Step[] => [
  ...hearSteps(view),
  ...questionStates.eventsFrom(view.status).flatMap((event) => {
    const action = actionOf[event];
    if (action === undefined) return [];
    const isOwnDraft = (event === "send" || event === "return") && view.draftedByPersonId === actor.personId;
    return [
      {
        event,
        action,
        label: event === "assign" && view.status === "assigned" ? "改派" : eventNames[event],
        obstacle: isOwnDraft
          ? questionsMessages["questions.same_person"]
          : event === "assign" && !view.isHeard
            ? questionsMessages["questions.voice_unheard"]
            : undefined,
      },
    ];
  }),
];

export const registerQuestionApi = (routes: Routes, context: Context): void => {
  registerCardApi(routes, context);
  registerVoiceRoutes(routes, context);
  const { db, clock, cipher, policy } = context;
  const act = (visit: { requestId: string }) => ({ clock, cipher, requestId: visit.requestId });

  routes.read({
    url: "/api/questions",
    access: { action: "questions.read" },
    summary: "Residents' questions of the units within my area, what is due soonest first",
    query: contract.listQuery,
    response: contract.listAnswer,
    handler: async (visit) => {
      const { page = 1, size = 50, overdue, ...filter } = visit.query;
      const now = clock.now();
      const topics = await listTopics(db);
      const listed = await listQuestions(
        db,
        { cipher },
        {
          ...filter,
          scope: visit.scope(),
          page,
          size,
          ...(overdue === "yes" ? { overdueAt: now } : {}),
        },
      );
      return { rows: listed.rows.map((view) => toRow(view, topics, now)), total: listed.total, page, size };
    },
  });
  /** The question, if it lies in the area of whoever asks. */
  const open = async (visit: Visit<{ id: string }>): Promise<QuestionView> => {
    const view = await getQuestion(db, { cipher }, visit.params.id);
    visit.authorise(view.unitPath);
    return view;
  };
  routes.read({
    url: "/api/questions/:id/experts",
    access: { action: "questions.assign" },
    summary:
      "Experts of a field for this question, who is free and has least in hand first; or that nobody is free",
    params: contract.idParams,
    query: contract.matchQuery,
    response: contract.matchAnswer,
    handler: async (visit) => {
      const view = await open(visit);
      const { field } = visit.query;
      const matches = await matchExperts(db, { question: view, field, now: clock.now() });
      return {
        rows: matches.map((match) => ({
          id: match.id,
          publicTitle: match.publicTitle,
          unitName: match.unitName,
          isSenior: match.isSenior,
          onDuty: match.onDuty,
          openCount: match.openCount,
          openLimit: match.openLimit,
          free: match.reason === undefined,
          reason: match.reason === undefined ? null : matchReasons[match.reason],
        })),
        nobody: nobodyWords(matches, field) ?? null,
      };
    },
  });
  routes.read({
    url: "/api/questions/:id",
    access: { action: "questions.read" },
    summary: "One question with its answer and what can be done next",
    params: contract.idParams,
    response: contract.questionAnswer,
    handler: async (visit) => {
      const view = await open(visit);
      return {
        ...toRow(view, await listTopics(db), clock.now()),
        article: view.article,
        hasPhoto: view.hasPhoto,
        voiceSeconds: view.voiceSeconds,
        isHeard: view.isHeard,
        heardByName: view.heardByName,
        askerName: view.askerName,
        helperName: view.helperName,
        expertId: view.expertId,
        field: view.field,
        answer: view.answer,
        draftedByName: view.draftedByName,
        draftedAt: view.draftedAt?.toISOString() ?? null,
        checkedByName: view.checkedByName,
        returnReason: view.returnReason,
        closedReason: view.closedReason,
        cardStatus: (await findCardOf(db, view.id))?.status ?? null,
        nextActions: nextActionsOf(policy, visit.person(), {
          steps: stepsOf(visit.person(), view),
          unitPath: view.unitPath,
        }),
      };
    },
  });
  routes.file({
    url: "/api/questions/:id/photo",
    access: { action: "questions.read" },
    params: contract.idParams,
    handler: async (visit) => {
      await open(visit);
      const row = await db
        .selectFrom("questions")
        .select("photo_file_id")
        .where("id", "=", visit.params.id)
        .executeTakeFirst();
      if (row?.photo_file_id === null || row === undefined)
        throw new AppError<QuestionsError>("questions.not_found", { status: 404 });
      const { downloadName: _name, ...file } = await toDownload(context, row.photo_file_id);
      // Drawn anew by us when it came: a picture and nothing else, so it may be shown in place.
      return file;
    },
  });
  routes.write({
    method: "POST",
    url: "/api/questions/:id/contact",
    access: { action: "questions.contact" },
    summary: "The number that the asker left for the answer; each look is recorded",
    params: contract.idParams,
    response: contract.contactAnswer,
    handler: async (visit, trx) => {
      const view = await open(visit);
      const row = await trx
        .selectFrom("questions")
        .select("phone_sealed")
        .where("id", "=", view.id)
        .executeTakeFirst();
      if (row === undefined || row.phone_sealed === null)
        throw new AppError<QuestionsError>("questions.no_phone", { status: 409 });
      await recordAudit(trx, act(visit), {
        actor: visit.actor,
        action: "questions.contact",
        outcome: "read",
        unitId: view.unitId,
        record: { table: "questions", id: view.id },
        requestId: visit.requestId,
      });
      return { phone: cipher.decrypt(row.phone_sealed) };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/questions/:id/assign",
    access: { action: "questions.assign" },
    summary: "Give the question to an expert of a field, within my area",
    params: contract.idParams,
    body: contract.assignBody,
    response: contract.okAnswer,
    handler: async (visit, trx) => {
      await open(visit);
      const input = { id: visit.params.id, ...visit.body };
      const expert = await requireExpert(trx, act(visit), input);
      requireAllowed(policy.decide(visit.actor, "questions.assign", { unitPath: expert.unitPath }));
      await assignQuestion(trx, act(visit), visit.person(), input);
      return { id: visit.params.id };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/questions/:id/draft",
    access: { action: "questions.draft" },
    summary: "Write the answer; it waits for a second person",
    params: contract.idParams,
    body: contract.draftBody,
    response: contract.okAnswer,
    handler: async (visit, trx) => {
      await open(visit);
      await draftAnswer(trx, act(visit), visit.person(), { id: visit.params.id, ...visit.body });
      return { id: visit.params.id };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/questions/:id/send",
    access: { action: "questions.check" },
    summary: "A second person found the answer right: the asker reads it",
    params: contract.idParams,
    response: contract.okAnswer,
    handler: async (visit, trx) => {
      await open(visit);
      await sendAnswer(trx, act(visit), visit.person(), { id: visit.params.id });
      return { id: visit.params.id };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/questions/:id/return",
    access: { action: "questions.check" },
    summary: "A second person sends the answer back with what is wrong",
    params: contract.idParams,
    body: contract.reasonBody,
    response: contract.okAnswer,
    handler: async (visit, trx) => {
      await open(visit);
      await returnAnswer(trx, act(visit), visit.person(), { id: visit.params.id, ...visit.body });
      return { id: visit.params.id };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/questions/:id/close",
    access: { action: "questions.assign" },
    summary: "Say honestly that there is no expert for it, with the reason",
    params: contract.idParams,
    body: contract.reasonBody,
    response: contract.okAnswer,
    handler: async (visit, trx) => {
      await open(visit);
      await closeWithoutExpert(trx, act(visit), visit.person(), { id: visit.params.id, ...visit.body });
      return { id: visit.params.id };
    },
  });
};
