import { systemActor } from "#kernel/actor.ts";
import type { Context } from "#kernel/context.ts";
import { type EventHandler, onEvent } from "#kernel/events.ts";
import { findMobile, queueMessage } from "#modules/identity/index.ts";
import { requestVisit } from "./contracts.ts";
import { commissionersPaths } from "./paths.ts";
import { readCodeMessage } from "./queries.ts";

const actor = systemActor("commissioners");

/** A farmer gets his code after a visit was written down; an ordered visit reaches the commissioner of that town. */
export const commissionerEvents = (context: Context): readonly EventHandler[] => [
  onEvent({
    event: "commissioners.logged",
    consumer: "commissioners.send_code",
    handle: async (trx, { logId }) => {
      const message = await readCodeMessage(trx, context, logId);
      if (message === undefined) return;
      const { phone, code, place } = message;
      // Without a gateway somebody of the village asks the farmer.
      await queueMessage(trx, context, {
        key: `commissioners.code:${logId}`,
        phone,
        text: `【${context.config.siteName}】科技特派员说到过 ${place}。确实来过，请把确认码 ${code} 念给他；没有来过，不用理会，这次服务就不算。`,
      });
    },
  }),
  onEvent({
    event: "commissioners.selection",
    consumer: "commissioners.tell_selection",
    handle: async (trx, { personId }, { id }) => {
      const phone = await findMobile(trx, context.cipher, personId);
      if (phone === undefined) return;
      // Neither the town nor the answer is in the message: both stand on the person's own page.
      await queueMessage(trx, context, {
        key: `commissioners.selection:${id}`,
        personId,
        phone,
        text: `【${context.config.siteName}】科技特派员选派有事请您看，请到 ${context.config.publicUrl}${commissionersPaths.selection} 查看。`,
      });
    },
  }),
  onEvent({
    event: "orders.submitted",
    consumer: "commissioners.request_visit",
    handle: async (trx, { orderId }) => void (await requestVisit(trx, context, actor, orderId)),
  }),
];
