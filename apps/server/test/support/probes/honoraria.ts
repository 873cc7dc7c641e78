import { inTransaction } from "#kernel/db.ts";
import {
  buildAnswer,
  buildColleague,
  buildExpert,
  buildHonorarium,
  buildReview,
  buildScheme,
} from "#modules/honoraria/builders.ts";
import { approveHonoraria, payHonoraria, refuseHonorarium } from "#modules/honoraria/honoraria.ts";
import type { BuiltUnit } from "../builders.ts";
import type { Probe } from "../matrix.ts";
import { unitNamesIn } from "./organisations.ts";
import type { World } from "../whole-system.ts";

const unitIdsOf = ({ json }: { json: () => unknown }): readonly string[] =>
  // the contract test checks the shape
  (json() as { rows: Record<string, unknown>[] }).rows.map((row) => String(row["unitId"]));

/** An entry of a unit's register, as far as it has come. */
export const buildEntryAt = async (
  { system: { context } }: World,
  unit: BuiltUnit,
  to: "drawn" | "approved" | "refused" | "paid" = "drawn",
): Promise<string> => {
  const { db } = context;
  const { id } = await buildHonorarium(db, context, unit);
  const second = await buildColleague(db, context);
  await inTransaction(db, async (trx) => {
    if (to === "approved" || to === "paid") await approveHonoraria(trx, context, second, [id]);
    if (to === "refused") await refuseHonorarium(trx, context, second, { id, reason: "演示：本人不领" });
    if (to !== "paid") return;
    const { happened_on: paidOn } = await trx
      .selectFrom("honoraria")
      .select("happened_on")
      .where("id", "=", id)
      .executeTakeFirstOrThrow();
    await payHonoraria(trx, context, second, { ids: [id], paidOn, voucher: "演示 1" });
  });
  return id;
};

/** Rates that wait for a second person; what waits at the unit already is taken away. */
export const buildSchemeAt = async ({ system: { context } }: World, unit: BuiltUnit): Promise<string> => {
  const waiting = await context.db
    .selectFrom("honorarium_schemes")
    .select("id")
    .where("unit_id", "=", unit.id)
    .where("status", "=", "proposed")
    .executeTakeFirst();
  return waiting?.id ?? buildScheme(context.db, context, unit, "proposed");
};

export const buildReviewAt = async ({ system: { context } }: World, unit: BuiltUnit): Promise<string> =>
  (await buildReview(context.db, context, unit)).id;

const reason = "演示：说明原因";
const single = (verb: string, from: "drawn" | "refused" | "paid"): Probe => ({
  kind: "record",
  method: "POST",
  url: `/api/honoraria/:id/${verb}`,
  build: async (world, unit) => ({
    params: { id: await buildEntryAt(world, unit, from) },
    payload: { reason },
  }),
});

export const honorariaProbes: readonly Probe[] = [
  {
    kind: "list",
    method: "GET",
    url: "/api/honoraria",
    query: { size: "200" },
    seed: async (world, unit) => void (await buildEntryAt(world, unit)),
    unitsOf: unitIdsOf,
  },
  {
    kind: "list",
    method: "GET",
    url: "/api/honoraria/export.xlsx",
    named: "by name",
    seed: async (world, unit) => void (await buildEntryAt(world, unit)),
    unitsOf: unitNamesIn,
  },
  {
    kind: "list",
    method: "GET",
    url: "/api/honorarium-schemes",
    query: { size: "200" },
    seed: async (world, unit) => void (await buildSchemeAt(world, unit)),
    unitsOf: unitIdsOf,
  },
  {
    kind: "list",
    method: "GET",
    url: "/api/appointment-reviews",
    query: { size: "200" },
    seed: async (world, unit) => void (await buildReviewAt(world, unit)),
    unitsOf: unitIdsOf,
  },
  {
    kind: "record",
    method: "POST",
    url: "/api/honoraria/draw",
    build: async (world, unit) => {
      const { context } = world.system;
      await buildAnswer(context.db, context, await buildExpert(context.db, context, unit));
      await buildEntryAt(world, unit);
      return { payload: { unitId: unit.id, month: "2026-11" } };
    },
  },
  {
    kind: "record",
    method: "POST",
    url: "/api/honoraria/approve",
    build: async (world, unit) => ({ payload: { ids: [await buildEntryAt(world, unit)] } }),
  },
  {
    kind: "record",
    method: "POST",
    url: "/api/honoraria/pay",
    build: async (world, unit) => {
      const id = await buildEntryAt(world, unit, "approved");
      const { happened_on: paidOn } = await world.system.context.db
        .selectFrom("honoraria")
        .select("happened_on")
        .where("id", "=", id)
        .executeTakeFirstOrThrow();
      return { payload: { ids: [id], paidOn, voucher: "演示 2" } };
    },
  },
  single("refuse", "drawn"),
  single("reopen", "refused"),
  single("unpay", "paid"),
  {
    kind: "record",
    method: "POST",
    url: "/api/honorarium-schemes",
    accepts: { statuses: [409, 422], reason: "a version waits at the unit, or its next day has passed" },
    build: (_world, unit) => ({
      payload: { unitId: unit.id, startsOn: "2026-12-31", document: "演示文件", answer: "50" },
    }),
  },
  {
    kind: "record",
    method: "POST",
    url: "/api/honorarium-schemes/:id/approve",
    build: async (world, unit) => ({ params: { id: await buildSchemeAt(world, unit) }, payload: {} }),
  },
  {
    kind: "record",
    method: "POST",
    url: "/api/honorarium-schemes/:id/refuse",
    build: async (world, unit) => ({ params: { id: await buildSchemeAt(world, unit) }, payload: { reason } }),
  },
  {
    kind: "record",
    method: "GET",
    url: "/api/experts/:id/year",
    build: async ({ system: { context } }, unit) => ({
      params: { id: (await buildExpert(context.db, context, unit)).id },
      query: { year: "2026" },
    }),
  },
  {
    kind: "record",
    method: "POST",
    url: "/api/appointment-reviews",
    build: async ({ system: { context } }, unit) => ({
      payload: {
        expertId: (await buildExpert(context.db, context, unit)).id,
        year: "2026",
        opinion: "演示：答疑及时",
        outcome: "end",
      },
    }),
  },
  {
    kind: "record",
    method: "POST",
    url: "/api/appointment-reviews/:id/confirm",
    build: async (world, unit) => ({ params: { id: await buildReviewAt(world, unit) }, payload: {} }),
  },
  {
    kind: "record",
    method: "POST",
    url: "/api/appointment-reviews/:id/return",
    build: async (world, unit) => ({ params: { id: await buildReviewAt(world, unit) }, payload: { reason } }),
  },
];
