import { signCheckpointNow } from "#demo/checkpoint.ts";
import { inTransaction } from "#kernel/db.ts";
import { cleanFile, storeFile } from "#kernel/stored-files.ts";
import { systemActor } from "#kernel/actor.ts";
import {
  buildDrawn,
  buildInspection,
  buildInspectionWorld,
  buildRecords,
  buildRectification,
  type InspectionWorld,
} from "#modules/inspections/builders.ts";
import {
  checkSample,
  freezePopulation,
  issueNotice,
  listSamples,
  orderRectification,
  reportRectification,
  settleRectification,
} from "#modules/inspections/index.ts";
import type { BuiltUnit } from "../builders.ts";
import type { Probe, ProbeRequest } from "../matrix.ts";
import { placeNames, type World } from "../whole-system.ts";
import { unitNamesIn } from "./organisations.ts";

const probe = systemActor("matrix");

const worlds = new WeakMap<World, Promise<InspectionWorld>>();
/** One committee and its people for each system under test. */
const worldOf = (world: World): Promise<InspectionWorld> => {
  const { context, clock } = world.system;
  const known =
    worlds.get(world) ??
    buildInspectionWorld(context.db, { ...context, clock }, { checkpoint: () => signCheckpointNow(context) });
  worlds.set(world, known);
  return known;
};

export const buildNoticeAt = async (world: World, unit: BuiltUnit): Promise<string> => {
  const { context } = world.system;
  return inTransaction(context.db, (trx) =>
    issueNotice(trx, context, probe, {
      unitId: unit.id,
      title: "演示：报送总结",
      body: "演示：请在月底前报送。",
      toUnitIds: [unit.id],
    }),
  );
};

export const buildInspectionAt = async (world: World, unit: BuiltUnit): Promise<string> => {
  const own = await worldOf(world);
  await buildRecords(own, 2, { unitId: unit.id });
  return buildInspection(own, { unitId: unit.id, unitIds: [unit.id] });
};

const buildFrozenAt = async (world: World, unit: BuiltUnit): Promise<string> => {
  const own = await worldOf(world);
  const id = await buildInspectionAt(world, unit);
  await own.act((trx) => freezePopulation(trx, own.context, own.inspector, id));
  await own.checkpoint();
  return id;
};

export const buildDrawnAt = async (world: World, unit: BuiltUnit): Promise<string> =>
  buildDrawn(await worldOf(world), { unitId: unit.id, unitIds: [unit.id], sampleSize: 1 });

const buildSampleAt = async (world: World, unit: BuiltUnit): Promise<string> => {
  const [sample] = await listSamples(world.system.context.db, await buildDrawnAt(world, unit));
  if (sample === undefined) throw new Error("nothing was drawn");
  return sample.id;
};

const buildCheckedAt = async (world: World, unit: BuiltUnit): Promise<string> => {
  const { context } = world.system;
  const id = await buildDrawnAt(world, unit);
  for (const sample of await listSamples(context.db, id))
    await inTransaction(context.db, (trx) =>
      checkSample(trx, context, probe, { sampleId: sample.id, verdict: "sound" }),
    );
  return id;
};

export const buildRectificationAt = async (
  world: World,
  unit: BuiltUnit,
  status: "ordered" | "reported" | "verified" = "ordered",
): Promise<string> => {
  const { context } = world.system;
  const id = await buildRectification(await worldOf(world), {
    unitId: unit.id,
    inspectionUnitId: unit.id,
    ...(status === "ordered" ? {} : { reported: true }),
  });
  if (status === "verified")
    await inTransaction(context.db, (trx) =>
      settleRectification(trx, context, probe, { rectificationId: id, event: "verify" }),
    );
  return id;
};

/** A report whose evidence is a file. */
export const buildStepAt = async (world: World, unit: BuiltUnit): Promise<string> => {
  const { context } = world.system;
  const inspectionId = await buildDrawnAt(world, unit);
  return inTransaction(context.db, async (trx) => {
    const rectificationId = await orderRectification(trx, context, probe, {
      inspectionId,
      unitId: unit.id,
      body: "演示：补上签到表",
      dueOn: "2026-12-20",
    });
    const clean = await cleanFile(Buffer.from("%PDF-1.4\n% 演示\n"), { kinds: ["pdf"], maxBytes: 1_000 });
    const evidenceFileId = await storeFile(trx, context, {
      clean,
      name: "evidence.pdf",
      purpose: "inspections.evidence",
      actor: probe,
    });
    await reportRectification(trx, context, probe, {
      rectificationId,
      note: "演示：已补上",
      evidenceFileId,
    });
    const step = await trx
      .selectFrom("rectification_steps")
      .select("id")
      .where("rectification_id", "=", rectificationId)
      .where("event", "=", "report")
      .executeTakeFirstOrThrow();
    return step.id;
  });
};

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
const rectificationAct = (verb: string, status: "reported" | "verified"): Probe =>
  record(
    "POST",
    `/api/rectifications/:id/${verb}`,
    (world, unit) => buildRectificationAt(world, unit, status),
    { payload: { note: "演示：写明原因" } },
  );

const rowsOf = (json: unknown): { unitId: string }[] => (json as { rows: { unitId: string }[] }).rows; // the contract test checks the shape
const unitIdsOf = ({ json }: { json: () => unknown }): readonly string[] =>
  rowsOf(json()).map((row) => row.unitId);
const namesOnPage = ({ bytes }: { bytes: Buffer }): readonly string[] => {
  const html = bytes.toString("utf8");
  return placeNames.filter((name) => html.includes(name));
};
const pdf = { field: "evidence", filename: "evidence.pdf", content: "%PDF-1.4\n% 演示\n" };
const receive = async (world: World, unit: BuiltUnit): Promise<ProbeRequest> => ({
  payload: { noticeId: await buildNoticeAt(world, unit), unitId: unit.id },
});

export const inspectionsProbes: readonly Probe[] = [
  {
    kind: "list",
    method: "GET",
    url: "/api/unit-notices",
    query: { size: "200" },
    seed: async (world, unit) => void (await buildNoticeAt(world, unit)),
    unitsOf: unitIdsOf,
  },
  {
    kind: "list",
    method: "GET",
    url: "/api/received-notices",
    query: { size: "200" },
    seed: async (world, unit) => void (await buildNoticeAt(world, unit)),
    unitsOf: unitIdsOf,
  },
  {
    kind: "list",
    method: "GET",
    url: "/my/notices",
    named: "by name",
    seed: async (world, unit) => void (await buildNoticeAt(world, unit)),
    unitsOf: namesOnPage,
  },
  {
    kind: "list",
    method: "GET",
    url: "/api/rectifications",
    query: { size: "200" },
    seed: async (world, unit) => void (await buildRectificationAt(world, unit)),
    unitsOf: unitIdsOf,
  },
  {
    kind: "list",
    method: "GET",
    url: "/api/rectifications/export.xlsx",
    named: "by name",
    seed: async (world, unit) => void (await buildRectificationAt(world, unit)),
    unitsOf: unitNamesIn,
  },
  record("GET", "/api/unit-notices/:id/notice.docx", buildNoticeAt),
  {
    kind: "list",
    method: "GET",
    url: "/my/rectifications",
    named: "by name",
    seed: async (world, unit) => void (await buildRectificationAt(world, unit)),
    unitsOf: namesOnPage,
  },
  record("GET", "/api/unit-notices/:id", buildNoticeAt),
  {
    kind: "record",
    method: "POST",
    url: "/api/unit-notices",
    build: (_world, unit) => ({
      payload: { unitId: unit.id, title: "演示通知", body: "演示：请签收。", toUnitIds: [unit.id] },
    }),
  },
  { kind: "record", method: "POST", url: "/api/received-notices", build: receive },
  { kind: "record", method: "POST", url: "/my/notices/receive", build: receive },
  {
    kind: "record",
    method: "POST",
    url: "/api/inspections",
    build: (_world, unit) => ({
      payload: {
        unitId: unit.id,
        title: "演示检查",
        periodFrom: "2026-10-01",
        periodTo: "2026-10-31",
        sampleSize: 3,
        factKinds: [],
        unitIds: [unit.id],
      },
    }),
  },
  {
    kind: "record",
    method: "POST",
    url: "/api/inspections/:id/self-checks",
    build: async (world, unit) => ({
      params: { id: await buildInspectionAt(world, unit) },
      payload: { unitId: unit.id, text: "演示：自查没有问题" },
    }),
  },
  record("POST", "/api/inspections/:id/freeze", buildInspectionAt, { payload: {} }),
  record("POST", "/api/inspections/:id/draw", buildFrozenAt, { payload: {} }),
  record("POST", "/api/inspection-samples/:id/check", buildSampleAt, { payload: { verdict: "sound" } }),
  record("POST", "/api/inspection-samples/:id/order", buildSampleAt, {
    payload: { body: "演示：补上签到表", dueOn: "2026-12-20" },
  }),
  record("POST", "/api/inspections/:id/conclude", buildCheckedAt, {
    payload: { conclusion: "演示：总体较好，记录齐全。" },
  }),
  record("GET", "/api/rectifications/:id", (world, unit) => buildRectificationAt(world, unit)),
  record("GET", "/my/rectifications/:id", (world, unit) => buildRectificationAt(world, unit)),
  record("POST", "/my/rectifications/:id", (world, unit) => buildRectificationAt(world, unit), {
    payload: { note: "演示：已补上", evidenceLink: "/workbench/teams" },
  }),
  record("POST", "/api/rectifications/:id/reports", (world, unit) => buildRectificationAt(world, unit), {
    payload: { note: "演示：已补上" },
    file: pdf,
  }),
  record("GET", "/api/rectification-steps/:id/evidence", buildStepAt),
  rectificationAct("verify", "reported"),
  rectificationAct("return", "reported"),
  rectificationAct("close", "verified"),
];
