import { toChildPath } from "#modules/people/index.ts";

/** Addresses of a guardian's page of one child. */
export const familyPaths = {
  child: "/my/family/:id",
  limit: "/my/family/:id/limit",
  device: "/my/family/:id/device",
  end: "/my/family/:id/end",
} as const;

export const toChildActPath = (childPersonId: string, act: "limit" | "device" | "end"): string =>
  `${toChildPath(childPersonId)}/${act}`;
