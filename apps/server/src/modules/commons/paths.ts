/** Addresses of the portal that belong to commons. */
export const commonsPaths = {
  contribute: "/contribute",
  contributeNew: "/contribute/new",
  submission: "/contribute/:id",
  submissionWords: "/contribute/:id/words",
  submissionRights: "/contribute/:id/rights",
  submissionWithdraw: "/contribute/:id/withdraw",
  pairing: "/pairing",
  pairingNew: "/pairing/new",
  pairRequest: "/pairing/:id",
  pairYes: "/pairing/:id/yes",
  pairClose: "/pairing/:id/close",
  results: "/results",
  collections: "/collections",
  collection: "/collections/:no",
  publicService: "/public-service",
  lessons: "/lessons",
  lessonUse: "/lessons/:id/use",
  lessonCopy: "/lessons/:id/copy",
  lessonUses: "/my/lesson-uses",
} as const;

export const toSubmissionPath = (id: string, step?: "words" | "rights" | "withdraw"): string =>
  `/contribute/${id}${step === undefined ? "" : `/${step}`}`;
export const toPairPath = (id: string, act?: "yes" | "close"): string =>
  `/pairing/${id}${act === undefined ? "" : `/${act}`}`;
export const toCollectionPath = (no: number): string => `/collections/${no}`;
export const toLessonPath = (contentId: string, act: "use" | "copy"): string =>
  `/lessons/${contentId}/${act}`;
