import {
  absorb,
  type Centroids,
  createCentroids,
  entriesOf,
  entriesOfCluster,
  moveVector,
  type Nearest,
  nearest,
  openCluster,
} from "./centroids.ts";
import { assertOption } from "./errors.ts";
import {
  countTerms,
  createLexicon,
  type FeatureOptions,
  type FeatureVector,
  learnNames,
  namesIn,
  readMessage,
  termsOf,
  toVector,
} from "./features.ts";
import { checkMessages } from "./check-messages.ts";
import type { Message } from "./messages.ts";

export type ClusterOptions = Partial<FeatureOptions> & {
  /** Cosine with a centroid at which a message joins a cluster, 0 … 1. */
  readonly joinAt?: number;
  /** Cosine of two centroids at which clusters become one, 0 … 1. */
  readonly mergeAt?: number;
  /** Rounds in which each message may move to a nearer cluster. */
  readonly rounds?: number;
  readonly maxMessages?: number;
  /** Called after each message read, with how many of how many. */
  readonly onProgress?: (done: number, all: number) => void;
};

export type Topic = {
  /** `t` and the number of the first message of the topic, in the order given. */
  readonly id: string;
  readonly messages: readonly string[];
  /** Words and names that weigh most in the topic. */
  readonly terms: readonly string[];
};

/**
 * Chosen on the odd issues of the fixture by fixtures/choose-parameters.ts; the weight of the street, which changed the
 * result by less than 0.001, was left low.
 */
export const clusterDefaults: Required<Omit<ClusterOptions, "onProgress">> = {
  titleWeight: 2,
  placeBoost: 1.5,
  streetWeight: 0.4,
  joinAt: 0.35,
  mergeAt: 0.3,
  rounds: 4,
  maxMessages: 100_000,
};

/** A core of two characters is too easily part of something else to be sought without its ending. */
export const isSoughtCore = (core: string): boolean => core.length >= 3;

const vectorise = (
  messages: readonly Message[],
  options: FeatureOptions & Pick<ClusterOptions, "onProgress">,
) => {
  const read = messages.map((message, at) => {
    const found = readMessage(message, options.titleWeight);
    options.onProgress?.(at + 1, messages.length);
    return found;
  });
  const gazetteer = learnNames(read);
  const cores = [...new Set(gazetteer.cores.values())].filter(isSoughtCore);
  const lexicon = createLexicon();
  const terms = read.map((message, at) =>
    termsOf(message, { names: namesIn(message, gazetteer, cores), street: messages[at]?.place }),
  );
  for (const list of terms) countTerms(lexicon, list);
  return {
    lexicon,
    gazetteer,
    cores: new Set(cores),
    vectors: terms.map((list) => toVector(list, lexicon, options)),
  };
};

/** Merges clusters that are each other's nearest and near enough, until none are. */
const mergePass = (centroids: Centroids, homes: Int32Array, mergeAt: number): void => {
  const into = new Map<number, number>();
  for (let round = 0; round < 8; round += 1) {
    const next = new Map<number, Nearest>();
    for (let cluster = 0; cluster < centroids.sizes.length; cluster += 1) {
      if ((centroids.sizes[cluster] ?? 0) === 0) continue;
      const length = Math.sqrt(centroids.squares[cluster] ?? 0);
      if (length === 0) continue;
      next.set(
        cluster,
        nearest(centroids, entriesOfCluster(centroids, cluster), { length, except: cluster }),
      );
    }
    let merged = 0;
    for (const [cluster, { cluster: other, cosine }] of next) {
      if (cosine < mergeAt || other < cluster || next.get(other)?.cluster !== cluster) continue;
      absorb(centroids, other, cluster);
      into.set(other, cluster);
      merged += 1;
    }
    if (merged === 0) break;
  }
  for (let at = 0; at < homes.length; at += 1) {
    let home = homes[at] ?? -1;
    for (let next = into.get(home); next !== undefined; next = into.get(home)) home = next;
    homes[at] = home;
  }
};

/** Each message once: joins the nearest cluster that is near enough, else opens one. */
const assignPass = (
  centroids: Centroids,
  vectors: readonly FeatureVector[],
  { homes, joinAt }: { readonly homes: Int32Array; readonly joinAt: number },
): void => {
  for (const [at, vector] of vectors.entries()) {
    const home = homes[at] ?? -1;
    if (home >= 0) moveVector(centroids, vector, { cluster: home, sign: -1 });
    const found = nearest(centroids, entriesOf(vector), { length: 1 });
    const chosen =
      found.cluster >= 0 && found.cosine >= joinAt
        ? found.cluster
        : home >= 0 && centroids.sizes[home] === 0
          ? home
          : openCluster(centroids);
    moveVector(centroids, vector, { cluster: chosen, sign: 1 });
    homes[at] = chosen;
  }
};

/** Words and names that weigh most in the vectors, eight of them. */
export const strongest = (vectors: readonly FeatureVector[], names: readonly string[]): string[] => {
  const sums = new Map<number, number>();
  for (const vector of vectors)
    for (const [term, weight] of entriesOf(vector)) sums.set(term, (sums.get(term) ?? 0) + weight);
  return [...sums]
    .sort((a, b) => b[1] - a[1] || a[0] - b[0])
    .map(([term]) => names[term] ?? "")
    .filter((name) => !name.startsWith("#"))
    .map((name) => (name.startsWith("@") ? name.slice(1) : name))
    .filter((name, at, all) => all.indexOf(name) === at)
    .slice(0, 8);
};

export type ClusterSettings = typeof clusterDefaults & Pick<ClusterOptions, "onProgress">;

/** Options with their defaults. @throws DemandError `demand.option_out_of_range` */
export const toClusterSettings = (options: ClusterOptions): ClusterSettings => {
  const chosen = { ...clusterDefaults, ...options };
  for (const name of ["joinAt", "mergeAt"] as const)
    assertOption(chosen[name] > 0 && chosen[name] <= 1, {
      name,
      value: chosen[name],
      range: "大于 0、不超过 1 的数",
    });
  for (const name of ["titleWeight", "placeBoost", "streetWeight"] as const)
    assertOption(chosen[name] >= 0 && chosen[name] <= 100, {
      name,
      value: chosen[name],
      range: "0 到 100 的数",
    });
  assertOption(Number.isInteger(chosen.rounds) && chosen.rounds >= 0 && chosen.rounds <= 20, {
    name: "rounds",
    value: chosen.rounds,
    range: "0 到 20 的整数",
  });
  return chosen;
};

/** The clusters of a batch, with all that is needed to add to them. */
export const clusterVectors = (messages: readonly Message[], chosen: ClusterSettings) => {
  checkMessages(messages, chosen.maxMessages);
  const { lexicon, gazetteer, cores, vectors } = vectorise(messages, chosen);
  const centroids = createCentroids();
  const homes = new Int32Array(vectors.length).fill(-1);
  assignPass(centroids, vectors, { homes, joinAt: chosen.joinAt });
  for (let round = 0; round < chosen.rounds; round += 1) {
    mergePass(centroids, homes, chosen.mergeAt);
    assignPass(centroids, vectors, { homes, joinAt: chosen.joinAt });
  }
  mergePass(centroids, homes, chosen.mergeAt);
  return { centroids, homes, vectors, lexicon, gazetteer, cores };
};

/**
 * Groups messages by topic: on-line centroid clustering of tf-idf vectors of content words and names of places, in the
 * order given; then rounds of a merge pass (mutually nearest centroids, cosine ≥ `mergeAt`) and a pass in which each
 * message may move. A message without content words stands alone. The same input gives the same topics.
 *
 * Source: single-pass centroid clustering as in topic detection (Allan, Papka & Lavrenko 1998), with mutual nearest
 * neighbours for merging.
 *
 * @param messages in the order of their days
 * @returns topics, largest first; every message is in exactly one
 * @throws DemandError `demand.message_invalid`, `demand.text_broken_unicode`, `demand.id_repeated`,
 *   `demand.date_invalid`, `demand.too_many_messages`, `demand.option_out_of_range`
 * @example clusterMessages([{ id: "a", text: "小区电梯困人" }, { id: "b", text: "小区电梯困人，请修" }]).length; // => 1
 */
export const clusterMessages = (messages: readonly Message[], options: ClusterOptions = {}): Topic[] => {
  const { homes, vectors, lexicon } = clusterVectors(messages, toClusterSettings(options));
  const members = new Map<number, number[]>();
  for (const [at, home] of homes.entries()) {
    const list = members.get(home);
    if (list) list.push(at);
    else members.set(home, [at]);
  }
  return [...members.values()]
    .sort((a, b) => b.length - a.length || (a[0] ?? 0) - (b[0] ?? 0))
    .map((list) => ({
      id: `t${(list[0] ?? 0) + 1}`,
      messages: list.flatMap((at) => messages[at]?.id ?? []),
      terms: strongest(
        list.flatMap((at) => vectors[at] ?? []),
        lexicon.terms,
      ),
    }));
};

/** The topic of each message id. */
export const toAssignments = (topics: readonly Topic[]): Map<string, string> =>
  new Map(topics.flatMap(({ id, messages }) => messages.map((message): [string, string] => [message, id])));
