export const claimsPaths = {
  own: "/my/claims",
  again: "/my/claims/:id/again",
  withdraw: "/my/claims/:id/withdraw",
} as const;
export const toClaimActPath = (id: string, act: "again" | "withdraw"): string => `/my/claims/${id}/${act}`;
