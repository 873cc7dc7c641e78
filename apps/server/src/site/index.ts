import type { Module } from "#kernel/module.ts";
import { registerAssetFiles } from "./asset-files.tsx";
import { registerDirectoryPages } from "./directory-pages.tsx";
import { registerStandingPages } from "./standing-pages.tsx";

/** The pages that belong to no one module: home, zones, places, search, 我的, about. It owns no table and records no fact. */
export const site: Module = {
  name: "site",
  policy: {},
  messages: {},
  routes: (routes, context) => {
    registerDirectoryPages(routes, context);
    registerStandingPages(routes, context);
    registerAssetFiles(routes, context);
  },
};
