import type { Actor } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Db, Trx } from "#kernel/db.ts";
import type { ContentSettingsTable } from "./tables.ts";

/** What holds until a district sets its own number. */
const defaults: Readonly<Record<ContentSettingsTable["name"], number>> = { chain_minimum: 3 };

export const readSetting = async (db: Db | Trx, name: ContentSettingsTable["name"]): Promise<number> => {
  const row = await db
    .selectFrom("content_settings")
    .select("amount")
    .where("name", "=", name)
    .executeTakeFirst();
  return row?.amount ?? defaults[name];
};

export const writeSetting = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { name: ContentSettingsTable["name"]; amount: number },
): Promise<void> => {
  const columns = { amount: input.amount, changed_at: context.clock.now() };
  await trx
    .insertInto("content_settings")
    .values({ name: input.name, ...columns })
    .onConflict((conflict) => conflict.column("name").doUpdateSet(columns))
    .execute();
  await recordAudit(trx, context, {
    actor,
    action: "contents.manage_settings",
    record: { table: "content_settings", id: input.name },
    requestId: context.requestId,
  });
};
