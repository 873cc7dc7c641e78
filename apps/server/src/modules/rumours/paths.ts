/** Addresses of the portal and the workbench that belong to the rumour desk. */
export const rumoursPaths = {
  list: "/rumours",
  ask: "/rumours/ask",
  lookUp: "/rumours/answer",
  months: "/rumours/months",
  own: "/my/rumours",
  workbench: "/workbench/rumours",
} as const;

export const toClaimPath = (no: number): string => `/rumours/${no}`;
export const toAskedPath = (number: string): string => `/rumours/asked/${number}`;
export const toMonthPath = (month: string): string => `${rumoursPaths.months}/${month}`;
export const toDeskPath = (claimId: string): string => `${rumoursPaths.workbench}/${claimId}`;
