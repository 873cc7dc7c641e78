import type { Context } from "#kernel/context.ts";
import { AppError } from "#kernel/errors.ts";
import type { Routes } from "#kernel/http-types.ts";
import * as contract from "./contract.ts";
import type { ContentsError } from "./errors.ts";
import { stageAction, stageRoleName } from "./policy.ts";
import { publishVersion, recallVersion, scheduleVersion, unscheduleVersion } from "./publishing.ts";
import { dropVersion, signStage, submitVersion, takeBackVersion } from "./reviews.ts";
import { studioActs } from "./studio-acts.ts";
import { type Stage, stages } from "./vocabulary.ts";

const stageRefusal = (stage: Stage): AppError =>
  new AppError<ContentsError>("contents.role_stage", {
    status: 403,
    values: { stage: stages[stage], role: stageRoleName(stage) },
  });

/** Reviewing and publishing. */
export const registerReviewRoutes = (routes: Routes, context: Context): void => {
  const { act, enter, enterContent, onVersion } = studioActs(context);
  routes.write({
    ...onVersion("submit", "contents.write", "Send a draft into review"),
    response: contract.stepAnswer,
    handler: async (visit, trx) => {
      await enter(visit, trx);
      return submitVersion(trx, act(visit), visit.person(), { versionId: visit.params.id });
    },
  });
  // One route for each role that signs: an editor cannot sign as an expert, and the policy says so of the route.
  for (const [verb, action, summary] of [
    ["sign", "contents.review", "First and second review and the three proofs"],
    ["science-check", "contents.science_check", "The science check by an expert of the field"],
    ["final-review", "contents.final_review", "The final review"],
  ] as const)
    routes.write({
      ...onVersion(verb, action, summary),
      body: contract.signBody,
      response: contract.stepAnswer,
      handler: async (visit, trx) => {
        await enter(visit, trx);
        if (stageAction(visit.body.stage) !== action) throw stageRefusal(visit.body.stage);
        return signStage(trx, act(visit), visit.person(), { versionId: visit.params.id, ...visit.body });
      },
    });
  routes.write({
    ...onVersion(
      "take-back",
      "contents.write",
      "Take a version back to change it; signatures are then asked anew",
    ),
    body: contract.reasonBody,
    response: contract.stepAnswer,
    handler: async (visit, trx) => {
      await enter(visit, trx);
      return takeBackVersion(trx, act(visit), visit.person(), {
        versionId: visit.params.id,
        reason: visit.body.reason,
      });
    },
  });
  routes.write({
    ...onVersion("drop", "contents.write", "Give a draft up"),
    body: contract.reasonBody,
    response: contract.stepAnswer,
    handler: async (visit, trx) => {
      await enter(visit, trx);
      return dropVersion(trx, act(visit), visit.person(), {
        versionId: visit.params.id,
        reason: visit.body.reason,
      });
    },
  });
  routes.write({
    ...onVersion(
      "schedule",
      "contents.publish",
      "Set when an approved version comes out, its embargo and its end",
    ),
    body: contract.scheduleBody,
    response: contract.stepAnswer,
    handler: async (visit, trx) => {
      await enter(visit, trx);
      const { publishAt, embargoUntil, expiresAt } = visit.body;
      return scheduleVersion(trx, act(visit), visit.person(), {
        versionId: visit.params.id,
        publishAt: new Date(publishAt),
        embargoUntil: embargoUntil === undefined ? undefined : new Date(embargoUntil),
        expiresAt: expiresAt === undefined ? undefined : new Date(expiresAt),
      });
    },
  });
  routes.write({
    ...onVersion("unschedule", "contents.publish", "Take the schedule away; an embargo stays"),
    response: contract.stepAnswer,
    handler: async (visit, trx) => {
      await enter(visit, trx);
      return unscheduleVersion(trx, act(visit), visit.person(), { versionId: visit.params.id });
    },
  });
  routes.write({
    ...onVersion("publish", "contents.publish", "Publish an approved version now; an embargo refuses"),
    response: contract.stepAnswer,
    handler: async (visit, trx) => {
      await enter(visit, trx);
      return publishVersion(trx, act(visit), visit.person(), { versionId: visit.params.id });
    },
  });
  routes.write({
    method: "POST",
    url: "/api/contents/:id/recall",
    access: { action: "contents.recall" },
    summary: "Withdraw what is out, with the reason",
    params: contract.idParams,
    body: contract.reasonBody,
    response: contract.stepAnswer,
    handler: async (visit, trx) => {
      await enterContent(visit, trx);
      return recallVersion(trx, act(visit), visit.person(), {
        contentId: visit.params.id,
        reason: visit.body.reason,
      });
    },
  });
};
