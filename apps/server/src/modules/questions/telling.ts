import type { Context } from "#kernel/context.ts";
import { type EventHandler, onEvent } from "#kernel/events.ts";
import { queueMessage } from "#modules/identity/index.ts";
import { questionsPaths } from "./paths.ts";

/**
 * An asker who left a number for that is told by a text message that there is an answer; the answer itself is never in it.
 * Where the installation has no gateway, the number stays for a call from the workbench.
 */
export const questionEvents = (context: Context): readonly EventHandler[] => [
  onEvent({
    event: "questions.ended",
    consumer: "questions.tell_asker",
    handle: async (trx, { questionId }) => {
      const row = await trx
        .selectFrom("questions")
        .select("phone_sealed")
        .where("id", "=", questionId)
        .executeTakeFirst();
      if (row === undefined || row.phone_sealed === null) return;
      const phone = context.cipher.decrypt(row.phone_sealed);
      const text = `您问专家的问题有回音了，请到 ${context.config.publicUrl}${questionsPaths.lookup} 凭受理编号查看。`;
      await queueMessage(trx, context, { key: `questions.ended:${questionId}`, phone, text });
    },
  }),
];
