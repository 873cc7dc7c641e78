export const returneesPaths = {
  own: "/my/returnee",
  withdraw: "/my/returnee/withdraw",
  match: "/my/returnee/matches/:id/:act",
} as const;
export const toMatchPath = (matchId: string, act: string): string => `/my/returnee/matches/${matchId}/${act}`;
