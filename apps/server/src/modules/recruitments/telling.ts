import type { Context } from "#kernel/context.ts";
import { type EventHandler, onEvent } from "#kernel/events.ts";
import { findMobile, queueMessage } from "#modules/identity/index.ts";
import { recruitmentsPaths } from "./paths.ts";

/** Who applied is told by a text message that there is an answer; neither the team nor the answer is in it. */
export const recruitmentEvents = (context: Context): readonly EventHandler[] => [
  onEvent({
    event: "recruitments.decided",
    consumer: "recruitments.tell",
    handle: async (trx, { applicationId }, { id }) => {
      const row = await trx
        .selectFrom("recruitment_applications")
        .select("person_id")
        .where("id", "=", applicationId)
        .executeTakeFirst();
      const phone = row === undefined ? undefined : await findMobile(trx, context.cipher, row.person_id);
      if (row === undefined || phone === undefined) return;
      await queueMessage(trx, context, {
        key: `recruitments.decided:${id}`,
        personId: row.person_id,
        phone,
        text: `【${context.config.siteName}】您报名加入服务队有答复了，请到 ${context.config.publicUrl}${recruitmentsPaths.own} 查看。`,
      });
    },
  }),
];
