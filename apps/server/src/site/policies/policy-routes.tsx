// Routes of the policy library: list, “哪些和我有关”, one document. All plain GET forms.
import Type from "typebox";
import { toDistrictDate } from "#kernel/clock.ts";
import type { Context } from "#kernel/context.ts";
import { AppError } from "#kernel/errors.ts";
import type { PageView, Routes } from "#kernel/http-types.ts";
import {
  findPublished,
  isApplicant,
  isInForce,
  isLevel,
  isMatter,
  listInForce,
  policiesPaths,
  pointsFor,
  toPolicyPath,
} from "#modules/policies/index.ts";
import { home } from "#site/directory-pages.tsx";
import { collectionData } from "#site/structured-data.ts";
import { PolicyListPage, PolicyPage, WhichPage } from "./policy-pages.tsx";

const readPublic = { action: "policies.read_public" } as const;
const trail = [...home, { label: "政策库", href: policiesPaths.list }];
// Forms send what was left open as an empty text; a value that is none (an old link, a guess) is no filter.
const choice = Type.Optional(Type.String({ maxLength: 40 }));
const notFound = (): AppError => new AppError("policies.not_found", { status: 404 });

const toNo = (text: string): number => {
  if (!/^[1-9]\d{0,8}$/u.test(text)) throw notFound();
  return Number(text);
};

/** The policy library of the portal. */
export function registerPolicyPages(routes: Routes, { db, config }: Context): void {
  routes.page({
    url: policiesPaths.list,
    access: readPublic,
    cache: "anonymous",
    query: Type.Object({ who: choice, matter: choice, level: choice }),
    handler: async ({ now, query }): Promise<PageView> => {
      const filter = {
        who: isApplicant(query.who) ? query.who : undefined,
        matter: isMatter(query.matter) ? query.matter : undefined,
        level: isLevel(query.level) ? query.level : undefined,
      };
      const policies = await listInForce(db, toDistrictDate(now), filter);
      return {
        title: "政策库",
        section: "find",
        description: "和科普有关的法律、规定和办法，讲成白话，写明在原文哪里。",
        breadcrumbs: home,
        structuredData: [
          collectionData(
            { path: policiesPaths.list, name: "政策库" },
            policies.map(({ no, title }) => ({ path: toPolicyPath(no), name: title })),
            config,
          ),
        ],
        main: <PolicyListPage filter={filter} policies={policies} />,
      };
    },
  });
  routes.page({
    url: policiesPaths.which,
    access: readPublic,
    cache: "anonymous",
    query: Type.Object({
      who: choice,
      step: choice,
      // One tick comes as a text, several as a list.
      matter: Type.Optional(
        Type.Union([
          Type.String({ maxLength: 40 }),
          Type.Array(Type.String({ maxLength: 40 }), { maxItems: 20 }),
        ]),
      ),
    }),
    handler: async ({ now, query }): Promise<PageView> => {
      const who = isApplicant(query.who) ? query.who : undefined;
      const missing = who === undefined && query.step !== undefined;
      const answered = query.step === "matter" || query.matter !== undefined;
      const chosen = answered ? [query.matter ?? []].flat().filter(isMatter) : undefined;
      const found =
        who === undefined || chosen === undefined
          ? []
          : (await listInForce(db, toDistrictDate(now), { who }))
              .map((policy) => ({ policy, points: pointsFor(policy, { who, matters: chosen }) }))
              .filter(({ points }) => points.length > 0);
      return {
        title: missing ? "出错：哪些政策和我有关" : "哪些政策和我有关",
        section: "find",
        breadcrumbs: trail,
        main: <WhichPage who={who} chosen={chosen} missing={missing} found={found} />,
      };
    },
  });
  routes.page({
    url: policiesPaths.policy,
    access: readPublic,
    cache: "anonymous",
    params: Type.Object({ no: Type.String({ maxLength: 12 }) }),
    handler: async ({ now, params }): Promise<PageView> => {
      const policy = await findPublished(db, toNo(params.no));
      if (policy === undefined) throw notFound();
      return {
        title: policy.title,
        section: "find",
        description: policy.summary,
        breadcrumbs: trail,
        main: <PolicyPage policy={policy} inForce={isInForce(policy, toDistrictDate(now))} />,
      };
    },
  });
}
