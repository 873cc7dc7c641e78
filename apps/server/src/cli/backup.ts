import { parseArgs } from "node:util";
import manifest from "../../package.json" with { type: "json" };
import { createBackup } from "#kernel/backup.ts";
import { readBackupKey } from "#kernel/backup-key.ts";
import { createDb } from "#kernel/db.ts";
import { createFileStore } from "#kernel/files.ts";
import { setInstallationFact } from "#kernel/installation.ts";
import { type Command, withDatabase, wrongUse } from "#server/command-line.ts";

export const usage = `backup <文件>            备份（网站可以照常运行）
  --key-file <文件>   口令文件；不给时用环境变量 KEPU_BACKUP_KEY（至少 16 个字符）
  --with-keys         连同 keys.json 和 ledger-key.json 一起备份；默认不含，请另行保管
内容：全部数据表的同一时刻快照、上传的文件、库外存证、等待中的任务；压缩后用 AES-256-GCM 加密。`;

export const run: Command["run"] = async (argv, io) => {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: { "key-file": { type: "string" }, "with-keys": { type: "boolean" } },
  });
  const [file] = positionals;
  if (file === undefined) {
    io.stderr(`${usage}\n`);
    return wrongUse;
  }
  const passphrase = readBackupKey(io.env, values["key-file"]);
  return withDatabase(io, async ({ config, pool }) => {
    const client = await pool.connect();
    try {
      const report = await createBackup(client, {
        file,
        passphrase,
        config,
        files: createFileStore(config.files),
        clock: io.clock,
        program: manifest.version,
        keys: values["with-keys"] === true ? "included" : "left out",
      });
      const rows = Object.values(report.tables).reduce((sum, count) => sum + count, 0);
      await setInstallationFact(createDb(pool), io.clock, {
        key: "last_backup",
        value: { at: io.clock.now().toISOString(), bytes: report.bytes },
      });
      io.stdout(
        `✓ 已备份到 ${file}：${Object.keys(report.tables).length} 张表 ${rows} 行，${report.files} 个文件，${report.jobs} 个任务，${(report.bytes / 1e6).toFixed(1)} MB\n`,
      );
      for (const id of report.missingFiles) io.stderr(`! 文件 ${id} 在存储中找不到，没有进入备份\n`);
      return report.missingFiles.length === 0 ? 0 : 1;
    } finally {
      client.release(true);
    }
  });
};
