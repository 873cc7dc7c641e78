import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createRandom } from "../packages/numerics/src/index.ts";
import { pinyin, searchTokens } from "../packages/text/src/index.ts";
import { sql } from "kysely";
import { buildPublished, buildStudio, type Studio } from "../apps/server/src/modules/contents/builders.ts";
import type { TestDatabase } from "../apps/server/test/support/database.ts";
import { startTestServer } from "../apps/server/test/support/server.ts";

const itemsFolder = join(import.meta.dirname, "../apps/server/src/demo/contents/items");
const topicCodes = ["food-safety", "scientists-spirit"] as const;
const audienceCodes = ["youth", "farmer", "worker", "elder", "official"] as const;
const batchSize = 500;

/** Sentences of the demonstration's own items: real words with their real frequencies. */
const readSentences = (): readonly string[] =>
  readdirSync(itemsFolder)
    .filter((name) => name.endsWith(".md"))
    .flatMap((name) =>
      readFileSync(join(itemsFolder, name), "utf8")
        .split("---")
        .slice(2)
        .join("---")
        .split(/(?<=[。？！])/u),
    )
    .map((sentence) => sentence.replaceAll(/[\s#*>|[\]^_`-]+/gu, ""))
    .filter((sentence) => sentence.length >= 8 && sentence.length <= 80);

export type SeededContents = { studio: Studio; firstNo: number; count: number };

/**
 * One item brought out by the real commands, and `count` more of about 600 characters laid beside it by SQL: twenty
 * thousand times seven signatures would take an hour, and reading is what is measured.
 */
export const seedContents = async (database: TestDatabase, count: number): Promise<SeededContents> => {
  await using system = await startTestServer(database);
  const studio = await buildStudio(system.context);
  const { contentId, versionId } = await buildPublished(system.context, studio);
  const random = createRandom(20_261_130);
  const sentences = readSentences();
  const pick = <T>(of: readonly T[]): T => {
    const found = of[Math.floor(random.next() * of.length)];
    if (found === undefined) throw new Error("nothing to pick from");
    return found;
  };
  const frequencies = new Map<string, number>([["", count]]);
  for (let done = 0; done < count; done += batchSize) {
    const rows = Array.from({ length: Math.min(batchSize, count - done) }, (_, index) => {
      let body = "";
      while (body.length < 600) body += pick(sentences);
      const title = `${pick(sentences).slice(0, 14)}（${done + index + 1}）`;
      const answer = pick(sentences);
      const tokens = searchTokens([answer, body], [title]);
      for (const token of tokens) frequencies.set(token, (frequencies.get(token) ?? 0) + 1);
      return {
        content_id: randomUUID(),
        version_id: randomUUID(),
        tokens,
        title,
        topic_words: pick(["食品安全", "科学家精神"]),
        answer,
        body,
        pinyin: [pinyin(title).full, pinyin(title).initials].join(" "),
        audience: pick(audienceCodes),
        topic: pick(topicCodes),
      };
    });
    const batch = JSON.stringify(rows);
    const typed = sql`jsonb_to_recordset(${batch}::jsonb) as made (content_id uuid, version_id uuid, tokens text[], title text,
      topic_words text, answer text, body text, pinyin text, audience text, topic text)`;
    await sql`
      insert into contents (id, unit_id, kind, created_by_person_id, origin, created_at)
      select made.content_id, c.unit_id, c.kind, c.created_by_person_id, c.origin, c.created_at
      from contents c, ${typed} where c.id = ${contentId}`.execute(database.db);
    await sql`
      insert into content_versions (id, content_id, version_no, status, status_changed_at, round_no, revision, content, title, summary,
        audiences, age_bands, topics, content_hash, published_at, created_by_person_id, created_at, updated_at)
      select made.version_id, made.content_id, 1, v.status, v.status_changed_at, v.round_no, v.revision,
        v.content || jsonb_build_object('title', made.title, 'answer', made.answer), made.title, left(made.body, 120),
        array[made.audience], '{}', array[made.topic], v.content_hash, v.published_at, v.created_by_person_id, v.created_at, v.updated_at
      from content_versions v, ${typed} where v.id = ${versionId}`.execute(database.db);
    await sql`
      insert into content_search (content_id, version_id, tokens, title, topic_words, answer, body, pinyin, form)
      select made.content_id, made.version_id, made.tokens, made.title, made.topic_words, made.answer, made.body, made.pinyin, 2
      from ${typed}`.execute(database.db);
    await sql`
      insert into review_steps (id, version_id, round_no, stage, person_id, decision, reason, content_hash, renditions, expert_term_id, decided_at)
      select gen_random_uuid(), made.version_id, s.round_no, s.stage, s.person_id, s.decision, s.reason, s.content_hash, s.renditions,
        s.expert_term_id, s.decided_at
      from review_steps s, ${typed} where s.version_id = ${versionId}`.execute(database.db);
  }
  await sql`
    insert into content_search_tokens (token, documents)
    select token, documents from unnest(${[...frequencies.keys()]}::text[], ${[...frequencies.values()]}::int[]) as t (token, documents)
    on conflict (token) do update set documents = content_search_tokens.documents + excluded.documents`.execute(
    database.db,
  );
  await sql`vacuum analyze contents, content_versions, content_search, content_search_tokens, review_steps`.execute(
    database.db,
  );
  const { rows } = await sql<{ first: number; count: number }>`
    select min(content_no)::int as first, count(*)::int as count from contents`.execute(database.db);
  return { studio, firstNo: rows[0]?.first ?? 1, count: rows[0]?.count ?? 0 };
};
