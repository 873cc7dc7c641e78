import { join } from "node:path";
import { parseArgs } from "node:util";
import { restoreBackup } from "#kernel/backup-restore.ts";
import { readBackupKey } from "#kernel/backup-key.ts";
import { createFileStore } from "#kernel/files.ts";
import { inTransaction } from "#kernel/db.ts";
import { verifyInstallation } from "#kernel/ledger-installation.ts";
import { readMigrations } from "#kernel/migrate.ts";
import { type Command, type Io, withDatabase, withSystem, wrongUse } from "#server/command-line.ts";

export const usage = `restore <文件>           恢复到一个空数据库，并校验
  --key-file <文件>   口令文件；不给时用环境变量 KEPU_BACKUP_KEY
先停止网站，用 KEPU_DATA 指定一个新文件夹（或用 DATABASE_URL 指定一个新建的库），并把 keys.json、
ledger-key.json 从保管处放进这个文件夹。文件会先完整校验，再写入；失败时数据库保持为空。`;

export const run: Command["run"] = async (argv, io) => {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: { "key-file": { type: "string" } },
  });
  const [file] = positionals;
  if (file === undefined) {
    io.stderr(`${usage}\n`);
    return wrongUse;
  }
  const passphrase = readBackupKey(io.env, values["key-file"]);
  const report = await withDatabase(io, async ({ config, pool }) => {
    const client = await pool.connect();
    try {
      return await restoreBackup(client, {
        file,
        passphrase,
        config,
        files: createFileStore(config.files),
        migrations: readMigrations(join(import.meta.dirname, "../../migrations")),
      });
    } finally {
      client.release(true);
    }
  });
  const rows = Object.values(report.tables).reduce((sum, count) => sum + count, 0);
  io.stdout(
    `✓ 已恢复 ${report.createdAt} 的备份：${Object.keys(report.tables).length} 张表 ${rows} 行，${report.files} 个文件\n`,
  );
  if (report.upgraded.length > 0) io.stdout(`✓ 已升级数据库：${report.upgraded.join("、")}\n`);
  return finish(io, report.jobs);
};

/** The modules are needed for what is left: the jobs that waited, and the guarded tables of the verification. */
const finish = async (io: Io, jobs: readonly { name: string; data: object }[]): Promise<number> =>
  withSystem(io, async ({ context }) => {
    await inTransaction(context.db, async (trx) => {
      for (const { name, data } of jobs) await context.jobs.send(trx, name, data);
    });
    if (jobs.length > 0) io.stdout(`✓ 已重新排入 ${jobs.length} 个任务\n`);
    return verifyInstallation(context, io);
  });
