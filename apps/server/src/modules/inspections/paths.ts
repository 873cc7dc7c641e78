export const inspectionsPaths = {
  notices: "/my/notices",
  receive: "/my/notices/receive",
  rectifications: "/my/rectifications",
  rectification: "/my/rectifications/:id",
  proof: "/inspections/:no",
  proofFile: "/inspections/:no/sample.json",
} as const;

export const toOwnRectificationPath = (id: string): string => `/my/rectifications/${id}`;
export const toProofPath = (no: number): string => `/inspections/${no}`;
export const toProofFilePath = (no: number): string => `/inspections/${no}/sample.json`;
