import type { Context } from "#kernel/context.ts";
import { type EventHandler, onEvent } from "#kernel/events.ts";
import { afterQuietHours } from "#kernel/quiet-hours.ts";
import { findMobile, queueMessage } from "#modules/identity/index.ts";
import { peoplePaths } from "../paths.ts";
import { toPaperNo } from "./papers.ts";

/** What of a paper's way its expert is told, and in which words; what it is about is never in the message. */
export const toldOf = {
  confirm: "有答复了",
  return: "退回来请您补充",
  pass_up: "到时没有办，已转上级单位办",
} as const;

declare module "#kernel/events.ts" {
  interface Events {
    "people.advice_moved": { paperId: string; told: keyof typeof toldOf };
  }
}

const dailyCap = 3;

/** An expert is told that his paper was answered, returned or passed up (E-02): not at night, three times a day at most. */
export const adviceEvents = (context: Context): readonly EventHandler[] => [
  onEvent({
    event: "people.advice_moved",
    consumer: "people.tell_adviser",
    handle: async (trx, { paperId, told }, { id }) => {
      const paper = await trx
        .selectFrom("advice_papers")
        .select(["paper_no", "submitted_by_person_id as personId"])
        .where("id", "=", paperId)
        .executeTakeFirst();
      const phone = paper === undefined ? undefined : await findMobile(trx, context.cipher, paper.personId);
      if (paper === undefined || phone === undefined) return;
      const { siteName, publicUrl } = context.config;
      await queueMessage(trx, context, {
        key: `people.advice:${id}`,
        personId: paper.personId,
        phone,
        text: `【${siteName}】您的建议 ${toPaperNo(paper.paper_no)} ${toldOf[told]}，请到 ${publicUrl}${peoplePaths.expertAdvice} 查看。`,
        notBefore: afterQuietHours(context.clock.now()),
        mostADay: { keys: "people.advice:", count: dailyCap },
      });
    },
  }),
];
