import type { Context } from "#kernel/context.ts";
import { type EventHandler, onEvent } from "#kernel/events.ts";
import { findMobile, queueMessage } from "#modules/identity/index.ts";
import { complaintsPaths } from "./paths.ts";

/** Who complained is told by a text message that there is an answer; the answer itself is never in it. */
export const complaintEvents = (context: Context): readonly EventHandler[] => [
  onEvent({
    event: "complaints.answered",
    consumer: "complaints.tell",
    handle: async (trx, { complaintId }, { id }) => {
      const row = await trx
        .selectFrom("complaints")
        .select("filed_by_person_id")
        .where("id", "=", complaintId)
        .executeTakeFirst();
      const phone =
        row === undefined ? undefined : await findMobile(trx, context.cipher, row.filed_by_person_id);
      if (row === undefined || phone === undefined) return;
      await queueMessage(trx, context, {
        key: `complaints.answered:${id}`,
        personId: row.filed_by_person_id,
        phone,
        text: `【${context.config.siteName}】您的投诉有答复了，请到 ${context.config.publicUrl}${complaintsPaths.own} 查看。`,
      });
    },
  }),
];
