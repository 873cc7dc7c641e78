import assert from "node:assert/strict";
import { test } from "node:test";
import type { PersonActor } from "#kernel/actor.ts";
import type { Context } from "#kernel/context.ts";
import { inTransaction } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { databaseSuite } from "#test/support/database.ts";
import { startTestServer } from "#test/support/server.ts";
import type { ContentBody } from "./body.ts";
import { buildBody, buildDraft, buildStudio, passStages, signAs } from "./builders.ts";
import { documentText, type TextDocument } from "./document.ts";
import { saveDraft, takeLock } from "./drafts.ts";
import { precheckVersion } from "./precheck.ts";
import { dropSideCopy, mergeSideCopy } from "./side-copies.ts";
import { compareSideCopy, compareTexts, listTexts } from "./texts.ts";

const refused = (code: string) => (error: unknown) => {
  assert.ok(error instanceof AppError, String(error));
  assert.equal(error.code, code);
  return true;
};
const withParagraphs = (...texts: readonly string[]): Partial<ContentBody> => ({
  document: [
    ...buildBody().document,
    ...texts.map((text): TextDocument[number] => ({ type: "paragraph", content: [{ type: "text", text }] })),
  ],
});
const nothing = { blocks: [], sources: [], panels: [], fields: [] } as const;

const readDraft = async (
  context: Context,
  versionId: string,
): Promise<{ words: string; revision: number }> => {
  const row = await context.db
    .selectFrom("content_versions")
    .select(["content", "revision"])
    .where("id", "=", versionId)
    .executeTakeFirstOrThrow();
  return { words: documentText(row.content.document), revision: row.revision };
};

const save = (
  context: Context,
  actor: PersonActor,
  input: { versionId: string; baseRevision: number; change: Partial<ContentBody> },
) =>
  inTransaction(context.db, (trx) =>
    saveDraft(trx, context, actor, {
      versionId: input.versionId,
      baseRevision: input.baseRevision,
      body: buildBody(input.change),
    }),
  );

databaseSuite("words kept beside", (database) => {
  test("many editors save at once: one text stands, every other is kept, and taking them over loses no word", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    const studio = await buildStudio(context);
    const draft = await buildDraft(context, studio);
    const editors = [studio.author];
    for (let count = 1; count < 6; count += 1) editors.push(await studio.person("editor"));
    const words = [
      "隔夜的绿叶菜最好当天吃完。",
      "鸡蛋煮熟以后，连壳放也不要过夜太久。",
      "外卖盒子不密封，换成带盖的碗。",
      "冰箱塞得太满，冷气走不动。",
      "老人和孩子先吃新做的那份。",
      "热过一次的汤，倒掉比省下划算。",
    ];
    const saves = await Promise.all(
      editors.map((editor, index) =>
        save(context, editor, {
          versionId: draft.versionId,
          baseRevision: 1,
          change: withParagraphs(words[index] ?? ""),
        }),
      ),
    );
    assert.equal(saves.filter((one) => one.outcome === "saved").length, 1);
    const holder = editors[saves.findIndex((one) => one.outcome === "saved")] ?? studio.author;
    for (const kept of saves) {
      if (kept.outcome !== "kept_beside") continue;
      const { comparison, revision } = await compareSideCopy(context.db, kept.sideCopyId);
      await inTransaction(context.db, (trx) =>
        mergeSideCopy(trx, context, holder, {
          id: kept.sideCopyId,
          baseRevision: revision,
          taking: {
            ...nothing,
            // The paragraph that came; what the others wrote meanwhile is not in this copy, and stays.
            blocks: comparison.blocks.flatMap((row, index) =>
              row.kind === "added" || row.kind === "moved_here" ? [index] : [],
            ),
          },
        }),
      );
    }
    const { words: merged } = await readDraft(context, draft.versionId);
    for (const one of words) assert.ok(merged.includes(one), one);
    const kept = await context.db
      .selectFrom("content_side_copies")
      .select("settled_how")
      .where("version_id", "=", draft.versionId)
      .execute();
    assert.deepEqual(
      kept.map((copy) => copy.settled_how),
      ["merged", "merged", "merged", "merged", "merged"],
    );
  });

  test("chosen paragraphs of a copy come into the draft, the others do not, and its writer is an author from then on", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    const studio = await buildStudio(context);
    const draft = await buildDraft(context, studio);
    const other = studio.signers.review2;
    await save(context, studio.author, {
      versionId: draft.versionId,
      baseRevision: 1,
      change: withParagraphs("先保存的人写的一段。"),
    });
    const kept = await save(context, other, {
      versionId: draft.versionId,
      baseRevision: 1,
      change: {
        ...withParagraphs("先保存的人写的一段。", "要的这一段：隔夜的绿叶菜最好当天吃完。", "不要的这一段。"),
        title: "不要的标题",
      },
    });
    assert.ok(kept.outcome === "kept_beside");
    const { comparison } = await compareSideCopy(context.db, kept.sideCopyId);
    assert.deepEqual(comparison.counts, { added: 2, removed: 0, changed: 0, moved: 0, fields: 1 });
    const wanted = comparison.blocks.findIndex((row) => row.words.some((part) => part.text.includes("隔夜")));
    await inTransaction(context.db, (trx) =>
      mergeSideCopy(trx, context, studio.author, {
        id: kept.sideCopyId,
        baseRevision: 2,
        taking: { ...nothing, blocks: [wanted] },
      }),
    );
    const { words } = await readDraft(context, draft.versionId);
    assert.ok(words.includes("隔夜的绿叶菜") && !words.includes("不要的这一段"));
    await passStages(context, studio, { versionId: draft.versionId, until: "review2" });
    await assert.rejects(
      signAs(context, other, { versionId: draft.versionId, stage: "review2" }),
      refused("contents.author_stage"),
    );
    await assert.rejects(
      compareSideCopy(context.db, kept.sideCopyId),
      refused("contents.side_copy_not_found"),
    );
  });

  test("a draft that moved on while somebody compared is not merged into, and one whose lock another holds neither", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    const studio = await buildStudio(context);
    const draft = await buildDraft(context, studio);
    const other = await studio.person("editor");
    await inTransaction(context.db, (trx) =>
      takeLock(trx, context, studio.author, { contentId: draft.contentId, takeOver: "no" }),
    );
    const kept = await save(context, other, {
      versionId: draft.versionId,
      baseRevision: 1,
      change: withParagraphs("没有拿到锁的人写的一段话。"),
    });
    assert.ok(kept.outcome === "kept_beside");
    const merge = (actor: PersonActor, baseRevision: number) =>
      inTransaction(context.db, (trx) =>
        mergeSideCopy(trx, context, actor, {
          id: kept.sideCopyId,
          baseRevision,
          taking: { ...nothing, fields: ["title"] },
        }),
      );
    await assert.rejects(merge(other, 1), refused("contents.locked"));
    await save(context, studio.author, {
      versionId: draft.versionId,
      baseRevision: 1,
      change: withParagraphs("又写一段。"),
    });
    await assert.rejects(merge(studio.author, 1), refused("contents.side_copy_moved"));
    await inTransaction(context.db, (trx) =>
      takeLock(trx, context, other, { contentId: draft.contentId, takeOver: "yes" }),
    );
    const outcomes = await Promise.allSettled([merge(other, 2), merge(other, 2), merge(other, 2)]);
    assert.equal(outcomes.filter((outcome) => outcome.status === "fulfilled").length, 1);
  });

  test("words that are left stay in the table, with who left them", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    const studio = await buildStudio(context);
    const draft = await buildDraft(context, studio);
    const change = withParagraphs("这一段后来不要了。");
    await save(context, studio.author, { versionId: draft.versionId, baseRevision: 1, change });
    const kept = await save(context, studio.author, { versionId: draft.versionId, baseRevision: 1, change });
    assert.ok(kept.outcome === "kept_beside");
    await inTransaction(context.db, (trx) => dropSideCopy(trx, context, studio.author, kept.sideCopyId));
    await assert.rejects(
      inTransaction(context.db, (trx) => dropSideCopy(trx, context, studio.author, kept.sideCopyId)),
      refused("contents.side_copy_not_found"),
    );
    const row = await context.db
      .selectFrom("content_side_copies")
      .select(["content", "settled_how", "settled_by_person_id"])
      .where("id", "=", kept.sideCopyId)
      .executeTakeFirstOrThrow();
    assert.ok(documentText(row.content.document).includes("后来不要了"));
    assert.deepEqual([row.settled_how, row.settled_by_person_id], ["dropped", studio.author.personId]);
  });

  test("before the submission the pre-check names every copy that nobody has settled, and is silent once they are", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    const studio = await buildStudio(context);
    const draft = await buildDraft(context, studio);
    const findings = async () => {
      const { content } = await context.db
        .selectFrom("content_versions")
        .select("content")
        .where("id", "=", draft.versionId)
        .executeTakeFirstOrThrow();
      const found = await precheckVersion(context.db, { id: draft.versionId, content });
      return found.filter(({ rule }) => rule === "side_copy");
    };
    const change = withParagraphs("隔夜的绿叶菜最好当天吃完。");
    await save(context, studio.author, { versionId: draft.versionId, baseRevision: 1, change });
    assert.deepEqual(await findings(), []);
    const kept = await save(context, studio.author, { versionId: draft.versionId, baseRevision: 1, change });
    assert.ok(kept.outcome === "kept_beside");
    const [finding, ...more] = await findings();
    assert.deepEqual(more, []);
    assert.equal(finding?.weight, "look");
    assert.match(finding.sentence, /还有 1 份没有处理/u);
    await inTransaction(context.db, (trx) => dropSideCopy(trx, context, studio.author, kept.sideCopyId));
    assert.deepEqual(await findings(), []);
  });

  test("after a return the text of the round before is still there, and what changed since is shown", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    const studio = await buildStudio(context);
    const draft = await buildDraft(context, studio);
    await passStages(context, studio, { versionId: draft.versionId, until: "review2" });
    assert.equal((await listTexts(context.db, draft.contentId)).length, 1);
    await signAs(context, studio.signers.review2, {
      versionId: draft.versionId,
      stage: "review2",
      decision: "return",
      reason: "补一段隔夜菜",
    });
    await save(context, studio.author, {
      versionId: draft.versionId,
      baseRevision: 1,
      change: withParagraphs("隔夜的绿叶菜最好当天吃完。"),
    });
    const texts = await listTexts(context.db, draft.contentId);
    assert.deepEqual(
      texts.map((text) => text.label),
      ["第 1 版，草稿", "第 1 版，第 1 轮送审时"],
    );
    const { from, comparison } = await compareTexts(context.db, { contentId: draft.contentId });
    assert.equal(from, `${draft.versionId}.1`);
    assert.equal(comparison.counts.added, 1);
    const another = await buildDraft(context, studio);
    await assert.rejects(
      compareTexts(context.db, { contentId: draft.contentId, from: another.versionId }),
      refused("contents.texts_unrelated"),
    );
  });
});
