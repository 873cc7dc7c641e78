import { randomUUID } from "node:crypto";
import sharp from "sharp";
import { systemActor } from "#kernel/actor.ts";
import { inTransaction, type Trx } from "#kernel/db.ts";
import { cleanFile, storeFile } from "#kernel/stored-files.ts";
import { buildBody } from "#modules/contents/builders.ts";
import { createDraft, mediaPurpose, type Stage, writeTopic } from "#modules/contents/index.ts";
import type { VersionStatus } from "#modules/contents/state.ts";
import { appointExpert, registerExpert } from "#modules/people/index.ts";
import type { BuiltUnit } from "../builders.ts";
import type { Probe, ProbeRequest } from "../matrix.ts";
import type { World } from "../whole-system.ts";

const tester = systemActor("matrix");

const within = async <T>({ system }: World, work: (trx: Trx) => Promise<T>): Promise<T> =>
  inTransaction(system.context.db, work);

export const writeTopics = async (world: World): Promise<void> =>
  within(world, (trx) =>
    writeTopic(trx, world.system.context, tester, {
      code: "food-safety",
      parentCode: null,
      name: "食品安全",
      about: "",
      synonyms: [],
      kind: "subject",
      motif: "food",
    }),
  );

/** An item of `unit` whose version stands in a status; signatures are not what the matrix asks about. */
export const buildContent = async (
  world: World,
  unit: BuiltUnit,
  status: VersionStatus = "draft",
): Promise<{ contentId: string; versionId: string; contentHash: string }> => {
  const { context } = world.system;
  await writeTopics(world);
  const draft = await within(world, (trx) =>
    createDraft(trx, context, tester, { unitId: unit.id, body: buildBody() }),
  );
  const contentHash = await within(world, async (trx) => {
    const { currentHash } = await import("#modules/contents/reviews.ts");
    const row = await trx
      .selectFrom("content_versions")
      .select("content")
      .where("id", "=", draft.versionId)
      .executeTakeFirstOrThrow();
    const hash = await currentHash(trx, row);
    if (status !== "draft")
      await trx
        .updateTable("content_versions")
        .set({
          status,
          content_hash: hash,
          round_no: 1,
          ...(status === "published" ? { published_at: context.clock.now() } : {}),
          ...(status === "scheduled" ? { publish_at: new Date("2027-06-01T00:00:00Z") } : {}),
        })
        .where("id", "=", draft.versionId)
        .execute();
    return hash.toString("hex");
  });
  return { contentId: draft.contentId, versionId: draft.versionId, contentHash };
};

const signed = async (world: World, versionId: string): Promise<void> => {
  const { stageCodes } = await import("#modules/contents/index.ts");
  const { db } = world.system.context;
  const version = await db
    .selectFrom("content_versions")
    .select("content_hash")
    .where("id", "=", versionId)
    .executeTakeFirstOrThrow();
  await db
    .insertInto("review_steps")
    .values(
      stageCodes.map((stage) => ({
        id: randomUUID(),
        version_id: versionId,
        round_no: 1,
        stage,
        person_id: randomUUID(),
        decision: "passed" as const,
        reason: null,
        content_hash: version.content_hash,
        renditions: [],
        expert_term_id: stage === "science" ? randomUUID() : null,
        decided_at: world.system.clock.now(),
      })),
    )
    .execute();
};

const beExpert = async (world: World, unit: BuiltUnit): Promise<string> =>
  within(world, async (trx) => {
    const expertId = await registerExpert(trx, world.system.context, tester, {
      personId: world.personId,
      unitId: unit.id,
      publicTitle: "演示专家",
    });
    const term = await trx
      .selectFrom("expert_terms")
      .select("id")
      .where("expert_id", "=", expertId)
      .executeTakeFirst();
    return (
      term?.id ??
      appointExpert(trx, world.system.context, tester, {
        expertId,
        field: "nutrition",
        canSign: "yes",
        startsOn: "2026-01-01",
        endsOn: "2027-12-31",
        document: "演示聘书",
      })
    );
  });

const sign =
  (stage: Stage) =>
  async (world: World, unit: BuiltUnit): Promise<ProbeRequest> => {
    const { versionId, contentHash } = await buildContent(world, unit, stage);
    if (stage === "science") await beExpert(world, unit);
    return { params: { id: versionId }, payload: { stage, decision: "pass", contentHash } };
  };

const onVersion = (
  verb: string,
  status: VersionStatus,
  payload: Readonly<Record<string, unknown>> = {},
): Probe => ({
  kind: "record",
  method: "POST",
  url: `/api/content-versions/:id/${verb}`,
  build: async (world, unit) => {
    const { versionId } = await buildContent(world, unit, status);
    if (status === "approved") await signed(world, versionId);
    return { params: { id: versionId }, payload };
  },
});

const onContent = (
  verb: string,
  status: VersionStatus,
  payload: Readonly<Record<string, unknown>> = {},
): Probe => ({
  kind: "record",
  method: "POST",
  url: `/api/contents/:id/${verb}`,
  build: async (world, unit) => ({
    params: { id: (await buildContent(world, unit, status)).contentId },
    payload,
  }),
});

const rowsOf = (json: unknown): Record<string, unknown>[] =>
  (json as { rows: Record<string, unknown>[] }).rows; // the contract test checks the shape
const unitIdsOf = ({ json }: { json: () => unknown }): readonly string[] =>
  rowsOf(json()).map((row) => String(row["unitId"]));

export const buildPitch = async (
  world: World,
  unit: BuiltUnit,
  status: "open" | "accepted" = "open",
): Promise<string> => {
  await writeTopics(world);
  const id = randomUUID();
  const now = world.system.clock.now();
  await world.system.context.db
    .insertInto("pitches")
    .values({
      id,
      unit_id: unit.id,
      title: "演示选题",
      reason: "这一格还没有内容",
      audience: "elder",
      topic_code: "food-safety",
      kind: "article",
      source_url: null,
      source_title: null,
      source_publisher: null,
      source_date: null,
      status,
      status_changed_at: now,
      content_id: null,
      proposed_by_person_id: world.personId,
      created_at: now,
    })
    .execute();
  return id;
};

const buildReport = async (world: World, unit: BuiltUnit): Promise<string> => {
  const { contentId, versionId } = await buildContent(world, unit, "published");
  const id = randomUUID();
  const now = world.system.clock.now();
  await world.system.context.db
    .insertInto("reader_reports")
    .values({
      id,
      content_id: contentId,
      version_id: versionId,
      remark: "第二段的时间写错了",
      person_id: null,
      status: "open",
      status_changed_at: now,
      answer: null,
      created_at: now,
    })
    .execute();
  return id;
};

const buildFile = async (world: World, unit: BuiltUnit): Promise<string> => {
  const bytes = await sharp({ create: { width: 8, height: 8, channels: 3, background: "#084" } })
    .png()
    .toBuffer();
  const clean = await cleanFile(bytes, { kinds: ["png"], maxBytes: 100_000 });
  return within(world, (trx) =>
    storeFile(trx, world.system.context, {
      clean,
      name: "demo.png",
      purpose: mediaPurpose,
      actor: tester,
      unitId: unit.id,
    }),
  );
};

export const contentsProbes: readonly Probe[] = [
  {
    kind: "list",
    method: "GET",
    url: "/api/contents",
    query: { size: "200" },
    seed: async (world, unit) => void (await buildContent(world, unit)),
    unitsOf: unitIdsOf,
  },
  {
    kind: "record",
    method: "GET",
    url: "/api/contents/:id",
    build: async (world, unit) => ({ params: { id: (await buildContent(world, unit)).contentId } }),
  },
  {
    kind: "record",
    method: "GET",
    url: "/api/content-versions/:id",
    build: async (world, unit) => ({ params: { id: (await buildContent(world, unit)).versionId } }),
  },
  {
    kind: "record",
    method: "GET",
    url: "/api/content-versions/:id/comments",
    build: async (world, unit) => ({ params: { id: (await buildContent(world, unit)).versionId } }),
  },
  {
    kind: "record",
    method: "GET",
    url: "/api/content-files/:id",
    build: async (world, unit) => ({ params: { id: await buildFile(world, unit) } }),
  },
  {
    kind: "record",
    method: "POST",
    url: "/api/contents",
    build: async (world, unit) => {
      await writeTopics(world);
      return { payload: { unitId: unit.id, content: buildBody() } };
    },
  },
  {
    kind: "record",
    method: "POST",
    url: "/api/content-imports",
    build: (_world, unit) => ({
      file: { field: "file", filename: "demo.md", content: "# 演示：从文件来\n\n正文一段。\n" },
      payload: { unitId: unit.id },
    }),
  },
  {
    kind: "record",
    method: "PUT",
    url: "/api/content-versions/:id",
    build: async (world, unit) => ({
      params: { id: (await buildContent(world, unit)).versionId },
      payload: { baseRevision: 1, content: buildBody({ title: "演示改题" }) },
    }),
  },
  onVersion("precheck", "draft", { content: buildBody() }),
  onVersion("submit", "draft"),
  { kind: "record", method: "POST", url: "/api/content-versions/:id/sign", build: sign("review1") },
  { kind: "record", method: "POST", url: "/api/content-versions/:id/science-check", build: sign("science") },
  { kind: "record", method: "POST", url: "/api/content-versions/:id/final-review", build: sign("review3") },
  onVersion("take-back", "review2", { reason: "补一条来源" }),
  onVersion("drop", "draft", { reason: "不做了" }),
  onVersion("schedule", "approved", { publishAt: "2027-06-01T00:00:00Z" }),
  onVersion("unschedule", "scheduled"),
  onVersion("publish", "approved"),
  onVersion("comments", "review1", { blockNo: 0, quote: "", remark: "这里要有来源" }),
  {
    kind: "record",
    method: "POST",
    url: "/api/content-versions/:id/comments/:commentId/resolve",
    build: async (world, unit) => {
      const { versionId } = await buildContent(world, unit);
      const commentId = randomUUID();
      await world.system.context.db
        .insertInto("content_comments")
        .values({
          id: commentId,
          version_id: versionId,
          person_id: world.personId,
          block_no: 0,
          quote: "",
          remark: "演示批注",
          created_at: world.system.clock.now(),
          resolved_at: null,
          resolved_by_person_id: null,
        })
        .execute();
      return { params: { id: versionId, commentId }, payload: {} };
    },
  },
  onContent("recall", "published", { reason: "演示：来源撤回" }),
  onContent("correction", "published", { notice: "演示：更正第二段的时间。" }),
  onContent("lock", "draft", { takeOver: "yes" }),
  onContent("unlock", "draft"),
  {
    kind: "record",
    method: "POST",
    url: "/api/content-files",
    build: (_world, unit) => ({
      file: { field: "file", filename: "demo.vtt", content: "WEBVTT\n\n00:00.000 --> 00:01.000\n演示\n" },
      payload: { unitId: unit.id },
    }),
  },
  {
    kind: "list",
    method: "GET",
    url: "/api/pitches",
    query: { size: "200" },
    seed: async (world, unit) => void (await buildPitch(world, unit)),
    unitsOf: unitIdsOf,
  },
  {
    kind: "record",
    method: "POST",
    url: "/api/pitches",
    build: async (world, unit) => {
      await writeTopics(world);
      return {
        payload: {
          unitId: unit.id,
          title: "演示选题",
          reason: "这一格还没有内容",
          audience: "elder",
          topic: "food-safety",
          kind: "article",
        },
      };
    },
  },
  {
    kind: "record",
    method: "POST",
    url: "/api/pitches/:id/decide",
    build: async (world, unit) => ({
      params: { id: await buildPitch(world, unit) },
      payload: { decision: "accept" },
    }),
  },
  {
    kind: "record",
    method: "POST",
    url: "/api/pitches/:id/draft",
    build: async (world, unit) => ({
      params: { id: await buildPitch(world, unit, "accepted") },
      payload: {},
    }),
  },
  {
    kind: "list",
    method: "GET",
    url: "/api/reader-reports",
    query: { size: "200" },
    seed: async (world, unit) => void (await buildReport(world, unit)),
    unitsOf: unitIdsOf,
  },
  {
    kind: "record",
    method: "POST",
    url: "/api/reader-reports/:id/settle",
    build: async (world, unit) => ({
      params: { id: await buildReport(world, unit) },
      payload: { decision: "keep", answer: "原文无误" },
    }),
  },
  {
    kind: "list",
    method: "GET",
    url: "/api/experts",
    query: { size: "200" },
    seed: async (world, unit) => {
      await within(world, (trx) =>
        registerExpert(trx, world.system.context, tester, {
          personId: randomUUID(),
          unitId: unit.id,
          publicTitle: "演示专家",
        }),
      );
    },
    unitsOf: unitIdsOf,
  },
  {
    kind: "record",
    method: "POST",
    url: "/api/experts",
    build: (world, unit) => ({
      payload: { personId: world.personId, unitId: unit.id, publicTitle: "演示专家" },
    }),
  },
  {
    kind: "record",
    method: "POST",
    url: "/api/experts/:id/terms",
    build: async (world, unit) => {
      const id = await within(world, (trx) =>
        registerExpert(trx, world.system.context, tester, {
          personId: randomUUID(),
          unitId: unit.id,
          publicTitle: "演示专家",
        }),
      );
      return {
        params: { id },
        payload: {
          field: "medicine",
          canSign: "yes",
          startsOn: "2026-01-01",
          endsOn: "2026-12-31",
          document: "演示聘书",
        },
      };
    },
  },
  {
    kind: "record",
    method: "POST",
    url: "/api/experts/:id/terms/:termId/end",
    build: async (world, unit) => {
      const { expertId, termId } = await within(world, async (trx) => {
        const made = await registerExpert(trx, world.system.context, tester, {
          personId: randomUUID(),
          unitId: unit.id,
          publicTitle: "演示专家",
        });
        const term = await appointExpert(trx, world.system.context, tester, {
          expertId: made,
          field: "medicine",
          canSign: "yes",
          startsOn: "2026-01-01",
          endsOn: "2026-12-31",
          document: "演示聘书",
        });
        return { expertId: made, termId: term };
      });
      return { params: { id: expertId, termId }, payload: { reason: "演示：调离" } };
    },
  },
];
