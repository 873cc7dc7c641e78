import { recordAudit } from "#kernel/audit.ts";
import type { Context } from "#kernel/context.ts";
import { AppError } from "#kernel/errors.ts";
import type { FileResult, Routes } from "#kernel/http-types.ts";
import { toDownload } from "#kernel/stored-files.ts";
import * as contract from "./contract.ts";
import type { QuestionsError } from "./errors.ts";
import { getVoiceFile, hearQuestion } from "./hearing.ts";
import { questionsPaths } from "./paths.ts";
import { findByReceipt, getQuestion } from "./queries.ts";
import { parseReceiptCode } from "./receipt-code.ts";

/** Measured by us when it came, so it may be played in place; nobody between keeps a copy. */
const inPlace = async (context: Context, fileId: string): Promise<FileResult> => {
  const { downloadName: _name, ...file } = await toDownload(context, fileId);
  return { ...file, cacheControl: "no-store" };
};

/** Recordings of questions: to the desk, each time on record; to the asker and his helper; to whoever holds the code. */
export const registerVoiceRoutes = (routes: Routes, context: Context): void => {
  const { db, clock, cipher } = context;
  routes.file({
    url: "/api/questions/:id/voice",
    access: { action: "questions.read" },
    params: contract.idParams,
    handler: async (visit) => {
      const view = await getQuestion(db, { cipher }, visit.params.id);
      visit.authorise(view.unitPath);
      const fileId = await getVoiceFile(db, { id: view.id });
      await recordAudit(db, context, {
        actor: visit.actor,
        action: "questions.hear",
        outcome: "read",
        unitId: view.unitId,
        record: { table: "questions", id: view.id },
        requestId: visit.requestId,
      });
      return inPlace(context, fileId);
    },
  });
  routes.write({
    method: "POST",
    url: "/api/questions/:id/words",
    access: { action: "questions.hear" },
    summary: "Write down what the asker said in the recording",
    params: contract.idParams,
    body: contract.hearBody,
    response: contract.okAnswer,
    handler: async (visit, trx) => {
      const view = await getQuestion(trx, { cipher }, visit.params.id);
      visit.authorise(view.unitPath);
      await hearQuestion(trx, { clock, cipher, requestId: visit.requestId }, visit.person(), {
        id: view.id,
        text: visit.body.text,
      });
      return { id: view.id };
    },
  });
  routes.file({
    url: questionsPaths.ownVoice,
    access: { action: "questions.own" },
    params: contract.idParams,
    handler: async (visit) => {
      const person = visit.person();
      return inPlace(
        context,
        await getVoiceFile(db, {
          id: visit.params.id,
          askerPersonId: person.onBehalfOf?.personId ?? person.personId,
        }),
      );
    },
  });
  routes.file({
    url: questionsPaths.voice,
    access: { action: "questions.ask" },
    query: contract.codeQuery,
    handler: async (visit) => {
      const code = parseReceiptCode(visit.query.code ?? "");
      const question = code === undefined ? undefined : await findByReceipt(db, { cipher }, code);
      if (question === undefined)
        throw new AppError<QuestionsError>("questions.code_unknown", { status: 404 });
      return inPlace(context, await getVoiceFile(db, { id: question.id }));
    },
  });
};
