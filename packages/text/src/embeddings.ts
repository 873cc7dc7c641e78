import { requireNumber, TextError } from "./errors.ts";
import type { SearchOptions } from "./search.ts";
import type { SearchIndex, SearchResult } from "./search-index.ts";

/**
 * Gives each text a vector whose direction stands for its meaning. Nothing in this package needs one: it is an extra signal
 * beside the words, off unless the caller passes it. `@kepu/text/node` has one for an OpenAI-compatible endpoint.
 */
export type Embedder = {
  /** One vector a text, in order. @throws TextError `text.embedding_unavailable`, `text.embedding_invalid` */
  readonly embed: (texts: readonly string[]) => Promise<readonly (readonly number[])[]>;
};

/** A text near in meaning: cosine, −1 … 1. */
export type NearText = { readonly id: string; readonly similarity: number };

/** Texts by meaning. */
export type MeaningIndex = {
  readonly size: number;
  /** Best first. @throws TextError as `Embedder.embed`, `text.option_out_of_range` */
  readonly nearest: (text: string, top?: number) => Promise<readonly NearText[]>;
};

const batchSize = 64;

/** A vector of length 1. @throws TextError `text.embedding_invalid` */
const toUnit = (vector: readonly number[] | undefined, dimensions: number | undefined): Float32Array => {
  const length = Math.hypot(...(vector ?? []));
  const fits = vector !== undefined && vector.length === (dimensions ?? vector.length);
  if (!fits || !Number.isFinite(length) || length === 0)
    throw new TextError("text.embedding_invalid", { found: vector?.length ?? 0 });
  return Float32Array.from(vector, (value) => value / length);
};

/**
 * Asks for the vectors of all texts, 64 at a time, and keeps them (4 bytes a dimension); a question is compared with each.
 *
 * @throws TextError as `Embedder.embed`
 * @example (await createMeaningIndex({ embed: async (texts) => texts.map(() => [1, 0]) }, [{ id: "a", text: "药" }])).size; // => 1
 */
export const createMeaningIndex = async (
  embedder: Embedder,
  rows: readonly { readonly id: string; readonly text: string }[],
): Promise<MeaningIndex> => {
  const vectors: Float32Array[] = [];
  for (let from = 0; from < rows.length; from += batchSize) {
    const batch = rows.slice(from, from + batchSize).map(({ text }) => text);
    const given = await embedder.embed(batch);
    for (const place of batch.keys()) vectors.push(toUnit(given[place], vectors[0]?.length));
  }
  return {
    size: vectors.length,
    nearest: async (text, top = 10) => {
      requireNumber("top", top, { least: 1, most: 1000, integer: true });
      if (vectors.length === 0) return [];
      const [given] = await embedder.embed([text]);
      const asked = toUnit(given, vectors[0]?.length);
      return vectors
        .map((vector, place) => ({
          id: rows[place]?.id ?? "",
          similarity: vector.reduce((sum, value, axis) => sum + value * (asked[axis] ?? 0), 0),
        }))
        .sort((x, y) => y.similarity - x.similarity)
        .slice(0, top);
    },
  };
};

const fusionOffset = 60;

/**
 * Several rankings as one: the sum of 1 / (60 + rank) (Cormack, Clarke & Büttcher 2009, Reciprocal rank fusion), which asks
 * for no common scale. Best first; equal sums in the order in which they first came.
 *
 * @example fuseRankings([["a", "b"], ["b", "c"]]); // => ["b", "a", "c"]
 */
export const fuseRankings = (rankings: readonly (readonly string[])[]): string[] => {
  const sums = new Map<string, number>();
  for (const ranking of rankings)
    ranking.forEach((id, rank) => sums.set(id, (sums.get(id) ?? 0) + 1 / (fusionOffset + rank + 1)));
  return Array.from(sums)
    .sort(([, x], [, y]) => y - x)
    .map(([id]) => id);
};

/** Whether an answer used the meaning; where it did not, by which refusal. */
export type MeaningUse =
  | { readonly used: true }
  | { readonly used: false; readonly code: "text.embedding_unavailable" | "text.embedding_invalid" };

/**
 * The nearest texts, or by which refusal there are none: an endpoint that is away must not take the answer by words with it.
 *
 * @throws TextError `text.option_out_of_range`
 */
export const askMeaning = async (
  meaning: MeaningIndex,
  text: string,
  top: number,
): Promise<{ readonly near: readonly NearText[]; readonly meaning: MeaningUse }> => {
  try {
    return { near: await meaning.nearest(text, top), meaning: { used: true } };
  } catch (error) {
    if (!(error instanceof TextError)) throw error;
    const { code } = error;
    if (code !== "text.embedding_unavailable" && code !== "text.embedding_invalid") throw error;
    return { near: [], meaning: { used: false, code } };
  }
};

/**
 * A search by words whose hits are put in order together with what is near in meaning. What words do not find is not added:
 * phrases and exclusions hold. Without an answer of the embedder it is the search by words, and says so.
 *
 * @throws TextError as `SearchIndex.search`
 */
export const searchWithMeaning = async (
  index: SearchIndex,
  query: string,
  options: SearchOptions & { readonly meaning: MeaningIndex },
): Promise<SearchResult & { readonly meaning: MeaningUse }> => {
  const { meaning: texts, top = 10, ...search } = options;
  const found = index.search(query, { ...search, top: Math.max(top, 100) });
  const { near, meaning } = await askMeaning(texts, query, 100);
  const byId = new Map(found.hits.map((hit) => [hit.id, hit]));
  const order = fuseRankings([
    found.hits.map(({ id }) => id),
    near.map(({ id }) => id).filter((id) => byId.has(id)),
  ]);
  const hits = order.flatMap((id) => byId.get(id) ?? []).slice(0, top);
  return { hits, relaxations: found.relaxations, meaning };
};
