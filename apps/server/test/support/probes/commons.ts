import { randomUUID } from "node:crypto";
import { systemActor } from "#kernel/actor.ts";
import { inTransaction } from "#kernel/db.ts";
import { appointExpert, registerExpert } from "#modules/people/index.ts";
import type { BriefStatus, CollectionStatus, SubmissionStatus } from "#modules/commons/state.ts";
import type { BuiltUnit } from "../builders.ts";
import type { Probe } from "../matrix.ts";
import type { World } from "../whole-system.ts";
import { buildContent } from "./contents.ts";

const tester = systemActor("matrix");

/** Somebody with a term in nutrition: the actor, or another. */
const buildExpert = async (world: World, unit: BuiltUnit, personId = world.personId): Promise<string> =>
  inTransaction(world.system.context.db, async (trx) => {
    const expertId = await registerExpert(trx, world.system.context, tester, {
      personId,
      unitId: unit.id,
      publicTitle: "演示专家",
    });
    const known = await trx
      .selectFrom("expert_terms")
      .select("id")
      .where("expert_id", "=", expertId)
      .executeTakeFirst();
    if (known === undefined)
      await appointExpert(trx, world.system.context, tester, {
        expertId,
        field: "nutrition",
        canSign: "yes",
        startsOn: "2026-01-01",
        endsOn: "2027-12-31",
        document: "演示聘书",
      });
    return personId;
  });

export const buildSubmissionRow = async (
  world: World,
  unit: BuiltUnit,
  status: SubmissionStatus = "received",
): Promise<string> => {
  await buildContent(world, unit);
  const id = randomUUID();
  const now = world.system.clock.now();
  const paired = status === "paired";
  await world.system.context.db
    .insertInto("submissions")
    .values({
      id,
      unit_id: unit.id,
      status,
      status_changed_at: now,
      owner_person_id: randomUUID(),
      author_person_id: randomUUID(),
      sent_by_person_id: randomUUID(),
      kind: "draft",
      title: "演示投稿",
      audience: "elder",
      topic_code: "food-safety",
      words: "演示：我家的剩菜记了一个月。",
      credit_choice: "pen_name",
      pen_name: "演示笔名",
      rights_version: 1,
      agreed_at: now,
      expert_person_id: paired ? await buildExpert(world, unit) : null,
      expert_field: paired ? "nutrition" : null,
      paired_by_person_id: null,
      advice: null,
      content_id: null,
      reason: null,
      created_at: now,
    })
    .execute();
  return id;
};

const buildBriefRow = async (
  world: World,
  unit: BuiltUnit,
  status: BriefStatus = "filed",
): Promise<string> => {
  await buildContent(world, unit);
  const id = randomUUID();
  const now = world.system.clock.now();
  await world.system.context.db
    .insertInto("result_briefs")
    .values({
      id,
      unit_id: unit.id,
      status,
      status_changed_at: now,
      title: "演示成果",
      finding: "演示：十种家常菜冷藏三天的变化。",
      found_by: "演示大学",
      published_in: "演示学报",
      published_on: "2026-11-01",
      doi: "10.1234/demo",
      url: null,
      embargo_until: null,
      field: "nutrition",
      topic_code: "food-safety",
      audience: "elder",
      filed_by_person_id: randomUUID(),
      filed_at: now,
      due_at: now,
      checked_by_person_id: status === "checked" ? randomUUID() : null,
      check_note: null,
      article_content_id: null,
      chart_content_id: null,
      published_at: null,
      reason: null,
    })
    .execute();
  return id;
};

const liveNo = async (world: World, unit: BuiltUnit): Promise<number> => {
  const { contentId } = await buildContent(world, unit, "published");
  const { content_no: no } = await world.system.context.db
    .selectFrom("contents")
    .select("content_no")
    .where("id", "=", contentId)
    .executeTakeFirstOrThrow();
  return no;
};

const buildCollectionRow = async (
  world: World,
  unit: BuiltUnit,
  status: CollectionStatus = "draft",
): Promise<string> => {
  const id = randomUUID();
  const now = world.system.clock.now();
  await world.system.context.db
    .insertInto("collections")
    .values({
      id,
      unit_id: unit.id,
      status,
      status_changed_at: now,
      title: "演示合集",
      introduction: "演示：三个故事，按顺序看。",
      written_by_person_id: randomUUID(),
      published_by_person_id: null,
      published_at: null,
      created_at: now,
    })
    .execute();
  return id;
};

const buildPlacementRow = async (world: World, unit: BuiltUnit): Promise<string> => {
  const { contentId } = await buildContent(world, unit, "published");
  const id = randomUUID();
  const now = world.system.clock.now();
  await world.system.context.db
    .insertInto("placements")
    .values({
      id,
      unit_id: unit.id,
      content_id: contentId,
      medium: "radio",
      place: "演示广播站",
      from_on: "2026-11-01",
      to_on: "2026-12-31",
      planned_count: 3,
      status: "planned",
      status_changed_at: now,
      reason: null,
      planned_by_person_id: randomUUID(),
      created_at: now,
    })
    .execute();
  return id;
};

const buildUseRow = async (world: World, unit: BuiltUnit): Promise<void> => {
  const { contentId } = await buildContent(world, unit, "published");
  await world.system.context.db
    .insertInto("lesson_uses")
    .values({
      id: randomUUID(),
      unit_id: unit.id,
      content_id: contentId,
      teacher_person_id: randomUUID(),
      class_name: "五（2）班",
      class_key: "五(2)班",
      used_on: "2026-11-20",
      pupil_count: 40,
      created_at: world.system.clock.now(),
    })
    .execute();
};

const rowsOf = (json: unknown): Record<string, unknown>[] =>
  (json as { rows: Record<string, unknown>[] }).rows; // the contract test checks the shape
const unitIdsOf = ({ json }: { json: () => unknown }): readonly string[] =>
  rowsOf(json()).map((row) => String(row["unitId"]));

const list = (url: string, seed: (world: World, unit: BuiltUnit) => Promise<unknown>): Probe => ({
  kind: "list",
  method: "GET",
  url,
  query: { size: "200" },
  seed: async (world, unit) => void (await seed(world, unit)),
  unitsOf: unitIdsOf,
});
const onRecord = (
  url: string,
  build: (world: World, unit: BuiltUnit) => Promise<string>,
  payload?: Readonly<Record<string, unknown>>,
): Probe => ({
  kind: "record",
  method: "POST",
  url,
  build: async (world, unit) => ({
    params: { id: await build(world, unit) },
    ...(payload === undefined ? {} : { payload }),
  }),
});

const collectionWords = async (world: World, unit: BuiltUnit) => ({
  title: "演示合集",
  introduction: "演示：三个故事，按顺序看。",
  nos: [await liveNo(world, unit), await liveNo(world, unit)],
});

const buildPairRequest = async (world: World, unit: BuiltUnit): Promise<string> => {
  const id = randomUUID();
  const now = world.system.clock.now();
  await world.system.context.db
    .insertInto("pair_requests")
    .values({
      id,
      unit_id: unit.id,
      side: "creator",
      status: "open",
      status_changed_at: now,
      person_id: world.personId,
      title: "演示：会画四格漫画",
      about: "演示：想把吃的安全画出来。",
      field: "nutrition",
      topic_code: "food-safety",
      kind: "comic",
      credited_as: "演示画手",
      created_at: now,
    })
    .execute();
  return id;
};

export const commonsProbes: readonly Probe[] = [
  list("/api/pair-requests", buildPairRequest),
  list("/api/submissions", buildSubmissionRow),
  {
    kind: "record",
    method: "POST",
    url: "/api/submissions/:id/pair",
    build: async (world, unit) => ({
      params: { id: await buildSubmissionRow(world, unit) },
      payload: { expertPersonId: await buildExpert(world, unit), field: "nutrition" },
    }),
  },
  onRecord("/api/submissions/:id/advise", (world, unit) => buildSubmissionRow(world, unit, "paired"), {
    advice: "演示：写明温度",
  }),
  onRecord("/api/submissions/:id/draft", (world, unit) => buildSubmissionRow(world, unit, "paired")),
  onRecord("/api/submissions/:id/decline", buildSubmissionRow, { reason: "演示：重复" }),
  list("/api/result-briefs", buildBriefRow),
  {
    kind: "record",
    method: "POST",
    url: "/api/result-briefs",
    build: async (world, unit) => {
      await buildContent(world, unit);
      return {
        payload: {
          unitId: unit.id,
          title: "演示成果",
          finding: "演示：十种家常菜冷藏三天的变化。",
          foundBy: "演示大学",
          publishedIn: "演示学报",
          publishedOn: "2026-11-01",
          doi: "10.1234/demo",
          field: "nutrition",
          topic: "food-safety",
          audience: "elder",
        },
      };
    },
  },
  {
    kind: "record",
    method: "POST",
    url: "/api/result-briefs/:id/check",
    build: async (world, unit) => {
      await buildExpert(world, unit);
      return { params: { id: await buildBriefRow(world, unit) }, payload: { note: "演示：和原文一致" } };
    },
  },
  onRecord("/api/result-briefs/:id/draft", (world, unit) => buildBriefRow(world, unit, "checked")),
  onRecord("/api/result-briefs/:id/decline", buildBriefRow, { reason: "演示：不做" }),
  list("/api/collections", buildCollectionRow),
  {
    kind: "record",
    method: "POST",
    url: "/api/collections",
    build: async (world, unit) => ({
      payload: { unitId: unit.id, ...(await collectionWords(world, unit)) },
    }),
  },
  {
    kind: "record",
    method: "POST",
    url: "/api/collections/:id/edit",
    build: async (world, unit) => ({
      params: { id: await buildCollectionRow(world, unit) },
      payload: await collectionWords(world, unit),
    }),
  },
  onRecord("/api/collections/:id/publish", buildCollectionRow),
  onRecord("/api/collections/:id/retire", buildCollectionRow),
  list("/api/placements", buildPlacementRow),
  {
    kind: "record",
    method: "POST",
    url: "/api/placements",
    build: async (world, unit) => ({
      payload: {
        unitId: unit.id,
        no: await liveNo(world, unit),
        medium: "radio",
        place: "演示广播站",
        fromOn: "2026-11-01",
        toOn: "2026-12-31",
        plannedCount: 3,
      },
    }),
  },
  onRecord("/api/placements/:id/proofs", buildPlacementRow, {
    happenedOn: "2026-11-20",
    doneCount: 1,
    evidence: "演示播出单",
  }),
  onRecord("/api/placements/:id/cancel", buildPlacementRow, { reason: "演示：改期" }),
  list("/api/lesson-uses", buildUseRow),
];
