export const complaintsPaths = {
  own: "/my/complaints",
  act: "/my/complaints/:id/:act",
  photos: "/my/complaints/:id/photos",
  photo: "/my/complaints/:id/photos/:photoId",
} as const;
export const toComplaintActPath = (id: string, act: "appeal" | "withdraw"): string =>
  `/my/complaints/${id}/${act}`;
export const toComplaintPhotosPath = (id: string): string => `/my/complaints/${id}/photos`;
export const toComplaintPhotoPath = (id: string, photoId: string): string =>
  `/my/complaints/${id}/photos/${photoId}`;
