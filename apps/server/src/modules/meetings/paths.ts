export const meetingsPaths = {
  issues: "/my/issues",
  newIssue: "/my/issues/new",
  issue: "/my/issues/:id",
  resolutions: "/my/resolutions",
  resolution: "/my/resolutions/:id",
} as const;

export const toOwnIssuePath = (id: string): string => `/my/issues/${id}`;
export const toOwnResolutionPath = (id: string): string => `/my/resolutions/${id}`;
