// Indices are kept inside the arrays by the loop bounds; `!` says so.
import { createRandom, type Random } from "@kepu/numerics";
import { assertWhole } from "../errors.ts";
import type { Interaction } from "../interactions.ts";
import { dayMs } from "../models/scorer.ts";
import type { Item } from "../rerank/arrange.ts";

export type SyntheticOptions = {
  readonly people: number;
  readonly items: number;
  readonly interactions: number;
  readonly topics?: number;
  readonly days?: number;
  readonly seed: number | string;
};

export type SyntheticPerson = { readonly id: string; readonly segment: string; readonly place: string };
export type Synthetic = {
  readonly interactions: readonly Interaction[];
  readonly items: readonly Item[];
  readonly people: readonly SyntheticPerson[];
  /** The mean taste of each segment over the topics: what a fair list should reflect. */
  readonly tastes: ReadonlyMap<string, Float64Array>;
};

const segments = ["青少年", "职工", "老年人", "农民"] as const;
const places = 8;

const drawFrom = (cumulative: Float64Array, random: Random): number => {
  const wanted = random.next() * cumulative[cumulative.length - 1]!;
  let [low, high] = [0, cumulative.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (cumulative[middle]! > wanted) high = middle;
    else low = middle + 1;
  }
  return low;
};

const normalised = (values: Float64Array): Float64Array => {
  const sum = values.reduce((all, value) => all + value, 0);
  return values.map((value) => value / sum);
};

/**
 * Interactions with a known structure and drift: four segments with tastes over the topics, people near their
 * segment's taste, items of one topic with a Zipf attraction that halves every 20 days after publication, half of
 * them published during the period; activity is heavy-tailed and bound to a stretch of days. Same seed, same data.
 *
 * @throws RecommenderError `parameter_out_of_range`
 * @example generateInteractions({ people: 3, items: 4, interactions: 5, seed: 1 }).interactions.length; // => 5
 */
export const generateInteractions = (options: SyntheticOptions): Synthetic => {
  const {
    people: personCount,
    items: itemCount,
    interactions: wanted,
    topics = 12,
    days = 120,
    seed,
  } = options;
  assertWhole({ name: "people", value: personCount, least: 1, most: 10_000_000 });
  assertWhole({ name: "items", value: itemCount, least: 1, most: 1_000_000 });
  assertWhole({ name: "interactions", value: wanted, least: 1, most: 50_000_000 });
  assertWhole({ name: "topics", value: topics, least: 1, most: 1000 });
  assertWhole({ name: "days", value: days, least: 1, most: 10_000 });
  const random = createRandom(seed);
  const draw = (shape: number): Float64Array =>
    normalised(new Float64Array(topics).map(() => random.gamma(shape) + 1e-9));
  const tastes = new Map(segments.map((segment) => [segment as string, draw(0.5)]));
  const people = Array.from({ length: personCount }, (_, place) => ({
    id: `p${place}`,
    segment: segments[random.integer(segments.length)]!,
    place: `街道${random.integer(places)}`,
  }));
  const items = Array.from({ length: itemCount }, (_, place) => ({
    id: `i${place}`,
    title: `第${place}条`,
    categories: [`主题${random.integer(topics)}`],
    // Half stand there from the beginning.
    publishedAt: Math.max(0, random.next() * 2 - 1) * days * dayMs,
  }));
  const attraction = Float64Array.from(items, () => (1 + random.integer(itemCount)) ** -0.8);
  const byTopic = Array.from({ length: topics }, (_, topic) =>
    items.flatMap(({ categories }, item) => (categories[0] === `主题${topic}` ? [item] : [])),
  );
  // What attracts on each day, by topic: old items fade, new ones begin at their full strength.
  const ofDay = Array.from({ length: days }, (_, day) =>
    byTopic.map((own) => {
      let sum = 0;
      return Float64Array.from(own, (item) => {
        const age = day - items[item]!.publishedAt / dayMs;
        return (sum += age < 0 ? 0 : attraction[item]! * 2 ** (-age / 20));
      });
    }),
  );
  const personal = people.map(({ segment }) => {
    const base = tastes.get(segment)!;
    const own = normalised(base.map((share) => random.gamma(6 * share + 0.02) + 1e-12));
    let sum = 0;
    return own.map((share) => (sum += share));
  });
  let activity = 0;
  const active = Float64Array.from(people, () => (activity += random.gamma(0.6) + 0.02));
  const stretch = people.map(() => {
    const [a, b] = [random.next() * days, random.next() * days];
    return { from: Math.min(a, b), length: Math.abs(a - b) + 1 };
  });
  const interactions: Interaction[] = [];
  while (interactions.length < wanted) {
    const person = drawFrom(active, random);
    const { from, length } = stretch[person]!;
    const time = Math.min(days - 1e-6, from + random.next() * length);
    const topic = drawFrom(personal[person]!, random);
    const weights = ofDay[Math.floor(time)]![topic]!;
    if (weights.length === 0 || !(weights[weights.length - 1]! > 0)) {
      // A topic without a published item that day: the person takes any item of the first days instead.
      interactions.push({
        person: people[person]!.id,
        item: items[random.integer(itemCount)]!.id,
        at: time * dayMs,
      });
      continue;
    }
    const item = byTopic[topic]![drawFrom(weights, random)]!;
    interactions.push({ person: people[person]!.id, item: items[item]!.id, at: time * dayMs });
  }
  return { interactions, items, people, tastes };
};
