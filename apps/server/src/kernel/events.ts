import { sql } from "kysely";
import type { Clock } from "./clock.ts";
import { type Db, inTransaction, type Trx } from "./db.ts";
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
export const onEvent = <Name extends EventName>(handler: EventHandler<Name>): EventHandler =>
  handler as unknown as EventHandler; // the event's name ties payload and handler together

/** Writes an event in the transaction of the act (outbox); it is delivered after the commit, at least once. */
export const emitEvent = async <Name extends EventName>(
  trx: Trx,
  clock: Clock,
  name: Name,
  payload: Events[Name],
): Promise<void> => {
  await trx
    .insertInto("outbox_events")
    .values({
      id: createId(clock),
      name,
      payload: JSON.stringify(payload),
      created_at: clock.now(),
      delivered_at: null,
      last_error: null,
    })
    .execute();
};

const maxAttempts = 5;

/** Milliseconds until the next try: 1, 4, 9, 16 seconds. */
const retryDelayMs = (attempts: number): number => attempts * attempts * 1_000;

/** One consumer's effect with its receipt, behind a savepoint: its failure takes back nothing of the others. */
const runConsumer = async (
  trx: Trx,
  clock: Clock,
  delivery: { handler: EventHandler; event: { id: string; at: Date }; payload: unknown },
): Promise<string | undefined> => {
  const { handler, event, payload } = delivery;
  await sql`savepoint consumer`.execute(trx);
  try {
    const receipt = await trx
      .insertInto("event_receipts")
      .values({ event_id: event.id, consumer: handler.consumer, handled_at: clock.now() })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    if (receipt.numInsertedOrUpdatedRows === 1n) await handler.handle(trx, payload as never, event); // the emitter's type
    await sql`release savepoint consumer`.execute(trx);
    return undefined;
  } catch (error) {
    // Throws where the connection is gone: then nothing is committed and the event is taken again.
    await sql`rollback to savepoint consumer`.execute(trx);
    return `${handler.consumer}: ${String(error)}`;
  }
};

/** Takes the oldest event that is due and gives it to each of its consumers. */
const deliverNext = async (
  trx: Trx,
  clock: Clock,
  handlers: readonly EventHandler[],
): Promise<"none" | "delivered" | "failed"> => {
  const now = clock.now();
  const row = await trx
    .selectFrom("outbox_events")
    .selectAll()
    .where("delivered_at", "is", null)
    .where("attempts", "<", maxAttempts)
    .where((eb) => eb.or([eb("retry_at", "is", null), eb("retry_at", "<=", now)]))
    .orderBy("event_no")
    .limit(1)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();
  if (row === undefined) return "none";
  const event = { id: row.id, at: row.created_at };
  const failures: string[] = [];
  for (const handler of handlers.filter((candidate) => candidate.event === row.name)) {
    const failure = await runConsumer(trx, clock, { handler, event, payload: row.payload });
    if (failure !== undefined) failures.push(failure);
  }
  const attempts = row.attempts + 1;
  await trx
    .updateTable("outbox_events")
    .set(
      failures.length === 0
        ? { delivered_at: now, last_error: null }
        : {
            attempts,
            last_error: failures.join("; ").slice(0, 500),
            retry_at: new Date(now.getTime() + retryDelayMs(attempts)),
          },
    )
    .where("id", "=", row.id)
    .execute();
  return failures.length === 0 ? "delivered" : "failed";
};

/**
 * Delivers waiting events, oldest first; returns how many were delivered. Several nodes may call it at once: rows are
 * taken with SKIP LOCKED, and the receipt's primary key makes each consumer's effect happen once. A consumer that
 * fails is tried again later, alone; after five times the event waits for a person (jobs page) and holds up nothing.
 */
export const deliverEvents = async (
  db: Db,
  clock: Clock,
  handlers: readonly EventHandler[],
  limit = 100,
): Promise<number> => {
  let delivered = 0;
  for (let count = 0; count < limit; count += 1) {
    const outcome = await inTransaction(db, (trx) => deliverNext(trx, clock, handlers));
    if (outcome === "none") break;
    if (outcome === "delivered") delivered += 1;
  }
  return delivered;
};

/** Lets an event that was put aside be tried again; false where there is no such event. */
export const retryEvent = async (db: Db | Trx, id: string): Promise<boolean> => {
  const updated = await db
    .updateTable("outbox_events")
    .set({ attempts: 0, retry_at: null })
    .where("id", "=", id)
    .where("delivered_at", "is", null)
    .where("attempts", ">=", maxAttempts)
    .executeTakeFirst();
  return updated.numUpdatedRows === 1n;
};
