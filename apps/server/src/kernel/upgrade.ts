import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type pg from "pg";
import { createBackup } from "./backup.ts";
import type { Clock } from "./clock.ts";
import type { Config } from "./config.ts";
import { AppError } from "./errors.ts";
import { createFileStore } from "./files.ts";
import { compareMigrations, migrate, type Migration } from "./migrate.ts";

export type UpgradeError = "upgrade.backup_failed";

export type UpgradeReport = {
  applied: readonly string[];
  /** Made where the database held data and migrations were to run. */
  backup: { file: string; keyFile: string } | undefined;
};

const keptBackups = 3;

/** The folder of the automatic backups; its key lies beside them, as keys.json lies beside the database. */
export const upgradeBackupFolder = (dataFolder: string): string => join(dataFolder, "before-upgrade");

/** The passphrase as a file, so that any older program can read it with `kepu restore --key-file`. */
const takeKey = (folder: string): { keyFile: string; passphrase: string } => {
  const keyFile = join(folder, "key.txt");
  if (!existsSync(keyFile))
    writeFileSync(keyFile, `${randomBytes(32).toString("base64")}\n`, { mode: 0o600, flag: "wx" });
  return { keyFile, passphrase: readFileSync(keyFile, "utf8").trim() };
};

const removeOld = (folder: string): void => {
  const backups = readdirSync(folder)
    .filter((name) => name.endsWith(".kepu"))
    .sort();
  for (const name of backups.slice(0, -keptBackups)) rmSync(join(folder, name));
};

type Parts = { config: Config; clock: Clock; migrations: readonly Migration[]; program: string };

const backUp = async (
  client: pg.ClientBase,
  { config, clock, program }: Parts,
): Promise<NonNullable<UpgradeReport["backup"]>> => {
  const folder = upgradeBackupFolder(config.dataFolder);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const { keyFile, passphrase } = takeKey(folder);
    const stamp = clock.now().toISOString().replaceAll(/[-:]/g, "").replace("T", "-").slice(0, 15);
    const file = join(folder, `${stamp}.kepu`);
    const files = createFileStore(config.files);
    await createBackup(client, { file, passphrase, config, files, clock, program, keys: "left out" });
    removeOld(folder);
    return { file, keyFile };
  } catch (cause) {
    throw new AppError<UpgradeError>("upgrade.backup_failed", { values: { folder }, cause });
  }
};

/**
 * Brings the database to this program's version, and before it changes one that holds data, backs it up: the way back
 * is to restore that file with the older program.
 * @throws AppError UpgradeError | MigrateError; the database is then as it was
 */
export const upgradeDatabase = async (client: pg.ClientBase, parts: Parts): Promise<UpgradeReport> => {
  const { applied, pending } = await compareMigrations(client, parts.migrations);
  const known = new Set(parts.migrations.map(({ name }) => name));
  const isUpgrade = applied.length > 0 && pending.length > 0 && applied.every((name) => known.has(name));
  const backup = isUpgrade && parts.config.upgradeBackup ? await backUp(client, parts) : undefined;
  return { applied: await migrate(client, parts.migrations), backup };
};

/** What a person reads after an upgrade: where the way back lies. */
export const describeUpgrade = ({ applied, backup }: UpgradeReport): string =>
  backup === undefined
    ? `数据库已升级 ${applied.length} 步，没有自动备份`
    : `数据库已升级 ${applied.length} 步；升级前的样子已备份到 ${backup.file}\n  要退回旧版本：停止网站，换回旧程序，准备一个空的 KEPU_DATA（放入 keys.json 和 ledger-key.json），执行 npx kepu restore ${backup.file} --key-file ${backup.keyFile}`;
