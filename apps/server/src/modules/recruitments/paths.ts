export const recruitmentsPaths = {
  enter: "/join",
  drive: "/join/:code",
  own: "/my/recruitments",
  withdraw: "/my/recruitments/:id/withdraw",
  /** The leader's page; teams names it, for its link. */
  close: "/my/teams/:id/recruitment/close",
  decide: "/my/teams/:id/recruitment/decide",
} as const;
export const toJoinPath = (code: string): string => `/join/${code}`;
export const toWithdrawPath = (id: string): string => `/my/recruitments/${id}/withdraw`;
export const toDrivesPath = (teamId: string, rest = ""): string => `/my/teams/${teamId}/recruitment${rest}`;
