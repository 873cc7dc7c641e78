import type { ClaimIndex, IndexedText, TextFacts } from "./claim-index.ts";

// In this file places in the typed arrays stay below the lengths set at the start: `?? 0` never takes effect.

/** What is compared between a message and a claim; each is bounded, the order is that of the coefficients. */
export const featureNames = [
  "rootCosine",
  "messageCovered",
  "orderedEvidence",
  "presentEvidence",
  "passageEvidence",
  "pairEvidence",
  "wordEvidence",
  "keywordEvidence",
  "messageKeywords",
  "longestRun",
  "oneRunOnly",
  "onePieceOnly",
  "latentEvidence",
  "evidence",
  "relativeRank",
  "leadEvidence",
  "measuresAgree",
  "measuresClash",
  "placesClash",
  "placesMissing",
  "denialsDiffer",
  "verdict",
  "messageLength",
  "claimLength",
  "correctionEvidence",
  "correctionPairs",
  "pageShared",
] as const;

export type FeatureName = (typeof featureNames)[number];

/** Where a claim stands among those retrieved: its score, the best one, the best of another claim than that. */
export type Standing = {
  readonly score: number;
  readonly best: number;
  readonly rival: number;
  /** Cosine in the latent space. */
  readonly latent: number;
};

/** Units of a claim, and of the passage of the message, that are aligned. */
const mostAlignedClaim = 120;
const mostAlignedMessage = 240;

const share = (part: number, whole: number): number => (whole > 0 ? Math.min(1, part / whole) : 0);
const logShare = (value: number, most: number): number => Math.min(1, Math.log1p(value) / Math.log1p(most));

/** −1 … 1: above 0 for the best alone. */
const leadOf = (score: number, other: number): number =>
  score + other > 0 ? (score - other) / (score + other) : 0;

/** Share of the keywords' weight that another text has. */
const keywordShare = ({ keywords }: TextFacts, joined: string): number => {
  let found = 0;
  let all = 0;
  for (const { word, weight } of keywords) {
    all += weight;
    if (joined.includes(word)) found += weight;
  }
  return share(found, all);
};

/** Values in the order of `featureNames`. */
export type Compare = (place: number, standing: Standing) => Float64Array;

/** Compares messages with the claims of an index; the working arrays are made once. */
export const createComparer = (index: ClaimIndex): ((message: IndexedText) => Compare) => {
  const { weights, wordWeights, unknown, isPair } = index;
  const inMessage = new Int32Array(weights.length);
  const wordInMessage = new Int32Array(wordWeights.length);
  const inClaim = new Int32Array(weights.length);
  const counts = new Int32Array(weights.length);
  let messageTurn = 0;
  let claimTurn = 0;
  const hitPlaces = new Int32Array(10_240);
  const hitTerms = new Int32Array(10_240);
  let sums = new Float64Array(mostAlignedClaim + 1);
  let sumsBefore = new Float64Array(mostAlignedClaim + 1);
  let runs = new Int32Array(mostAlignedClaim + 1);
  let runsBefore = new Int32Array(mostAlignedClaim + 1);
  let runWeights = new Float64Array(mostAlignedClaim + 1);
  let runWeightsBefore = new Float64Array(mostAlignedClaim + 1);

  /** The window of the message with the greatest weight of different grams of the claim. */
  const findPassage = (
    message: IndexedText,
    claim: IndexedText,
  ): { weight: number; from: number; to: number; units: number; pairs: number } => {
    claimTurn += 1;
    for (const term of claim.terms) if (term >= 0) inClaim[term] = claimTurn;
    const { sequence, pairs } = message;
    let hits = 0;
    for (let place = 0; place < sequence.length; place += 1)
      for (const term of [sequence[place] ?? -1, pairs[place] ?? -1])
        if (term >= 0 && inClaim[term] === claimTurn) {
          hitPlaces[hits] = place;
          hitTerms[hits] = term;
          hits += 1;
        }
    const width = Math.min(mostAlignedMessage, Math.max(24, Math.ceil(claim.sequence.length * 2.5)));
    let weight = 0;
    let first = 0;
    let best = { weight: 0, from: 0, to: Math.min(width, sequence.length) };
    for (let last = 0; last < hits; last += 1) {
      const term = hitTerms[last] ?? 0;
      counts[term] = (counts[term] ?? 0) + 1;
      if (counts[term] === 1) weight += weights[term] ?? 0;
      while ((hitPlaces[first] ?? 0) <= (hitPlaces[last] ?? 0) - width) {
        const gone = hitTerms[first] ?? 0;
        counts[gone] = (counts[gone] ?? 0) - 1;
        if (counts[gone] === 0) weight -= weights[gone] ?? 0;
        first += 1;
      }
      if (weight > best.weight + 1e-9)
        best = { weight, from: hitPlaces[first] ?? 0, to: (hitPlaces[last] ?? 0) + 1 };
    }
    for (; first < hits; first += 1) counts[hitTerms[first] ?? 0] = 0;
    let units = 0;
    let pairCount = 0;
    claimTurn += 1;
    for (let hit = 0; hit < hits; hit += 1) {
      const place = hitPlaces[hit] ?? 0;
      const term = hitTerms[hit] ?? 0;
      if (place < best.from || place >= best.to || inClaim[term] === claimTurn) continue;
      inClaim[term] = claimTurn;
      if (isPair[term] === 1) pairCount += 1;
      else units += 1;
    }
    return { ...best, units, pairs: pairCount };
  };

  /** Weight of the longest common subsequence, and units of the longest common run, of a passage and the claim. */
  const align = (
    message: IndexedText,
    claim: IndexedText,
    passage: { from: number; to: number },
  ): { kept: number; all: number; run: number; runWeight: number } => {
    const width = Math.min(mostAlignedClaim, claim.sequence.length);
    const to = Math.min(passage.to, passage.from + mostAlignedMessage);
    sumsBefore.fill(0, 0, width + 1);
    runsBefore.fill(0, 0, width + 1);
    runWeightsBefore.fill(0, 0, width + 1);
    let run = 0;
    let runWeight = 0;
    let all = 0;
    for (let column = 0; column < width; column += 1) {
      const term = claim.sequence[column] ?? -1;
      all += term >= 0 ? (weights[term] ?? 0) : 0;
    }
    for (let row = passage.from; row < to; row += 1) {
      const term = message.sequence[row] ?? -1;
      if (term < 0) {
        runsBefore.fill(0, 0, width + 1);
        runWeightsBefore.fill(0, 0, width + 1);
        continue;
      }
      sums[0] = 0;
      runs[0] = 0;
      runWeights[0] = 0;
      const gain = weights[term] ?? 0;
      for (let column = 0; column < width; column += 1) {
        const isSame = claim.sequence[column] === term;
        const diagonal = (sumsBefore[column] ?? 0) + gain;
        const longest = Math.max(sumsBefore[column + 1] ?? 0, sums[column] ?? 0);
        sums[column + 1] = isSame && diagonal > longest ? diagonal : longest;
        const length = isSame ? (runsBefore[column] ?? 0) + 1 : 0;
        runs[column + 1] = length;
        if (length > run) run = length;
        const heavy = isSame ? (runWeightsBefore[column] ?? 0) + gain : 0;
        runWeights[column + 1] = heavy;
        if (heavy > runWeight) runWeight = heavy;
      }
      [sums, sumsBefore] = [sumsBefore, sums];
      [runs, runsBefore] = [runsBefore, runs];
      [runWeights, runWeightsBefore] = [runWeightsBefore, runWeights];
    }
    return { kept: sumsBefore[width] ?? 0, all, run, runWeight };
  };

  return (message) => {
    messageTurn += 1;
    const turn = messageTurn;
    for (const term of message.terms) if (term >= 0) inMessage[term] = turn;
    for (const word of message.words) if (word >= 0) wordInMessage[word] = turn;
    return (place, { score, best, rival, latent }) => {
      const claim = index.claims[place];
      const values = new Float64Array(featureNames.length);
      if (claim === undefined) return values;
      let shared = 0;
      let sharedSquares = 0;
      for (const term of claim.terms) {
        if (inMessage[term] !== turn) continue;
        const weight = weights[term] ?? 0;
        shared += weight;
        sharedSquares += weight * weight;
      }
      let sharedWords = 0;
      for (const word of claim.words) if (wordInMessage[word] === turn) sharedWords += wordWeights[word] ?? 0;
      const passage = findPassage(message, claim);
      const { kept, all, run, runWeight } = align(message, claim, passage);
      const theirs = message.facts;
      const ours = claim.facts;
      let agreeing = 0;
      let clashing = 0;
      for (const measure of ours.measures) {
        if (theirs.measures.has(measure)) agreeing += 1;
        else {
          const unit = measure.replace(/^[\d.e+]+/u, "");
          for (const other of theirs.measures)
            if (other.replace(/^[\d.e+]+/u, "") === unit) {
              clashing += 1;
              break;
            }
        }
      }
      let placesShared = 0;
      for (const name of ours.places) if (theirs.places.has(name)) placesShared += 1;
      let corrected = 0;
      let correctedPairs = 0;
      for (const term of claim.correction) {
        if (inMessage[term] !== turn) continue;
        corrected += weights[term] ?? 0;
        if (isPair[term] === 1) correctedPairs += weights[term] ?? 0;
      }
      // a page that many claims link to is where they stand, not what they say
      let page = 0;
      for (const link of ours.links)
        if (theirs.links.includes(link)) page = Math.max(page, 1 / Math.max(1, index.linkedBy(link)));
      let at = 0;
      const put = (value: number): void => {
        values[at++] = value;
      };
      const evidence = logShare(shared / unknown, 40);
      const covered = share(kept, all);
      const unitsCovered = share(passage.units, claim.terms.length - claim.pairCount);
      const ahead = leadOf(score, score === best ? rival : best);
      put(Math.sqrt(share(sharedSquares, Math.sqrt(claim.squares * message.squares))));
      put(share(shared, message.weight));
      put(covered * evidence);
      put(unitsCovered * evidence);
      put(share(passage.weight, claim.weight) * evidence);
      put(share(passage.pairs, claim.pairCount) * evidence);
      put(share(sharedWords, claim.wordWeight) * evidence);
      put(keywordShare(ours, theirs.joined) * evidence);
      put(keywordShare(theirs, ours.joined) * evidence);
      put(Math.min(1, run / 12));
      // one piece in common and the rest of the claim missing: a name or a set phrase
      put((1 - unitsCovered) * share(run, passage.units) * evidence);
      put((1 - covered) * share(runWeight, kept) * evidence);
      put(latent * evidence);
      put(evidence);
      put(share(score, best));
      put(ahead * evidence);
      put(ours.measures.size > 0 ? agreeing / ours.measures.size : 0);
      put(ours.measures.size > 0 ? clashing / ours.measures.size : 0);
      put(ours.places.size > 0 && theirs.places.size > 0 && placesShared === 0 ? 1 : 0);
      put(ours.places.size > 0 && theirs.places.size === 0 ? 1 : 0);
      put(theirs.denials % 2 === ours.denials % 2 ? 0 : 1);
      put(theirs.hasVerdict && !ours.hasVerdict ? 1 : 0);
      put(logShare(message.sequence.length, 400));
      put(logShare(claim.sequence.length, 400));
      put(logShare(corrected / unknown, 40));
      put(logShare(correctedPairs / unknown, 40));
      put(page);
      return values;
    };
  };
};
