export const commissionersPaths = {
  own: "/my/commissioner",
  confirm: "/my/commissioner/logs/:id/confirm",
  photos: "/my/commissioner/logs/:id/photos",
  photo: "/my/commissioner/logs/:id/photos/:photoId",
  farm: "/my/farm-visits",
  farmAct: "/my/farm-visits/:id/:act",
  calls: "/commissioner-calls",
  apply: "/commissioner-calls/:id",
  selection: "/my/commissioner-selection",
  review: "/my/commissioner-selection/:id/score",
  application: "/my/commissioner-selection/:id/:act",
} as const;
export const toConfirmPath = (logId: string): string => `/my/commissioner/logs/${logId}/confirm`;
export const toFarmActPath = (logId: string, act: string): string => `/my/farm-visits/${logId}/${act}`;
export const toVisitPhotosPath = (logId: string): string => `/my/commissioner/logs/${logId}/photos`;
export const toVisitPhotoPath = (logId: string, photoId: string): string =>
  `/my/commissioner/logs/${logId}/photos/${photoId}`;
export const toApplyPath = (callId: string): string => `/commissioner-calls/${callId}`;
export const toApplicationActPath = (applicationId: string, act: string): string =>
  `/my/commissioner-selection/${applicationId}/${act}`;
