import type { Context } from "#kernel/context.ts";
import { type EventHandler, onEvent } from "#kernel/events.ts";
import { findMobile, queueMessage } from "#modules/identity/index.ts";
import { claimsPaths } from "./paths.ts";

/** Who filed is told by a text message that his claim went on; what it is about is never in it. */
export const claimEvents = (context: Context): readonly EventHandler[] => [
  onEvent({
    event: "claims.moved",
    consumer: "claims.tell",
    handle: async (trx, { claimId }, { id }) => {
      const row = await trx
        .selectFrom("insurance_claims")
        .select("person_id")
        .where("id", "=", claimId)
        .executeTakeFirst();
      const phone = row === undefined ? undefined : await findMobile(trx, context.cipher, row.person_id);
      if (row === undefined || phone === undefined) return;
      await queueMessage(trx, context, {
        key: `claims.moved:${id}`,
        personId: row.person_id,
        phone,
        text: `【${context.config.siteName}】您的申请有新进展，请到 ${context.config.publicUrl}${claimsPaths.own} 查看。`,
      });
    },
  }),
];
