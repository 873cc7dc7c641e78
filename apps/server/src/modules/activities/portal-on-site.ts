import { readFileSync } from "node:fs";
import { createElement } from "preact";
import type { Routes } from "#kernel/http-types.ts";
import { activitiesPaths, onSiteScript } from "./paths.ts";
import { OnSitePage } from "./views-on-site.tsx";

const anyone = { allow: "public" } as const;

/** The page that signs in without a network, and its island. It holds no name: the device keeps it for whoever holds it. */
export const registerOnSitePage = (routes: Routes): void => {
  const island = readFileSync(new URL("on-site.js", import.meta.url), "utf8");
  routes.file({
    url: onSiteScript,
    access: anyone,
    handler: () => ({
      contentType: "text/javascript; charset=utf-8",
      body: island,
      cacheControl: "no-cache",
    }),
  });
  routes.page({
    url: activitiesPaths.onSite,
    access: anyone,
    handler: () => ({
      title: "现场签到",
      section: "me",
      breadcrumbs: [{ label: "我的", href: "/me" }],
      scripts: [onSiteScript],
      main: createElement(OnSitePage, {}),
    }),
  });
};
