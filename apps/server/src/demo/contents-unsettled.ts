import type { Actor, PersonActor } from "#kernel/actor.ts";
import type { Context } from "#kernel/context.ts";
import { inTransaction } from "#kernel/db.ts";
import { beginCorrection, type ContentBody, getVersionDetail, saveDraft } from "#modules/contents/index.ts";
import { importCodeTable } from "#modules/organisations/index.ts";

const scheme = "demo-resources";

/** Two editions of a table that nobody else has, so that the mapping of an old code can be seen. It is no standard's. */
const importDemoCodes = async (context: Context, actor: Actor): Promise<void> =>
  inTransaction(context.db, async (trx) => {
    const table = { scheme, name: "演示资源分类（演示，不是国标）", source: "演示" };
    await importCodeTable(trx, context, actor, {
      ...table,
      version: "1",
      validFrom: "2024-01-01",
      rows: [
        { code: "T", name: "文字" },
        { code: "T1", name: "短文", parentCode: "T" },
        { code: "T2", name: "连载", parentCode: "T" },
        { code: "P", name: "图画" },
      ],
    });
    await importCodeTable(trx, context, actor, {
      ...table,
      version: "2",
      validFrom: "2026-01-01",
      previousVersion: "1",
      rows: [
        { code: "A", name: "读的", previousCodes: ["T"] },
        { code: "A1", name: "短文和连载", parentCode: "A", previousCodes: ["T1", "T2"] },
        { code: "B", name: "看的", previousCodes: ["P"] },
        { code: "B1", name: "漫画", parentCode: "B", previousCodes: ["P"] },
        { code: "C", name: "动手的" },
      ],
    });
  });

const paragraph = (text: string): ContentBody["document"][number] => ({
  type: "paragraph",
  content: [{ type: "text", text }],
});

/**
 * A correction that two editors wrote at once: one text stands as the draft, the other is kept beside, to be compared and
 * taken over. The item carries a code of the older table.
 */
export const seedUnsettled = async (
  past: Context,
  work: { contentId: string; author: PersonActor; other: PersonActor; actor: Actor },
): Promise<void> => {
  const { author, other } = work;
  await importDemoCodes(past, work.actor);
  const { versionId } = await inTransaction(past.db, (trx) =>
    beginCorrection(trx, past, author, {
      contentId: work.contentId,
      notice: "（演示）补上两句提醒，原来的话说得不够清楚。",
    }),
  );
  const { content } = await getVersionDetail(
    past.db,
    { cipher: past.cipher, now: past.clock.now() },
    versionId,
  );
  const save = (actor: PersonActor, words: string) =>
    inTransaction(past.db, (trx) =>
      saveDraft(trx, past, actor, {
        versionId,
        baseRevision: 1,
        body: {
          ...content,
          classification: [{ scheme, version: "1", code: "T1" }],
          document: [...content.document, paragraph(words)],
        },
      }),
    );
  await save(author, "（演示）拿不准的时候，先停一停，打个电话问问社区。");
  await save(other, "（演示）家里有老人的，把这一段念给他们听，比转发管用。");
};
