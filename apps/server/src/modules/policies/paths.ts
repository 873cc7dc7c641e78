/** Addresses of the policy library on the portal. */
export const policiesPaths = {
  list: "/policies",
  which: "/policies/which",
  policy: "/policies/:no",
} as const;

export const toPolicyPath = (no: number): string => `/policies/${no}`;
