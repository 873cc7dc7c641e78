import type { FeatureVector } from "./features.ts";

/** Sums of the unit vectors of each cluster, found by term. A cluster is a number; empty clusters keep theirs. */
export type Centroids = {
  /** Term → cluster → summed weight. */
  readonly postings: Map<number, Map<number, number>>;
  /** Cluster → its terms. */
  readonly terms: Set<number>[];
  /** Cluster → squared length of its sum. */
  readonly squares: number[];
  readonly sizes: number[];
};

export const createCentroids = (): Centroids => ({ postings: new Map(), terms: [], squares: [], sizes: [] });

/** Dot products of a vector with the sums of all clusters that share a term with it. */
export const dotProducts = (
  centroids: Centroids,
  entries: Iterable<readonly [number, number]>,
): Map<number, number> => {
  const dots = new Map<number, number>();
  for (const [term, weight] of entries) {
    const posting = centroids.postings.get(term);
    if (posting === undefined) continue;
    for (const [cluster, sum] of posting) dots.set(cluster, (dots.get(cluster) ?? 0) + weight * sum);
  }
  return dots;
};

/** Terms and weights of a vector as pairs. */
export function* entriesOf(vector: FeatureVector): Generator<readonly [number, number]> {
  for (let at = 0; at < vector.terms.length; at += 1) yield [vector.terms[at] ?? 0, vector.weights[at] ?? 0]; // both arrays are of one length
}

/** Terms and summed weights of a cluster. */
export function* entriesOfCluster(
  centroids: Centroids,
  cluster: number,
): Generator<readonly [number, number]> {
  for (const term of centroids.terms[cluster] ?? [])
    yield [term, centroids.postings.get(term)?.get(cluster) ?? 0];
}

const raise = (
  centroids: Centroids,
  { term, cluster, weight }: { readonly term: number; readonly cluster: number; readonly weight: number },
): void => {
  let posting = centroids.postings.get(term);
  if (posting === undefined) {
    posting = new Map();
    centroids.postings.set(term, posting);
  }
  posting.set(cluster, (posting.get(cluster) ?? 0) + weight);
  centroids.terms[cluster]?.add(term);
};

/** A new cluster without members. */
export const openCluster = (centroids: Centroids): number => {
  centroids.terms.push(new Set());
  centroids.squares.push(0);
  centroids.sizes.push(0);
  return centroids.sizes.length - 1;
};

/** Adds a vector to a cluster, or takes it away again (sign −1). */
export const moveVector = (
  centroids: Centroids,
  vector: FeatureVector,
  { cluster, sign }: { readonly cluster: number; readonly sign: 1 | -1 },
): void => {
  let dot = 0;
  let own = 0;
  for (const [term, weight] of entriesOf(vector)) {
    dot += weight * (centroids.postings.get(term)?.get(cluster) ?? 0);
    own += weight * weight;
    raise(centroids, { term, cluster, weight: sign * weight });
  }
  centroids.squares[cluster] = Math.max(0, (centroids.squares[cluster] ?? 0) + 2 * sign * dot + own);
  centroids.sizes[cluster] = (centroids.sizes[cluster] ?? 0) + sign;
  if (centroids.sizes[cluster] === 0) emptyCluster(centroids, cluster);
};

/** Leaves nothing of a cluster, also no rounding. */
const emptyCluster = (centroids: Centroids, cluster: number): void => {
  for (const term of centroids.terms[cluster] ?? []) centroids.postings.get(term)?.delete(cluster);
  centroids.terms[cluster]?.clear();
  centroids.squares[cluster] = 0;
  centroids.sizes[cluster] = 0;
};

/** Moves all of one cluster into another. */
export const absorb = (centroids: Centroids, from: number, into: number): void => {
  let dot = 0;
  for (const [term, weight] of entriesOfCluster(centroids, from)) {
    dot += weight * (centroids.postings.get(term)?.get(into) ?? 0);
    raise(centroids, { term, cluster: into, weight });
  }
  centroids.squares[into] = (centroids.squares[into] ?? 0) + 2 * dot + (centroids.squares[from] ?? 0);
  centroids.sizes[into] = (centroids.sizes[into] ?? 0) + (centroids.sizes[from] ?? 0);
  emptyCluster(centroids, from);
};

export type Nearest = { readonly cluster: number; readonly cosine: number };

/** The cluster whose sum points most like the entries; cluster −1 where none shares a term. Of equals the earlier one. */
export const nearest = (
  centroids: Centroids,
  entries: Iterable<readonly [number, number]>,
  { length, except = -1 }: { readonly length: number; readonly except?: number },
): Nearest => {
  let cluster = -1;
  let cosine = 0;
  for (const [candidate, dot] of dotProducts(centroids, entries)) {
    const square = centroids.squares[candidate] ?? 0;
    if (candidate === except || square <= 0) continue;
    const value = dot / (Math.sqrt(square) * length);
    if (value > cosine || (value === cosine && candidate < cluster)) {
      cluster = candidate;
      cosine = value;
    }
  }
  return { cluster, cosine };
};
