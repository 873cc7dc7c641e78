import type { Scorer } from "./scorer.ts";

/**
 * Content nearest neighbours for items nobody touched yet: cosine of tf-idf vectors of the items' features (topics,
 * keywords, audience) with the profile's centroid; idf = ln((1 + N) / (1 + n_f)).
 *
 * @param features one list of features an item, in the order of the table's items; repeats count
 * @example trainContent([["水"], ["水"], ["火"]]).similarity?.(0, 1); // => 1
 */
export const trainContent = (features: readonly (readonly string[])[]): Scorer => {
  const index = new Map<string, number>();
  const counts: number[] = [];
  for (const list of features)
    for (const feature of new Set(list)) {
      const known = index.get(feature) ?? index.size;
      index.set(feature, known);
      counts[known] = (counts[known] ?? 0) + 1;
    }
  const vectors = features.map((list) => {
    const sums = new Map<number, number>();
    for (const feature of list) {
      const place = index.get(feature) ?? 0; // every feature was numbered above
      const idf = Math.log((1 + features.length) / (1 + (counts[place] ?? 0)));
      sums.set(place, (sums.get(place) ?? 0) + idf);
    }
    const norm = Math.sqrt([...sums.values()].reduce((sum, value) => sum + value * value, 0));
    return [...sums].map(([place, value]) => [place, norm > 0 ? value / norm : 0] as const);
  });
  const centroid = new Float64Array(index.size);
  const dot = (item: number): number =>
    (vectors[item] ?? []).reduce((sum, [place, value]) => sum + value * (centroid[place] ?? 0), 0);
  const add = (item: number, weight: number): void => {
    for (const [place, value] of vectors[item] ?? []) centroid[place]! += weight * value; // numbered above
  };
  return {
    name: "content",
    items: features.length,
    score: (profile, out) => {
      centroid.fill(0);
      for (let k = 0; k < profile.items.length; k += 1) add(profile.items[k] ?? 0, profile.weights[k] ?? 0);
      const norm = Math.sqrt(centroid.reduce((sum, value) => sum + value * value, 0));
      for (let item = 0; item < out.length; item += 1) out[item] = norm > 0 ? dot(item) / norm : 0;
    },
    similarity: (from, to) => {
      centroid.fill(0);
      add(from, 1);
      return dot(to);
    },
  };
};
