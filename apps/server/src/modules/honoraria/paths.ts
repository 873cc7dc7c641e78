export const honorariaPaths = { own: "/my/expert/honoraria" } as const;
