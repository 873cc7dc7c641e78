import { bandKeys, estimateJaccard, hash32, minHash } from "@kepu/text";
import { comparedLength, type PreparedText } from "./prepare.ts";

/** A different text that was reported, and the cluster that equal texts go to. */
export type KnownText = {
  readonly place: number;
  /** As far as it is compared. */
  readonly text: string;
  readonly grams: readonly string[];
  readonly signature: Uint32Array;
  cluster: string;
};

/** A text with what looking it up has worked out, so that remembering it does not work it out again. */
export type TextDraft = {
  readonly text: string;
  readonly prepared: PreparedText;
  readonly fingerprint: string;
  readonly signature: Uint32Array;
};

export type ReportMemory = {
  readonly texts: readonly KnownText[];
  readonly draft: (text: string, prepared: PreparedText) => TextDraft;
  readonly findIdentical: (fingerprint: string) => KnownText | undefined;
  readonly findNearIdentical: (draft: TextDraft) => KnownText | undefined;
  readonly findSimilar: (draft: TextDraft) => KnownText | undefined;
  readonly remember: (draft: TextDraft, cluster: string) => KnownText;
};

const signatureSize = 64;
const bands = 16;
const nearIdentical = 0.5;
const mostPostings = 10_000;
const mostCompared = 6;

/** Equal for texts that are equal but for width, script, blanks, marks, links and frames of a chat window. */
const fingerprintOf = ({ units, joined, links }: PreparedText): string => {
  const compared = units.length > 0 ? joined : links.join(" ");
  return `${hash32(compared).toString(36)}-${hash32(compared, 0x5bd1e995).toString(36)}`;
};

const append = (lists: Map<string, number[]>, key: string, place: number): void => {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [place]);
  else list.push(place);
};

/** The texts reported so far: identical ones by fingerprint, near-identical by MinHash-LSH, similar by idf cosine. */
export const createReportMemory = (similar: number): ReportMemory => {
  const texts: KnownText[] = [];
  const byFingerprint = new Map<string, KnownText>();
  const byBand = new Map<string, number[]>();
  const postings = new Map<string, number[]>();
  const weightOf = (gram: string): number =>
    Math.log(1 + (texts.length + 1) / ((postings.get(gram)?.length ?? 0) + 0.5));
  const normOf = (grams: Iterable<string>): number => {
    let squares = 0;
    for (const gram of grams) squares += weightOf(gram) ** 2;
    return Math.sqrt(squares);
  };
  return {
    texts,
    draft: (text, prepared) => ({
      text: text.slice(0, comparedLength),
      prepared,
      fingerprint: fingerprintOf(prepared),
      signature: minHash(prepared.grams, { size: signatureSize }),
    }),
    findIdentical: (fingerprint) => byFingerprint.get(fingerprint),
    findNearIdentical: ({ signature }) => {
      let best: KnownText | undefined;
      let nearest = nearIdentical;
      const seen = new Set<number>();
      for (const key of bandKeys(signature, bands))
        // a flood fills a bucket with one text's variants: the latest hundred are enough to find it
        for (const place of (byBand.get(key) ?? []).slice(-100)) {
          const known = texts[place];
          if (known === undefined || seen.has(place)) continue;
          seen.add(place);
          const likeness = estimateJaccard(signature, known.signature);
          if (likeness >= nearest) [best, nearest] = [known, likeness];
        }
      return best;
    },
    findSimilar: ({ prepared: { grams } }) => {
      const lists = [...grams]
        .map((gram) => ({ weight: weightOf(gram) ** 2, list: postings.get(gram) ?? [] }))
        .sort((left, right) => left.list.length - right.list.length);
      const shared = new Map<number, number>();
      let read = 0;
      for (const { weight, list } of lists) {
        read += list.length;
        if (read > mostPostings) break;
        for (const place of list) shared.set(place, (shared.get(place) ?? 0) + weight);
      }
      const own = normOf(grams);
      let best: KnownText | undefined;
      let nearest = similar;
      for (const [place, sum] of [...shared]
        .sort((left, right) => right[1] - left[1])
        .slice(0, mostCompared)) {
        const known = texts[place];
        if (known === undefined) continue;
        const cosine = sum / (own * normOf(known.grams));
        if (cosine >= nearest) [best, nearest] = [known, cosine];
      }
      return best;
    },
    remember: ({ text, prepared, fingerprint, signature }, cluster) => {
      const place = texts.length;
      const known: KnownText = { place, text, grams: [...prepared.grams], signature, cluster };
      texts.push(known);
      byFingerprint.set(fingerprint, known);
      for (const key of bandKeys(signature, bands)) append(byBand, key, place);
      for (const gram of known.grams) append(postings, gram, place);
      return known;
    },
  };
};
