import { sql } from "kysely";
import { systemActor } from "#kernel/actor.ts";
import type { ActContext } from "#kernel/context.ts";
import { type Db, inTransaction } from "#kernel/db.ts";
import { listTopics } from "#modules/contents/index.ts";
import { writeOccasion } from "./commands.ts";
import { standardOccasions } from "./standard-occasions.ts";

/** Writes the standard occasions where there are none yet; a district that has changed them keeps its own. */
export const seedOccasions = async (context: ActContext & { db: Db }): Promise<void> =>
  inTransaction(context.db, async (trx) => {
    // Two nodes that start at once: the second finds the rows of the first.
    await sql`lock table occasions in share row exclusive mode`.execute(trx);
    const known = await trx.selectFrom("occasions").select("code").limit(1).executeTakeFirst();
    if (known !== undefined) return;
    // A district that retired one of the standard topics still starts.
    const topics = new Set((await listTopics(trx)).map((topic) => topic.code));
    for (const occasion of standardOccasions)
      await writeOccasion(trx, context, systemActor("occasions.seed"), {
        ...occasion,
        topics: occasion.topics.filter((topic) => topics.has(topic)),
      });
  });
