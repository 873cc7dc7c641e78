import assert from "node:assert/strict";
import { test } from "node:test";
import { extractText, getMeta } from "unpdf";
import { databaseSuite } from "#test/support/database.ts";
import { startTestServer } from "#test/support/server.ts";
import { buildDraft, buildPublished, buildStudio } from "./builders.ts";
import { renderReviewSheet, toSheetWords } from "./review-sheet.ts";
import { getVersionDetail } from "./studio-queries.ts";

/** What a reader of the file can mark and copy. */
const readPdf = async (bytes: Buffer): Promise<{ pages: number; text: string; title: unknown }> => {
  const { totalPages, text } = await extractText(new Uint8Array(bytes), { mergePages: true });
  const { info } = await getMeta(new Uint8Array(bytes));
  return { pages: totalPages, text, title: info["Title"] };
};

databaseSuite("the review sheet as PDF", (database) => {
  test("it has the hash, every stage with its person and time, the ledger entry, and its text can be read out", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    const studio = await buildStudio(context);
    const draft = await buildPublished(context, studio);
    const now = context.clock.now();
    const version = await getVersionDetail(context.db, { cipher: context.cipher, now }, draft.versionId);
    const bytes = await renderReviewSheet(context.db, version, { publicUrl: "https://kepu.example", now });
    assert.equal(bytes.subarray(0, 5).toString(), "%PDF-");
    const { text, title } = await readPdf(bytes);
    assert.equal(title, "审校单：夏天的剩菜怎么放才安全");
    const plain = text.replaceAll(/\s/gu, "");
    assert.ok(plain.includes(version.contentHash ?? "?"), plain);
    for (const word of [
      "初审",
      "科学性审核",
      "复审",
      "终审",
      "一校",
      "二校",
      "三校",
      "撰稿",
      "测试医院营养科医师",
    ])
      assert.ok(plain.includes(word), word);
    const { id } = await context.db
      .selectFrom("ledger_entries")
      .select("id")
      .where("subject_id", "=", draft.versionId)
      .where("subject_table", "=", "content_versions")
      .executeTakeFirstOrThrow();
    assert.ok(plain.includes(`https://kepu.example/ledger/entries/${id}`), plain);
    assert.equal(plain.match(/演示张三/gu)?.length, 8);
  });

  test("a draft says what is still to be signed; a long sheet runs over pages and loses no row", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    const studio = await buildStudio(context);
    const draft = await buildDraft(context, studio, {
      sources: Array.from({ length: 40 }, (_, index) => ({
        title: `第${index + 1}条来源，${"标题很长".repeat(20)}`,
        publisher: "测试单位",
        supports: "",
      })),
    });
    const now = context.clock.now();
    const version = await getVersionDetail(context.db, { cipher: context.cipher, now }, draft.versionId);
    assert.match(
      toSheetWords(version, { publicUrl: "https://kepu.example", ledgerEntry: undefined, now }).line,
      /还差：初审、科学性审核/u,
    );
    const { pages, text } = await readPdf(
      await renderReviewSheet(context.db, version, { publicUrl: "https://kepu.example", now }),
    );
    assert.ok(pages >= 2, `${pages}`);
    const plain = text.replaceAll(/\s/gu, "");
    for (let index = 1; index <= 40; index += 1) assert.ok(plain.includes(`第${index}条来源`), `${index}`);
    assert.ok(plain.includes(`第${pages}页，共${pages}页`));
  });
});
