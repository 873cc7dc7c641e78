/** Addresses of the portal and the workbench that belong to contents. */
export const contentsPaths = {
  article: "/articles/:no",
  topic: "/topics/:code",
  media: "/media/:fileId",
  workbenchList: "/workbench/contents",
} as const;

export const toArticlePath = (no: number): string => `/articles/${no}`;
export const toTopicPath = (code: string): string => `/topics/${code}`;
export const toMediaPath = (fileId: string): string => `/media/${fileId}`;
export const toStudioPath = (contentId: string): string => `/workbench/contents/${contentId}`;
