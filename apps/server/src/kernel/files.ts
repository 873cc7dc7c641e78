import { randomUUID } from "node:crypto";
import { mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { type Clock, systemClock } from "./clock.ts";
import type { Config } from "./config.ts";
import { createS3FileStore } from "./files-s3.ts";

/** Where bytes live (local folder or S3); what they are stands in `stored_files`. */
export type FileStore = {
  put: (id: string, bytes: Buffer) => Promise<void>;
  get: (id: string) => Promise<Buffer>;
  remove: (id: string) => Promise<void>;
};

/** Names of files are ids that we made; anything else could lead out of the folder. */
const requireName = (id: string): void => {
  if (!/^[0-9a-zA-Z-]{8,80}$/.test(id)) throw new RangeError("a file's name is an id");
};

const createLocalFileStore = (folder: string): FileStore => {
  const pathOf = (id: string): string => {
    requireName(id);
    return join(folder, id.slice(-2), id);
  };
  return {
    put: async (id, bytes) => {
      const path = pathOf(id);
      await mkdir(join(folder, id.slice(-2)), { recursive: true });
      // Under another name first: a crash or a full disk leaves no half file under the right one.
      const draft = `${path}.${randomUUID().slice(0, 8)}.part`;
      try {
        const handle = await open(draft, "wx", 0o640);
        try {
          await handle.writeFile(bytes);
          await handle.sync();
        } finally {
          await handle.close();
        }
        await rename(draft, path);
      } catch (error) {
        await rm(draft, { force: true });
        throw error;
      }
    },
    get: async (id) => readFile(pathOf(id)),
    remove: async (id) => rm(pathOf(id), { force: true }),
  };
};

export const createFileStore = (files: Config["files"], clock: Clock = systemClock): FileStore =>
  files.kind === "s3" ? createS3FileStore(files, clock) : createLocalFileStore(files.folder);
