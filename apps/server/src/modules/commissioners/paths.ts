export const commissionersPaths = {
  own: "/my/commissioner",
  confirm: "/my/commissioner/logs/:id/confirm",
  farm: "/my/farm-visits",
  farmAct: "/my/farm-visits/:id/:act",
} as const;
export const toConfirmPath = (logId: string): string => `/my/commissioner/logs/${logId}/confirm`;
export const toFarmActPath = (logId: string, act: string): string => `/my/farm-visits/${logId}/${act}`;
