import { toDistrictDate } from "#kernel/clock.ts";
import type { Module } from "#kernel/module.ts";
import { registerRecordResolver } from "#kernel/records.ts";
import { registerWaitingSource } from "#kernel/waiting.ts";
import { findExpertOf, registerExpertActSource } from "#modules/people/index.ts";
import { registerQuestionApi } from "./api.ts";
import { listCards } from "./card-queries.ts";
import { listCheckedAnswers } from "./expert-acts.ts";
import { questionFactKinds } from "./facts.ts";
import { clearOldQuestions, questionsDataSource } from "./keeping.ts";
import { questionsMessages, questionsNames } from "./messages.ts";
import { questionsPaths } from "./paths.ts";
import { questionsPolicy } from "./policy.ts";
import { registerQuestionPages } from "./portal.tsx";
import { countWaiting } from "./queries.ts";
import { questionEvents } from "./telling.ts";
import "./tables.ts";

export const questionsModule: Module = {
  name: "questions",
  policy: questionsPolicy,
  messages: questionsMessages,
  names: questionsNames,
  guardedTables: [
    {
      table: "questions",
      columns: [
        "id",
        "status",
        "unit_id",
        "expert_id",
        "answer_text",
        "drafted_by_person_id",
        "checked_by_person_id",
        "closed_reason",
      ],
    },
    {
      table: "question_cards",
      columns: [
        "id",
        "question_id",
        "unit_id",
        "title",
        "question_text",
        "answer_text",
        "status",
        "written_by_person_id",
        "decided_by_person_id",
        "published_at",
      ],
    },
  ],
  factKinds: questionFactKinds,
  personalData: [questionsDataSource],
  planRows: [
    {
      id: "F-18",
      state: "works",
      where: "/ask · /ask/answers · 工作台—居民提问、问答卡",
      note: "带照片提问、两个工作日内答复、一人写一人核对、没有专家就直说：questions.test.ts、readers.e2e.ts；答复改写成谁都搜得到的问答卡：cards.test.ts。品种技术装备目录和采用记录由 techniques 提供。",
    },
    {
      id: "E-00",
      state: "partly",
      where: "/ask（代办、语音）",
      note: "帮办员替老人提问，两个人的名字都记下：questions.test.ts。语音提问：录或传 60 秒，本人和帮办员能听，工作人员听写后读给本人看，保存同点单语音：voice.test.ts。缺：自动识别语音，答复的语音。",
    },
  ],
  events: questionEvents,
  jobs: (context) => [
    {
      name: "questions.clear_old",
      title: "清除提问里到期的手机号、文字和照片",
      schedule: "40 3 * * *",
      run: async () => clearOldQuestions(context),
    },
  ],
  routes: (routes, context) => {
    registerExpertActSource("questions", listCheckedAnswers);
    registerWaitingSource("questions", async ({ db, policy }, actor) => {
      const expertId = await findExpertOf(db, actor.personId);
      const steps = [
        { status: "received", action: "questions.assign", title: "待分派的居民提问", mine: undefined },
        ...(expertId === undefined
          ? []
          : [
              {
                status: "assigned",
                action: "questions.draft",
                title: "等我答复的居民提问",
                mine: expertId,
              } as const,
            ]),
        { status: "drafted", action: "questions.check", title: "待核对的答复", mine: undefined },
      ] as const;
      const items = [];
      for (const step of steps) {
        const scope = policy.scopeOf(actor, step.action);
        const { count, dueAt } = await countWaiting(db, {
          scope,
          status: step.status,
          expertId: step.mine,
        });
        items.push({
          kind: `questions.${step.status}`,
          title: step.title,
          href: `${questionsPaths.workbench}?status=${step.status}`,
          count,
          ...(dueAt === undefined ? {} : { dueAt }),
        });
      }
      const { total } = await listCards(db, {
        scope: policy.scopeOf(actor, "questions.publish_card"),
        status: "waiting",
        page: 1,
        size: 1,
      });
      items.push({
        kind: "questions.cards",
        title: "待核对公开的问答卡",
        href: "/workbench/question-cards?status=waiting",
        count: total,
      });
      return items;
    });
    registerRecordResolver({
      sourceTable: "question_cards",
      resolve: async (db, ids) => {
        const rows = await db
          .selectFrom("question_cards")
          .select(["id", "title"])
          .where("id", "in", [...ids])
          .execute();
        return new Map(
          rows.map((row) => [row.id, { title: `问答卡：${row.title}`, href: "/workbench/question-cards" }]),
        );
      },
    });
    registerRecordResolver({
      sourceTable: "questions",
      resolve: async (db, ids) => {
        const rows = await db
          .selectFrom("questions")
          .select(["id", "asked_at"])
          .where("id", "in", [...ids])
          .execute();
        // What somebody asked can tell of him: the explorer shows when it was.
        return new Map(
          rows.map((row) => [
            row.id,
            {
              title: `居民提问 ${toDistrictDate(row.asked_at)}`,
              href: `${questionsPaths.workbench}/${row.id}`,
            },
          ]),
        );
      },
    });
    registerQuestionPages(routes, context);
    registerQuestionApi(routes, context);
  },
};

export { type CardView, findPublicCard, getCard, listPublicCards } from "./card-queries.ts";
export { publishCard, stopCard, writeCard } from "./cards.ts";
export { assignQuestion, closeWithoutExpert, draftAnswer, returnAnswer, sendAnswer } from "./answering.ts";
export { askQuestion, type AskQuestion, withdrawQuestion } from "./asking.ts";
export type { QuestionsError } from "./errors.ts";
export { questionsPaths, toAskPath, toCardPath } from "./paths.ts";
export { listOwnQuestions, type QuestionView } from "./queries.ts";
export { askerWords } from "./state.ts";
export { QuestionsSection } from "./views.tsx";
