import { inTransaction } from "#kernel/db.ts";
import { cleanFile, storeFile } from "#kernel/stored-files.ts";
import { systemActor } from "#kernel/actor.ts";
import {
  buildIssue,
  buildMeeting,
  buildMeetingWorld,
  buildResolution,
  type MeetingWorld,
} from "#modules/meetings/builders.ts";
import { listAgenda } from "#modules/meetings/index.ts";
import { addPaper } from "#modules/meetings/meetings.ts";
import { decideItem, reportResolution } from "#modules/meetings/resolutions.ts";
import type { BuiltUnit } from "../builders.ts";
import type { Probe, ProbeRequest } from "../matrix.ts";
import { placeNames, type World } from "../whole-system.ts";
import { unitNamesIn } from "./organisations.ts";

const probe = systemActor("matrix");
const because = { reason: "演示：写明原因" };

const worlds = new WeakMap<World, Promise<MeetingWorld>>();
const open = ({ system }: World): Promise<MeetingWorld> =>
  buildMeetingWorld(system.context.db, system.context as never); // the server's clock is a test clock
/** One committee and its people for each system under test. */
const worldOf = (world: World): Promise<MeetingWorld> => {
  const known = worlds.get(world) ?? open(world);
  worlds.set(world, known);
  return known;
};

export const buildIssueAt = async (world: World, unit: BuiltUnit): Promise<string> =>
  buildIssue(await worldOf(world), { unitId: unit.id });

export const buildMeetingAt = async (
  world: World,
  unit: BuiltUnit,
  status: "planned" | "under_way" = "planned",
): Promise<string> =>
  buildMeeting(await worldOf(world), { unitId: unit.id, ...(status === "planned" ? {} : { begun: true }) });

export const buildResolutionAt = async (world: World, unit: BuiltUnit): Promise<string> =>
  (await buildResolution(await worldOf(world), { ownerUnitId: unit.id, meetingUnitId: unit.id })).id;

export const buildReportAt = async (world: World, unit: BuiltUnit): Promise<string> => {
  const { context } = world.system;
  const resolutionId = await buildResolutionAt(world, unit);
  return inTransaction(context.db, async (trx) => {
    const clean = await cleanFile(Buffer.from("%PDF-1.4\n% 演示\n"), { kinds: ["pdf"], maxBytes: 1_000 });
    const evidenceFileId = await storeFile(trx, context, {
      clean,
      name: "evidence.pdf",
      purpose: "meetings.evidence",
      actor: probe,
    });
    return reportResolution(trx, context, probe, { resolutionId, body: "演示：办好了", evidenceFileId });
  });
};

export const buildPaperAt = async (world: World, unit: BuiltUnit): Promise<string> => {
  const { context } = world.system;
  const meetingId = await buildMeetingAt(world, unit);
  return inTransaction(context.db, async (trx) => {
    const clean = await cleanFile(Buffer.from("%PDF-1.4\n% 演示\n"), { kinds: ["pdf"], maxBytes: 1_000 });
    const fileId = await storeFile(trx, context, {
      clean,
      name: "paper.pdf",
      purpose: "meetings.paper",
      actor: probe,
    });
    return addPaper(trx, context, probe, { meetingId, title: "演示材料", fileId });
  });
};

/** A meeting under way whose every item has an outcome. */
const buildDecidedAt = async (world: World, unit: BuiltUnit): Promise<string> => {
  const id = await buildMeetingAt(world, unit, "under_way");
  const { context } = world.system;
  for (const item of await listAgenda(context.db, id))
    await inTransaction(context.db, (trx) =>
      decideItem(trx, context, probe, { itemId: item.id, outcome: "deferred" }),
    );
  return id;
};

const itemAt = async (world: World, unit: BuiltUnit): Promise<string> => {
  await buildIssueAt(world, unit);
  const meetingId = await buildMeetingAt(world, unit, "under_way");
  const [item] = await listAgenda(world.system.context.db, meetingId);
  if (item === undefined) throw new Error("the agenda is empty");
  return item.id;
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

const rowsOf = (json: unknown): { unitId: string }[] => (json as { rows: { unitId: string }[] }).rows; // the contract test checks the shape
const unitIdsOf = ({ json }: { json: () => unknown }): readonly string[] =>
  rowsOf(json()).map((row) => row.unitId);
const namesOnPage = ({ bytes }: { bytes: Buffer }): readonly string[] => {
  const html = bytes.toString("utf8");
  return placeNames.filter((name) => html.includes(name));
};
const pdf = { field: "file", filename: "paper.pdf", content: "%PDF-1.4\n% 演示\n" };

const issueWords = { kind: "problem", title: "演示：讲师不够用", body: "演示：三个社区都缺讲师" };

export const meetingsProbes: readonly Probe[] = [
  {
    kind: "list",
    method: "GET",
    url: "/api/joint-issues",
    query: { size: "200" },
    seed: async (world, unit) => void (await buildIssueAt(world, unit)),
    unitsOf: unitIdsOf,
  },
  {
    kind: "list",
    method: "GET",
    url: "/my/issues",
    named: "by name",
    seed: async (world, unit) => void (await buildIssueAt(world, unit)),
    unitsOf: namesOnPage,
  },
  {
    kind: "list",
    method: "GET",
    url: "/api/resolutions",
    query: { size: "200" },
    seed: async (world, unit) => void (await buildResolutionAt(world, unit)),
    unitsOf: unitIdsOf,
  },
  {
    kind: "list",
    method: "GET",
    url: "/api/resolutions/export.xlsx",
    named: "by name",
    seed: async (world, unit) => void (await buildResolutionAt(world, unit)),
    unitsOf: unitNamesIn,
  },
  {
    kind: "list",
    method: "GET",
    url: "/my/resolutions",
    named: "by name",
    seed: async (world, unit) => void (await buildResolutionAt(world, unit)),
    unitsOf: namesOnPage,
  },
  record("GET", "/api/joint-issues/:id", buildIssueAt),
  {
    ...record("GET", "/api/joint-issues/:id/photo", buildIssueAt),
    accepts: { statuses: [404], reason: "the issue has no photo" },
  } as Probe,
  {
    kind: "record",
    method: "POST",
    url: "/api/joint-issues",
    build: (_world, unit) => ({ payload: { unitId: unit.id, ...issueWords } }),
  },
  {
    kind: "record",
    method: "POST",
    url: "/my/issues/new",
    build: (_world, unit) => ({ payload: { unitId: unit.id, ...issueWords } }),
  },
  record("GET", "/my/issues/:id", buildIssueAt),
  record("POST", "/api/joint-issues/:id/classify", buildIssueAt, { payload: { category: "people" } }),
  {
    kind: "record",
    method: "POST",
    url: "/api/joint-issues/:id/merge",
    build: async (world, unit) => ({
      params: { id: await buildIssueAt(world, unit) },
      payload: { intoId: await buildIssueAt(world, unit) },
    }),
  },
  record("POST", "/api/joint-issues/:id/answer", buildIssueAt, { payload: { answer: "演示：已经安排讲师" } }),
  {
    kind: "record",
    method: "POST",
    url: "/api/meetings",
    build: (world, unit) => ({
      payload: {
        unitId: unit.id,
        title: "演示联席会议",
        place: "演示会议室",
        heldAt: new Date(world.system.clock.now().getTime() + 86_400_000).toISOString(),
      },
    }),
  },
  record("POST", "/api/meetings/:id/agenda", buildMeetingAt, { payload: {} }),
  record("POST", "/api/meetings/:id/begin", buildMeetingAt, { payload: {} }),
  record("POST", "/api/meetings/:id/cancel", buildMeetingAt, { payload: {} }),
  record("POST", "/api/meetings/:id/topics", buildMeetingAt, { payload: { title: "演示：临时事项" } }),
  record("POST", "/api/meetings/:id/papers", buildMeetingAt, { payload: { title: "演示材料" }, file: pdf }),
  {
    kind: "record",
    method: "POST",
    url: "/api/meetings/:id/attendance",
    build: async (world, unit) => ({
      params: { id: await buildMeetingAt(world, unit, "under_way") },
      payload: { units: [{ unitId: unit.id, presence: "present" }] },
    }),
  },
  record("POST", "/api/agenda-items/:id/decide", itemAt, { payload: { outcome: "deferred" } }),
  record("POST", "/api/meetings/:id/close", buildDecidedAt, {
    payload: { minutes: "演示：会议研究了各项议题。" },
  }),
  record("GET", "/api/resolutions/:id", buildResolutionAt),
  record("POST", "/api/resolutions/:id/reports", buildResolutionAt, {
    payload: { body: "演示：办好了" },
    file: { ...pdf, field: "evidence" },
  }),
  record("GET", "/my/resolutions/:id", buildResolutionAt),
  record("POST", "/my/resolutions/:id", buildResolutionAt, {
    payload: { body: "演示：办好了", evidenceLink: "/workbench/teams" },
  }),
  record("GET", "/api/resolution-reports/:id/evidence", buildReportAt),
  record("POST", "/api/resolution-reports/:id/accept", buildReportAt, { payload: {} }),
  record("POST", "/api/resolution-reports/:id/return", buildReportAt, { payload: because }),
];
