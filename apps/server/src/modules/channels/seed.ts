import { sql } from "kysely";
import type { Config } from "#kernel/config.ts";
import { systemActor } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import type { ActContext } from "#kernel/context.ts";
import { type Db, inTransaction } from "#kernel/db.ts";
import { isSet } from "./outside/platforms.ts";
import { standardChannels } from "./standard-channels.ts";

/** The channels that the platform itself serves; one that is there keeps whether it is open. */
export const seedChannels = async (context: ActContext & { db: Db; config: Config }): Promise<void> =>
  inTransaction(context.db, async (trx) => {
    // Two nodes that start at once: the second finds the rows of the first.
    await sql`lock table channels in share row exclusive mode`.execute(trx);
    const rows = await trx.selectFrom("channels").select(["code", "name", "kind", "target"]).execute();
    const known = new Map(rows.map((row) => [row.code, row]));
    for (const channel of standardChannels) {
      const there = known.get(channel.code);
      if (there?.name === channel.name && there.target === channel.target) continue;
      await trx
        .insertInto("channels")
        .values({
          ...channel,
          is_open: channel.kind !== "outside" || isSet(context.config, channel.code),
          created_at: context.clock.now(),
        })
        .onConflict((conflict) =>
          conflict.column("code").doUpdateSet({ name: channel.name, target: channel.target }),
        )
        .execute();
      await recordAudit(trx, context, {
        actor: systemActor("channels.seed"),
        action: "channels.manage",
        record: { table: "channels", id: channel.code },
      });
    }
  });
