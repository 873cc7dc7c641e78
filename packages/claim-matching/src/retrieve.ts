import type { PreparedText } from "./prepare.ts";

const k1 = 1.2;
const b = 0.75;
/** Postings read for one message at most: the rarest grams come first, so that a flood of common ones costs nothing. */
const mostPostings = 120_000;

export type Candidate = { readonly place: number; readonly score: number };

/** An inverted index of claims, scored by BM25 (Robertson & Zaragoza 2009, eq. 3.15; gram frequency 1 within a claim). */
export type ClaimIndex = {
  readonly retrieve: (message: PreparedText, limit: number) => Candidate[];
  readonly weightOf: (gram: string) => number;
};

export const createClaimIndex = (claims: readonly PreparedText[]): ClaimIndex => {
  const lists = new Map<string, number[]>();
  let total = 0;
  claims.forEach((claim, place) => {
    total += claim.units.length;
    for (const gram of claim.grams) {
      const list = lists.get(gram);
      if (list === undefined) lists.set(gram, [place]);
      else list.push(place);
    }
  });
  const postings = new Map<string, Uint32Array>();
  for (const [gram, list] of lists) postings.set(gram, Uint32Array.from(list));
  const average = total / Math.max(1, claims.length);
  const norms = Float64Array.from(
    claims,
    (claim) => (k1 + 1) / (1 + k1 * (1 - b + (b * claim.units.length) / average)),
  );
  const scores = new Float64Array(claims.length);
  const touched = new Uint32Array(claims.length);
  const weight = (frequency: number): number =>
    Math.log(1 + (claims.length - frequency + 0.5) / (frequency + 0.5));
  return {
    weightOf: (gram) => weight(postings.get(gram)?.length ?? 0),
    retrieve: (message, limit) => {
      const found: Uint32Array[] = [];
      for (const gram of message.grams) {
        const list = postings.get(gram);
        if (list !== undefined) found.push(list);
      }
      found.sort((left, right) => left.length - right.length);
      let read = 0;
      let count = 0;
      for (const list of found) {
        if (read > 0 && read + list.length > mostPostings) break;
        read += list.length;
        const gain = weight(list.length);
        for (const place of list) {
          // `scores` and `norms` have a place for every claim
          if (scores[place] === 0) touched[count++] = place;
          scores[place] = (scores[place] ?? 0) + gain * (norms[place] ?? 0);
        }
      }
      const best: Candidate[] = [];
      for (let turn = 0; turn < count; turn += 1) {
        const place = touched[turn] ?? 0;
        const score = scores[place] ?? 0;
        scores[place] = 0;
        const last = best.at(-1);
        if (best.length === limit && last !== undefined && score <= last.score) continue;
        let at = best.length;
        while (at > 0 && (best[at - 1]?.score ?? 0) < score) at -= 1;
        best.splice(at, 0, { place, score });
        if (best.length > limit) best.pop();
      }
      return best;
    },
  };
};
