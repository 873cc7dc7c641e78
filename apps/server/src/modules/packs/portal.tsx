import type { Context } from "#kernel/context.ts";
import type { Routes } from "#kernel/http-types.ts";
import { readDuties } from "./duties.ts";
import { packsPaths } from "./paths.ts";
import { DutiesPage } from "./views.tsx";

/** The liaison's page. */
export const registerPackPages = (routes: Routes, context: Context): void => {
  routes.page({
    url: packsPaths.duties,
    access: { action: "packs.own" },
    handler: async (visit) => ({
      title: "本单位要办的事",
      section: "me",
      breadcrumbs: [{ label: "我的", href: "/me" }],
      main: <DutiesPage duties={await readDuties(context, visit.person())} now={visit.now} />,
    }),
  });
};
