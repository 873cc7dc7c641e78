import type { PersonActor } from "./actor.ts";
import type { Context } from "./context.ts";

/** Something that waits for a person, on the workbench's first page. */
export type WaitingItem = { kind: string; title: string; href: string; count: number; dueAt?: Date };
export type WaitingSource = (context: Context, actor: PersonActor) => Promise<readonly WaitingItem[]>;

const sources = new Map<string, WaitingSource>();

/** Called by modules at composition. A source must ask the policy for the actor's scope itself. */
export const registerWaitingSource = (name: string, source: WaitingSource): void => {
  sources.set(name, source);
};

/** All that waits for the actor, what is due soonest first. */
export const listWaiting = async (context: Context, actor: PersonActor): Promise<readonly WaitingItem[]> => {
  const found: WaitingItem[] = [];
  for (const source of sources.values()) found.push(...(await source(context, actor)));
  const dueOf = (item: WaitingItem): number => item.dueAt?.getTime() ?? Number.POSITIVE_INFINITY;
  return found
    .filter((item) => item.count > 0)
    .sort((a, b) => (dueOf(a) === dueOf(b) ? 0 : dueOf(a) - dueOf(b)));
};
