import { type Kysely, sql, type Transaction } from "kysely";
import { AppError } from "./errors.ts";

/** A life cycle as data: for every state, the events it takes and the state each leads to. */
export type TransitionTable<State extends string, Event extends string> = Readonly<
  Record<State, Readonly<Partial<Record<Event, State>>>>
>;

export type StateMachine<State extends string, Event extends string> = {
  states: readonly State[];
  events: readonly Event[];
  /** The state after the event, or undefined where the event is not allowed. */
  next: (state: State, event: Event) => State | undefined;
  /** The states from which the event is allowed. */
  sources: (event: Event) => readonly State[];
  eventsFrom: (state: State) => readonly Event[];
  isTerminal: (state: State) => boolean;
  table: TransitionTable<State, Event>;
};

export const defineStates = <State extends string, Event extends string>(
  table: TransitionTable<State, Event>,
  events: readonly Event[],
): StateMachine<State, Event> => {
  // Object.keys gives string[]; the keys of this table are its states by construction.
  const states = Object.keys(table) as State[];
  return {
    states,
    events,
    table,
    next: (state, event) => table[state][event],
    sources: (event) => states.filter((state) => table[state][event] !== undefined),
    eventsFrom: (state) => events.filter((event) => table[state][event] !== undefined),
    isTerminal: (state) => events.every((event) => table[state][event] === undefined),
  };
};

export type TransitionError = "state.not_found" | "state.conflict";

/**
 * The only way a status changes: one UPDATE that names the states it may come from, so that of two actors at
 * once exactly one wins (compare-and-set; the other sees `state.conflict`, also under READ COMMITTED, because
 * PostgreSQL re-checks the WHERE clause on the row the winner left).
 * @throws AppError `state.not_found` (404) | `state.conflict` (409)
 */
export const applyTransition = async <State extends string, Event extends string>(
  // The table name is checked by the caller's own types; this function is generic over every module's tables.
  trx: Transaction<never> | Kysely<never>,
  change: {
    machine: StateMachine<State, Event>;
    table: string;
    id: string;
    event: Event;
    now: Date;
    set?: Record<string, unknown>;
  },
): Promise<{ from: State; to: State }> => {
  const { machine, table, id, event, now, set = {} } = change;
  for (const from of machine.sources(event)) {
    const to = machine.next(from, event);
    if (to === undefined) continue;
    const assignments = Object.entries({ ...set, status: to, status_changed_at: now }).map(
      ([column, value]) => sql`${sql.ref(column)} = ${value}`,
    );
    const updated = await sql<{ id: string }>`
      update ${sql.table(table)} set ${sql.join(assignments)}
      where id = ${id} and status = ${from} returning id`.execute(trx);
    if (updated.rows.length === 1) return { from, to };
  }
  const found = await sql<{
    status: string;
  }>`select status from ${sql.table(table)} where id = ${id}`.execute(trx);
  const status = found.rows[0]?.status;
  if (status === undefined) throw new AppError<TransitionError>("state.not_found", { status: 404 });
  throw new AppError<TransitionError>("state.conflict", { status: 409, values: { status, event } });
};
