export const assessmentsPaths = {
  scores: "/my/scores",
  published: "/assessments",
  year: "/assessments/:no",
} as const;

export const toPublishedPath = (no: number): string => `/assessments/${no}`;
