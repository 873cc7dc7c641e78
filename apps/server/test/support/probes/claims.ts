import { buildClaim } from "#modules/claims/builders.ts";
import { type ClaimDecision, decideClaim } from "#modules/claims/commands.ts";
import { inTransaction } from "#kernel/db.ts";
import { buildActor } from "#modules/teams/builders.ts";
import type { BuiltUnit } from "../builders.ts";
import type { Probe } from "../matrix.ts";
import type { World } from "../whole-system.ts";
import { buildServedVisit } from "./orders.ts";

/** A claim that lies with a unit, as far as the office has come with it. */
export const buildClaimAt = async (
  world: World,
  unit: BuiltUnit,
  status: "filed" | "checked" | "sent" = "filed",
): Promise<string> => {
  const { context } = world.system;
  const id = await buildClaim(context, await buildServedVisit(world));
  const decide = async (decision: ClaimDecision) => {
    const actor = await buildActor(context.db, context, "演示经办人");
    await inTransaction(context.db, (trx) => decideClaim(trx, context, actor, { claimId: id, ...decision }));
  };
  if (status !== "filed") await decide({ event: "check" });
  if (status === "sent") await decide({ event: "send" });
  await context.db
    .updateTable("insurance_claims")
    .set({ owner_unit_id: unit.id })
    .where("id", "=", id)
    .execute();
  return id;
};

const act = (
  verb: string,
  status: "filed" | "checked" | "sent",
  payload: Readonly<Record<string, unknown>> = {},
): Probe => ({
  kind: "record",
  method: "POST",
  url: `/api/claims/:id/${verb}`,
  build: async (world, unit) => ({ params: { id: await buildClaimAt(world, unit, status) }, payload }),
});

export const claimsProbes: readonly Probe[] = [
  {
    kind: "list",
    method: "GET",
    url: "/api/claims",
    query: { size: "200" },
    seed: async (world, unit) => void (await buildClaimAt(world, unit)),
    unitsOf: ({ json }) =>
      // the contract test checks the shape
      (json() as { rows: Record<string, unknown>[] }).rows.map((row) => String(row["unitId"])),
  },
  {
    kind: "record",
    method: "GET",
    url: "/api/claims/:id/papers/:paperId",
    build: async (world, unit) => {
      const id = await buildClaimAt(world, unit);
      const paper = await world.system.context.db
        .selectFrom("claim_papers")
        .select("id")
        .where("claim_id", "=", id)
        .executeTakeFirstOrThrow();
      return { params: { id, paperId: paper.id } };
    },
  },
  act("check", "filed"),
  act("send", "checked"),
  act("give-back", "filed", { reason: "演示：缺发票，请补。" }),
  act("refuse", "sent", { reason: "演示：不在保险范围里。" }),
  act("pay", "sent", { paidYuan: "320.50" }),
];
