import { randomUUID } from "node:crypto";
import { systemActor } from "#kernel/actor.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import { inTransaction } from "#kernel/db.ts";
import { planShowing, registerScreen, subscribeUpstream } from "#modules/channels/index.ts";
import type { BuiltUnit } from "../builders.ts";
import type { Probe } from "../matrix.ts";
import type { World } from "../whole-system.ts";
import { buildContent, writeTopics } from "./contents.ts";

const tester = systemActor("matrix");

export const buildDelivery = async (
  world: World,
  unit: BuiltUnit,
  state: { channel: string; status: "stuck" | "awaiting"; act?: "publish" },
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
      act: state.act ?? "recall",
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

/** An item that screens can play, and a screen of the unit. */
const buildFilm = async (
  world: World,
  unit: BuiltUnit,
): Promise<{ unitId: string; no: number; day: string }> => {
  const { db } = world.system.context;
  await buildScreen(world, unit);
  const { contentId } = await buildContent(world, unit, "published");
  const { content_no: no } = await db
    .updateTable("contents")
    .set({ kind: "video" })
    .where("id", "=", contentId)
    .returning("content_no")
    .executeTakeFirstOrThrow();
  return { unitId: unit.id, no, day: toDistrictDate(world.system.clock.now()) };
};

const buildShowing = async (world: World, unit: BuiltUnit): Promise<string> => {
  const film = await buildFilm(world, unit);
  return inTransaction(world.system.context.db, (trx) =>
    planShowing(trx, world.system.context, tester, film),
  );
};

const rowsOf = (json: unknown): Record<string, unknown>[] =>
  (json as { rows: Record<string, unknown>[] }).rows; // the contract test checks the shape
const unitIdsOf = ({ json }: { json: () => unknown }): readonly string[] =>
  rowsOf(json()).map((row) => String(row["unitId"]));

/** A screen that was handed the poster of an item, so that it can be said to have removed it. */
export const buildShownScreen = async (
  world: World,
  unit: BuiltUnit,
): Promise<{ screenId: string; versionId: string }> => {
  const screenId = await buildScreen(world, unit);
  const { versionId } = await buildContent(world, unit, "published");
  await world.system.context.db
    .insertInto("screen_receipts")
    .values({
      screen_id: screenId,
      version_id: versionId,
      act: "publish",
      received_at: world.system.clock.now(),
      person_id: null,
      note: null,
    })
    .execute();
  return { screenId, versionId };
};

const buildUpstreamItem = async (world: World): Promise<{ feedId: string; guid: string }> => {
  const { context } = world.system;
  const host = "up.example";
  const feedId = await inTransaction(context.db, (trx) =>
    subscribeUpstream(trx, { ...context, hosts: [host] }, tester, {
      name: "演示上游",
      url: `https://${host}/${randomUUID()}`,
      keepDays: 30,
    }),
  );
  const now = world.system.clock.now();
  await context.db
    .insertInto("upstream_items")
    .values({
      feed_id: feedId,
      guid: "a",
      title: "演示消息",
      link: `https://${host}/a`,
      summary: "",
      published_at: new Date(now.getTime() - 3_600_000),
      seen_at: now,
      withdrawn_at: null,
    })
    .execute();
  return { feedId, guid: "a" };
};

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
    kind: "list",
    method: "GET",
    url: "/api/outside-posts",
    query: { size: "200" },
    seed: async (world, unit) =>
      void (await buildDelivery(world, unit, { channel: "baijiahao", status: "stuck", act: "publish" })),
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
    method: "GET",
    url: "/api/screens/:id",
    build: async (world, unit) => ({ params: { id: await buildScreen(world, unit) } }),
  },
  {
    kind: "record",
    method: "POST",
    url: "/api/screens/:id/removed",
    build: async (world, unit) => {
      const { screenId, versionId } = await buildShownScreen(world, unit);
      return { params: { id: screenId }, payload: { versionId, note: "演示：去看过，已关机" } };
    },
  },
  {
    kind: "record",
    method: "POST",
    url: "/api/upstream-items/pitch",
    build: async (world, unit) => {
      await writeTopics(world);
      return {
        payload: {
          ...(await buildUpstreamItem(world)),
          unitId: unit.id,
          audience: "elder",
          topic: "food-safety",
          kind: "article",
          reason: "演示：上游的新消息",
        },
      };
    },
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
  {
    kind: "list",
    method: "GET",
    url: "/api/film-showings",
    query: { size: "200" },
    seed: async (world, unit) => void (await buildShowing(world, unit)),
    unitsOf: unitIdsOf,
  },
  {
    kind: "record",
    method: "POST",
    url: "/api/film-showings",
    build: async (world, unit) => ({ payload: await buildFilm(world, unit) }),
  },
  {
    kind: "record",
    method: "POST",
    url: "/api/film-showings/:id/withdraw",
    build: async (world, unit) => ({
      params: { id: await buildShowing(world, unit) },
      payload: { reason: "演示：片子换了一部" },
    }),
  },
];
