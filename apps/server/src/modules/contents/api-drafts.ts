import { toDistrictDate } from "#kernel/clock.ts";
import type { Context } from "#kernel/context.ts";
import { AppError } from "#kernel/errors.ts";
import type { Routes } from "#kernel/http-types.ts";
import { cleanFile, storeFile } from "#kernel/stored-files.ts";
import { getUnit } from "#modules/organisations/index.ts";
import { checkBody } from "./body.ts";
import * as contract from "./contract.ts";
import { documentText } from "./document.ts";
import { beginCorrection, createDraft, releaseLock, saveDraft, takeLock } from "./drafts.ts";
import type { ContentsError } from "./errors.ts";
import { setPillars } from "./pillars.ts";
import { precheckVersion, readingLevel } from "./precheck.ts";
import { importItem } from "./imports/import-items.ts";
import { addComment, resolveComment } from "./remarks.ts";
import { studioActs } from "./studio-acts.ts";
import { mediaPurpose } from "./vocabulary.ts";

/** Writing: drafts, locks, remarks, files. */
export const registerDraftRoutes = (routes: Routes, context: Context): void => {
  const { act, enter, enterContent, onVersion } = studioActs(context);
  routes.write({
    method: "POST",
    url: "/api/contents",
    access: { action: "contents.write" },
    summary: "A new item with its first draft",
    body: contract.createBody,
    response: contract.draftAnswer,
    handler: async (visit, trx) => {
      visit.authorise((await getUnit(trx, visit.body.unitId, toDistrictDate(context.clock.now()))).path);
      return createDraft(trx, act(visit), visit.person(), {
        unitId: visit.body.unitId,
        body: visit.body.content,
      });
    },
  });
  routes.write({
    method: "POST",
    url: "/api/content-imports",
    access: { action: "contents.write" },
    summary:
      "A draft from a .docx or Markdown file (multipart field `file`) with the pictures it carries, and what could not be kept",
    files: { fields: ["file"], maxBytes: contract.importBytes },
    body: contract.fileBody,
    response: contract.importAnswer,
    handler: async (visit, trx) => {
      const { unitId } = visit.body;
      visit.authorise((await getUnit(trx, unitId, toDistrictDate(context.clock.now()))).path);
      const [file] = visit.files;
      if (file === undefined)
        throw new AppError<ContentsError>("contents.import_no_file", {
          fields: { file: "contents.import_no_file" },
        });
      const outcome = await importItem(
        // A browser sends one file: what lies beside it on the writer's disk is told as not found.
        { context, actor: visit.actor, unitId, findBeside: async () => undefined, trx },
        { name: file.filename, bytes: file.bytes },
      );
      if (!outcome.ok)
        throw new AppError<ContentsError>("contents.import_refused", {
          status: 422,
          fields: { file: "contents.import_refused" },
          values: { sentence: outcome.sentence },
        });
      const { contentId, contentNo, title, lost } = outcome;
      return { contentId, contentNo, title, lost: [...lost] };
    },
  });
  routes.write({
    method: "PUT",
    url: "/api/content-versions/:id",
    access: { action: "contents.write" },
    summary:
      "Save a draft on the revision it was written on; words that would overwrite another's are kept beside",
    params: contract.idParams,
    body: contract.saveBody,
    response: contract.saveAnswer,
    handler: async (visit, trx) => {
      await enter(visit, trx);
      return saveDraft(trx, act(visit), visit.person(), {
        versionId: visit.params.id,
        baseRevision: visit.body.baseRevision,
        body: visit.body.content,
      });
    },
  });
  routes.write({
    ...onVersion("precheck", "contents.write", "The machine pre-check of words that are not saved yet"),
    body: contract.precheckBody,
    response: contract.precheckAnswer,
    handler: async (visit, trx) => {
      await enter(visit, trx);
      const body = checkBody(visit.body.content);
      return {
        findings: [...(await precheckVersion(trx, { id: visit.params.id, content: body }))],
        reading: readingLevel(documentText(body.document)),
      };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/contents/:id/correction",
    access: { action: "contents.write" },
    summary: "Begin a correction of what is out, with the notice readers will see",
    params: contract.idParams,
    body: contract.noticeBody,
    response: contract.draftAnswer,
    handler: async (visit, trx) => {
      await enterContent(visit, trx);
      return beginCorrection(trx, act(visit), visit.person(), {
        contentId: visit.params.id,
        notice: visit.body.notice,
      });
    },
  });
  routes.write({
    method: "PUT",
    url: "/api/contents/:id/pillars",
    access: { action: "contents.write" },
    summary: "Say which pillars of the plan an item belongs to; its words propose none from then on",
    params: contract.idParams,
    body: contract.pillarsBody,
    response: contract.okAnswer,
    handler: async (visit, trx) => {
      await enterContent(visit, trx);
      await setPillars(trx, act(visit), visit.person(), {
        contentId: visit.params.id,
        pillars: visit.body.pillars,
      });
      return { id: visit.params.id };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/contents/:id/lock",
    access: { action: "contents.write" },
    summary: "Take the soft lock before editing, or take it over",
    params: contract.idParams,
    body: contract.lockBody,
    response: contract.lockAnswer,
    handler: async (visit, trx) => {
      await enterContent(visit, trx);
      return takeLock(trx, act(visit), visit.person(), {
        contentId: visit.params.id,
        takeOver: visit.body.takeOver,
      });
    },
  });
  routes.write({
    method: "POST",
    url: "/api/contents/:id/unlock",
    access: { action: "contents.write" },
    summary: "Let the item go",
    params: contract.idParams,
    response: contract.okAnswer,
    handler: async (visit, trx) => {
      await enterContent(visit, trx);
      await releaseLock(trx, visit.person(), visit.params.id);
      return { id: visit.params.id };
    },
  });
  routes.write({
    ...onVersion("comments", "contents.read", "A remark at a place in the text"),
    body: contract.commentBody,
    response: contract.okAnswer,
    handler: async (visit, trx) => {
      await enter(visit, trx);
      return {
        id: await addComment(trx, act(visit), visit.person(), { versionId: visit.params.id, ...visit.body }),
      };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/content-versions/:id/comments/:commentId/resolve",
    access: { action: "contents.read" },
    summary: "Mark a remark as dealt with",
    params: contract.commentParams,
    response: contract.okAnswer,
    handler: async (visit, trx) => {
      await enter(visit, trx);
      await resolveComment(trx, act(visit), visit.person(), {
        versionId: visit.params.id,
        commentId: visit.params.commentId,
      });
      return { id: visit.params.commentId };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/content-files",
    access: { action: "contents.write" },
    summary:
      "A picture, recording, film or captions for an item (multipart field `file`); pictures are drawn anew",
    files: { fields: ["file"], maxBytes: contract.mediaLimits.maxBytes },
    body: contract.fileBody,
    response: contract.fileAnswer,
    handler: async (visit, trx) => {
      visit.authorise((await getUnit(trx, visit.body.unitId, toDistrictDate(context.clock.now()))).path);
      const [file] = visit.files;
      if (file === undefined)
        throw new AppError<ContentsError>("contents.file_unknown", {
          fields: { file: "contents.file_unknown" },
        });
      const clean = await cleanFile(file.bytes, contract.mediaLimits);
      const id = await storeFile(trx, context, {
        clean,
        name: file.filename,
        purpose: mediaPurpose,
        actor: visit.actor,
        unitId: visit.body.unitId,
        requestId: visit.requestId,
      });
      return { id, mediaType: clean.mediaType, byteCount: clean.bytes.length };
    },
  });
};
