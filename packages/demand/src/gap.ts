import { DemandError } from "./errors.ts";
import { askerOf } from "./floor.ts";

/** One thing that was asked for: a search, a question, an order. */
export type DemandRecord = {
  readonly id: string;
  /** Entry of the vocabulary. */
  readonly topic: string;
  readonly place: string;
  readonly audience: string;
  /** Pseudonym; without one, a record is a person of its own. */
  readonly person?: string;
  /** Whether it was answered: found, served, replied to. */
  readonly isMet: boolean;
};

/** One thing on offer. */
export type Offer = {
  readonly id: string;
  readonly topic: string;
  /** Left out: everywhere. */
  readonly place?: string;
  /** Left out: for everyone. */
  readonly audience?: string;
  /** People it can serve in the period; left out: any number, as an article. */
  readonly capacity?: number;
};

/** Supply beside demand of one topic, place and audience. For staff: below 10 people it must not be published. */
export type GapRow = {
  readonly topic: string;
  readonly place: string;
  readonly audience: string;
  readonly people: number;
  readonly unmetPeople: number;
  /** People that the offers can serve beyond those whose wish was met; Infinity where one has no limit. */
  readonly room: number;
  /** Unmet people beyond the room: what must be sourced. */
  readonly shortfall: number;
  /** Unmet people though there is room: the offer is there and was not found or not taken. */
  readonly unreached: number;
  /** Ids of the records and offers behind the numbers. */
  readonly records: readonly string[];
  readonly unmetRecords: readonly string[];
  readonly offers: readonly string[];
};

const keyOf = ({ topic, place, audience }: Pick<DemandRecord, "topic" | "place" | "audience">): string =>
  JSON.stringify([topic, place, audience]);

/**
 * The gap between what is asked for and what is on offer, a row for each topic × place × audience that was asked for, widest
 * shortfall first, then the most unreached. An offer without a place or an audience counts in every row of its topic; its
 * capacity is not shared out between them, so that a shortfall is never larger than it is. A person counts once a row, and as
 * unmet where any of the records is.
 *
 * @throws DemandError `demand.id_repeated`; `demand.counts_invalid` for a capacity that is no whole number from 0
 * @example listGaps([{ id: "r", topic: "t", place: "a", audience: "b", isMet: false }], [])[0]?.shortfall; // => 1
 */
export const listGaps = (records: readonly DemandRecord[], offers: readonly Offer[]): GapRow[] => {
  for (const list of [records, offers]) {
    const ids = new Set<string>();
    for (const { id } of list) {
      if (ids.has(id)) throw new DemandError("demand.id_repeated", { id });
      ids.add(id);
    }
  }
  for (const [at, { capacity = 0 }] of offers.entries())
    if (!Number.isSafeInteger(capacity) || capacity < 0)
      throw new DemandError("demand.counts_invalid", { row: at + 1, field: "capacity" });
  const offersOf = Map.groupBy(offers, ({ topic }) => topic);
  const rows = [...Map.groupBy(records, keyOf).values()].flatMap((own): GapRow[] => {
    const [first] = own;
    if (first === undefined) return [];
    const { topic, place, audience } = first;
    const unmetRecords = own.filter(({ isMet }) => !isMet);
    const people = new Set(own.map(askerOf)).size;
    const unmetPeople = new Set(unmetRecords.map(askerOf)).size;
    const fitting = (offersOf.get(topic) ?? []).filter(
      (offer) =>
        (offer.place ?? place) === place && (offer.audience ?? audience) === audience && offer.capacity !== 0,
    );
    const capacity = fitting.reduce((sum, offer) => sum + (offer.capacity ?? Infinity), 0);
    const room = Math.max(0, capacity - (people - unmetPeople));
    const shortfall = Math.max(0, unmetPeople - room);
    return [
      {
        topic,
        place,
        audience,
        people,
        unmetPeople,
        room,
        shortfall,
        unreached: unmetPeople - shortfall,
        records: own.map(({ id }) => id),
        unmetRecords: unmetRecords.map(({ id }) => id),
        offers: fitting.map(({ id }) => id),
      },
    ];
  });
  return rows.sort(
    (a, b) =>
      b.shortfall - a.shortfall ||
      b.unreached - a.unreached ||
      b.people - a.people ||
      (keyOf(a) < keyOf(b) ? -1 : 1),
  );
};
