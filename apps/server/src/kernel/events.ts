import type { Clock } from "./clock.ts";
import type { Db, Trx } from "./db.ts";
import { createId } from "./ids.ts";

/**
 * Typed events by name, for lower modules to tell higher ones. A module adds its own by declaration merging:
 * `declare module "#kernel/events.ts" { interface Events { "organisations.verified": { organisationId: string } } }`.
 */
// oxlint-disable-next-line typescript/no-empty-interface typescript/no-empty-object-type -- open for merging
export interface Events {}
export type EventName = Extract<keyof Events, string>;

export type EventHandler<Name extends EventName = EventName> = {
  event: Name;
  /** Stable name; an event takes effect once for each consumer. */
  consumer: string;
  handle: (trx: Trx, payload: Events[Name], event: { id: string; at: Date }) => Promise<void>;
};

/** Gives a handler its payload's type. */
export const onEvent = <Name extends EventName>(handler: EventHandler<Name>): EventHandler => handler as unknown as EventHandler; // the event's name ties payload and handler together

/** Writes an event in the transaction of the act (outbox); it is delivered after the commit, at least once. */
export const emitEvent = async <Name extends EventName>(trx: Trx, clock: Clock, name: Name, payload: Events[Name]): Promise<void> => {
  await trx
    .insertInto("outbox_events")
    .values({ id: createId(clock), name, payload: JSON.stringify(payload), created_at: clock.now(), delivered_at: null, last_error: null })
    .execute();
};

/**
 * Delivers waiting events in order; returns how many were delivered. Several nodes may call it at once: rows are
 * taken with SKIP LOCKED, and the receipt's primary key makes each consumer's effect happen once. An event that
 * failed five times waits for a person (`kepu doctor`, system health page) and no longer holds up the rest.
 */
export const deliverEvents = async (db: Db, clock: Clock, handlers: readonly EventHandler[], limit = 100): Promise<number> => {
  let delivered = 0;
  for (let count = 0; count < limit; count += 1) {
    const failure = await db.transaction().execute(async (trx): Promise<{ id: string; error: string } | "none" | "done"> => {
      const row = await trx
        .selectFrom("outbox_events")
        .selectAll()
        .where("delivered_at", "is", null)
        .where("attempts", "<", 5)
        .orderBy("event_no")
        .limit(1)
        .forUpdate()
        .skipLocked()
        .executeTakeFirst();
      if (row === undefined) return "none";
      try {
        for (const handler of handlers.filter((candidate) => candidate.event === row.name)) {
          const receipt = await trx
            .insertInto("event_receipts")
            .values({ event_id: row.id, consumer: handler.consumer, handled_at: clock.now() })
            .onConflict((conflict) => conflict.doNothing())
            .executeTakeFirst();
          if (receipt.numInsertedOrUpdatedRows === 0n) continue;
          await handler.handle(trx, row.payload as never, { id: row.id, at: row.created_at }); // the emitter's type
        }
      } catch (error) {
        throw new DeliveryFailure(row.id, error);
      }
      await trx.updateTable("outbox_events").set({ delivered_at: clock.now() }).where("id", "=", row.id).execute();
      return "done";
    }).catch((error: unknown) => {
      if (error instanceof DeliveryFailure) return { id: error.eventId, error: String(error.cause) };
      throw error;
    });
    if (failure === "none") break;
    if (failure === "done") {
      delivered += 1;
      continue;
    }
    await db
      .updateTable("outbox_events")
      .set((eb) => ({ attempts: eb("attempts", "+", 1), last_error: failure.error.slice(0, 500) }))
      .where("id", "=", failure.id)
      .execute();
  }
  return delivered;
};

class DeliveryFailure extends Error {
  readonly eventId: string;
  constructor(eventId: string, cause: unknown) {
    super("event delivery failed", { cause });
    this.eventId = eventId;
  }
}
