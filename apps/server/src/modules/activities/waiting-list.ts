// The rule of the waiting list, pure: who is asked next when places are free.

export type Waiting = { id: string; peopleCount: number };

/**
 * In the order of the list, whoever still fits into the free places. A group that is too large keeps its place and is asked
 * first when more places come free; nobody who fits is passed over for somebody behind.
 */
export const choosePromotions = (free: number, queue: readonly Waiting[]): readonly Waiting[] => {
  const chosen: Waiting[] = [];
  let left = free;
  for (const group of queue) {
    if (left <= 0) break;
    if (group.peopleCount > left) continue;
    chosen.push(group);
    left -= group.peopleCount;
  }
  return chosen;
};

const hourMs = 3_600_000;
/** How long a place is kept for somebody who is asked. */
export const answerHours = 24;

/** Until when a place is kept: a day, at most until it begins. */
export const answerBy = (now: Date, startsAt: Date): Date =>
  new Date(Math.min(now.getTime() + answerHours * hourMs, startsAt.getTime()));
