import { readFileSync } from "node:fs";
import type { BackupError } from "./backup-archive.ts";
import type { Env } from "./config.ts";
import { AppError } from "./errors.ts";

/** A passphrase shorter than this can be guessed from a stolen file. */
const leastCharacters = 16;

/** The backup's passphrase, from a file or KEPU_BACKUP_KEY; never from the command line, which others can see. @throws AppError `backup.key_missing` */
export const readBackupKey = (env: Env, keyFile: string | undefined): string => {
  const text = (keyFile === undefined ? env["KEPU_BACKUP_KEY"] : readFileSync(keyFile, "utf8"))?.trim();
  if (text === undefined || text.length < leastCharacters)
    throw new AppError<BackupError>("backup.key_missing");
  return text;
};
