import { sql } from "kysely";
import { toDistrictDate } from "#kernel/clock.ts";
import type { Context } from "#kernel/context.ts";
import { type Db, inTransaction, type Trx } from "#kernel/db.ts";
import { findRootUnit } from "#modules/organisations/index.ts";
import type { TopicView } from "../topics.ts";
import { createMissCounter, type Miss, type MissCount, type MissCounter } from "./counter.ts";

const dayMs = 86_400_000;
const keptDays = 90;
/** Words that fewer searches than this had are nobody's business but the reader's. */
export const leastShown = 10;

// One for each database that a process serves, as the caches have it.
const counters = new WeakMap<Db, MissCounter>();
const counterOf = (db: Db): MissCounter => {
  const found = counters.get(db) ?? createMissCounter();
  counters.set(db, found);
  return found;
};

/** The topic that the words name: the longest name or synonym in them, of two characters or more. */
export const findNamedTopic = (topics: readonly TopicView[], words: string): string | undefined =>
  topics
    .flatMap((topic) => [topic.name, ...topic.synonyms].map((name) => ({ code: topic.code, name })))
    .filter(({ name }) => name.length >= 2 && words.includes(name))
    .toSorted((left, right) => right.name.length - left.name.length)[0]?.code;

/**
 * Counts a search that found nothing, in memory (G-05): the page's request writes nothing. `flushSearchMisses` writes it down within a
 * minute; a process that ends before loses what it counted since its last turn.
 */
export const noteSearchMiss = (db: Db, now: Date, miss: Miss & { topics: readonly TopicView[] }): void => {
  const { topics, ...rest } = miss;
  counterOf(db).note(toDistrictDate(now), {
    ...rest,
    topic: miss.topic ?? findNamedTopic(topics, miss.words),
  });
};

const write = async (
  trx: Trx,
  context: Pick<Context, "cipher" | "clock">,
  counts: readonly MissCount[],
): Promise<void> => {
  const root = await findRootUnit(trx);
  // Before the district exists there is nobody to tell.
  if (root === undefined) return;
  const rows = counts.map((count) => ({
    missed_on: count.day,
    topic_code: count.topic,
    unit_id: count.streetId ?? root.id,
    words: count.words,
    words_index: count.words === null ? null : context.cipher.blindIndex("contents.search_miss", count.words),
    misses: count.misses,
  }));
  // In one order, so that two processes that write at once wait for each other and never in a circle.
  const keyOf = (row: (typeof rows)[number]): string =>
    [row.missed_on, row.topic_code, row.unit_id, row.words_index?.toString("hex")].join(" ");
  const sorted = rows.toSorted((left, right) => (keyOf(left) < keyOf(right) ? -1 : 1));
  await trx
    .insertInto("search_misses")
    .values(sorted.map(({ words: _words, ...row }) => row))
    .onConflict((conflict) =>
      conflict
        .constraint("search_misses_key")
        .doUpdateSet({ misses: sql<number>`search_misses.misses + excluded.misses` }),
    )
    .execute();
  const since = toDistrictDate(new Date(context.clock.now().getTime() - keptDays * dayMs));
  const said = new Map(
    rows.flatMap((row) =>
      row.words_index === null || row.words === null ? [] : [[row.words_index.toString("hex"), row.words]],
    ),
  );
  if (said.size === 0) return;
  const { rows: often } = await sql<{ words_index: Buffer }>`
    select words_index from search_misses
    where missed_on > ${since} and words_index = any(${[...said.keys()].map((hex) => Buffer.from(hex, "hex"))})
    group by words_index having sum(misses) >= ${leastShown} order by words_index`.execute(trx);
  if (often.length === 0) return;
  await trx
    .insertInto("search_miss_words")
    .values(
      often.map(({ words_index }) => ({ words_index, words: said.get(words_index.toString("hex")) ?? "" })),
    )
    .onConflict((conflict) => conflict.constraint("search_miss_words_pkey").doNothing())
    .execute();
};

/** Writes down what this process counted; where that fails the counts go back and the next turn tries again. Returns how many kinds. */
export const flushSearchMisses = async (
  context: Pick<Context, "db" | "cipher" | "clock">,
): Promise<number> => {
  const counter = counterOf(context.db);
  const counts = counter.take();
  if (counts.length === 0) return 0;
  try {
    await inTransaction(context.db, (trx) => write(trx, context, counts));
  } catch (error) {
    counter.giveBack(counts);
    throw error;
  }
  return counts.length;
};

/** Drops what is older than ninety days, and words that came less than ten times since. */
export const dropOldMisses = async (context: Pick<Context, "db" | "clock">): Promise<void> => {
  const since = toDistrictDate(new Date(context.clock.now().getTime() - keptDays * dayMs));
  await inTransaction(context.db, async (trx) => {
    await trx.deleteFrom("search_misses").where("missed_on", "<=", since).execute();
    await sql`
      delete from search_miss_words said where coalesce(
        (select sum(m.misses) from search_misses m where m.words_index = said.words_index), 0) < ${leastShown}`.execute(
      trx,
    );
  });
};

export type MissCell = { topic: string; unitId: string; unitName: string; misses: number };
export type MissWords = { words: string; misses: number };

/**
 * Searches of ninety days that found nothing, of a unit and those below it: by topic and street (or the district), and by words
 * where they came ten times there. Whatever stands under neither is only counted.
 */
export const listSearchMisses = async (
  db: Db,
  input: { unitPath: string; now: Date },
): Promise<{ cells: readonly MissCell[]; words: readonly MissWords[]; total: number }> => {
  const since = toDistrictDate(new Date(input.now.getTime() - keptDays * dayMs));
  const here = sql`
    from search_misses m join org_units unit on unit.id = m.unit_id
    where m.missed_on > ${since} and unit.path <@ ${input.unitPath}::ltree`;
  const { rows: cells } = await sql<MissCell>`
    select m.topic_code as topic, unit.id as "unitId", unit.name as "unitName", sum(m.misses)::int as misses
    ${here} and m.topic_code is not null group by 1, 2, 3 order by 4 desc, 1, 2 limit 200`.execute(db);
  const { rows: words } = await sql<MissWords>`
    select said.words, often.misses from search_miss_words said join (
      select m.words_index, sum(m.misses)::int as misses ${here} group by 1 having sum(m.misses) >= ${leastShown}
    ) often on often.words_index = said.words_index order by 2 desc, 1 limit 50`.execute(db);
  const { rows: totals } = await sql<{ total: number }>`
    select coalesce(sum(m.misses), 0)::int as total ${here}`.execute(db);
  return { cells, words, total: totals[0]?.total ?? 0 };
};
