import type { Context } from "#kernel/context.ts";
import { AppError } from "#kernel/errors.ts";
import type { Routes } from "#kernel/http-types.ts";
import { sheetLimits } from "#kernel/sheet-reader.ts";
import * as contract from "./contract.ts";
import type { PlansError } from "./errors.ts";
import { getEstimateTask, importEstimate, withdrawEstimate } from "./estimates.ts";
import { getTargetTask, getTask } from "./queries.ts";

/** A survey's sample read for a target, and taken back. */
export const registerEstimateRoutes = (routes: Routes, context: Context): void => {
  const { clock, cipher } = context;
  const act = (visit: { requestId: string }) => ({ clock, cipher, requestId: visit.requestId });
  routes.write({
    method: "POST",
    url: "/api/plan-targets/:id/estimates",
    access: { action: "plans.manage" },
    summary:
      "Read a survey's sample (multipart field `file`, .xlsx or .csv with 权重, 达到, 层, 群) for a target in per cent; share and interval are computed",
    params: contract.idParams,
    files: { fields: ["file"], maxBytes: sheetLimits.maxBytes },
    body: contract.estimateBody,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      visit.authorise((await getTask(trx, await getTargetTask(trx, visit.params.id))).unitPath);
      const [file] = visit.files;
      if (file === undefined)
        throw new AppError<PlansError>("plans.estimate_file", { fields: { file: "plans.estimate_file" } });
      return {
        id: await importEstimate(trx, act(visit), visit.actor, {
          targetId: visit.params.id,
          ...visit.body,
          bytes: file.bytes,
        }),
      };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/target-estimates/:id/withdraw",
    access: { action: "plans.manage" },
    summary: "Take a survey's result back, with a reason",
    params: contract.idParams,
    body: contract.reasonBody,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      visit.authorise((await getTask(trx, await getEstimateTask(trx, visit.params.id))).unitPath);
      await withdrawEstimate(trx, act(visit), visit.actor, {
        id: visit.params.id,
        reason: visit.body.reason,
      });
      return { id: visit.params.id };
    },
  });
};
