import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Config } from "./config.ts";

/** Where bytes live (local folder or S3); what they are stands in `stored_files`. */
export type FileStore = {
  put: (id: string, bytes: Buffer) => Promise<void>;
  get: (id: string) => Promise<Buffer>;
  remove: (id: string) => Promise<void>;
};

export const createFileStore = (files: Config["files"]): FileStore => {
  if (files.kind === "s3") throw new Error("S3 storage is being wired");
  const pathOf = (id: string): string => join(files.folder, id.slice(-2), id);
  return {
    put: async (id, bytes) => {
      await mkdir(join(files.folder, id.slice(-2)), { recursive: true });
      await writeFile(pathOf(id), bytes);
    },
    get: async (id) => readFile(pathOf(id)),
    remove: async (id) => rm(pathOf(id), { force: true }),
  };
};
