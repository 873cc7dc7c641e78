/** Addresses of the public pages of the ledger, for routes, views and tests. */
export const trustPaths = {
  ledger: "/ledger",
  checkpoints: "/ledger/checkpoints.txt",
  entry: (id: string): string => `/ledger/entries/${id}`,
  entryPattern: "/ledger/entries/:id",
  proofPattern: "/ledger/entries/:id/proof.json",
  proof: (id: string): string => `/ledger/entries/${id}/proof.json`,
} as const;
