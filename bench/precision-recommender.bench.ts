import {
  createInteractions,
  createRecommender,
  fromSnapshot,
  generateInteractions,
  learnCombinations,
  measureList,
  pairedBootstrap,
  recencyAlone,
  splitByTime,
  toSnapshot,
  trainContent,
  trainEase,
  trainGraphFilter,
  trainIals,
  trainItemKnn,
  trainRp3Beta,
  type Audience,
  type Combination,
  type Interaction,
  type LearnedCombinations,
  type Recommender,
  type Synthetic,
} from "../packages/recommender/src/index.ts";
import { type IalsTimes, trainIalsInWorkers } from "../packages/recommender/src/node/index.ts";
import { createRandom } from "../packages/numerics/src/index.ts";
import type { BenchRow } from "./row.ts";

const EASE_SECONDS = 20;
const EPOCH_SECONDS = 2;
const LISTS_PER_SECOND = 1000;
const FOLD_IN_MS = 2;
const K = 10;

const megabytes = (): number => process.memoryUsage().rss / 1e6;
/** Seconds of processor time (all threads of the process): other work on the machine does not count. */
const seconds = <T>(work: () => T): { readonly value: T; readonly took: number } => {
  const start = process.cpuUsage();
  const value = work();
  const { user, system } = process.cpuUsage(start);
  return { value, took: (user + system) / 1e6 };
};
const row = (name: string, rest: Omit<BenchRow, "name">): BenchRow => ({
  name: `recommender: ${name}`,
  ...rest,
});
const byPerson = (rows: readonly Interaction[]): Map<string, Interaction[]> =>
  Map.groupBy(rows, ({ person }) => person);

/** Everything trained from the past rows of a generated set; λ and dimensions by the size of the set alone. */
function build(
  data: Synthetic,
  past: readonly Interaction[],
  weights: Partial<Pick<LearnedCombinations, "combination" | "combinationWithoutHistory">> = {},
): Recommender {
  const topicsOf = new Map(data.items.map(({ id, categories }) => [id, categories]));
  const personOf = new Map(data.people.map((person) => [person.id, person]));
  const table = createInteractions(past, [...topicsOf.keys()]);
  return createRecommender({
    table,
    items: data.items,
    now: table.lastAt,
    segmentOf: (person) => personOf.get(person)?.segment,
    placeOf: (person) => personOf.get(person)?.place,
    scorers: [
      trainEase(table, { lambda: 200 }),
      trainItemKnn(table),
      trainRp3Beta(table),
      trainGraphFilter(table, { dimensions: 32 }),
      trainIals(table, { dimensions: 32 }),
      trainContent(table.items.map((id) => topicsOf.get(id) ?? [])),
    ],
    ...weights,
  });
}

const audienceOf = (data: Synthetic): ((person: string, history: readonly Interaction[]) => Audience) => {
  const personOf = new Map(data.people.map((person) => [person.id, person]));
  return (person, history) => ({
    personalisation: "on",
    isMinor: false,
    reader: {
      history,
      segment: personOf.get(person)?.segment ?? "",
      place: personOf.get(person)?.place ?? "",
    },
  });
};

/** Weights are learned from a replay of the last fifth of the past; the future is looked at once, to judge. */
function quality(): BenchRow[] {
  const data = generateInteractions({ people: 1500, items: 600, interactions: 80_000, seed: 20_261_124 });
  const { train: past, test: future } = splitByTime(data.interactions, 0.8);
  const { train: older, test: newer } = splitByTime(past, 0.8);
  const audience = audienceOf(data);
  const before = build(data, older);
  const olderOf = byPerson(older);
  const cases = [...byPerson(newer)].map(([person, own]) => ({
    audience: audience(person, olderOf.get(person) ?? []),
    taken: new Set(own.map(({ item }) => item)),
  }));
  const learned = learnCombinations(before, cases, { random: createRandom(1) });
  const pastOf = byPerson(past);
  const judge = (
    weights: Parameters<typeof build>[2],
    readers: "with history" | "without" = "with history",
  ): number[] => {
    const recommender = build(data, past, weights);
    return [...byPerson(future)].flatMap(([person, own]) => {
      const history = pastOf.get(person) ?? [];
      if (history.length > 0 !== (readers === "with history")) return [];
      const seen = new Set(history.map(({ item }) => item));
      const relevant = new Set(own.map(({ item }) => item).filter((item) => !seen.has(item)));
      if (relevant.size === 0) return [];
      // What is published later than the list was made cannot be in it, but counts as missed.
      const situation = { now: past.at(-1)?.at ?? 0 };
      const list = recommender.recommend({ audience: audience(person, history), length: K, situation });
      return [measureList({ list: list.map(({ item }) => item.id), relevant }, K).ndcg];
    });
  };
  const only = (name: string): { readonly combination: Combination } => ({
    combination: {
      ...learned.combination,
      weights: Float64Array.from(before.components, (one) => (one === name ? 1 : 0)),
    },
  });
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const ours = judge(learned);
  const recency = judge(only("recent-14"));
  const alone = { combinationWithoutHistory: recencyAlone(before.components) };
  const [newcomers, newcomersByRecency] = [judge(learned, "without"), judge(alone, "without")];
  const gain = pairedBootstrap(ours, recency, { seed: 1 });
  const name = "nDCG@10 by time, synthetic with drift";
  return [
    row(`${name}, learned combination`, {
      value: mean(ours),
      unit: "nDCG@10",
      target: "> recency",
      ok: gain.low > 0,
      note: `gain over recency ${gain.mean.toFixed(3)} [${gain.low.toFixed(3)}, ${gain.high.toFixed(3)}], ${ours.length} people`,
    }),
    row(`${name}, readers without a history`, {
      value: mean(newcomers),
      unit: "nDCG@10",
      target: "≥ recency",
      ok: mean(newcomers) >= mean(newcomersByRecency),
      note: `recency ${mean(newcomersByRecency).toFixed(4)}, ${newcomers.length} people; weights ${learned.withoutHistory.isLearned ? "learned" : "recency alone"}`,
    }),
    row(`${name}, comparator: recency popularity`, { value: mean(recency), unit: "nDCG@10" }),
    row(`${name}, comparator: plain popularity`, { value: mean(judge(only("lasting"))), unit: "nDCG@10" }),
    ...["ease", "item-knn", "rp3beta", "graph-filter", "ials", "content"].map((model) =>
      row(`${name}, comparator: ${model} alone`, { value: mean(judge(only(model))), unit: "nDCG@10" }),
    ),
  ];
}

/** The plain way: Gauss–Jordan on Float64Array, on fewer rows because it is slow. */
function naiveInverseSeconds(n: number): number {
  const a = new Float64Array(n * n).map((_, place) => (place % (n + 1) === 0 ? 100 : 0.01));
  return seconds(() => {
    for (let pivot = 0; pivot < n; pivot += 1) {
      const scale = 1 / (a[pivot * n + pivot] ?? 1);
      for (let i = 0; i < n; i += 1) {
        if (i === pivot) continue;
        const factor = (a[i * n + pivot] ?? 0) * scale;
        for (let j = 0; j < n; j += 1) a[i * n + j] = (a[i * n + j] ?? 0) - factor * (a[pivot * n + j] ?? 0);
        a[i * n + pivot] = -factor;
      }
      for (let j = 0; j < n; j += 1) a[pivot * n + j] = (a[pivot * n + j] ?? 0) * scale;
      a[pivot * n + pivot] = scale;
    }
  }).took;
}

async function speed(): Promise<BenchRow[]> {
  const data = generateInteractions({ people: 6000, items: 3700, interactions: 2_000_000, seed: 3 });
  const ids = data.items.map(({ id }) => id);
  const { value: table, took: reading } = seconds(() => createInteractions(data.interactions, ids));
  const pairs = table.byPerson.indices.length;
  const note = `6,000 people × 3,700 items, 2,000,000 acts on ${pairs.toLocaleString("en")} pairs`;
  const ease = seconds(() => trainEase(table));
  const one = seconds(() => trainIals(table, { dimensions: 64, epochs: 1 }));
  const three = seconds(() => trainIals(table, { dimensions: 64, epochs: 3 }));
  const epoch = (three.took - one.took) / 2;
  const times: IalsTimes[] = [];
  await trainIalsInWorkers(
    table,
    { dimensions: 64, epochs: 3 },
    { threads: 2, onEpoch: (_, time) => times.push(time) },
  );
  // The first epoch warms the compiler of each thread.
  const shared = times.slice(1).sort((a, b) => a.busiestThreadSeconds - b.busiestThreadSeconds)[0];
  const knn = seconds(() => trainItemKnn(table));
  const rp3 = seconds(() => trainRp3Beta(table));
  const filter = seconds(() => trainGraphFilter(table, { dimensions: 64, rounds: 4 }));
  const naive = naiveInverseSeconds(700);
  const topicsOf = new Map(data.items.map(({ id, categories }) => [id, categories]));
  const recommender = createRecommender({
    table,
    items: data.items,
    now: table.lastAt,
    historyLength: 50,
    scorers: [
      ease.value,
      knn.value,
      three.value,
      trainContent(table.items.map((id) => topicsOf.get(id) ?? [])),
    ],
  });
  const kept = seconds(() => {
    const bytes = toSnapshot({ items: ids, scorers: [ease.value, knn.value, three.value] });
    fromSnapshot(bytes);
    return bytes;
  });
  const historyOf = [...byPerson(data.interactions)].slice(0, 2000);
  const audience = audienceOf(data);
  const lists = seconds(() => {
    for (const [person, history] of historyOf)
      recommender.recommend({
        audience: audience(person, history.slice(-50)),
        length: 20,
        situation: { now: table.lastAt },
      });
  });
  const out = new Float64Array(ids.length);
  const profile = {
    items: Int32Array.from({ length: 20 }, (_, place) => place * 7),
    weights: new Float64Array(20).fill(1),
  };
  const fold = seconds(() => {
    for (let round = 0; round < 200; round += 1) three.value.score(profile, out);
  });
  return [
    row("reading interactions", { value: 2e6 / reading, unit: "rows/CPU s", note }),
    row("EASE, one core", {
      value: ease.took,
      unit: "CPU s",
      target: `≤ ${EASE_SECONDS}`,
      ok: ease.took <= EASE_SECONDS,
      note,
    }),
    row("comparator: plain inverse, scaled to 3,700 rows", {
      value: naive * (3700 / 700) ** 3,
      unit: "CPU s",
      note: `measured ${naive.toFixed(2)} s at 700 rows, × n³`,
    }),
    row("iALS d = 64, an epoch, one thread", { value: epoch, unit: "CPU s", note }),
    row("iALS d = 64, an epoch, two workers", {
      value: shared?.busiestThreadSeconds ?? Number.NaN,
      unit: "CPU s a thread",
      target: `≤ ${EPOCH_SECONDS}`,
      ok: (shared?.busiestThreadSeconds ?? Infinity) <= EPOCH_SECONDS,
      note: `${((pairs / (shared?.busiestThreadSeconds ?? Number.NaN)) * 1e-6).toFixed(2)} M pairs/s; ${(shared?.seconds ?? Number.NaN).toFixed(2)} s by the clock with what else ran`,
    }),
    row("snapshot of EASE, kNN and iALS, to bytes and back", {
      value: kept.took,
      unit: "CPU s",
      note: `${(kept.value.length / 1e6).toFixed(0)} MB`,
    }),
    row("item-kNN", { value: knn.took, unit: "CPU s", note }),
    row("RP3beta", { value: rp3.took, unit: "CPU s", note }),
    row("graph filter, 64 vectors", { value: filter.took, unit: "CPU s", note }),
    row("lists of 20 with reasons, one core", {
      value: historyOf.length / lists.took,
      unit: "lists/CPU s",
      target: `≥ ${LISTS_PER_SECOND}`,
      ok: historyOf.length / lists.took >= LISTS_PER_SECOND,
      note: "popularity, EASE, kNN, iALS, content; 50 acts of history, folded in anew each time",
    }),
    row("iALS: fold-in of 20 clicks and scores of all items", {
      value: (1000 * fold.took) / 200,
      unit: "CPU ms",
      target: `≤ ${FOLD_IN_MS}`,
      ok: (1000 * fold.took) / 200 <= FOLD_IN_MS,
    }),
    row("memory of the process after this", { value: megabytes(), unit: "MB" }),
  ];
}

/** A sparse set of the size of a check-in network: dense models refuse it, the graph filter holds. */
function sparse(): BenchRow[] {
  const data = generateInteractions({ people: 30_000, items: 41_000, interactions: 1_000_000, seed: 4 });
  const table = createInteractions(
    data.interactions,
    data.items.map(({ id }) => id),
  );
  const filter = seconds(() => trainGraphFilter(table, { dimensions: 64, rounds: 4 }));
  const out = new Float64Array(table.items.length);
  const scoring = seconds(() => {
    for (let person = 0; person < 200; person += 1) {
      const items = table.byPerson.indices.subarray(
        table.byPerson.offsets[person],
        table.byPerson.offsets[person + 1],
      );
      filter.value.score({ items, weights: new Float64Array(items.length).fill(1) }, out);
    }
  });
  const note = "30,000 people × 41,000 items, 1,000,000 acts";
  return [
    row("sparse set: graph filter, 64 vectors", { value: filter.took, unit: "CPU s", note }),
    row("sparse set: graph filter, scores of all items", {
      value: 200 / scoring.took,
      unit: "people/CPU s",
      note,
    }),
    row("sparse set: memory of the process", { value: megabytes(), unit: "MB" }),
  ];
}

/** Quality on the committed generator, time and memory on generated sets of the size of public ones. */
export async function rows(): Promise<BenchRow[]> {
  return [...quality(), ...(await speed()), ...sparse()];
}
