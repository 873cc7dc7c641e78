import {
  type BoardData,
  type BoardState,
  dataFromBacklog,
  dataFromState,
  isParted,
  nameTopic,
  partTopics,
  putMessage,
  toBoardState,
} from "./board-data.ts";
import {
  absorb,
  entriesOf,
  entriesOfCluster,
  moveVector,
  type Nearest,
  nearest,
  openCluster,
} from "./centroids.ts";
import { checkMessages } from "./check-messages.ts";
import { type ClusterOptions, isSoughtCore, strongest, type Topic } from "./cluster.ts";
import { DemandError } from "./errors.ts";
import { countTerms, type FeatureVector, namesIn, readMessage, termsOf, toVector } from "./features.ts";
import type { Message } from "./messages.ts";
import { chooseName, coreOfName } from "./place-names.ts";

export type Placement = {
  readonly topic: string;
  readonly isNew: boolean;
  /** Cosine with the topic it joined or, for a new topic, with the nearest one, 0 … 1. */
  readonly likeness: number;
};

/** Two topics that are each other's nearest and near enough to be one; the older id would stay. */
export type MergeSuggestion = { readonly from: string; readonly into: string; readonly likeness: number };

export type TopicBoard = {
  /** Puts one more message into the topic it is nearest to, or opens one. What was placed before stays where it is. */
  readonly add: (message: Message) => Placement;
  /** Takes a message out, as when its author's data are erased. Which words were met stays counted. */
  readonly remove: (message: string) => void;
  /** By a person: all of one topic goes into another; the first id is from then on another name of the second. */
  readonly merge: (from: string, into: string) => void;
  /** By a person: some messages of a topic become one of their own, whose id is returned; the two are not suggested to merge. */
  readonly split: (topic: string, messages: readonly string[]) => string;
  readonly suggestMerges: () => MergeSuggestion[];
  /** The id a topic has now, after merges. */
  readonly resolve: (topic: string) => string;
  readonly topicOf: (message: string) => string;
  /** Largest first; every message is in exactly one. */
  readonly topics: () => Topic[];
  /** All of it as plain data for JSON, for {@link restoreTopicBoard}. Holds words and ids, no text. */
  readonly state: () => BoardState;
};

/**
 * How rare a word is, is told as in a collection of at least so many messages: among the first few every word that two of
 * them share would look common, and nothing would join.
 */
const usualCollection = 200;

const toNextVector = (data: BoardData, message: Message): FeatureVector => {
  const { gazetteer, lexicon, settings, cores } = data;
  const found = readMessage(message, settings.titleWeight);
  for (const reading of new Set(found.mentions.flat()))
    gazetteer.readings.set(reading, (gazetteer.readings.get(reading) ?? 0) + 1);
  for (const mention of found.mentions) {
    const chosen = chooseName(mention, (reading) => gazetteer.readings.get(reading) ?? 0);
    if (chosen === undefined || gazetteer.cores.has(chosen)) continue;
    const core = coreOfName(chosen);
    gazetteer.cores.set(chosen, core);
    if (isSoughtCore(core)) cores.add(core);
  }
  const terms = termsOf(found, { names: namesIn(found, gazetteer, [...cores]), street: message.place });
  countTerms(lexicon, terms);
  return toVector(terms, { ...lexicon, size: Math.max(lexicon.size, usualCollection) }, settings);
};

const openBoard = (data: BoardData): TopicBoard => {
  const { settings, centroids, names, clusters, members, aliases, placed } = data;

  const resolve = (topic: string): string => {
    let id = topic;
    for (let next = aliases.get(id); next !== undefined; next = aliases.get(id)) id = next;
    if (!clusters.has(id)) throw new DemandError("demand.topic_unknown", { topic });
    return id;
  };
  const clusterOf = (topic: string): number => clusters.get(resolve(topic)) ?? -1; // resolve refuses what has none
  const nameOf = (cluster: number): string => names.get(cluster) ?? "";
  const findPlaced = (id: string) => {
    const found = placed.get(id);
    if (found === undefined) throw new DemandError("demand.message_unknown", { id });
    return found;
  };

  const add = (message: Message): Placement => {
    checkMessages([message], 1);
    if (placed.has(message.id)) throw new DemandError("demand.id_repeated", { id: message.id });
    const count = placed.size + 1;
    if (count > settings.maxMessages)
      throw new DemandError("demand.too_many_messages", { count, limit: settings.maxMessages });
    data.read += 1;
    const vector = toNextVector(data, message);
    const found = nearest(centroids, entriesOf(vector), { length: 1 });
    const isNew = found.cluster < 0 || found.cosine < settings.joinAt;
    const cluster = isNew ? openCluster(centroids) : found.cluster;
    if (isNew) nameTopic(data, cluster, `t${data.read}`);
    moveVector(centroids, vector, { cluster, sign: 1 });
    putMessage(data, message.id, { vector, cluster });
    return { topic: nameOf(cluster), isNew, likeness: found.cosine };
  };

  const remove = (id: string): void => {
    const { vector, cluster } = findPlaced(id);
    moveVector(centroids, vector, { cluster, sign: -1 });
    members.get(cluster)?.delete(id);
    placed.delete(id);
  };

  const merge = (from: string, into: string): void => {
    const [gone, kept] = [clusterOf(from), clusterOf(into)];
    if (gone === kept) return;
    absorb(centroids, gone, kept);
    for (const id of members.get(gone) ?? [])
      putMessage(data, id, { vector: findPlaced(id).vector, cluster: kept });
    aliases.set(nameOf(gone), nameOf(kept));
    // What was parted from either stays parted from both; the two themselves were joined on purpose.
    for (const other of names.keys())
      if (other !== kept && isParted(data, other, gone)) partTopics(data, other, kept);
    clusters.delete(nameOf(gone));
    names.delete(gone);
    members.delete(gone);
  };

  const split = (topic: string, messages: readonly string[]): string => {
    const cluster = clusterOf(topic);
    const chosen = new Set(messages);
    const isInside = [...chosen].every((id) => findPlaced(id).cluster === cluster);
    if (chosen.size === 0 || chosen.size >= (members.get(cluster)?.size ?? 0) || !isInside)
      throw new DemandError("demand.split_invalid", { topic });
    const own = openCluster(centroids);
    data.splits += 1;
    nameTopic(data, own, `s${data.splits}`);
    for (const id of chosen) {
      const { vector } = findPlaced(id);
      moveVector(centroids, vector, { cluster, sign: -1 });
      moveVector(centroids, vector, { cluster: own, sign: 1 });
      members.get(cluster)?.delete(id);
      putMessage(data, id, { vector, cluster: own });
    }
    partTopics(data, own, cluster);
    return nameOf(own);
  };

  const suggestMerges = (): MergeSuggestion[] => {
    const next = new Map<number, Nearest>();
    for (const cluster of names.keys()) {
      const length = Math.sqrt(centroids.squares[cluster] ?? 0);
      if (length === 0) continue;
      const entries = entriesOfCluster(centroids, cluster);
      next.set(cluster, nearest(centroids, entries, { length, except: cluster }));
    }
    return [...next]
      .filter(
        ([cluster, { cluster: other, cosine }]) =>
          cosine >= settings.mergeAt &&
          cluster < other &&
          next.get(other)?.cluster === cluster &&
          !isParted(data, cluster, other),
      )
      .map(([cluster, { cluster: other, cosine }]) => ({
        from: nameOf(other),
        into: nameOf(cluster),
        likeness: cosine,
      }))
      .sort((a, b) => b.likeness - a.likeness);
  };

  const topics = (): Topic[] =>
    [...members]
      .filter(([, ids]) => ids.size > 0)
      .sort((a, b) => b[1].size - a[1].size || a[0] - b[0])
      .map(([cluster, ids]) => ({
        id: nameOf(cluster),
        messages: [...ids],
        terms: strongest(
          [...ids].map((id) => findPlaced(id).vector),
          data.lexicon.terms,
        ),
      }));

  return {
    add,
    remove,
    merge,
    split,
    suggestMerges,
    resolve,
    topicOf: (id) => nameOf(findPlaced(id).cluster),
    topics,
    state: () => toBoardState(data),
  };
};

/**
 * Topics that are kept while messages come one at a time, with ids that stay: an id is never given twice, adding a message
 * changes the topic of no other, and only a person merges or splits. A backlog is first grouped as a batch
 * (`clusterMessages`, the same ids); how rare a word is, and which names of places are known, grows with every message.
 * A later topic is called `t` and the number of the message that opened it, a split one `s` and a number.
 *
 * @throws DemandError as `clusterMessages`; from the functions also `demand.topic_unknown`, `demand.message_unknown`,
 *   `demand.split_invalid`
 * @example createTopicBoard([{ id: "a", text: "小区电梯困人" }]).add({ id: "b", text: "小区电梯困人，请来修" }).topic; // => "t1"
 */
export const createTopicBoard = (
  backlog: readonly Message[] = [],
  options: ClusterOptions = {},
): TopicBoard => openBoard(dataFromBacklog(backlog, options));

/**
 * The board of a kept state: the same topics and ids; messages that come later go where they would have gone, up to rounding
 * in the sums of the topics.
 *
 * @throws DemandError `demand.state_unreadable`
 * @example restoreTopicBoard(createTopicBoard([{ id: "a", text: "电梯" }]).state()).topicOf("a"); // => "t1"
 */
export const restoreTopicBoard = (state: BoardState, options: ClusterOptions = {}): TopicBoard =>
  openBoard(dataFromState(state, options));
