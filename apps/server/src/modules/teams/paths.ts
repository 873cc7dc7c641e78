export const teamsPaths = {
  own: "/my/teams",
  register: "/my/teams/new",
  team: "/my/teams/:id",
  edit: "/my/teams/:id/edit",
  addMember: "/my/teams/:id/members",
  removeMember: "/my/teams/:id/members/remove",
  leave: "/my/teams/:id/leave",
  addAbsence: "/my/teams/:id/absences",
  removeAbsence: "/my/teams/:id/absences/remove",
  addTerm: "/my/teams/:id/terms",
  removeTerm: "/my/teams/:id/terms/remove",
  treats: "/my/teams/:id/treats",
  /** Answered by recruitments, which comes after this module. */
  recruitment: "/my/teams/:id/recruitment",
  resubmit: "/my/teams/:id/resubmit",
  badges: "/my/badges",
  hours: "/my/hours",
  correct: "/my/hours/:id/correct",
} as const;

export const toTeamPath = (id: string, rest = ""): string => `/my/teams/${id}${rest}`;
export const toCorrectPath = (hoursId: string): string => `/my/hours/${hoursId}/correct`;
