/** Written by fixtures/train.ts from the training and development splits of the fixture; do not edit. */
export const coefficients = {
  intercept: -7.7727,
  weights: [
    4.6259, // rootCosine
    1.1831, // messageCovered
    5.0609, // orderedEvidence
    2.5697, // presentEvidence
    0, // passageEvidence
    0, // pairEvidence
    0, // wordEvidence
    0, // keywordEvidence
    0.8013, // messageKeywords
    0, // longestRun
    0, // latentEvidence
    1.2734, // evidence
    3.4892, // relativeRank
    6.7625, // leadEvidence
    0, // measuresAgree
    -1.1304, // measuresClash
    -0.0866, // placesClash
    0, // placesMissing
    -0.0097, // denialsDiffer
    -0.8371, // verdict
    -2.4134, // messageLength
    0.0564, // claimLength
    2.5504, // correctionEvidence
    1.8004, // correctionPairs
    6.4721, // pageShared
  ],
  same: 0.7973,
  suggest: 0.1848,
} as const;
