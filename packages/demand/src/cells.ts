import { planRelease, type ReleaseCell, type ReleaseRelation, SurveyError } from "@kepu/survey-statistics";
import { DemandError } from "./errors.ts";
import { askerOf, assertFloor, usualFloor } from "./floor.ts";

/** One message counted for the tables: who asked, where, and about which topic. */
export type CellSignal = {
  readonly topic: string;
  readonly place: string;
  readonly audience: string;
  /** Pseudonym; without one, a message is a person of its own. */
  readonly person?: string;
};

/** A part of the table; `all` stands for the sum over places or audiences, `rest` for the small ones put together. */
export type CellKey = { readonly kind: "one"; readonly name: string } | { readonly kind: "all" | "rest" };

export type PublishedCell = {
  readonly place: CellKey;
  readonly audience: CellKey;
  /** Different people: 0, or at least the floor. */
  readonly people: number;
};

export type PublishedTopic = {
  readonly topic: string;
  readonly cells: readonly PublishedCell[];
  /** Inner cells and margins that are kept back. */
  readonly withheld: number;
};

export type CellOptions = {
  /** Fewest people a published cell stands for, 2 … 1,000; 10 if left out. */
  readonly floor?: number;
};

const mostCells = 2_000;
const allName = "\u0001all";
const restName = "\u0001rest";

const toKey = (name: string): CellKey =>
  name === allName ? { kind: "all" } : name === restName ? { kind: "rest" } : { kind: "one", name };

type Person = { readonly place: string; readonly audience: string };

/** Most frequent place and audience of each person within a topic: people count once in a table, so that its sums hold. */
const homesOf = (signals: readonly CellSignal[]): Person[] => {
  const people = new Map<string, Map<string, { readonly at: Person; count: number }>>();
  for (const [at, { place, audience, person }] of signals.entries()) {
    const key = askerOf(person === undefined ? { id: String(at) } : { id: "", person });
    const own = people.get(key) ?? new Map<string, { readonly at: Person; count: number }>();
    people.set(key, own);
    const pair = JSON.stringify([place, audience]);
    const home = own.get(pair) ?? { at: { place, audience }, count: 0 };
    home.count += 1;
    own.set(pair, home);
  }
  return [...people.values()].map((own) => {
    let [best] = [...own.values()];
    for (const home of own.values()) if (best === undefined || home.count > best.count) best = home;
    return best?.at ?? { place: "", audience: "" }; // every person has a signal
  });
};

/** Names with fewer people than the floor go together: a table of many small cells would have to be withheld whole. */
const mergeSmall = (names: readonly string[], floor: number): ((name: string) => string) => {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return (name) => ((counts.get(name) ?? 0) < floor ? restName : name);
};

const releaseTopic = (topic: string, people: readonly Person[], floor: number): PublishedTopic => {
  const placeOf = mergeSmall(
    people.map(({ place }) => place),
    floor,
  );
  const audienceOf = mergeSmall(
    people.map(({ audience }) => audience),
    floor,
  );
  const placed = people.map(({ place, audience }) => ({
    place: placeOf(place),
    audience: audienceOf(audience),
  }));
  const places = [...new Set(placed.map(({ place }) => place))].sort();
  const audiences = [...new Set(placed.map(({ audience }) => audience))].sort();
  const size = (places.length + 1) * (audiences.length + 1);
  if (size > mostCells) throw new DemandError("demand.table_too_large", { cells: size, limit: mostCells });
  const idOf = (place: string, audience: string): string => JSON.stringify([place, audience]);
  const counts = new Map<string, number>();
  for (const { place, audience } of placed)
    for (const p of [place, allName])
      for (const a of [audience, allName]) counts.set(idOf(p, a), (counts.get(idOf(p, a)) ?? 0) + 1);
  const cells: (ReleaseCell & { readonly place: string; readonly audience: string })[] = [];
  for (const place of [...places, allName])
    for (const audience of [...audiences, allName]) {
      const id = idOf(place, audience);
      cells.push({ id, count: counts.get(id) ?? 0, place, audience });
    }
  const relations: ReleaseRelation[] = [
    ...[...places, allName].map((place) => ({
      total: idOf(place, allName),
      parts: audiences.map((audience) => idOf(place, audience)),
    })),
    ...[...audiences, allName].map((audience) => ({
      total: idOf(allName, audience),
      parts: places.map((place) => idOf(place, audience)),
    })),
  ];
  const published = choosePublished(cells, relations, { floor, total: idOf(allName, allName) });
  return {
    topic,
    cells: cells
      .filter(({ id }) => published.has(id))
      .map(({ place, audience, count }) => ({
        place: toKey(place),
        audience: toKey(audience),
        people: count,
      })),
    withheld: cells.length - published.size,
  };
};

const choosePublished = (
  cells: readonly ReleaseCell[],
  relations: readonly ReleaseRelation[],
  { floor, total }: { readonly floor: number; readonly total: string },
): ReadonlySet<string> => {
  if ((cells.find(({ id }) => id === total)?.count ?? 0) < floor) return new Set();
  try {
    return new Set(planRelease(cells, relations, { minimum: floor, keep: [total] }).published);
  } catch (error) {
    // Too little is left to hide a small cell behind: the total alone says nothing of its parts.
    if (error instanceof SurveyError && error.code === "suppression-impossible") return new Set([total]);
    throw error;
  }
};

/**
 * Place × audience tables of people, one a topic, that may be published: no cell of fewer than `floor` people, and none that
 * can be worked out by adding and subtracting what is published (complementary suppression by `planRelease` of
 * \@kepu/survey-statistics, which proves each small cell by two tables that agree with all that is published and differ in it
 * by at least `floor`). The numbers are different people, each counted once a topic at the place and audience they wrote from
 * most; places and audiences of fewer than `floor` people are put together as `rest` first. A topic of fewer than `floor`
 * people is left out: that it exists is not said.
 *
 * Tables of topics do not add up to each other (a person may ask about two things), so none helps to work out another.
 * What does: a second release of nearly the same messages. Publish whole periods that do not overlap.
 *
 * @throws DemandError `demand.option_out_of_range`, `demand.table_too_large`
 * @example publishCells([{ topic: "t", place: "a", audience: "b", person: "p" }]); // => []
 */
export const publishCells = (signals: readonly CellSignal[], options: CellOptions = {}): PublishedTopic[] => {
  const { floor = usualFloor } = options;
  assertFloor(floor);
  return [...Map.groupBy(signals, ({ topic }) => topic)]
    .map(([topic, own]) => ({ topic, people: homesOf(own) }))
    .filter(({ people }) => people.length >= floor)
    .sort((a, b) => b.people.length - a.people.length || (a.topic < b.topic ? -1 : 1))
    .map(({ topic, people }) => releaseTopic(topic, people, floor));
};
