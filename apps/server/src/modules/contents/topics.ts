import { type Selectable, sql } from "kysely";
import { type Actor, systemActor } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import type { ActContext } from "#kernel/context.ts";
import { type Db, inTransaction, type Tables, type Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { invalidatePages } from "#kernel/page-cache.ts";
import type { ContentsError } from "./errors.ts";
import { standardTopics } from "./standard-topics.ts";
import type { TopicKind } from "./vocabulary.ts";

export type TopicView = {
  code: string;
  parentCode: string | null;
  name: string;
  about: string;
  synonyms: readonly string[];
  kind: TopicKind;
  motif: string;
  sortNo: number;
};
export type TopicInput = Omit<TopicView, "sortNo"> & { sortNo?: number | undefined };

export const toTopicView = (
  row: Pick<
    Selectable<Tables["topics"]>,
    "code" | "parent_code" | "name" | "about" | "synonyms" | "kind" | "motif" | "sort_no"
  >,
): TopicView => ({
  code: row.code,
  parentCode: row.parent_code,
  name: row.name,
  about: row.about,
  synonyms: row.synonyms,
  kind: row.kind,
  motif: row.motif,
  sortNo: row.sort_no,
});

/** The vocabulary in its order; parents stand before their children. */
export const listTopics = async (db: Db | Trx): Promise<readonly TopicView[]> => {
  const rows = await db
    .selectFrom("topics")
    .selectAll()
    .where("retired_at", "is", null)
    .orderBy("sort_no")
    .orderBy("code")
    .execute();
  return rows.map(toTopicView);
};

/** The topic's own code and those of all topics below it. */
export const topicAndBelow = (topics: readonly TopicView[], code: string): readonly string[] => [
  code,
  ...topics
    .filter((topic) => topic.parentCode === code)
    .flatMap((topic) => topicAndBelow(topics, topic.code)),
];

/** Adds a topic or changes its words. @throws AppError `contents.topic_code` | `contents.topic_unknown` (the parent) | `contents.topic_name_taken` */
export const writeTopic = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: TopicInput,
): Promise<void> => {
  if (!/^[a-z][a-z0-9-]{1,40}$/u.test(input.code))
    throw new AppError<ContentsError>("contents.topic_code", { fields: { code: "contents.topic_code" } });
  const topics = await listTopics(trx);
  const { parentCode } = input;
  if (
    parentCode !== null &&
    (!topics.some((topic) => topic.code === parentCode) ||
      topicAndBelow(topics, input.code).includes(parentCode))
  )
    throw new AppError<ContentsError>("contents.topic_unknown", {
      values: { codes: parentCode },
      fields: { parentCode: "contents.topic_unknown" },
    });
  if (topics.some((topic) => topic.name === input.name && topic.code !== input.code))
    throw new AppError<ContentsError>("contents.topic_name_taken", {
      fields: { name: "contents.topic_name_taken" },
    });
  const columns = {
    parent_code: parentCode,
    name: input.name,
    about: input.about,
    synonyms: [...input.synonyms],
    kind: input.kind,
    motif: input.motif,
    sort_no: input.sortNo ?? topics.length + 1,
    retired_at: null,
  };
  await trx
    .insertInto("topics")
    .values({ code: input.code, ...columns })
    .onConflict((conflict) => conflict.column("code").doUpdateSet(columns))
    .execute();
  await recordAudit(trx, context, {
    actor,
    action: "contents.manage_topics",
    record: { table: "topics", id: input.code },
    requestId: context.requestId,
  });
  await invalidatePages(trx);
};

/** Takes a topic out of use; what is out must not hang on it. @throws AppError `contents.topic_in_use` */
export const retireTopic = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  code: string,
): Promise<void> => {
  const used = await trx
    .selectFrom("content_versions")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("status", "not in", ["superseded", "recalled", "expired", "dropped"])
    .where((eb) => eb(eb.val(code), "=", eb.fn.any("topics")))
    .executeTakeFirstOrThrow();
  if (used.count > 0)
    throw new AppError<ContentsError>("contents.topic_in_use", {
      status: 409,
      values: { count: used.count },
    });
  await trx.updateTable("topics").set({ retired_at: context.clock.now() }).where("code", "=", code).execute();
  await recordAudit(trx, context, {
    actor,
    action: "contents.manage_topics",
    record: { table: "topics", id: code },
    requestId: context.requestId,
  });
  await invalidatePages(trx);
};

/** Writes the standard vocabulary where there is none yet; a district that has changed it keeps its own. */
export const seedTopics = async (db: Db, context: ActContext): Promise<void> =>
  inTransaction(db, async (trx) => {
    // Two nodes that start at once: the second finds the rows of the first.
    await sql`lock table topics in share row exclusive mode`.execute(trx);
    const known = await trx.selectFrom("topics").select("code").limit(1).executeTakeFirst();
    if (known !== undefined) return;
    for (const topic of standardTopics) await writeTopic(trx, context, systemActor("contents.topics"), topic);
  });
