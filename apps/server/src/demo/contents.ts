import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { type PersonActor, systemActor } from "#kernel/actor.ts";
import { createTestClock, type TestClock, toDistrictDate } from "#kernel/clock.ts";
import type { Context } from "#kernel/context.ts";
import { inTransaction } from "#kernel/db.ts";
import {
  beginCorrection,
  getVersionDetail,
  importItems,
  type ImportOutcome,
  proposePitch,
  publishVersion,
  recallVersion,
  renditionFormCodes,
  replaceWords,
  reportMistake,
  saveDraft,
  scheduleVersion,
  signStage,
  type Stage,
  stageCodes,
  submitVersion,
} from "#modules/contents/index.ts";
import { appointExpert, expertFields, registerExpert } from "#modules/people/index.ts";
import { seedUnsettled } from "./contents-unsettled.ts";
import type { SeededDistrict } from "./organisations.ts";
import { type DemoStaff, requireStaff } from "./people.ts";

const actor = systemActor("demo");
const folder = join(import.meta.dirname, "contents");
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

export type Desk = {
  /** The context with a clock of its own, so that the past is dated as it was. */
  past: Context & { clock: TestClock };
  district: SeededDistrict;
  /** When the making of the demonstration began: the present of all its pasts. */
  startedAt: Date;
  author: PersonActor;
  signers: Readonly<Record<Stage, PersonActor>>;
};
type Draft = Extract<ImportOutcome, { ok: true }>;

const openDesk = async (context: Context, district: SeededDistrict, staff: DemoStaff): Promise<Desk> => {
  const expert = requireStaff(staff, "demo.expert");
  const past = { ...context, clock: createTestClock(context.clock.now()) };
  const year = toDistrictDate(past.clock.now()).slice(0, 4);
  await inTransaction(context.db, async (trx) => {
    const expertId = await registerExpert(trx, past, actor, {
      personId: expert.personId,
      unitId: district.root.id,
      publicTitle: "演示专家（各领域由一人代签，仅为演示）",
    });
    for (const field of Object.keys(expertFields))
      await appointExpert(trx, past, actor, {
        expertId,
        field,
        canSign: "yes",
        startsOn: `${Number(year) - 1}-01-01`,
        endsOn: `${Number(year) + 1}-12-31`,
        document: "演示聘书",
      });
  });
  return {
    past,
    district,
    startedAt: context.clock.now(),
    author: requireStaff(staff, "demo.editor"),
    signers: {
      review1: requireStaff(staff, "demo.editor2"),
      science: expert,
      review2: requireStaff(staff, "demo.editor3"),
      review3: requireStaff(staff, "demo.supervisor"),
      proof1: requireStaff(staff, "demo.editor4"),
      proof2: requireStaff(staff, "demo.editor5"),
      proof3: requireStaff(staff, "demo.editor6"),
    },
  };
};

const importAll = async ({ past, district, author }: Desk): Promise<readonly Draft[]> => {
  const names = (await readdir(join(folder, "items"))).filter((name) => name.endsWith(".md")).sort();
  const files = await Promise.all(
    names.map(async (name) => ({ name, bytes: await readFile(join(folder, "items", name)) })),
  );
  const outcomes = await importItems(
    {
      context: past,
      actor: author,
      unitId: district.root.id,
      // Pictures and recordings stand in folders of their own, named as in the item.
      findBeside: async (place) => {
        for (const kind of ["images", "sounds"])
          try {
            return await readFile(join(folder, kind, place));
          } catch {
            continue;
          }
        return undefined;
      },
    },
    files,
  );
  const drafts: Draft[] = [];
  for (const outcome of outcomes) {
    if (!outcome.ok) throw new Error(`demonstration item: ${outcome.sentence}`);
    drafts.push(outcome);
  }
  return drafts;
};

/** Sends a draft through the stages up to and without `until`, an hour or so each. */
export const passStages = async (desk: Desk, versionId: string, until?: Stage): Promise<void> => {
  const { past, author, signers } = desk;
  await inTransaction(past.db, (trx) => submitVersion(trx, past, author, { versionId }));
  const { contentHash = "" } = await getVersionDetail(
    past.db,
    { cipher: past.cipher, now: past.clock.now() },
    versionId,
  );
  for (const stage of stageCodes) {
    if (stage === until) return;
    past.clock.advanceMs(hourMs);
    await inTransaction(past.db, (trx) =>
      signStage(trx, past, signers[stage], {
        versionId,
        stage,
        decision: "pass",
        contentHash,
        renditions: renditionFormCodes,
      }),
    );
  }
};

const publishAll = async (desk: Desk, drafts: readonly Draft[], now: Date): Promise<void> => {
  const { past, signers } = desk;
  for (const [index, draft] of drafts.entries()) {
    // The newest came out this morning, the others every two days before it.
    past.clock.set(new Date(now.getTime() - (drafts.length - index) * 2 * dayMs));
    await passStages(desk, draft.versionId);
    past.clock.advanceMs(hourMs);
    await inTransaction(past.db, (trx) =>
      publishVersion(trx, past, signers.review3, { versionId: draft.versionId }),
    );
  }
};

/** One item with a public correction, after a reader had said what was wrong. */
const correctOne = async (desk: Desk, draft: Draft, now: Date): Promise<void> => {
  const { past, author, signers } = desk;
  past.clock.set(new Date(now.getTime() - 30 * hourMs));
  await inTransaction(past.db, (trx) =>
    reportMistake(trx, past, actor, {
      contentId: draft.contentId,
      versionId: draft.versionId,
      remark: "（演示）摘要里少说了一个前提，请核对。",
    }),
  );
  const correction = await inTransaction(past.db, (trx) =>
    beginCorrection(trx, past, author, {
      contentId: draft.contentId,
      notice: "（演示）更正：摘要补了一句出处在哪里，正文的结论没有变化。",
    }),
  );
  const { content } = await getVersionDetail(
    past.db,
    { cipher: past.cipher, now: past.clock.now() },
    correction.versionId,
  );
  await inTransaction(past.db, (trx) =>
    saveDraft(trx, past, author, {
      versionId: correction.versionId,
      baseRevision: 1,
      body: { ...content, summary: `${content.summary}出处都列在文末。` },
    }),
  );
  await passStages(desk, correction.versionId);
  await inTransaction(past.db, (trx) =>
    publishVersion(trx, past, signers.review3, { versionId: correction.versionId }),
  );
};

const proposeSome = async (desk: Desk): Promise<void> => {
  const { past, district, author, signers } = desk;
  const pitches = [
    {
      by: signers.review1,
      title: "燃气灶打不着火先做什么",
      audience: "elder",
      topic: "first-aid",
      kind: "audio",
    },
    { by: author, title: "外卖骑手怎样过路口", audience: "worker", topic: "work-safety", kind: "lesson" },
    {
      by: signers.science,
      title: "冬天大棚怎样省电又保温",
      audience: "farmer",
      topic: "farming",
      kind: "article",
    },
  ] as const;
  for (const { by, ...pitch } of pitches)
    await inTransaction(past.db, (trx) =>
      proposePitch(trx, past, by, {
        ...pitch,
        unitId: district.root.id,
        reason: "（演示）缺口表里这一格还没有内容，街道也来问过。",
      }),
    );
};

const mistyped = [
  "帐号,应写“账号”",
  "登陆系统,上网进入系统写“登录”",
  "象素,应写“像素”",
  "既使,应写“即使”",
  "按装,应写“安装”",
].join("\n");
const hard = [
  "细菌,说明它很小、看不见",
  "病毒,说明它很小、看不见",
  "中风,说明是脑子里的血管出了事",
  "血压,说明是血在血管里的力",
  "抗生素,杀细菌的药",
  "预警,提前告诉大家有危险",
].join("\n");
const sensitive = [
  "包治百病,不能这样说疗效",
  "根治,医疗效果不能保证，请改写",
  "绝对安全,没有绝对，请写条件",
].join("\n");

/**
 * The demonstration's items through the real commands: imported from Markdown, reviewed and proofed by seven people,
 * published over the last months; one corrected, one recalled, some still on their way, one under embargo.
 */
export const seedContents = async (
  context: Context,
  district: SeededDistrict,
  staff: DemoStaff,
): Promise<Desk | undefined> => {
  if (staff.size === 0) return undefined;
  const now = context.clock.now();
  const desk = await openDesk(context, district, staff);
  const { past, author, signers } = desk;
  await inTransaction(past.db, async (trx) => {
    await replaceWords(trx, past, actor, { list: "mistyped", lines: mistyped });
    await replaceWords(trx, past, actor, { list: "sensitive", lines: sensitive });
    await replaceWords(trx, past, actor, { list: "hard", lines: hard });
  });
  past.clock.set(new Date(now.getTime() - 120 * dayMs));
  const drafts = await importAll(desk);
  const [inReview, inProof, scheduled, ...published] = drafts;
  if (inReview === undefined || inProof === undefined || scheduled === undefined) return desk;
  await publishAll(desk, published, now);
  const corrected = published.at(-3);
  if (corrected !== undefined) await correctOne(desk, corrected, now);
  past.clock.set(new Date(now.getTime() - 5 * hourMs));
  await passStages(desk, inReview.versionId, "science");
  past.clock.set(new Date(now.getTime() - 9 * hourMs));
  await passStages(desk, inProof.versionId, "proof1");
  past.clock.set(new Date(now.getTime() - 9 * hourMs));
  await passStages(desk, scheduled.versionId);
  const embargo = new Date(now.getTime() + 3 * dayMs);
  await inTransaction(past.db, (trx) =>
    scheduleVersion(trx, past, author, {
      versionId: scheduled.versionId,
      publishAt: embargo,
      embargoUntil: embargo,
    }),
  );
  past.clock.set(new Date(now.getTime() - 26 * hourMs));
  await proposeSome(desk);
  const unsettled = published.at(-5);
  if (unsettled !== undefined) {
    past.clock.set(new Date(now.getTime() - 2 * hourMs));
    await seedUnsettled(past, {
      contentId: unsettled.contentId,
      author,
      other: signers.review1,
      actor,
    });
  }
  const recalled = published[0];
  if (recalled !== undefined)
    await inTransaction(past.db, (trx) =>
      recallVersion(trx, past, signers.review3, {
        contentId: recalled.contentId,
        reason: "（演示）来源更新了结论，先撤下，改好再发。",
      }),
    );
  return desk;
};
