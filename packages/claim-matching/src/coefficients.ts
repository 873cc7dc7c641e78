/** Written by fixtures/train.ts from the training and development splits of the fixture; do not edit. */
export const coefficients = {
  intercept: -7.7084,
  weights: [
    6.1135, // rootCosine
    0, // messageCovered
    9.6734, // orderedEvidence
    1.1341, // presentEvidence
    0, // passageEvidence
    0, // pairEvidence
    0, // wordEvidence
    0, // keywordEvidence
    0, // messageKeywords
    0, // longestRun
    0, // latentEvidence
    0, // evidence
    3.0668, // relativeRank
    7.591, // leadEvidence
    0, // measuresAgree
    -1.3053, // measuresClash
    -0.52, // placesClash
    0, // placesMissing
    0, // denialsDiffer
    -1.647, // verdict
    -3.6919, // messageLength
    2.006, // claimLength
  ],
  same: 0.8272,
  suggest: 0.1879,
} as const;
