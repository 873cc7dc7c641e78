import { createId } from "#kernel/ids.ts";
import { buildSenior, buildTalk } from "#modules/orders/lectures/builders.ts";
import { buildTeam } from "#modules/teams/builders.ts";
import type { BuiltUnit } from "../builders.ts";
import type { Probe } from "../matrix.ts";
import type { World } from "../whole-system.ts";

/** A talk that waits at a unit; its lecturer leads a verified team. */
export const buildTalkAt = async (
  { system: { context }, places }: World,
  unit: BuiltUnit,
): Promise<string> => {
  const { leader } = await buildTeam(context.db, context, {
    homeUnitId: places.community.id,
    areaUnitId: places.root.id,
  });
  await buildSenior(context.db, context, { personId: leader.personId, unitId: unit.id });
  return buildTalk(context.db, context, leader);
};

/** A suitable order that an expert was told of. */
export const buildExpertOffer = async (world: World, orderId: string): Promise<string> => {
  const { context } = world.system;
  const { leader } = await buildTeam(context.db, context, {
    homeUnitId: world.places.community.id,
    areaUnitId: world.places.root.id,
  });
  const expertId = await buildSenior(context.db, context, {
    personId: leader.personId,
    unitId: world.places.street.id,
  });
  const id = createId(context.clock);
  const at = context.clock.now();
  await context.db
    .insertInto("order_expert_offers")
    .values({
      id,
      order_id: orderId,
      expert_id: expertId,
      person_id: leader.personId,
      field: "astronomy",
      status: "offered",
      status_changed_at: at,
      offered_at: at,
    })
    .execute();
  return id;
};

export const lecturesProbes: readonly Probe[] = [
  {
    kind: "list",
    method: "GET",
    url: "/api/lecture-talks",
    query: { size: "200" },
    seed: async (world, unit) => void (await buildTalkAt(world, unit)),
    unitsOf: ({ json }) => (json() as { rows: { unitId: string }[] }).rows.map((row) => row.unitId), // the contract test checks the shape
  },
  {
    kind: "record",
    method: "POST",
    url: "/api/lecture-talks/:id/admit",
    build: async (world, unit) => ({
      params: { id: await buildTalkAt(world, unit) },
      payload: { badges: ["health"] },
    }),
  },
  {
    kind: "record",
    method: "POST",
    url: "/api/lecture-talks/:id/refuse",
    build: async (world, unit) => ({
      params: { id: await buildTalkAt(world, unit) },
      payload: { reason: "演示：和已有的重复" },
    }),
  },
];
