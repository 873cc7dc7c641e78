import { client, read } from "../../api/client.ts";

/** The newest version of an item with its text, signatures, findings and next actions. */
export const readVersion = (contentId: string, signal: AbortSignal) =>
  read(client.GET("/api/contents/{id}", { params: { path: { id: contentId } }, signal }));

/** What it answers, as the client types it. */
export type VersionView = Awaited<ReturnType<typeof readVersion>>;
