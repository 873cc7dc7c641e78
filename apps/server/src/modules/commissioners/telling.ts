import { systemActor } from "#kernel/actor.ts";
import type { Context } from "#kernel/context.ts";
import { type EventHandler, onEvent } from "#kernel/events.ts";
import { queueMessage } from "#modules/identity/index.ts";
import { requestVisit } from "./contracts.ts";
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
    event: "orders.submitted",
    consumer: "commissioners.request_visit",
    handle: async (trx, { orderId }) => void (await requestVisit(trx, context, actor, orderId)),
  }),
];
