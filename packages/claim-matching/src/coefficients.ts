/** Written by fixtures/train.ts from the training and development splits of the fixture; do not edit. */
export const coefficients = {
  intercept: -6.7063,
  weights: [
    4.4459, // rootCosine
    0.8257, // messageCovered
    0, // orderedEvidence
    0, // presentEvidence
    0, // passageEvidence
    0, // pairEvidence
    0, // wordEvidence
    0, // keywordEvidence
    2.1558, // messageKeywords
    0, // longestRun
    -11.8091, // oneRunOnly
    -11.783, // onePieceOnly
    0, // latentEvidence
    13.4701, // evidence
    4.012, // relativeRank
    6.3165, // leadEvidence
    0, // measuresAgree
    -1.5348, // measuresClash
    -0.9172, // placesClash
    0, // placesMissing
    -0.0371, // denialsDiffer
    -1.1479, // verdict
    -7.1906, // messageLength
    3.2235, // claimLength
    5.2698, // correctionEvidence
    1.5385, // correctionPairs
    11.6327, // pageShared
  ],
  same: 0.8513,
  suggest: 0.1639,
} as const;
