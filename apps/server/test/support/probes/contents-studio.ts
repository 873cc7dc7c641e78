import { randomUUID } from "node:crypto";
import { buildBody } from "#modules/contents/builders.ts";
import { bodyColumns } from "#modules/contents/version-rows.ts";
import type { BuiltUnit } from "../builders.ts";
import type { Probe } from "../matrix.ts";
import type { World } from "../whole-system.ts";
import { buildContent } from "./contents.ts";

export const buildSideCopy = async (world: World, unit: BuiltUnit): Promise<string> => {
  const { contentId, versionId } = await buildContent(world, unit);
  const id = randomUUID();
  await world.system.context.db
    .insertInto("content_side_copies")
    .values({
      id,
      content_id: contentId,
      version_id: versionId,
      person_id: world.personId,
      base_revision: 1,
      content: bodyColumns(buildBody({ title: "演示另存" })).content,
      created_at: world.system.clock.now(),
      settled_at: null,
      settled_how: null,
      settled_by_person_id: null,
    })
    .execute();
  return id;
};

/** Comparing, words kept beside, codes of an item. */
export const contentsStudioProbes: readonly Probe[] = [
  {
    kind: "record",
    method: "PUT",
    url: "/api/contents/:id/pillars",
    build: async (world, unit) => ({
      params: { id: (await buildContent(world, unit)).contentId },
      payload: { pillars: ["joint"] },
    }),
  },
  {
    kind: "record",
    method: "GET",
    url: "/api/contents/:id/comparison",
    build: async (world, unit) => ({ params: { id: (await buildContent(world, unit)).contentId } }),
  },
  {
    kind: "record",
    method: "GET",
    url: "/api/content-side-copies/:id",
    build: async (world, unit) => ({ params: { id: await buildSideCopy(world, unit) } }),
  },
  {
    kind: "record",
    method: "POST",
    url: "/api/content-side-copies/:id/merge",
    build: async (world, unit) => ({
      params: { id: await buildSideCopy(world, unit) },
      payload: { baseRevision: 1, blocks: [], sources: [], panels: [], fields: ["title"] },
    }),
  },
  {
    kind: "record",
    method: "POST",
    url: "/api/content-side-copies/:id/drop",
    build: async (world, unit) => ({ params: { id: await buildSideCopy(world, unit) }, payload: {} }),
  },
  {
    kind: "record",
    method: "GET",
    url: "/api/content-versions/:id/review-sheet.pdf",
    build: async (world, unit) => ({ params: { id: (await buildContent(world, unit)).versionId } }),
  },
  {
    kind: "record",
    method: "GET",
    url: "/api/contents/:id/codes",
    build: async (world, unit) => ({ params: { id: (await buildContent(world, unit)).contentId } }),
  },
];
