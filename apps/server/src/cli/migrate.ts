import { join } from "node:path";
import manifest from "../../package.json" with { type: "json" };
import { readMigrations } from "#kernel/migrate.ts";
import { describeUpgrade, upgradeDatabase } from "#kernel/upgrade.ts";
import { type Command, withDatabase } from "#server/command-line.ts";

export const usage = `migrate                  把数据库升级到当前程序的版本（启动时也会自动升级）
有数据的库升级前会自动备份到数据文件夹的 before-upgrade；KEPU_UPGRADE_BACKUP=0 时不备份。`;

export const run: Command["run"] = async (_argv, io) =>
  withDatabase(io, async ({ config, pool }) => {
    const client = await pool.connect();
    try {
      const migrations = readMigrations(join(import.meta.dirname, "../../migrations"));
      const upgrade = await upgradeDatabase(client, {
        config,
        clock: io.clock,
        migrations,
        program: manifest.version,
      });
      const steps = upgrade.applied.map((name) => `  ${name}\n`).join("");
      io.stdout(steps === "" ? "✓ 数据库已是最新版本\n" : `✓ ${describeUpgrade(upgrade)}\n${steps}`);
      return 0;
    } finally {
      client.release(true);
    }
  });
