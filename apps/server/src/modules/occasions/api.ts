import { toDistrictDate } from "#kernel/clock.ts";
import type { Context } from "#kernel/context.ts";
import type { Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import type { Routes } from "#kernel/http-types.ts";
import { findRootUnit } from "#modules/organisations/index.ts";
import { endPeriod, setPeriod, writeOccasion } from "./commands.ts";
import * as contract from "./contract.ts";
import type { OccasionsError } from "./errors.ts";
import { listOccasions } from "./queries.ts";
import { nextOccurrence, occasionKinds, occurrenceOn, ruleText } from "./rule.ts";

/** Occasions belong to the whole district: an act on them is an act at its root. */
const rootPath = async (trx: Trx): Promise<string> => {
  const root = await findRootUnit(trx);
  if (root === undefined) throw new AppError<OccasionsError>("occasions.no_root", { status: 409 });
  return root.path;
};

/** JSON routes of occasions and their dates. */
export const registerOccasionRoutes = (routes: Routes, { db, clock, cipher }: Context): void => {
  const act = (visit: { requestId: string }) => ({ clock, cipher, requestId: visit.requestId });
  routes.read({
    url: "/api/occasions",
    access: { action: "occasions.read" },
    summary: "Yearly days, weeks and months, and reminders by season, with their dates",
    query: contract.occasionQuery,
    response: contract.occasionPage,
    handler: async (visit) => {
      const { page = 1, size = 50, kind } = visit.query;
      const today = toDistrictDate(clock.now());
      const all = await listOccasions(db, { kind });
      return {
        rows: all.slice((page - 1) * size, page * size).map((row) => ({
          ...row,
          kindName: occasionKinds[row.kind],
          audiences: [...row.audiences],
          topics: [...row.topics],
          words: [...row.words],
          ruleText: ruleText(row.rule),
          onUntil: occurrenceOn(row, row.periods, today)?.to ?? null,
          nextFrom: nextOccurrence(row, row.periods, { day: today, days: 366 })?.from ?? null,
          periods: [...row.periods],
        })),
        total: all.length,
        page,
        size,
      };
    },
  });
  routes.write({
    method: "PUT",
    url: "/api/occasions/:code",
    access: { action: "occasions.manage" },
    summary: "Add an occasion or change it",
    params: contract.codeParams,
    body: contract.occasionBody,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      visit.authorise(await rootPath(trx));
      await writeOccasion(trx, act(visit), visit.actor, { code: visit.params.code, ...visit.body });
      return { id: visit.params.code };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/occasions/:code/periods",
    access: { action: "occasions.set_days" },
    summary: "Set this year's dates, or switch a reminder on or keep it silent until a day",
    params: contract.codeParams,
    body: contract.periodBody,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      visit.authorise(await rootPath(trx));
      return {
        id: await setPeriod(trx, act(visit), visit.actor, { code: visit.params.code, ...visit.body }),
      };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/occasion-periods/:id/end",
    access: { action: "occasions.set_days" },
    summary: "End a period from today on",
    params: contract.idParams,
    body: contract.reasonBody,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      visit.authorise(await rootPath(trx));
      await endPeriod(trx, act(visit), visit.actor, { id: visit.params.id, reason: visit.body.reason });
      return { id: visit.params.id };
    },
  });
};
