import { randomUUID } from "node:crypto";
import { systemActor } from "#kernel/actor.ts";
import { inTransaction } from "#kernel/db.ts";
import { registerScreen } from "#modules/channels/index.ts";
import type { BuiltUnit } from "../builders.ts";
import type { Probe } from "../matrix.ts";
import type { World } from "../whole-system.ts";
import { buildContent } from "./contents.ts";

const tester = systemActor("matrix");

export const buildDelivery = async (
  world: World,
  unit: BuiltUnit,
  state: { channel: string; status: "stuck" | "awaiting" },
): Promise<string> => {
  const { contentId, versionId } = await buildContent(world, unit, "published");
  const id = randomUUID();
  const now = world.system.clock.now();
  await world.system.context.db
    .insertInto("deliveries")
    .values({
      id,
      channel_code: state.channel,
      content_id: contentId,
      unit_id: unit.id,
      version_id: versionId,
      act: "recall",
      status: state.status,
      status_changed_at: now,
      next_try_at: now,
      last_problem: "演示",
      receipt: null,
      created_at: now,
    })
    .execute();
  return id;
};

const buildScreen = async ({ system }: World, unit: BuiltUnit): Promise<string> =>
  inTransaction(system.context.db, async (trx) => {
    const screen = await registerScreen(trx, system.context, tester, { unitId: unit.id, name: "演示终端" });
    return screen.id;
  });

const rowsOf = (json: unknown): Record<string, unknown>[] =>
  (json as { rows: Record<string, unknown>[] }).rows; // the contract test checks the shape
const unitIdsOf = ({ json }: { json: () => unknown }): readonly string[] =>
  rowsOf(json()).map((row) => String(row["unitId"]));

export const channelsProbes: readonly Probe[] = [
  {
    kind: "list",
    method: "GET",
    url: "/api/deliveries",
    query: { size: "200" },
    seed: async (world, unit) =>
      void (await buildDelivery(world, unit, { channel: "portal", status: "stuck" })),
    unitsOf: unitIdsOf,
  },
  {
    kind: "record",
    method: "POST",
    url: "/api/deliveries/:id/retry",
    build: async (world, unit) => ({
      params: { id: await buildDelivery(world, unit, { channel: "portal", status: "stuck" }) },
      payload: {},
    }),
  },
  {
    kind: "record",
    method: "POST",
    url: "/api/deliveries/:id/confirm",
    build: async (world, unit) => ({
      params: { id: await buildDelivery(world, unit, { channel: "print", status: "awaiting" }) },
      payload: { note: "演示：已取下" },
    }),
  },
  {
    kind: "record",
    method: "POST",
    url: "/api/deliveries/posters",
    build: async (world, unit) => ({
      payload: { contentId: (await buildContent(world, unit, "published")).contentId, note: "演示公告栏" },
    }),
  },
  {
    kind: "list",
    method: "GET",
    url: "/api/screens",
    query: { size: "200" },
    seed: async (world, unit) => void (await buildScreen(world, unit)),
    unitsOf: unitIdsOf,
  },
  {
    kind: "record",
    method: "POST",
    url: "/api/screens",
    build: (_world, unit) => ({ payload: { unitId: unit.id, name: "演示终端" } }),
  },
  {
    kind: "record",
    method: "POST",
    url: "/api/screens/:id/retire",
    build: async (world, unit) => ({
      params: { id: await buildScreen(world, unit) },
      payload: { reason: "演示：拆了" },
    }),
  },
];
