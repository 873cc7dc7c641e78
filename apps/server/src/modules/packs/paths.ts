/** Addresses on the portal. */
export const packsPaths = { duties: "/my/duties" } as const;
