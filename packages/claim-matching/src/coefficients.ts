/** Written by fixtures/train.ts from the training and development splits of the fixture; do not edit. */
export const coefficients = {
  intercept: -7.7089,
  weights: [
    6.115, // rootCosine
    0, // messageCovered
    9.6759, // orderedEvidence
    1.1313, // presentEvidence
    0, // passageEvidence
    0, // pairEvidence
    0, // wordEvidence
    0, // keywordEvidence
    0, // messageKeywords
    0, // longestRun
    0, // latentEvidence
    0, // evidence
    3.0667, // relativeRank
    7.5903, // leadEvidence
    0, // measuresAgree
    -1.3051, // measuresClash
    -0.5199, // placesClash
    0, // placesMissing
    0, // denialsDiffer
    -1.647, // verdict
    -3.6911, // messageLength
    2.0055, // claimLength
  ],
  same: 0.8272,
  suggest: 0.1879,
} as const;
