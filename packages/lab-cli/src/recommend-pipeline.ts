import { createRandom } from "@kepu/numerics";
import {
  type Audience,
  createInteractions,
  createRecommender,
  type Interaction,
  type InteractionTable,
  type LearnedCombinations,
  learnCombinations,
  measureList,
  type Recommender,
  type RecommenderOptions,
  splitByRatio,
  splitByTime,
  trainModels,
} from "@kepu/recommender";
import { trainIalsInWorkers } from "@kepu/recommender/node";
import {
  type CatalogueItem,
  type KnownPerson,
  parameterDefaults,
  type RecommendParameters,
} from "./recommend-files.ts";

export type Pipeline = {
  readonly items: readonly CatalogueItem[];
  readonly people: readonly KnownPerson[];
  readonly parameters: RecommendParameters;
  readonly seed: number;
  readonly onModel?: (name: string) => void;
  readonly onLearning?: (done: number, all: number) => void;
};

type Built = { readonly table: InteractionTable; readonly options: RecommenderOptions };

/** Fewer acts are trained before threads have started. */
const fewForThreads = 200_000;

const audienceOf = (person: KnownPerson, history: readonly Interaction[]): Audience => ({
  personalisation: "on",
  isMinor: false,
  reader: {
    history,
    ...(person.segment === undefined ? {} : { segment: person.segment }),
    ...(person.place === undefined ? {} : { place: person.place }),
  },
});

/** Models of everything that happened before, ready to be combined. */
const build = async (rows: readonly Interaction[], pipeline: Pipeline): Promise<Built> => {
  const { items, people, parameters, seed, onModel } = pipeline;
  const table = createInteractions(
    rows,
    items.map(({ id }) => id),
  );
  const byId = new Map(items.map((item) => [item.id, item]));
  const personOf = new Map(people.map((person) => [person.id, person]));
  const hasTopics = items.some(({ topics }) => topics.length > 0);
  const scorers = await trainModels(table, {
    parameters,
    seed,
    ...(hasTopics ? { features: table.items.map((id) => byId.get(id)?.topics ?? []) } : {}),
    ...(rows.length >= fewForThreads
      ? { trainFactors: (given, options) => trainIalsInWorkers(given, options, { threads: 2 }) }
      : {}),
    ...(onModel === undefined ? {} : { onModel }),
  });
  const options: RecommenderOptions = {
    table,
    // When an item was published is not in the files: what was never touched may be new, and stands as a candidate.
    items: table.items.map((id) => ({
      id,
      title: byId.get(id)?.title ?? id,
      categories: byId.get(id)?.topics ?? [],
      publishedAt: table.firstAt,
    })),
    now: table.lastAt,
    scorers,
    historyHalfLifeDays: parameters.historyHalfLifeDays === 0 ? Infinity : parameters.historyHalfLifeDays,
    historyLength: parameters.historyLength,
    ...(people.some(({ segment }) => segment !== undefined)
      ? { segmentOf: (person: string) => personOf.get(person)?.segment }
      : {}),
    ...(people.some(({ place }) => place !== undefined)
      ? { placeOf: (person: string) => personOf.get(person)?.place }
      : {}),
  };
  return { table, options };
};

/** The last part of the rows to learn on: by time, or where the file has none, of each person at random. */
export const holdOut = (rows: readonly Interaction[], seed: number) => {
  const [first] = rows;
  const hasTimes = rows.some(({ at }) => at !== first?.at);
  return hasTimes ? splitByTime(rows, 0.8) : splitByRatio(rows, { share: 0.8, seed });
};

const quantile = (rows: readonly Interaction[], share: number): number =>
  rows.map(({ at }) => at).sort((a, b) => a - b)[Math.floor(share * (rows.length - 1))] ?? 0;

/** Whether the later rows are later: most of them after nine tenths of the past ones. */
export const isInOrderOfTime = (past: readonly Interaction[], later: readonly Interaction[]): boolean =>
  quantile(later, 0.5) > quantile(past, 0.9);

/** Where rows were parted at random, an old act says as much as a new one, and all of them count. */
export const parametersFor = (
  past: readonly Interaction[],
  later: readonly Interaction[],
): RecommendParameters =>
  isInOrderOfTime(past, later)
    ? parameterDefaults
    : { ...parameterDefaults, historyHalfLifeDays: 0, historyLength: 10_000 };

const byPerson = (rows: readonly Interaction[]): Map<string, Interaction[]> =>
  Map.groupBy(rows, ({ person }) => person);

/** Weights learned from what people took after the past rows. */
const learn = async (
  past: readonly Interaction[],
  later: readonly Interaction[],
  pipeline: Pipeline,
): Promise<LearnedCombinations> => {
  const recommender = createRecommender((await build(past, pipeline)).options);
  const before = byPerson(past);
  const personOf = new Map(pipeline.people.map((person) => [person.id, person]));
  const cases = [...byPerson(later)].map(([id, own]) => ({
    audience: audienceOf(personOf.get(id) ?? { id }, before.get(id) ?? []),
    taken: new Set(own.map(({ item }) => item)),
  }));
  return learnCombinations(recommender, cases, {
    random: createRandom(pipeline.seed).fork("learning"),
    ...(pipeline.onLearning === undefined ? {} : { onProgress: pipeline.onLearning }),
  });
};

export type Trained = {
  readonly table: InteractionTable;
  readonly learned: LearnedCombinations;
  /** Best first, nothing the person already has; a person without rows gets what everybody new gets. */
  readonly list: (person: KnownPerson, top: number) => string[];
};

/**
 * Learns the combination on the later rows from models of the earlier ones, then trains the models on both and serves with it.
 * What the lists are later judged on is never seen.
 */
export const trainPipeline = async (
  past: readonly Interaction[],
  later: readonly Interaction[],
  pipeline: Pipeline,
): Promise<Trained> => {
  const learned = await learn(past, later, pipeline);
  const rows = [...past, ...later];
  const { table, options } = await build(rows, pipeline);
  const recommender: Recommender = createRecommender({
    ...options,
    combination: learned.combination,
    combinationWithoutHistory: learned.combinationWithoutHistory,
  });
  const history = byPerson(rows);
  const list = (person: KnownPerson, top: number): string[] =>
    recommender
      .recommend({
        audience: audienceOf(person, history.get(person.id) ?? []),
        length: top,
        situation: { now: table.lastAt },
      })
      .map(({ item }) => item.id);
  return { table, learned, list };
};

/** Mean nDCG@10 of the lists over the people of some rows; nobody is left out. */
export const judge = (
  trained: Trained,
  rows: readonly Interaction[],
  people: readonly KnownPerson[],
): number => {
  const personOf = new Map(people.map((person) => [person.id, person]));
  let sum = 0;
  const taken = byPerson(rows);
  for (const [id, own] of taken)
    sum += measureList(
      { list: trained.list(personOf.get(id) ?? { id }, 10), relevant: new Set(own.map(({ item }) => item)) },
      10,
    ).ndcg;
  return sum / Math.max(1, taken.size);
};
