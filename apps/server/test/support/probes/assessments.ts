import {
  buildAppeal,
  buildAssessment,
  buildAssessmentWorld,
  buildScheme,
  type AssessmentWorld,
} from "#modules/assessments/builders.ts";
import { getAssessment, publishAssessment } from "#modules/assessments/index.ts";
import { listStoredLines } from "#modules/assessments/scores.ts";
import { randomUUID } from "node:crypto";
import type { BuiltUnit } from "../builders.ts";
import type { Probe, ProbeRequest } from "../matrix.ts";
import type { World } from "../whole-system.ts";

const worlds = new WeakMap<World, Promise<AssessmentWorld>>();
/** One committee and its people for each system under test. */
const worldOf = (world: World): Promise<AssessmentWorld> => {
  const { context, clock } = world.system;
  const known = worlds.get(world) ?? buildAssessmentWorld(context.db, { ...context, clock });
  worlds.set(world, known);
  return known;
};

const newCode = (): string => `s${randomUUID().slice(0, 12)}`;

export const buildSchemeAt = async (world: World, unit: BuiltUnit): Promise<string> =>
  buildScheme(await worldOf(world), { unitId: unit.id, code: newCode(), published: false });

const buildAt = async (
  world: World,
  unit: BuiltUnit,
  to: "open" | "computed" | "judged" | "frozen",
): Promise<string> => buildAssessment(await worldOf(world), { unitId: unit.id, unitIds: [unit.id], to });

export const buildPublishedAt = async (
  world: World,
  unit: BuiltUnit,
): Promise<{ id: string; no: number }> => {
  const own = await worldOf(world);
  const id = await buildAt(world, unit, "frozen");
  await own.act((trx) => publishAssessment(trx, own.context, own.supervisor, id));
  const { no } = await getAssessment(own.db, id);
  return { id, no };
};

const lineAt = async (
  world: World,
  unit: BuiltUnit,
  kind: "facts" | "inspected",
  to: "computed" | "frozen",
): Promise<string> => {
  const lines = await listStoredLines(world.system.context.db, await buildAt(world, unit, to));
  const line = lines.find((one) => (one.factCount !== null) === (kind === "facts"));
  if (line === undefined) throw new Error(`no line of kind ${kind}`);
  return line.id;
};

const appealAt = async (world: World, unit: BuiltUnit): Promise<string> =>
  (await buildAppeal(await worldOf(world), await buildAt(world, unit, "frozen"))).appealId;

const record = (
  method: string,
  url: string,
  build: (world: World, unit: BuiltUnit) => Promise<string>,
  request: Omit<ProbeRequest, "params"> = {},
): Probe => ({
  kind: "record",
  method,
  url,
  build: async (world, unit) => ({ params: { id: await build(world, unit) }, ...request }),
});

export const assessmentsProbes: readonly Probe[] = [
  {
    kind: "record",
    method: "POST",
    url: "/api/score-schemes",
    build: (_world, unit) => ({
      payload: {
        unitId: unit.id,
        code: newCode(),
        title: "演示评分办法",
        items: [{ title: "计划落实", kind: "inspected", points: 10, criterion: "按比例给分，看材料。" }],
      },
    }),
  },
  {
    kind: "record",
    method: "POST",
    url: "/api/score-schemes/import",
    build: (_world, unit) => ({
      payload: { unitId: unit.id, code: newCode(), title: "演示评分办法" },
      file: {
        field: "file",
        filename: "项目.csv",
        content: "项目,怎么算,分值,评分标准\n计划落实,现场评,10,按比例给分，看材料。",
      },
    }),
  },
  record("POST", "/api/score-schemes/:id/publish", buildSchemeAt, { payload: {} }),
  {
    kind: "record",
    method: "POST",
    url: "/api/assessments",
    build: async (world, unit) => ({
      payload: {
        unitId: unit.id,
        schemeId: await buildScheme(await worldOf(world), { code: newCode() }),
        year: 2026,
        unitIds: [unit.id],
      },
    }),
  },
  record("POST", "/api/assessments/:id/compute", (world, unit) => buildAt(world, unit, "open"), {
    payload: {},
  }),
  record("POST", "/api/assessments/:id/freeze", (world, unit) => buildAt(world, unit, "judged"), {
    payload: {},
  }),
  record("POST", "/api/assessments/:id/publish", (world, unit) => buildAt(world, unit, "frozen"), {
    payload: {},
  }),
  record("GET", "/api/assessments/:id/export.xlsx", (world, unit) => buildAt(world, unit, "frozen")),
  record(
    "POST",
    "/api/score-lines/:id/judge",
    (world, unit) => lineAt(world, unit, "inspected", "computed"),
    { payload: { share: 80, note: "演示：看过材料" } },
  ),
  record("POST", "/api/score-lines/:id/appeals", (world, unit) => lineAt(world, unit, "facts", "frozen"), {
    payload: { reason: "演示：有两支服务队没有计入，请复议。" },
  }),
  record("POST", "/api/score-appeals/:id/uphold", appealAt, {
    payload: { decision: "演示：情况属实", correctedInput: 5 },
  }),
  record("POST", "/api/score-appeals/:id/dismiss", appealAt, { payload: { decision: "演示：维持原分" } }),
];
