import type { Context } from "#kernel/context.ts";
import type { Routes } from "#kernel/http-types.ts";
import { idParams, okAnswer } from "./contract.ts";
import * as contract from "./contract-templates.ts";
import { studioActs } from "./studio-acts.ts";
import { changeTemplate, createTemplate, getTemplate, listTemplates, retireTemplate } from "./templates.ts";

/** Templates that drafts begin with. */
export const registerTemplateRoutes = (routes: Routes, context: Context): void => {
  const { db } = context;
  const { act } = studioActs(context);
  routes.read({
    url: "/api/content-templates",
    access: { action: "contents.read_templates" },
    summary: "Templates in use, by kind",
    response: contract.templatesAnswer,
    handler: async () => ({ rows: [...(await listTemplates(db))] }),
  });
  routes.read({
    url: "/api/content-templates/:id",
    access: { action: "contents.read_templates" },
    summary: "One template, whole",
    params: idParams,
    response: contract.template,
    handler: async (visit) => getTemplate(db, visit.params.id),
  });
  routes.write({
    method: "POST",
    url: "/api/content-templates",
    access: { action: "contents.manage_templates" },
    summary: "A new template",
    body: contract.templateBody,
    response: okAnswer,
    handler: async (visit, trx) => ({ id: await createTemplate(trx, act(visit), visit.actor, visit.body) }),
  });
  routes.write({
    method: "PUT",
    url: "/api/content-templates/:id",
    access: { action: "contents.manage_templates" },
    summary: "Change a template on the revision it was read at",
    params: idParams,
    body: contract.templateChange,
    response: contract.changeAnswer,
    handler: async (visit, trx) => ({
      id: visit.params.id,
      ...(await changeTemplate(trx, act(visit), visit.actor, { id: visit.params.id, ...visit.body })),
    }),
  });
  routes.write({
    method: "POST",
    url: "/api/content-templates/:id/retire",
    access: { action: "contents.manage_templates" },
    summary: "Take a template out of use",
    params: idParams,
    response: okAnswer,
    handler: async (visit, trx) => {
      await retireTemplate(trx, act(visit), visit.actor, visit.params.id);
      return { id: visit.params.id };
    },
  });
};
