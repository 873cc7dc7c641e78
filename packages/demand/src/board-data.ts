import { type Centroids, createCentroids, moveVector, openCluster } from "./centroids.ts";
import {
  type ClusterOptions,
  type ClusterSettings,
  clusterVectors,
  isSoughtCore,
  toClusterSettings,
} from "./cluster.ts";
import { DemandError } from "./errors.ts";
import { createLexicon, type FeatureVector, type Gazetteer, type Lexicon } from "./features.ts";
import type { Message } from "./messages.ts";

type Placed = { readonly vector: FeatureVector; readonly cluster: number };

/** All that a board of topics knows; a cluster is a number, a topic its name. */
export type BoardData = {
  readonly settings: ClusterSettings;
  readonly centroids: Centroids;
  readonly lexicon: Lexicon;
  readonly gazetteer: Gazetteer;
  readonly cores: Set<string>;
  readonly names: Map<number, string>;
  readonly clusters: Map<string, number>;
  readonly members: Map<number, Set<string>>;
  /** Topic merged away → topic it went into. */
  readonly aliases: Map<string, string>;
  /** Clusters that a person parted: higher number → lower numbers. */
  readonly parted: Map<number, Set<number>>;
  readonly placed: Map<string, Placed>;
  /** Messages ever read, and topics ever split off: numbers of new ids. */
  read: number;
  splits: number;
};

/** A board as plain data: JSON in and out gives the same board. */
export type BoardState = {
  readonly format: 1;
  readonly read: number;
  readonly splits: number;
  readonly lexicon: {
    readonly terms: readonly string[];
    readonly counts: readonly number[];
    readonly size: number;
  };
  /** Readings of names with the number of messages, and names with their cores. */
  readonly readings: readonly (readonly [string, number])[];
  readonly cores: readonly (readonly [string, string])[];
  readonly topics: readonly {
    readonly id: string;
    readonly messages: readonly {
      readonly id: string;
      readonly terms: readonly number[];
      readonly weights: readonly number[];
    }[];
  }[];
  readonly aliases: readonly (readonly [string, string])[];
  readonly parted: readonly (readonly [string, string])[];
};

export const nameTopic = (data: BoardData, cluster: number, id: string): void => {
  data.names.set(cluster, id);
  data.clusters.set(id, cluster);
  data.members.set(cluster, new Set());
};

export const putMessage = (
  data: BoardData,
  id: string,
  { vector, cluster }: { readonly vector: FeatureVector; readonly cluster: number },
): void => {
  data.placed.set(id, { vector, cluster });
  data.members.get(cluster)?.add(id);
};

export const isParted = ({ parted }: BoardData, a: number, b: number): boolean =>
  parted.get(Math.max(a, b))?.has(Math.min(a, b)) ?? false;

export const partTopics = ({ parted }: BoardData, a: number, b: number): void => {
  const list = parted.get(Math.max(a, b)) ?? new Set();
  parted.set(Math.max(a, b), list.add(Math.min(a, b)));
};

const emptyMaps = () => ({
  names: new Map<number, string>(),
  clusters: new Map<string, number>(),
  members: new Map<number, Set<string>>(),
  aliases: new Map<string, string>(),
  parted: new Map<number, Set<number>>(),
  placed: new Map<string, Placed>(),
});

/** A board of messages that are already there, grouped as a batch. */
export const dataFromBacklog = (backlog: readonly Message[], options: ClusterOptions): BoardData => {
  const settings = toClusterSettings(options);
  const { homes, vectors, ...found } = clusterVectors(backlog, settings);
  const data: BoardData = { settings, ...found, ...emptyMaps(), read: 0, splits: 0 };
  for (const [at, message] of backlog.entries()) {
    const [cluster, vector] = [homes[at], vectors[at]];
    data.read += 1;
    if (cluster === undefined || vector === undefined) continue;
    if (!data.names.has(cluster)) nameTopic(data, cluster, `t${data.read}`);
    putMessage(data, message.id, { vector, cluster });
  }
  return data;
};

export const toBoardState = (data: BoardData): BoardState => ({
  format: 1,
  read: data.read,
  splits: data.splits,
  lexicon: {
    terms: [...data.lexicon.terms],
    counts: [...data.lexicon.counts],
    size: data.lexicon.size,
  },
  readings: [...data.gazetteer.readings],
  cores: [...data.gazetteer.cores],
  topics: [...data.names]
    .sort(([a], [b]) => a - b)
    .map(([cluster, id]) => ({
      id,
      messages: [...(data.members.get(cluster) ?? [])].map((message) => ({
        id: message,
        terms: [...(data.placed.get(message)?.vector.terms ?? [])],
        weights: [...(data.placed.get(message)?.vector.weights ?? [])],
      })),
    })),
  aliases: [...data.aliases],
  parted: [...data.parted].flatMap(([high, lows]) =>
    [...lows].map((low) => [data.names.get(high) ?? "", data.names.get(low) ?? ""] as const),
  ),
});

/** @throws DemandError `demand.state_unreadable` where the parts do not fit together */
export const dataFromState = (state: BoardState, options: ClusterOptions): BoardData => {
  const bad = (): DemandError => new DemandError("demand.state_unreadable");
  if (state.format !== 1 || state.lexicon.terms.length !== state.lexicon.counts.length) throw bad();
  const lexicon = createLexicon();
  lexicon.size = state.lexicon.size;
  for (const [number, term] of state.lexicon.terms.entries()) {
    lexicon.numbers.set(term, number);
    lexicon.terms.push(term);
    lexicon.counts.push(state.lexicon.counts[number] ?? 0);
  }
  const cores = new Map(state.cores);
  const data: BoardData = {
    settings: toClusterSettings(options),
    centroids: createCentroids(),
    lexicon,
    gazetteer: { readings: new Map(state.readings), cores },
    cores: new Set([...cores.values()].filter(isSoughtCore)),
    ...emptyMaps(),
    read: state.read,
    splits: state.splits,
  };
  for (const { id, messages } of state.topics) {
    if (data.clusters.has(id)) throw bad();
    const cluster = openCluster(data.centroids);
    nameTopic(data, cluster, id);
    for (const { id: message, terms, weights } of messages) {
      if (terms.length !== weights.length || data.placed.has(message)) throw bad();
      if (!terms.every((term) => lexicon.terms[term] !== undefined) || !weights.every(Number.isFinite))
        throw bad();
      const vector = { terms: Int32Array.from(terms), weights: Float64Array.from(weights) };
      moveVector(data.centroids, vector, { cluster, sign: 1 });
      putMessage(data, message, { vector, cluster });
    }
  }
  for (const [from, into] of state.aliases) data.aliases.set(from, into);
  for (const [a, b] of state.parted) {
    const [first, second] = [data.clusters.get(a), data.clusters.get(b)];
    if (first !== undefined && second !== undefined) partTopics(data, first, second);
  }
  return data;
};
