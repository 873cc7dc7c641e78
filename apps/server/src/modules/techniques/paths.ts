export const techniquesPaths = {
  list: "/techniques",
  one: "/techniques/:no",
  adopt: "/my/techniques/:id/adopt",
  own: "/my/adoptions",
  takeBack: "/my/adoptions/:id/take-back",
  outcome: "/my/adoptions/:id/outcome",
  toConfirm: "/my/commissioner/adoptions",
  confirm: "/my/commissioner/adoptions/:id/confirm",
  dispute: "/my/commissioner/adoptions/:id/dispute",
} as const;
export const toEntryPath = (no: number): string => `/techniques/${no}`;
export const toAdoptPath = (id: string): string => `/my/techniques/${id}/adopt`;
export const toOwnActPath = (id: string, act: "take-back" | "outcome"): string =>
  `/my/adoptions/${id}/${act}`;
export const toConfirmActPath = (id: string, act: "confirm" | "dispute"): string =>
  `/my/commissioner/adoptions/${id}/${act}`;
