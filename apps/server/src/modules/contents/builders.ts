import { randomInt, randomUUID } from "node:crypto";
import { type PersonActor, type Role, systemActor } from "#kernel/actor.ts";
import type { Context } from "#kernel/context.ts";
import { inTransaction } from "#kernel/db.ts";
import { createPerson, grantRole } from "#modules/identity/index.ts";
import { appointExpert, registerExpert } from "#modules/people/index.ts";
import { type BuiltUnit, buildUnit } from "#test/support/builders.ts";
import { type ContentBody, emptyBody } from "./body.ts";
import { createDraft, type DraftResult } from "./drafts.ts";
import { publishVersion } from "./publishing.ts";
import { signStage, submitVersion } from "./reviews.ts";
import { writeTopic } from "./topics.ts";
import { isProofStage, renditionFormCodes, type Stage, stageCodes } from "./vocabulary.ts";

/** The vocabulary that a new installation begins with. */
export { seedTopics as buildTopics } from "./topics.ts";

/** Text that passes the machine pre-check. */
export const buildBody = (change: Partial<ContentBody> = {}): ContentBody => ({
  ...emptyBody("article", "夏天的剩菜怎么放才安全"),
  answer: "两小时内放进冰箱，吃之前彻底加热，闻着没事也不等于没事。",
  summary: "夏天剩菜在室温下放久了，细菌会很快变多。放进冰箱、加热透、不反复热，是三件最要紧的事。",
  audiences: ["elder"],
  topics: ["food-safety"],
  expertField: "nutrition",
  rights: "自有版权，可在本区转载",
  document: [
    { type: "heading", level: 2, content: [{ type: "text", text: "为什么会坏" }] },
    {
      type: "paragraph",
      content: [
        {
          type: "text",
          text: "食物里本来就有少量细菌。天气热，它们长得快。室温下放过两小时，数量就可能多到让人生病。".repeat(
            4,
          ),
        },
        { type: "sourceRef", source: 1 },
      ],
    },
    { type: "heading", level: 2, content: [{ type: "text", text: "怎么做" }] },
    {
      type: "bulletList",
      items: [
        [{ type: "paragraph", content: [{ type: "text", text: "吃完就收，放进冰箱，用盖子盖好。" }] }],
        [{ type: "paragraph", content: [{ type: "text", text: "再吃之前热透，中间也要烫。".repeat(3) }] }],
      ],
    },
  ],
  sources: [
    {
      title: "测试来源",
      publisher: "测试单位",
      date: "2024-05-01",
      url: "https://example.org/food",
      supports: "室温下不要超过两小时",
    },
  ],
  renditions: {
    elder: "",
    poster: {
      headline: "剩菜两小时内进冰箱",
      points: ["吃完就收", "热透再吃"],
      advice: "拉肚子带血要去医院",
    },
    radio:
      "各位街坊好，今天说说夏天的剩菜。吃完饭别放桌上，两小时内放进冰箱。再吃的时候要热透，中间也要烫。闻着没坏也可能坏了，拿不准就别吃。",
  },
  ...change,
});

export type Studio = {
  unit: BuiltUnit;
  /** The author first, then one person for each stage. */
  author: PersonActor;
  signers: Readonly<Record<Stage, PersonActor>>;
  person: (role: Role) => Promise<PersonActor>;
};

const toActor = (personId: string, role: Role, unit: BuiltUnit): PersonActor => ({
  kind: "person",
  personId,
  sessionId: randomUUID(),
  grants: [{ role, unitId: unit.id, unitPath: unit.path }],
  secondFactor: true,
});

/**
 * A unit with topics, an author and seven people, one for each stage; the expert is appointed for this year. A unit made here
 * has no audit entry: where the ledger is verified, hand in one of the district.
 */
export const buildStudio = async (context: Context, at?: BuiltUnit): Promise<Studio> => {
  const { db } = context;
  const unit = at ?? (await buildUnit(db, { kind: "department" }));
  const system = systemActor("test");
  await inTransaction(db, async (trx) => {
    for (const [code, name] of [
      ["food-safety", "食品安全"],
      ["scientists-spirit", "科学家精神"],
    ] as const)
      await writeTopic(trx, context, system, {
        code,
        parentCode: null,
        name,
        about: "",
        synonyms: [],
        kind: "subject",
        motif: "food",
      });
  });
  const person = async (role: Role): Promise<PersonActor> => {
    const personId = await inTransaction(db, async (trx) => {
      const id = await createPerson(trx, context, system, {
        fullName: "演示张三",
        phone: `199${String(randomInt(100_000_000)).padStart(8, "0")}`,
      });
      await grantRole(trx, context, system, { role, unitId: unit.id, personId: id, reason: "测试岗位" });
      return id;
    });
    return toActor(personId, role, unit);
  };
  const expert = await person("expert");
  await inTransaction(db, async (trx) => {
    const expertId = await registerExpert(trx, context, system, {
      personId: expert.personId,
      unitId: unit.id,
      publicTitle: "测试医院营养科医师",
    });
    await appointExpert(trx, context, system, {
      expertId,
      field: "nutrition",
      canSign: "yes",
      startsOn: "2026-01-01",
      endsOn: "2026-12-31",
      document: "测试聘书",
    });
  });
  return {
    unit,
    person,
    author: await person("editor"),
    signers: {
      review1: await person("editor"),
      science: expert,
      review2: await person("editor"),
      review3: await person("supervisor"),
      proof1: await person("editor"),
      proof2: await person("editor"),
      proof3: await person("editor"),
    },
  };
};

export const buildDraft = async (
  context: Context,
  studio: Studio,
  change: Partial<ContentBody> = {},
): Promise<DraftResult> =>
  inTransaction(context.db, (trx) =>
    createDraft(trx, context, studio.author, { unitId: studio.unit.id, body: buildBody(change) }),
  );

/** Signs one stage as its person. */
export const signAs = async (
  context: Context,
  actor: PersonActor,
  input: { versionId: string; stage: Stage; decision?: "pass" | "return"; reason?: string },
): Promise<void> => {
  const { content_hash: hash } = await context.db
    .selectFrom("content_versions")
    .select("content_hash")
    .where("id", "=", input.versionId)
    .executeTakeFirstOrThrow();
  await inTransaction(context.db, (trx) =>
    signStage(trx, context, actor, {
      versionId: input.versionId,
      stage: input.stage,
      decision: input.decision ?? "pass",
      reason: input.reason,
      contentHash: hash?.toString("hex") ?? "",
      ...(isProofStage(input.stage) ? { renditions: renditionFormCodes } : {}),
    }),
  );
};

/** Submits a draft and has every stage signed by its person, up to and without `until`. */
export const passStages = async (
  context: Context,
  studio: Studio,
  options: { versionId: string; until?: Stage },
): Promise<void> => {
  await inTransaction(context.db, (trx) =>
    submitVersion(trx, context, studio.author, { versionId: options.versionId }),
  );
  for (const stage of stageCodes) {
    if (stage === options.until) return;
    await signAs(context, studio.signers[stage], { versionId: options.versionId, stage });
  }
};

/** An item that is out, brought there by the real commands. */
export const buildPublished = async (
  context: Context,
  studio: Studio,
  change: Partial<ContentBody> = {},
): Promise<DraftResult> => {
  const draft = await buildDraft(context, studio, change);
  await passStages(context, studio, { versionId: draft.versionId });
  await inTransaction(context.db, (trx) =>
    publishVersion(trx, context, studio.signers.review3, { versionId: draft.versionId }),
  );
  return draft;
};
