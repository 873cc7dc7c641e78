export const assessmentsPaths = { published: "/assessments/:no" } as const;

export const toPublishedPath = (no: number): string => `/assessments/${no}`;
